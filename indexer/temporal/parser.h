// Finds time expressions among tokens and takes them apart.
//
// A scan looks at the tokens that may begin an expression; at each the rules that its classes allow
// are tried, every one looking at a bounded number of tokens, and the longest match wins. What was
// found is then extended to the left over modifiers ("early", "the end of", "nearly"), and the
// clause to its left is searched for signs of the future. Nothing here knows the document date.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "indexer/temporal/expression.h"
#include "indexer/temporal/tokens.h"

namespace dateline::temporal {

// A word that moves what stands after it, "last" or "the following".
struct Shift {
    std::size_t begin = 0;   // its token
    std::size_t end = 0;     // the token after it, and after "past" in "this past spring"
    std::uint64_t word = 0;  // its key
    int by = 0;              // -1, 0, +1
    bool definite = false;   // "the" stands before it
    bool of_last = false;    // counts from what was mentioned last: "the following", "that"
};

class Parser {
public:
    // `tokens` as tokenize makes them; `block_begin` is the text offset of their block.
    Parser(const std::vector<Token>& tokens, std::size_t block_begin)
        : tokens_(tokens), block_begin_(block_begin) {}

    // Appends the expressions, rising.
    void parse(std::vector<Expression>& out);

private:
    // Tokens. Indexes may exceed the text by less than kPadding to either side.
    const Token& at(std::size_t i) const { return tokens_[i]; }
    bool has(std::size_t i, Kinds kinds) const { return (tokens_[i].kinds & kinds) != 0; }
    bool is(std::size_t i, std::uint64_t key) const { return tokens_[i].key == key; }
    bool is_mark(std::size_t i, char mark) const { return tokens_[i].mark == mark; }
    bool is_number(std::size_t i, unsigned least, unsigned most) const {
        return tokens_[i].shape == Shape::Number && tokens_[i].digits >= least &&
               tokens_[i].digits <= most;
    }
    bool is_joined_mark(std::size_t i, char mark) const {
        return tokens_[i].mark == mark && tokens_[i].joined;
    }
    bool is_preposition(std::size_t i) const { return has(i, kind::kPreposition); }

    // Steps: the index after what was read at `i`, or 0 if it is not there.
    std::size_t year(std::size_t i, int& value) const;
    std::size_t spoken_year(std::size_t i, int& value) const;
    std::size_t month(std::size_t i, int& value) const;
    std::size_t day_number(std::size_t i, int& value) const;
    std::size_t day_after_month(std::size_t i, int& value) const;
    std::size_t weekday(std::size_t i, int& value) const;
    std::size_t ordinal(std::size_t i, int& value) const;
    std::size_t shifted_year(std::size_t i, int& shift, bool& of_last) const;
    std::size_t in_shifted_year(std::size_t i, Expression& e) const;
    std::size_t year_before(std::size_t i) const;
    std::size_t quantity(std::size_t i, Quantity& value) const;
    std::size_t digits_quantity(std::size_t i, Quantity& value) const;
    std::size_t under_hundred(std::size_t i, std::int64_t& value) const;
    std::size_t spelled_number(std::size_t i, std::int64_t& value) const;
    std::size_t quarter_century(std::size_t i, std::size_t j, Quantity& value) const;
    std::size_t words_quantity(std::size_t i, Quantity& value) const;
    std::size_t fraction(std::size_t i, std::int64_t& thousandths) const;
    std::size_t second_number(std::size_t i) const;
    std::size_t clock(std::size_t i, Clock& value, bool& certain) const;
    std::size_t clock_beside_hour(std::size_t i, Clock& value) const;
    std::size_t clock_of_four_digits(std::size_t i, Clock& value) const;
    std::size_t clock_in_figures(std::size_t i, Clock& value, bool& certain) const;
    std::size_t clock_minutes(std::size_t i, Clock& value) const;
    std::size_t oclock(std::size_t i, Clock& value) const;
    std::size_t in_day_part(std::size_t i, Clock& value) const;
    std::size_t clock_zone(std::size_t i) const;
    std::size_t clock_day(std::size_t i, Expression& e) const;
    std::size_t day_part(std::size_t i, DayPart& value) const;
    std::size_t possessive(std::size_t i) const;
    std::size_t separator(std::size_t i) const;
    std::size_t year_kinds(std::size_t i) const;
    std::size_t year_code(std::size_t i, int& value) const;
    std::size_t zone_offset(std::size_t i) const;
    std::size_t clock_of_iso_date(std::size_t i, Clock& value) const;

    // Rules: each offers what it finds at `i`. Those that return a bool are cases of another rule
    // and say whether theirs settles it, be it that there is nothing to offer.
    void offer(std::size_t begin, std::size_t end, const Expression& e);
    void parse_at(std::size_t i);
    void from_number(std::size_t i);

    // Days, months, weekdays.
    void from_month(std::size_t i);
    void calendar_after(std::size_t begin, std::size_t i);
    void month_day(std::size_t begin, std::size_t i, std::size_t k, Expression e);
    void month_without_day(std::size_t i, int m);
    void month_range(std::size_t begin, std::size_t i);
    void from_weekday(std::size_t i);
    void weekday_date(std::size_t i, std::size_t j, int w);
    bool weekday_by_week(std::size_t i, std::size_t j, int w);
    void from_weekdays(std::size_t i);
    void day_month(std::size_t i);
    void hyphenated_date(std::size_t i, int m);
    void first_of_two_days(std::size_t i, std::size_t j, int d);
    void from_day_alone(std::size_t i);
    void nth_weekday_of(std::size_t begin, std::size_t i, int nth);
    void numeric_date(std::size_t i);
    void year_first_date(std::size_t i, char mark);
    void year_last_date(std::size_t i, char mark);

    // Years, decades, centuries.
    void from_apostrophe(std::size_t i);
    bool year_of_era(std::size_t i);
    void bare_year(std::size_t i);
    void from_spoken_year(std::size_t i);
    void decade(std::size_t i);
    void century(std::size_t i);

    // Times of day.
    void with_time_of_day(std::size_t begin, std::size_t end, Expression e);
    void from_clock(std::size_t i);

    // Amounts, and what repeats.
    void from_quantity(std::size_t i);
    void amount(std::size_t begin, std::size_t i, Quantity q, bool article, bool bounded);
    void and_smaller_amount(std::size_t begin, std::size_t end, Expression e);
    void after_amount(std::size_t begin, std::size_t end, Expression e, bool article);
    bool amount_from_now(std::size_t begin, std::size_t i, Expression e);
    bool amount_from_last(std::size_t begin, std::size_t i, Expression e);
    void from_units(std::size_t i);
    void from_lasting(std::size_t i);
    void lasting_one(std::size_t begin, std::size_t end);
    void from_each(std::size_t i);
    bool each_named(std::size_t i);
    void from_frequency(std::size_t i);

    // What last, this, next move.
    void from_shift(std::size_t i);
    bool shift_weekday(const Shift& shift);
    bool shift_month(const Shift& shift);
    bool shift_season(const Shift& shift);
    bool shift_holiday(const Shift& shift);
    bool shift_day_part(const Shift& shift);
    bool shift_amount(const Shift& shift);
    void shift_units(const Shift& shift, std::size_t i);
    void shift_period(const Shift& shift, std::size_t i);
    void shift_unit(const Shift& shift, std::size_t i);
    void shift_part_of_year(const Shift& shift, std::size_t i);
    void past_alone(const Shift& shift);

    // Today, parts of the day, seasons, holidays, now.
    void from_deictic(std::size_t i);
    void from_day_part(std::size_t i);
    bool day_part_spoken_of(std::size_t i, Expression e);
    void from_dawn(std::size_t i, Expression e);
    void from_overnight(std::size_t i, Expression e);
    void from_season(std::size_t i);
    void from_holiday(std::size_t i);
    void from_reference(std::size_t i);
    void at_the_time(std::size_t i);
    void in_future(std::size_t i, const Expression& e);
    void from_ago(std::size_t i);

    // Units by themselves.
    void from_unit(std::size_t i);
    void unit_beside(std::size_t i);
    bool day_beside_weekday(std::size_t i);
    bool day_beside_today(std::size_t i);
    void week_of(std::size_t i);
    bool year_earlier(std::size_t i, bool definite);
    bool year_end(std::size_t i);
    void current_unit(std::size_t i);

    // Fiscal years, quarters, halves, periods.
    void from_year_kind(std::size_t i);
    void from_ordinal(std::size_t i);
    void quarter(std::size_t begin, std::size_t i, int number);
    void read_end_of_quarter(std::size_t i, Expression& e) const;
    void half(std::size_t begin, std::size_t i, int number);
    void period(std::size_t begin, std::size_t i, int year_said);
    void from_qualifier(std::size_t i);
    void recent_units(std::size_t i);
    void qualified_period(std::size_t begin, std::size_t i, int number, bool ago);
    void from_code(std::size_t i);
    void from_reversed_code(std::size_t i);
    void period_code(std::size_t begin, std::size_t i, bool half, int number);
    void fiscal_code(std::size_t i);

    // Context.
    bool is_definite(std::size_t i) const;
    int event_year(std::size_t begin, std::size_t i, int month, int day) const;
    bool counts_something(std::size_t i) const;
    bool is_some_day(std::size_t i) const;
    bool is_subject(std::size_t i) const;
    bool ends_phrase(std::size_t i) const;
    bool shares_zone(std::size_t i) const;
    bool counts_thousands(std::size_t i) const;
    bool is_rate(std::size_t i) const;
    bool is_stretch(std::size_t i) const;
    bool is_bare_month(std::size_t i, int m) const;
    bool is_short_decade(std::size_t i) const;
    bool is_oclock(std::size_t i) const;
    bool has_third_part(std::size_t i, char mark) const;
    bool ends_figures(std::size_t i, char mark) const;
    bool done_before(std::size_t i) const;
    bool is_mere_plan(std::size_t i) const;
    Cue cue_before(std::size_t i, const Expression& e) const;
    bool opens_clause(std::size_t i) const;
    Cue cue_after(std::size_t i) const;
    bool lasts_until(std::size_t i) const;
    bool heads_entry(std::size_t begin, std::size_t end) const;
    bool future_preposition(std::size_t i) const;
    std::size_t extended_left(std::size_t begin, const Expression& e) const;
    std::size_t further_days(std::size_t end, std::vector<Expression>& out);
    void link(const Expression& previous, Expression& e) const;
    void finish(std::size_t begin, std::size_t end, Expression& e) const;

    const std::vector<Token>& tokens_;
    std::size_t block_begin_;
    std::size_t floor_ = 0;  // nothing before this token may be taken: it belongs to the last match
    std::size_t best_begin_ = 0;
    std::size_t best_end_ = 0;
    Expression best_;
};

// ---- What the files of rules share

// '13 is 2013, '98 is 1998.
int full_year(int two_digits);

// Whether a month has the day, 29 February included.
bool is_day_of(int month, int day);

// A date as said; month and day 0 if they are not.
Expression date(Rule rule, int year, int month, int day);

}  // namespace dateline::temporal
