#include "indexer/temporal/mode.h"

#include <algorithm>
#include <cstddef>

#include "indexer/temporal/values.h"

namespace dateline::temporal {
namespace {

// Fewer years say too little.
constexpr std::size_t kLeastYears = 4;
constexpr std::size_t kLeastDistinctYears = 3;
// The most expressions that speak from the text's own day, as a share of the years it names.
constexpr double kMostDeictic = 0.15;
// The least share of years that lie two or more before the document's: news compares with last
// year.
constexpr double kLeastPast = 0.75;
constexpr int kYearsPast = 2;
// The least share of years that are not before the one named last: a history goes forward, while
// news that looks back compares ("2.1 pct, against 1.9 in 1984").
constexpr double kLeastRising = 0.7;

// A short history may name fewer years: then all are long past, the first of its dates has one, and
// nothing speaks from the text's own day.
constexpr std::size_t kLeastDates = 4;
constexpr int kYearsLongPast = 20;
// So many dates for each "now": "The field is now a park."
constexpr std::size_t kDatesForReference = 6;

bool speaks_from_today(const Expression& e) {
    switch (e.form) {
        case Form::DayOffset:
        case Form::Overnight:
        case Form::Weekday:
        case Form::CurrentUnit:
        case Form::Offset:
            return true;
        case Form::UnitShift:
            return !e.of_last;  // "the next year" may follow what was told
        default:
            return false;
    }
}

bool names_year(const Expression& e) {
    return (e.form == Form::Date || e.form == Form::Year || e.form == Form::Season) && e.year != 0;
}

// "In March", "the following year": what a history counts from the date that it named last.
bool goes_on(const Expression& e) {
    switch (e.form) {
        case Form::MonthDay:
        case Form::Month:
        case Form::DateInYear:
            return !e.shifted;
        case Form::UnitOfLast:
        case Form::OffsetOfLast:
            return true;
        default:
            return e.of_last;
    }
}

bool is_short_history(const std::vector<Expression>& expressions, Day document_date) {
    const int latest = calendar(document_date).year - kYearsLongPast;
    std::size_t dates = 0;
    std::size_t years = 0;
    std::size_t references = 0;
    for (const Expression& e : expressions) {
        if (speaks_from_today(e)) return false;
        if (e.form == Form::Reference) {
            ++references;
        } else if (names_year(e)) {
            if (e.year > latest) return false;
            ++years;
            ++dates;
        } else if (goes_on(e)) {
            if (years == 0) return false;
            ++dates;
        }
    }
    return dates >= kLeastDates && dates > years && references * kDatesForReference <= dates;
}

}  // namespace

bool is_narrative(const std::vector<Expression>& expressions, std::optional<Day> document_date) {
    if (document_date && is_short_history(expressions, *document_date)) return true;
    std::vector<int> years;
    std::size_t deictic = 0;
    for (const Expression& e : expressions) {
        if (names_year(e)) years.push_back(e.year);
        if (speaks_from_today(e)) ++deictic;
    }
    const std::size_t count = years.size();
    if (count < kLeastYears) return false;
    if (static_cast<double>(deictic) > kMostDeictic * static_cast<double>(count)) return false;
    std::size_t rising = 0;
    for (std::size_t i = 1; i < count; ++i)
        rising += years[i] >= years[i - 1] ? 1 : 0;
    if (static_cast<double>(rising) < kLeastRising * static_cast<double>(count - 1)) return false;
    std::sort(years.begin(), years.end());
    std::size_t past = count;
    if (document_date) {
        const int year = calendar(*document_date).year;
        past = static_cast<std::size_t>(
            std::upper_bound(years.begin(), years.end(), year - kYearsPast) - years.begin());
    }
    if (static_cast<double>(past) < kLeastPast * static_cast<double>(count)) return false;
    // Tables of figures have "years" to come.
    if (document_date && years.back() > calendar(*document_date).year + 1) return false;
    const auto distinct = std::unique(years.begin(), years.end()) - years.begin();
    return static_cast<std::size_t>(distinct) >= kLeastDistinctYears;
}

}  // namespace dateline::temporal
