// Query text -> tree. A pure function that knows nothing of an index; ast.h carries an example
// through every stage, dateline-query.7 explains the language to its users.
//
// Grammar; what binds tighter stands lower, J is the invisible operator between things side by
// side:
//
//   query    = maybe { "OR" maybe }                  implicit Or: J is here, and tighter than "OR"
//   maybe    = all { "MAYBE" all }
//   all      = item { ["AND"] item }                 implicit And: J is here, equal to "AND"
//   item     = { "NOT" } ( near | "-" near | "+" near )      no blank after - and +
//   near     = operand { NEAR operand }              one NEAR in a chain; operands as Near tells
//   operand  = simple [ "^" number ] | "ATLEAST"n simple
//   simple   = word | word with * or ? | word "~" ["1"|"2"] | ["~"] '"' text '"'
//            | "(" query ")" | field ":" value | "@" name
//   NEAR     = "NEAR" ["/" n] | "ADJ" ["/" n] | "w/" n | "pre/" n | "w/s" | "w/p"
//
// AND, OR, NOT, MAYBE, NEAR, ADJ and ATLEAST are operators in capitals only; forms with a slash in
// either case. A backslash makes the next punctuation mark a plain character, and a word no
// operator: \AND, \-x, a\:b.
//
// Implicit Or: among things side by side, those with + must match, those with - or NOT must not,
// filters (Exact, Date and Number fields) must match, and any one of the rest must match unless
// there is one with +. With implicit And, + changes nothing.
//
// A name of letters, digits, - and _ before a colon is a field, and an error if unknown, except
// http, https and ftp before "//". Anything else before a colon (10:30) makes it a plain character.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "searcher/query/ast.h"
#include "searcher/query/error.h"
#include "searcher/query/limits.h"

namespace dateline {

enum class Implicit { And, Or };

struct ParseOptions {
    Implicit implicit = Implicit::And;
    Day now;                                   // what relative dates count from
    std::vector<std::string> metadata_fields;  // names that the index knows
    // The text of a saved query, or nothing if there is none of the name. Empty: there are none.
    std::function<std::optional<std::string>(std::string_view name)> saved_query;
};

// Throws QueryError for anything that is not clear; the query is never guessed at. Time and memory
// are linear in the text and in the text of the saved queries it names (at most kMaxQueryBytes each
// in sum).
Query parse_query(std::string_view text, const ParseOptions& options);

// Every run of characters between blanks is a Word if it has a letter or digit, whatever else is in
// it; joined by the implicit operator. Never fails: bytes that are not UTF-8 and control characters
// count as blanks, text without a word gives Nothing, and words beyond kMaxQueryBytes or
// kMaxQueryTerms are left out (`complete` becomes false).
Query parse_plain(std::string_view text, Implicit implicit = Implicit::And,
                  bool* complete = nullptr);

}  // namespace dateline
