// What is written several times in a query is matched once.
#pragma once

#include "searcher/query/ast.h"

namespace dateline {

// The And or Or `query` with each part whose matching reads places of words (a phrase, a word of
// several tokens, Near, AtLeast, or what has such a part) written once, weighted by the number of
// times that it stood there: comparing places is what takes time.
Query without_repeats(const Query& query);

}  // namespace dateline
