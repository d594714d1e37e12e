// What a query asks for in sum, with the saved queries in it, against the limits of the language.
// Internal to searcher/query.
#pragma once

#include <cstddef>

#include "searcher/query/ast.h"
#include "searcher/query/limits.h"

namespace dateline {

// Every function throws QueryError for the bytes [begin, end) of the query once the sum is too
// much.
class QueryBudget {
public:
    // Words, and words in phrases: kMaxQueryTerms.
    void add_terms(std::size_t words, std::size_t begin, std::size_t end);

    // Words whose places in articles are to be compared, or those of an operand of NEAR or ATLEAST:
    // kMaxPositionalTerms.
    void add_positional_terms(std::size_t words, std::size_t begin, std::size_t end);
    void add_positional_terms(const Query& operand);

    // The text of a saved query: kMaxQueryBytes.
    void add_saved_text(std::size_t bytes, std::size_t begin, std::size_t end);

private:
    std::size_t terms_ = 0;
    std::size_t positional_terms_ = 0;
    std::size_t saved_bytes_ = 0;
};

}  // namespace dateline
