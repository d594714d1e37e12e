#include "indexer/temporal/resolver.h"

#include <algorithm>
#include <cstdlib>

#include "indexer/temporal/holidays.h"
#include "indexer/temporal/values.h"

namespace dateline::temporal {
namespace {

using std::chrono::days;

// How far back, in bytes, a quarter or a date still is what "the quarter" or "earlier" refers to.
constexpr std::size_t kPeriodReach = 900;
constexpr std::size_t kMentionReach = 1000;
constexpr std::size_t kClockReach = 500;
constexpr int kClockDays = 7;
constexpr int kUnknownPeriodYear = 0;
constexpr int kNearlyYear = 330;  // days
constexpr int kNearDecade = 5;    // years

bool is_year(std::int64_t year) {
    return year >= 1 && year <= 9999;
}

int quarter_of(int month) {
    return (month + 2) / 3;
}

std::string shifted_quarter(int year, int quarter, int shift) {
    const int index = year * 4 + quarter - 1 + shift;
    return quarter_text(index / 4, index % 4 + 1);
}

// Unresolved, at the granularity of the unit.
std::string unknown(Unit unit) {
    switch (unit) {
        case Unit::Week:
        case Unit::Fortnight:
            return "XXXX-WXX";
        case Unit::Weekend:
            return "XXXX-WXX-WE";
        case Unit::Month:
            return "XXXX-XX";
        case Unit::Quarter:
            return "XXXX-QX";
        case Unit::Year:
            return "XXXX";
        case Unit::Decade:
            return "XXX";
        case Unit::Century:
        case Unit::Millennium:
            return "XX";
        default:
            return "XXXX-XX-XX";
    }
}

const char* reference_value(int shift) {
    if (shift < 0) return "PAST_REF";
    return shift > 0 ? "FUTURE_REF" : "PRESENT_REF";
}

bool has_digits(const std::string& value, std::size_t from, std::size_t count) {
    if (value.size() < from + count) return false;
    for (std::size_t i = from; i < from + count; ++i) {
        if (value[i] < '0' || value[i] > '9') return false;
    }
    return true;
}

int number_at(const std::string& value, std::size_t from, std::size_t count) {
    int number = 0;
    for (std::size_t i = from; i < from + count; ++i)
        number = number * 10 + (value[i] - '0');
    return number;
}

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
            // "the '20s" of 2013 are the 1920s.
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
            return duration_value(e.quantity, e.unit);
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

// ---- Days

// The year that a history is in when it names a month: the year mentioned last, or the next one if
// the month lies half a year or more before the month mentioned last.
std::optional<int> Resolver::narrative_year(int month) const {
    if (!narrative_ || !last_) return std::nullopt;
    const bool turned = last_->month != 0 && last_->month - month >= 6;
    return last_->year + (turned ? 1 : 0);
}

// The year of a timeline's entry: that of the entry before it, or the next one if the month goes
// back.
std::optional<int> Resolver::entry_year(const Expression& e) const {
    if (!e.entry || !last_entry_) return std::nullopt;
    return last_entry_->year + (e.month < last_entry_->month ? 1 : 0);
}

// The year's day nearest to the document date; a day ahead counts as twice as far, unless the
// clause speaks of the future.
std::optional<Day> Resolver::near_month_day(int month, int day, const Expression& e) const {
    if (!document_date_) return std::nullopt;
    const int year = calendar(*document_date_).year;
    const bool future = e.cue != Cue::None || e.future_preposition;
    std::optional<Day> best;
    std::int64_t best_distance = 0;
    for (const int y : {year - 1, year, year + 1, year - 2, year - 3, year - 4}) {
        if (y < year - 1 && best) break;  // only 29 February looks further back
        const auto candidate =
            make_day(y, static_cast<unsigned>(month), static_cast<unsigned>(day));
        if (!candidate) continue;
        const auto ahead = (*candidate - *document_date_).count();
        if (e.shifted && (e.shift < 0 ? ahead >= 0 : e.shift > 0 && ahead <= 0)) continue;
        const bool other_side = (ahead > 0) != future;
        const std::int64_t distance = std::abs(std::int64_t{ahead}) * (other_side ? 2 : 1);
        if (!best || distance < best_distance) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

std::string Resolver::month_day_value(const Expression& e) {
    if (e.month == 0) return day_alone_value(e);
    std::string unresolved = "XXXX-" + two_digits(e.month);
    if (e.day != 0) unresolved += "-" + two_digits(e.day);
    std::optional<int> year;
    if (e.form == Form::DateInYear) {
        if (e.shifted) {
            if (document_date_) year = calendar(*document_date_).year + e.shift;
        } else if (last_) {
            year = last_->year + e.shift;
        } else if (document_date_) {
            year = calendar(*document_date_).year + e.shift;
        }
    } else if (!e.shifted) {
        year = entry_year(e);
        if (!year) year = narrative_year(e.month);
    }
    if (!year) {
        if (e.form == Form::DateInYear || !document_date_) return unresolved;
        const auto day = near_month_day(e.month, e.day, e);
        return day ? format_day(*day) : unresolved;
    }
    if (!is_year(*year)) return unresolved;
    if (e.day == 0) return year_month(*year, e.month);
    const auto day = make_day(*year, static_cast<unsigned>(e.month), static_cast<unsigned>(e.day));
    return day ? format_day(*day) : unresolved;
}

// "on the 5th": of the month mentioned last, else of the document's.
std::string Resolver::day_alone_value(const Expression& e) const {
    Calendar month;
    if (last_ && last_->month != 0 && (narrative_ || e.begin - last_->position < kMentionReach)) {
        month = {last_->year, last_->month, 0};
    } else if (document_date_ && !narrative_) {
        month = calendar(*document_date_);
    }
    const auto day =
        make_day(month.year, static_cast<unsigned>(month.month), static_cast<unsigned>(e.day));
    return day ? format_day(*day) : "XXXX-XX-" + two_digits(e.day);
}

// A month by itself: the last one if it is at most half a year back, else the next one if the
// clause speaks of the future or it is at most two months ahead.
std::string Resolver::month_value(const Expression& e) {
    if (!e.shifted) {
        const auto entry = entry_year(e);
        if (const auto year = entry ? entry : narrative_year(e.month)) {
            return year_month(*year, e.month);
        }
        // "from November to April" goes forward, "in January and December" may go back.
        if (e.link != Link::None && last_ && last_->month != 0) {
            const int ahead = (e.month - last_->month + 12) % 12;
            if (e.link == Link::To || ahead <= 6) {
                return year_month(last_->year + (e.month < last_->month ? 1 : 0), e.month);
            }
        }
    }
    if (e.of_last && last_ && e.begin - last_->position < kMentionReach) {
        const bool later = last_->month == 0 || e.month > last_->month;
        const int year = last_->year + (e.shift > 0   ? (later && last_->month != 0 ? 0 : 1)
                                        : e.shift < 0 ? (later ? -1 : 0)
                                                      : 0);
        return year_month(year, e.month);
    }
    if (!document_date_) return "XXXX-" + two_digits(e.month);
    const Calendar now = calendar(*document_date_);
    if (e.shifted) {
        int year = now.year;
        // The month just over would be "last month": "last February" in March is the year before's.
        if (e.shift < 0 && e.month >= now.month - 1) --year;
        if (e.shift > 0 && e.month <= now.month) ++year;
        return year_month(year, e.month);
    }
    const int back = (now.month - e.month + 12) % 12;
    const int ahead = (12 - back) % 12;
    const Calendar past = shifted_month(now.year, now.month, -back);
    const Calendar next = shifted_month(now.year, now.month, ahead);
    if (back == 0) return year_month(past.year, past.month);
    const bool future = e.cue != Cue::None || e.future_preposition;
    if (back <= 6 && !(future && ahead <= 8)) return year_month(past.year, past.month);
    if (future || ahead <= 2) return year_month(next.year, next.month);
    return year_month(past.year, past.month);
}

// "the first Monday in October"
std::string Resolver::nth_weekday_value(const Expression& e) {
    const std::string month = e.year != 0 ? year_month(e.year, e.month) : month_value(e);
    if (!has_digits(month, 0, 4)) return month + "-XX";
    const auto day = nth_weekday(number_at(month, 0, 4), static_cast<unsigned>(e.month), e.day,
                                 static_cast<unsigned>(e.weekday));
    return day ? format_day(*day) : std::string{};
}

// The day mentioned last.
std::optional<Day> Resolver::last_day() const {
    if (!last_day_) return std::nullopt;
    return make_day(last_day_->year, static_cast<unsigned>(last_day_->month),
                    static_cast<unsigned>(last_day_->day));
}

std::string Resolver::weekday_value(const Expression& e) const {
    const auto day = weekday_day(e);
    // "the day before last Tuesday"
    if (e.day != 0) return day ? format_day(*day + days{e.day}) : unknown(Unit::Day);
    return day ? format_day(*day) : "XXXX-WXX-" + std::to_string(e.weekday);
}

std::optional<Day> Resolver::weekday_day(const Expression& e) const {
    std::optional<Day> anchor = document_date_;
    const bool of_last = e.shifted && e.year == 1;
    if ((narrative_ || of_last) && last_day_) {
        anchor = last_day();
    }
    if (e.link == Link::To) {  // "Thursday to Saturday" goes forward
        if (const auto first = last_day()) {
            return *first + days{(e.weekday - static_cast<int>(iso_weekday(*first)) + 7) % 7};
        }
    }
    if (!anchor) return std::nullopt;
    const int today = static_cast<int>(iso_weekday(*anchor));
    const int back = (today - e.weekday + 7) % 7;
    if (e.shifted && e.unit == Unit::Week) {
        return *anchor + days{7 * e.shift + e.weekday - today};
    }
    if (e.shifted) {
        if (e.shift < 0) return *anchor - days{back == 0 ? 7 : back};
        if (e.shift > 0) return *anchor + days{7 - back};
        if (back <= 3 && e.cue != Cue::Future) return *anchor - days{back};
        return *anchor + days{(7 - back) % 7};
    }
    if (back == 0) return anchor;
    if (back == 6) return *anchor + days{1};
    if (e.cue == Cue::Future && (back >= 2 || e.future_preposition))
        return *anchor + days{7 - back};
    return *anchor - days{back};
}

std::string Resolver::clock_value(const Expression& e) {
    // The day named in the sentence or shortly before, else the document's. A time by the clock is
    // that of a far day only within its sentence, outside histories.
    std::optional<Day> day;
    if (last_day_ && e.begin - last_day_->position < kClockReach) {
        day = last_day();
        if (day && document_date_ && !narrative_ && e.clock.hour >= 0 &&
            last_day_->sentence != e.sentence &&
            std::abs((*day - *document_date_).count()) > kClockDays) {
            day.reset();
        }
    }
    if (!day) day = document_date_;
    return (day ? format_day(*day) : "XXXX-XX-XX") + "T" +
           (e.clock.hour >= 0 ? clock_text(e.clock) : part_code(e.part));
}

// "It flew by Jupiter in March of 1979 and Saturn the next year": after a year long past in the
// same sentence.
bool Resolver::goes_on(const Expression& e) const {
    return last_ && last_->sentence == e.sentence && document_date_ &&
           last_->year < calendar(*document_date_).year - 1;
}

// ---- Weeks, months, years

std::string Resolver::unit_value(Unit unit, int shift, std::optional<Day> from) const {
    if (!from) return unknown(unit);
    const Calendar now = calendar(*from);
    switch (unit) {
        case Unit::Day:
            return format_day(*from + days{shift});
        case Unit::Week:
        case Unit::Fortnight:
            return week_value(*from + days{7 * shift});
        case Unit::Weekend: {
            // On a weekend, "last weekend" is the one before it.
            return week_value(*from + days{7 * shift}) + "-WE";
        }
        case Unit::Month: {
            const Calendar month = shifted_month(now.year, now.month, shift);
            return year_month(month.year, month.month);
        }
        case Unit::Quarter:
            return shifted_quarter(now.year, quarter_of(now.month), shift);
        case Unit::Year:
            return is_year(now.year + shift) ? four_digits(now.year + shift) : unknown(unit);
        case Unit::Decade:
            return std::to_string(now.year / 10 + shift);
        case Unit::Century:
            return two_digits(now.year / 100 + shift);
        default:
            return {};
    }
}

// "the following year", "that month", "the next day": from the date mentioned last if it is exact
// enough, else from the document's.
std::string Resolver::unit_of_last_value(const Expression& e) {
    std::optional<Day> from = document_date_;
    const std::optional<Mention>& last = anchor(e.unit);
    if (last && e.begin - last->position < kMentionReach) {
        const bool exact =
            (e.unit == Unit::Year || e.unit == Unit::Decade || e.unit == Unit::Century) ||
            (e.unit == Unit::Month && last->month != 0) || last->day != 0;
        if (exact) {
            from = make_day(last->year, static_cast<unsigned>(last->month == 0 ? 1 : last->month),
                            static_cast<unsigned>(last->day == 0 ? 1 : last->day));
        } else if (narrative_) {
            return unknown(e.unit);  // "the next day" after "in May": no matter of today
        }
    }
    return unit_value(e.unit, e.shift, from);
}

// What "the next day" and "later" count from: the date mentioned last, or the day before it if only
// a year or a season was named since.
const std::optional<Resolver::Mention>& Resolver::anchor(Unit unit) const {
    const bool small = unit < Unit::Month;
    const bool vague = last_ && (last_->month == 0 || last_->season);
    return small && vague && last_day_ ? last_day_ : last_;
}

std::string Resolver::current_unit_value(const Expression& e) {
    if (e.unit != Unit::Weekend) return unit_value(e.unit, 0, document_date_);
    if (!document_date_) return unknown(e.unit);
    // From Friday on, and where the clause speaks of the future, it is this one.
    const bool coming =
        e.cue == Cue::Future || e.future_preposition || iso_weekday(*document_date_) >= 5;
    return unit_value(e.unit, coming ? 0 : -1, document_date_);
}

// ---- Quarters and seasons

const Resolver::Period* Resolver::recent_period(const Expression& e) const {
    if (!period_ || e.begin - period_->position >= kPeriodReach) return nullptr;
    return &*period_;
}

std::string Resolver::quarter_value(const Expression& e) {
    if (e.quarter == 0) {
        // "the 1988 period", "the quarter of 1990": the quarter spoken of
        const Period* period = recent_period(e);
        std::string unresolved = e.year != 0 ? four_digits(e.year) : std::string("XXXX-QX");
        int year = e.year;
        if (year == 0) {
            if (!document_date_) return unresolved;
            year = calendar(*document_date_).year + e.shift;
        }
        if (!period || period->quarter == 0) return four_digits(year);
        return quarter_text(year, period->quarter);
    }
    if (e.year != 0) return quarter_text(e.year, e.quarter);
    if (narrative_ && last_ && !e.shifted) return quarter_text(last_->year, e.quarter);
    if (!document_date_) return "XXXX-Q" + std::to_string(e.quarter);
    const Calendar now = calendar(*document_date_);
    if (e.shifted) return quarter_text(now.year + e.shift, e.quarter);
    // "expects to report a loss for the fourth quarter ended Jan. 31": it is over all the same.
    const bool to_come = e.cue != Cue::None && !e.ended;
    const bool last_year = e.quarter > quarter_of(now.month) && !to_come;
    return quarter_text(now.year - (last_year ? 1 : 0), e.quarter);
}

// The quarter that ends on about that day: it holds the day 45 days before.
std::string Resolver::quarter_ended_value(const Expression& e) {
    std::optional<Day> end;
    if (e.year != 0) {
        end = make_day(e.year, static_cast<unsigned>(e.month), static_cast<unsigned>(e.day));
    } else {
        end = near_month_day(e.month, e.day, e);
    }
    if (!end) return "XXXX-QX";
    const Calendar middle = calendar(*end - days{45});
    return quarter_text(middle.year, quarter_of(middle.month));
}

std::string Resolver::last_period_value(const Expression& e) {
    const Period* period = recent_period(e);
    const bool spoken_of = period && period->quarter != 0;
    if (!document_date_) {
        return spoken_of ? shifted_quarter(period->year, period->quarter, e.shift) : "XXXX-QX";
    }
    const Calendar now = calendar(*document_date_);
    // "the latest quarter" has ended.
    const bool over =
        spoken_of && period->year * 4 + period->quarter < now.year * 4 + quarter_of(now.month);
    if (spoken_of && (over || !e.ended)) {
        return shifted_quarter(period->year, period->quarter, e.shift);
    }
    return shifted_quarter(now.year, quarter_of(now.month), -1);
}

std::string Resolver::year_before_value(const Expression& e) {
    if (!document_date_) return e.quarter != 0 ? "XXXX-Q" + std::to_string(e.quarter) : "XXXX";
    const Calendar now = calendar(*document_date_);
    if (e.quarter != 0) {
        const int year = now.year - (e.quarter > quarter_of(now.month) ? 1 : 0);
        return quarter_text(year - 1, e.quarter);
    }
    const Period* period = recent_period(e);
    if (period && period->quarter != 0) {
        return shifted_quarter(period->year, period->quarter, -4);
    }
    return four_digits(now.year - 1);
}

std::string Resolver::season_value(const Expression& e) {
    const std::string code = "-" + season_code(e.quarter);
    if (e.year != 0) return four_digits(e.year) + code;
    if (narrative_ && last_ && !e.shifted) return four_digits(last_->year) + code;
    if (e.of_last && last_ && e.begin - last_->position < kMentionReach) {
        if (e.of_year) return four_digits(last_->year + e.shift) + code;
        const bool later = last_->month != 0 && e.quarter * 3 > last_->month;
        const int shift = e.shift > 0 ? (later ? 0 : 1) : e.shift < 0 ? (later ? -1 : 0) : 0;
        return four_digits(last_->year + shift) + code;
    }
    if (!document_date_) return "XXXX" + code;
    const Calendar now = calendar(*document_date_);
    const int first_month = e.quarter * 3;  // spring begins in March
    int year = now.year;
    if (e.of_year) {
        year += e.shift;
    } else if (e.shifted && e.shift < 0) {
        if (now.month < first_month + 3) --year;
    } else if (e.shifted && e.shift > 0) {
        if (now.month >= first_month) ++year;
    } else if (!e.shifted && now.month < first_month - 4 && e.cue != Cue::Future) {
        --year;
    } else if (!e.shifted && now.month >= first_month + 3 && e.cue == Cue::Future) {
        ++year;
    }
    return four_digits(year) + code;
}

std::string Resolver::holiday_value(const Expression& e) {
    const auto number = static_cast<std::size_t>(e.month);
    const auto text = [&](std::optional<Day> day) -> std::string {
        if (!day) return {};
        if (e.unit == Unit::Week) return week_value(*day);
        if (e.unit == Unit::Weekend) return week_value(*day) + "-WE";
        return format_day(*day);
    };
    if (e.year != 0) return text(holiday_date(number, e.year));
    if (!document_date_) return unknown(e.unit);
    const int year = calendar(*document_date_).year;
    if (e.of_year) return text(holiday_date(number, year + e.shift));
    std::optional<Day> best;
    std::int64_t best_distance = 0;
    for (const int y : {year - 1, year, year + 1}) {
        const auto day = holiday_date(number, y);
        if (!day) continue;
        const auto ahead = (*day - *document_date_).count();
        if (e.shifted && (e.shift < 0 ? ahead >= 0 : e.shift > 0 && ahead <= 0)) continue;
        // "this Christmas" is that of the document's year, unless it is all but a year off.
        const bool own = e.shifted && e.shift == 0 && y == year && std::abs(ahead) < kNearlyYear;
        if (own) return text(day);
        const std::int64_t distance =
            std::abs(std::int64_t{ahead}) * (e.cue == Cue::Future && ahead < 0 ? 4 : 1);
        if (!best || distance < best_distance) {
            best = day;
            best_distance = distance;
        }
    }
    return text(best);
}

// ---- ago, earlier, later

// "fifty years ago today": the same day of that year.
std::string Resolver::day_of_year_value(const Expression& e) const {
    if (!document_date_ || !e.quantity.is_whole()) return unknown(Unit::Day);
    const Calendar now = calendar(*document_date_);
    const std::int64_t years = e.quantity.whole() * (e.unit == Unit::Decade ? 10 : 1);
    if (!is_year(now.year - years)) return unknown(Unit::Day);
    const auto day = make_day(now.year - static_cast<int>(years), static_cast<unsigned>(now.month),
                              static_cast<unsigned>(now.day));
    return day ? format_day(*day) : unknown(Unit::Day);
}

std::string Resolver::offset_value(const Expression& e) {
    const bool from_last = e.form == Form::OffsetOfLast;
    const bool half_of_small = !e.quantity.is_whole() && e.unit < Unit::Month;
    // "on Feb. 21, three days earlier," says how far off the day is that was just named.
    constexpr std::size_t kJustNamed = 40;
    if (from_last && e.apposed && last_ && e.begin - last_->position < kJustNamed) {
        const Mention& named = *last_;
        if (e.unit == Unit::Day && named.day != 0) {
            const auto day = make_day(named.year, static_cast<unsigned>(named.month),
                                      static_cast<unsigned>(named.day));
            if (day) return format_day(*day);
        }
        if (e.unit == Unit::Month && named.month != 0) return year_month(named.year, named.month);
        if (e.unit == Unit::Year) return four_digits(named.year);
    }
    // "two hours later" is no more than its length: the time that it counts from is hardly known.
    if (from_last && e.unit < Unit::Day) return duration_value(e.quantity, e.unit);
    if (e.quantity.vague || half_of_small) {
        if (from_last) return duration_value(e.quantity, e.unit);
        return reference_value(e.shift);
    }
    // "a year earlier" in a report on a quarter is the quarter of the year before.
    if (e.unit == Unit::Year && e.quantity.thousandths == 1000 && e.shift < 0) {
        const Period* period = recent_period(e);
        if (period && period->quarter != 0 && document_date_) {
            return shifted_quarter(period->year, period->quarter, -4);
        }
        const bool of_year = e.of_last && last_ && e.begin - last_->position < kMentionReach;
        if (from_last && !narrative_ && !of_year) {
            return unit_value(Unit::Year, -1, document_date_);
        }
    }
    std::optional<Day> from = document_date_;
    const std::optional<Mention>& last = anchor(e.unit);
    if (from_last && last && e.begin - last->position < kMentionReach &&
        (document_date_ || narrative_)) {
        const bool exact =
            e.unit >= Unit::Year || (e.unit >= Unit::Month && last->month != 0) || last->day != 0;
        if (exact) {
            from = make_day(last->year, static_cast<unsigned>(last->month == 0 ? 1 : last->month),
                            static_cast<unsigned>(last->day == 0 ? 1 : last->day));
        }
    }
    // A history counts from what it told last, not from the day it was written.
    if (from_last && narrative_ && last_ && from == document_date_ && from) {
        const bool exact = e.unit >= Unit::Year || (e.unit >= Unit::Month && last_->month != 0);
        if (!exact && last_->day == 0) return unknown(e.unit);
    }
    if (!from) return unknown(e.unit);
    const Calendar now = calendar(*from);
    const std::int64_t most = 9999LL * 366;
    const std::int64_t count = std::min(e.quantity.thousandths, most * 1000);
    const int whole = static_cast<int>(count / 1000) * e.shift;
    const auto moved_day = [&](std::int64_t by) -> std::optional<Day> {
        const Day moved = *from + days{by};
        if (by < -most || by > most || !is_year(calendar(moved).year)) return std::nullopt;
        return moved;
    };
    const auto year_text = [&](std::int64_t year) {
        return is_year(year) ? four_digits(static_cast<int>(year)) : unknown(Unit::Year);
    };
    switch (e.unit) {
        case Unit::Second:
        case Unit::Minute:
        case Unit::Hour:
            return format_day(*from);
        case Unit::Day:
        case Unit::Weekend: {
            const auto day = moved_day(whole);
            return day ? format_day(*day) : unknown(e.unit);
        }
        case Unit::Week:
        case Unit::Fortnight: {
            const auto day = moved_day(std::int64_t{whole} * (e.unit == Unit::Week ? 7 : 14));
            return day ? week_value(*day) : unknown(e.unit);
        }
        case Unit::Month:
        case Unit::Quarter: {
            const std::int64_t year = now.year + whole / (e.unit == Unit::Month ? 12 : 4);
            if (!is_year(year - 1) || !is_year(year + 1)) return unknown(e.unit);
            if (e.unit == Unit::Quarter) {
                return shifted_quarter(now.year, quarter_of(now.month), whole);
            }
            const Calendar month = shifted_month(now.year, now.month, whole);
            return year_month(month.year, month.month);
        }
        case Unit::Year: {
            if (e.quantity.is_whole()) return year_text(std::int64_t{now.year} + whole);
            const std::int64_t months = count * 12 / 1000 * e.shift;
            if (!is_year(now.year + months / 12 - 1)) return unknown(e.unit);
            const Calendar month = shifted_month(now.year, now.month, static_cast<int>(months));
            return year_month(month.year, month.month);
        }
        case Unit::Decade: {
            const std::int64_t year = now.year + count * 10 / 1000 * e.shift;
            if (!is_year(year)) return unknown(e.unit);
            return e.quantity.is_whole() ? std::to_string(year / 10) : year_text(year);
        }
        case Unit::Century:
        case Unit::Millennium: {
            const int years = e.unit == Unit::Century ? 100 : 1000;
            const std::int64_t year = now.year + count * years / 1000 * e.shift;
            if (!is_year(year)) return unknown(e.unit);
            return e.quantity.is_whole() ? two_digits(static_cast<int>(year / 100))
                                         : year_text(year);
        }
        case Unit::None:
            break;
    }
    return {};
}

}  // namespace dateline::temporal
