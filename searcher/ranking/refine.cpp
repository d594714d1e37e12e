#include "searcher/ranking/refine.h"

#include <algorithm>
#include <numeric>

#include "searcher/ranking/expand.h"

namespace dateline {
namespace {

constexpr std::size_t kFeedbackDocuments = 10;
constexpr std::size_t kFeedbackTerms = 20;
constexpr std::size_t kKept = 3;

// Hostile documents may repeat a word without end: more positions of it than these are not read.
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

// How many positions of `a` and `b` are within kPairWindow of each other, counted in pairs; both
// rise.
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

// The best hits in the order of the index, whose pages are then read once.
struct IndexOrder {
    std::vector<std::size_t> places;  // in the list of hits
    std::vector<double> lengths;      // of the documents, in the same order
};

void sort_places(const std::vector<ScoredHit>& hits, std::vector<std::size_t>& places) {
    std::sort(places.begin(), places.end(),
              [&](std::size_t a, std::size_t b) { return hits[a].document < hits[b].document; });
}

IndexOrder in_index_order(const Xapian::Database& database, const std::vector<ScoredHit>& hits,
                          std::size_t count) {
    IndexOrder order;
    order.places.resize(count);
    std::iota(order.places.begin(), order.places.end(), std::size_t{0});
    sort_places(hits, order.places);
    for (const std::size_t place : order.places)
        order.lengths.push_back(database.get_doclength(hits[place].document));
    return order;
}

// How often each word of the plan occurs in each hit: a row for each word, its columns in index
// order. Posting lists are read for it, which lie closer together than positions.
std::vector<std::vector<double>> count_words(const Xapian::Database& database, const RankPlan& plan,
                                             const IndexOrder& order,
                                             const std::vector<ScoredHit>& hits) {
    std::vector<std::vector<double>> counts;
    for (const PlannedTerm& word : plan.words) {
        std::vector<double>& row = counts.emplace_back(order.places.size());
        auto posting = database.postlist_begin(word.term);
        const auto end = database.postlist_end(word.term);
        for (std::size_t i = 0; i < row.size() && posting != end; ++i) {
            const Xapian::docid document = hits[order.places[i]].document;
            posting.skip_to(document);
            if (posting != end && *posting == document) row[i] = posting.get_wdf();
        }
    }
    return counts;
}

// Adds what exact words and pairs are worth. A pair is scored as if it were a term: its documents
// and occurrences are those among the hits, which for words that matter hold most there are.
void add_positional(const Xapian::Database& database, const RankPlan& plan, const IndexOrder& order,
                    std::vector<ScoredHit>& hits) {
    const double exact = plan.model["exact"];
    const double near = plan.model["near"];
    if (plan.words.empty() || (exact <= 0 && (near <= 0 || plan.pairs.empty()))) return;

    const std::vector<std::vector<double>> counts = count_words(database, plan, order, hits);
    std::vector<std::vector<double>> pair_counts(plan.pairs.size(),
                                                 std::vector<double>(order.places.size()));
    std::vector<Positions> positions(plan.words.size());
    std::vector<bool> is_read(plan.words.size());
    for (std::size_t i = 0; near > 0 && i < order.places.size(); ++i) {
        std::fill(is_read.begin(), is_read.end(), false);
        const auto read = [&](std::size_t word) -> const Positions& {
            if (!is_read[word]) {
                read_positions(database, hits[order.places[i]].document, plan.words[word].term,
                               positions[word]);
                is_read[word] = true;
            }
            return positions[word];
        };
        for (std::size_t pair = 0; pair < plan.pairs.size(); ++pair) {
            const auto [first, second] = plan.pairs[pair];
            if (counts[first][i] <= 0 || counts[second][i] <= 0) continue;
            pair_counts[pair][i] = static_cast<double>(close_pairs(read(first), read(second)));
        }
    }

    const auto score = [&](const PlannedTerm& term, double share, const std::vector<double>& row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            hits[order.places[i]].score +=
                share * term.factor * plan.bm25_part(term, row[i], order.lengths[i]);
        }
    };
    for (std::size_t word = 0; word < plan.words.size(); ++word)
        score(plan.words[word], exact, counts[word]);
    for (const std::vector<double>& row : pair_counts) {
        const auto documents =
            std::count_if(row.begin(), row.end(), [](double n) { return n > 0; });
        const double occurrences = std::accumulate(row.begin(), row.end(), 0.0);
        score(plan_term(plan, "", 1, static_cast<Xapian::doccount>(documents),
                        static_cast<Xapian::termcount>(occurrences)),
              near, row);
    }
}

// Mixes in how well each document matches the terms that the best of them share. `order` as of all
// that are refined.
void add_feedback(const Xapian::Database& database, const RankPlan& plan, IndexOrder order,
                  std::vector<ScoredHit>& hits) {
    const double share = plan.model["feedback"];
    const std::size_t refined = order.places.size();
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
    sort_places(hits, order.places);  // the hits were sorted anew, their documents are the same
    std::vector<double> scores(refined, 0.0);
    for (std::size_t i = 0; i < refined; ++i) {
        const std::size_t place = order.places[i];
        auto entry = database.termlist_begin(hits[place].document);
        const auto end = database.termlist_end(hits[place].document);
        for (const PlannedTerm& term : planned) {
            entry.skip_to(term.term);
            if (entry == end) break;
            if (*entry == term.term) {
                scores[place] +=
                    term.factor * plan.bm25_part(term, entry.get_wdf(), order.lengths[i]);
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
    IndexOrder order = in_index_order(database, hits, refined);
    add_positional(database, plan, order, hits);
    sort_hits(hits, refined);
    add_feedback(database, plan, std::move(order), hits);
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
