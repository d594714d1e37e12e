#include "searcher/batch_session.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>

#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/text.h"
#include "searcher/batch/batch_reader.h"
#include "searcher/batch/ordered_runner.h"
#include "searcher/batch/resume.h"
#include "searcher/batch/stoppable_input.h"
#include "searcher/batch/timing.h"
#include "searcher/evaluate/metrics.h"
#include "searcher/evaluate/report.h"
#include "searcher/evaluate/trec_run.h"
#include "searcher/output/output.h"
#include "searcher/output/timeline.h"
#include "searcher/query/error.h"

namespace dateline {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

// What a look-up found, in the output's format. Each line begins with, or has as a member, the
// look-up's id.
std::string format_answer(const BatchQuery& query, const SearchResults& results,
                          const SearchOptions& options) {
    switch (options.format) {
        case OutputFormat::Trec: {
            std::vector<ScoredId> ids;
            for (const Hit& hit : results.hits)
                ids.push_back({hit.article.id, hit.score});
            return format_run(query.id, ids, options.run_tag);
        }
        case OutputFormat::Ids:
        case OutputFormat::Tsv: {
            std::string text;
            for (const Hit& hit : results.hits) {
                text += query.id + '\t' + printable(hit.article.id);
                if (options.format == OutputFormat::Tsv) text += '\t' + tsv_fields(hit);
                text += '\n';
            }
            return text;
        }
        default:
            break;
    }
    const auto head = [&](Json& json) {
        json["query_id"] = query.id;
        json["elapsed_us"] = static_cast<std::uint64_t>(results.seconds * 1e6);
        json["total"] = results.total;
        json["total_exact"] = results.total_exact;
        json["stories"] = results.stories;
    };
    if (options.per_query || results.hits.empty()) {
        Json json;
        head(json);
        json["hits"] = Json::array();
        for (const Hit& hit : results.hits)
            json["hits"].push_back(hit_json(hit));
        if (!results.facets.empty()) json["facets"] = facets_json(results.facets);
        if (results.timeline) json["timeline"] = timeline_json(*results.timeline);
        return dump(json);
    }
    std::string text;
    for (const Hit& hit : results.hits) {
        Json json;
        head(json);
        json.update(hit_json(hit));
        text += dump(json);
    }
    return text;
}

// What a failed look-up leaves: a record in JSON Lines, a message everywhere.
BatchFailure format_failure(const BatchQuery& query, const std::exception& error,
                            const SearchOptions& options) {
    BatchFailure failure;
    failure.diagnostic = "dateline-search: line " + std::to_string(query.line) + ": " +
                         printable(error.what()) + '\n';
    if (options.format != OutputFormat::JsonLines) return failure;
    Json json;
    json["query_id"] = query.id;
    json["error"] = error.what();
    json["line"] = query.line;
    if (const auto* mistake = dynamic_cast<const QueryError*>(&error)) {
        json["begin"] = mistake->begin();
        json["end"] = mistake->end();
    }
    if (const auto* known = dynamic_cast<const Error*>(&error); known && !known->hint().empty()) {
        json["hint"] = known->hint();
    }
    json["elapsed_us"] = 0;
    failure.output = dump(json);
    return failure;
}

// One thread's searcher, and the tree that --filter makes for every look-up.
class Worker {
public:
    Worker(const SearchOptions& options, std::atomic<bool>& without_hits)
        : options_(options), searcher_(options.directory), without_hits_(without_hits) {
        parse_.implicit = options.implicit;
        parse_.now = options.now;
        parse_.metadata_fields = searcher_.metadata_fields();
        parse_.saved_query = saved_query_of(options_);
        for (const std::string& facet : options.facets)
            facets_.push_back(parse_facet(facet, searcher_.metadata_fields()));
        if (options.filter.empty()) return;
        try {
            filter_ = parse_query(options.filter, parse_);
        } catch (const QueryError& error) {
            throw Error("in --filter '" + options.filter + "': " + error.what(),
                        error.suggestion());
        }
    }

    std::string answer(const BatchQuery& query) {
        SearchRequest request = base_request(options_);
        request.limit = query.limit ? *query.limit : options_.limit;
        request.facets = facets_;
        request.plain = query.plain || options_.plain;
        request.query =
            request.plain ? parse_plain(query.text, Implicit::Or) : parse_query(query.text, parse_);
        if (filter_) request.filters.push_back(*filter_);
        if (query.filter) request.filters.push_back(parse_query(*query.filter, parse_));
        const SearchResults results = searcher_.search(request);
        if (results.total == 0) without_hits_ = true;
        return format_answer(query, results, options_);
    }

private:
    const SearchOptions& options_;
    Searcher searcher_;
    ParseOptions parse_;
    std::vector<FacetRequest> facets_;
    std::optional<Query> filter_;
    std::atomic<bool>& without_hits_;
};

// Where the look-ups come from: a file, or standard input in a way that can be stopped.
class Input {
public:
    explicit Input(const std::string& path) {
        if (path == "-") {
            stoppable_ = std::make_unique<StoppableInput>(STDIN_FILENO);
            stream_ = std::make_unique<std::istream>(stoppable_.get());
            return;
        }
        auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
        std::error_code unknown;
        const bool is_folder = std::filesystem::is_directory(path, unknown);
        if (!*file || is_folder)
            throw Error(is_folder ? "the batch " + printable(path) + " is a folder"
                                  : "cannot open the batch " + printable(path),
                        "give a file, or - for standard input");
        stream_ = std::move(file);
    }

    std::istream& stream() { return *stream_; }
    void stop() {
        if (stoppable_) stoppable_->stop();
    }

private:
    std::unique_ptr<StoppableInput> stoppable_;
    std::unique_ptr<std::istream> stream_;
};

ResumeFormat resume_format(OutputFormat format) {
    if (format == OutputFormat::Trec) return ResumeFormat::Trec;
    return format == OutputFormat::JsonLines ? ResumeFormat::JsonLines : ResumeFormat::TabSeparated;
}

// --resume: cuts the output after its last whole answer and goes on writing behind it.
class ResumedOutput {
public:
    ResumedOutput(const std::string& path, OutputFormat format) {
        std::ifstream written(path, std::ios::binary);
        ResumePoint point;
        if (written) point = find_resume_point(written, resume_format(format), path);
        written.close();
        if (point.offset > 0 && truncate(path.c_str(), static_cast<off_t>(point.offset)) != 0) {
            throw Error("cannot shorten " + printable(path) + " to its last whole answer");
        }
        out_.open(path, std::ios::binary | (point.offset > 0 ? std::ios::app : std::ios::trunc));
        if (!out_) throw Error("cannot write " + printable(path));
        filter_.emplace(std::move(point));
    }

    std::ostream& stream() { return out_; }
    ResumeFilter& filter() { return *filter_; }

private:
    std::ofstream out_;
    std::optional<ResumeFilter> filter_;
};

}  // namespace

int run_batch_session(const SearchOptions& options, std::ostream& out, std::ostream& err) {
    Input input(options.batch);
    BatchQueryReaderOptions reader_options;
    reader_options.format = options.batch_format;
    reader_options.topic_fields = options.topic_fields;
    BatchQueryReader reader(input.stream(), reader_options);
    std::optional<ResumedOutput> resumed;
    if (!options.resume.empty()) resumed.emplace(options.resume, options.format);

    std::atomic<bool> without_hits = false;
    BatchJob job;
    job.next = [&] {
        std::optional<BatchRecord> record = reader.next();
        while (record && resumed && resumed->filter().skip(record->query))
            record = reader.next();
        return record;
    };
    job.make_worker = [&]() -> BatchWorker {
        const auto worker = std::make_shared<Worker>(options, without_hits);
        return [worker](const BatchQuery& query) { return worker->answer(query); };
    };
    job.on_failure = [&](const BatchQuery& query, const std::exception& error) {
        return format_failure(query, error, options);
    };
    job.on_stop = [&] { input.stop(); };
    BatchRunOptions run_options;
    run_options.threads = options.threads;
    run_options.fail_fast = options.fail_fast;
    const BatchOutcome outcome =
        run_batch(job, run_options, resumed ? resumed->stream() : out, err);
    if (resumed && !resumed->filter().unmatched().empty()) {
        throw Error("the output to resume has an answer to \"" +
                        printable(resumed->filter().unmatched()) + "\", which the batch lacks",
                    "give the batch that wrote it");
    }
    if (options.timing) {
        err << timing_summary(outcome.queries, outcome.failed, outcome.elapsed, outcome.latencies)
            << '\n';
    }
    if (outcome.failed > 0) return kExitError;
    return options.require_hits && without_hits ? kExitNoHits : kExitHits;
}

int run_evaluation(const SearchOptions& options, std::ostream& out, std::ostream& err) {
    const auto open = [](const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        if (!file) throw Error("cannot open " + printable(path));
        return file;
    };
    std::ifstream judgements = open(options.qrels);
    const Qrels qrels = read_qrels(judgements, options.qrels);
    const std::vector<Metric> metrics = parse_metrics(options.metrics);
    const auto score = [&](const std::string& path) {
        std::ifstream file = open(path);
        return evaluate(metrics, read_run(file, path), qrels);
    };
    std::optional<Evaluation> first;
    if (!options.compare.empty()) {
        first = score(options.compare);
        write_scores(out, options.compare, *first, options.per_query);
        write_coverage(err, options.compare, *first);
    }
    for (const std::string& path : options.words) {
        const Evaluation evaluation = score(path);
        write_scores(out, path, evaluation, options.per_query, first ? &*first : nullptr);
        write_coverage(err, path, evaluation);
    }
    return kExitHits;
}

}  // namespace dateline
