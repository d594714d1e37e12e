#include "indexer/temporal/rules.h"

#include <array>
#include <cstddef>

namespace dateline::temporal {
namespace {

constexpr std::array<RuleInfo, static_cast<std::size_t>(Rule::Count)> kRules = {{
    {"none", 0.00, ""},
    {"date-full", 0.96, "March 22, 2013; 22 March 2013"},
    {"date-iso", 0.90, "2013-03-22"},
    {"date-numeric", 0.85, "3/22/2013"},
    {"month-year", 0.96, "March 2013; March last year"},
    {"month-day", 0.97, "March 22"},
    {"month", 0.95, "March"},
    {"year", 0.87, "2013"},
    {"fiscal-year", 0.70, "fiscal 2013; FY13"},
    {"decade", 0.60, "the 1990s"},
    {"century", 0.60, "the 20th century"},
    {"weekday", 0.94, "Friday"},
    {"weekday-part", 0.37, "Friday night"},
    {"day", 0.98, "today"},
    {"day-part", 0.80, "this morning"},
    {"clock", 0.40, "5 p.m."},
    {"clock-day", 0.50, "5 p.m. on Friday"},
    {"week-of", 0.80, "the week of March 6"},
    {"unit-relative", 0.73, "last week"},
    {"unit-current", 0.68, "the year"},
    {"unit-of-last", 0.50, "the following year"},
    {"weekend", 0.50, "the weekend"},
    {"year-end", 0.33, "year-end"},
    {"quarter", 0.97, "the third quarter"},
    {"period-last", 0.57, "the quarter"},
    {"period-year-ago", 0.74, "the year-ago period"},
    {"half", 0.80, "the first half of 2013"},
    {"season", 0.87, "last summer"},
    {"holiday", 0.85, "Christmas Eve"},
    {"ago", 0.57, "three days ago"},
    {"earlier-later", 0.64, "a year earlier"},
    {"duration", 0.83, "three days"},
    {"duration-vague", 0.63, "several years"},
    {"duration-bounded", 0.85, "the past three months"},
    {"set", 0.66, "every Thursday"},
    {"ref-present", 0.69, "now"},
    {"ref-past", 0.61, "recently"},
    {"ref-future", 0.73, "the future"},
}};

}  // namespace

const RuleInfo& rule_info(Rule rule) {
    return kRules[static_cast<std::size_t>(rule)];
}

}  // namespace dateline::temporal
