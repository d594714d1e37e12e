// The whole of ranking in one call: plan, first pass, second look, feedback.
#pragma once

#include <cstddef>
#include <vector>

#include <xapian.h>

#include "searcher/ranking/expand.h"
#include "searcher/ranking/model.h"
#include "searcher/ranking/rank_query.h"
#include "searcher/ranking/refine.h"

namespace dateline {

struct RankRequest {
    std::vector<QueryWord> words;
    Xapian::Query filter;  // documents outside it are never hits; empty: all documents
    RankModel model;
    std::size_t count = 10;  // hits wanted
    // Feedback for `--expand`.
    bool expand = false;
    // With fewer matches than this, the default model adds related documents that have none of the
    // words, after all that have one. 0: never.
    std::size_t fill_to = 10;
};

struct RankResult {
    RankPlan plan;
    std::vector<ScoredHit> hits;  // best first, at most `count`
    std::size_t related = 0;      // how many at the end were added by fill_to
    Expansion expansion;          // applied only if asked for
};

// Words that are all unknown give no hits. Safe for threads that have a Database of their own each.
RankResult rank_documents(const Xapian::Database& database, const RankRequest& request);

}  // namespace dateline
