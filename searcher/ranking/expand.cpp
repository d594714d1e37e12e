#include "searcher/ranking/expand.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "common/schema.h"

namespace dateline {
namespace {

// Limits on what is read of one document, and on look-ups of frequencies.
constexpr std::size_t kMaxTermsRead = 20'000;
constexpr std::size_t kLookUpsPerTerm = 5;

// Left out: terms that fewer documents have, and ones that more than this share of all documents
// have.
constexpr Xapian::doccount kMinDocuments = 2;
constexpr double kMaxDocumentShare = 0.25;

// The stem of a body or title word, without its prefix; empty for any other term.
std::string_view bare_stem(std::string_view term) {
    if (term.size() < kStemPrefix.size() + 2 || term.substr(0, kStemPrefix.size()) != kStemPrefix) {
        return {};
    }
    term.remove_prefix(kStemPrefix.size());
    // "ZS…" and "ZB…" are the stems of fields: words themselves are in lower case.
    return term[0] >= 'A' && term[0] <= 'Z' ? std::string_view() : term;
}

// Filling up takes as few terms as refine does.
constexpr std::size_t kFillTerms = 20;

std::vector<ScoredHit> find_feedback(const Xapian::Database& database, const RankPlan& plan,
                                     const std::vector<ExpansionTerm>& terms,
                                     const Xapian::Query& filter, std::size_t count) {
    Xapian::Query query = feedback_query(plan, terms);
    if (!filter.empty()) query = {Xapian::Query::OP_FILTER, query, filter};
    Xapian::Enquire enquire(database);
    enquire.set_query(query);
    enquire.set_weighting_scheme(*make_weight(plan.model, plan.verbosity));
    return scored_hits(enquire.get_mset(0, static_cast<Xapian::doccount>(count)));
}

}  // namespace

std::vector<ExpansionTerm> feedback_terms(const Xapian::Database& database, const RankPlan& plan,
                                          const std::vector<ScoredHit>& hits, std::size_t documents,
                                          std::size_t terms) {
    if (terms == 0) return {};
    documents = std::min(documents, hits.size());
    double total_score = 0;
    for (std::size_t i = 0; i < documents; ++i)
        total_score += hits[i].score;
    if (total_score <= 0) return {};

    // p(t | hits): each document's share by its score. Lengths are Xapian's: common/schema.h counts
    // a word as itself and as its stem, so half of them are stems, here and in the collection.
    std::unordered_map<std::string, double> model;
    for (std::size_t i = 0; i < documents; ++i) {
        const double length = database.get_doclength(hits[i].document);
        if (length <= 0) continue;
        const double share = hits[i].score / total_score / length;
        auto entry = database.termlist_begin(hits[i].document);
        const auto end = database.termlist_end(hits[i].document);
        entry.skip_to(std::string(kStemPrefix));
        for (std::size_t read = 0; entry != end && read < kMaxTermsRead; ++entry, ++read) {
            const std::string term = *entry;
            if (term.compare(0, kStemPrefix.size(), kStemPrefix) != 0) break;
            if (!bare_stem(term).empty()) model[term] += share * entry.get_wdf();
        }
    }

    using Candidate = std::pair<double, const std::string*>;
    const auto better = [](const Candidate& a, const Candidate& b) {
        return a.first != b.first ? a.first > b.first : *a.second < *b.second;
    };
    std::vector<Candidate> candidates;
    candidates.reserve(model.size());
    for (const auto& [term, probability] : model)
        candidates.emplace_back(probability, &term);
    // Only the likeliest are looked up; function words are among them, hence so many.
    const std::size_t looked_up = std::min(candidates.size(), kLookUpsPerTerm * terms + 50);
    std::partial_sort(candidates.begin(),
                      candidates.begin() + static_cast<std::ptrdiff_t>(looked_up), candidates.end(),
                      better);
    candidates.resize(looked_up);

    std::vector<ExpansionTerm> result;
    // The least of the best `terms` weights so far on top: whoever cannot reach it need not be
    // looked up.
    std::priority_queue<double, std::vector<double>, std::greater<>> best;
    const double rarest = kMinDocuments / plan.total_length;
    for (const auto& candidate : candidates) {
        const double probability = candidate.first;
        if (best.size() == terms && probability * std::log(probability / rarest) < best.top())
            break;
        const auto* term = candidate.second;
        const Xapian::doccount with_term = database.get_termfreq(*term);
        if (with_term < kMinDocuments || with_term > kMaxDocumentShare * plan.documents) continue;
        const Xapian::termcount occurrences = database.get_collection_freq(*term);
        const double expected = occurrences / plan.total_length;
        const double weight = probability * std::log(probability / expected);
        if (weight <= 0) continue;
        const bool in_query =
            std::any_of(plan.stems.begin(), plan.stems.end(),
                        [&](const PlannedTerm& stem) { return stem.term == *term; });
        result.push_back({*term, weight, in_query, with_term, occurrences});
        best.push(weight);
        if (best.size() > terms) best.pop();
    }
    std::sort(result.begin(), result.end(), [](const ExpansionTerm& a, const ExpansionTerm& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
    });
    if (result.size() > terms) result.resize(terms);
    double sum = 0;
    for (const ExpansionTerm& term : result)
        sum += term.weight;
    for (ExpansionTerm& term : result)
        term.weight /= sum;
    return result;
}

Expansion decide_expansion(const Xapian::Database& database, const RankPlan& plan,
                           const std::vector<ScoredHit>& hits) {
    Expansion expansion;
    if (hits.empty()) {
        expansion.reason = "nothing was found";
        return expansion;
    }
    if (hits.size() > 1 && hits[0].score > 0) expansion.lead = 1 - hits[1].score / hits[0].score;
    if (expansion.lead > kMaxLead) {
        expansion.reason = "the first hit stands out";
        return expansion;
    }
    expansion.terms = feedback_terms(
        database, plan, hits, hits.size() < kFewHits ? kExpandDocumentsOfFew : kExpandDocuments,
        kExpandTerms);
    const bool any_new = std::any_of(expansion.terms.begin(), expansion.terms.end(),
                                     [](const ExpansionTerm& term) { return !term.in_query; });
    if (!any_new) {
        expansion.terms.clear();
        expansion.reason = "the best hits share no other terms";
        return expansion;
    }
    expansion.applied = true;
    expansion.reason = "the best hits share terms";
    return expansion;
}

Xapian::Query feedback_query(const RankPlan& plan, const std::vector<ExpansionTerm>& terms) {
    std::vector<Xapian::Query> parts;
    for (const ExpansionTerm& term : terms) {
        const double factor =
            plan.model.is_default()
                ? plan_term(plan, term.term, term.weight, term.documents, term.occurrences).factor
                : term.weight;
        parts.emplace_back(factor, Xapian::Query(term.term));
    }
    return {Xapian::Query::OP_OR, parts.begin(), parts.end()};
}

std::vector<ScoredHit> merge_feedback(const std::vector<ScoredHit>& hits,
                                      const std::vector<ScoredHit>& feedback, std::size_t count) {
    const auto unit = [](const std::vector<ScoredHit>& list) {
        return !list.empty() && list.front().score > 0 ? 1 / list.front().score : 0.0;
    };
    const bool few = hits.size() < kFewHits;
    const double share = few ? kExpandShareOfFew : kExpandShare;
    const double hit_unit = unit(hits) * (1 - share);
    const double feedback_unit = unit(feedback) * share;
    std::unordered_map<Xapian::docid, double> scores;
    for (const ScoredHit& hit : hits)
        scores[hit.document] += hit_unit * hit.score;
    for (const ScoredHit& hit : feedback)
        scores[hit.document] += feedback_unit * hit.score;

    std::vector<ScoredHit> merged;
    const std::size_t kept = std::min(kExpandKept, hits.size());
    for (std::size_t i = 0; i < kept; ++i) {
        // Scores are at most 1: these stay above all, in their order.
        merged.push_back({hits[i].document, 1 + static_cast<double>(kept - i)});
        scores.erase(hits[i].document);
    }
    for (const auto& [document, score] : scores)
        merged.push_back({document, score});
    std::sort(merged.begin() + static_cast<std::ptrdiff_t>(kept), merged.end(),
              [](const ScoredHit& a, const ScoredHit& b) {
                  return a.score != b.score ? a.score > b.score : a.document < b.document;
              });
    if (merged.size() > count) merged.resize(count);
    return merged;
}

std::vector<ScoredHit> fill_hits(std::vector<ScoredHit> hits,
                                 const std::vector<ScoredHit>& feedback, std::size_t count) {
    if (hits.empty() || hits.size() >= count || feedback.empty()) return hits;
    std::unordered_set<Xapian::docid> present;
    for (const ScoredHit& hit : hits)
        present.insert(hit.document);
    const double best = feedback.front().score;
    const double ceiling = hits.back().score / 2;
    for (const ScoredHit& hit : feedback) {
        if (hits.size() >= count) break;
        if (present.count(hit.document) != 0) continue;
        hits.push_back({hit.document, best > 0 ? ceiling * hit.score / best : 0});
    }
    return hits;
}

FeedbackResult apply_feedback(const Xapian::Database& database, const RankPlan& plan,
                              const std::vector<ScoredHit>& hits, const FeedbackRequest& request) {
    FeedbackResult result;
    result.hits = hits;
    if (request.fill && plan.model.is_default() && !hits.empty() && hits.size() < kFillTo) {
        const auto terms = feedback_terms(database, plan, hits, kExpandDocuments, kFillTerms);
        if (!terms.empty()) {
            result.hits = fill_hits(
                hits, find_feedback(database, plan, terms, request.filter, hits.size() + kFillTo),
                kFillTo);
        }
    }
    if (!request.expand) return result;
    result.expansion = decide_expansion(database, plan, hits);
    if (!result.expansion.applied) return result;
    const std::size_t count = std::max({request.count, result.hits.size(), kMerged});
    result.hits = merge_feedback(
        result.hits, find_feedback(database, plan, result.expansion.terms, request.filter, count),
        count);
    return result;
}

}  // namespace dateline
