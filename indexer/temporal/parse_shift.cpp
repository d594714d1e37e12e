// Rules for what last, this, next and words like them move: last week, this spring, the same month.
#include "indexer/temporal/holidays.h"
#include "indexer/temporal/parser.h"

namespace dateline::temporal {

using namespace kind;

namespace {

Expression moved_by(const Shift& shift) {
    Expression e;
    e.shift = shift.by;
    e.shifted = true;
    return e;
}

bool is_present(const Shift& shift) {
    return shift.word == "current"_w || shift.word == "present"_w;
}

// "that week", "this day", "the last day" are no times; "that day", "the next day" are.
bool names_no_time(const Shift& shift, Unit unit) {
    if (unit == Unit::Week) return shift.word == "that"_w;
    return unit == Unit::Day &&
           (shift.word == "this"_w || is_present(shift) || shift.word == "last"_w ||
            shift.word == "past"_w || shift.word == "coming"_w);
}

// The form of a whole unit, `e.unit`, after the word.
void set_unit_form(const Shift& shift, Expression& e) {
    e.rule = e.unit == Unit::Weekend ? Rule::Weekend : Rule::UnitRelative;
    e.form = Form::UnitShift;
    const bool past = shift.word == "past"_w;
    if (past || (shift.word == "last"_w && shift.definite)) {
        // "the past month", "the last decade": a stretch that ends now
        const bool of_calendar = (e.unit == Unit::Year && past) || e.unit == Unit::Week ||
                                 e.unit == Unit::Quarter || e.unit == Unit::Weekend;
        e.form = of_calendar ? Form::UnitShift : Form::Duration;
        e.rule = of_calendar ? Rule::UnitRelative : Rule::DurationBounded;
        e.quantity = Quantity::of(1);
    }
    const bool next = shift.word == "next"_w && shift.definite;
    if (next) e.of_last = true;  // in a history
    if (shift.of_last || (next && e.unit == Unit::Day)) {
        e.form = Form::UnitOfLast;
        e.rule = Rule::UnitOfLast;
    }
}

}  // namespace

void Parser::from_shift(std::size_t i) {
    Shift shift{i, i + 1, at(i).key, at(i).number, is_definite(i), false};
    shift.of_last = is(i, "following"_w) || is(i, "previous"_w) || is(i, "same"_w) ||
                    is(i, "that"_w) || is(i, "preceding"_w);
    // "this past spring", "this coming Sunday"
    const std::size_t next = i + 1;
    if (is(i, "this"_w) && (is(next, "past"_w) || is(next, "coming"_w) || is(next, "last"_w))) {
        shift.by = at(next).number;
        shift.end = next + 1;
    }

    const bool last = is(i, "last"_w);
    if (last && shift.definite) {
        nth_weekday_of(i, shift.end, -1);
        if (best_end_ > shift.end) return;
    }
    if (shift_weekday(shift) || shift_month(shift) || shift_season(shift) || shift_holiday(shift) ||
        shift_day_part(shift)) {
        return;
    }
    if (last && is(shift.end, "half"_w)) {  // "the last half of 1989"
        half(i, shift.end + 1, 2);
        return;
    }
    if (shift_amount(shift)) return;
    // "last fiscal year", "the previous full quarter"
    const std::size_t unit = year_kinds(shift.end);
    if (has(unit, kUnits)) {
        shift_units(shift, unit);
    } else if (is(unit, "period"_w) ||
               (is(unit, "quarter"_w) && (shift.of_last || is(i, "past"_w)))) {
        shift_period(shift, unit);
    } else if (has(unit, kUnit)) {
        shift_unit(shift, unit);
    } else {
        past_alone(shift);
    }
}

// "last Friday", "next Tuesday morning", "this coming Sunday, March 8".
bool Parser::shift_weekday(const Shift& shift) {
    int w = 0;
    const std::size_t end = weekday(shift.end, w);
    if (end == 0) return false;
    if (shift.word == "that"_w || is_present(shift)) return true;
    const std::size_t comma = is_mark(end, ',') ? end + 1 : end;
    int m = 0;
    if (month(comma, m) != 0) {
        calendar_after(shift.begin, comma);
        if (best_end_ > end) return true;
    }
    Expression e = moved_by(shift);
    e.rule = Rule::Weekday;
    e.form = Form::Weekday;
    e.weekday = w;
    e.year = shift.of_last ? 1 : 0;
    with_time_of_day(shift.begin, end, e);
    return true;
}

// "last March", "this past June"; "last Oct. 23".
bool Parser::shift_month(const Shift& shift) {
    int m = 0;
    const std::size_t end = month(shift.end, m);
    if (end == 0) return false;
    if (is_present(shift)) return true;
    const bool that = shift.word == "that"_w;
    Expression e = moved_by(shift);
    e.month = m;
    int d = 0;
    if (const std::size_t after = that ? 0 : day_number(end, d)) {
        e.rule = Rule::MonthDay;
        e.form = Form::MonthDay;
        e.day = d;
        offer(shift.begin, after, e);
        return true;
    }
    e.rule = Rule::Month;
    e.form = Form::Month;
    e.of_last = shift.of_last;
    e.shifted = !that;  // "that November": of the year spoken of, if there is one
    offer(shift.begin, end, e);
    return true;
}

bool Parser::shift_season(const Shift& shift) {
    if (!has(shift.end, kSeason)) return false;
    Expression e = moved_by(shift);
    e.rule = Rule::Season;
    e.form = Form::Season;
    e.quarter = at(shift.end).number;
    e.of_last = shift.of_last || (shift.word == "next"_w && shift.definite);
    offer(shift.begin, shift.end + 1, e);
    return true;
}

bool Parser::shift_holiday(const Shift& shift) {
    if (!has(shift.end, kHoliday) || !at(shift.end).capital) return false;
    const HolidayMatch match = find_holiday(tokens_, shift.end);
    if (match.end == 0) return true;
    Expression e = moved_by(shift);
    e.rule = Rule::Holiday;
    e.form = Form::Holiday;
    e.month = static_cast<int>(match.number);
    offer(shift.begin, match.end, e);
    return true;
}

// "last night", "this morning", "the following evening".
bool Parser::shift_day_part(const Shift& shift) {
    if (!has(shift.end, kDayPart) || at(shift.end).capital) return false;
    if (shift.word == "last"_w && !is(shift.end, "night"_w)) return true;
    if (shift.word == "past"_w || is_present(shift)) return true;
    const bool of_last = shift.of_last || (shift.word == "next"_w && shift.definite);
    Expression e = moved_by(shift);
    e.rule = Rule::DayPartDeictic;
    e.form = of_last ? Form::UnitOfLast : Form::DayOffset;
    e.unit = Unit::Day;
    e.part = static_cast<DayPart>(at(shift.end).number);
    offer(shift.begin, shift.end + 1, e);
    return true;
}

// "the last three months", "the next few days", "the past several years".
bool Parser::shift_amount(const Shift& shift) {
    if (has(shift.end, kArticle)) return false;
    std::size_t number = shift.end;
    while (number < shift.end + 3 && has(number, kApprox))
        ++number;
    Quantity q;
    const std::size_t after = quantity(number, q);
    if (after == 0) return false;
    if (shift.word == "this"_w || shift.word == "that"_w || shift.word == "current"_w) return true;
    amount(shift.begin, after, q, false, true);
    return true;
}

// "past years", "coming months": the plural unit stands at i.
void Parser::shift_units(const Shift& shift, std::size_t i) {
    const bool vague = shift.word == "past"_w || shift.word == "coming"_w ||
                       shift.word == "previous"_w || shift.word == "following"_w ||
                       shift.word == "upcoming"_w;
    if (!vague || at(i).unit < Unit::Day || at(i).unit == Unit::Weekend) return;
    Expression e = moved_by(shift);
    e.form = Form::Reference;
    e.rule = shift.by < 0 ? Rule::RefPast : Rule::RefFuture;
    offer(shift.begin, i + 1, e);
}

// "the same period last year", "the previous quarter": "period" or "quarter" stands at i.
void Parser::shift_period(const Shift& shift, std::size_t i) {
    const bool of_quarter = is(i, "quarter"_w);
    if (shift.word != "same"_w && shift.word != "that"_w && !of_quarter) return;
    const std::size_t end = i + 1;
    Expression e = moved_by(shift);
    const bool back = shift.word == "previous"_w || shift.word == "preceding"_w;
    e.shift = back ? -1 : shift.word == "following"_w ? 1 : 0;
    e.rule = Rule::PeriodYearAgo;
    e.form = Form::YearBefore;
    int years = 0;
    bool of_last = false;
    if (const std::size_t after = shifted_year(end, years, of_last); after != 0 && years < 0) {
        offer(shift.begin, after, e);
        return;
    }
    const std::size_t a = has(end, kArticle) ? end + 1 : end;
    if (is(a, "year"_w) &&
        (is(a + 1, "ago"_w) || is(a + 1, "earlier"_w) || is(a + 1, "before"_w))) {
        offer(shift.begin, a + 2, e);
        return;
    }
    if (!of_quarter) return;
    e.rule = Rule::PeriodLast;
    e.form = Form::LastPeriod;
    offer(shift.begin, end, e);
}

// "last week", "this fiscal year", "the following month": the unit stands at i.
void Parser::shift_unit(const Shift& shift, std::size_t i) {
    const Unit unit = at(i).unit;
    const std::size_t end = i + 1;
    const bool last = shift.word == "last"_w;
    if (is_joined_mark(end, '-')) return;
    // "the last week of April", "the last day of 1999": no matter of today.
    if (last && is(end, "of"_w) && (has(end + 1, kMonth) || is_number(end + 1, 4, 4))) {
        int y = 0;
        if (unit == Unit::Quarter && year(end + 1, y) != 0) quarter(shift.begin, end, 4);
        return;
    }
    if (at(i).capital && !at(i).upper && at(shift.begin).sentence == at(shift.begin - 1).sentence) {
        return;
    }
    if (unit == Unit::Quarter && has(i - 1, kOrdinal)) return;
    Expression e = moved_by(shift);
    e.unit = unit;
    // "the last hour", "the next minute"
    if ((unit == Unit::Hour || unit == Unit::Minute) && shift.definite && !shift.of_last &&
        (last || shift.word == "past"_w || shift.word == "next"_w)) {
        e.form = Form::Duration;
        e.rule = Rule::DurationBounded;
        e.quantity = Quantity::of(1);
        offer(shift.begin, end, e);
        return;
    }
    if (unit < Unit::Day || unit == Unit::Millennium || unit == Unit::Fortnight) return;
    if (names_no_time(shift, unit)) return;
    set_unit_form(shift, e);
    offer(shift.begin, end, e);
    // "the same month last year"
    int years = 0;
    bool of_last = false;
    if (unit == Unit::Month && shift.word == "same"_w) {
        if (const std::size_t after = shifted_year(end, years, of_last)) {
            e.shift = 12 * years;
            offer(shift.begin, after, e);
        }
    }
    if (unit == Unit::Year && !shift.of_last) shift_part_of_year(shift, end);
}

// "last year's third quarter", "this year's first half", "last year's quarter": after the year.
void Parser::shift_part_of_year(const Shift& shift, std::size_t i) {
    const std::size_t after = possessive(i);
    if (after == 0) return;
    std::size_t k = year_kinds(after);
    int number = 0;
    Expression e = moved_by(shift);
    if (const std::size_t n = ordinal(k, number); n != 0 && number <= 4) {
        k = separator(n);
        e.quarter = number;
        if (is(k, "quarter"_w) || is(k, "period"_w)) {
            e.rule = Rule::Quarter;
            e.form = Form::Quarter;
            offer(shift.begin, k + 1, e);
        } else if (is(k, "half"_w) && number <= 2) {
            e.rule = Rule::Half;
            e.form = Form::Half;
            offer(shift.begin, k + 1, e);
        }
    } else if ((is(k, "quarter"_w) || is(k, "period"_w)) && shift.by < 0) {
        e.rule = Rule::PeriodYearAgo;
        e.form = Form::YearBefore;
        offer(shift.begin, k + 1, e);
    } else if (has(k, kSeason) && !(is(k, "fall"_w) && is(k + 1, "in"_w))) {
        e.rule = Rule::Season;
        e.form = Form::Season;
        e.quarter = at(k).number;
        e.of_year = true;  // the season of that year, not the nearest
        offer(shift.begin, k + 1, e);
    }
}

// "the past" by itself.
void Parser::past_alone(const Shift& shift) {
    if (shift.word != "past"_w || !shift.definite) return;
    const std::size_t the = shift.begin - 1;
    if (!is(the - 1, "in"_w) && !is(the - 1, "of"_w) && !is(the - 1, "from"_w)) return;
    Expression e = moved_by(shift);
    e.form = Form::Reference;
    e.rule = Rule::RefPast;
    offer(the, shift.end, e);
}

}  // namespace dateline::temporal
