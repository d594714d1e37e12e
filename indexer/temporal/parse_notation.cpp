// Rules for dates in figures and for codes: 2013-03-22, 3/22/2013, 44 BC, Q3, 1H13, FY2013.
#include <utility>

#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

// "Z", "+01:00", "-0500" after a time; `i` itself if there is none.
std::size_t Parser::zone_offset(std::size_t i) const {
    if (!at(i).joined) return i;
    if (is(i, "z"_w)) return i + 1;
    if ((!is_mark(i, '+') && !is_mark(i, '-')) || !at(i + 1).joined) return i;
    if (is_number(i + 1, 4, 4)) return i + 2;
    if (!is_number(i + 1, 2, 2)) return i;
    return is_joined_mark(i + 2, ':') && is_number(i + 3, 2, 2) && at(i + 3).joined ? i + 4 : i + 2;
}

// "T14:05:33.25Z", " 14:05" after an ISO date that ends at i; 0 if there is none.
std::size_t Parser::clock_of_iso_date(std::size_t i, Clock& value) const {
    const bool t = is(i, "t"_w) && at(i).joined;
    const std::size_t k = t ? i + 1 : i;
    Clock time;
    bool certain = false;
    std::size_t end =
        is_number(k, 1, 2) && is_joined_mark(k + 1, ':') ? clock(k, time, certain) : 0;
    if (end == 0) return 0;
    value = time;
    const bool fraction = time.second >= 0 && is_joined_mark(end, '.') && at(end + 1).joined &&
                          is_number(end + 1, 1, 9);
    if (fraction) end += 2;
    return zone_offset(end);
}

// "2013-03-22", "2013/03/22", "2013-03", "3/22/2013", "22/3/13", "22.3.2013", "9/11".
void Parser::numeric_date(std::size_t i) {
    const char mark = at(i + 1).mark;
    if ((mark != '-' && mark != '/' && mark != '.') || !at(i + 1).joined || !at(i + 2).joined) {
        return;
    }
    if (is_number(i, 4, 4) && is_number(i + 2, 1, 2)) {
        if (at(i).number >= 1000) year_first_date(i, mark);
    } else if (is_number(i, 1, 2) && is_number(i + 2, 1, 2)) {
        year_last_date(i, mark);
    }
}

// "2013-03-22", "2013/03/22", "2013-03".
void Parser::year_first_date(std::size_t i, char mark) {
    const int y = at(i).number;
    const int m = at(i + 2).number;
    const bool third = has_third_part(i, mark);
    if (third && is_number(i + 4, 1, 2) && ends_figures(i + 5, mark)) {
        if (!is_day_of(m, at(i + 4).number)) return;
        Expression e = date(Rule::DateIso, y, m, at(i + 4).number);
        const std::size_t after = clock_of_iso_date(i + 5, e.clock);
        if (after != 0) e.rule = Rule::ClockDay;
        offer(i, after != 0 ? after : i + 5, e);
        return;
    }
    const bool next_year = m == (y + 1) % 100;  // "2012-13"
    if (mark == '-' && is_number(i + 2, 2, 2) && !next_year && m >= 1 && m <= 12 && y >= 1900 &&
        y <= 2100 && !third && ends_figures(i + 3, mark)) {
        offer(i, i + 3, date(Rule::DateIso, y, m, 0));
    }
}

// "3/22/2013", "22/3/13", "22.3.2013", "9/11".
void Parser::year_last_date(std::size_t i, char mark) {
    int first = at(i).number;
    int second = at(i + 2).number;
    if (!has_third_part(i, mark)) {
        if (mark == '/' && first == 9 && second == 11 && ends_figures(i + 3, mark)) {
            offer(i, i + 3, date(Rule::DateNumeric, 2001, 9, 11));
        }
        return;
    }
    if (!ends_figures(i + 5, mark)) return;
    const bool long_year = is_number(i + 4, 4, 4);
    if (!long_year && !(mark == '/' && is_number(i + 4, 2, 2))) return;
    const int y = long_year ? at(i + 4).number : full_year(at(i + 4).number);
    // Americans put the month first; a full stop, or a first number above 12, is European.
    if (mark == '.' || first > 12) std::swap(first, second);
    if (y >= 1000 && is_day_of(first, second)) {
        offer(i, i + 5, date(Rule::DateNumeric, y, first, second));
    }
}

// Whether the same mark joins something more to the two numbers at i.
bool Parser::has_third_part(std::size_t i, char mark) const {
    return is_joined_mark(i + 3, mark) && at(i + 4).joined;
}

// Whether a date in figures that ends before i is whole: no further number is joined to it.
bool Parser::ends_figures(std::size_t i, char mark) const {
    const Token& next = at(i);
    if (!next.joined) return true;
    if (next.shape == Shape::Number) return false;
    if (next.shape == Shape::Word) return next.key == "t"_w;
    const bool more = next.mark == mark || next.mark == '/' || next.mark == '%';
    return !more || !(at(i + 1).joined && at(i + 1).shape == Shape::Number);
}

// "44 BC", "480 B.C.", "AD 79": offers the year, and says whether it did.
bool Parser::year_of_era(std::size_t i) {
    if (!is_number(i, 1, 4) || at(i).number < 1) return false;
    const std::size_t k = i + 1;
    const bool dotted = is(k, "b"_w) && is_mark(k + 1, '.') && is(k + 2, "c"_w);
    const bool before = dotted || ((is(k, "bc"_w) || is(k, "bce"_w)) && at(k).upper);
    const bool after = (is(k, "ce"_w) || is(k, "ad"_w)) && at(k).upper;
    const bool led = is(i - 1, "ad"_w) && at(i - 1).upper && i - 1 >= floor_;
    if (!before && !after && !led) return false;
    Expression e = date(Rule::Year, before ? -at(i).number : at(i).number, 0, 0);
    e.form = Form::Year;
    offer(led ? i - 1 : i, dotted ? k + 3 : before || after ? k + 1 : k, e);
    return true;
}

// ---- Quarters, halves and fiscal years as codes

// A year after a code at i: "13", "2013", "FY13", "FY2012-13".
std::size_t Parser::year_code(std::size_t i, int& value) const {
    const std::size_t k = is(i, "fy"_w) ? i + 1 : i;
    if (is_number(k, 2, 2) && (at(k).joined || k > i)) {
        value = full_year(at(k).number);
        return k + 1;
    }
    if (is_number(k, 4, 4) && (at(k).joined || k > i)) {
        value = at(k).number;
        return k + 1;
    }
    return k == i ? year(i, value) : 0;
}

// "Q3", "Q3 2012", "H1 2013", "FY13".
void Parser::from_code(std::size_t i) {
    if (!at(i).capital) return;
    if (is(i, "fy"_w)) {
        fiscal_code(i);
        return;
    }
    if (is_number(i + 1, 1, 1) && at(i + 1).joined) {
        period_code(i, i + 2, is(i, "h"_w), at(i + 1).number);
    }
}

// "3Q", "3Q12", "1H 2013".
void Parser::from_reversed_code(std::size_t i) {
    const bool half = is(i + 1, "h"_w);
    if (!is_number(i, 1, 1) || (!half && !is(i + 1, "q"_w))) return;
    if (at(i + 1).joined && at(i + 1).capital) period_code(i, i + 2, half, at(i).number);
}

void Parser::fiscal_code(std::size_t i) {
    Expression e;
    const std::size_t k = i + 1;
    if (!is_number(k, 2, 2) && !is_number(k, 4, 4)) return;
    e.year = at(k).digits == 2 ? full_year(at(k).number) : at(k).number;
    e.rule = Rule::FiscalYear;
    e.form = Form::Year;
    offer(i, k + 1, e);
}

// After the code of a quarter or a half at i. A half needs its year: "H1" is a visa as well.
void Parser::period_code(std::size_t begin, std::size_t i, bool half, int number) {
    if (number < 1 || number > (half ? 2 : 4)) return;
    Expression e;
    e.rule = half ? Rule::Half : Rule::Quarter;
    e.form = half ? Form::Half : Form::Quarter;
    e.quarter = number;
    const bool marked = is_mark(i, ',') || is_mark(i, '-') || is_mark(i, '/');
    const std::size_t of = is(i, "of"_w) || marked ? i + 1 : i;
    bool of_last = false;
    if (const std::size_t after = year_code(of, e.year)) {
        offer(begin, after, e);
    } else if (const std::size_t with = shifted_year(i, e.shift, of_last)) {
        e.shifted = true;
        offer(begin, with, e);
    } else if (!half && !(at(i).joined && at(i).shape != Shape::Mark)) {
        offer(begin, i, e);
    }
}

}  // namespace dateline::temporal
