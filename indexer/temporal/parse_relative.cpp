// Rules for what is named by its relation to another time: last week, the quarter, now.
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
    // "in the morning": of the day spoken of
    if (is(i - 1, "the"_w) && i - 1 >= floor_ && is(i - 2, "in"_w) && !is(i + 1, "of"_w) &&
        e.part != DayPart::Night && at(i).shape == Shape::Word && !at(i).plural) {
        Expression when = e;
        when.form = Form::ClockTime;
        offer(i, i + 1, when);
        return;
    }
    // "The night before,"
    const bool before = is(i + 1, "before"_w);
    const char mark = at(i + 2).mark;
    if (is(i - 1, "the"_w) && (before || is(i + 1, "after"_w)) &&
        (mark == ',' || mark == '.' || mark == ';' || at(i + 2).shape == Shape::Break)) {
        e.form = Form::UnitOfLast;
        e.unit = Unit::Day;
        e.shift = before ? -1 : 1;
        offer(i, i + 2, e);
        return;
    }
    // "at dawn", "by nightfall": of the day spoken of
    if (is(i, "dawn"_w) || is(i, "dusk"_w) || is(i, "nightfall"_w)) {
        Expression when = e;
        when.form = Form::ClockTime;
        when.rule = Rule::Clock;
        const std::size_t day = clock_day(i + 1, when);
        if (day != 0) when.rule = Rule::ClockDay;
        const bool introduced = is(i - 1, "at"_w) || is(i - 1, "by"_w) || is(i - 1, "before"_w) ||
                                is(i - 1, "after"_w) || is(i - 1, "since"_w) ||
                                is(i - 1, "until"_w);
        if (introduced) offer(i, day != 0 ? day : i + 1, when);
        return;
    }
    if (is(i, "overnight"_w)) {
        // Not "an overnight flight", nor what an adjective stands before.
        const Token& next = at(i + 1);
        const bool alone = next.shape != Shape::Word || is_preposition(i + 1) ||
                           has(i + 1, kClauseBreak | kBe | kFutureCue | kWeekday);
        if (!alone || has(i - 1, kArticle) || is(i - 1, "the"_w) || is_mark(i + 1, '-')) return;
        int w = 0;
        if (const std::size_t day = weekday(i + 1, w)) {
            e.form = Form::Weekday;
            e.weekday = w;
            offer(i, day, e);
            return;
        }
        e.form = Form::Overnight;
        offer(i, i + 1, e);
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
        if (has(i + 1, kDeictic)) {
            e.shift = at(i + 1).number;
            offer(i, i + 2, e);
            return;
        }
        offer(i, i + 1, e);
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

// ---- last, this, next

void Parser::from_shift(std::size_t i) {
    const std::uint64_t word = at(i).key;
    int shift = at(i).number;
    std::size_t j = i + 1;
    // "this past spring", "this coming Sunday", "the same"
    if (is(i, "this"_w) && (is(j, "past"_w) || is(j, "coming"_w) || is(j, "last"_w))) {
        shift = at(j).number;
        ++j;
    }
    shifted(i, j, shift, word, is_definite(i));
}

void Parser::shifted(std::size_t begin, std::size_t i, int shift, std::uint64_t word,
                     bool definite) {
    const bool of_last = word == "following"_w || word == "previous"_w || word == "same"_w ||
                         word == "that"_w || word == "preceding"_w;
    const bool names_past = word == "past"_w;
    Expression e;
    e.shift = shift;
    e.shifted = true;
    int value = 0;

    if (word == "last"_w && definite) {
        nth_weekday_of(begin, i, -1);
        if (best_end_ > i) return;
    }
    // "last Friday", "next Tuesday morning"
    if (const std::size_t end = weekday(i, value)) {
        if (word == "that"_w || word == "current"_w || word == "present"_w) return;
        e.rule = Rule::Weekday;
        e.form = Form::Weekday;
        e.weekday = value;
        e.year = of_last ? 1 : 0;
        // "this coming Sunday, March 8"
        const std::size_t comma = is_mark(end, ',') ? end + 1 : end;
        if (month(comma, value) != 0) {
            calendar_after(begin, comma);
            if (best_end_ > end) return;
        }
        with_time_of_day(begin, end, e);
        return;
    }
    // "last March", "this past June"; "last Oct. 23"
    if (const std::size_t end = month(i, value)) {
        int day = 0;
        if (word == "current"_w || word == "present"_w) return;
        if (const std::size_t after = word == "that"_w ? 0 : day_number(end, day)) {
            e.rule = Rule::MonthDay;
            e.form = Form::MonthDay;
            e.month = value;
            e.day = day;
            offer(begin, after, e);
            return;
        }
        e.rule = Rule::Month;
        e.form = Form::Month;
        e.month = value;
        e.of_last = of_last;
        e.shifted = word != "that"_w;  // "that November": of the year spoken of, if there is one
        offer(begin, end, e);
        return;
    }
    if (has(i, kSeason)) {
        if (word == "that"_w && !has(i, kSeason)) return;
        e.rule = Rule::Season;
        e.form = Form::Season;
        e.quarter = at(i).number;
        e.of_last = of_last || (word == "next"_w && definite);
        offer(begin, i + 1, e);
        return;
    }
    if (has(i, kHoliday) && at(i).capital) {
        if (const HolidayMatch match = find_holiday(tokens_, i); match.end != 0) {
            e.rule = Rule::Holiday;
            e.form = Form::Holiday;
            e.month = static_cast<int>(match.number);
            offer(begin, match.end, e);
        }
        return;
    }
    // "last night", "this morning"
    if (has(i, kDayPart) && !at(i).capital) {
        e.rule = Rule::DayPartDeictic;
        e.part = static_cast<DayPart>(at(i).number);
        e.form = of_last || (word == "next"_w && definite) ? Form::UnitOfLast : Form::DayOffset;
        e.unit = Unit::Day;
        if (word == "last"_w && !is(i, "night"_w)) return;
        if (word == "past"_w || word == "current"_w || word == "present"_w) return;
        if (word == "that"_w || word == "same"_w) e.form = Form::UnitOfLast;
        offer(begin, i + 1, e);
        return;
    }
    // "the last half of 1989"
    if (is(i, "half"_w) && word == "last"_w) {
        half(begin, i + 1, 2);
        return;
    }
    // "the last three months", "the next few days", "the past several years"
    Quantity q;
    std::size_t approx = i;
    while (approx < i + 3 && has(approx, kApprox))
        ++approx;
    if (!has(i, kArticle)) {
        if (const std::size_t after = quantity(approx, q)) {
            if (word == "this"_w || word == "that"_w || word == "current"_w) return;
            amount(begin, after, q, false, true);
            return;
        }
    }
    // "last fiscal year", "the previous full quarter"
    const std::size_t j = year_kinds(i);
    if (has(j, kUnits)) {
        // "past years", "coming months"
        const bool vague = word == "past"_w || word == "coming"_w || word == "previous"_w ||
                           word == "following"_w || word == "upcoming"_w;
        if (!vague || at(j).unit < Unit::Day || at(j).unit == Unit::Weekend) return;
        e.form = Form::Reference;
        e.rule = shift < 0 ? Rule::RefPast : Rule::RefFuture;
        offer(begin, j + 1, e);
        return;
    }
    if (is(j, "period"_w) || (is(j, "quarter"_w) && (of_last || word == "past"_w))) {
        if (word == "same"_w || word == "that"_w || is(j, "quarter"_w)) {
            e.rule = Rule::PeriodLast;
            e.form = Form::LastPeriod;
            e.shift = word == "previous"_w || word == "preceding"_w ? -1 : word == "following"_w;
            const std::size_t end = j + 1;
            int year_shift = 0;
            bool back = false;
            if (const std::size_t after = shifted_year(end, year_shift, back);
                after && year_shift < 0) {
                e.rule = Rule::PeriodYearAgo;
                e.form = Form::YearBefore;
                offer(begin, after, e);
                return;
            }
            const std::size_t a = has(end, kArticle) ? end + 1 : end;
            if (is(a, "year"_w) &&
                (is(a + 1, "ago"_w) || is(a + 1, "earlier"_w) || is(a + 1, "before"_w))) {
                e.rule = Rule::PeriodYearAgo;
                e.form = Form::YearBefore;
                offer(begin, a + 2, e);
                return;
            }
            if (is(j, "quarter"_w)) offer(begin, end, e);
        }
        return;
    }
    if (!has(j, kUnit)) {
        // "the past" by itself
        if (names_past && definite && begin + 1 == i &&
            (is(begin - 2, "in"_w) || is(begin - 2, "of"_w) || is(begin - 2, "from"_w))) {
            e.form = Form::Reference;
            e.rule = Rule::RefPast;
            offer(begin - 1, i, e);
        }
        return;
    }

    const Unit unit = at(j).unit;
    const std::size_t end = j + 1;
    if (is_joined_mark(end, '-')) return;
    // "the last week of April", "the last day of 1999": no matter of today.
    if (word == "last"_w && is(end, "of"_w) && (has(end + 1, kMonth) || is_number(end + 1, 4, 4))) {
        if (unit == Unit::Quarter && year(end + 1, value) != 0) quarter(begin, end, 4);
        return;
    }
    if (at(j).capital && !at(j).upper && at(begin).sentence == at(begin - 1).sentence) return;
    if (unit == Unit::Quarter && has(j - 1, kOrdinal)) return;
    if ((unit == Unit::Hour || unit == Unit::Minute) && definite && !of_last &&
        (word == "last"_w || word == "past"_w || word == "next"_w)) {
        e.form = Form::Duration;
        e.rule = Rule::DurationBounded;
        e.unit = unit;
        e.quantity = Quantity::of(1);
        offer(begin, end, e);
        return;
    }
    if (unit < Unit::Day || unit == Unit::Millennium || unit == Unit::Fortnight) return;
    e.unit = unit;
    e.rule = unit == Unit::Weekend ? Rule::Weekend : Rule::UnitRelative;
    e.form = Form::UnitShift;
    if (word == "past"_w || (word == "last"_w && definite)) {
        // "the past year", "the last decade": a stretch that ends now
        e.form = Form::Duration;
        e.rule = Rule::DurationBounded;
        e.quantity = Quantity::of(1);
        const bool year = unit == Unit::Year && word == "past"_w;
        if (year || unit == Unit::Week || unit == Unit::Quarter || unit == Unit::Weekend ||
            begin + 1 != i) {
            e.form = Form::UnitShift;
            e.rule = Rule::UnitRelative;
        }
    }
    if (of_last) {
        if (unit == Unit::Week && word == "that"_w) return;
        e.form = Form::UnitOfLast;
        e.rule = Rule::UnitOfLast;
    }
    if (word == "next"_w && definite) {
        e.of_last = true;  // in a history
        if (unit == Unit::Day) {
            e.form = Form::UnitOfLast;
            e.rule = Rule::UnitOfLast;
        }
    }
    if (unit == Unit::Day && (word == "this"_w || word == "current"_w || word == "present"_w ||
                              word == "last"_w || word == "past"_w || word == "coming"_w)) {
        return;
    }
    offer(begin, end, e);
    // "the same month last year"
    int years = 0;
    bool back = false;
    if (unit == Unit::Month && word == "same"_w) {
        if (const std::size_t after = shifted_year(end, years, back)) {
            e.shift = 12 * years;
            offer(begin, after, e);
        }
    }

    // "last year's third quarter", "this year's first half", "last year's quarter"
    if (unit != Unit::Year || of_last) return;
    const std::size_t after = possessive(end);
    if (after == 0) return;
    std::size_t k = year_kinds(after);
    int number = 0;
    Expression part;
    part.shift = shift;
    part.shifted = true;
    if (const std::size_t n = ordinal(k, number); n != 0 && number <= 4) {
        k = separator(n);
        if (is(k, "quarter"_w) || is(k, "period"_w)) {
            part.rule = Rule::Quarter;
            part.form = Form::Quarter;
            part.quarter = number;
            offer(begin, k + 1, part);
        } else if (is(k, "half"_w) && number <= 2) {
            part.rule = Rule::Half;
            part.form = Form::Half;
            part.quarter = number;
            offer(begin, k + 1, part);
        }
    } else if ((is(k, "quarter"_w) || is(k, "period"_w)) && shift < 0) {
        part.rule = Rule::PeriodYearAgo;
        part.form = Form::YearBefore;
        offer(begin, k + 1, part);
    } else if (has(k, kSeason) && !(is(k, "fall"_w) && is(k + 1, "in"_w))) {
        part.rule = Rule::Season;
        part.form = Form::Season;
        part.quarter = at(k).number;
        part.of_year = true;  // the season of that year, not the nearest
        offer(begin, k + 1, part);
    }
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
    // "He was 17 at the time.", "said at the time he would", not "at the time of the vote"
    if (is(i, "time"_w)) {
        const bool alone =
            at(i + 1).shape != Shape::Word || (is_subject(i + 1) && !is(i + 1, "the"_w));
        if (is(i - 1, "the"_w) && is(i - 2, "at"_w) && i - 2 >= floor_ && alone) {
            e.shift = -1;
            e.rule = Rule::RefPast;
            offer(i - 1, i + 1, e);
        }
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
    if (is(i, "future"_w)) {
        const std::size_t k = is(i - 1, "near"_w) ? i - 2 : i - 1;
        if (k >= floor_ && is(k, "the"_w) && !is(i + 1, "of"_w)) offer(k, i + 1, e);
        // "in future, farms will", not "in future years"
        if (k == i - 1 && is(k, "in"_w) && k >= floor_ && ends_phrase(i + 1) &&
            !at(i + 1).capital) {
            offer(k, i + 1, e);
        }
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
