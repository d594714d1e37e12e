// The words of a query -> what Xapian scores.
//
//   words --plan_ranking--> RankPlan --rank_query--> Xapian::Query   (with make_weight)
//
// The default model is BM25 over the stems, each with a factor of its own:
//   qtf^repeat          a word said q times in the query counts q^0.7
//   (F/n)^burst         F occurrences in n documents: words that documents repeat once they have
//                       them are what documents are about (README.md)
// The rest of the default, exact forms and close pairs, needs positions: `refine` (refine.h) looks
// at the best hits for them. Other models score the stems alone, by their own formula.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "searcher/ranking/model.h"

namespace dateline {

// A word of the query, stop words already out. Order is that of the query; repeat what is repeated.
struct QueryWord {
    std::string stem;  // the term that is scored, e.g. "Zrun"
    std::string word;  // the term of the word as written, e.g. "running"; empty: none is looked for
    double weight = 1;  // the user's, >= 0
};

// A term and all that BM25 needs of it but the document.
struct PlannedTerm {
    std::string term;
    double factor = 0;  // of the term's BM25 weight, idf not included
    double idf = 0;     // as Xapian's BM25 has it
};

// At most this many distinct words are planned; what follows them is not scored.
inline constexpr std::size_t kMaxPlannedWords = 256;

// What is known of a query before it runs: plain values.
struct RankPlan {
    RankModel model;
    // 0 for up to three distinct words, rising to 1 for twelve and more. Key words want little
    // length normalisation and burstiness, sentences more.
    double verbosity = 0;
    Bm25Parameters bm25;        // the default model's at this verbosity
    double average_length = 0;  // of a document, in the units of Xapian's document lengths
    Xapian::doccount documents = 0;
    double total_length = 0;
    std::vector<PlannedTerm> stems;  // distinct, in order of appearance
    std::vector<PlannedTerm> words;  // the same of exact words; only ones that the index has
    // Pairs of `words` that stand within kPairReach content words of each other in the query.
    std::vector<std::pair<std::size_t, std::size_t>> pairs;

    // BM25 of `term` in a document, without the factor: Xapian::BM25Weight's formula with k2 = k3 =
    // 0.
    double bm25_part(const PlannedTerm& term, double wdf, double document_length) const;
};

inline constexpr std::size_t kPairReach = 3;
inline constexpr std::size_t kMaxPairs = 64;

// How far apart the words of a pair may stand in a document.
inline constexpr Xapian::termpos kPairWindow = 8;

// 0 to 1 from the number of distinct words.
double query_verbosity(std::size_t distinct_words);

// Reads the terms' frequencies: two look-ups a term. The plan for an empty database has no terms.
RankPlan plan_ranking(const Xapian::Database& database, const std::vector<QueryWord>& words,
                      const RankModel& model);

// A term that is not a word of the query, with the factor that the default model gives a word of
// weight 1. `documents` and `occurrences` are its frequencies.
PlannedTerm plan_term(const RankPlan& plan, std::string term, double weight,
                      Xapian::doccount documents, Xapian::termcount occurrences);

// The scored part of a query: any of the stems. Empty (Xapian::Query()) if there is none.
//
// With `positional`, the default's evidence from positions is in the query itself: exact words and,
// by OP_NEAR, pairs. That reads the positions of every document that has both words of a pair, so
// it is slow for frequent words; `refine` gives nearly the same.
//
// Beside a filter: Query(OP_FILTER, rank_query, filter) for hits that have a word of the query, or
// Query(OP_AND_MAYBE, scale(filter, 0), rank_query) if the filter decides alone (limit_to).
Xapian::Query rank_query(const RankPlan& plan, bool positional = false);

// Documents of `filter` in the order of `scored`; those without any scored term come last.
Xapian::Query limit_to(const Xapian::Query& filter, const Xapian::Query& scored);

}  // namespace dateline
