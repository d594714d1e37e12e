// What the parser hands to the resolver: a time expression taken apart, its value not yet settled.
#pragma once

#include <cstddef>
#include <cstdint>

#include "indexer/temporal/lexicon.h"
#include "indexer/temporal/rules.h"

namespace dateline::temporal {

enum class DayPart : std::uint8_t { None, Morning, Midday, Afternoon, Evening, Night };

// A time of day; hour -1 is none, minute or second -1 not said. 24:00 is midnight.
struct Clock {
    int hour = -1;
    int minute = -1;
    int second = -1;
};

// How many, in thousandths; `vague` is an unknown number ("several").
struct Quantity {
    std::int64_t thousandths = 0;
    bool vague = false;

    static Quantity of(std::int64_t whole) { return {whole * 1000, false}; }
    static Quantity unknown() { return {0, true}; }
    bool is_whole() const { return !vague && thousandths % 1000 == 0; }
    std::int64_t whole() const { return thousandths / 1000; }
};

// Which computation resolves an expression. The members of Expression that each reads are named.
enum class Form : std::uint8_t {
    Date,          // year [month [day]] as said
    DateInYear,    // month [day] of the year `shift` from the reference year
    MonthDay,      // [weekday,] month, day: the year is to be found; month 0: day alone, `shift`
                   // months from the document's if `shifted`
    Month,         // month; `shift` if `shifted`, else the nearest
    Year,          // year
    Decade,        // year of its beginning / 10 in `year`
    Century,       // year of its beginning / 100 in `year`
    Weekday,       // weekday; `shift` if `shifted`; unit: "Friday week", "Friday fortnight"
    NthWeekday,    // the day-th weekday of month [year]; day -1: the last
    DayOffset,     // `shift` days from the document date
    Overnight,     // the document date's night if the clause looks ahead, else the one before
    UnitShift,     // `shift` units from the document date
    UnitOfLast,    // `shift` units from the date mentioned last ("the following year")
    CurrentUnit,   // "the year": the unit at the document date
    WeekOf,        // the week of month, day [, year]
    Quarter,       // quarter [year | shift if shifted]
    QuarterEnded,  // the quarter that ends in month [, year]
    LastPeriod,    // "the quarter", "the latest period"
    YearBefore,    // "the year-ago period", "a year earlier"
    Half,          // quarter 1 or 2 [year | shift]
    Season,        // quarter 1 (spring) to 4 [year | shift if shifted]
    Holiday,       // `month` is its number in the table [year | shift if shifted]
    Offset,        // quantity, unit, sign in shift, from the document date ("ago")
    OffsetOfLast,  // the same from the date mentioned last ("earlier", "later")
    ClockTime,     // clock or part on the day in question
    Duration,      // quantity, unit
    Set,           // quantity, unit
    WeekdaySet,    // weekday [part]
    MonthSet,      // month
    SeasonSet,     // quarter
    DayPartSet,    // part
    Reference,     // shift: -1 PAST_REF, 0 PRESENT_REF, +1 FUTURE_REF
    YearEnd,       // year or shift
};

// What the clause says of the future: nothing, "would", or "will".
enum class Cue : std::uint8_t { None, Modal, Future };

// How an expression is tied to one of the same form right before it: "March to June", "May and
// June".
enum class Link : std::uint8_t { None, And, To };

struct Expression {
    std::size_t begin = 0;  // bytes of the text
    std::size_t end = 0;
    std::size_t sentence = 0;  // number of the sentence it stands in
    Rule rule = Rule::None;
    Form form = Form::Reference;
    Unit unit = Unit::None;
    DayPart part = DayPart::None;
    Cue cue = Cue::None;
    Link link = Link::None;
    bool shifted = false;
    bool ended = false;               // "the latest quarter"
    bool of_year = false;             // `shift` counts years: "Easter last year"
    bool of_last = false;             // counts from what was mentioned last: "the following spring"
    bool entry = false;               // heads an entry of a timeline: "Oct. 30: he is charged."
    bool apposed = false;             // after a comma after another: "in 2015, nine years later"
    bool to_the_day = false;          // "fifty years ago today"
    bool future_preposition = false;  // until, by, effective: the day to come
    int year = 0;  // MonthDay: of the event that is named by the day, "the Oct. 7 attack"
    int month = 0;
    int day = 0;
    int weekday = 0;
    int quarter = 0;
    int shift = 0;
    Quantity quantity;
    Quantity rest;  // "and six months" after "five years", in `rest_unit`
    Unit rest_unit = Unit::None;
    Clock clock;
};

}  // namespace dateline::temporal
