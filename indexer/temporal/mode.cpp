#include "indexer/temporal/mode.h"

#include <algorithm>
#include <cstddef>

#include "indexer/temporal/values.h"

namespace dateline::temporal {
namespace {

// Fewer expressions say too little.
constexpr std::size_t kLeastYears = 8;
constexpr std::size_t kLeastDistinctYears = 4;
// The most expressions that speak from the text's own day, as a share of the years it names.
constexpr double kMostDeictic = 0.15;
// The least share of years that lie before the one of the document.
constexpr double kLeastPast = 0.75;

bool speaks_from_today(const Expression& e) {
    switch (e.form) {
        case Form::DayOffset:
        case Form::Weekday:
        case Form::UnitShift:
        case Form::CurrentUnit:
        case Form::Offset:
            return true;
        default:
            return false;
    }
}

bool names_year(const Expression& e) {
    return (e.form == Form::Date || e.form == Form::Year) && e.year != 0;
}

}  // namespace

bool is_narrative(const std::vector<Expression>& expressions, std::optional<Day> document_date) {
    std::vector<int> years;
    std::size_t deictic = 0;
    for (const Expression& e : expressions) {
        if (names_year(e)) years.push_back(e.year);
        if (speaks_from_today(e)) ++deictic;
    }
    const std::size_t count = years.size();
    if (count < kLeastYears) return false;
    if (static_cast<double>(deictic) > kMostDeictic * static_cast<double>(count)) return false;
    std::sort(years.begin(), years.end());
    std::size_t past = count;
    if (document_date) {
        const int year = calendar(*document_date).year;
        past = static_cast<std::size_t>(std::lower_bound(years.begin(), years.end(), year) -
                                        years.begin());
    }
    if (static_cast<double>(past) < kLeastPast * static_cast<double>(count)) return false;
    const auto distinct = std::unique(years.begin(), years.end()) - years.begin();
    return static_cast<std::size_t>(distinct) >= kLeastDistinctYears;
}

}  // namespace dateline::temporal
