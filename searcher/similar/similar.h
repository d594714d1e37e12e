// More like this: the words that an article is about, as a query.
//
// A word's worth is that of the ranking (BM25 without length normalisation, times idf) within the
// article itself; the best kSimilarTerms make the query, each with its worth as its weight, so that
// what the article says often and others say seldom decides.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "common/stemming.h"
#include "searcher/compile.h"

namespace dateline {

inline constexpr std::size_t kSimilarTerms = 40;
inline constexpr std::size_t kSimilarTextBytes = std::size_t{1} << 20;  // of a text, looked at

struct SimilarTerm {
    std::string term;   // a stem with its prefix
    double weight = 0;  // the best one has 1
    std::string word;   // its most frequent form in the article or text, folded
};

// The terms of an article of the index, best first. Title words count as indexing counts them.
std::vector<SimilarTerm> similar_terms(const Xapian::Database& database, Stemmer& stemmer,
                                       Xapian::docid document);

// The terms of a text that need not be in the index. Words that the index does not have are left
// out.
std::vector<SimilarTerm> similar_terms(const Xapian::Database& database, Stemmer& stemmer,
                                       std::string_view text);

// Any of the terms, by weight; the best ten are what snippets mark. No terms: matches nothing.
CompiledQuery similar_query(const std::vector<SimilarTerm>& terms);

}  // namespace dateline
