// Fuzz target (libFuzzer) for what reads batches, judgements, runs and interrupted output: no input
// may crash them, and what they let through must keep their promises.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>

#include "common/error.h"
#include "common/text.h"
#include "searcher/batch/batch_reader.h"
#include "searcher/batch/resume.h"
#include "searcher/evaluate/metrics.h"
#include "searcher/evaluate/qrels.h"
#include "searcher/evaluate/trec_run.h"

namespace {

using namespace dateline;

void require(bool promise) {
    if (!promise) std::abort();
}

void read_batch(const std::string& input, std::optional<BatchFormat> format) {
    std::istringstream stream(input);
    BatchQueryReader reader(stream,
                            {format, {.title = true, .description = true, .narrative = true}});
    std::size_t records = 0;
    std::size_t line = 0;
    while (const auto record = reader.next()) {
        const BatchQuery& query = record->query;
        require(!query.id.empty() && is_valid_utf8(query.id));
        require(query.line >= line && query.line > 0);
        line = query.line;
        if (!record->ok()) {
            require(query.text.empty());
        } else {
            require(!query.text.empty() || query.filter);
            require(is_valid_utf8(query.text) && query.text.find('\0') == std::string::npos);
        }
        // A blank line is a record of one byte; a last line needs no end.
        require(++records <= input.size() + 1);
    }
}

template <typename F>
void allowing_errors(const F& f) {
    try {
        f();
    } catch (const Error&) {
    }
}

void read_evaluation(const std::string& input) {
    const std::size_t middle = input.find('\x01');
    const std::string first = input.substr(0, middle);
    const std::string second = middle == std::string::npos ? first : input.substr(middle + 1);
    allowing_errors([&] {
        std::istringstream qrels(first);
        std::istringstream run(second);
        const Evaluation evaluation = evaluate(parse_metrics("ndcg@3,ndcg,map,p@2,recall@2,mrr"),
                                               read_run(run, "run"), read_qrels(qrels, "qrels"));
        for (const MetricScores& scores : evaluation.metrics) {
            require(scores.mean >= 0 && scores.mean <= 1 + 1e-9);
        }
    });
    allowing_errors([&] {
        std::istringstream stream(first);
        const Run run = read_run(stream, "run");
        for (const auto& [query, documents] : run) {
            std::vector<ScoredId> hits;
            for (const std::string& document : documents)
                hits.push_back({document, 1});
            std::istringstream written(format_run(query, hits, "t"));
            const Run again = read_run(written, "written");
            require(again.size() == 1 && again.begin()->second.size() == documents.size());
        }
    });
}

void read_output(const std::string& input, ResumeFormat format) {
    allowing_errors([&] {
        std::istringstream stream(input);
        const ResumePoint point = find_resume_point(stream, format, "output");
        require(point.offset <= input.size());
        require(point.offset == 0 || input[point.offset - 1] == '\n');
        require(point.complete.size() <= input.size());
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 10) {
        case 0:
            read_batch(input, std::nullopt);
            break;
        case 1:
            read_batch(input, BatchFormat::Lines);
            break;
        case 2:
            read_batch(input, BatchFormat::Tsv);
            break;
        case 3:
            read_batch(input, BatchFormat::JsonLines);
            break;
        case 4:
            read_batch(input, BatchFormat::Csv);
            break;
        case 5:
            read_batch(input, BatchFormat::Trec);
            break;
        case 6:
            read_output(input, ResumeFormat::JsonLines);
            break;
        case 7:
            read_output(input, ResumeFormat::Trec);
            break;
        case 8:
            read_output(input, ResumeFormat::TabSeparated);
            break;
        default:
            read_evaluation(input);
    }
    return 0;
}
