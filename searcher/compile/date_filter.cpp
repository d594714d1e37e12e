#include <algorithm>

#include "common/date_terms.h"
#include "searcher/compile/filters.h"

namespace dateline {
namespace {

using std::chrono::days;
using std::chrono::year_month;
using std::chrono::year_month_day;

// The numbers of a prefix's terms, rising; terms with another number of digits are others'.
std::vector<int> numbers_of(const Xapian::Database& database, std::string_view prefix,
                            std::size_t digits) {
    std::vector<int> numbers;
    const std::string start(prefix);
    for (auto term = database.allterms_begin(start); term != database.allterms_end(start); ++term) {
        const std::string value = (*term).substr(start.size());
        if (value.size() == digits && value.find_first_not_of("0123456789") == std::string::npos)
            numbers.push_back(std::stoi(value));
    }
    return numbers;
}

std::string padded(int number, std::size_t digits) {
    std::string text = std::to_string(number);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
}

int year_of(Day day) {
    return static_cast<int>(year_month_day(day).year());
}

Day last_day(year_month month) {
    return Day(month / std::chrono::last);
}

class RangeTerms {
public:
    RangeTerms(const Xapian::Database& database, const DatePrefixes& prefixes)
        : database_(database), prefixes_(prefixes) {}

    std::vector<std::string> terms(std::optional<Day> first, std::optional<Day> last) {
        const std::vector<int> years = numbers_of(database_, prefixes_.year, 4);
        const std::vector<int> decades = numbers_of(database_, prefixes_.decade, 4);
        begin_ = first.value_or(*make_day(1, 1, 1));
        end_ = last.value_or(*make_day(9999, 12, 31));
        for (const int decade : decades) {
            const auto interval = decade_interval(decade);
            if (interval && inside(*interval)) add(prefixes_.decade, decade, 4);
        }
        for (const int year : years) {
            const auto interval = year_interval(year);
            if (!interval || interval->last < begin_ || interval->first > end_) continue;
            if (inside(*interval)) {
                add(prefixes_.year, year, 4);
            } else {
                add_part_of_year(std::max(begin_, interval->first), std::min(end_, interval->last));
            }
        }
        add_weeks();
        return std::move(terms_);
    }

private:
    bool inside(const DateInterval& interval) const {
        return begin_ <= interval.first && interval.last <= end_;
    }

    void add(std::string_view prefix, int number, std::size_t digits) {
        terms_.push_back(std::string(prefix) + padded(number, digits));
    }

    // Days of one year, which is not wholly in the range.
    void add_part_of_year(Day begin, Day end) {
        const int year = year_of(begin);
        for (Day day = begin; day <= end;) {
            const year_month_day date(day);
            const year_month month = date.year() / date.month();
            const int number = year * 100 + static_cast<int>(unsigned(date.month()));
            if (date.day() == std::chrono::day(1) && last_day(month) <= end) {
                add(prefixes_.month, number, 6);
                day = last_day(month) + days(1);
            } else {
                add(prefixes_.day, number * 100 + static_cast<int>(unsigned(date.day())), 8);
                day += days(1);
            }
        }
        for (unsigned quarter = 1; quarter <= 4; ++quarter) {
            const auto interval = quarter_interval(year, quarter);
            if (interval && inside(*interval))
                add(prefixes_.quarter, year * 10 + static_cast<int>(quarter), 5);
        }
    }

    // Weeks within the range that no month or year of it contains.
    void add_weeks() {
        for (const int number : numbers_of(database_, prefixes_.week, 6)) {
            const auto week = week_interval(number / 100, static_cast<unsigned>(number % 100));
            if (!week || !inside(*week)) continue;
            const year_month_day first(week->first);
            const year_month_day last(week->last);
            if (first.year() == last.year()) {
                const auto year = year_interval(static_cast<int>(first.year()));
                const auto month = month_interval(static_cast<int>(first.year()),
                                                  static_cast<unsigned>(first.month()));
                const bool in_month = first.month() == last.month() && month && inside(*month);
                if ((year && inside(*year)) || in_month) continue;
            }
            add(prefixes_.week, number, 6);
        }
    }

    const Xapian::Database& database_;
    const DatePrefixes& prefixes_;
    Day begin_;
    Day end_;
    std::vector<std::string> terms_;
};

}  // namespace

Xapian::Query date_range_query(const Xapian::Database& database, std::optional<Day> first,
                               std::optional<Day> last, const DatePrefixes& prefixes) {
    const std::vector<std::string> terms = RangeTerms(database, prefixes).terms(first, last);
    if (terms.empty()) return Xapian::Query::MatchNothing;
    return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

}  // namespace dateline
