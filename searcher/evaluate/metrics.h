// Measures of ranked runs against relevance judgements, with trec_eval's definitions.
//
// Means are over every query that has a relevant document; one that the run lacks counts as 0
// (trec_eval -c).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/evaluate/qrels.h"
#include "searcher/evaluate/trec_run.h"

namespace dateline {

enum class Measure {
    Ndcg,              // gain = grade, discount log2(rank + 1), divided by that of the best ranking
    AveragePrecision,  // sum of precisions at relevant documents / number of relevant documents
    Precision,         // relevant documents among the first k / k
    Recall,            // relevant documents among the first k / number of relevant documents
    ReciprocalRank,    // 1 / rank of the first relevant document
};

struct Metric {
    Measure measure = Measure::Ndcg;
    std::size_t cutoff = 1000;  // k: ranks beyond it do not count
    std::string name;           // as given, in lower case: "ndcg@10"
};

inline constexpr std::string_view kDefaultMetrics = "ndcg@10,map,p@10,recall@100,mrr";

// Reads a list such as kDefaultMetrics: ndcg, map, p, recall, mrr, each with @k or without (1000).
// Throws Error, naming the choices, for anything else.
std::vector<Metric> parse_metrics(std::string_view list);

// One query's value. `gains` are the grades of the documents ranked (0 if not judged), best first;
// `ideal` are the grades above 0 of all documents judged, falling, and not empty.
double measure_query(const Metric& metric, const std::vector<int>& gains,
                     const std::vector<int>& ideal);

struct QueryScore {
    std::string query;
    double value = 0;
};

struct MetricScores {
    Metric metric;
    std::vector<QueryScore> queries;  // every query that counts, rising by id
    double mean = 0;
};

struct Evaluation {
    std::vector<MetricScores> metrics;  // in the order asked for
    std::size_t queries = 0;            // that count
    std::size_t missing = 0;            // of them, not in the run
    std::size_t unjudged = 0;           // in the run, without a relevant document, left out
};

// Throws Error if no query has a relevant document.
Evaluation evaluate(const std::vector<Metric>& metrics, const Run& run, const Qrels& qrels);

// How a second run differs from a first one by one metric.
struct RunComparison {
    double difference = 0;   // mean of the second minus mean of the first
    double p = 1;            // two-sided
    std::size_t better = 0;  // queries at which the second scores higher
    std::size_t worse = 0;
};

inline constexpr int kRandomisationDraws = 20'000;

// Paired randomisation test: p = (e + 1) / (draws + 1), where e of kRandomisationDraws random
// assignments of signs to the differences per query give a total at least as far from 0 as the one
// observed. The seed is fixed, so the result is always the same. Both must be of the same metric
// and judgements; throws Error otherwise.
RunComparison compare(const MetricScores& first, const MetricScores& second);

}  // namespace dateline
