// Rules for what a calendar names: days, months, weekdays.
#include <array>

#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

bool is_day_of(int month, int day) {
    if (month < 1 || month > 12 || day < 1) return false;
    if (month == 2) return day <= 29;
    return day <= (month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
}

Expression date(Rule rule, int year, int month, int day) {
    Expression e;
    e.rule = rule;
    e.form = Form::Date;
    e.year = year;
    e.month = month;
    e.day = day;
    return e;
}

std::size_t Parser::month(std::size_t i, int& value) const {
    if (!has(i, kMonth) || !at(i).capital) return 0;
    value = at(i).number;
    return i + 1;
}

// "3", "3rd", "third", "twenty-third"; 1 to 31.
std::size_t Parser::day_number(std::size_t i, int& value) const {
    if (is_number(i, 1, 2)) {
        value = at(i).number;
        std::size_t j = i + 1;
        if (at(j).joined && has(j, kOrdinalSuffix)) ++j;
        const Token& next = at(j);
        if (next.joined) {
            if (next.shape == Shape::Word || next.mark == '%') return 0;
            const bool number_goes_on =
                (next.mark == ':' || next.mark == '.' || next.mark == ',' || next.mark == '/') &&
                at(j + 1).joined && at(j + 1).shape == Shape::Number;
            if (number_goes_on) return 0;
        }
        return value >= 1 && value <= 31 ? j : 0;
    }
    const std::size_t j = ordinal(i, value);
    return j != 0 && value <= 31 ? j : 0;
}

std::size_t Parser::weekday(std::size_t i, int& value) const {
    const Token& token = at(i);
    if (!has(i, kWeekday) || !token.capital) return 0;
    if (has(i, kShortName) && !token.dotted) {
        // "Fri, May 3": only before a date.
        const std::size_t j = is_mark(i + 1, ',') ? i + 2 : i + 1;
        int number = 0;
        const std::size_t k = month(j, number);
        const bool dated =
            (k != 0 && is_number(k, 1, 2)) || (is_number(j, 1, 2) && month(j + 1, number) != 0);
        if (!dated) return 0;
    }
    if (has(i + 1, kMasthead) && at(i + 1).capital) return 0;
    if (has(i - 1, kNever) && at(i - 1).capital) return 0;
    value = token.number;
    return i + 1;
}

void Parser::from_month(std::size_t i) {
    calendar_after(i, i);
}

// Month [day] [year] at i, the expression beginning at `begin` (a weekday, or the month itself).
void Parser::calendar_after(std::size_t begin, std::size_t i) {
    int m = 0;
    const std::size_t j = month(i, m);
    if (j == 0) return;
    if (at(j).shape == Shape::Number && at(j).joined) return;  // "MAY7", a contract
    int d = 0;
    const std::size_t k = day_after_month(j, d);
    if (k != 0 && is_day_of(m, d) && !has(k, kMoney | kUnit | kUnits)) {
        month_day(begin, i, k, date(Rule::MonthDay, 0, m, d));
    } else if (begin == i) {
        month_without_day(i, m);
    }
}

// "March 3"; "March the third", not "in March the first signs".
std::size_t Parser::day_after_month(std::size_t i, int& value) const {
    const std::size_t k = day_number(i, value);
    if (k != 0 || !is(i, "the"_w)) return k;
    const std::size_t after = ordinal(i + 1, value);
    const bool noun = after != 0 && at(after).shape == Shape::Word &&
                      !has(after, kPreposition | kBe | kClauseBreak);
    return noun ? 0 : after;
}

// The month at i and the day that ends before k, both in `e`: "March 3, 2013", "March 3 last year".
void Parser::month_day(std::size_t begin, std::size_t i, std::size_t k, Expression e) {
    std::size_t comma = is_mark(k, ',') ? k + 1 : k;
    if (is(comma, "of"_w)) ++comma;
    int y = 0;
    if (const std::size_t end = year(comma, y)) {
        with_time_of_day(begin, end, date(Rule::DateFull, y, e.month, e.day));
        return;
    }
    e.year = event_year(begin, k, e.month, e.day);
    if (e.year == 2001) {  // also in texts that are not dated
        offer(begin, k, date(Rule::DateFull, e.year, e.month, e.day));
        return;
    }
    e.form = Form::MonthDay;
    const std::size_t before = is_mark(i - 1, ',') ? i - 2 : i - 1;
    if (begin != i && has(before, kWeekday)) e.weekday = at(before).number;
    if (const std::size_t end = in_shifted_year(k, e)) {
        with_time_of_day(begin, end, e);
        return;
    }
    if (is(begin - 1, "ended"_w)) {  // "the quarter ended June 30" is over
        e.shift = -1;
        e.shifted = true;
    }
    with_time_of_day(begin, k, e);
}

// "last year" after a month or a day, which `e` is: places it in that year.
std::size_t Parser::in_shifted_year(std::size_t i, Expression& e) const {
    int shift = 0;
    bool of_last = false;
    const std::size_t end = shifted_year(i, shift, of_last);
    if (end == 0) return 0;
    e.form = Form::DateInYear;
    e.shift = shift;
    e.shifted = !of_last;
    return end;
}

// "March 2013", "March last year", "the June quarter", "in March": month m at i.
void Parser::month_without_day(std::size_t i, int m) {
    const std::size_t j = i + 1;
    int y = 0;
    if (const std::size_t end = year(is_mark(j, ',') || is(j, "of"_w) ? j + 1 : j, y)) {
        if (y < 1800 && has(i, kShortName) && !at(i).dotted) return;  // "Sep 1290 BID", a price
        offer(i, end, date(Rule::MonthYear, y, m, 0));
        return;
    }
    Expression in_year = date(Rule::MonthYear, 0, m, 0);
    if (const std::size_t end = in_shifted_year(j, in_year)) {
        offer(i, end, in_year);
        return;
    }

    if (has(i, kShortName) && !at(i).dotted) return;
    if (is_joined_mark(j, '-') && at(j + 1).capital) {
        month_range(i, j);
        if (!has(j + 1, kMonth)) return;
    }
    // "the June quarter": the one that ends then
    if (is(j, "quarter"_w) && m % 3 == 0) {
        Expression e;
        e.rule = Rule::Quarter;
        e.form = Form::QuarterEnded;
        e.month = m;
        e.day = m == 3 || m == 12 ? 31 : 30;
        const std::size_t with_year = year(is(j + 1, "of"_w) ? j + 2 : j + 1, e.year);
        offer(i, with_year != 0 ? with_year : j + 1, e);
        return;
    }
    if (!is_bare_month(i, m)) return;
    Expression e = date(Rule::Month, 0, m, 0);
    e.form = Form::Month;
    offer(i, j, e);
}

// Whether month m at i is one though neither a day nor a year follows it, not a name or a word.
bool Parser::is_bare_month(std::size_t i, int m) const {
    const std::size_t j = i + 1;
    // "May 104", "June 3.5": no date; "by December 3,000 men had": one.
    if (at(j).shape == Shape::Number && !(is_preposition(i - 1) && counts_thousands(j))) {
        return false;
    }
    // A word or a name as well: May, March; April, June.
    const bool introduced = is_preposition(i - 1) || has(i - 1, kModifier) ||
                            (is(i - 1, "as"_w) && is(i - 3, "as"_w)) ||  // "as early as May"
                            (is_mark(i - 1, '-') && has(i - 2, kModifier));
    // "the March accession", "Italy's May election"
    const bool attribute = (is(i - 1, "the"_w) || is(i - 1, "a"_w) || is(i - 1, "its"_w) ||
                            (is(i - 1, "s"_w) && is_mark(i - 2, '\''))) &&
                           at(j).shape == Shape::Word && !at(j).capital && !is_preposition(j);
    const bool named = at(j).shape == Shape::Word && at(j).capital && at(j).kinds == 0;
    if ((m == 3 || m == 5) && !attribute && (!introduced || named)) return false;
    if ((m == 4 || m == 6) && named && !introduced) return false;
    return m != 8 || !named || introduced || is(i - 1, "the"_w);  // August Wilson
}

// "1,200", "40,000".
bool Parser::counts_thousands(std::size_t i) const {
    return is_number(i, 1, 3) && is_joined_mark(i + 1, ',') && is_number(i + 2, 3, 3) &&
           at(i + 2).joined;
}

// "the April-June quarter", after its first month: three months that are a quarter of the year.
void Parser::month_range(std::size_t begin, std::size_t i) {
    int first = 0;
    int last = 0;
    if (month(begin, first) == 0) return;
    const std::size_t end = month(i + 1, last);
    if (end == 0 || (!is(end, "quarter"_w) && !is(end, "period"_w))) return;
    if (first % 3 != 1 || last != first + 2) return;
    quarter(begin, end + 1, (last + 2) / 3);
}

// "one Sunday in May", "on a Friday afternoon", "it was a Tuesday": some such day, not the nearest.
// But "a Monday meeting" is on the nearest.
bool Parser::is_some_day(std::size_t i) const {
    if (is(i - 1, "one"_w)) return true;
    if (!is(i - 1, "a"_w)) return false;
    return is(i - 2, "on"_w) || has(i - 2, kBe) || (is(i + 1, "in"_w) && has(i + 2, kMonth));
}

void Parser::from_weekday(std::size_t i) {
    int w = 0;
    const std::size_t j = weekday(i, w);
    if (j == 0 || is_some_day(i)) return;
    weekday_date(i, j, w);
    if (best_end_ > j || weekday_by_week(i, j, w)) return;
    Expression e;
    e.rule = Rule::Weekday;
    e.form = Form::Weekday;
    e.weekday = w;
    with_time_of_day(i, j, e);
}

// "Friday, March 22, 2013", "Friday the 22nd of March": after weekday w, which ends before j.
void Parser::weekday_date(std::size_t i, std::size_t j, int w) {
    std::size_t k = is_mark(j, ',') || is_mark(j, '(') ? j + 1 : j;
    if (is(k, "the"_w)) ++k;
    int m = 0;
    if (month(k, m) != 0) {
        calendar_after(i, k);
        return;
    }
    int d = 0;
    const std::size_t after = day_number(k, d);
    if (after == 0) return;
    const std::size_t of = is(after, "of"_w) ? after + 1 : after;
    if (month(of, m) == 0 || !is_day_of(m, d)) return;
    int y = 0;
    if (const std::size_t end = year(is_mark(of + 1, ',') ? of + 2 : of + 1, y)) {
        with_time_of_day(i, end, date(Rule::DateFull, y, m, d));
        return;
    }
    Expression e = date(Rule::MonthDay, 0, m, d);
    e.form = Form::MonthDay;
    e.weekday = w;
    with_time_of_day(i, of + 1, e);
}

// Weekday w, which ends before j, with the week it is in after it.
bool Parser::weekday_by_week(std::size_t i, std::size_t j, int w) {
    Expression e;
    e.rule = Rule::Weekday;
    e.form = Form::Weekday;
    e.weekday = w;
    // "Friday week", "Friday fortnight": that long after the coming one
    if ((is(j, "week"_w) || is(j, "fortnight"_w)) && ends_phrase(j + 1) && !is_mark(j + 1, '-')) {
        e.unit = at(j).unit;
        offer(i, j + 1, e);
        return true;
    }
    // "the Sunday before last", "the Tuesday after next"
    const bool before_last = is(j, "before"_w) && is(j + 1, "last"_w);
    if ((before_last || (is(j, "after"_w) && is(j + 1, "next"_w))) && is(i - 1, "the"_w) &&
        ends_phrase(j + 2)) {
        e.shifted = true;
        e.shift = before_last ? -1 : 1;
        e.day = 7 * e.shift;
        offer(i, j + 2, e);
        return true;
    }
    // "Tuesday of last week"
    const std::size_t of = is(j, "of"_w) ? j + 1 : j;
    if (has(of, kShift) && is(of + 1, "week"_w)) {
        e.shifted = true;
        e.shift = at(of).number;
        e.unit = Unit::Week;
        offer(i, of + 2, e);
        return true;
    }
    return false;
}

void Parser::from_weekdays(std::size_t i) {
    if (!at(i).capital) return;
    Expression e;
    e.rule = Rule::Set;
    e.form = Form::WeekdaySet;
    e.weekday = at(i).number;
    offer(i, i + 1, e);
}

void Parser::from_number(std::size_t i) {
    const Token& token = at(i);
    const Token& before = at(i - 1);
    if (token.joined && before.shape != Shape::Break) {
        const char m = before.mark;
        const bool opens = m == '(' || m == '[' || m == '"' || m == '\'' || m == '~' || m == '{';
        const bool after_word = m == '-' && at(i - 2).shape == Shape::Word;
        const bool in_range = (m == '-' || m == '/') && is_number(i - 2, 1, 4);
        if (!opens && !after_word && !in_range) return;
    }
    numeric_date(i);
    from_reversed_code(i);
    day_month(i);
    from_clock(i);
    from_quantity(i);
    from_ordinal(i);
    decade(i);
    bare_year(i);
}

// "22 March 2013", "22nd of March", "22-24 March", "22-Mar-2013".
void Parser::day_month(std::size_t i) {
    int d = 0;
    int m = 0;
    if (is_number(i, 1, 2) && is_joined_mark(i + 1, '-') && has(i + 2, kMonth) &&
        is_joined_mark(i + 3, '-') && month(i + 2, m) != 0) {
        hyphenated_date(i, m);
        return;
    }
    std::size_t j = day_number(i, d);
    if (j == 0) return;
    if (is_mark(j, '-') || is(j, "and"_w) || is(j, "to"_w) || is(j, "or"_w)) {
        first_of_two_days(i, j, d);
        return;
    }
    if (is(j, "of"_w)) ++j;
    const std::size_t k = month(j, m);
    if (k == 0 || !is_day_of(m, d)) return;
    if (has(i - 1, kMonth) && at(i - 1).capital) return;
    int y = 0;
    if (const std::size_t end = year(is_mark(k, ',') ? k + 1 : k, y)) {
        with_time_of_day(i, end, date(Rule::DateFull, y, m, d));
        return;
    }
    Expression e = date(Rule::MonthDay, 0, m, d);
    e.form = Form::MonthDay;
    const std::size_t end = in_shifted_year(k, e);
    with_time_of_day(i, end != 0 ? end : k, e);
}

// "22-Mar-2013", "22-Mar-13": the month, m, stands two tokens after the day.
void Parser::hyphenated_date(std::size_t i, int m) {
    const Token& y = at(i + 4);
    if (!is_number(i + 4, 2, 4) || y.digits == 3) return;
    const int said = y.digits == 2 ? full_year(y.number) : y.number;
    if (is_day_of(m, at(i).number)) {
        offer(i, i + 5, date(Rule::DateFull, said, m, at(i).number));
    }
}

// "22-24 March", "22 and 24 March 2013": the first day, d, which ends before the word or mark at j.
void Parser::first_of_two_days(std::size_t i, std::size_t j, int d) {
    int second = 0;
    int m = 0;
    const std::size_t after = day_number(j + 1, second);
    if (after == 0 || second <= d || month(after, m) == 0 || !is_day_of(m, second)) return;
    // Not "between May 3 and 5 June", where the day has its month before it.
    if (has(i - 1, kMonth)) return;
    int y = 0;
    const std::size_t comma = is_mark(after + 1, ',') ? after + 2 : after + 1;
    Expression e = date(Rule::MonthDay, 0, m, d);
    e.form = Form::MonthDay;
    if (year(comma, y) != 0) e = date(Rule::DateFull, y, m, d);
    offer(i, j, e);
}

// "the Sept. 11 attacks", "the attack of Oct. 7": the year of the event that such a day names
// whatever year it is since, else 0. The day begins at `begin` and ends before i.
int Parser::event_year(std::size_t begin, std::size_t i, int month, int day) const {
    struct Event {
        int year, month, day;
        std::array<std::uint64_t, 12> words;
    };
    static constexpr Event kEvents[] = {
        {2001,
         9,
         11,
         {"attack"_w, "attacks"_w, "terror"_w, "terrorist"_w, "terrorists"_w, "hijackers"_w,
          "hijackings"_w, "commission"_w, "victims"_w}},
        {2021,
         1,
         6,
         {"attack"_w, "attacks"_w, "riot"_w, "riots"_w, "rioters"_w, "insurrection"_w, "capitol"_w,
          "siege"_w, "committee"_w, "defendants"_w}},
        {2023,
         10,
         7,
         {"attack"_w, "attacks"_w, "massacre"_w, "massacres"_w, "assault"_w, "hamas"_w, "raid"_w,
          "terror"_w, "terrorist"_w, "atrocities"_w}},
    };
    const bool after = is(begin - 1, "of"_w);
    for (const Event& event : kEvents) {
        if (event.month != month || event.day != day) continue;
        for (const std::uint64_t word : event.words) {
            if (word != 0 && (is(i, word) || (after && is(begin - 2, word)))) return event.year;
        }
    }
    return 0;
}

}  // namespace dateline::temporal
