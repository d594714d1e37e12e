#include "searcher/ranking/rank_query.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace dateline {
namespace {

constexpr double kKeywords = 3;   // up to so many distinct words: verbosity 0
constexpr double kSentence = 12;  // from so many: 1

// Xapian::BM25Weight's, which never falls below log(1 + tiny) for words that most documents have.
double bm25_idf(double documents, double with_term) {
    const double odds = (documents - with_term + 0.5) / (with_term + 0.5);
    return std::log(odds < 2 ? odds / 2 + 1 : odds);
}

double burstiness(const RankPlan& plan, Xapian::doccount documents, Xapian::termcount occurrences) {
    if (documents == 0 || occurrences <= documents) return 1;
    const double power =
        plan.model["burst"] + (plan.model["long_burst"] - plan.model["burst"]) * plan.verbosity;
    return std::pow(static_cast<double>(occurrences) / documents, power);
}

struct WordCount {
    double count = 0;  // occurrences in the query, by the user's weights
    std::size_t place = 0;
};

Xapian::Query scaled(const std::string& term, double factor) {
    return {factor, Xapian::Query(term)};
}

}  // namespace

double query_verbosity(std::size_t distinct_words) {
    const double words = static_cast<double>(distinct_words);
    return std::clamp((words - kKeywords) / (kSentence - kKeywords), 0.0, 1.0);
}

double RankPlan::bm25_part(const PlannedTerm& term, double wdf, double document_length) const {
    if (wdf <= 0) return 0;
    const double length =
        std::max(average_length > 0 ? document_length / average_length : 0, kMinNormalisedLength);
    const double k = bm25.k1 * (1 - bm25.b + bm25.b * length);
    return term.idf * (bm25.k1 + 1) * wdf / (k + wdf);
}

PlannedTerm plan_term(const RankPlan& plan, std::string term, double weight,
                      Xapian::doccount documents, Xapian::termcount occurrences) {
    return {std::move(term), weight * burstiness(plan, documents, occurrences),
            bm25_idf(plan.documents, documents)};
}

RankPlan plan_ranking(const Xapian::Database& database, const std::vector<QueryWord>& words,
                      const RankModel& model) {
    RankPlan plan;
    plan.model = model;
    plan.documents = database.get_doccount();
    if (plan.documents == 0) return plan;
    plan.average_length = database.get_avlength();
    plan.total_length = static_cast<double>(database.get_total_length());

    std::map<std::string, WordCount> stems;
    std::map<std::string, WordCount> exact;
    std::vector<const std::string*> stem_order;
    std::vector<const std::string*> exact_order;
    std::vector<const std::string*> sequence;  // of exact words, for pairs
    for (const QueryWord& word : words) {
        if (!word.stem.empty()) {
            if (stems.size() == kMaxPlannedWords && stems.find(word.stem) == stems.end()) break;
            const auto [entry, fresh] = stems.try_emplace(word.stem);
            if (fresh) stem_order.push_back(&entry->first);
            entry->second.count += word.weight;
        }
        if (word.word.empty()) {
            sequence.push_back(nullptr);
            continue;
        }
        const auto [entry, fresh] = exact.try_emplace(word.word);
        if (fresh) exact_order.push_back(&entry->first);
        entry->second.count += word.weight;
        sequence.push_back(&entry->first);
    }

    plan.verbosity = query_verbosity(stems.size());
    if (!model.is_default()) {
        // The scheme sees the count as the query frequency.
        for (const std::string* term : stem_order) {
            plan.stems.push_back({*term, stems[*term].count, 0});
        }
        return plan;
    }
    plan.bm25 = default_bm25(model, plan.verbosity);
    const double repeat = model["repeat"];
    const auto planned = [&](const std::string& term, double count) {
        return plan_term(plan, term, std::pow(count, repeat), database.get_termfreq(term),
                         database.get_collection_freq(term));
    };
    for (const std::string* term : stem_order) {
        plan.stems.push_back(planned(*term, stems[*term].count));
    }
    for (const std::string* term : exact_order) {
        if (!database.term_exists(*term)) continue;
        exact[*term].place = plan.words.size() + 1;  // 0: not there
        plan.words.push_back(planned(*term, exact[*term].count));
    }
    for (std::size_t i = 0; i < sequence.size(); ++i) {
        for (std::size_t j = i + 1; j < sequence.size() && j <= i + kPairReach; ++j) {
            if (sequence[i] == nullptr || sequence[j] == nullptr) continue;
            std::size_t first = exact[*sequence[i]].place;
            std::size_t second = exact[*sequence[j]].place;
            if (first == 0 || second == 0 || first == second) continue;
            if (first > second) std::swap(first, second);
            const std::pair<std::size_t, std::size_t> pair(first - 1, second - 1);
            if (plan.pairs.size() == kMaxPairs) return plan;
            if (std::find(plan.pairs.begin(), plan.pairs.end(), pair) == plan.pairs.end()) {
                plan.pairs.push_back(pair);
            }
        }
    }
    return plan;
}

Xapian::Query rank_query(const RankPlan& plan, bool positional) {
    std::vector<Xapian::Query> parts;
    if (!plan.model.is_default()) {
        for (const PlannedTerm& stem : plan.stems) {
            const double whole = std::floor(stem.factor);
            if (whole >= 1 && whole == stem.factor) {
                parts.emplace_back(stem.term, static_cast<Xapian::termcount>(whole));
            } else if (stem.factor > 0) {
                parts.push_back(scaled(stem.term, stem.factor));
            }
        }
        return {Xapian::Query::OP_OR, parts.begin(), parts.end()};
    }
    for (const PlannedTerm& stem : plan.stems)
        parts.push_back(scaled(stem.term, stem.factor));
    const Xapian::Query stems(Xapian::Query::OP_OR, parts.begin(), parts.end());
    const double exact = plan.model["exact"];
    const double near = plan.model["near"];
    if (!positional || plan.words.empty() || parts.empty()) return stems;

    std::vector<Xapian::Query> extra;
    if (exact > 0) {
        for (const PlannedTerm& word : plan.words) {
            extra.push_back(scaled(word.term, exact * word.factor));
        }
    }
    if (near > 0) {
        for (const auto& [first, second] : plan.pairs) {
            // OP_NEAR takes bare terms alone, so both share one factor.
            const PlannedTerm& a = plan.words[first];
            const PlannedTerm& b = plan.words[second];
            const std::vector<Xapian::Query> pair{Xapian::Query(a.term), Xapian::Query(b.term)};
            extra.emplace_back(
                near * (a.factor + b.factor) / 2,
                Xapian::Query(Xapian::Query::OP_NEAR, pair.begin(), pair.end(), kPairWindow + 1));
        }
    }
    if (extra.empty()) return stems;
    return {Xapian::Query::OP_AND_MAYBE, stems,
            Xapian::Query(Xapian::Query::OP_OR, extra.begin(), extra.end())};
}

Xapian::Query limit_to(const Xapian::Query& filter, const Xapian::Query& scored) {
    return {Xapian::Query::OP_AND_MAYBE, Xapian::Query(0.0, filter), scored};
}

}  // namespace dateline
