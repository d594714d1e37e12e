// Values of days, months and times of day.
#include <cstdlib>

#include "indexer/temporal/holidays.h"
#include "indexer/temporal/resolver.h"
#include "indexer/temporal/values.h"

namespace dateline::temporal {

using std::chrono::days;

namespace {

// How far back, in bytes, the day is that a time of day belongs to, and how many days from the
// document's it may lie if it was named in another sentence.
constexpr std::size_t kClockReach = 500;
constexpr int kClockDays = 7;

// What a day of another weekday than the one said counts as farther off, in days.
constexpr std::int64_t kOtherWeekday = 10'000;

}  // namespace

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
    // "Wednesday, July 5": the year in which it is one, if there is one near.
    const auto fits = [&](Day candidate) {
        return e.weekday != 0 && static_cast<int>(iso_weekday(candidate)) == e.weekday;
    };
    for (const int y : {year - 1, year, year + 1, year - 2, year - 3, year - 4}) {
        if (y < year - 1 && best) break;  // only 29 February looks further back
        const auto candidate =
            make_day(y, static_cast<unsigned>(month), static_cast<unsigned>(day));
        if (!candidate) continue;
        const auto ahead = (*candidate - *document_date_).count();
        if (e.shifted && (e.shift < 0 ? ahead >= 0 : e.shift > 0 && ahead <= 0)) continue;
        const bool other_side = (ahead > 0) != future;
        std::int64_t distance = std::abs(std::int64_t{ahead}) * (other_side ? 2 : 1);
        if (!fits(*candidate)) distance += kOtherWeekday;
        if (!best || distance < best_distance) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

std::string Resolver::month_day_value(const Expression& e) {
    if (e.month == 0) return day_alone_value(e);
    if (e.form == Form::MonthDay && e.year != 0 && document_date_) {
        const auto event =
            make_day(e.year, static_cast<unsigned>(e.month), static_cast<unsigned>(e.day));
        if (event && *event <= *document_date_) return format_day(*event);
    }
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
    if (e.shifted) {
        if (document_date_) {
            const Calendar now = calendar(*document_date_);
            month = shifted_month(now.year, now.month, e.shift);
        }
    } else if (last_ && last_->month != 0 &&
               (narrative_ || e.begin - last_->position < kMentionReach)) {
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

// "today"; "overnight" is the night to come if the clause looks ahead, else the one before.
std::string Resolver::day_offset_value(const Expression& e) const {
    if (!document_date_) return unknown_value(Unit::Day);
    const int night = e.cue == Cue::Future ? 0 : -1;
    return format_day(*document_date_ + days{e.form == Form::Overnight ? night : e.shift});
}

std::string Resolver::weekday_value(const Expression& e) const {
    const auto day = weekday_day(e);
    // "the day before last Tuesday"
    if (e.day != 0) return day ? format_day(*day + days{e.day}) : unknown_value(Unit::Day);
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
    if (!e.shifted && e.unit != Unit::None) {  // "Friday week"
        const int ahead = back == 0 ? 0 : 7 - back;
        return *anchor + days{ahead + (e.unit == Unit::Fortnight ? 14 : 7)};
    }
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

}  // namespace dateline::temporal
