#include "indexer/temporal/resolver.h"

#include <algorithm>
#include <cstdlib>

#include "indexer/temporal/holidays.h"
#include "indexer/temporal/values.h"

namespace dateline::temporal {
namespace {

using std::chrono::days;

// "the '20s" said so many years before they begin are those of the century before.
constexpr int kNearDecade = 5;

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
            if (e.month == 0) return four_digits(e.year);
            if (e.day == 0) return year_month(e.year, e.month);
            if (const auto day = make_day(e.year, static_cast<unsigned>(e.month),
                                          static_cast<unsigned>(e.day))) {
                return format_day(*day);
            }
            return {};
        case Form::DateInYear:
        case Form::MonthDay:
            return month_day_value(e);
        case Form::Month:
            return month_value(e);
        case Form::Year:
            return e.year < 0 ? "BC" + four_digits(-e.year) : four_digits(e.year);
        case Form::Decade: {
            const bool far = e.shifted && document_date_ &&
                             e.year * 10 > calendar(*document_date_).year + kNearDecade;
            return std::to_string(far ? e.year - 10 : e.year);
        }
        case Form::Century:
            return two_digits(e.year);
        case Form::Weekday:
            return weekday_value(e);
        case Form::NthWeekday:
            return nth_weekday_value(e);
        case Form::DayOffset:
            if (!document_date_) return "XXXX-XX-XX";
            return format_day(*document_date_ + days{e.shift});
        case Form::Overnight:
            if (!document_date_) return "XXXX-XX-XX";
            return format_day(*document_date_ - days{e.cue == Cue::Future ? 0 : 1});
        case Form::UnitShift:
            if (e.of_last && (narrative_ || goes_on(e))) return unit_of_last_value(e);
            return unit_value(e.unit, e.shift, document_date_);
        case Form::UnitOfLast:
            return unit_of_last_value(e);
        case Form::CurrentUnit:
            return current_unit_value(e);
        case Form::WeekOf: {
            Expression day = e;
            day.form = e.year != 0 ? Form::Date : Form::MonthDay;
            const std::string value = value_of(day);
            if (!has_digits(value, 0, 4)) return "XXXX-WXX";
            const auto made =
                make_day(e.year != 0 ? e.year : number_at(value, 0, 4),
                         static_cast<unsigned>(e.month), static_cast<unsigned>(e.day));
            return made ? week_value(*made) : std::string{};
        }
        case Form::Quarter:
            return quarter_value(e);
        case Form::QuarterEnded:
            return quarter_ended_value(e);
        case Form::LastPeriod:
            return last_period_value(e);
        case Form::YearBefore:
            return year_before_value(e);
        case Form::Half: {
            const std::string half = "-H" + std::to_string(e.quarter);
            if (e.year != 0) return four_digits(e.year) + half;
            if (!document_date_) return "XXXX" + half;
            return four_digits(calendar(*document_date_).year + e.shift) + half;
        }
        case Form::Season:
            return season_value(e);
        case Form::Holiday:
            return holiday_value(e);
        case Form::Offset:
        case Form::OffsetOfLast:
            return e.to_the_day ? day_of_year_value(e) : offset_value(e);
        case Form::ClockTime:
            return clock_value(e);
        case Form::Duration:
        case Form::Set:
            return duration_value(e.quantity, e.unit) +
                   (e.rest_unit == Unit::None
                        ? ""
                        : duration_value(e.rest, e.rest_unit).substr(e.unit < Unit::Day ? 2 : 1));
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
        case Form::YearEnd:
            if (e.year != 0) return four_digits(e.year);
            if (!document_date_) return "XXXX";
            return four_digits(calendar(*document_date_).year);
    }
    return {};
}

}  // namespace dateline::temporal
