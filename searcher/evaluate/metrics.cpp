#include "searcher/evaluate/metrics.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <utility>

#include "common/error.h"

namespace dateline {

namespace {

constexpr std::pair<std::string_view, Measure> kMeasures[] = {
    {"ndcg", Measure::Ndcg},     {"map", Measure::AveragePrecision}, {"p", Measure::Precision},
    {"recall", Measure::Recall}, {"mrr", Measure::ReciprocalRank},
};

constexpr std::uint64_t kSeed = 7;

[[noreturn]] void unknown_metric(const std::string& name) {
    throw Error("unknown metric '" + name + "'",
                "metrics are ndcg, map, p, recall and mrr, each with an optional cut-off, as in "
                "ndcg@10,map");
}

Metric parse_metric(std::string name) {
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    Metric metric;
    const std::size_t at = name.find('@');
    const std::string_view measure = std::string_view(name).substr(0, at);
    const auto* known = std::find_if(std::begin(kMeasures), std::end(kMeasures),
                                     [&](const auto& entry) { return entry.first == measure; });
    if (known == std::end(kMeasures)) unknown_metric(name);
    metric.measure = known->second;
    if (at != std::string::npos) {
        const char* const end = name.data() + name.size();
        const auto [stop, error] = std::from_chars(name.data() + at + 1, end, metric.cutoff);
        if (error != std::errc{} || stop != end || metric.cutoff == 0) unknown_metric(name);
    }
    metric.name = std::move(name);
    return metric;
}

double discounted_gain(const std::vector<int>& gains, std::size_t depth) {
    double sum = 0;
    for (std::size_t i = 0; i < depth; ++i) {
        if (gains[i] > 0) sum += gains[i] / std::log2(static_cast<double>(i) + 2);
    }
    return sum;
}

std::size_t count_relevant(const std::vector<int>& gains, std::size_t depth) {
    const auto end = gains.begin() + static_cast<std::ptrdiff_t>(depth);
    return static_cast<std::size_t>(
        std::count_if(gains.begin(), end, [](int gain) { return gain > 0; }));
}

double average_precision(const std::vector<int>& gains, std::size_t depth, std::size_t relevant) {
    std::size_t found = 0;
    double sum = 0;
    for (std::size_t i = 0; i < depth; ++i) {
        if (gains[i] <= 0) continue;
        ++found;
        sum += static_cast<double>(found) / static_cast<double>(i + 1);
    }
    return sum / static_cast<double>(relevant);
}

double reciprocal_rank(const std::vector<int>& gains, std::size_t depth) {
    for (std::size_t i = 0; i < depth; ++i) {
        if (gains[i] > 0) return 1 / static_cast<double>(i + 1);
    }
    return 0;
}

std::vector<int> ideal_gains(const Grades& grades) {
    std::vector<int> ideal;
    for (const auto& [document, grade] : grades) {
        if (grade > 0) ideal.push_back(grade);
    }
    std::sort(ideal.begin(), ideal.end(), std::greater<>());
    return ideal;
}

std::vector<int> ranked_gains(const Run& run, const std::string& query, const Grades& grades) {
    std::vector<int> gains;
    const auto ranked = run.find(query);
    if (ranked == run.end()) return gains;
    gains.reserve(ranked->second.size());
    for (const std::string& document : ranked->second) {
        const auto grade = grades.find(document);
        gains.push_back(grade == grades.end() ? 0 : grade->second);
    }
    return gains;
}

}  // namespace

std::vector<Metric> parse_metrics(std::string_view list) {
    std::vector<Metric> metrics;
    for (;;) {
        const std::size_t comma = list.find(',');
        std::string_view name = list.substr(0, comma);
        while (name.starts_with(' '))
            name.remove_prefix(1);
        while (name.ends_with(' '))
            name.remove_suffix(1);
        metrics.push_back(parse_metric(std::string(name)));
        if (comma == std::string_view::npos) return metrics;
        list.remove_prefix(comma + 1);
    }
}

double measure_query(const Metric& metric, const std::vector<int>& gains,
                     const std::vector<int>& ideal) {
    const std::size_t depth = std::min(metric.cutoff, gains.size());
    const auto relevant = static_cast<double>(ideal.size());
    switch (metric.measure) {
        case Measure::Ndcg:
            return discounted_gain(gains, depth) /
                   discounted_gain(ideal, std::min(metric.cutoff, ideal.size()));
        case Measure::AveragePrecision:
            return average_precision(gains, depth, ideal.size());
        case Measure::Precision:
            return static_cast<double>(count_relevant(gains, depth)) /
                   static_cast<double>(metric.cutoff);
        case Measure::Recall:
            return static_cast<double>(count_relevant(gains, depth)) / relevant;
        case Measure::ReciprocalRank:
            return reciprocal_rank(gains, depth);
    }
    return 0;
}

Evaluation evaluate(const std::vector<Metric>& metrics, const Run& run, const Qrels& qrels) {
    Evaluation evaluation;
    for (const Metric& metric : metrics)
        evaluation.metrics.push_back({metric, {}, 0});
    std::size_t found = 0;
    for (const auto& [query, grades] : qrels) {
        const std::vector<int> ideal = ideal_gains(grades);
        if (ideal.empty()) continue;
        ++evaluation.queries;
        if (run.find(query) != run.end()) ++found;
        const std::vector<int> gains = ranked_gains(run, query, grades);
        for (MetricScores& scores : evaluation.metrics) {
            scores.queries.push_back({query, measure_query(scores.metric, gains, ideal)});
        }
    }
    if (evaluation.queries == 0) throw Error("no query of the judgements has a relevant document");
    evaluation.missing = evaluation.queries - found;
    evaluation.unjudged = run.size() - found;
    for (MetricScores& scores : evaluation.metrics) {
        double sum = 0;
        for (const QueryScore& score : scores.queries)
            sum += score.value;
        scores.mean = sum / static_cast<double>(scores.queries.size());
    }
    return evaluation;
}

RunComparison compare(const MetricScores& first, const MetricScores& second) {
    const bool same_queries = std::equal(
        first.queries.begin(), first.queries.end(), second.queries.begin(), second.queries.end(),
        [](const QueryScore& a, const QueryScore& b) { return a.query == b.query; });
    if (!same_queries || first.metric.name != second.metric.name) {
        throw Error("the runs to compare were not scored by the same metric and judgements");
    }
    RunComparison result;
    result.difference = second.mean - first.mean;
    std::vector<double> differences;  // absolute, those that are not 0
    double observed = 0;
    for (std::size_t i = 0; i < first.queries.size(); ++i) {
        const double difference = second.queries[i].value - first.queries[i].value;
        observed += difference;
        if (difference > 0) ++result.better;
        if (difference < 0) ++result.worse;
        if (difference != 0) differences.push_back(std::abs(difference));
    }
    observed = std::abs(observed);

    // The generator's sequence is laid down by the standard; distributions are not, so bits are
    // used.
    std::mt19937_64 random(kSeed);
    int extreme = 0;
    for (int draw = 0; draw < kRandomisationDraws; ++draw) {
        double total = 0;
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < differences.size(); ++i) {
            if (i % 64 == 0) bits = random();
            total += (bits & 1) != 0 ? differences[i] : -differences[i];
            bits >>= 1;
        }
        // Sums of the same numbers in another order may differ by rounding.
        if (std::abs(total) >= observed - 1e-12) ++extreme;
    }
    result.p = (extreme + 1.0) / (kRandomisationDraws + 1.0);
    return result;
}

}  // namespace dateline
