#include "indexer/build.h"

#include <unistd.h>

#include <algorithm>
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
#include "indexer/inputs.h"
#include "indexer/pipeline.h"
#include "indexer/readers/input.h"
#include "indexer/summary.h"
#include "indexer/timexes.h"
#include "indexer/writers/bulk.h"
#include "indexer/writers/sinks.h"
#include "indexer/writers/update_sink.h"

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

// The recorded state of an input: an update reads it again only if that has changed.
std::string state_of(const InputFile& file) {
    return std::to_string(file.size) + " " + std::to_string(file.mtime_ns);
}

class IndexRun {
public:
    IndexRun(const IndexOptions& options, std::ostream& out, std::ostream& err)
        : options_(options),
          out_(out),
          err_(err),
          progress_(err, !options.quiet && isatty(STDERR_FILENO)) {}

    int run() {
        const auto start = Clock::now();
        InputList inputs = find_inputs(options_.paths, options_.reading.format.has_value());
        for (const Problem& problem : inputs.problems)
            report(problem);
        if (inputs.files.empty() && options_.deleted.empty() && !options_.prune) {
            throw Error("no articles found", "give files or folders with *.txt or *.jsonl files");
        }
        const WriterLock lock(options_.directory);
        std::signal(SIGINT, on_interrupt);
        std::signal(SIGTERM, on_interrupt);
        const std::optional<std::string> current = current_generation(options_.directory);
        IndexSummary summary;
        if (current && !options_.rebuild) {
            summary = update(*current, inputs.files);
        } else if (!options_.deleted.empty()) {
            throw Error("there is no index to delete from in " + printable(options_.directory));
        } else {
            summary = rebuild(inputs.files);
        }
        for (const Problem& problem : inputs.problems) {
            ++summary.skipped;
            ++summary.reasons[problem.message];
        }
        summary.ignored_files += inputs.ignored;
        summary.seconds = std::chrono::duration<double>(Clock::now() - start).count();
        if (options_.stats == StatsFormat::Text) print_summary(summary, options_.directory, err_);
        if (options_.stats == StatsFormat::Json)
            print_summary_json(summary, options_.directory, out_);
        return summary.skipped > 0 ? kExitSomeSkipped : kExitAllIndexed;
    }

private:
    void report(const Problem& problem) {
        progress_.clear();
        err_ << "dateline-index: " << to_string(problem) << '\n';
    }

    IndexSummary feed(const std::vector<InputFile>& files, IndexSink& sink) {
        PipelineCallbacks callbacks;
        callbacks.problem = [this](const Problem& problem) { report(problem); };
        callbacks.progress = [this](std::uint64_t articles, std::uint64_t bytes) {
            progress_.update(articles, bytes);
        };
        callbacks.cancelled = [] { return interrupted != 0; };
        IndexSummary summary = run_pipeline(options_, files, sink, callbacks);
        progress_.clear();
        if (summary.cancelled) throw Error("interrupted; the index is as it was before");
        record_states(files, summary, sink);
        return summary;
    }

    static void record_states(const std::vector<InputFile>& files, const IndexSummary& summary,
                              IndexSink& sink) {
        std::vector<bool> failed(files.size(), false);
        for (const std::size_t file : summary.failed_files)
            failed[file] = true;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (!failed[i] && files[i].path != "-")
                sink.set_metadata(make_term(kMetaFile, files[i].identity), state_of(files[i]));
        }
    }

    // A new generation beside the old one, switched to when it is complete.
    IndexSummary rebuild(const std::vector<InputFile>& files) {
        UnfinishedGeneration generation(prepare_generation(options_.directory));
        std::unique_ptr<IndexSink> sink = make_sink(options_, generation.path(), err_);
        IndexSummary summary = feed(files, *sink);
        if (summary.articles == 0) {
            throw Error("no article could be read; the index is as it was before",
                        "see the messages above");
        }
        sink->set_metadata(std::string(kMetaSchema), std::to_string(kSchemaVersion));
        sink->set_metadata(std::string(kMetaLanguage), options_.language);
        sink->set_metadata(std::string(kMetaTool), DATELINE_VERSION);
        sink->set_metadata(std::string(kMetaOptions), options_json(options_));
        summary.terms = sink->finish();
        sink.reset();
        summary.index_bytes = directory_bytes(generation.path());
        summary.articles_in_index = summary.articles;
        publish_generation(options_.directory, generation.path());
        generation.published();
        return summary;
    }

    // Changes the generation in force: what was not committed when the work ends early is as if it had not begun.
    IndexSummary update(const std::string& generation, const std::vector<InputFile>& files) {
        const IndexInfo info = open_index(options_.directory).info;  // refuses what is not ours
        if (info.language != options_.language) {
            throw Error("the index is in " + info.language + ", not " + options_.language,
                        "give --language " + info.language + ", or --rebuild");
        }
        if (info.options != options_json(options_)) {
            throw Error("the index was built with other options: " + printable(info.options),
                        "give the same --facet-field options, or --rebuild");
        }
        UpdateSink sink(generation);
        std::vector<InputFile> changed;
        std::uint64_t unchanged_files = 0;
        for (const InputFile& file : files) {
            if (sink.metadata(make_term(kMetaFile, file.identity)) == state_of(file)) {
                ++unchanged_files;
            } else {
                changed.push_back(file);
            }
        }
        IndexSummary summary;
        if (!changed.empty()) summary = feed(changed, sink);
        for (const std::string& id : options_.deleted) {
            if (sink.remove_article(id)) continue;
            report({Problem::Kind::Skipped, "", 0,
                    "there is no article with the id \"" + id + "\" to delete", ""});
            ++summary.skipped;
        }
        if (options_.prune) prune(changed, summary, sink);
        summary.updated = true;
        summary.unchanged_files = unchanged_files;
        summary.counts = sink.counts();
        summary.terms = sink.finish();
        const OpenIndex index = open_index(options_.directory);
        summary.articles_in_index = index.database.get_doccount();
        summary.index_bytes = directory_bytes(generation);
        return summary;
    }

    static void prune(const std::vector<InputFile>& read, const IndexSummary& summary,
                      UpdateSink& sink) {
        for (const std::string& identity : sink.recorded_files()) {
            std::error_code code;
            if (!fs::exists(identity, code) && !code) sink.remove_file(identity, false);
        }
        for (std::size_t i = 0; i < read.size(); ++i) {
            const auto& failed = summary.failed_files;
            if (std::find(failed.begin(), failed.end(), i) == failed.end())
                sink.remove_file(read[i].identity, true);
        }
    }

    const IndexOptions& options_;
    std::ostream& out_;
    std::ostream& err_;
    Progress progress_;
};

}  // namespace

int run_index(const IndexOptions& given, std::ostream& out, std::ostream& err) {
    const IndexOptions options = read_option_files(given, err);
    if (options.timexes_only) return print_timexes(options, out, err);
    return IndexRun(options, out, err).run();
}

}  // namespace dateline
