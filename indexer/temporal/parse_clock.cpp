// Rules for times of day and for the days that they belong to.
#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

namespace {

bool is_clock_hour(int hour) {
    return hour >= 0 && hour <= 24;
}

}  // namespace

// "GMT", "(GMT)", "local time", "Eastern time", "(1030 GMT)"; `i` itself if there is none.
std::size_t Parser::clock_zone(std::size_t i) const {
    std::size_t j = is_mark(i, '(') ? i + 1 : i;
    if (j > i && is_number(j, 4, 4)) ++j;
    if (j > i && is_number(j, 1, 2) && is_joined_mark(j + 1, ':') && is_number(j + 2, 2, 2)) j += 3;
    // Capitals, or "local time": "0.01 ct" is a price.
    if (!has(j, kZone) || (!at(j).upper && !is(j + 1, "time"_w) && !is(j + 1, "daylight"_w) &&
                           !is(j + 1, "standard"_w))) {
        return i;
    }
    ++j;
    while (is(j, "standard"_w) || is(j, "daylight"_w))
        ++j;
    if (is(j, "time"_w)) ++j;
    if (is_mark(i, '(')) return is_mark(j, ')') ? j + 1 : i;
    return is_mark(j, '(') ? clock_zone(j) : j;  // "15:00 local time (10:00 GMT)"
}

// "1700 to 2100 GMT", "0900-1100 local time": the first of two times, the second of which names the
// zone.
bool Parser::shares_zone(std::size_t i) const {
    const std::size_t k = i + 1;
    if (!is(k, "to"_w) && !is(k, "and"_w) && !is_mark(k, '-')) return false;
    return is_number(i, 4, 4) && is_number(k + 1, 4, 4) && clock_zone(k + 2) != k + 2;
}

// A time of day; `certain` unless it is bare digits such as "15:30".
std::size_t Parser::clock(std::size_t i, Clock& value, bool& certain) const {
    certain = true;
    if (has(i, kClockWord)) {
        value.hour = is(i, "midnight"_w) ? 24 : 12;
        value.minute = 0;
        return clock_zone(i + 1);
    }
    if (is_number(i, 4, 4)) return clock_of_four_digits(i, value);
    const bool figures = is_number(i, 1, 2);
    if (!figures && !has(i, kCardinal)) return clock_beside_hour(i, value);
    value.hour = at(i).number;
    const std::size_t j = i + 1;
    if (is_oclock(j)) {
        value.minute = 0;
        return oclock(j, value);
    }
    // "at four in the afternoon"
    if (is(j, "in"_w) && is(j + 1, "the"_w) &&
        (is(j + 2, "morning"_w) || is(j + 2, "afternoon"_w) || is(j + 2, "evening"_w)) &&
        value.hour >= 1 && value.hour <= 12 && is(i - 1, "at"_w)) {
        value.minute = 0;
        return in_day_part(j, value);
    }
    return figures ? clock_in_figures(i, value, certain) : 0;
}

// "half past five", "a quarter to six [in the morning]".
std::size_t Parser::clock_beside_hour(std::size_t i, Clock& value) const {
    const bool half = is(i, "half"_w) && is(i + 1, "past"_w);
    if (has(i, kArticle) && is(i + 1, "quarter"_w)) ++i;
    const bool before = is(i + 1, "to"_w);
    const bool quarter = is(i, "quarter"_w) && (is(i + 1, "past"_w) || before);
    if (!half && !quarter) return 0;
    if (!has(i + 2, kCardinal) && !is_number(i + 2, 1, 2)) return 0;
    const int hour = at(i + 2).number;
    if (hour < 1 || hour > 12) return 0;
    value.hour = hour - (before ? 1 : 0);
    value.minute = half ? 30 : before ? 45 : 15;
    return in_day_part(i + 3, value);
}

// "0735 GMT", "1430 hours".
std::size_t Parser::clock_of_four_digits(std::size_t i, Clock& value) const {
    const bool introduced = is(i - 1, "at"_w) || is(i - 1, "by"_w) || is(i - 1, "until"_w) ||
                            is(i - 1, "from"_w) || is(i - 1, "around"_w);
    const bool hours =
        (is(i + 1, "hours"_w) || is(i + 1, "hrs"_w)) && (introduced || at(i).number < 1000);
    if (clock_zone(i + 1) == i + 1 && !hours && !shares_zone(i)) return 0;
    value.hour = at(i).number / 100;
    value.minute = at(i).number % 100;
    if (!is_clock_hour(value.hour) || value.minute > 59) return 0;
    return hours ? i + 2 : clock_zone(i + 1);
}

// "10:35 a.m.", "5 p.m.", "15:30 GMT", "14h30", "2:20 o'clock", "3:30 in the morning": the hour, of
// one or two digits at i, is in `value`.
std::size_t Parser::clock_in_figures(std::size_t i, Clock& value, bool& certain) const {
    // "14h30", "9h00"
    if (is(i + 1, "h"_w) && !at(i + 1).capital && at(i + 1).joined && is_number(i + 2, 2, 2) &&
        at(i + 2).joined && is_clock_hour(value.hour) && at(i + 2).number < 60) {
        value.minute = at(i + 2).number;
        return clock_zone(i + 3);
    }
    const bool colon = is_joined_mark(i + 1, ':');
    const std::size_t j = clock_minutes(i + 1, value);
    if (j == 0) return 0;
    if (value.minute >= 0 && is_oclock(j)) return oclock(j, value);
    if (has(j, kMeridiem)) {
        if (value.hour < 1 || value.hour > 12) return 0;
        value.hour = value.hour % 12 + at(j).number;
        if (value.minute < 0) value.minute = 0;
        return clock_zone(j + 1);
    }
    if (value.minute < 0 || !is_clock_hour(value.hour)) return 0;
    if (const std::size_t end = in_day_part(j, value); end != j) return end;
    const std::size_t zone = clock_zone(j);
    certain = zone > j;
    if (!colon && !certain) return 0;  // "7.30" is a number
    return zone;
}

// ":30", ".30", ":30:15" after an hour; `i` itself if there are none, 0 if it is no time.
std::size_t Parser::clock_minutes(std::size_t i, Clock& value) const {
    const auto two_figures = [&](std::size_t k) { return is_number(k, 2, 2) && at(k).joined; };
    value.minute = -1;
    value.second = -1;
    const bool colon = is_joined_mark(i, ':');
    if ((!colon && !is_joined_mark(i, '.')) || !two_figures(i + 1)) return i;
    value.minute = at(i + 1).number;
    if (value.minute > 59) return 0;
    const std::size_t j = i + 2;
    if (!colon || !is_joined_mark(j, ':') || !two_figures(j + 1)) return j;
    value.second = at(j + 1).number;
    return value.second > 60 ? 0 : j + 2;
}

bool Parser::is_oclock(std::size_t i) const {
    return is(i, "o"_w) && is_mark(i + 1, '\'') && is(i + 2, "clock"_w);
}

// "o'clock", "o'clock in the afternoon" at i, after the hour.
std::size_t Parser::oclock(std::size_t i, Clock& value) const {
    if (value.hour < 1 || value.hour > 12) return 0;
    return in_day_part(i + 3, value);
}

// "in the afternoon" after a time: makes its hour one of 24; `i` itself if there is none.
std::size_t Parser::in_day_part(std::size_t i, Clock& value) const {
    if (!is(i, "in"_w) || !is(i + 1, "the"_w) || !has(i + 2, kDayPart)) return i;
    constexpr int kFirstOfMorning = 6;  // "3:30 in the night" is early
    const auto part = static_cast<DayPart>(at(i + 2).number);
    const bool early =
        part == DayPart::Morning || (part == DayPart::Night && value.hour < kFirstOfMorning);
    if (!early && value.hour < 12) value.hour += 12;
    return i + 3;
}

// The day after a time of day ("5 p.m. on Friday"): fills the form and its fields.
std::size_t Parser::clock_day(std::size_t i, Expression& e) const {
    std::size_t j = is_mark(i, ',') ? i + 1 : i;
    if (is(j, "on"_w)) ++j;
    if (has(j, kDeictic)) {
        e.form = Form::DayOffset;
        e.shift = at(j).number;
        return j + 1;
    }
    int w = 0;
    std::size_t k = weekday(j, w);
    if (k != 0) {
        e.form = Form::Weekday;
        e.weekday = w;
        j = is_mark(k, ',') ? k + 1 : k;
    }
    int m = 0;
    int d = 0;
    std::size_t end = month(j, m);
    if (end != 0) {
        end = day_number(end, d);
    } else if (const std::size_t after = day_number(j, d)) {
        end = month(is(after, "of"_w) ? after + 1 : after, m);
    }
    if (end == 0) return k;
    e.form = Form::MonthDay;
    e.month = m;
    e.day = d;
    // "the night of March 9-10, 1945" is that of the ninth.
    int second = 0;
    std::size_t after = end;
    if (is_mark(end, '-') && is_number(end + 1, 1, 2)) {
        const std::size_t last = day_number(end + 1, second);
        if (last != 0 && second > d) after = last;
    }
    const std::size_t with_year = year(is_mark(after, ',') ? after + 1 : after, e.year);
    if (with_year == 0) return end;
    e.form = Form::Date;
    return with_year;
}

std::size_t Parser::day_part(std::size_t i, DayPart& value) const {
    std::size_t j = i;
    if (is(j, "early"_w) || is(j, "late"_w) || is(j, "mid"_w)) j = separator(j + 1);
    if (!has(j, kDayPart) || at(j).capital != at(i).capital) return 0;
    value = static_cast<DayPart>(at(j).number);
    return j + 1;
}

// Offers a day, and the same with the part or the time of day that follows it.
void Parser::with_time_of_day(std::size_t begin, std::size_t end, Expression e) {
    offer(begin, end, e);
    const Rule rule = e.form == Form::Weekday ? Rule::WeekdayPart : Rule::ClockDay;
    DayPart part = DayPart::None;
    if (const std::size_t after = day_part(end, part)) {
        const std::uint64_t last = at(after - 1).key;
        const bool plural = last == "nights"_w || last == "mornings"_w || last == "evenings"_w ||
                            last == "afternoons"_w;
        if (has(after, kMasthead) && at(after).capital) return;  // "Saturday Night Live"
        e.part = part;
        e.rule = rule;
        if (plural) {
            if (e.form != Form::Weekday) return;
            e.form = Form::WeekdaySet;
            e.rule = Rule::Set;
        }
        offer(begin, after, e);
        return;
    }
    std::size_t j = is_mark(end, ',') || is_mark(end, '(') ? end + 1 : end;
    if (is(j, "at"_w)) ++j;
    if (is(j, "about"_w) || is(j, "around"_w)) ++j;
    bool certain = false;
    Clock time;
    const std::size_t after = clock(j, time, certain);
    if (after == 0 || (!certain && j == end)) return;
    e.clock = time;
    e.rule = Rule::ClockDay;
    offer(begin, after, e);
}

void Parser::from_clock(std::size_t i) {
    Expression e;
    bool certain = false;
    const std::size_t end = clock(i, e.clock, certain);
    if (end == 0) return;
    if (has(i, kClockWord) && (is(i - 1, "high"_w) || at(i).capital)) return;
    e.form = Form::ClockTime;
    e.rule = Rule::Clock;
    const bool introduced = is(i - 1, "at"_w) || is(i - 1, "by"_w) || is(i - 1, "from"_w) ||
                            is(i - 1, "until"_w) || is(i - 1, "around"_w) || is(i - 1, "about"_w) ||
                            is(i - 1, "before"_w) || is(i - 1, "after"_w) ||
                            is(i - 1, "between"_w) || is(i - 1, "since"_w);
    // "2 a.m. tonight" says itself which half of the day it means.
    bool half_told = false;
    for (std::size_t j = i; j < end; ++j)
        half_told |= has(j, kMeridiem);
    Expression dated = e;
    std::size_t after = 0;
    if (is(end, "tonight"_w)) {
        dated.form = Form::DayOffset;
        if (!half_told && dated.clock.hour < 12) dated.clock.hour += 12;
        after = end + 1;
    } else {
        after = clock_day(end, dated);
    }
    // "6:30 on Tuesday evening"
    DayPart part = DayPart::None;
    if (const std::size_t with_part = after != 0 ? day_part(after, part) : 0) {
        if (part != DayPart::Morning && !half_told && e.clock.hour < 12) dated.clock.hour += 12;
        after = with_part;
    }
    if (after != 0) {
        dated.rule = Rule::ClockDay;
        // "10:35 a.m. (0735 GMT) Friday": the day is an expression of its own.
        offer(i, is_mark(end - 1, ')') ? end : after, dated);
    } else if (certain || introduced) {
        offer(i, end, e);
    }
}

}  // namespace dateline::temporal
