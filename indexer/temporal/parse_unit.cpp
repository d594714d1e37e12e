// Rules for a unit that stands by itself: the day before, the week of May 3, a year earlier,
// year-end, the year.
#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

void Parser::from_unit(std::size_t i) {
    if (has(i, kUnits)) {
        from_units(i);
        if (best_end_ > i) return;
    }
    unit_beside(i);
    if (best_end_ > i) return;
    if (is(i, "day"_w) && (day_beside_weekday(i) || day_beside_today(i))) return;
    if (has(i, kUnit) && is_joined_mark(i + 1, '-') && is(i + 2, "long"_w)) {
        lasting_one(i, i + 3);
        return;
    }
    const bool definite = is_definite(i);
    if (is(i, "week"_w) && definite && is(i + 1, "of"_w)) {
        week_of(i);
        return;
    }
    if (is(i, "year"_w) && (year_earlier(i, definite) || year_end(i))) return;
    if (definite) current_unit(i);
}

// "the day before", "the week after" with nothing that it is before or after; "the year before
// last", "the month after next".
void Parser::unit_beside(std::size_t i) {
    const std::size_t k = i + 1;
    const bool before = is(k, "before"_w);
    if (!is(i - 1, "the"_w) || !has(i, kUnit) || (!before && !is(k, "after"_w))) return;
    Expression e;
    e.unit = at(i).unit;
    if (e.unit < Unit::Day || e.unit > Unit::Year || e.unit == Unit::Fortnight) return;
    if (is(k + 1, before ? "last"_w : "next"_w) && !has(k + 2, kUnit | kMonth | kWeekday)) {
        e.rule = Rule::UnitRelative;
        e.form = Form::UnitShift;
        e.shift = before ? -2 : 2;
        offer(i, k + 2, e);
        return;
    }
    const char mark = at(k + 1).mark;
    const bool alone =
        mark == ',' || mark == '.' || mark == ';' || mark == ')' || at(k + 1).shape == Shape::Break;
    if (!alone || e.unit == Unit::Weekend || e.unit == Unit::Quarter) return;
    e.rule = Rule::EarlierLater;
    e.form = Form::OffsetOfLast;
    e.quantity = Quantity::of(1);
    e.shift = before ? -1 : 1;
    e.of_last = true;
    offer(i, k + 1, e);
}

// "the day before last Tuesday", "the day after next Monday's vote".
bool Parser::day_beside_weekday(std::size_t i) {
    const std::size_t k = i + 1;
    const bool before = is(k, "before"_w);
    if (!before && !is(k, "after"_w)) return false;
    if (!is(k + 1, "last"_w) && !is(k + 1, "next"_w)) return false;
    int w = 0;
    const std::size_t end = weekday(k + 2, w);
    if (end == 0) return false;
    Expression e;
    e.rule = Rule::Weekday;
    e.form = Form::Weekday;
    e.weekday = w;
    e.shift = at(k + 1).number;
    e.shifted = true;
    e.day = before ? -1 : 1;
    offer(i, end, e);
    return true;
}

// "the day before yesterday", "the day after tomorrow"; another "the day" is no time, so it is
// settled as well.
bool Parser::day_beside_today(std::size_t i) {
    if (!is(i - 1, "the"_w)) return false;
    const std::size_t k = i + 1;
    const bool back = is(k, "before"_w) && is(k + 1, "yesterday"_w);
    const bool on = is(k, "after"_w) && is(k + 1, "tomorrow"_w);
    if (!back && !on) return true;
    Expression e;
    e.rule = Rule::DayDeictic;
    e.form = Form::DayOffset;
    e.unit = Unit::Day;
    e.shift = back ? -2 : 2;
    offer(i, k + 2, e);
    return true;
}

// "the week of March 6".
void Parser::week_of(std::size_t i) {
    int m = 0;
    int d = 0;
    std::size_t end = month(i + 2, m);
    end = end != 0 ? day_number(end, d) : 0;
    if (end == 0) return;
    Expression e;
    e.rule = Rule::WeekOf;
    e.form = Form::WeekOf;
    e.unit = Unit::Week;
    e.month = m;
    e.day = d;
    const std::size_t with_year = year(is_mark(end, ',') ? end + 1 : end, e.year);
    offer(i, with_year != 0 ? with_year : end, e);
}

// "year-ago", "the year-earlier third quarter", "the year-ago nine months"; "a year earlier" has an
// article before it.
bool Parser::year_earlier(std::size_t i, bool definite) {
    const std::size_t ago = separator(i + 1);
    if (!is(ago, "ago"_w) && !is(ago, "earlier"_w) && !is(ago, "before"_w)) return false;
    if (ago == i + 1 && !definite) return false;
    Expression e;
    e.rule = Rule::PeriodYearAgo;
    e.form = Form::YearBefore;
    e.unit = Unit::Year;
    std::size_t end = ago + 1;
    const std::size_t next = separator(end);
    int number = 0;
    if (const std::size_t n = ordinal(next, number); n != 0 && number <= 4) {
        const std::size_t q = separator(n);
        if (is(q, "quarter"_w) || is(q, "period"_w)) {
            e.quarter = number;
            offer(i, q + 1, e);
            return true;
        }
    }
    if (is(next, "quarter"_w) || is(next, "period"_w)) end = next + 1;
    Quantity months;
    const std::size_t n = quantity(next, months);
    if (n != 0 && is(n, "months"_w)) {
        e.form = Form::Duration;
        e.rule = Rule::DurationBounded;
        e.quantity = months;
        e.unit = Unit::Month;
        end = n + 1;
    }
    offer(i, end, e);
    return true;
}

// "year-end", "year's end", "year-end 2013".
bool Parser::year_end(std::size_t i) {
    const std::size_t dash = separator(i + 1);
    const std::size_t owned = possessive(i + 1);
    const bool joined = is(dash, "end"_w);
    if (!joined && (owned == 0 || !is(owned, "end"_w))) return false;
    Expression e;
    e.rule = Rule::YearEnd;
    e.form = Form::YearEnd;
    e.unit = Unit::Year;
    std::size_t end = joined ? dash + 1 : owned + 1;
    if (is(end, "of"_w)) return true;
    if (const std::size_t with_year = year(end, e.year)) end = with_year;
    offer(i, end, e);
    return true;
}

// "the quarter", "the weekend", "the end of the century", "the year": "the" stands before it.
void Parser::current_unit(std::size_t i) {
    const std::size_t k = i + 1;
    if (is(i, "quarter"_w)) {
        quarter(i, k, 0);
        return;
    }
    Expression e;
    e.form = Form::CurrentUnit;
    e.unit = at(i).unit;
    if (is(i, "weekend"_w)) {
        e.rule = Rule::Weekend;
        offer(i, k, e);
        return;
    }
    e.rule = Rule::UnitCurrent;
    // "by the end of the century"
    const bool at_end = is(i - 2, "of"_w) && has(i - 3, kModifier) && !is(i - 3, "turn"_w);
    if (at_end && (is(i, "century"_w) || is(i, "decade"_w)) && !is(k, "of"_w)) {
        offer(i, k, e);
        return;
    }
    if (!is(i, "year"_w) && !is(i, "week"_w) && !is(i, "month"_w)) return;
    if (is_joined_mark(k, '-') || is(k, "before"_w) || is(k, "after"_w) || is(k, "that"_w) ||
        has(k, kTens | kCardinal) || at(k).shape == Shape::Number || has(i - 1, kOrdinal) ||
        is(k, "when"_w)) {
        return;
    }
    // "the end of the year", "for the year", not "the year of the monkey"
    if (is(k, "of"_w) && !is_mark(k + 1, '$')) return;  // but "a high for the year of $42"
    const bool bounded =
        is(k, "ended"_w) || is(k, "ending"_w) || (is(k, "to"_w) && has(k + 1, kMonth));
    if (bounded) {
        e.form = Form::Duration;
        e.quantity = Quantity::of(1);
    }
    offer(i, k, e);
}

}  // namespace dateline::temporal
