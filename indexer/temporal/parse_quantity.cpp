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
    std::int64_t total = 0;
    std::size_t end = under_hundred(j, total);
    if (end != 0) j = end;
    if (has(j, kScale)) {
        total = (total == 0 ? 1 : total) * at(j).number;
        end = ++j;
        std::int64_t rest = 0;
        if (const std::size_t after = under_hundred(is(j, "and"_w) ? j + 1 : j, rest)) {
            total += rest;
            end = after;
        }
    }
    if (end == 0) return 0;
    value = Quantity::of(total);
    if (total == 3 && is(separator(end), "quarters"_w)) {  // "three-quarters of a century"
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

// A unit at i that `q` (read before it) counts. `bounded`: "the last three", a stretch that ends or
// begins at the present.
void Parser::amount(std::size_t begin, std::size_t i, Quantity q, bool article, bool bounded) {
    std::size_t j = i;
    // "two to three weeks", "12-18 months", "two or three days": the first number counts.
    std::size_t k = is_joined_mark(j, '-') ? j + 1 : j;  // "1707 - 307 years" is no range
    const bool word = is(k, "to"_w) || is(k, "or"_w);
    if (word) k = separator(k + 1);
    if ((word || k > j) && !article) {
        Quantity other;
        if (const std::size_t after = quantity(k, other)) j = after;
    }
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
        // "five years and six months", "an hour and ten minutes"
        Quantity rest;
        const std::size_t after = quantity(end + 1, rest);
        const Unit smaller = after != 0 && has(after, kUnit | kUnits) ? at(after).unit : Unit::None;
        const bool alike = (unit >= Unit::Day) == (smaller >= Unit::Day);
        const bool counted = unit != Unit::Weekend && smaller != Unit::Weekend &&
                             unit <= Unit::Year && unit != Unit::Quarter &&
                             smaller != Unit::Quarter && unit != Unit::Fortnight;
        const Expression first = e;
        if (smaller != Unit::None && smaller < unit && alike && counted && rest.is_whole() &&
            !has(after + 1, kBackward | kForward) && !is_mark(after + 1, '-')) {
            e.rest = rest;
            e.rest_unit = smaller;
            offer(begin, after + 1, e);
        }
        e = first;
    }
    after_amount(begin, end, e, article);
}

// What follows the amount decides: "ago", "later", or nothing.
void Parser::after_amount(std::size_t begin, std::size_t end, Expression e, bool article) {
    std::size_t k = end;
    if (is(k, "or"_w) && (is(k + 1, "so"_w) || is(k + 1, "more"_w))) k += 2;
    if (article && is(k, "or"_w) && is(k + 1, "two"_w)) k += 2;
    Expression shifted = e;
    const bool hidden = e.rule == Rule::DurationBounded;
    // "ten years back,", "a month back when"
    const bool back = is(k, "back"_w) && (at(k + 1).shape != Shape::Word || is(k + 1, "when"_w) ||
                                          is(k + 1, "that"_w));
    if ((is(k, "ago"_w) || back) && !hidden) {
        shifted.form = Form::Offset;
        shifted.rule = Rule::Ago;
        shifted.shift = -1;
        shifted.to_the_day =
            is(k + 1, "today"_w) && (e.unit == Unit::Year || e.unit == Unit::Decade);
        offer(begin, shifted.to_the_day ? k + 2 : k + 1, shifted);
        return;
    }
    if ((is(k, "from"_w) && (is(k + 1, "now"_w) || is(k + 1, "today"_w))) || is(k, "hence"_w)) {
        shifted.form = Form::Offset;
        shifted.rule = Rule::Ago;
        shifted.shift = 1;
        offer(begin, is(k, "hence"_w) ? k + 1 : k + 2, shifted);
        return;
    }
    // "in three years' time"
    if (is_mark(k, '\'') && !hidden) {
        const std::size_t time = possessive(k);
        if (time != 0 && is(time, "time"_w) && is(begin - 1, "in"_w)) {
            shifted.form = Form::Offset;
            shifted.rule = Rule::Ago;
            shifted.shift = 1;
            offer(begin, time + 1, shifted);
            return;
        }
    }
    // "a year before", with nothing that it is before
    const char after = at(k + 1).mark;
    const bool before = is(k, "before"_w) && (at(k + 1).shape == Shape::Break || after == '.' ||
                                              after == ',' || after == ';' || after == ')');
    // "a year earlier than planned" is how much earlier.
    const bool compared = is(k + 1, "than"_w);
    if ((is(k, "earlier"_w) || is(k, "later"_w) || before) && !hidden && !compared) {
        shifted.form = Form::OffsetOfLast;
        shifted.rule = Rule::EarlierLater;
        shifted.shift = is(k, "later"_w) ? 1 : -1;
        offer(begin, k + 1, shifted);
        return;
    }
    // "six days a week"
    if (!article && !hidden && has(k, kArticle) && has(k + 1, kUnit) && at(k + 1).unit > e.unit &&
        !has(k + 2, kBackward | kForward)) {
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
        e.form = Form::Duration;
        e.rule = Rule::DurationVague;
        e.quantity = Quantity::unknown();
        offer(i, ahead ? k + 1 : k + 2, e);
        return;
    }
    const bool lasting = is(i - 1, "for"_w) || is(i - 1, "within"_w) || is(i - 1, "in"_w);
    // "years later"; "after months of talks", not "the early hours of Friday", "weeks of his visit"
    const Token& what = at(k + 1);
    const bool event = what.key == "the"_w || what.key == "his"_w || what.key == "her"_w ||
                       what.key == "its"_w || what.key == "their"_w || what.key == "a"_w;
    const bool beside = is(k, "later"_w) || is(k, "earlier"_w) ||
                        (is(k, "of"_w) && e.unit >= Unit::Week && !event && !is(i - 1, "the"_w) &&
                         !has(i - 1, kModifier | kOrdinal | kShift));
    // "it took weeks", "over the years"
    const std::size_t b = i - 1;
    const bool spent = is(b, "took"_w) || is(b, "take"_w) || is(b, "takes"_w) || is(b, "taken"_w) ||
                       is(b, "spent"_w) || is(b, "spend"_w) || is(b, "lasted"_w) ||
                       is(b, "wait"_w) || is(b, "waited"_w);
    const std::size_t the = is(b, "early"_w) ? b - 1 : b;
    const bool stretch = e.unit == Unit::Year && is(the, "the"_w) &&
                         (is(the - 1, "over"_w) || is(the - 1, "through"_w) ||
                          is(the - 1, "in"_w) || is(the - 1, "during"_w)) &&
                         !is(k, "of"_w);
    if ((lasting || beside || spent || stretch) && !is_mark(k, '-')) {
        offer(i, k, e);
        return;
    }
    if (is_joined_mark(k, '-') && is(k + 1, "long"_w)) offer(i, k + 2, e);
}

// "a yearlong study"
void Parser::from_lasting(std::size_t i) {
    Expression e;
    e.rule = Rule::Duration;
    e.form = Form::Duration;
    e.unit = at(i).unit;
    e.quantity = Quantity::of(1);
    offer(i, i + 1, e);
}

// ---- Sets

// "every Thursday", "each month", "every two years", "every other day", "every July".
void Parser::from_each(std::size_t i) {
    Expression e;
    e.rule = Rule::Set;
    std::size_t j = i + 1;
    int value = 0;
    if (const std::size_t end = weekday(j, value)) {
        e.form = Form::WeekdaySet;
        e.weekday = value;
        DayPart part = DayPart::None;
        const std::size_t after = day_part(end, part);
        e.part = part;
        offer(i, after != 0 ? after : end, e);
        return;
    }
    if (const std::size_t end = month(j, value)) {
        e.form = Form::MonthSet;
        e.month = value;
        offer(i, end, e);
        return;
    }
    if (has(j, kSeason)) {
        e.form = Form::SeasonSet;
        e.quarter = at(j).number;
        offer(i, j + 1, e);
        return;
    }
    if (has(j, kDayPart)) {
        e.form = Form::DayPartSet;
        e.part = static_cast<DayPart>(at(j).number);
        offer(i, j + 1, e);
        return;
    }
    e.form = Form::Set;
    e.quantity = Quantity::of(1);
    const bool second = is(j, "second"_w) && has(j + 1, kUnit | kWeekday);
    if (is(j, "other"_w) || second) {
        e.quantity = Quantity::of(2);
        ++j;
        if (const std::size_t end = weekday(j, value)) {
            e.form = Form::WeekdaySet;
            e.weekday = value;
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
