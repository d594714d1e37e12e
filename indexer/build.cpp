#include "indexer/build.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <iomanip>
#include <memory>
#include <ostream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "common/index.h"
#include "common/schema.h"
#include "common/text.h"
#include "indexer/pipeline.h"
#include "indexer/readers/input.h"
#include "indexer/writers/bulk.h"
#include "indexer/writers/sinks.h"

namespace dateline {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

volatile std::sig_atomic_t interrupted = 0;

// The first interrupt abandons the work cleanly; the second has the default effect.
extern "C" void on_interrupt(int signal) {
    interrupted = 1;
    std::signal(signal, SIG_DFL);
}

std::uint64_t directory_bytes(const fs::path& directory) {
    std::uint64_t bytes = 0;
    std::error_code code;
    for (const auto& entry : fs::recursive_directory_iterator(directory, code)) {
        if (entry.is_regular_file(code)) bytes += entry.file_size(code);
    }
    return bytes;
}

std::string megabytes(std::uint64_t bytes) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(bytes < 10'000'000 ? 2 : 1)
         << static_cast<double>(bytes) / 1e6 << " MB";
    return text.str();
}

// One line on a terminal, rewritten a few times a second.
class Progress {
public:
    Progress(std::ostream& err, bool shown) : err_(err), shown_(shown) {}

    void update(std::uint64_t articles, std::uint64_t bytes) {
        const auto now = Clock::now();
        if (!shown_ || now - last_ < std::chrono::milliseconds(200)) return;
        last_ = now;
        const double seconds = std::chrono::duration<double>(now - start_).count();
        err_ << "\r\033[K" << articles << " articles, " << megabytes(bytes) << ", " << std::fixed
             << std::setprecision(1) << static_cast<double>(bytes) / 1e6 / std::max(seconds, 1e-3)
             << " MB/s" << std::flush;
        drawn_ = true;
    }

    void clear() {
        if (drawn_) err_ << "\r\033[K" << std::flush;
        drawn_ = false;
    }

private:
    std::ostream& err_;
    const bool shown_;
    bool drawn_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_ = start_;
};

void print_text(const IndexSummary& summary, const std::string& directory, std::ostream& err) {
    const double rate =
        static_cast<double>(summary.bytes_read) / 1e6 / std::max(summary.seconds, 1e-3);
    err << summary.articles << (summary.articles == 1 ? " article" : " articles") << " indexed, "
        << summary.skipped << " skipped; " << summary.terms << " terms, "
        << megabytes(summary.index_bytes) << " in " << printable(directory) << "; read "
        << megabytes(summary.bytes_read) << " in " << std::fixed << std::setprecision(2)
        << summary.seconds << " s (" << std::setprecision(1) << rate << " MB/s)\n";
    for (const auto& [reason, count] : summary.reasons) {
        err << "  skipped: " << count << " × " << printable(reason) << '\n';
    }
    if (summary.ignored_files > 0) {
        err << "  ignored: " << summary.ignored_files << " hidden files or files of other kinds\n";
    }
}

void print_json(const IndexSummary& summary, const std::string& directory, std::ostream& out) {
    nlohmann::ordered_json json;
    json["index"] = to_valid_utf8(directory);
    json["articles"] = summary.articles;
    json["skipped"] = summary.skipped;
    json["skipped_reasons"] = nlohmann::ordered_json::object();
    for (const auto& [reason, count] : summary.reasons)
        json["skipped_reasons"][reason] = count;
    json["warnings"] = summary.warnings;
    json["ignored_files"] = summary.ignored_files;
    json["terms"] = summary.terms;
    json["index_bytes"] = summary.index_bytes;
    json["bytes_read"] = summary.bytes_read;
    json["seconds"] = summary.seconds;
    json["mb_per_second"] =
        static_cast<double>(summary.bytes_read) / 1e6 / std::max(summary.seconds, 1e-3);
    out << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

// Removes what was written if the work ends before it is published.
class UnfinishedGeneration {
public:
    explicit UnfinishedGeneration(std::string path) : path_(std::move(path)) {}
    ~UnfinishedGeneration() {
        std::error_code code;
        if (!published_) fs::remove_all(path_, code);
    }
    UnfinishedGeneration(const UnfinishedGeneration&) = delete;
    UnfinishedGeneration& operator=(const UnfinishedGeneration&) = delete;

    const std::string& path() const { return path_; }
    void published() { published_ = true; }

private:
    std::string path_;
    bool published_ = false;
};

std::string options_json(const IndexOptions& options) {
    const nlohmann::json json = {{"facet_fields", options.facet_fields}};
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// The writer that the options choose; says so where the bulk writer cannot be used.
std::unique_ptr<IndexSink> make_sink(const IndexOptions& options, const std::string& folder,
                                     std::ostream& err) {
    if (options.writer != WriterKind::Api) {
        std::string reason;
        if (bulk_format_matches_xapian(&reason))
            return make_bulk_sink(folder, options.memory, options.threads);
        if (options.writer == WriterKind::Bulk) {
            throw Error("the bulk writer cannot be used: " + reason, "use --writer api");
        }
        err << "dateline-index: note: writing through Xapian's API, which is slower: "
            << printable(reason) << '\n';
    }
    return make_api_sink(folder);
}

// Counts a problem found before the pipeline started.
void add_problem(IndexSummary& summary, const Problem& problem) {
    ++summary.skipped;
    ++summary.reasons[problem.message];
}

}  // namespace

int run_index(const IndexOptions& options, std::ostream& out, std::ostream& err) {
    const auto start = Clock::now();
    Progress progress(err, !options.quiet && isatty(STDERR_FILENO));
    const auto report = [&](const Problem& problem) {
        progress.clear();
        err << "dateline-index: " << to_string(problem) << '\n';
    };
    const InputList inputs = find_inputs(options.paths);
    for (const Problem& problem : inputs.problems)
        report(problem);
    if (inputs.files.empty()) {
        throw Error("no articles found", "give files or folders with *.txt or *.jsonl files");
    }

    const WriterLock lock(options.directory);
    UnfinishedGeneration generation(prepare_generation(options.directory));
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    PipelineCallbacks callbacks;
    callbacks.problem = report;
    callbacks.progress = [&](std::uint64_t articles, std::uint64_t bytes) {
        progress.update(articles, bytes);
    };
    callbacks.cancelled = [] { return interrupted != 0; };

    std::unique_ptr<IndexSink> sink = make_sink(options, generation.path(), err);
    IndexSummary summary = run_pipeline(options, inputs.files, *sink, callbacks);
    progress.clear();
    if (summary.cancelled) throw Error("interrupted; the index is as it was before");
    if (summary.articles == 0) {
        throw Error("no article could be read; the index is as it was before",
                    "see the messages above");
    }
    sink->set_metadata(std::string(kMetaSchema), std::to_string(kSchemaVersion));
    sink->set_metadata(std::string(kMetaLanguage), options.language);
    sink->set_metadata(std::string(kMetaTool), DATELINE_VERSION);
    sink->set_metadata(std::string(kMetaOptions), options_json(options));
    summary.terms = sink->finish();
    sink.reset();
    summary.index_bytes = directory_bytes(generation.path());
    publish_generation(options.directory, generation.path());
    generation.published();

    for (const Problem& problem : inputs.problems)
        add_problem(summary, problem);
    summary.ignored_files = inputs.ignored;
    summary.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (options.stats == StatsFormat::Text) print_text(summary, options.directory, err);
    if (options.stats == StatsFormat::Json) print_json(summary, options.directory, out);
    return summary.skipped > 0 ? kExitSomeSkipped : kExitAllIndexed;
}

}  // namespace dateline
