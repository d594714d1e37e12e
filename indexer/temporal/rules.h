// The tagger's rules: their names, and how often each is right.
#pragma once

#include <cstdint>
#include <string_view>

namespace dateline::temporal {

// Not stored anywhere by number; the names are.
enum class Rule : std::uint8_t {
    None,
    DateFull,
    DateIso,
    DateNumeric,
    MonthYear,
    MonthDay,
    Month,
    Year,
    FiscalYear,
    Decade,
    Century,
    Weekday,
    WeekdayPart,
    DayDeictic,
    DayPartDeictic,
    Clock,
    ClockDay,
    WeekOf,
    UnitRelative,
    UnitCurrent,
    UnitOfLast,
    Weekend,
    YearEnd,
    Quarter,
    PeriodLast,
    PeriodYearAgo,
    Half,
    Season,
    Holiday,
    Ago,
    EarlierLater,
    Duration,
    DurationVague,
    DurationBounded,
    Set,
    RefPresent,
    RefPast,
    RefFuture,
    Count,
};

struct RuleInfo {
    std::string_view name;     // as printed and stored with mentions
    double confidence;         // share of its values that were right, see README.md
    std::string_view example;  // what it finds
};

const RuleInfo& rule_info(Rule rule);

}  // namespace dateline::temporal
