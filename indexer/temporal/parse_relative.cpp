// Rules for what is named by its relation to another time: today, the morning of May 3, spring,
// Christmas, now.
#include "indexer/temporal/holidays.h"
#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

// ---- today, tonight

void Parser::from_deictic(std::size_t i) {
    // "USA Today": a name.
    if (at(i).capital && !at(i).upper && at(i - 1).shape == Shape::Word &&
        at(i - 1).sentence == at(i).sentence && at(i - 1).capital) {
        return;
    }
    // "today's world", "today's personal computers"
    if (const std::size_t owned = possessive(i + 1)) {
        if (has(owned, kGeneric) || (!at(owned).capital && has(owned + 1, kGeneric))) return;
    }
    Expression e;
    e.rule = Rule::DayDeictic;
    e.form = Form::DayOffset;
    e.shift = at(i).number;
    // "tomorrow week", "today week"
    if (e.shift >= 0 && is(i + 1, "week"_w) && ends_phrase(i + 2) && !is_mark(i + 2, '-')) {
        e.shift += 7;
        offer(i, i + 2, e);
        return;
    }
    with_time_of_day(i, i + 1, e);
    if (best_.rule == Rule::ClockDay && best_.part != DayPart::None) {
        best_.rule = Rule::DayPartDeictic;
    }
}

// "tonight", "overnight", "the morning of March 3", "mid-afternoon".
void Parser::from_day_part(std::size_t i) {
    Expression e;
    e.rule = Rule::DayPartDeictic;
    e.form = Form::DayOffset;
    e.part = static_cast<DayPart>(at(i).number);
    if (day_part_spoken_of(i, e)) return;
    if (is(i, "dawn"_w) || is(i, "dusk"_w) || is(i, "nightfall"_w)) {
        from_dawn(i, e);
        return;
    }
    if (is(i, "overnight"_w)) {
        from_overnight(i, e);
        return;
    }
    if (is(i, "tonight"_w)) {
        if (at(i).capital && at(i).sentence == at(i - 1).sentence && at(i - 1).capital) return;
        offer(i, i + 1, e);
        return;
    }
    if (is(i, "midmorning"_w) || is(i, "midafternoon"_w) ||
        (is_joined_mark(i - 1, '-') && is(i - 2, "mid"_w)) || is(i - 1, "mid"_w)) {
        // "mid-afternoon yesterday"
        const bool dated = has(i + 1, kDeictic);
        if (dated) e.shift = at(i + 1).number;
        offer(i, dated ? i + 2 : i + 1, e);
        return;
    }
    // "the night of Oct. 3", "the morning of the 3rd of May", "on the evening of Friday"
    if (!is(i + 1, "of"_w)) return;
    Expression day;
    day.part = e.part;
    const std::size_t end = clock_day(i + 2, day);
    if (end == 0 || day.form == Form::DayOffset) return;
    day.rule = Rule::ClockDay;
    offer(i, end, day);
}

// "in the morning", "The night before,": on the day spoken of, or right beside it.
bool Parser::day_part_spoken_of(std::size_t i, Expression e) {
    if (!is(i - 1, "the"_w)) return false;
    if (i - 1 >= floor_ && is(i - 2, "in"_w) && !is(i + 1, "of"_w) && e.part != DayPart::Night &&
        at(i).shape == Shape::Word && !at(i).plural) {
        e.form = Form::ClockTime;
        offer(i, i + 1, e);
        return true;
    }
    const bool before = is(i + 1, "before"_w);
    const char mark = at(i + 2).mark;
    if ((before || is(i + 1, "after"_w)) &&
        (mark == ',' || mark == '.' || mark == ';' || at(i + 2).shape == Shape::Break)) {
        e.form = Form::UnitOfLast;
        e.unit = Unit::Day;
        e.shift = before ? -1 : 1;
        offer(i, i + 2, e);
        return true;
    }
    return false;
}

// "at dawn", "by nightfall": of the day spoken of.
void Parser::from_dawn(std::size_t i, Expression e) {
    const bool introduced = is(i - 1, "at"_w) || is(i - 1, "by"_w) || is(i - 1, "before"_w) ||
                            is(i - 1, "after"_w) || is(i - 1, "since"_w) || is(i - 1, "until"_w);
    if (!introduced) return;
    e.form = Form::ClockTime;
    const std::size_t day = clock_day(i + 1, e);
    e.rule = day != 0 ? Rule::ClockDay : Rule::Clock;
    offer(i, day != 0 ? day : i + 1, e);
}

// "overnight", not "an overnight flight" nor what an adjective stands before.
void Parser::from_overnight(std::size_t i, Expression e) {
    const Token& next = at(i + 1);
    const bool alone = next.shape != Shape::Word || is_preposition(i + 1) ||
                       has(i + 1, kClauseBreak | kBe | kFutureCue | kWeekday);
    if (!alone || has(i - 1, kArticle) || is(i - 1, "the"_w) || is_mark(i + 1, '-')) return;
    int w = 0;
    const std::size_t day = weekday(i + 1, w);
    e.form = day != 0 ? Form::Weekday : Form::Overnight;
    e.weekday = w;
    offer(i, day != 0 ? day : i + 1, e);
}

// ---- Seasons, holidays

void Parser::from_season(std::size_t i) {
    Expression e;
    e.rule = Rule::Season;
    e.form = Form::Season;
    e.quarter = at(i).number;
    const std::size_t k = i + 1;
    // "a fall in last year's profits", "no reason for the fall"
    const bool planned = is(i - 2, "for"_w) && has(i - 3, kFutureAfterBe);
    const bool drop =
        is(k, "in"_w) || has(i - 1, kArticle) ||
        (is(i - 1, "the"_w) && !planned &&
         (is(i - 2, "for"_w) || is(i - 2, "to"_w) || is(i - 2, "of"_w) || is(i - 2, "and"_w)));
    if (is(i, "fall"_w) && drop && !is(k, "of"_w)) return;
    std::size_t of = is(k, "of"_w) || is_mark(k, ',') ? k + 1 : k;
    if (const std::size_t end = year(of, e.year)) {
        offer(i, end, e);
        return;
    }
    e.year = 0;
    int shift = 0;
    bool of_last = false;
    const std::size_t said = is(i - 1, "the"_w) ? i - 2 : i - 1;
    const bool named = !is(i, "fall"_w) || is_preposition(said) || has(said, kModifier);
    if (const std::size_t end = named ? shifted_year(k, shift, of_last) : 0) {
        e.shifted = true;
        e.shift = shift;
        e.of_last = of_last;
        e.of_year = true;
        offer(i, end, e);
        return;
    }
    if (at(i).capital && at(i).sentence == at(i - 1).sentence) return;  // "the Summer Olympics"
    if (is(k, "of"_w) || (is(i, "fall"_w) && is(k, "in"_w))) return;    // "the fall in prices"
    const bool in = is(i - 1, "in"_w) || is(i - 1, "by"_w) || is(i - 1, "since"_w) ||
                    is(i - 1, "until"_w) || is(i - 1, "during"_w);
    const bool in_the = is(i - 1, "the"_w) && (is_preposition(i - 2) || is(i - 2, "over"_w));
    const bool modified = has(i - 1, kModifier) || (is_mark(i - 1, '-') && has(i - 2, kModifier)) ||
                          (is(i - 1, "the"_w) && has(i - 2, kModifier));
    // "in spring,", not "rose in spring wheat" or "results in fall in"
    const bool verb = is(i, "spring"_w) || is(i, "fall"_w);
    const bool alone = ends_phrase(k) && !is(k, "in"_w);
    if (modified || in_the || (in && (!verb || alone))) offer(i, k, e);
}

void Parser::from_holiday(std::size_t i) {
    if (!at(i).capital) return;
    const HolidayMatch match = find_holiday(tokens_, i);
    if (match.end == 0) return;
    Expression e;
    e.rule = Rule::Holiday;
    e.form = Form::Holiday;
    e.month = static_cast<int>(match.number);
    std::size_t end = match.end;
    if (is(end, "week"_w) || is(end, "weekend"_w)) {
        e.unit = at(end).unit;
        ++end;
    }
    bool of_last = false;
    if (const std::size_t after = year(is_mark(end, ',') ? end + 1 : end, e.year)) {
        end = after;
    } else if (const std::size_t with = shifted_year(end, e.shift, of_last); with && !of_last) {
        e.of_year = true;
        end = with;
    }
    offer(i, end, e);
}

// ---- now, recently, in future

void Parser::from_reference(std::size_t i) {
    Expression e;
    e.form = Form::Reference;
    e.shift = at(i).number;
    e.rule = e.shift < 0 ? Rule::RefPast : e.shift > 0 ? Rule::RefFuture : Rule::RefPresent;
    const bool name = at(i).capital && at(i - 1).capital && at(i).sentence == at(i - 1).sentence;
    if (name && !at(i).upper) return;
    if (is(i, "now"_w) && at(i).capital && is_mark(i + 1, ',')) return;  // "Now, he said, ..."
    if (is(i, "now"_w) || is(i, "currently"_w) || is(i, "nowadays"_w) || is(i, "recently"_w) ||
        is(i, "lately"_w)) {
        offer(i, i + 1, e);
        return;
    }
    if (is(i, "current"_w)) {
        if (has(i + 1, kUnit | kUnits) || is(i + 1, "account"_w) || is(i + 1, "affairs"_w)) return;
        offer(i, i + 1, e);
        return;
    }
    if (is(i, "ago"_w)) {
        from_ago(i);
        return;
    }
    if ((is(i, "these"_w) || is(i, "those"_w)) && is(i + 1, "days"_w)) {
        offer(i, i + 2, e);
        return;
    }
    if (is(i, "time"_w)) {
        at_the_time(i);
        return;
    }
    // "in the near term,", not "the long term debt"
    if (is(i, "term"_w)) {
        const std::size_t k = i - 1;
        const bool length =
            is(k, "near"_w) || is(k, "short"_w) || is(k, "medium"_w) || is(k, "long"_w);
        if (length && is(k - 1, "the"_w) && k - 1 >= floor_ && ends_phrase(i + 1) &&
            !is_mark(i + 1, '-')) {
            offer(k - 1, i + 1, e);
        }
        return;
    }
    if (is(i, "present"_w) && is(i - 1, "at"_w) && i - 1 >= floor_ && !is_mark(i + 1, '-') &&
        !has(i + 1, kUnit | kUnits)) {
        offer(i - 1, i + 1, e);
        return;
    }
    if (is(i, "future"_w)) in_future(i, e);
}

// "He was 17 at the time.", "said at the time he would", not "at the time of the vote".
void Parser::at_the_time(std::size_t i) {
    const bool alone = at(i + 1).shape != Shape::Word || (is_subject(i + 1) && !is(i + 1, "the"_w));
    if (!is(i - 1, "the"_w) || !is(i - 2, "at"_w) || i - 2 < floor_ || !alone) return;
    Expression e;
    e.form = Form::Reference;
    e.rule = Rule::RefPast;
    e.shift = -1;
    offer(i - 1, i + 1, e);
}

// "the [near] future"; "in future, farms will", not "in future years".
void Parser::in_future(std::size_t i, const Expression& e) {
    const std::size_t k = is(i - 1, "near"_w) ? i - 2 : i - 1;
    if (k >= floor_ && is(k, "the"_w) && !is(i + 1, "of"_w)) offer(k, i + 1, e);
    if (k == i - 1 && is(k, "in"_w) && k >= floor_ && ends_phrase(i + 1) && !at(i + 1).capital) {
        offer(k, i + 1, e);
    }
}

// "[not so] long ago", "some time ago", "a while ago", "moments ago".
void Parser::from_ago(std::size_t i) {
    Expression e;
    e.form = Form::Reference;
    e.rule = Rule::RefPast;
    e.shift = -1;
    std::size_t begin = i - 1;
    if (is(begin, "time"_w) || is(begin, "while"_w)) {
        --begin;
        if (is(begin, "long"_w) || is(begin, "short"_w) || is(begin, "little"_w)) --begin;
        if (!has(begin, kArticle) && !is(begin, "some"_w)) return;
    } else if (is(begin, "long"_w)) {
        if (is(begin - 1, "so"_w) || is(begin - 1, "too"_w) || is(begin - 1, "that"_w)) --begin;
        if (is(begin - 1, "not"_w)) --begin;
    } else if (!is(begin, "moments"_w)) {
        return;
    }
    if (begin >= floor_) offer(begin, i + 1, e);
}

}  // namespace dateline::temporal
