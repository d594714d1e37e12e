// Values of weeks, months, years, quarters, seasons and holidays, and of what is so long ago.
#include <algorithm>
#include <cstdlib>

#include "indexer/temporal/holidays.h"
#include "indexer/temporal/resolver.h"
#include "indexer/temporal/values.h"

namespace dateline::temporal {

using std::chrono::days;

namespace {

// How far back, in bytes, a quarter still is what "the quarter" refers to.
constexpr std::size_t kPeriodReach = 900;
constexpr int kNearlyYear = 330;  // days

// "the '20s" said so many years before they begin are those of the century before.
constexpr int kNearDecade = 5;

// More than any year that has a value is away.
constexpr std::int64_t kMostDays = 9999LL * 366;

std::optional<Day> moved_day(Day from, std::int64_t by) {
    const Day moved = from + days{by};
    if (by < -kMostDays || by > kMostDays || !is_year(calendar(moved).year)) return std::nullopt;
    return moved;
}

std::string moved_months_value(const Calendar& from, int by, Unit unit) {
    const std::int64_t year = from.year + by / (unit == Unit::Month ? 12 : 4);
    if (!is_year(year - 1) || !is_year(year + 1)) return unknown_value(unit);
    if (unit == Unit::Quarter) return shifted_quarter(from.year, quarter_of(from.month), by);
    const Calendar month = shifted_month(from.year, from.month, by);
    return year_month(month.year, month.month);
}

// `thousandths` of e.unit, which is a year or more, away from that day: "two decades ago" is as
// exact as the unit, "two and a half years ago" a month, "a century and a half ago" a year.
std::string moved_years_value(const Calendar& from, std::int64_t thousandths, const Expression& e) {
    const bool whole = e.quantity.is_whole();
    if (e.unit == Unit::Year && !whole) {
        const std::int64_t months = thousandths * 12 / 1000 * e.shift;
        if (!is_year(from.year + months / 12 - 1)) return unknown_value(e.unit);
        const Calendar month = shifted_month(from.year, from.month, static_cast<int>(months));
        return year_month(month.year, month.month);
    }
    const int years = e.unit == Unit::Year      ? 1
                      : e.unit == Unit::Decade  ? 10
                      : e.unit == Unit::Century ? 100
                                                : 1000;
    const std::int64_t moved = from.year + thousandths * years / 1000 * e.shift;
    if (!is_year(moved)) return unknown_value(e.unit);
    const int year = static_cast<int>(moved);
    if (e.unit == Unit::Year || !whole) return four_digits(year);
    return e.unit == Unit::Decade ? std::to_string(year / 10) : two_digits(year / 100);
}

// The value of e.quantity units before or after that day, by the sign of e.shift.
std::string moved_value(Day from, const Expression& e) {
    const std::int64_t thousandths = std::min(e.quantity.thousandths, kMostDays * 1000);
    const int whole = static_cast<int>(thousandths / 1000) * e.shift;
    switch (e.unit) {
        case Unit::Second:
        case Unit::Minute:
        case Unit::Hour:
            return format_day(from);
        case Unit::Day:
        case Unit::Weekend: {
            const auto day = moved_day(from, whole);
            return day ? format_day(*day) : unknown_value(e.unit);
        }
        case Unit::Week:
        case Unit::Fortnight: {
            const auto day = moved_day(from, std::int64_t{whole} * (e.unit == Unit::Week ? 7 : 14));
            return day ? week_value(*day) : unknown_value(e.unit);
        }
        case Unit::Month:
        case Unit::Quarter:
            return moved_months_value(calendar(from), whole, e.unit);
        case Unit::Year:
        case Unit::Decade:
        case Unit::Century:
        case Unit::Millennium:
            return moved_years_value(calendar(from), thousandths, e);
        case Unit::None:
            break;
    }
    return {};
}

}  // namespace

// ---- Weeks, months, years

std::string Resolver::unit_value(Unit unit, int shift, std::optional<Day> from) const {
    if (!from) return unknown_value(unit);
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
            return is_year(now.year + shift) ? four_digits(now.year + shift) : unknown_value(unit);
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
            from = last->first_day();
        } else if (narrative_) {
            return unknown_value(e.unit);  // "the next day" after "in May": no matter of today
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
    if (!document_date_) return unknown_value(e.unit);
    // From Friday on, and where the clause speaks of the future, it is this one.
    const bool coming =
        e.cue == Cue::Future || e.future_preposition || iso_weekday(*document_date_) >= 5;
    return unit_value(e.unit, coming ? 0 : -1, document_date_);
}

std::string Resolver::week_of_value(const Expression& e) {
    Expression day = e;
    day.form = e.year != 0 ? Form::Date : Form::MonthDay;
    const std::string value = value_of(day);
    if (!has_digits(value, 0, 4)) return "XXXX-WXX";
    const auto made = make_day(e.year != 0 ? e.year : number_at(value, 0, 4),
                               static_cast<unsigned>(e.month), static_cast<unsigned>(e.day));
    return made ? week_value(*made) : std::string{};
}

std::string Resolver::decade_value(const Expression& e) const {
    const bool far =
        e.shifted && document_date_ && e.year * 10 > calendar(*document_date_).year + kNearDecade;
    return std::to_string(far ? e.year - 10 : e.year);
}

// ---- Halves, quarters and seasons

std::string Resolver::half_value(const Expression& e) const {
    const std::string half = "-H" + std::to_string(e.quarter);
    if (e.year != 0) return four_digits(e.year) + half;
    if (!document_date_) return "XXXX" + half;
    return four_digits(calendar(*document_date_).year + e.shift) + half;
}

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
    if (!document_date_) return unknown_value(e.unit);
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
    if (!document_date_ || !e.quantity.is_whole()) return unknown_value(Unit::Day);
    const Calendar now = calendar(*document_date_);
    const std::int64_t years = e.quantity.whole() * (e.unit == Unit::Decade ? 10 : 1);
    if (!is_year(now.year - years)) return unknown_value(Unit::Day);
    const auto day = make_day(now.year - static_cast<int>(years), static_cast<unsigned>(now.month),
                              static_cast<unsigned>(now.day));
    return day ? format_day(*day) : unknown_value(Unit::Day);
}

std::string Resolver::offset_value(const Expression& e) {
    const bool from_last = e.form == Form::OffsetOfLast;
    if (auto named = just_named_value(e)) return *named;
    // "two hours later" is no more than its length: the time that it counts from is hardly known.
    if (from_last && e.unit < Unit::Day) return duration_value(e.quantity, e.unit);
    const bool half_of_small = !e.quantity.is_whole() && e.unit < Unit::Month;
    if (e.quantity.vague || half_of_small) {
        if (from_last) return duration_value(e.quantity, e.unit);
        return reference_value(e.shift);
    }
    if (auto year_earlier = year_earlier_value(e)) return *year_earlier;
    const std::optional<Day> from = from_last ? offset_anchor(e) : document_date_;
    return from ? moved_value(*from, e) : unknown_value(e.unit);
}

// "on Feb. 21, three days earlier," says how far off the day is that was just named: its own value.
std::optional<std::string> Resolver::just_named_value(const Expression& e) const {
    constexpr std::size_t kJustNamed = 40;  // bytes
    if (e.form != Form::OffsetOfLast || !e.apposed || !last_ ||
        e.begin - last_->position >= kJustNamed) {
        return std::nullopt;
    }
    const Mention& named = *last_;
    if (e.unit == Unit::Day && named.day != 0) {
        if (const auto day = named.first_day()) return format_day(*day);
    }
    if (e.unit == Unit::Month && named.month != 0) return year_month(named.year, named.month);
    if (e.unit == Unit::Year) return four_digits(named.year);
    return std::nullopt;
}

// "a year earlier" in a report on a quarter is the quarter of the year before, in other news the
// year before the document's; nothing if it is to be computed like other lengths.
std::optional<std::string> Resolver::year_earlier_value(const Expression& e) const {
    if (e.unit != Unit::Year || e.quantity.thousandths != 1000 || e.shift >= 0) return std::nullopt;
    const Period* period = recent_period(e);
    if (period && period->quarter != 0 && document_date_) {
        return shifted_quarter(period->year, period->quarter, -4);
    }
    const bool of_year = e.of_last && last_ && e.begin - last_->position < kMentionReach;
    if (e.form == Form::OffsetOfLast && !narrative_ && !of_year) {
        return unit_value(Unit::Year, -1, document_date_);
    }
    return std::nullopt;
}

// What "earlier" and "later" count from: the date mentioned last if it is exact enough, else the
// document's. A history counts from what it told last, not from the day it was written.
std::optional<Day> Resolver::offset_anchor(const Expression& e) const {
    const auto exact_to_month = [&](const Mention& mention) {
        return e.unit >= Unit::Year || (e.unit >= Unit::Month && mention.month != 0);
    };
    std::optional<Day> from = document_date_;
    const std::optional<Mention>& last = anchor(e.unit);
    if (last && e.begin - last->position < kMentionReach && (document_date_ || narrative_)) {
        if (exact_to_month(*last) || last->day != 0) from = last->first_day();
    }
    if (narrative_ && last_ && from && from == document_date_ && !exact_to_month(*last_) &&
        last_->day == 0) {
        return std::nullopt;
    }
    return from;
}

}  // namespace dateline::temporal
