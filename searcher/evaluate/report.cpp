#include "searcher/evaluate/report.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <string>

namespace dateline {

namespace {

std::string fixed(const char* format, double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

std::string queries(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " query" : " queries");
}

}  // namespace

void write_scores(std::ostream& output, std::string_view run, const Evaluation& evaluation,
                  bool per_query, const Evaluation* first) {
    for (std::size_t i = 0; i < evaluation.metrics.size(); ++i) {
        const MetricScores& scores = evaluation.metrics[i];
        output << run << '\t' << scores.metric.name << '\t' << fixed("%.4f", scores.mean) << '\t'
               << queries(evaluation.queries);
        if (first != nullptr) {
            const RunComparison comparison = compare(first->metrics.at(i), scores);
            // Not "-0.0000" for a difference of rounding.
            const bool none = std::abs(comparison.difference) < 0.00005;
            output << '\t' << fixed("%+.4f", none ? 0 : comparison.difference) << '\t'
                   << fixed("p=%.4f", comparison.p) << "\t+" << comparison.better << " -"
                   << comparison.worse;
        }
        output << '\n';
        if (!per_query) continue;
        for (const QueryScore& score : scores.queries) {
            output << run << '\t' << scores.metric.name << '\t' << fixed("%.4f", score.value)
                   << '\t' << score.query << '\n';
        }
    }
}

void write_coverage(std::ostream& diagnostics, std::string_view run, const Evaluation& evaluation) {
    if (evaluation.missing != 0) {
        diagnostics << run << ": " << queries(evaluation.missing) << " of " << evaluation.queries
                    << " judged not in the run, counted as 0\n";
    }
    if (evaluation.unjudged != 0) {
        diagnostics << run << ": " << queries(evaluation.unjudged)
                    << " without a relevant document in the judgements, left out\n";
    }
}

}  // namespace dateline
