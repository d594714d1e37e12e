// The query as a tree of values. It knows nothing of an index: words are kept as typed, for the
// analyser that indexing uses to take apart.
//
// One query through every stage, implicit operator And, now = 2024-05-17 (a Friday):
//
//   text     blinken NEAR/5 (gaza OR rafah) title:cease* -"prisoner swap" date:last-week
//   tokens   word  near 5  (  word  OR  word  )  field title  word  -  phrase  field date  value
//   tree     and ─┬─ near 5 ─┬─ word blinken
//                 │          └─ or ─┬─ word gaza
//                 │                 └─ word rafah
//                 ├─ in title ── wildcard cease*
//                 ├─ not ── phrase "prisoner swap"
//                 └─ in date ── days 2024-05-06..2024-05-12, from "last-week"
//   to_debug_string
//            (and (near 5 blinken (or gaza rafah)) (title: (wild cease*))
//             (not "prisoner swap") (date: [2024-05-06..2024-05-12 last-week]))      (one line)
//   to_string
//            blinken NEAR/5 (gaza OR rafah) AND title:cease* AND NOT "prisoner swap" AND
//            date:last-week
//
// and that last text parses to the same tree, whatever the implicit operator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/article.h"
#include "common/date.h"
#include "searcher/query/fields.h"

namespace dateline {

// ---- Leaves (no parts)

// Matches no article: only parse_plain makes it, from text without a word.
struct Nothing {
    bool operator==(const Nothing&) const = default;
};

// `*` by itself: matches every article, and counts nothing.
struct Everything {
    bool operator==(const Everything&) const = default;
};

// One run of characters as typed, spelling and punctuation kept ("U.S.", "cease-fire", "34,568").
// It holds at least one letter or digit; the analyser may find several tokens in it, then a phrase.
struct Word {
    std::string text;

    bool operator==(const Word&) const = default;
};

// A pattern for one token: letters and digits, `*` for any run of characters (also none), `?` for
// exactly one. It begins with a letter or digit, has at least two of them and ends in no `?`.
struct Wildcard {
    std::string pattern;

    bool operator==(const Wildcard&) const = default;
};

// One token of letters and digits, and those at most `distance` edits away.
struct Fuzzy {
    std::string text;
    int distance = 1;  // 1 or 2

    bool operator==(const Fuzzy&) const = default;
};

// "text", or with `stemmed` ~"text". At least one letter or digit.
struct Phrase {
    std::string text;
    bool stemmed = false;

    bool operator==(const Phrase&) const = default;
};

// A value of a field of kind Exact, or with `prefix` the start of one; only below an InField.
struct Value {
    std::string text;
    bool prefix = false;

    bool operator==(const Value&) const = default;
};

// A value of a field of kind Date; only below an InField. The days `first` to `last`, both
// included; an end that is missing is open, at least one is there unless `undated`.
struct Days {
    std::optional<Day> first;
    std::optional<Day> last;
    bool undated = false;  // articles without a date
    std::string text;      // as typed, without quotes

    bool operator==(const Days&) const = default;
};

enum class Relation : std::uint8_t { Less, LessOrEqual, Equal, GreaterOrEqual, Greater };

// A value of a field of kind Number; only below an InField.
struct Comparison {
    Relation relation = Relation::GreaterOrEqual;
    double number = 0;  // 0 to 1

    bool operator==(const Comparison&) const = default;
};

// ---- Inner nodes

// Two or more parts, none of which is itself an And (an Or).
struct And {
    bool operator==(const And&) const = default;
};
struct Or {
    bool operator==(const Or&) const = default;
};

// One part: the articles that do not match it. `-a` alone is every article but those with a.
struct Not {
    bool operator==(const Not&) const = default;
};

// The first part must match; the others (one or more) only add to the score.
struct Maybe {
    bool operator==(const Maybe&) const = default;
};

enum class Nearness : std::uint8_t {
    Near,       // NEAR/n, w/n
    Ordered,    // ADJ/n, pre/n: in the order written
    Sentence,   // w/s
    Paragraph,  // w/p
};

// Two or more parts, each a Word, Wildcard, Fuzzy or Phrase or an Or of these. They stand together
// with at most `distance` - 1 other words among them all (so 1 is side by side), or within one
// sentence or paragraph.
struct Near {
    Nearness nearness = Nearness::Near;
    int distance = 0;  // 1 to kMaxDistance; 0 for Sentence and Paragraph

    bool operator==(const Near&) const = default;
};

// One part, of the kinds that Near takes, which occurs at least `count` times (an Or: all its parts
// taken together).
struct AtLeast {
    int count = 1;  // 1 to kMaxOccurrences

    bool operator==(const AtLeast&) const = default;
};

// One part, which has words (not only filters): its scores times `weight`.
struct Weighted {
    double weight = 1;  // 0 to kMaxWeight, at most three decimals

    bool operator==(const Weighted&) const = default;
};

// One part, to be looked for in one field. What the part may be made of depends on the field's
// kind: Text: anything but InField and Zoned; Exact, Date, Number: And, Or, Not over Value, Days,
// Comparison.
struct InField {
    Field field = Field::Title;
    std::string name;  // of the field as the table or the index spells it

    bool operator==(const InField&) const = default;
};

// One part, whose words (not those of its own Zoned parts) are looked for in a zone of the articles
// other than the default; nothing = in all.
struct Zoned {
    std::optional<Zone> zone;

    bool operator==(const Zoned&) const = default;
};

using QueryNode =
    std::variant<Nothing, Everything, Word, Wildcard, Fuzzy, Phrase, Value, Days, Comparison, And,
                 Or, Not, Maybe, Near, AtLeast, Weighted, InField, Zoned>;

// A tree. At most kMaxQueryDepth parentheses and NOTs deep, so recursion over it is safe.
struct Query {
    QueryNode node;
    std::vector<Query> parts;
    // The bytes [begin, end) of the query text that it comes from; what a saved query put there has
    // those of its @name.
    std::size_t begin = 0;
    std::size_t end = 0;

    // Whether the trees mean the same; offsets do not count.
    bool operator==(const Query& other) const { return node == other.node && parts == other.parts; }
};

// Text that parse_query turns into the same tree, given the same `now` and fields, with either
// implicit operator: operators are spelled out, parentheses stand where they are needed. Nothing
// gives "".
std::string to_string(const Query& query);

// One line for tests and --analyze, with resolved dates: see the example above. Leaves: word,
// (all), "phrase", ~"stemmed phrase", (wild x*), (fuzzy x 1), ="value", ="start"*, [first..last
// text], >=0.9. With `offsets`, each node is followed by @begin-end.
std::string to_debug_string(const Query& query, bool offsets = false);

}  // namespace dateline
