// Building trees, and questions that more than one reader of them asks.
#pragma once

#include <cstddef>
#include <vector>

#include "searcher/query/ast.h"

namespace dateline {

// A leaf that comes from the bytes [begin, end) of the query.
Query make_query(QueryNode node, std::size_t begin, std::size_t end);

// A node over one part.
Query wrap(QueryNode node, Query part, std::size_t begin, std::size_t end);

// A node over the parts (at least one), from the first byte of any of them to the last.
Query join(QueryNode node, std::vector<Query> parts);

// The same for And and Or, which hold no part of their own kind: such a part's own parts take its
// place. One part alone stays as it is.
Query join_flat(QueryNode node, std::vector<Query> parts);

// All of the tree comes from these bytes.
void set_span(Query& query, std::size_t begin, std::size_t end);

// Whether only filters are in it, so that it has no score.
bool is_filter(const Query& query);

// A word, a pattern, a word with like spellings or a phrase: what occurs at places in a text.
bool is_term(const Query& query);

}  // namespace dateline
