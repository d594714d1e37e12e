// Rules for numbers, amounts of time, and what repeats.
#include <utility>

#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

// ---- Numbers

// "1/2" or the half sign: 500.
std::size_t Parser::fraction(std::size_t i, std::int64_t& thousandths) const {
    if (is_mark(i, 'h')) {
        thousandths = 500;
        return i + 1;
    }
    if (!is_number(i, 1, 1) || !is_joined_mark(i + 1, '/') || !is_number(i + 2, 1, 1) ||
        !at(i + 2).joined) {
        return 0;
    }
    const int below = at(i + 2).number;
    if (below < 2 || at(i).number < 1 || at(i).number >= below) return 0;
    thousandths = 1000 * at(i).number / below;
    return i + 3;
}

std::size_t Parser::digits_quantity(std::size_t i, Quantity& value) const {
    if (!is_number(i, 1, 9)) return 0;
    std::int64_t whole = at(i).number;
    std::size_t j = i + 1;
    while (is_joined_mark(j, ',') && is_number(j + 1, 3, 3) && at(j + 1).joined &&
           whole < 1'000'000) {
        whole = whole * 1000 + at(j + 1).number;
        j += 2;
    }
    value = Quantity::of(whole);
    if (is_joined_mark(j, '.') && is_number(j + 1, 1, 3) && at(j + 1).joined) {
        std::int64_t part = at(j + 1).number;
        for (unsigned n = at(j + 1).digits; n < 3; ++n)
            part *= 10;
        value.thousandths += part;
        return j + 2;
    }
    std::int64_t part = 0;
    const std::size_t dash = is_joined_mark(j, '-') ? j + 1 : j;
    if (const std::size_t after = fraction(dash, part)) {
        value.thousandths += part;
        return after;
    }
    return j;
}

// "seven", "seventeen", "seventy-seven".
std::size_t Parser::under_hundred(std::size_t i, std::int64_t& value) const {
    if (has(i, kCardinal)) {
        value = at(i).number;
        return i + 1;
    }
    if (!has(i, kTens)) return 0;
    value = at(i).number;
    const std::size_t ones = separator(i + 1);
    if (!has(ones, kCardinal) || at(ones).number < 1 || at(ones).number > 9) return i + 1;
    value += at(ones).number;
    return ones + 1;
}

// "seventeen", "hundred", "two thousand and five".
std::size_t Parser::spelled_number(std::size_t i, std::int64_t& value) const {
    std::size_t end = under_hundred(i, value);
    const std::size_t scale = end != 0 ? end : i;
    if (!has(scale, kScale)) return end;
    value = (value == 0 ? 1 : value) * at(scale).number;
    end = scale + 1;
    std::int64_t rest = 0;
    if (const std::size_t after = under_hundred(is(end, "and"_w) ? end + 1 : end, rest)) {
        value += rest;
        end = after;
    }
    return end;
}

// "a quarter century", "a quarter of a century", "quarter-century": after the word at j; else the
// article before it alone counts.
std::size_t Parser::quarter_century(std::size_t i, std::size_t j, Quantity& value) const {
    std::size_t k = separator(j + 1);
    if (is(k, "of"_w) && has(k + 1, kArticle)) k += 2;
    if (is(k, "century"_w)) {
        value.thousandths = 250;
        return k;
    }
    if (j == i) return 0;
    value = Quantity::of(1);
    return j;
}

std::size_t Parser::words_quantity(std::size_t i, Quantity& value) const {
    std::size_t j = i;
    if (has(j, kArticle)) {
        ++j;
        if (is(j, "couple"_w) || is(j, "dozen"_w) || is(j, "few"_w) || is(j, "half"_w) ||
            is(j, "quarter"_w) || has(j, kScale)) {
            // read below
        } else {
            value = Quantity::of(1);
            return j;
        }
    }
    if (is(j, "quarter"_w) || is(j, "quarters"_w)) return quarter_century(i, j, value);
    if (is(j, "half"_w)) {
        value.thousandths = 500;
        if (j > i) return 0;  // "a half hour" is written so rarely that "a half" is a fraction
        j = separator(j + 1);
        return has(j, kArticle) ? j + 1 : j;
    }
    if (has(j, kVague)) {
        if (is(j, "many"_w) && is(i - 1, "as"_w)) return 0;  // "the third attack in as many weeks"
        value = at(j).number > 0 ? Quantity::of(at(j).number) : Quantity::unknown();
        ++j;
        if (is(j, "of"_w)) ++j;
        return j;
    }
    std::int64_t number = 0;
    const std::size_t end = spelled_number(j, number);
    if (end == 0) return 0;
    value = Quantity::of(number);
    if (number == 3 && is(separator(end), "quarters"_w)) {  // "three-quarters of a century"
        const std::size_t after = quarter_century(separator(end), separator(end), value);
        value.thousandths *= after != 0 ? 3 : 1;
        return after != 0 ? after : end;
    }
    return end;
}

std::size_t Parser::quantity(std::size_t i, Quantity& value) const {
    std::size_t j =
        at(i).shape == Shape::Number ? digits_quantity(i, value) : words_quantity(i, value);
    if (j == 0) return 0;
    // "two and a half", "two-and-a-half-"
    std::size_t k = separator(j);
    if (is(k, "and"_w)) {
        k = separator(k + 1);
        if (has(k, kArticle)) {
            k = separator(k + 1);
            if (is(k, "half"_w)) {
                value.thousandths += 500;
                return k + 1;
            }
        }
    }
    return j;
}

// ---- Amounts

void Parser::from_quantity(std::size_t i) {
    Quantity q;
    const std::size_t j = quantity(i, q);
    if (j == 0) return;
    const bool article = has(i, kArticle) && j == i + 1;
    amount(i, j, q, article, false);
}

// "two to three weeks", "12-18 months", "two or three days": the first number, which ends before i,
// counts, and this is what follows the second; `i` itself if there is none.
std::size_t Parser::second_number(std::size_t i) const {
    std::size_t k = is_joined_mark(i, '-') ? i + 1 : i;  // "1707 - 307 years" is no range
    const bool word = is(k, "to"_w) || is(k, "or"_w);
    if (word) k = separator(k + 1);
    Quantity other;
    const std::size_t after = word || k > i ? quantity(k, other) : 0;
    return after != 0 ? after : i;
}

// A unit at i that `q` (read before it) counts. `bounded`: "the last three", a stretch that ends or
// begins at the present.
void Parser::amount(std::size_t begin, std::size_t i, Quantity q, bool article, bool bounded) {
    std::size_t j = article ? i : second_number(i);
    if (is(j, "or"_w) && is(j + 1, "more"_w)) j += 2;
    const bool hyphen = is_mark(j, '-');
    if (hyphen) ++j;
    for (unsigned n = 0; n < 2 && has(j, kLength); ++n)
        ++j;
    if (j > i && is_mark(j, '-')) return;
    if (!has(j, kUnit | kUnits)) return;

    const Unit unit = at(j).unit;
    const bool plural = has(j, kUnits);
    if (article && plural) return;  // "a months-long siege"
    std::size_t end = j + 1;
    if (at(j).capital && !at(begin).capital && !at(j).upper) return;              // "60 Minutes"
    if (unit == Unit::Second && !plural && (!hyphen || is(end, "of"_w))) return;  // an ordinal
    if (unit == Unit::Quarter) {
        const bool fraction = article || (is(end, "of"_w) && !q.vague) || (hyphen && plural) ||
                              (!bounded && !has(j - 1, kLength) && !has(i - 1, kVague) &&
                               (q.vague ? false : q.whole() <= 3));
        if (fraction) return;
    }
    if (unit == Unit::Weekend && article) return;
    // "the 1988 quarter": a year, not a number of quarters.
    if (!plural && !hyphen && is_number(begin, 4, 4) && i == begin + 1) return;

    Expression e;
    e.form = Form::Duration;
    e.rule = bounded ? Rule::DurationBounded : q.vague ? Rule::DurationVague : Rule::Duration;
    e.unit = unit;
    e.quantity = q;

    const std::size_t dash = separator(end);
    if (is(dash, "old"_w) || is(dash, "olds"_w)) return;  // an age
    if (dash > end && is(dash, "long"_w)) {
        end = dash + 1;
    } else if (dash > end && (has(dash, kBackward) || is(dash, "end"_w)) && unit == Unit::Year) {
        return;  // "a year-earlier"
    } else if (is(end, "and"_w) && has(end + 1, kArticle) && is(end + 2, "half"_w)) {
        e.quantity.thousandths += 500;
        end += 3;
    } else if (is(end, "and"_w) && !bounded && q.is_whole()) {
        and_smaller_amount(begin, end, e);
    }
    after_amount(begin, end, e, article);
}

// "five years and six months", "an hour and ten minutes": after the first amount, which `e` is.
void Parser::and_smaller_amount(std::size_t begin, std::size_t end, Expression e) {
    const Unit unit = e.unit;
    Quantity rest;
    const std::size_t after = quantity(end + 1, rest);
    const Unit smaller = after != 0 && has(after, kUnit | kUnits) ? at(after).unit : Unit::None;
    const bool alike = (unit >= Unit::Day) == (smaller >= Unit::Day);
    const bool counted = unit != Unit::Weekend && smaller != Unit::Weekend && unit <= Unit::Year &&
                         unit != Unit::Quarter && smaller != Unit::Quarter &&
                         unit != Unit::Fortnight;
    if (smaller != Unit::None && smaller < unit && alike && counted && rest.is_whole() &&
        !has(after + 1, kBackward | kForward) && !is_mark(after + 1, '-')) {
        e.rest = rest;
        e.rest_unit = smaller;
        offer(begin, after + 1, e);
    }
}

// What follows the amount decides: "ago", "later", or nothing.
void Parser::after_amount(std::size_t begin, std::size_t end, Expression e, bool article) {
    std::size_t k = end;
    if (is(k, "or"_w) && (is(k + 1, "so"_w) || is(k + 1, "more"_w))) k += 2;
    if (article && is(k, "or"_w) && is(k + 1, "two"_w)) k += 2;
    if (amount_from_now(begin, k, e) || amount_from_last(begin, k, e)) return;
    // "six days a week"
    if (!article && e.rule != Rule::DurationBounded && has(k, kArticle) && has(k + 1, kUnit) &&
        at(k + 1).unit > e.unit && !has(k + 2, kBackward | kForward)) {
        e.form = Form::Set;
        e.rule = Rule::Set;
        e.unit = at(k + 1).unit;
        e.quantity = Quantity::of(1);
        offer(begin, k + 2, e);
        return;
    }
    if (article && !is(begin, "another"_w)) {
        const bool beside = is(k, "after"_w) || is(k, "before"_w);
        if (is_rate(begin) && !beside) {
            e.form = Form::Set;
            e.rule = Rule::Set;
            offer(begin, end, e);
            return;
        }
        // "a day after the quake" is a length, "a day" by itself mostly no time.
        if (e.unit == Unit::Day && !beside) return;
        if (e.unit == Unit::Second || e.unit == Unit::Quarter) return;
    }
    offer(begin, end, e);
}

// "three days ago", "ten years back,", "a month from now", "in three years' time": what follows the
// amount.
bool Parser::amount_from_now(std::size_t begin, std::size_t i, Expression e) {
    const bool bounded = e.rule == Rule::DurationBounded;
    e.form = Form::Offset;
    e.rule = Rule::Ago;
    // "ten years back,", "a month back when"
    const bool back = is(i, "back"_w) && (at(i + 1).shape != Shape::Word || is(i + 1, "when"_w) ||
                                          is(i + 1, "that"_w));
    if ((is(i, "ago"_w) || back) && !bounded) {
        e.shift = -1;
        e.to_the_day = is(i + 1, "today"_w) && (e.unit == Unit::Year || e.unit == Unit::Decade);
        offer(begin, e.to_the_day ? i + 2 : i + 1, e);
        return true;
    }
    e.shift = 1;
    const bool hence = is(i, "hence"_w);
    if (hence || (is(i, "from"_w) && (is(i + 1, "now"_w) || is(i + 1, "today"_w)))) {
        offer(begin, hence ? i + 1 : i + 2, e);
        return true;
    }
    const std::size_t time = bounded ? 0 : possessive(i);
    if (time == 0 || !is(time, "time"_w) || !is(begin - 1, "in"_w)) return false;
    offer(begin, time + 1, e);
    return true;
}

// "a year earlier", "two weeks later", "a month before,": what follows the amount.
bool Parser::amount_from_last(std::size_t begin, std::size_t i, Expression e) {
    if (e.rule == Rule::DurationBounded) return false;
    if (is(i + 1, "than"_w)) return false;  // "a year earlier than planned" is how much earlier
    // "before" with nothing that it is before
    const char after = at(i + 1).mark;
    const bool before = is(i, "before"_w) && (at(i + 1).shape == Shape::Break || after == '.' ||
                                              after == ',' || after == ';' || after == ')');
    const bool later = is(i, "later"_w);
    if (!before && !later && !is(i, "earlier"_w)) return false;
    e.form = Form::OffsetOfLast;
    e.rule = Rule::EarlierLater;
    e.shift = later ? 1 : -1;
    offer(begin, i + 1, e);
    return true;
}

// "years ago", "for decades", "months-long".
void Parser::from_units(std::size_t i) {
    Expression e;
    e.unit = at(i).unit;
    const std::size_t k = i + 1;
    if (is(k, "ago"_w)) {
        e.form = Form::Reference;
        e.rule = Rule::RefPast;
        e.shift = -1;
        offer(i, k + 1, e);
        return;
    }
    if (e.unit == Unit::Second || e.unit == Unit::Quarter || e.unit == Unit::Weekend) return;
    e.form = Form::Duration;
    e.rule = Rule::DurationVague;
    e.quantity = Quantity::unknown();
    // "the months ahead", "the weeks to come"
    const bool ahead = is(k, "ahead"_w) && !is(k + 1, "of"_w);
    const bool to_come = is(k, "to"_w) && is(k + 1, "come"_w);
    if ((ahead || to_come) && is(i - 1, "the"_w) && e.unit >= Unit::Day) {
        offer(i, ahead ? k + 1 : k + 2, e);
        return;
    }
    const bool hyphen = is_mark(k, '-');
    if (!hyphen && is_stretch(i)) {
        offer(i, k, e);
    } else if (hyphen && at(k).joined && is(k + 1, "long"_w)) {
        offer(i, k + 2, e);
    }
}

// Whether the words around the plural unit at i make it a length: "for decades", "years later",
// "it took weeks", "over the years".
bool Parser::is_stretch(std::size_t i) const {
    const std::size_t b = i - 1;
    const std::size_t k = i + 1;
    if (is(b, "for"_w) || is(b, "within"_w) || is(b, "in"_w)) return true;
    if (is(k, "later"_w) || is(k, "earlier"_w)) return true;
    if (is(b, "took"_w) || is(b, "take"_w) || is(b, "takes"_w) || is(b, "taken"_w) ||
        is(b, "spent"_w) || is(b, "spend"_w) || is(b, "lasted"_w) || is(b, "wait"_w) ||
        is(b, "waited"_w)) {
        return true;
    }
    if (is(k, "of"_w)) {
        // "after months of talks", not "the early hours of Friday", "weeks of his visit"
        const std::size_t what = k + 1;
        const bool event = is(what, "the"_w) || is(what, "his"_w) || is(what, "her"_w) ||
                           is(what, "its"_w) || is(what, "their"_w) || is(what, "a"_w);
        return at(i).unit >= Unit::Week && !event && !is(b, "the"_w) &&
               !has(b, kModifier | kOrdinal | kShift);
    }
    const std::size_t the = is(b, "early"_w) ? b - 1 : b;
    return at(i).unit == Unit::Year && is(the, "the"_w) &&
           (is(the - 1, "over"_w) || is(the - 1, "through"_w) || is(the - 1, "in"_w) ||
            is(the - 1, "during"_w));
}

// "a yearlong study"
void Parser::from_lasting(std::size_t i) {
    lasting_one(i, i + 1);
}

// One of the unit at `begin`.
void Parser::lasting_one(std::size_t begin, std::size_t end) {
    Expression e;
    e.rule = Rule::Duration;
    e.form = Form::Duration;
    e.unit = at(begin).unit;
    e.quantity = Quantity::of(1);
    offer(begin, end, e);
}

// ---- Sets

// "every Thursday", "each month", "every two years", "every other day", "every July".
void Parser::from_each(std::size_t i) {
    if (each_named(i)) return;
    Expression e;
    e.rule = Rule::Set;
    e.form = Form::Set;
    e.quantity = Quantity::of(1);
    std::size_t j = i + 1;
    const bool second = is(j, "second"_w) && has(j + 1, kUnit | kWeekday);
    if (is(j, "other"_w) || second) {
        e.quantity = Quantity::of(2);
        ++j;
        if (const std::size_t end = weekday(j, e.weekday)) {
            e.form = Form::WeekdaySet;
            offer(i, end, e);
            return;
        }
    } else if (is(j, "single"_w) || is(j, "fiscal"_w) || is(j, "calendar"_w)) {
        ++j;
    } else if (const std::size_t after = quantity(j, e.quantity)) {
        j = after;
    }
    if (!has(j, kUnit | kUnits)) return;
    e.unit = at(j).unit;
    if (e.unit == Unit::Second && is(j + 1, "quarter"_w)) return;
    offer(i, j + 1, e);
}

// "every Thursday", "every July", "each spring", "every morning".
bool Parser::each_named(std::size_t i) {
    const std::size_t j = i + 1;
    Expression e;
    e.rule = Rule::Set;
    if (std::size_t end = weekday(j, e.weekday)) {
        e.form = Form::WeekdaySet;
        if (const std::size_t after = day_part(end, e.part)) end = after;
        offer(i, end, e);
        return true;
    }
    if (const std::size_t end = month(j, e.month)) {
        e.form = Form::MonthSet;
        offer(i, end, e);
        return true;
    }
    if (has(j, kSeason)) {
        e.form = Form::SeasonSet;
        e.quarter = at(j).number;
        offer(i, j + 1, e);
        return true;
    }
    if (has(j, kDayPart)) {
        e.form = Form::DayPartSet;
        e.part = static_cast<DayPart>(at(j).number);
        offer(i, j + 1, e);
        return true;
    }
    return false;
}

void Parser::from_frequency(std::size_t i) {
    const bool name = at(i).capital && at(i).sentence == at(i - 1).sentence;
    if (name) return;  // "the China Daily"
    Expression e;
    e.rule = Rule::Set;
    e.form = Form::Set;
    e.unit = at(i).unit;
    e.quantity = Quantity::of(at(i).number);
    if (at(i).number == 0) {
        e.form = Form::DayPartSet;
        e.part = DayPart::Night;
    }
    offer(i, i + 1, e);
}

}  // namespace dateline::temporal
