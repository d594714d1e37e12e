#include "indexer/temporal/resolver.h"

#include <algorithm>
#include <cstdlib>

#include "indexer/temporal/holidays.h"
#include "indexer/temporal/values.h"

namespace dateline::temporal {
namespace {

constexpr int kUnknownPeriodYear = 0;

TimexType type_of(const Expression& e) {
    switch (e.form) {
        case Form::Duration:
            return TimexType::Duration;
        case Form::Set:
        case Form::WeekdaySet:
        case Form::MonthSet:
        case Form::SeasonSet:
        case Form::DayPartSet:
            return TimexType::Set;
        case Form::Offset:
        case Form::OffsetOfLast:
            return e.unit == Unit::Hour || e.unit == Unit::Minute || e.unit == Unit::Second
                       ? TimexType::Time
                       : TimexType::Date;
        default:
            return e.part != DayPart::None || e.clock.hour >= 0 ? TimexType::Time : TimexType::Date;
    }
}

std::string date_value(const Expression& e) {
    if (e.month == 0) return four_digits(e.year);
    if (e.day == 0) return year_month(e.year, e.month);
    const auto day = make_day(e.year, static_cast<unsigned>(e.month), static_cast<unsigned>(e.day));
    return day ? format_day(*day) : std::string{};
}

// "P5Y", "P5Y6M": the letters of the rest follow those of its larger unit.
std::string length_value(const Expression& e) {
    std::string value = duration_value(e.quantity, e.unit);
    if (e.rest_unit != Unit::None) {
        value += duration_value(e.rest, e.rest_unit).substr(e.unit < Unit::Day ? 2 : 1);
    }
    return value;
}

// The value of a form that needs neither the document date nor what was mentioned before.
std::string own_value(const Expression& e) {
    switch (e.form) {
        case Form::Date:
            return date_value(e);
        case Form::Year:
            return e.year < 0 ? "BC" + four_digits(-e.year) : four_digits(e.year);
        case Form::Century:
            return two_digits(e.year);
        case Form::Duration:
        case Form::Set:
            return length_value(e);
        case Form::WeekdaySet:
            return "XXXX-WXX-" + std::to_string(e.weekday) +
                   (e.part != DayPart::None ? "T" + part_code(e.part) : "");
        case Form::MonthSet:
            return "XXXX-" + two_digits(e.month);
        case Form::SeasonSet:
            return "XXXX-" + season_code(e.quarter);
        case Form::DayPartSet:
            return "XXXX-XX-XXT" + part_code(e.part);
        case Form::Reference:
            return reference_value(e.shift);
        default:
            return {};
    }
}

}  // namespace

std::optional<Timex> Resolver::resolve(const Expression& e) {
    Timex timex;
    timex.begin = e.begin;
    timex.end = e.end;
    timex.type = type_of(e);
    timex.value = value_of(e);
    if (timex.value.empty()) return std::nullopt;
    if (e.form == Form::Offset || e.form == Form::OffsetOfLast) {
        // "several hours ago" is a reference, "a few days later" no more than its length.
        if (timex.value.find("_REF") != std::string::npos) timex.type = TimexType::Date;
        if (timex.value.front() == 'P' && timex.value.find("_REF") == std::string::npos) {
            timex.type = TimexType::Duration;
        }
    } else if (timex.type == TimexType::Time && e.form != Form::ClockTime) {
        timex.value += "T";
        timex.value += e.clock.hour >= 0 ? clock_text(e.clock) : part_code(e.part);
    }
    const RuleInfo& info = rule_info(e.rule);
    timex.rule = info.name;
    timex.confidence = info.confidence;
    remember(e, timex);
    return timex;
}

void Resolver::remember(const Expression& e, const Timex& timex) {
    const std::string& value = timex.value;
    if (timex.type == TimexType::Duration) {
        // "the first nine months": what "a year earlier" then means is no quarter.
        if (e.rule == Rule::DurationBounded && e.unit == Unit::Month && e.quantity.is_whole() &&
            e.quantity.whole() > 3) {
            period_ = Period{kUnknownPeriodYear, 0, e.begin};
        }
        return;
    }
    if (timex.type != TimexType::Date && timex.type != TimexType::Time) return;
    if (!has_digits(value, 0, 4)) return;
    const int year = number_at(value, 0, 4);
    if (value.size() == 7 && value[5] == 'Q') {
        const bool back =
            e.form == Form::YearBefore || e.form == Form::Offset || e.form == Form::OffsetOfLast;
        // The quarter of an earlier year to compare with is not what the report is on.
        const Period* now = recent_period(e);
        const bool compared = now && now->quarter == value[6] - '0' && year < now->year;
        if (!back && !compared) period_ = Period{year, value[6] - '0', e.begin};
        return;
    }
    Mention mention{year, 0, 0, false, e.begin, e.sentence};
    if (e.form == Form::Season) {
        mention.month = e.quarter * 3;
        mention.season = true;
        last_ = mention;
        return;
    }
    if (value.size() >= 7 && value[4] == '-' && has_digits(value, 5, 2)) {
        mention.month = number_at(value, 5, 2);
        if (value.size() >= 10 && value[7] == '-' && has_digits(value, 8, 2)) {
            mention.day = number_at(value, 8, 2);
        }
    } else if (value.size() != 4) {
        return;
    }
    last_ = mention;
    if (mention.day != 0) last_day_ = mention;
    if (e.entry && mention.month != 0) last_entry_ = mention;
}

std::string Resolver::value_of(const Expression& e) {
    switch (e.form) {
        case Form::Date:
        case Form::Year:
        case Form::Century:
        case Form::Duration:
        case Form::Set:
        case Form::WeekdaySet:
        case Form::MonthSet:
        case Form::SeasonSet:
        case Form::DayPartSet:
        case Form::Reference:
            return own_value(e);
        case Form::DateInYear:
        case Form::MonthDay:
            return month_day_value(e);
        case Form::Month:
            return month_value(e);
        case Form::Decade:
            return decade_value(e);
        case Form::Weekday:
            return weekday_value(e);
        case Form::NthWeekday:
            return nth_weekday_value(e);
        case Form::DayOffset:
        case Form::Overnight:
            return day_offset_value(e);
        case Form::UnitShift:
            if (e.of_last && (narrative_ || goes_on(e))) return unit_of_last_value(e);
            return unit_value(e.unit, e.shift, document_date_);
        case Form::UnitOfLast:
            return unit_of_last_value(e);
        case Form::CurrentUnit:
            return current_unit_value(e);
        case Form::WeekOf:
            return week_of_value(e);
        case Form::Quarter:
            return quarter_value(e);
        case Form::QuarterEnded:
            return quarter_ended_value(e);
        case Form::LastPeriod:
            return last_period_value(e);
        case Form::YearBefore:
            return year_before_value(e);
        case Form::Half:
            return half_value(e);
        case Form::Season:
            return season_value(e);
        case Form::Holiday:
            return holiday_value(e);
        case Form::Offset:
        case Form::OffsetOfLast:
            return e.to_the_day ? day_of_year_value(e) : offset_value(e);
        case Form::ClockTime:
            return clock_value(e);
        case Form::YearEnd:
            return e.year != 0 ? four_digits(e.year) : unit_value(Unit::Year, 0, document_date_);
    }
    return {};
}

}  // namespace dateline::temporal
