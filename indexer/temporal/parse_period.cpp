// Rules for the periods that reports are on: the year, the quarter, the year-ago period.
#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

// ---- the year, the quarter, year-ago

void Parser::from_unit(std::size_t i) {
    if (has(i, kUnits)) {
        from_units(i);
        if (best_end_ > i) return;
    }
    const bool definite = is_definite(i);
    const std::size_t k = i + 1;
    Expression e;
    e.unit = at(i).unit;
    unit_beside(i);
    if (best_end_ > i) return;
    // "the day before last Tuesday", "the day after next Monday's vote"
    if (is(i, "day"_w) && (is(k, "before"_w) || is(k, "after"_w)) && has(k + 1, kShift)) {
        int w = 0;
        const std::size_t end = weekday(k + 2, w);
        if (end != 0 && (is(k + 1, "last"_w) || is(k + 1, "next"_w))) {
            e.rule = Rule::Weekday;
            e.form = Form::Weekday;
            e.weekday = w;
            e.shift = at(k + 1).number;
            e.shifted = true;
            e.day = is(k, "before"_w) ? -1 : 1;
            e.unit = Unit::None;
            offer(i, end, e);
            return;
        }
    }
    if (is(i, "day"_w) && is(i - 1, "the"_w)) {
        const bool back = is(k, "before"_w) && is(k + 1, "yesterday"_w);
        const bool on = is(k, "after"_w) && is(k + 1, "tomorrow"_w);
        if (!back && !on) return;
        e.rule = Rule::DayDeictic;
        e.form = Form::DayOffset;
        e.shift = back ? -2 : 2;
        offer(i, k + 2, e);
        return;
    }
    if (has(i, kUnit) && is_joined_mark(k, '-') && is(k + 1, "long"_w)) {
        e.rule = Rule::Duration;
        e.form = Form::Duration;
        e.quantity = Quantity::of(1);
        offer(i, k + 2, e);
        return;
    }
    if (is(i, "week"_w) && definite) {
        if (is(k, "of"_w)) {
            int m = 0;
            int d = 0;
            std::size_t end = month(k + 1, m);
            end = end != 0 ? day_number(end, d) : 0;
            if (end == 0) return;
            e.rule = Rule::WeekOf;
            e.form = Form::WeekOf;
            e.month = m;
            e.day = d;
            const std::size_t with_year = year(is_mark(end, ',') ? end + 1 : end, e.year);
            offer(i, with_year != 0 ? with_year : end, e);
            return;
        }
    }
    if (is(i, "year"_w)) {
        // "year-ago", "year-earlier", "a year earlier" has its article before it
        const std::size_t dash = separator(k);
        if ((is(dash, "ago"_w) || is(dash, "earlier"_w) || is(dash, "before"_w)) &&
            (dash > k || definite)) {
            e.rule = Rule::PeriodYearAgo;
            e.form = Form::YearBefore;
            std::size_t end = dash + 1;
            int number = 0;
            std::size_t next = separator(end);
            if (const std::size_t n = ordinal(next, number); n != 0 && number <= 4) {
                const std::size_t q = separator(n);
                if (is(q, "quarter"_w) || is(q, "period"_w)) {
                    e.quarter = number;
                    offer(i, q + 1, e);
                    return;
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
            return;
        }
        if (is(dash, "end"_w) || (possessive(k) != 0 && is(possessive(k), "end"_w))) {
            e.rule = Rule::YearEnd;
            e.form = Form::YearEnd;
            std::size_t end = is(dash, "end"_w) ? dash + 1 : possessive(k) + 1;
            if (is(end, "of"_w)) return;
            if (const std::size_t with_year = year(end, e.year)) end = with_year;
            offer(i, end, e);
            return;
        }
    }
    if (!definite) return;
    if (is(i, "quarter"_w)) {
        quarter(i, k, 0);
        return;
    }
    if (is(i, "weekend"_w)) {
        e.rule = Rule::Weekend;
        e.form = Form::CurrentUnit;
        offer(i, k, e);
        return;
    }
    // "by the end of the century"
    const bool at_end = is(i - 2, "of"_w) && has(i - 3, kModifier) && !is(i - 3, "turn"_w);
    if (at_end && (is(i, "century"_w) || is(i, "decade"_w)) && !is(k, "of"_w)) {
        e.rule = Rule::UnitCurrent;
        e.form = Form::CurrentUnit;
        offer(i, k, e);
        return;
    }
    if (is(i, "year"_w) || is(i, "week"_w) || is(i, "month"_w)) {
        if (is_joined_mark(k, '-') || is(k, "before"_w) || is(k, "after"_w) || is(k, "that"_w) ||
            has(k, kTens | kCardinal) || at(k).shape == Shape::Number || (has(i - 1, kOrdinal)) ||
            is(k, "when"_w)) {
            return;
        }
        // "the end of the year", "for the year", not "the year of the monkey"
        if (is(k, "of"_w) && !is_mark(k + 1, '$')) return;  // but "a high for the year of $42"
        e.rule = Rule::UnitCurrent;
        const bool bounded =
            is(k, "ended"_w) || is(k, "ending"_w) || (is(k, "to"_w) && has(k + 1, kMonth));
        if (bounded) {
            e.form = Form::Duration;
            e.quantity = Quantity::of(1);
        } else {
            e.form = Form::CurrentUnit;
        }
        offer(i, k, e);
    }
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

// "fiscal 2012", "fiscal year", "full year"; "fiscal third quarter".
void Parser::from_year_kind(std::size_t i) {
    const std::size_t j = year_kinds(i);
    int y = 0;
    std::size_t k = is(j, "year"_w) || is(j, "years"_w) ? j + 1 : j;
    if (is(k, "ended"_w)) k = 0;
    if (k != 0 && !is(i, "full"_w) && !is(i, "whole"_w)) {
        if (const std::size_t end = year(k, y)) {
            Expression e;
            e.rule = Rule::FiscalYear;
            e.form = Form::Year;
            e.year = y;
            std::size_t last = end;
            // "2012-13", "2012/13"
            if ((is_joined_mark(end, '-') || is_joined_mark(end, '/')) &&
                is_number(end + 1, 2, 2) && at(end + 1).joined) {
                last = end + 2;
            }
            offer(i, last, e);
            return;
        }
    }
    int number = 0;
    const std::size_t dash = separator(j);
    if (const std::size_t n = ordinal(dash, number); n != 0 && number <= 4) {
        const std::size_t q = separator(n);
        if (is(q, "quarter"_w)) quarter(i, q + 1, number);
        return;
    }
    if (!is(j, "year"_w) || !is(i - 1, "the"_w)) return;
    if (is(j + 1, "before"_w) || is_joined_mark(j + 1, '-')) return;
    Expression e;
    e.rule = Rule::UnitCurrent;
    e.unit = Unit::Year;
    e.form = Form::CurrentUnit;
    if (is(j + 1, "ended"_w) || is(j + 1, "ending"_w)) {
        e.form = Form::Duration;
        e.quantity = Quantity::of(1);
    }
    offer(i, j + 1, e);
}

// ---- Quarters and halves

void Parser::from_ordinal(std::size_t i) {
    century(i);
    int number = 0;
    const std::size_t n = ordinal(i, number);
    if (n == 0) return;
    if (is(n, "of"_w) && has(n + 1, kMonth)) day_month(i);  // "the fifth of November"
    nth_weekday_of(i, n, number);
    from_day_alone(i);
    std::size_t k = separator(n);
    if (is(k, "fiscal"_w)) ++k;
    if (number >= 1 && number <= 4 && is(k, "quarter"_w)) {
        quarter(i, k + 1, number);
        return;
    }
    if (number <= 2 && is(k, "half"_w)) {
        half(i, k + 1, number);
        return;
    }
    // "the first nine months", "the first two years of ..."
    if (number == 1 && !is_joined_mark(n, '-')) {
        Quantity q;
        if (const std::size_t after = quantity(n, q)) {
            if (has(n, kArticle)) return;
            amount(i, after, q, false, true);
        }
    }
}

// "the first Monday in October", "the last Thursday of May 2012": the weekday stands at i.
void Parser::nth_weekday_of(std::size_t begin, std::size_t i, int nth) {
    Expression e;
    const std::size_t j = nth <= 5 ? weekday(i, e.weekday) : 0;
    if (j == 0 || (!is(j, "in"_w) && !is(j, "of"_w))) return;
    const std::size_t end = month(j + 1, e.month);
    if (end == 0) return;
    e.rule = Rule::MonthDay;
    e.form = Form::NthWeekday;
    e.day = nth;
    const std::size_t with_year = year(is_mark(end, ',') ? end + 1 : end, e.year);
    offer(begin, with_year != 0 ? with_year : end, e);
}

// "on the 5th,", "by the 12th of the month": a day of the month spoken of.
void Parser::from_day_alone(std::size_t i) {
    int d = 0;
    // "the 10th instant", "the 28th ult.": of this month, of the last
    if (is(i - 1, "the"_w)) {
        const std::size_t k = day_number(i, d);
        const bool ultimo = k != 0 && (is(k, "ult"_w) || is(k, "ultimo"_w));
        if (ultimo || (k != 0 && (is(k, "inst"_w) || is(k, "instant"_w)))) {
            Expression e;
            e.rule = Rule::MonthDay;
            e.form = Form::MonthDay;
            e.day = d;
            e.shifted = true;
            e.shift = ultimo ? -1 : 0;
            offer(i, k + 1, e);
            return;
        }
    }
    if (!is_number(i, 1, 2) || !is(i - 1, "the"_w)) return;
    const bool introduced = is(i - 2, "on"_w) || is(i - 2, "by"_w) || is(i - 2, "until"_w) ||
                            is(i - 2, "since"_w) || is(i - 2, "of"_w);
    const std::size_t j = day_number(i, d);
    if (!introduced || j != i + 2) return;
    Expression e;
    e.rule = Rule::MonthDay;
    e.form = Form::MonthDay;
    e.day = d;
    if (is(j, "of"_w) && (is(j + 1, "the"_w) || is(j + 1, "this"_w) || is(j + 1, "that"_w)) &&
        is(j + 2, "month"_w)) {
        offer(i, j + 3, e);
        return;
    }
    const char mark = at(j).mark;
    const bool alone = mark == ',' || mark == '.' || mark == ';' || mark == ')' ||
                       at(j).shape == Shape::Break || at(j).past || is_subject(j) ||
                       has(j, kBe | kClauseBreak);
    if (alone) offer(i, j, e);
}

// After "first half" at i: a half of some year, not of a match.
void Parser::half(std::size_t begin, std::size_t i, int number) {
    Expression e;
    e.rule = Rule::Half;
    e.form = Form::Half;
    e.quarter = number;
    bool of_last = false;
    std::size_t of = is(i, "of"_w) || is_mark(i, ',') ? i + 1 : i;
    if (is(of, "fiscal"_w)) ++of;
    if (const std::size_t after = year(of, e.year)) {
        offer(begin, after, e);
    } else if (const std::size_t with = shifted_year(i, e.shift, of_last)) {
        e.shifted = true;
        offer(begin, with, e);
    } else if (is(i, "of"_w) && is(i + 1, "the"_w) && is(i + 2, "year"_w)) {
        e.shifted = true;
        offer(begin, i + 3, e);
    }
}

// After "... quarter" at i (the word before i); number 0: "the quarter".
void Parser::quarter(std::size_t begin, std::size_t i, int number) {
    Expression e;
    e.rule = number != 0 ? Rule::Quarter : Rule::PeriodLast;
    e.form = number != 0 ? Form::Quarter : Form::LastPeriod;
    e.quarter = number;
    e.ended = is(i, "ended"_w) && number != 0;
    std::size_t end = i;
    const std::size_t comma = is_mark(i, ',') ? i + 1 : i;
    std::size_t of = is(comma, "of"_w) || is(comma, "in"_w) ? comma + 1 : comma;
    if (has(of, kYearKind)) ++of;
    if (is(of, "year"_w)) ++of;
    int y = 0;
    bool of_last = false;
    if (number == 0 && is_joined_mark(i, '-')) return;
    if (const std::size_t after = year(of, y)) {
        e.year = y;
        e.form = Form::Quarter;
        end = after;
    } else if (const std::size_t with = shifted_year(i, e.shift, of_last)) {
        e.shifted = true;
        e.form = Form::Quarter;
        end = with;
    } else {
        const std::size_t a = has(i, kArticle) ? i + 1 : i;
        if (is(a, "year"_w) && a > i && (is(a + 1, "ago"_w) || is(a + 1, "earlier"_w))) {
            e.form = Form::YearBefore;
            e.rule = Rule::PeriodYearAgo;
            end = a + 2;
        } else if (number == 0 && (is(i, "ended"_w) || is(i, "ending"_w) || is(i, "that"_w))) {
            // "the quarter ended Sept. 30": the expression is "the quarter"
            std::size_t k = is(i, "that"_w) ? i + 2 : i + 1;
            if (is(k, "in"_w) || is(k, "on"_w)) ++k;
            int m = 0;
            if (const std::size_t day_at = month(k, m)) {
                e.form = Form::QuarterEnded;
                e.shifted = is(i, "ended"_w);
                e.shift = e.shifted ? -1 : 0;
                e.month = m;
                int d = 0;
                const std::size_t day = day_number(day_at, d);
                e.day = day != 0 ? d : 28;
                const std::size_t past = day != 0 ? day : day_at;
                (void)year(is_mark(past, ',') ? past + 1 : past, e.year);
            }
        }
    }
    offer(begin, end, e);
}

// After a year at i: "the 1988 third quarter", "the 1988 period".
void Parser::period(std::size_t begin, std::size_t i, int year_said) {
    std::size_t k = i;
    if (const std::size_t s = possessive(k); s != 0 && is(s - 1, "s"_w)) k = s;
    if (has(k, kYearKind)) ++k;
    Expression e;
    e.year = year_said;
    e.form = Form::Quarter;
    e.rule = Rule::Quarter;
    int number = 0;
    if (const std::size_t n = ordinal(k, number); n != 0 && number >= 1 && number <= 4) {
        const std::size_t q = separator(n);
        if (is(q, "quarter"_w)) {
            e.quarter = number;
            offer(begin, q + 1, e);
        } else if (is(q, "half"_w) && number <= 2) {
            e.form = Form::Half;
            e.rule = Rule::Half;
            e.quarter = number;
            offer(begin, q + 1, e);
        }
        return;
    }
    // "the 2012 summer", not "the 2012 winter wheat"
    if (has(k, kSeason) && k == i && !is(k, "fall"_w) && !at(k).capital && ends_phrase(k + 1)) {
        e.rule = Rule::Season;
        e.form = Form::Season;
        e.quarter = at(k).number;
        offer(begin, k + 1, e);
        return;
    }
    if (is(k, "q"_w) && at(k).capital && is_number(k + 1, 1, 1) && at(k + 1).joined) {  // "2013 Q3"
        e.quarter = at(k + 1).number;
        if (e.quarter >= 1 && e.quarter <= 4) offer(begin, k + 2, e);
        return;
    }
    if (is(k, "quarter"_w) || is(k, "period"_w)) {
        e.rule = Rule::PeriodLast;
        offer(begin, k + 1, e);
    }
}

// "the latest quarter", "the comparable period last year", "recent months".
void Parser::from_qualifier(std::size_t i) {
    Expression e;
    std::size_t k = i + 1;
    if (is(i, "recent"_w)) {
        if (!has(k, kUnits) || at(k).unit < Unit::Day) return;
        e.form = Form::Reference;
        e.rule = Rule::RefPast;
        e.shift = -1;
        if (at(k).unit == Unit::Month || at(k).unit == Unit::Week) {
            e.form = Form::Duration;
            e.rule = Rule::DurationVague;
            e.unit = at(k).unit;
            e.quantity = Quantity::unknown();
        }
        offer(i, k + 1, e);
        return;
    }
    if (has(k, kYearKind)) ++k;
    const bool ago = is(k, "year"_w) && is_joined_mark(k + 1, '-') &&
                     (is(k + 2, "ago"_w) || is(k + 2, "earlier"_w));
    if (ago) k += 3;
    int number = 0;
    if (const std::size_t n = ordinal(k, number); n != 0 && number <= 4) k = separator(n);
    if (is(i, "latest"_w)) {
        Quantity q;
        if (const std::size_t after = quantity(k, q); after != 0 && number == 0) {
            amount(i, after, q, false, true);
            return;
        }
        if (is(k, "year"_w)) {
            e.form = Form::UnitShift;
            e.rule = Rule::UnitRelative;
            e.unit = Unit::Year;
            e.shift = -1;
            offer(i, k + 1, e);
            return;
        }
    }
    if (!is(k, "quarter"_w) && !is(k, "period"_w)) return;
    ++k;
    int shift = 0;
    bool of_last = false;
    const std::size_t a = has(k, kArticle) ? k + 1 : k;
    std::size_t end = k;
    bool year_before = ago;
    if (const std::size_t after = shifted_year(k, shift, of_last); after != 0 && shift < 0) {
        year_before = true;
        end = after;
    } else if (is(a, "year"_w) && (is(a + 1, "ago"_w) || is(a + 1, "earlier"_w))) {
        year_before = true;
        end = a + 2;
    } else {
        const std::size_t of = is(k, "of"_w) || is(k, "in"_w) ? k + 1 : k;
        if (const std::size_t with_year = year(of, e.year)) {
            e.form = Form::Quarter;
            e.rule = Rule::PeriodLast;
            e.quarter = number;
            offer(i, with_year, e);
            return;
        }
    }
    if (year_before) {
        e.form = Form::YearBefore;
        e.rule = Rule::PeriodYearAgo;
        e.quarter = number;
    } else if (number != 0) {
        e.form = Form::Quarter;
        e.rule = Rule::Quarter;
        e.quarter = number;
    } else if (is(i, "latest"_w)) {
        e.form = Form::LastPeriod;
        e.rule = Rule::PeriodLast;
        e.ended = true;
    } else {
        return;
    }
    offer(i, end, e);
}

}  // namespace dateline::temporal
