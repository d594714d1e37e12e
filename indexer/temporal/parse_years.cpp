// Rules for years, decades and centuries.
#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

int full_year(int two_digits) {
    constexpr int kPivot = 30;  // '30 is 2030, '31 is 1931
    return two_digits + (two_digits > kPivot ? 1900 : 2000);
}

// ---- Years

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

// ---- Decades and centuries

// "1990s", "'90s", "the 90s", "the nineties", "nineteen-nineties".
void Parser::decade(std::size_t i) {
    Expression e;
    e.rule = Rule::Decade;
    e.form = Form::Decade;
    if (has(i, kDecadeName)) {
        e.year = 190 + at(i).number / 10;
        const bool qualified = is_definite(i) || has(i - 1, kModifier) || is_mark(i - 1, '\'') ||
                               (is_mark(i - 1, '-') && has(i - 2, kModifier | kCardinal));
        // "in his sixties" is an age.
        if (qualified) offer(i, i + 1, e);
        return;
    }
    const std::size_t number = is_mark(i, '\'') ? i + 1 : i;
    const std::size_t s = is_joined_mark(number + 1, '\'') ? number + 2 : number + 1;
    const int said = at(number).number;
    if (!is(s, "s"_w) || !at(s).joined || said % 10 != 0) return;
    if (is_number(number, 4, 4)) {
        if (said < 1000 || said > 2100) return;
        e.year = said / 10;
        if (said % 100 == 0 && said < 1900) {  // the 1800s
            e.rule = Rule::Century;
            e.form = Form::Century;
            e.year /= 10;
        }
    } else if (is_number(number, 2, 2) && (number > i || is_short_decade(i))) {
        e.year = (said <= 20 ? 200 : 190) + said / 10;
        e.shifted = true;  // of which century the document's date says
    } else {
        return;
    }
    offer(i, s + 1, e);
}

// Whether the two figures at i, no apostrophe before them, are a decade: "the 90s", "the mid-80s",
// not "in her mid-30s", "temperatures in the 90s". Decades are the forties to the nineties.
bool Parser::is_short_decade(std::size_t i) const {
    const bool qualified =
        is_definite(i) || has(i - 1, kModifier) || (is_mark(i - 1, '-') && has(i - 2, kModifier));
    const bool age = is(i - 1, "mid"_w) || (is_mark(i - 1, '-') && has(i - 3, kPreposition));
    if (!qualified || age || at(i).number < 40) return false;
    for (std::size_t k = i - 1; k > i - 6; --k) {
        if (is(k, "temperatures"_w) || is(k, "highs"_w) || is(k, "lows"_w)) return false;
    }
    return true;
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
