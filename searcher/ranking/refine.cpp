#include "searcher/ranking/refine.h"

#include <algorithm>
#include <numeric>

#include "searcher/ranking/expand.h"

namespace dateline {
namespace {

constexpr std::size_t kFeedbackDocuments = 10;
constexpr std::size_t kFeedbackTerms = 20;
constexpr std::size_t kKept = 3;

// Hostile documents may repeat a word without end: more positions than these are not read.
constexpr std::size_t kMaxPositions = 4096;

using Positions = std::vector<Xapian::termpos>;

void read_positions(const Xapian::Database& database, Xapian::docid document,
                    const std::string& term, Positions& positions) {
    positions.clear();
    const auto end = database.positionlist_end(document, term);
    for (auto at = database.positionlist_begin(document, term);
         at != end && positions.size() < kMaxPositions; ++at) {
        positions.push_back(*at);
    }
}

// How many positions of `a` and `b` are within kPairWindow of each other, counted in pairs; both rise.
std::size_t close_pairs(const Positions& a, const Positions& b) {
    std::size_t count = 0;
    std::size_t low = 0;   // the first of b not too far before
    std::size_t high = 0;  // the first of b too far after
    for (const Xapian::termpos position : a) {
        while (low < b.size() && b[low] + kPairWindow < position)
            ++low;
        while (high < b.size() && b[high] <= position + kPairWindow)
            ++high;
        count += high - low;
    }
    return count;
}

// What one hit has of the words and pairs of a plan, in their order.
struct Evidence {
    double length = 0;
    std::vector<double> words;
    std::vector<double> pairs;
};

// Adds what exact words and pairs are worth. A pair is scored as if it were a term: its documents
// and occurrences are those among the hits, which for words that matter hold most there are.
void add_positional(const Xapian::Database& database, const RankPlan& plan,
                    const std::vector<std::size_t>& by_document, std::vector<ScoredHit>& hits) {
    const double exact = plan.model["exact"];
    const double near = plan.model["near"];
    if (plan.words.empty() || (exact <= 0 && (near <= 0 || plan.pairs.empty()))) return;

    std::vector<Evidence> evidence(by_document.size());
    std::vector<Positions> positions(plan.words.size());
    std::vector<Xapian::doccount> documents(plan.pairs.size());
    std::vector<Xapian::termcount> occurrences(plan.pairs.size());
    for (const std::size_t index : by_document) {
        Evidence& found = evidence[index];
        found.length = database.get_doclength(hits[index].document);
        for (std::size_t i = 0; i < plan.words.size(); ++i) {
            read_positions(database, hits[index].document, plan.words[i].term, positions[i]);
            found.words.push_back(static_cast<double>(positions[i].size()));
        }
        for (std::size_t i = 0; i < plan.pairs.size(); ++i) {
            const auto& [first, second] = plan.pairs[i];
            const std::size_t count = close_pairs(positions[first], positions[second]);
            documents[i] += count > 0 ? 1 : 0;
            occurrences[i] += static_cast<Xapian::termcount>(count);
            found.pairs.push_back(static_cast<double>(count));
        }
    }

    std::vector<PlannedTerm> pairs;
    for (std::size_t i = 0; i < plan.pairs.size(); ++i) {
        pairs.push_back(plan_term(plan, "", near, documents[i], occurrences[i]));
    }
    for (const std::size_t index : by_document) {
        const Evidence& found = evidence[index];
        double& score = hits[index].score;
        for (std::size_t i = 0; i < plan.words.size(); ++i) {
            const PlannedTerm& word = plan.words[i];
            score += exact * word.factor * plan.bm25_part(word, found.words[i], found.length);
        }
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            score += pairs[i].factor * plan.bm25_part(pairs[i], found.pairs[i], found.length);
        }
    }
}

// Mixes in how well each document matches the terms that the best of them share.
void add_feedback(const Xapian::Database& database, const RankPlan& plan, std::size_t refined,
                  std::vector<std::size_t> by_document, std::vector<ScoredHit>& hits) {
    const double share = plan.model["feedback"];
    if (share <= 0 || refined < kFeedbackDocuments) return;
    const std::vector<ExpansionTerm> terms =
        feedback_terms(database, plan, hits, kFeedbackDocuments, kFeedbackTerms);
    if (terms.empty()) return;

    std::vector<PlannedTerm> planned;
    planned.reserve(terms.size());
    for (const ExpansionTerm& term : terms) {
        planned.push_back(
            plan_term(plan, term.term, term.weight, term.documents, term.occurrences));
    }
    std::sort(planned.begin(), planned.end(),
              [](const PlannedTerm& a, const PlannedTerm& b) { return a.term < b.term; });
    // `hits` were sorted since by_document was made.
    std::sort(by_document.begin(), by_document.end(),
              [&](std::size_t a, std::size_t b) { return hits[a].document < hits[b].document; });
    std::vector<double> scores(refined, 0.0);
    for (const std::size_t index : by_document) {
        const double length = database.get_doclength(hits[index].document);
        auto entry = database.termlist_begin(hits[index].document);
        const auto end = database.termlist_end(hits[index].document);
        for (const PlannedTerm& term : planned) {
            entry.skip_to(term.term);
            if (entry == end) break;
            if (*entry == term.term) {
                scores[index] += term.factor * plan.bm25_part(term, entry.get_wdf(), length);
            }
        }
    }
    const double best = *std::max_element(scores.begin(), scores.end());
    if (best <= 0) return;
    const double unit = hits.front().score / best;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        hits[i].score *= 1 - share;
        if (i < refined) hits[i].score += share * unit * scores[i];
    }
    // The first few keep their places: an exact answer is among them, and feedback drifts.
    double floor = 0;
    for (std::size_t i = kKept; i < refined; ++i)
        floor = std::max(floor, hits[i].score);
    for (std::size_t i = kKept; i-- > 0;) {
        hits[i].score = std::max(hits[i].score, floor * (1 + 1e-9));
        floor = hits[i].score;
    }
}

void sort_hits(std::vector<ScoredHit>& hits, std::size_t count) {
    std::sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(count),
              [](const ScoredHit& a, const ScoredHit& b) {
                  return a.score != b.score ? a.score > b.score : a.document < b.document;
              });
}

}  // namespace

std::vector<ScoredHit> refine(const Xapian::Database& database, const RankPlan& plan,
                              std::vector<ScoredHit> hits) {
    if (!plan.model.is_default() || hits.empty()) return hits;
    const std::size_t refined = std::min(hits.size(), kRefined);
    // In the order of the index, whose pages are then read once.
    std::vector<std::size_t> by_document(refined);
    std::iota(by_document.begin(), by_document.end(), std::size_t{0});
    std::sort(by_document.begin(), by_document.end(),
              [&](std::size_t a, std::size_t b) { return hits[a].document < hits[b].document; });
    add_positional(database, plan, by_document, hits);
    sort_hits(hits, refined);
    add_feedback(database, plan, refined, std::move(by_document), hits);
    sort_hits(hits, refined);
    return hits;
}

std::vector<ScoredHit> scored_hits(const Xapian::MSet& matches) {
    std::vector<ScoredHit> hits;
    hits.reserve(matches.size());
    for (auto match = matches.begin(); match != matches.end(); ++match) {
        hits.push_back({*match, match.get_weight()});
    }
    return hits;
}

}  // namespace dateline
