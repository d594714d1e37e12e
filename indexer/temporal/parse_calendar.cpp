// Rules for what a calendar names: days, months, years, decades, weekdays.
#include <array>
#include <utility>

#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

int full_year(int two_digits) {
    constexpr int kPivot = 30;  // '30 is 2030, '31 is 1931
    return two_digits + (two_digits > kPivot ? 1900 : 2000);
}

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

// Four digits from 1000 to 2100, or '98, that stand for themselves: not part of a number, a price
// or a code.
std::size_t Parser::year(std::size_t i, int& value) const {
    if (is_mark(i, '\'') && is_number(i + 1, 2, 2) && at(i + 1).joined &&
        !(at(i + 2).joined && at(i + 2).shape == Shape::Word)) {
        value = full_year(at(i + 1).number);
        return i + 2;
    }
    if (has(i, kCardinal | kTens)) return spoken_year(i, value);
    if (!is_number(i, 4, 4)) return 0;
    const int y = at(i).number;
    if (y < 1000 || y > 2100) return 0;
    const Token& next = at(i + 1);
    if (next.joined) {
        if (next.shape == Shape::Word) return 0;
        if (next.mark == '%' || next.mark == '$') return 0;
        const bool number_goes_on = (next.mark == ',' || next.mark == '.' || next.mark == ':') &&
                                    at(i + 2).joined && is_number(i + 2, 1, 9);
        if (number_goes_on) return 0;
    }
    value = y;
    return i + 1;
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
    int y = 0;
    int d = 0;
    int shift = 0;
    bool of_last = false;

    std::size_t k = day_number(j, d);
    if (k == 0 && is(j, "the"_w)) {  // "March the third", not "in March the first signs"
        k = ordinal(j + 1, d);
        if (k != 0 && at(k).shape == Shape::Word && !has(k, kPreposition | kBe | kClauseBreak)) {
            k = 0;
        }
    }
    if (k != 0 && is_day_of(m, d) && !has(k, kMoney | kUnit | kUnits)) {
        std::size_t comma = is_mark(k, ',') ? k + 1 : k;
        if (is(comma, "of"_w)) ++comma;
        if (const std::size_t end = year(comma, y)) {
            with_time_of_day(begin, end, date(Rule::DateFull, y, m, d));
            return;
        }
        const int event = event_year(begin, k, m, d);
        if (event == 2001) {  // also in texts that are not dated
            offer(begin, k, date(Rule::DateFull, event, m, d));
            return;
        }
        Expression e = date(Rule::MonthDay, event, m, d);
        e.form = Form::MonthDay;
        const std::size_t before = is_mark(i - 1, ',') ? i - 2 : i - 1;
        if (begin != i && has(before, kWeekday)) e.weekday = at(before).number;
        if (const std::size_t end = shifted_year(k, shift, of_last)) {
            e.form = Form::DateInYear;
            e.shift = shift;
            e.shifted = !of_last;
            with_time_of_day(begin, end, e);
            return;
        }
        if (is(begin - 1, "ended"_w)) {  // "the quarter ended June 30" is over
            e.shift = -1;
            e.shifted = true;
        }
        with_time_of_day(begin, k, e);
        return;
    }
    if (begin != i) return;

    k = is_mark(j, ',') || is(j, "of"_w) ? j + 1 : j;
    if (const std::size_t end = year(k, y)) {
        if (y < 1800 && has(i, kShortName) && !at(i).dotted) return;  // "Sep 1290 BID", a price
        offer(begin, end, date(Rule::MonthYear, y, m, 0));
        return;
    }
    if (const std::size_t end = shifted_year(j, shift, of_last)) {
        Expression e = date(Rule::MonthYear, 0, m, 0);
        e.form = Form::DateInYear;
        e.shift = shift;
        e.shifted = !of_last;
        offer(begin, end, e);
        return;
    }

    if (has(i, kShortName) && !at(i).dotted) return;
    if (is_joined_mark(j, '-') && at(j + 1).capital) {
        month_range(begin, j);
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
        offer(begin, with_year != 0 ? with_year : j + 1, e);
        return;
    }
    // "May 104", "June 3.5": no date; "by December 3,000 men had": one.
    if (at(j).shape == Shape::Number && !(is_preposition(i - 1) && counts_thousands(j))) return;
    // A word or a name as well: May, March; April, June.
    const bool introduced = is_preposition(i - 1) || has(i - 1, kModifier) ||
                            (is(i - 1, "as"_w) && is(i - 3, "as"_w)) ||  // "as early as May"
                            (is_mark(i - 1, '-') && has(i - 2, kModifier));
    // "the March accession", "Italy's May election"
    const bool attribute = (is(i - 1, "the"_w) || is(i - 1, "a"_w) || is(i - 1, "its"_w) ||
                            (is(i - 1, "s"_w) && is_mark(i - 2, '\''))) &&
                           at(j).shape == Shape::Word && !at(j).capital && !is_preposition(j);
    const bool named = at(j).shape == Shape::Word && at(j).capital && at(j).kinds == 0;
    if ((m == 3 || m == 5) && !attribute && (!introduced || named)) return;
    if ((m == 4 || m == 6) && named && !introduced) return;
    if (m == 8 && named && !introduced && !is(i - 1, "the"_w)) return;  // August Wilson
    Expression e = date(Rule::Month, 0, m, 0);
    e.form = Form::Month;
    offer(begin, j, e);
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
    std::size_t k = is_mark(j, ',') || is_mark(j, '(') ? j + 1 : j;
    if (is(k, "the"_w)) ++k;
    int m = 0;
    if (month(k, m) != 0) {
        calendar_after(i, k);
    } else {
        int d = 0;
        const std::size_t after = day_number(k, d);
        if (after != 0) {
            const std::size_t of = is(after, "of"_w) ? after + 1 : after;
            if (month(of, m) != 0 && is_day_of(m, d)) {
                int y = 0;
                const std::size_t comma = is_mark(of + 1, ',') ? of + 2 : of + 1;
                Expression e = date(Rule::MonthDay, 0, m, d);
                if (const std::size_t end = year(comma, y)) {
                    with_time_of_day(i, end, date(Rule::DateFull, y, m, d));
                } else {
                    e.form = Form::MonthDay;
                    e.weekday = w;
                    with_time_of_day(i, of + 1, e);
                }
            }
        }
    }
    if (best_end_ > j) return;

    Expression e;
    e.rule = Rule::Weekday;
    e.form = Form::Weekday;
    e.weekday = w;
    // "Friday week", "Friday fortnight": that long after the coming one
    if ((is(j, "week"_w) || is(j, "fortnight"_w)) && ends_phrase(j + 1) && !is_mark(j + 1, '-')) {
        e.unit = at(j).unit;
        offer(i, j + 1, e);
        return;
    }
    // "the Sunday before last", "the Tuesday after next"
    const bool before_last = is(j, "before"_w) && is(j + 1, "last"_w);
    if ((before_last || (is(j, "after"_w) && is(j + 1, "next"_w))) && is(i - 1, "the"_w) &&
        ends_phrase(j + 2)) {
        e.shifted = true;
        e.shift = before_last ? -1 : 1;
        e.day = 7 * e.shift;
        offer(i, j + 2, e);
        return;
    }
    // "Tuesday of last week"
    const std::size_t of = is(j, "of"_w) ? j + 1 : j;
    if (has(of, kShift) && is(of + 1, "week"_w)) {
        e.shifted = true;
        e.shift = at(of).number;
        e.unit = Unit::Week;
        offer(i, of + 2, e);
        return;
    }
    with_time_of_day(i, j, e);
}

void Parser::from_weekdays(std::size_t i) {
    if (!at(i).capital) return;
    Expression e;
    e.rule = Rule::Set;
    e.form = Form::WeekdaySet;
    e.weekday = at(i).number;
    offer(i, i + 1, e);
}

// "'98", "'90s".
void Parser::from_apostrophe(std::size_t i) {
    if (at(i).joined && at(i - 1).shape != Shape::Mark) return;
    if (has(i + 1, kDecadeName) && at(i + 1).joined) {  // "the 'twenties"
        if (is_definite(i) || has(i - 1, kModifier)) decade(i + 1);
        if (best_end_ > i) best_begin_ = i;
        return;
    }
    if (!is_number(i + 1, 2, 2) || !at(i + 1).joined) return;
    decade(i);
    if (best_end_ > i) return;
    int y = 0;
    const std::size_t end = year(i, y);
    if (end == 0) return;
    if (!is_preposition(i - 1) && !has(i - 1, kSeason | kMonth | kYearKind) &&
        !is(i - 1, "year"_w)) {
        return;
    }
    Expression e = date(Rule::Year, y, 0, 0);
    e.form = Form::Year;
    offer(i, end, e);
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
    std::size_t j = 0;
    if (is_number(i, 1, 2) && is_joined_mark(i + 1, '-') && has(i + 2, kMonth) &&
        is_joined_mark(i + 3, '-') && month(i + 2, m) != 0) {
        const Token& y = at(i + 4);
        if (!is_number(i + 4, 2, 4) || y.digits == 3) return;
        const int said = y.digits == 2 ? full_year(y.number) : y.number;
        if (is_day_of(m, at(i).number)) {
            offer(i, i + 5, date(Rule::DateFull, said, m, at(i).number));
        }
        return;
    }
    j = day_number(i, d);
    if (j == 0) return;
    // The first of two days of the same month.
    if (is_mark(j, '-') || is(j, "and"_w) || is(j, "to"_w) || is(j, "or"_w)) {
        int second = 0;
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
        return;
    }
    if (is(j, "of"_w)) ++j;
    const std::size_t k = month(j, m);
    if (k == 0 || !is_day_of(m, d)) return;
    if (has(i - 1, kMonth) && at(i - 1).capital) return;
    // "on the 20 March 5 ..." reads as March 5 unless a year follows.
    int y = 0;
    int shift = 0;
    bool of_last = false;
    const std::size_t comma = is_mark(k, ',') ? k + 1 : k;
    if (const std::size_t end = year(comma, y)) {
        with_time_of_day(i, end, date(Rule::DateFull, y, m, d));
        return;
    }
    Expression e = date(Rule::MonthDay, 0, m, d);
    e.form = Form::MonthDay;
    if (const std::size_t end = shifted_year(k, shift, of_last)) {
        e.form = Form::DateInYear;
        e.shift = shift;
        e.shifted = !of_last;
        with_time_of_day(i, end, e);
        return;
    }
    with_time_of_day(i, k, e);
}

// Whether the number at i - the tokens after it say so - counts things rather than years.
bool Parser::counts_something(std::size_t i) const {
    // "In 1878 women were let in", not "found in 1878 cases"
    if (has(i + 1, kCounted)) return !is(i - 1, "in"_w) || !opens_clause(i);
    if (is_joined_mark(i + 1, '-') && at(i + 2).joined && has(i + 2, kCounted | kUnit)) return true;
    const std::size_t k = i - 1;
    if (k < floor_) return false;
    if (is(k, "than"_w) || is(k, "nearly"_w) || is(k, "some"_w) || is(k, "least"_w) ||
        is(k, "almost"_w) || is(k, "approximately"_w) || is(k, "over"_w) || has(k, kNumbered)) {
        return true;
    }
    if (is_mark(k, '.') && is(k - 1, "no"_w) && at(k - 1).capital) return true;  // "No. 1984"
    return is_mark(k, '$') || is_mark(k, '#') || (is_mark(k, '.') && at(i).joined);
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

void Parser::bare_year(std::size_t i) {
    if (year_of_era(i)) return;
    int y = 0;
    const std::size_t end = year(i, y);
    if (end == 0 || at(i).mark == '\'' || counts_something(i) || shares_zone(i)) return;
    if (has(end, kUnits) && !has(end, kOrdinal)) return;  // "2000 years"
    const bool common = y >= 1900 && y < 2050;
    const bool led = is(i - 1, "by"_w) || is(i - 1, "before"_w) || is(i - 1, "after"_w) ||
                     is(i - 1, "between"_w) || is(i - 1, "around"_w);
    const bool second = (is(i - 1, "to"_w) || is(i - 1, "and"_w) || is(i - 1, "or"_w)) &&
                        is_number(i - 2, 4, 4) && i - 2 < floor_;
    // Not "by 1000 London time", "an index around 2050".
    const bool historic = y >= 1100 && y < 1900 && (second || (led && ends_phrase(end)));
    const bool dated = historic || is(i - 1, "in"_w) || is(i - 1, "since"_w) ||
                       is(i - 1, "year"_w) || (is_mark(i - 1, '-') && is_number(i - 2, 4, 4)) ||
                       (is_mark(i - 1, '(') && (is_mark(i + 1, '-') || is_mark(i + 1, ')'))) ||
                       is(i - 1, "from"_w) || is(i - 1, "until"_w) ||
                       (is(i - 1, "of"_w) && has(i - 2, kModifier | kSeason)) ||
                       has(i - 1, kSeason | kModifier);
    if (!common && !dated) return;
    // A second number joined on: a range of years, or a code.
    if (is_joined_mark(end, '-') && at(end + 1).joined && is_number(end + 1, 1, 9)) {
        const Token& next = at(end + 1);
        const bool years = (next.digits == 4 && next.number > y) ||
                           (next.digits == 2 && next.number == (y + 1) % 100) ||
                           (next.digits == 2 && next.number > y % 100);
        if (!years) return;
    }
    if (is_mark(i - 1, '/') && at(i).joined && !is_number(i - 2, 4, 4)) return;
    std::size_t begin = i;
    if (is(i - 1, "year"_w) && i - 1 >= floor_) {
        begin = i - 1;
    }
    Expression e = date(Rule::Year, y, 0, 0);
    e.form = Form::Year;
    offer(begin, end, e);
    period(i, end, y);
}

// "nineteen ninety-seven", "twenty thirteen", "two thousand and one" (after "year").
std::size_t Parser::spoken_year(std::size_t i, int& value) const {
    if (is(i, "nineteen"_w) || is(i, "twenty"_w) || is(i, "eighteen"_w)) {
        std::int64_t rest = 0;
        const std::size_t j = under_hundred(separator(i + 1), rest);
        if (j == 0 || has(j, kMoney | kCounted | kUnit | kUnits) || is_joined_mark(j, '-'))
            return 0;
        if (rest < 10) return 0;
        value = at(i).number * 100 + static_cast<int>(rest);
        return value >= 1800 && value < 2050 ? j : 0;
    }
    if (!is(i, "two"_w) || !is(i + 1, "thousand"_w) || !is(i - 1, "year"_w)) return 0;
    value = 2000;
    const std::size_t j = is(i + 2, "and"_w) ? i + 3 : i + 2;
    if (!has(j, kCardinal)) return i + 2;
    value += at(j).number;
    return j + 1;
}

void Parser::from_spoken_year(std::size_t i) {
    int y = 0;
    const std::size_t end = spoken_year(i, y);
    if (end == 0) return;
    Expression e = date(Rule::Year, y, 0, 0);
    e.form = Form::Year;
    offer(is(i - 1, "year"_w) && i - 1 >= floor_ ? i - 1 : i, end, e);
}

// "1990s", "'90s", "the 90s", "the nineties", "nineteen-nineties".
void Parser::decade(std::size_t i) {
    Expression e;
    e.rule = Rule::Decade;
    e.form = Form::Decade;
    const auto plural = [&](std::size_t k) -> std::size_t {
        if (is_joined_mark(k, '\'')) ++k;
        return is(k, "s"_w) && at(k).joined ? k + 1 : 0;
    };
    if (has(i, kDecadeName)) {
        e.year = 190 + at(i).number / 10;
        const bool qualified = is_definite(i) || has(i - 1, kModifier) || is_mark(i - 1, '\'') ||
                               (is_mark(i - 1, '-') && has(i - 2, kModifier | kCardinal));
        // "in his sixties" is an age.
        if (qualified) offer(i, i + 1, e);
        return;
    }
    const std::size_t number = is_mark(i, '\'') ? i + 1 : i;
    const std::size_t end = plural(number + 1);
    if (end == 0 || at(number).number % 10 != 0) return;
    if (is_number(number, 4, 4)) {
        if (at(number).number < 1000 || at(number).number > 2100) return;
        e.year = at(number).number / 10;
        if (at(number).number % 100 == 0 && at(number).number < 1900) {  // the 1800s
            e.rule = Rule::Century;
            e.form = Form::Century;
            e.year /= 10;
        }
    } else if (is_number(number, 2, 2)) {
        const bool qualified = number > i || is_definite(i) || has(i - 1, kModifier) ||
                               (is_mark(i - 1, '-') && has(i - 2, kModifier));
        // "in her mid-30s", "temperatures in the 90s": decades are the forties to the nineties.
        const bool age = is(i - 1, "mid"_w) || (is_mark(i - 1, '-') && has(i - 3, kPreposition));
        if (!qualified || (number == i && (age || at(number).number < 40))) return;
        for (std::size_t k = i - 1; number == i && k > i - 6; --k) {
            if (is(k, "temperatures"_w) || is(k, "highs"_w) || is(k, "lows"_w)) return;
        }
        e.year = (at(number).number <= 20 ? 200 : 190) + at(number).number / 10;
        e.shifted = true;  // of which century the document's date says
    } else {
        return;
    }
    offer(i, end, e);
}

// "20th century", "nineteenth-century": from an ordinal that ends before i.
void Parser::century(std::size_t i) {
    int number = 0;
    const std::size_t j = ordinal(i, number);
    if (j == 0 || number < 1 || number > 22) return;
    const std::size_t k = separator(j);
    if (!is(k, "century"_w) && !is(k, "centuries"_w)) return;
    if (at(k).capital && at(k + 1).capital && !at(k).upper) return;  // "20th Century Fox"
    if (is(k + 1, "bc"_w) || is(k + 1, "bce"_w) || is(k + 1, "b"_w)) return;
    // "the second century of its life", "a third century" by a batsman
    const bool named = is(i - 1, "the"_w) || has(i - 1, kModifier) || is_mark(i - 1, '-');
    if (number < 10 && (!named || is(k + 1, "of"_w))) return;
    Expression e;
    e.rule = Rule::Century;
    e.form = Form::Century;
    e.year = number - 1;
    offer(i, k + 1, e);
}

}  // namespace dateline::temporal
