#include "searcher/ranking/rank.h"

#include <algorithm>
#include <utility>

namespace dateline {
namespace {

// Feedback for filling up: as many terms as refine takes.
constexpr std::size_t kFillTerms = 20;

// An expanded ranking is merged from this many hits of each list at least.
constexpr std::size_t kMerged = 200;

std::vector<ScoredHit> run(const Xapian::Database& database, const RankPlan& plan,
                           const Xapian::Query& scored, const Xapian::Query& filter,
                           std::size_t count) {
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(*make_weight(plan.model, plan.verbosity));
    enquire.set_query(filter.empty() ? scored
                                     : Xapian::Query(Xapian::Query::OP_FILTER, scored, filter));
    return scored_hits(enquire.get_mset(0, static_cast<Xapian::doccount>(count)));
}

}  // namespace

RankResult rank_documents(const Xapian::Database& database, const RankRequest& request) {
    RankResult result;
    result.plan = plan_ranking(database, request.words, request.model);
    const RankPlan& plan = result.plan;
    const Xapian::Query query = rank_query(plan);
    if (query.empty() || request.count == 0) return result;

    const std::size_t depth =
        std::max({request.count, kRefined, request.expand ? kMerged : std::size_t{0}});
    result.hits = refine(database, plan, run(database, plan, query, request.filter, depth));
    const std::vector<ScoredHit> found = result.hits;
    if (plan.model.is_default() && found.size() < request.fill_to) {
        const auto terms = feedback_terms(database, plan, found, kExpandDocuments, kFillTerms);
        if (!terms.empty()) {
            const auto feedback = run(database, plan, feedback_query(plan, terms), request.filter,
                                      found.size() + request.fill_to);
            result.hits = fill_hits(std::move(result.hits), feedback, request.fill_to);
            result.related = result.hits.size() - found.size();
        }
    }
    if (request.expand) {
        result.expansion = decide_expansion(database, plan, found);
        if (result.expansion.applied) {
            const auto feedback = run(database, plan, feedback_query(plan, result.expansion.terms),
                                      request.filter, depth);
            result.hits = merge_feedback(result.hits, feedback, depth);
        }
    }
    if (result.hits.size() > request.count) result.hits.resize(request.count);
    result.related =
        std::min(result.related, result.hits.size() - std::min(result.hits.size(), found.size()));
    return result;
}

}  // namespace dateline
