// Rules for the periods that reports are on: fiscal years, quarters, halves, the latest period; and
// for what else is counted by ordinals: the first Monday in October, the 5th.
#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

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
    } else if (has(i, kArticle) && is(i + 1, "year"_w) &&
               (is(i + 2, "ago"_w) || is(i + 2, "earlier"_w))) {
        e.form = Form::YearBefore;
        e.rule = Rule::PeriodYearAgo;
        end = i + 3;
    } else if (number == 0) {
        read_end_of_quarter(i, e);
    }
    offer(begin, end, e);
}

// "the quarter ended Sept. 30", "the quarter that ended in March": the expression is "the quarter",
// what follows it at i says which.
void Parser::read_end_of_quarter(std::size_t i, Expression& e) const {
    const bool ended = is(i, "ended"_w);
    const bool that = is(i, "that"_w);
    if (!ended && !is(i, "ending"_w) && !that) return;
    std::size_t k = that ? i + 2 : i + 1;
    if (is(k, "in"_w) || is(k, "on"_w)) ++k;
    int m = 0;
    const std::size_t day_at = month(k, m);
    if (day_at == 0) return;
    e.form = Form::QuarterEnded;
    e.shifted = ended;
    e.shift = ended ? -1 : 0;
    e.month = m;
    int d = 0;
    const std::size_t day = day_number(day_at, d);
    e.day = day != 0 ? d : 28;
    const std::size_t past = day != 0 ? day : day_at;
    (void)year(is_mark(past, ',') ? past + 1 : past, e.year);
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
    if (is(i, "recent"_w)) {
        recent_units(i);
        return;
    }
    std::size_t k = i + 1;
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
            Expression e;
            e.form = Form::UnitShift;
            e.rule = Rule::UnitRelative;
            e.unit = Unit::Year;
            e.shift = -1;
            offer(i, k + 1, e);
            return;
        }
    }
    if (is(k, "quarter"_w) || is(k, "period"_w)) qualified_period(i, k + 1, number, ago);
}

// "recent years", "recent weeks".
void Parser::recent_units(std::size_t i) {
    const std::size_t k = i + 1;
    if (!has(k, kUnits) || at(k).unit < Unit::Day) return;
    Expression e;
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
}

// After "the latest quarter", "the comparable year-ago third quarter" at i, the qualifier at
// `begin`; number 0: no ordinal. `ago`: of the year before.
void Parser::qualified_period(std::size_t begin, std::size_t i, int number, bool ago) {
    Expression e;
    e.quarter = number;
    std::size_t end = i;
    if (const std::size_t after = year_before(i)) {
        ago = true;
        end = after;
    } else if (const std::size_t with_year =
                   year(is(i, "of"_w) || is(i, "in"_w) ? i + 1 : i, e.year)) {
        e.form = Form::Quarter;
        e.rule = Rule::PeriodLast;
        offer(begin, with_year, e);
        return;
    }
    if (ago) {
        e.form = Form::YearBefore;
        e.rule = Rule::PeriodYearAgo;
    } else if (number != 0) {
        e.form = Form::Quarter;
        e.rule = Rule::Quarter;
    } else if (is(begin, "latest"_w)) {
        e.form = Form::LastPeriod;
        e.rule = Rule::PeriodLast;
        e.ended = true;
    } else {
        return;
    }
    offer(begin, end, e);
}

// "last year", "[a] year ago" after a period.
std::size_t Parser::year_before(std::size_t i) const {
    int shift = 0;
    bool of_last = false;
    if (const std::size_t after = shifted_year(i, shift, of_last); after != 0 && shift < 0) {
        return after;
    }
    const std::size_t a = has(i, kArticle) ? i + 1 : i;
    return is(a, "year"_w) && (is(a + 1, "ago"_w) || is(a + 1, "earlier"_w)) ? a + 2 : 0;
}

}  // namespace dateline::temporal
