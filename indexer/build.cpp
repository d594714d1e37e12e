#include "indexer/build.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>

#include "common/index.h"
#include "common/schema.h"
#include "common/text.h"
#include "indexer/cleaning/repeated_lines.h"
#include "indexer/inputs.h"
#include "indexer/maintenance/maintenance.h"
#include "indexer/new_articles.h"
#include "indexer/pipeline.h"
#include "indexer/readers/input.h"
#include "indexer/recorded_options.h"
#include "indexer/reporting/problem_log.h"
#include "indexer/reporting/progress.h"
#include "indexer/reporting/report.h"
#include "indexer/reporting/summary.h"
#include "indexer/timexes.h"
#include "indexer/update/file_states.h"
#include "indexer/update/prune.h"
#include "indexer/update/update.h"
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

// The writer that the options choose; says so where the bulk writer cannot be used.
std::unique_ptr<IndexSink> make_sink(const IndexOptions& options, const std::string& folder,
                                     std::ostream& err) {
    if (options.writer != WriterKind::Api) {
        std::string reason;
        if (bulk_format_matches_xapian(&reason))
            return make_bulk_sink(folder, options.memory / 2, options.threads);  // see pipeline.cpp
        if (options.writer == WriterKind::Bulk) {
            throw Error("the bulk writer cannot be used: " + reason, "use --writer api");
        }
        err << "dateline-index: note: writing through Xapian's API, which is slower: "
            << printable(reason) << '\n';
    }
    return make_api_sink(folder);
}

ProgressStyle progress_style(const IndexOptions& options) {
    if (options.quiet) return ProgressStyle::None;
    return isatty(STDERR_FILENO) ? ProgressStyle::Terminal : ProgressStyle::Log;
}

// For --wait: says once whom it waits for.
WriterLock::KeepWaiting keep_waiting(const IndexOptions& options, std::ostream& err) {
    if (!options.wait) return {};
    return [&options, &err, told = false](Clock::duration waited) mutable {
        if (*options.wait && waited >= **options.wait) return false;
        if (!told && !options.quiet) {
            const std::optional<std::string> holder = lock_holder(options.directory);
            if (holder) {
                err << "dateline-index: waiting for " << printable(*holder) << '\n' << std::flush;
            }
        }
        told = true;
        return true;
    };
}

class IndexRun {
public:
    IndexRun(const IndexOptions& options, std::ostream& out, std::ostream& err)
        : options_(options), out_(out), err_(err), progress_(err, progress_style(options)) {}

    int run() {
        const auto start = Clock::now();
        progress_.start(start);
        InputList inputs = find_inputs(options_);
        if (options_.prune) leave_to_prune(inputs);
        for (const Problem& problem : inputs.problems)
            report(problem);
        if (inputs.files.empty() && options_.deleted.empty() && !options_.prune) {
            throw Error("no articles found",
                        "give files of articles, or folders of them; --help names their kinds");
        }
        if (!options_.report.empty()) {
            report_.emplace(options_.report);
            for (const Problem& problem : inputs.problems)
                report_->add(problem);
        }
        if (!options_.deleted.empty() && !current_state(options_.directory)) {
            throw Error("there is no index to delete from in " + printable(options_.directory));
        }
        std::optional<WriterLock> lock;
        if (!options_.dry_run) lock.emplace(options_.directory, keep_waiting(options_, err_));
        std::signal(SIGINT, on_interrupt);
        std::signal(SIGTERM, on_interrupt);
        const std::optional<IndexState> current = current_state(options_.directory);
        if (lock) remove_leftovers(options_.directory);
        IndexSummary summary;
        if (current && !options_.rebuild) {
            summary = update(*current, inputs.files);
        } else {
            summary = options_.dry_run ? try_rebuild(inputs.files) : rebuild(inputs.files);
        }
        report_rest();
        summary.dry_run = options_.dry_run;
        for (const Problem& problem : inputs.problems) {
            if (problem.kind == Problem::Kind::Warning) {
                ++summary.warnings;
                continue;
            }
            ++summary.skipped;
            ++summary.reasons[problem.message];
        }
        summary.ignored_files += inputs.ignored;
        summary.index_bytes = index_bytes(options_.directory);
        summary.seconds = std::chrono::duration<double>(Clock::now() - start).count();
        if (options_.stats == StatsFormat::Text) print_summary(summary, options_.directory, err_);
        if (options_.stats == StatsFormat::Json)
            print_summary_json(summary, options_.directory, out_);
        return summary.skipped > 0 ? kExitSomeSkipped : kExitAllIndexed;
    }

private:
    // Any thread may call.
    void report(const Problem& problem) {
        const std::lock_guard lock(telling_);
        told_any_ = true;
        if (const auto line = problem_log_.line(problem)) {
            progress_.clear();
            err_ << "dateline-index: " << *line << '\n';
        }
    }

    void report_rest() {
        for (const std::string& line : problem_log_.rest())
            err_ << "dateline-index: " << line << '\n';
    }

    // That a recorded file is gone is no mistake where it is named to be pruned.
    void leave_to_prune(InputList& inputs) const {
        const std::optional<IndexState> current = current_state(options_.directory);
        if (!current || inputs.problems.empty()) return;
        bool damaged = false;
        const FileStates states = FileStates::read(current->files, damaged);
        std::erase_if(inputs.problems, [&](const Problem& problem) {
            return names_gone_file(problem.file, states);
        });
    }

    static bool is_interrupted() { return interrupted != 0; }

    static void stop_if_interrupted() {
        if (is_interrupted()) throw Error("interrupted; the index is as it was before");
    }

    // Reads the files into the sink; `update` (may be null) tells what is there already, `copies`
    // (may be null) takes the new articles' sketches and dates.
    IndexSummary feed(const std::vector<InputFile>& files, IndexSink& sink, IndexUpdate* update,
                      NewArticles* copies) {
        PipelineCallbacks callbacks;
        callbacks.problem = [this](const Problem& problem) { report(problem); };
        callbacks.progress = [this](const PipelineProgress& progress) {
            const std::lock_guard lock(telling_);
            progress_.update(progress, Clock::now());
        };
        callbacks.cancelled = is_interrupted;
        callbacks.existing = update;
        std::uint64_t input_bytes = 0;
        for (const InputFile& file : files)
            input_bytes += file.size;
        progress_.expect(files.size(), input_bytes);
        callbacks.signatures = copies != nullptr;
        callbacks.reports = report_.has_value();
        if (copies || report_) {
            callbacks.handed = [&](std::vector<HandedArticle>& articles) {
                for (HandedArticle& article : articles) {
                    if (copies && article.document != 0) copies->add(article);
                    if (!report_) continue;
                    if (update && article.existing) {
                        article.document = update->number_of(*article.existing);
                    } else if (update && article.document != 0) {
                        article.document = update->number_of_new(article.document);
                    }
                    report_->add(article);
                }
            };
        }
        IndexSummary summary = run_pipeline(options_, files, sink, callbacks);
        progress_.clear();
        report_rest();
        stop_if_interrupted();
        return summary;
    }

    // The file's state, with all that its articles depend on.
    std::string state_now(const InputFile& file) const {
        std::uint64_t salt = options_.reading.salt;
        if (options_.reading.manifest) salt ^= options_.reading.manifest->hash_for(file);
        return state_of(file, salt);
    }

    // Records the states of the files: those that were not read without loss are read again next
    // time, those of which `update` (may be null) leaves articles that they have no more, when they
    // are pruned. True if any is another than before.
    bool record_states(const std::vector<InputFile>& files, const IndexSummary& summary,
                       const IndexUpdate* update, FileStates& states) const {
        bool changed = false;
        std::vector<bool> failed(files.size(), false);
        for (const std::size_t file : summary.failed_files)
            failed[file] = true;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (files[i].path == "-") continue;
            if (failed[i]) {
                changed |= states.set(files[i].identity, std::string(kReadAgain));
                continue;
            }
            std::string state = state_now(files[i]);
            if (update && !options_.prune && update->has_left(files[i].identity))
                state.insert(state.begin(), kHasLeft);
            changed |= states.set(files[i].identity, state);
        }
        return changed;
    }

    // Makes a shard of what the sink has taken. Returns the number of terms.
    std::uint64_t finish(IndexSink& sink) {
        sink.set_metadata(std::string(kMetaSchema), std::to_string(kSchemaVersion));
        sink.set_metadata(std::string(kMetaLanguage), options_.language);
        sink.set_metadata(std::string(kMetaTool), DATELINE_VERSION);
        sink.set_metadata(std::string(kMetaOptions), recorded_options(options_));
        if (options_.lines) sink.set_metadata(std::string(kMetaLines), options_.lines->encode());
        progress_.phase("writing the index", Clock::now());
        const std::uint64_t terms = sink.finish();
        progress_.clear();
        return terms;
    }

    void find_repeated_lines(const std::vector<InputFile>& files) {
        if (!options_.repeated_lines) return;
        const auto lines = sample_lines(options_, files, is_interrupted);
        stop_if_interrupted();
        if (lines && !lines->encode().empty()) options_.lines = lines;
    }

    // A new generation beside the old one, switched to when it is complete.
    IndexSummary rebuild(const std::vector<InputFile>& files) {
        find_repeated_lines(files);
        Unpublished generation(next_generation(options_.directory));
        std::unique_ptr<IndexSink> sink = make_sink(options_, generation.path(), err_);
        std::optional<NewArticles> copies;
        if (options_.copies.value_or(true)) copies.emplace(generation.path());
        IndexSummary summary = feed(files, *sink, nullptr, copies ? &*copies : nullptr);
        if (summary.articles == 0) {
            throw Error("no article could be read; the index is as it was before",
                        told_any_ ? "see the messages above"
                                  : "the inputs hold none: other files, --format NAME or --field "
                                    "body=NAME");
        }
        std::optional<Comparison> comparison;
        if (copies) comparison.emplace(*this, *copies);
        summary.terms = finish(*sink);
        sink.reset();
        summary.articles_in_index = summary.articles;
        Unpublished states_file(next_files(options_.directory));
        FileStates states;
        record_states(files, summary, nullptr, states);
        states.write(states_file.path());
        std::optional<Unpublished> stories_file;
        if (copies) {
            const Stories found = wait_for(*comparison, summary);
            stories_file.emplace(next_stories(options_.directory));
            found.stories.write(stories_file->path());
            if (redate_documents(generation.path(), redated_in(found.dates, 1, 0)))
                summary.terms = count_terms(Xapian::Database(generation.path()));
            finish_report(found);
        } else {
            finish_report({});
        }
        check_written(generation.path(), summary.articles);
        publish(
            options_.directory,
            {{generation.path()}, states_file.path(), stories_file ? stories_file->path() : ""});
        return summary;
    }

    // The same but for writing.
    IndexSummary try_rebuild(const std::vector<InputFile>& files) {
        find_repeated_lines(files);
        const std::unique_ptr<IndexSink> sink = make_trial_sink();
        const TrialFolder folder;
        std::optional<NewArticles> copies;
        if (options_.copies.value_or(true)) copies.emplace(folder.path());
        IndexSummary summary = feed(files, *sink, nullptr, copies ? &*copies : nullptr);
        summary.articles_in_index = summary.articles;
        Stories found;
        if (copies) {
            Comparison comparison(*this, *copies);
            found = wait_for(comparison, summary);
        }
        finish_report(found);
        return summary;
    }

    // Near-copies, and what they tell of dates that is new.
    struct Stories {
        StoryMap stories;
        CopiedDates dates;
    };

    // The comparison of the articles of one new shard alone: beside what else is done meanwhile if
    // there are several threads, else when it is waited for. Given up with the object.
    class Comparison {
    public:
        Comparison(const IndexRun& run, NewArticles& copies) {
            copies.finish();
            const bool beside = run.options_.threads > 1;
            found_ = std::async(
                beside ? std::launch::async : std::launch::deferred, [this, &run, &copies] {
                    return run.find_all_stories(
                        {copies.sketched()}, nullptr, nullptr,
                        [&copies](std::uint32_t number) { return copies.date_of(number); },
                        &is_given_up_);
                });
        }
        ~Comparison() { is_given_up_ = true; }
        Comparison(const Comparison&) = delete;
        Comparison& operator=(const Comparison&) = delete;

        Stories get() { return found_.get(); }

    private:
        std::atomic<bool> is_given_up_ = false;
        std::future<Stories> found_;  // waits, when it goes
    };

    Stories wait_for(Comparison& comparison, IndexSummary& summary) {
        progress_.phase("comparing articles", Clock::now());
        Stories found = comparison.get();
        progress_.clear();
        summary.stories = summary.articles_in_index - found.stories.repeats();
        return found;
    }

    // Of stories that are as `before` (may be null) nothing is told of dates; `known` as
    // find_stories() takes it. Throws Error on an interrupt, and once `is_given_up` (may be null)
    // is true. Any thread may call.
    Stories find_all_stories(const std::vector<SketchedShard>& shards, const StoryMap* known,
                             const StoryMap* before,
                             const std::function<OwnDate(std::uint32_t)>& date_of,
                             const std::atomic<bool>* is_given_up = nullptr) const {
        Stories found;
        const auto find_dates = [&](StoryFinder& finder, const StoryMap& stories) {
            found.dates = find_copied_dates(finder, stories, before, date_of);
        };
        const auto stop = [is_given_up] {
            stop_if_interrupted();
            if (is_given_up && *is_given_up) throw Error("given up");
        };
        found.stories = find_stories(shards, known, find_dates,
                                     {.memory = options_.memory / 4, .before_each = stop});
        return found;
    }

    // `update` (may be null) knows what copies told before.
    void finish_report(const Stories& found, const IndexUpdate* update = nullptr) {
        if (!report_) return;
        report_->finish(
            found.stories, [&](std::uint32_t number) { return update->id_of(number); },
            [&](std::uint32_t number) -> std::optional<DateEvidence> {
                const auto at = found.dates.find(number);
                if (at != found.dates.end()) return at->second;
                if (!update || update->new_document(number)) return std::nullopt;
                return update->date_by_copies(number);
            });
    }

    // Before what was written is put in force: that it opens and has as many articles as were given
    // to it.
    static void check_written(const std::string& shard, std::uint64_t articles) {
        const Xapian::Database database(shard);
        if (database.get_doccount() != articles) {
            throw Error("the new index has " + std::to_string(database.get_doccount()) +
                            " articles instead of " + std::to_string(articles),
                        "the index is as it was before; please report this");
        }
    }

    // What the index was built with holds for an update, too; throws Error if other options are
    // given.
    void take_options(const OpenIndex& index, bool tells_copies) {
        const IndexInfo& info = index.info;
        if (!options_.language_given) options_.language = info.language;
        if (options_.facet_fields.empty())
            options_.facet_fields = recorded_facet_fields(info.options);
        if (info.language != options_.language) {
            throw Error("the index is in " + info.language + ", not " + options_.language,
                        "leave --language out, or give --rebuild");
        }
        if (info.options != recorded_options(options_)) {
            throw Error("the index was built with other options: " + printable(info.options),
                        "leave --facet-field out, or give --rebuild");
        }
        if (options_.copies && *options_.copies != tells_copies) {
            throw Error(
                std::string("the index was built with --copies ") + (tells_copies ? "on" : "off"),
                "leave the option out, or give --rebuild");
        }
        const std::string lines = index.database.get_metadata(std::string(kMetaLines));
        if (!lines.empty()) {
            options_.lines = std::make_shared<const LineStatistics>(LineStatistics::decode(lines));
        }
    }

    // Adds a shard of what is new and takes what is gone out of the others, then puts all in force
    // together: what ends early is as if it had not begun.
    IndexSummary update(const IndexState& state, const std::vector<InputFile>& files) {
        const bool tells_copies = !state.stories.empty();
        take_options(open_index(options_.directory), tells_copies);
        bool damaged = false;
        FileStates states = FileStates::read(state.files, damaged);
        if (damaged)
            err_ << "dateline-index: note: the states of the files are damaged; all are read\n";
        bool states_changed = damaged;
        IndexUpdate update(options_.directory, state);
        for (const std::string& id : options_.deleted)
            update.delete_article(id);
        IndexUpdate::Inputs inputs;
        std::vector<InputFile> changed;
        std::uint64_t by_options = 0;
        for (std::size_t i = 0; i < files.size(); ++i) {
            std::string_view before = states.find(files[i].identity);
            const bool has_left = before.starts_with(kHasLeft);
            if (has_left) before.remove_prefix(1);
            const std::string now = state_now(files[i]);
            if (before == now && !(has_left && options_.prune)) {
                inputs.not_read.emplace_back(files[i].identity, i);
            } else {
                by_options += differs_by_options(before, now);
                inputs.read.emplace_back(files[i].identity, i);
                changed.push_back(files[i]);
            }
        }
        if (by_options > 0) note_read_again(by_options);
        const std::uint64_t unchanged_files = inputs.not_read.size();
        IndexSummary summary;
        std::optional<TrialFolder> trial;
        std::optional<Unpublished> shard;
        if (options_.dry_run) {
            trial.emplace();
        } else {
            shard.emplace(next_generation(options_.directory));
        }
        const std::string folder = trial ? trial->path() : shard->path();
        std::optional<NewArticles> copies;
        if (!changed.empty()) {
            inputs.recorded = &states;
            update.begin(std::move(inputs));
            const std::unique_ptr<IndexSink> sink =
                trial ? make_trial_sink() : make_sink(options_, folder, err_);
            if (tells_copies) copies.emplace(folder);
            summary = feed(changed, *sink, &update, copies ? &*copies : nullptr);
            if (copies) copies->finish();
            if (summary.articles > 0 && !trial) finish(*sink);
            update.count_written(summary.articles);
            states_changed |= record_states(changed, summary, &update, states);
        }
        if (summary.articles > 0 && !trial) check_written(folder, summary.articles);
        report_not_deleted(update, summary);
        if (options_.prune) states_changed |= prune(files, changed, summary, update, states);
        stop_if_interrupted();
        summary.articles_in_index = update.left() + summary.articles;
        const bool changes = summary.articles > 0 || update.removes_any();
        Stories found;
        if (tells_copies) {
            found = changes ? stories_after(update, copies ? &*copies : nullptr, folder, summary)
                            : Stories{update.stories_before(), {}};
            summary.stories = summary.articles_in_index - found.stories.repeats();
        }
        finish_report(found, &update);
        if (!trial) {
            IndexUpdate::News news;
            if (summary.articles > 0) news.shard = folder;
            news.written = summary.articles;
            if (tells_copies && changes) {
                news.stories = &found.stories;
                news.dates = &found.dates;
            }
            publish_update(update, std::move(news), states_changed ? &states : nullptr);
        }
        summary.updated = true;
        summary.unchanged_files = unchanged_files;
        summary.counts = update.counts();
        return summary;
    }

    void note_read_again(std::uint64_t files) {
        if (options_.quiet) return;
        err_ << "dateline-index: note: " << count_of(files, "file")
             << " read again, unchanged, for options that shape articles are not as before "
                "(--assume-date, --date-from, --mentions, --timex-mode, --format, --field, "
                "--manifest)\n";
    }

    void report_not_deleted(const IndexUpdate& update, IndexSummary& summary) {
        for (const std::string& id : options_.deleted) {
            if (update.met(id)) continue;
            report({Problem::Kind::Skipped, "", 0,
                    "there is no article with the id \"" + id + "\" to delete", ""});
            ++summary.skipped;
        }
    }

    // Where articles came or went; `copies` (null if none came) are those of the new shard, which
    // is in the folder.
    Stories stories_after(IndexUpdate& update, const NewArticles* copies, const std::string& folder,
                          const IndexSummary& summary) {
        const StoryMap before = update.stories_before();
        // What is gone may have held others together.
        const StoryMap* const known = update.removes_any() ? nullptr : &before;
        progress_.phase("comparing articles", Clock::now());
        Stories found = find_all_stories(
            update.shards(folder, summary.articles), known, &before, [&](std::uint32_t number) {
                const auto document = update.new_document(number);
                return document ? copies->date_of(*document) : update.date_of(number);
            });
        progress_.clear();
        return found;
    }

    void publish_update(IndexUpdate& update, IndexUpdate::News news, const FileStates* states) {
        if (news.shard.empty() && !states && !update.removes_any()) return;
        std::optional<Unpublished> states_file;
        if (states) {
            states_file.emplace(next_files(options_.directory));
            states->write(states_file->path());
            news.files = states_file->path();
        }
        progress_.phase("writing the index", Clock::now());
        update.publish(news);
        progress_.clear();
    }

    // True if it forgets the state of any file. `read` are those of `files` that were read.
    bool prune(const std::vector<InputFile>& files, const std::vector<InputFile>& read,
               const IndexSummary& summary, IndexUpdate& update, FileStates& states) {
        const GoneFiles gone = find_gone_files(options_.paths, files, states);
        for (const Problem& problem : gone.kept)
            report(problem);
        for (const std::string& identity : gone.identities) {
            update.remove_file(identity);
            states.erase(identity);
        }
        std::vector<bool> failed(read.size(), false);
        for (const std::size_t file : summary.failed_files)
            failed[file] = true;
        for (std::size_t i = 0; i < read.size(); ++i) {
            if (!failed[i]) update.remove_file(read[i].identity);
        }
        return !gone.identities.empty();
    }

    IndexOptions options_;
    std::ostream& out_;
    std::ostream& err_;
    std::mutex telling_;  // guards the three below while the pipeline runs
    Progress progress_;
    ProblemLog problem_log_;
    bool told_any_ = false;
    std::optional<ReportWriter> report_;
};

}  // namespace

int run_index(const IndexOptions& given, std::ostream& out, std::ostream& err) {
    IndexOptions options = read_option_files(given);
    if (options.timexes_only) return print_timexes(options, out, err);
    if (options.upkeep != Upkeep::None)
        return run_upkeep(options, keep_waiting(options, err), out, err);
    options.reading.salt = hash_of_options(options);
    return IndexRun(options, out, err).run();
}

}  // namespace dateline
