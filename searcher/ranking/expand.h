// Feedback: terms that the best hits of a query share, and whether to use them.
//
// The terms are those of a relevance model (Lavrenko and Croft 2001) over the best hits, weighted by
// their part of its divergence from the collection (KL): p(t|hits) log(p(t|hits) / p(t|collection)).
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

}  // namespace dateline
