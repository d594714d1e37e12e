// Feedback: terms that the best hits of a query share, and whether to use them.
//
// The terms are those of a relevance model (Lavrenko and Croft 2001) over the best hits, weighted
// by their part of its divergence from the collection (KL): p(t|hits) log(p(t|hits) /
// p(t|collection)).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <xapian.h>

#include "searcher/ranking/rank_query.h"
#include "searcher/ranking/refine.h"

namespace dateline {

struct ExpansionTerm {
    std::string term;   // a stem, e.g. "Zrun"
    double weight = 0;  // the weights of all sum to 1
    bool in_query = false;
    Xapian::doccount documents = 0;
    Xapian::termcount occurrences = 0;
};

// The best `terms` terms of the first `documents` hits, by falling weight. Left out are terms that
// one document alone has or a quarter of all documents have.
std::vector<ExpansionTerm> feedback_terms(const Xapian::Database& database, const RankPlan& plan,
                                          const std::vector<ScoredHit>& hits, std::size_t documents,
                                          std::size_t terms);

// What was decided for a query, and why.
struct Expansion {
    bool applied = false;
    std::string reason;                // one clause, e.g. "the first hit stands out"
    double lead = 0;                   // how far the first hit is ahead: 1 - second score / first
    std::vector<ExpansionTerm> terms;  // empty if not applied
};

// Feedback for `--expand`: kExpandDocuments best hits, kExpandTerms terms.
inline constexpr std::size_t kExpandDocuments = 20;
inline constexpr std::size_t kExpandDocumentsOfFew = 10;
inline constexpr std::size_t kExpandTerms = 100;

// The share of the terms in the score of an expanded query; less where a query matches fewer than
// kFewHits.
inline constexpr double kExpandShare = 0.7;
inline constexpr double kExpandShareOfFew = 0.5;
inline constexpr std::size_t kFewHits = 50;

// The number of best hits that keep their places: drift cannot hide what was found, and a first
// page is as good as without feedback, which finds more of what is relevant after it.
inline constexpr std::size_t kExpandKept = 10;

// A first hit this far ahead is taken for the answer looked for: its neighbours would only dilute
// it.
inline constexpr double kMaxLead = 0.5;

// Whether to expand. `hits` as refine gives them.
Expansion decide_expansion(const Xapian::Database& database, const RankPlan& plan,
                           const std::vector<ScoredHit>& hits);

// Any of the terms, by their weights: run it (with the plan's make_weight) for the documents that
// feedback finds.
Xapian::Query feedback_query(const RankPlan& plan, const std::vector<ExpansionTerm>& terms);

// The hits of an expanded query from those of the query and those of feedback_query, both best
// first: each list's scores are divided by its best, then added in the ratio 1 - kExpandShare to
// kExpandShare. The first of `hits` stay in front. At most `count` hits; scores fall strictly from
// place to place.
std::vector<ScoredHit> merge_feedback(const std::vector<ScoredHit>& hits,
                                      const std::vector<ScoredHit>& feedback, std::size_t count);

// For a query that few documents match: `hits`, then hits of `feedback` that are not among them, up
// to `count` in all, with scores below the last of `hits`.
std::vector<ScoredHit> fill_hits(std::vector<ScoredHit> hits,
                                 const std::vector<ScoredHit>& feedback, std::size_t count);

struct FeedbackRequest {
    // For the default model, where fewer than kFillTo documents match: add ones that have none of
    // the words.
    bool fill = false;
    bool expand = false;   // where it is likely to help
    Xapian::Query filter;  // what feedback finds must match it; empty: anything may be found
    std::size_t count =
        0;  // hits wanted; an expanded ranking is merged from kMerged of each list at least
};

inline constexpr std::size_t kFillTo = 10;
inline constexpr std::size_t kMerged = 200;

struct FeedbackResult {
    std::vector<ScoredHit> hits;  // best first
    Expansion expansion;          // applied only if asked for
};

// What becomes of `hits`, the ones that refine gives, by feedback from them.
FeedbackResult apply_feedback(const Xapian::Database& database, const RankPlan& plan,
                              const std::vector<ScoredHit>& hits, const FeedbackRequest& request);

}  // namespace dateline
