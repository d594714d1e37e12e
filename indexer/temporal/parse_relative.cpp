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
    Expression e;
    e.rule = Rule::DayDeictic;
    e.form = Form::DayOffset;
    e.shift = at(i).number;
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
        if (word == "that"_w || word == "current"_w || word == "present"_w) return;
        if (const std::size_t after = day_number(end, day)) {
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
        offer(begin, end, e);
        return;
    }
    if (has(i, kSeason)) {
        if (word == "that"_w && !has(i, kSeason)) return;
        e.rule = Rule::Season;
        e.form = Form::Season;
        e.quarter = at(i).number;
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
    // "the last half of 1989"
    if (is(j, "half"_w) && word == "last"_w) {
        half(begin, j + 1, 2);
        return;
    }
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
    if (at(j).capital && !at(j).upper && at(begin).sentence == at(begin - 1).sentence) return;
    if (unit == Unit::Quarter && has(j - 1, kOrdinal)) return;
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
    if (word == "next"_w && definite && unit == Unit::Day) {
        e.form = Form::UnitOfLast;
        e.rule = Rule::UnitOfLast;
    }
    if (unit == Unit::Day && (word == "this"_w || word == "current"_w || word == "present"_w ||
                              word == "last"_w || word == "past"_w || word == "coming"_w)) {
        return;
    }
    offer(begin, end, e);

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
    } else if (has(k, kSeason)) {
        part.rule = Rule::Season;
        part.form = Form::Season;
        part.quarter = at(k).number;
        part.year = 0;
        part.unit = Unit::Year;  // the season of that year, not the nearest
        offer(begin, k + 1, part);
    }
}

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
    if (is(i, "year"_w) || is(i, "week"_w) || is(i, "month"_w)) {
        if (is_joined_mark(k, '-') || is(k, "before"_w) || is(k, "after"_w) || is(k, "that"_w) ||
            has(k, kTens | kCardinal) || at(k).shape == Shape::Number || (has(i - 1, kOrdinal)) ||
            is(k, "when"_w)) {
            return;
        }
        // "the end of the year", "for the year", not "the year of the monkey"
        if (is(k, "of"_w)) return;
        e.rule = Rule::UnitCurrent;
        if (is(k, "ended"_w) || is(k, "ending"_w)) {
            e.form = Form::Duration;
            e.quantity = Quantity::of(1);
        } else {
            e.form = Form::CurrentUnit;
        }
        offer(i, k, e);
    }
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
    if (is(k, "quarter"_w) || is(k, "period"_w)) {
        e.rule = Rule::PeriodLast;
        offer(begin, k + 1, e);
    }
}

// "Q3", "Q3 2012", "FY13", "FY2012-13".
void Parser::from_quarter_code(std::size_t i) {
    if (!at(i).capital) return;
    Expression e;
    if (is(i, "fy"_w)) {
        const std::size_t k = i + 1;
        if (is_number(k, 2, 2)) {
            e.year = at(k).number + (at(k).number > 60 ? 1900 : 2000);
        } else if (is_number(k, 4, 4)) {
            e.year = at(k).number;
        } else {
            return;
        }
        e.rule = Rule::FiscalYear;
        e.form = Form::Year;
        offer(i, k + 1, e);
        return;
    }
    if (!is_number(i + 1, 1, 1) || !at(i + 1).joined) return;
    const int number = at(i + 1).number;
    if (number < 1 || number > 4) return;
    std::size_t k = i + 2;
    if (at(k).joined && at(k).shape == Shape::Word) return;
    e.rule = Rule::Quarter;
    e.form = Form::Quarter;
    e.quarter = number;
    std::size_t of = is(k, "of"_w) || is_mark(k, ',') || is_mark(k, '-') ? k + 1 : k;
    if (is(of, "fy"_w) && at(of + 1).joined && is_number(of + 1, 2, 4)) {
        ++of;
        e.year = at(of).digits == 2 ? 2000 + at(of).number : at(of).number;
        k = of + 1;
    } else if (const std::size_t after = year(of, e.year)) {
        k = after;
    } else if (const std::size_t with = shifted_year(k, e.shift, e.future_preposition)) {
        e.shifted = true;
        k = with;
    }
    e.future_preposition = false;
    offer(i, k, e);
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

// ---- Seasons, holidays

void Parser::from_season(std::size_t i) {
    Expression e;
    e.rule = Rule::Season;
    e.form = Form::Season;
    e.quarter = at(i).number;
    const std::size_t k = i + 1;
    std::size_t of = is(k, "of"_w) || is_mark(k, ',') ? k + 1 : k;
    if (const std::size_t end = year(of, e.year)) {
        offer(i, end, e);
        return;
    }
    e.year = 0;
    bool of_last = false;
    if (const std::size_t end = shifted_year(k, e.shift, of_last)) {
        e.shifted = true;
        e.unit = Unit::Year;
        offer(i, end, e);
        return;
    }
    if (at(i).capital && at(i).sentence == at(i - 1).sentence) return;  // "the Summer Olympics"
    if (is(k, "of"_w)) return;
    const bool in = is(i - 1, "in"_w) || is(i - 1, "by"_w) || is(i - 1, "since"_w) ||
                    is(i - 1, "until"_w) || is(i - 1, "during"_w);
    const bool in_the = is(i - 1, "the"_w) && (is_preposition(i - 2) || is(i - 2, "over"_w));
    const bool modified = has(i - 1, kModifier) || (is_mark(i - 1, '-') && has(i - 2, kModifier)) ||
                          (is(i - 1, "the"_w) && has(i - 2, kModifier));
    const bool verb = is(i, "spring"_w) || is(i, "fall"_w);
    if (modified || in_the || (in && !verb)) offer(i, k, e);
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
    if (const std::size_t after = year(is_mark(end, ',') ? end + 1 : end, e.year)) end = after;
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
    if (is(i, "these"_w) && is(i + 1, "days"_w)) {
        offer(i, i + 2, e);
        return;
    }
    if (is(i, "future"_w)) {
        const std::size_t k = is(i - 1, "near"_w) ? i - 2 : i - 1;
        if (k >= floor_ && is(k, "the"_w) && !is(i + 1, "of"_w)) offer(k, i + 1, e);
    }
}

}  // namespace dateline::temporal
