// A second look at the best hits of a query, at what the first pass cannot afford for all
// documents:
//
//   exact    the words as written, beside their stems
//   near     pairs of query words within eight positions of each other
//   feedback what else the ten best hits have in common (expand.h); the first three keep their
//            places
//
// It moves hits among the best kRefined alone and costs a bounded number of look-ups.
#pragma once

#include <cstddef>
#include <vector>

#include <xapian.h>

#include "searcher/ranking/rank_query.h"

namespace dateline {

struct ScoredHit {
    Xapian::docid document = 0;
    double score = 0;
};

// Run a query for at least so many hits, whatever is shown, so that pages agree.
inline constexpr std::size_t kRefined = 100;

// `hits` as rank_query found them, best first. Gives them back in their final order with final
// scores, which fall strictly with the old order beyond the first kRefined. Unchanged for models
// other than the default.
std::vector<ScoredHit> refine(const Xapian::Database& database, const RankPlan& plan,
                              std::vector<ScoredHit> hits);

// The hits of a match set.
std::vector<ScoredHit> scored_hits(const Xapian::MSet& matches);

}  // namespace dateline
