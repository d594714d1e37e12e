#include "indexer/temporal/parser.h"

#include <algorithm>

namespace dateline::temporal {

using namespace kind;

namespace {

// How many tokens the search for a sign of the future looks at.
constexpr std::size_t kClauseReach = 40;

// And how many words may stand between a day that opens its clause and "will".
constexpr std::size_t kSubjectReach = 6;

// The most days that a list after a month and day may add.
constexpr unsigned kMostDays = 6;

constexpr Kinds kStarters = kMonth | kWeekday | kWeekdays | kUnit | kUnits | kCardinal | kTens |
                            kScale | kOrdinal | kVague | kArticle | kShift | kSeason | kDayPart |
                            kDeictic | kFrequency | kReference | kDecadeName | kYearKind | kEach |
                            kHoliday | kQualifier | kClockWord | kCode | kPeriod | kLasting;

bool calendar_day_or_month(const Expression& e) {
    return e.form == Form::Weekday || e.form == Form::MonthDay || e.form == Form::Month;
}

bool starts_expression(const Token& token) {
    return (token.kinds & kStarters) != 0 || token.shape == Shape::Number || token.mark == '\'';
}

}  // namespace

void Parser::parse(std::vector<Expression>& out) {
    const std::size_t end = tokens_.size() - kPadding;
    floor_ = kPadding;
    std::size_t i = kPadding;
    while (i < end) {
        if (!starts_expression(tokens_[i])) {
            ++i;
            continue;
        }
        best_begin_ = best_end_ = i;
        parse_at(i);
        if (best_end_ == i) {
            ++i;
            continue;
        }
        finish(best_begin_, best_end_, best_);
        if (floor_ > kPadding) link(out.back(), best_);
        out.push_back(best_);
        i = further_days(best_end_, out);
        floor_ = i;
    }
}

// "on Tuesday and Wednesday it will", "from March to June": what one word links to the expression
// before it.
void Parser::link(const Expression& previous, Expression& e) const {
    if (e.begin != block_begin_ + at(floor_ + 1).begin || e.form != previous.form) return;
    if (is(floor_, "and"_w) || is(floor_, "or"_w)) {
        e.link = Link::And;
        if (e.cue == Cue::None) e.cue = previous.cue;
    } else if (is(floor_, "to"_w) || is(floor_, "through"_w) || is_mark(floor_, '-')) {
        e.link = Link::To;
    }
}

void Parser::offer(std::size_t begin, std::size_t end, const Expression& e) {
    if (end <= best_end_) return;
    best_begin_ = begin;
    best_end_ = end;
    best_ = e;
}

void Parser::parse_at(std::size_t i) {
    const Token& token = at(i);
    const Kinds kinds = token.kinds;
    if (token.shape == Shape::Number) {
        from_number(i);
        return;
    }
    if (token.mark == '\'') {
        from_apostrophe(i);
        return;
    }
    if (kinds & kMonth) from_month(i);
    if (kinds & kWeekday) from_weekday(i);
    if (kinds & kWeekdays) from_weekdays(i);
    if (kinds & (kCardinal | kTens | kScale | kVague | kArticle)) {
        from_quantity(i);
        from_spoken_year(i);
        from_clock(i);
    }
    if (kinds & (kOrdinal | kTens)) from_ordinal(i);
    if (kinds & kShift) from_shift(i);
    if (kinds & kDeictic) from_deictic(i);
    if (kinds & kDayPart) from_day_part(i);
    if (kinds & kClockWord) from_clock(i);
    if (kinds & (kUnit | kUnits | kPeriod)) from_unit(i);
    if (is(i, "quarter"_w)) from_clock(i);
    if (kinds & kQualifier) from_qualifier(i);
    if (kinds & kYearKind) from_year_kind(i);
    if (kinds & kSeason) from_season(i);
    if (kinds & kHoliday) from_holiday(i);
    if (kinds & kEach) from_each(i);
    if (kinds & kFrequency) from_frequency(i);
    if (kinds & kDecadeName) decade(i);
    if (kinds & kCode) from_code(i);
    if (kinds & kReference) from_reference(i);
    if (kinds & kLasting) from_lasting(i);
}

// ---- Small steps

std::size_t Parser::possessive(std::size_t i) const {
    if (!is_joined_mark(i, '\'')) return 0;
    if (is(i + 1, "s"_w) && at(i + 1).joined) return i + 2;
    return i + 1;
}

// A hyphen, a blank or nothing between the words of a compound: the index of the next word.
std::size_t Parser::separator(std::size_t i) const {
    return is_mark(i, '-') ? i + 1 : i;
}

std::size_t Parser::ordinal(std::size_t i, int& value) const {
    if (has(i, kOrdinal)) {
        value = at(i).number;
        return i + 1;
    }
    if (has(i, kTens) && is_joined_mark(i + 1, '-') && has(i + 2, kOrdinal) &&
        at(i + 2).number < 10) {
        value = at(i).number + at(i + 2).number;
        return i + 3;
    }
    if (is_number(i, 1, 2) && has(i + 1, kOrdinalSuffix) && at(i + 1).joined) {
        value = at(i).number;
        return i + 2;
    }
    return 0;
}

std::size_t Parser::year_kinds(std::size_t i) const {
    std::size_t j = i;
    while (j < i + 2 && has(j, kYearKind))
        ++j;
    return j;
}

// "last year", "of this year", "the same year".
std::size_t Parser::shifted_year(std::size_t i, int& shift, bool& of_last) const {
    if (is_mark(i, ',')) ++i;
    if (is(i, "of"_w) || is(i, "in"_w)) ++i;
    const bool definite = is(i, "the"_w);
    if (definite) ++i;
    if (!has(i, kShift)) return 0;
    const std::size_t j = year_kinds(i + 1);
    if (!is(j, "year"_w)) return 0;
    of_last = is(i, "same"_w) || is(i, "that"_w) || is(i, "following"_w) || is(i, "previous"_w) ||
              (definite && is(i, "next"_w));
    shift = at(i).number;
    return j + 1;
}

// ---- Context

// "the" before i, words such as "fiscal", "full", "latest" in between.
bool Parser::is_definite(std::size_t i) const {
    std::size_t k = i - 1;
    if (k > floor_ && has(k, kYearKind)) --k;
    return k >= floor_ && is(k, "the"_w);
}

// Whether a subject begins at i.
bool Parser::is_subject(std::size_t i) const {
    return is(i, "the"_w) || is(i, "he"_w) || is(i, "she"_w) || is(i, "it"_w) || is(i, "they"_w) ||
           is(i, "there"_w);
}

// Whether no noun begins at i: the time before it stands by itself rather than says which ("in
// spring wheat").
bool Parser::ends_phrase(std::size_t i) const {
    return at(i).shape != Shape::Word || at(i).past || at(i).capital || is_subject(i) ||
           has(i, kPreposition | kClauseBreak | kBe | kFutureCue | kModal);
}

bool Parser::is_rate(std::size_t i) const {
    std::size_t k = i - 1;
    // "$10.50 an hour"
    if (is_number(k, 1, 9)) {
        if (is_mark(k - 1, '.') && is_number(k - 2, 1, 9)) k -= 2;
        return k > floor_ && is_mark(k - 1, '$');
    }
    return k >= floor_ && (has(k, kMoney | kRate) || is_mark(k, '%') ||
                           (at(k).plural && !has(k, kUnits)));  // "interviews a day"
}

// "taxed under the plan announced on Saturday": the verb at i is a past one with neither "will be"
// nor "to have" before it.
bool Parser::done_before(std::size_t i) const {
    if (!at(i).past || has(i, kFutureCue | kFutureAfterBe)) return false;
    const std::size_t k = at(i - 1).adverb ? i - 2 : i - 1;
    return !has(k, kBe) && !is(k, "have"_w) && !is(k, "been"_w) && !is(k, "being"_w);
}

// "her plan lost on Tuesday": a noun, and no purpose after it.
bool Parser::is_mere_plan(std::size_t i) const {
    if (!is(i, "plan"_w) && !is(i, "plans"_w) && !is(i, "schedule"_w)) return false;
    if (is(i + 1, "to"_w) || is(i + 1, "for"_w)) return false;
    const std::size_t k = i - 1;
    return has(k, kArticle | kShift) || is(k, "the"_w) || is(k, "his"_w) || is(k, "her"_w) ||
           is(k, "its"_w) || is(k, "their"_w) || (is(k, "s"_w) && is_mark(k - 1, '\''));
}

Cue Parser::cue_before(std::size_t i, const Expression& e) const {
    const std::uint32_t sentence = at(i).sentence;
    const std::size_t stop = i > kClauseReach ? i - kClauseReach : 1;
    Cue cue = Cue::None;
    const std::size_t verb = is(i - 1, "on"_w) || is(i - 1, "in"_w) ? i - 2 : i - 1;
    if (is(verb, "due"_w)) return Cue::Future;  // "results due on Friday"
    // "a ruling could come Monday", not "could not be found Monday"
    if (has(verb - 1, kModal) && !at(verb - 1).capital && at(verb).shape == Shape::Word &&
        !at(verb).past) {
        return Cue::Future;
    }
    const bool over = done_before(verb) && calendar_day_or_month(e);
    for (std::size_t k = i - 1; k >= stop; --k) {
        const Token& token = at(k);
        if (token.shape == Shape::Break || token.sentence != sentence) break;
        if (token.mark == ';' || token.mark == '"') break;
        if (token.mark == ',' && !(at(k + 1).shape == Shape::Number && at(k + 1).joined)) break;
        if (token.kinds & kClauseBreak) break;
        if ((token.key == "early"_w || token.key == "soon"_w) && is(k - 1, "as"_w) &&
            is(k + 1, "as"_w)) {
            return Cue::Future;  // "as soon as trading opened Monday" as well
        }
        if (over) continue;
        if ((token.kinds & kFutureCue) && !is_mere_plan(k)) return Cue::Future;
        // "may have left on Monday" is over, "may have to leave" is not.
        const bool perfect = is(k + 1, "have"_w) && !is(k + 2, "to"_w);
        if ((token.kinds & kModal) && !token.capital && !perfect) {
            // "may come on Monday" is to come; "could not be found Monday" is not.
            if (token.key == "may"_w || token.key == "might"_w) return Cue::Future;
            cue = Cue::Modal;
        }
        if (token.kinds & kFutureAfterBe) {
            if (has(k - 1, kBe) || (at(k - 1).adverb && has(k - 2, kBe))) return Cue::Future;
        }
    }
    return cue;
}

// Whether the expression that begins at i opens its clause, at most a preposition before it.
bool Parser::opens_clause(std::size_t i) const {
    std::size_t k = i - 1;
    if (is_preposition(k)) --k;
    const Token& token = at(k);
    return token.shape == Shape::Break || token.sentence != at(i).sentence || token.mark == ',' ||
           token.mark == '~' || token.mark == ';' || token.mark == '"' || token.key == "and"_w ||
           token.key == "but"_w;
}

// "On Tuesday, voters will choose": after an expression that opens its clause.
Cue Parser::cue_after(std::size_t i) const {
    const std::uint32_t sentence = at(i - 1).sentence;
    std::size_t k = is_mark(i, ',') ? i + 1 : i;
    if (const std::size_t owned = possessive(i)) k = owned;  // "Saturday's funeral will"
    for (const std::size_t stop = k + kSubjectReach; k < stop; ++k) {
        const Token& token = at(k);
        if (token.shape != Shape::Word || token.sentence != sentence) break;
        if (token.kinds & (kClauseBreak | kPastVerb)) break;
        if (token.key == "will"_w || token.key == "ll"_w) return Cue::Future;
    }
    return Cue::None;
}

// "the final is on Sunday", "banks are shut until Thursday": the present tense of a state that
// lasts to a day still to come, the expression beginning at i.
bool Parser::lasts_until(std::size_t i) const {
    const auto present = [&](std::size_t k) { return is(k, "is"_w) || is(k, "are"_w); };
    std::size_t k = i - 1;
    if (present(k) || (is(k, "on"_w) && present(k - 1))) return true;
    // "ends on Sunday", "takes effect at midnight on Thursday"
    const std::size_t verb = is(k, "on"_w) || is(k, "at"_w) ? k - 1 : k;
    if (is(verb, "ends"_w) || is(verb, "opens"_w) ||
        (is(verb, "starts"_w) && !is(verb - 1, "housing"_w)) ||
        (is(verb, "effect"_w) && (is(verb - 1, "takes"_w) || is(verb - 1, "take"_w)))) {
        return true;
    }
    if (!is(k, "until"_w) && !is(k, "till"_w) && !is(k, "through"_w)) return false;
    for (const std::size_t stop = k - kSubjectReach; --k > stop;) {
        const Token& token = at(k);
        if (token.shape != Shape::Word || token.sentence != at(i).sentence) break;
        if (present(k) || token.key == "has"_w || token.key == "have"_w) return true;
        if (token.kinds & (kPastVerb | kClauseBreak)) break;
    }
    return false;
}

// "Oct. 30: he is charged": tokens [begin, end) open a sentence, and a colon or a dash follows.
bool Parser::heads_entry(std::size_t begin, std::size_t end) const {
    if (!is_mark(end, ':') && !is_mark(end, '~') && !is_mark(end, '-')) return false;
    const std::size_t k =
        is_mark(begin - 1, '-') || is_mark(begin - 1, '*') ? begin - 2 : begin - 1;
    return at(k).shape == Shape::Break || at(k).sentence != at(begin).sentence || is_mark(k, '.') ||
           k < begin - 1;
}

bool Parser::future_preposition(std::size_t i) const {
    const std::size_t k = i - 1;
    return is(k, "until"_w) || is(k, "till"_w) || is(k, "by"_w) || is(k, "due"_w) ||
           is(k, "effective"_w) || is(k, "beginning"_w) || is(k, "starting"_w) ||
           is(k, "through"_w) || is(k, "expire"_w) || is(k, "expires"_w);
}

// ---- Output

// The modifiers before an expression that belong to it.
std::size_t Parser::extended_left(std::size_t begin, const Expression& e) const {
    std::size_t k = begin;
    const auto word_before = [&](std::size_t i) {
        return i > floor_ && at(i - 1).shape == Shape::Word;
    };
    const bool amount = e.form == Form::Duration || e.form == Form::Offset ||
                        e.form == Form::OffsetOfLast || e.form == Form::ClockTime;
    if (amount) {
        if (word_before(k) && is(k - 1, "the"_w) && e.form != Form::ClockTime) --k;
        for (unsigned n = 0; n < 3 && word_before(k) && has(k - 1, kApprox); ++n) {
            if (is(k - 1, "over"_w) && e.rule == Rule::DurationBounded) break;
            --k;
        }
        if (k < begin && word_before(k) && is(k - 1, "at"_w) && is(k, "least"_w)) --k;
        return k;
    }
    if (e.form == Form::Reference) {
        if (word_before(k) && (is(k - 1, "more"_w) || is(k - 1, "right"_w))) --k;
        return k;
    }
    if (word_before(k) && is(k - 1, "the"_w)) --k;
    // [the] end of, early [in], mid-
    std::size_t j = k;
    if (j > floor_ && at(j - 1).mark == '-' && at(j - 1).joined) --j;
    if (word_before(j) && (is(j - 1, "of"_w) || is(j - 1, "in"_w) || is(j - 1, "on"_w))) --j;
    // "to close in March" is a verb.
    const bool verb = word_before(j) && is(j - 1, "close"_w) && !is(j - 2, "the"_w);
    if (word_before(j) && has(j - 1, kModifier) && !verb) {
        k = j - 1;
        if (word_before(k) && is(k - 1, "the"_w)) --k;
    }
    return k;
}

void Parser::finish(std::size_t begin, std::size_t end, Expression& e) const {
    e.sentence = at(begin).sentence;
    const std::size_t first = extended_left(begin, e);
    e.cue = cue_before(first, e);
    if (e.cue != Cue::Future && opens_clause(first) && cue_after(end) == Cue::Future) {
        e.cue = Cue::Future;
    }
    // "a strike for Thursday"
    if (e.form == Form::Weekday &&
        ((is(first - 1, "for"_w) && possessive(end) == 0) || lasts_until(first))) {
        e.cue = Cue::Future;
    }
    // "Come Monday, the tariffs will bite"
    if (is(first - 1, "come"_w) && (at(first - 1).capital || at(first - 2).mark == ',')) {
        e.cue = Cue::Future;
    }
    e.future_preposition = future_preposition(first);
    e.entry = heads_entry(first, end);
    e.apposed = is_mark(first - 1, ',') && first - 1 == floor_;
    e.begin = block_begin_ + at(first).begin;
    e.end = block_begin_ + at(end - 1).end;
}

// "Oct. 3-5", "April 24 and 25", "Oct. 3 to 5, 2013", "May 3, 4 and 5": each further day after a
// month and day is an expression of its own. Returns the token after the last.
std::size_t Parser::further_days(std::size_t end, std::vector<Expression>& out) {
    const std::size_t first = out.size() - 1;
    if (out[first].rule != Rule::MonthDay || out[first].clock.hour >= 0) return end;
    std::size_t from = end;
    for (unsigned n = 0; n < kMostDays; ++n) {
        std::size_t i = is_mark(from, ',') ? from + 1 : from;
        const bool comma = i > from;
        const bool linked = is_mark(i, '-') || is(i, "and"_w) || is(i, "to"_w) ||
                            is(i, "through"_w) || is(i, "or"_w);
        if (linked) ++i;
        if (!comma && !linked) break;
        Expression e = out.back();
        const int previous = e.day;
        const std::size_t after = is_number(i, 1, 2) ? day_number(i, e.day) : 0;
        if (after == 0 || e.day <= previous || counts_something(i) ||
            has(after, kMonth | kUnit | kUnits | kLength | kMoney | kMeridiem) ||
            is_mark(after, '-') || at(after).shape == Shape::Number) {
            break;
        }
        // In a list a comma alone must be followed by another day.
        if (!linked && !is(after, "and"_w) && !is_mark(after, ',')) break;
        int said = 0;
        const std::size_t with_year = year(is_mark(after, ',') ? after + 1 : after, said);
        from = with_year != 0 ? with_year : after;
        e.begin = block_begin_ + at(i).begin;
        e.end = block_begin_ + at(from - 1).end;
        out.push_back(e);
        if (with_year == 0) continue;
        for (std::size_t k = first; k < out.size(); ++k) {
            out[k].form = Form::Date;
            out[k].rule = Rule::DateFull;
            out[k].year = said;
        }
        break;
    }
    return from;
}

}  // namespace dateline::temporal
