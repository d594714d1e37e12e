#include "indexer/temporal/rules.h"

#include <array>
#include <cstddef>

namespace dateline::temporal {
namespace {

constexpr std::array<RuleInfo, static_cast<std::size_t>(Rule::Count)> kRules = {{
    {"none", 0.00, ""},
    {"date-full", 0.96, "March 22, 2013; 22 March 2013"},
    {"date-iso", 0.95, "2013-03-22"},
    {"date-numeric", 0.90, "3/22/2013"},
    {"month-year", 0.95, "March 2013; March last year"},
    {"month-day", 0.94, "March 22"},
    {"month", 0.85, "March"},
    {"year", 0.83, "2013"},
    {"fiscal-year", 0.80, "fiscal 2013; FY13"},
    {"decade", 0.50, "the 1990s"},
    {"century", 0.50, "the 20th century"},
    {"weekday", 0.94, "Friday"},
    {"weekday-part", 0.50, "Friday night"},
    {"day", 0.97, "today"},
    {"day-part", 0.80, "this morning"},
    {"clock", 0.70, "5 p.m."},
    {"clock-day", 0.80, "5 p.m. on Friday"},
    {"week-of", 0.90, "the week of March 6"},
    {"unit-relative", 0.85, "last week"},
    {"unit-current", 0.60, "the year"},
    {"unit-of-last", 0.60, "the following year"},
    {"weekend", 0.50, "the weekend"},
    {"year-end", 0.60, "year-end"},
    {"quarter", 0.95, "the third quarter"},
    {"period-last", 0.70, "the quarter"},
    {"period-year-ago", 0.65, "the year-ago period"},
    {"half", 0.70, "the first half of 2013"},
    {"season", 0.80, "last summer"},
    {"holiday", 0.70, "Christmas Eve"},
    {"ago", 0.60, "three days ago"},
    {"earlier-later", 0.60, "a year earlier"},
    {"duration", 0.75, "three days"},
    {"duration-vague", 0.60, "several years"},
    {"duration-bounded", 0.85, "the past three months"},
    {"set", 0.60, "every Thursday"},
    {"ref-present", 0.65, "now"},
    {"ref-past", 0.60, "recently"},
    {"ref-future", 0.60, "the future"},
}};

}  // namespace

const RuleInfo& rule_info(Rule rule) {
    return kRules[static_cast<std::size_t>(rule)];
}

}  // namespace dateline::temporal
