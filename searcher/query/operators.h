// Which words are operators. Internal to searcher/query.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "searcher/query/token.h"

namespace dateline {

// The operator that a run of characters without backslashes is: AND, OR, NOT, MAYBE, ATLEAST3,
// NEAR, NEAR/5, ADJ, ADJ/5, pre/5, w/5, w/s, w/p; nothing if it is a word. `begin`: where it stands
// in the query. Throws QueryError for what can only be a mistake in one, such as ATLEAST/3 or
// NEAR/x.
std::optional<QueryToken> word_operator(std::string_view run, std::size_t begin);

// Whether a word written bare would be read as an operator, or refused as a broken one.
bool is_operator_like(std::string_view word);

}  // namespace dateline
