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
#include "common/record.h"
#include "common/schema.h"
#include "common/text.h"
#include "indexer/cleaning/repeated_lines.h"
#include "indexer/copies/index_copies.h"
#include "indexer/inputs.h"
#include "indexer/pipeline.h"
#include "indexer/readers/input.h"
#include "indexer/report.h"
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

// For a trial's sketches; gone after it.
class TrialFolder {
public:
    TrialFolder() {
        path_ = (fs::temp_directory_path() / "dateline-trial-XXXXXX").string();
        if (!mkdtemp(path_.data())) throw Error("cannot make a folder in the temporary one");
    }
    ~TrialFolder() {
        std::error_code code;
        fs::remove_all(path_, code);
    }
    TrialFolder(const TrialFolder&) = delete;
    TrialFolder& operator=(const TrialFolder&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
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
        if (!options_.report.empty()) {
            report_.emplace(options_.report);
            for (const Problem& problem : inputs.problems)
                report_->add(problem);
        }
        std::optional<WriterLock> lock;
        if (!options_.dry_run) lock.emplace(options_.directory);
        std::signal(SIGINT, on_interrupt);
        std::signal(SIGTERM, on_interrupt);
        const std::optional<std::string> current = current_generation(options_.directory);
        IndexSummary summary;
        if (current && !options_.rebuild) {
            summary = update(*current, inputs.files);
        } else if (!options_.deleted.empty()) {
            throw Error("there is no index to delete from in " + printable(options_.directory));
        } else {
            summary = options_.dry_run ? try_rebuild(inputs.files) : rebuild(inputs.files);
        }
        summary.dry_run = options_.dry_run;
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

    // Without `copies` none are told.
    IndexSummary feed(const std::vector<InputFile>& files, IndexSink& sink, IndexCopies* copies) {
        PipelineCallbacks callbacks;
        callbacks.problem = [this](const Problem& problem) { report(problem); };
        callbacks.progress = [this](std::uint64_t articles, std::uint64_t bytes) {
            progress_.update(articles, bytes);
        };
        callbacks.cancelled = [] { return interrupted != 0; };
        callbacks.signatures = copies != nullptr;
        callbacks.reports = report_.has_value();
        if (copies || report_) {
            callbacks.handed = [&](std::vector<HandedArticle>& articles) {
                for (const HandedArticle& article : articles) {
                    const bool is_new = article.outcome != IndexSink::Outcome::Unchanged;
                    if (copies && article.document != 0 && is_new)
                        copies->add(article.document, article.signature);
                    if (report_) report_->add(article);
                }
            };
        }
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

    void find_repeated_lines(const std::vector<InputFile>& files) {
        if (!options_.repeated_lines) return;
        const auto lines = sample_lines(options_, files);
        if (lines && !lines->encode().empty()) options_.lines = lines;
    }

    bool tells_copies() const { return options_.copies.value_or(true); }

    // A new generation beside the old one, switched to when it is complete.
    IndexSummary rebuild(const std::vector<InputFile>& files) {
        find_repeated_lines(files);
        UnfinishedGeneration generation(prepare_generation(options_.directory));
        std::unique_ptr<IndexSink> sink = make_sink(options_, generation.path(), err_);
        std::optional<IndexCopies> copies;
        if (tells_copies()) copies.emplace(generation.path(), "");
        IndexSummary summary = feed(files, *sink, copies ? &*copies : nullptr);
        if (summary.articles == 0) {
            throw Error("no article could be read; the index is as it was before",
                        "see the messages above");
        }
        const StoryMap stories = find_stories(copies, summary);
        if (copies) {
            for (const auto& [key, value] : copies->entries())
                sink->set_metadata(key, value);
        }
        if (options_.lines) sink->set_metadata(std::string(kMetaLines), options_.lines->encode());
        sink->set_metadata(std::string(kMetaSchema), std::to_string(kSchemaVersion));
        sink->set_metadata(std::string(kMetaLanguage), options_.language);
        sink->set_metadata(std::string(kMetaTool), DATELINE_VERSION);
        sink->set_metadata(std::string(kMetaOptions), options_json(options_));
        summary.terms = sink->finish();
        sink.reset();
        summary.index_bytes = directory_bytes(generation.path());
        summary.articles_in_index = summary.articles;
        finish_report(stories, generation.path());
        publish_generation(options_.directory, generation.path());
        generation.published();
        return summary;
    }

    // The same but for writing.
    IndexSummary try_rebuild(const std::vector<InputFile>& files) {
        find_repeated_lines(files);
        const std::unique_ptr<IndexSink> sink = make_trial_sink();
        const TrialFolder folder;
        std::optional<IndexCopies> copies;
        if (tells_copies()) copies.emplace(folder.path(), "");
        IndexSummary summary = feed(files, *sink, copies ? &*copies : nullptr);
        summary.articles_in_index = summary.articles;
        finish_report(find_stories(copies, summary), "");
        return summary;
    }

    // After a rebuild: documents have the numbers from 1.
    static StoryMap find_stories(std::optional<IndexCopies>& copies, IndexSummary& summary) {
        if (!copies) return {};
        std::vector<bool> documents(static_cast<std::size_t>(summary.articles) + 1, true);
        documents[0] = false;
        StoryMap stories = copies->finish(documents, [](std::uint32_t document) -> CopySignature {
            throw Error("no sketch of document " + std::to_string(document));
        });
        summary.stories = count_stories(stories, summary.articles);
        return stories;
    }

    static std::uint64_t count_stories(const StoryMap& stories, std::uint64_t articles) {
        for (std::uint32_t story = 0; story < stories.size(); ++story)
            articles -= stories.members(story).size() - 1;
        return articles;
    }

    // `database`: a folder that has documents which the report has not; empty: none.
    void finish_report(const StoryMap& stories, const std::string& database) {
        if (!report_) return;
        std::optional<Xapian::Database> opened;
        if (!database.empty()) opened.emplace(database);
        report_->finish(stories, [&](std::uint32_t document) {
            return opened ? decode_record(opened->get_document(document).get_data()).id
                          : std::string();
        });
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
        UpdateSink sink(generation, options_.dry_run);
        const std::string lines = sink.metadata(std::string(kMetaLines));
        if (!lines.empty()) {
            options_.lines = std::make_shared<const LineStatistics>(LineStatistics::decode(lines));
        }
        const std::string copies_state = sink.metadata(std::string(kMetaCopies));
        if (options_.copies && *options_.copies == copies_state.empty()) {
            throw Error(std::string("the index was built with --copies ") +
                            (copies_state.empty() ? "off" : "on"),
                        "leave the option out, or give --rebuild");
        }
        std::optional<TrialFolder> trial;
        if (options_.dry_run) trial.emplace();
        std::optional<IndexCopies> copies;
        if (!copies_state.empty()) {
            copies.emplace(trial ? trial->path() : generation, copies_state,
                           trial ? generation : "");
        }
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
        if (!changed.empty()) summary = feed(changed, sink, copies ? &*copies : nullptr);
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
        const std::vector<bool> documents = sink.documents();
        summary.articles_in_index =
            static_cast<std::uint64_t>(std::count(documents.begin(), documents.end(), true));
        StoryMap stories;
        if (copies && summary.counts.any()) {
            stories = copies->finish(documents, [&](std::uint32_t document) {
                const Article article = decode_record(sink.data(document));
                return copy_signature(article.body, article.zones);
            });
            summary.stories = count_stories(stories, summary.articles_in_index);
            const std::map<std::string, std::string> entries = copies->entries();
            for (const std::string_view prefix : {kMetaStories, kMetaCopies}) {
                std::map<std::string, std::string> part;
                for (const auto& entry : entries) {
                    if (entry.first.starts_with(prefix)) part.insert(entry);
                }
                sink.replace_metadata(std::string(prefix), part);
            }
        } else if (copies) {
            stories = StoryMap(Xapian::Database(generation));
            summary.stories = count_stories(stories, summary.articles_in_index);
        }
        summary.terms = sink.finish();
        if (copies && !options_.dry_run) copies->remove_others();
        summary.index_bytes = directory_bytes(generation);
        finish_report(stories, generation);
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

    IndexOptions options_;
    std::ostream& out_;
    std::ostream& err_;
    Progress progress_;
    std::optional<ReportWriter> report_;
};

}  // namespace

int run_index(const IndexOptions& given, std::ostream& out, std::ostream& err) {
    const IndexOptions options = read_option_files(given, err);
    if (options.timexes_only) return print_timexes(options, out, err);
    return IndexRun(options, out, err).run();
}

}  // namespace dateline
