#include <algorithm>

#include "common/schema.h"
#include "searcher/compile.h"

namespace dateline {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::year_month;
using std::chrono::year_month_day;

// First and last year that the index has a term for; 0 and 0 if there is none.
std::pair<int, int> indexed_years(const Xapian::Database& database, const std::string& prefix) {
    int first = 0;
    int last = 0;
    for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
         ++term) {
        const std::string digits = (*term).substr(prefix.size());
        if (digits.size() != 4 || digits.find_first_not_of("0123456789") != std::string::npos)
            continue;
        const int year = std::stoi(digits);
        if (first == 0) first = year;
        last = year;
    }
    return {first, last};
}

Day last_day(year_month month) {
    return Day(month / std::chrono::last);
}

}  // namespace

Xapian::Query date_range_query(const Xapian::Database& database, std::optional<Day> first,
                               std::optional<Day> last, std::string_view day_prefix,
                               std::string_view month_prefix, std::string_view year_prefix) {
    const auto [first_year, last_year] = indexed_years(database, std::string(year_prefix));
    if (first_year == 0) return Xapian::Query::MatchNothing;
    const Day begin = std::max(first.value_or(Day::min()), *make_day(first_year, 1, 1));
    const Day end = std::min(last.value_or(Day::max()), *make_day(last_year, 12, 31));
    std::vector<std::string> terms;
    for (Day day = begin; day <= end;) {
        const year_month_day date(day);
        const std::string digits = compact_day(day);
        const year_month month = date.year() / date.month();
        const Day year_end = Day(date.year() / 12 / 31);
        if (date.month() == std::chrono::January && date.day() == std::chrono::day(1) &&
            year_end <= end) {
            terms.push_back(std::string(year_prefix) + digits.substr(0, 4));
            day = year_end + days(1);
        } else if (date.day() == std::chrono::day(1) && last_day(month) <= end) {
            terms.push_back(std::string(month_prefix) + digits.substr(0, 6));
            day = last_day(month) + days(1);
        } else {
            terms.push_back(std::string(day_prefix) + digits);
            day += days(1);
        }
    }
    if (terms.empty()) return Xapian::Query::MatchNothing;
    return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

}  // namespace dateline
