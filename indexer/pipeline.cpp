#include "indexer/pipeline.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include <xxhash.h>

#include "common/error.h"
#include "common/text.h"
#include "indexer/article_reader.h"
#include "indexer/hash_map.h"
#include "indexer/readers/batch_reader.h"
#include "indexer/reporting/report.h"
#include "indexer/reporting/ticker.h"
#include "indexer/turnstile.h"

namespace dateline {
namespace {

// Batches from the reading thread to the workers. At most `capacity` wait.
class BatchQueue {
public:
    explicit BatchQueue(std::size_t capacity) : capacity_(capacity) {}

    // False if nobody will take it.
    bool push(std::unique_ptr<Batch> batch) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return closed_ || batches_.size() < capacity_; });
        if (closed_) return false;
        batches_.push_back(std::move(batch));
        changed_.notify_all();
        return true;
    }

    // Null when there is no more.
    std::unique_ptr<Batch> pop() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return closed_ || !batches_.empty(); });
        if (batches_.empty()) return nullptr;
        std::unique_ptr<Batch> batch = std::move(batches_.front());
        batches_.pop_front();
        changed_.notify_all();
        return batch;
    }

    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }

private:
    const std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<Batch>> batches_;
    bool closed_ = false;
};

class Pipeline {
public:
    Pipeline(const IndexOptions& options, const std::vector<InputFile>& files, IndexSink& sink,
             const PipelineCallbacks& callbacks)
        : options_(options), files_(files), sink_(sink), callbacks_(callbacks) {}

    IndexSummary run() {
        // A batch in work takes about ten times its size: raw text, articles, documents, the run
        // (measured on news); one or two more wait, and there are some 50 bytes for each article.
        constexpr std::size_t kMemoryPerByte = 12;
        constexpr std::size_t kSmallestBatch = std::size_t{1} << 19;
        constexpr std::size_t kLargestBatch = std::size_t{24} << 20;
        ReadLimits limits;
        limits.max_record = options_.max_record;
        // Half of the memory for all batches in work; the other half is for runs (build.cpp). The
        // index does not depend on how articles are cut into batches.
        const std::size_t threads = options_.threads;
        limits.batch_bytes = std::clamp(options_.memory / (2 * threads * kMemoryPerByte),
                                        kSmallestBatch, kLargestBatch);
        batch_bytes_ = limits.batch_bytes;
        // What an article costs besides its text, measured on tables of short rows.
        constexpr std::size_t kMemoryPerRecord = 1536;
        limits.batch_records = limits.batch_bytes * kMemoryPerByte / kMemoryPerRecord;
        limits.max_ratio = options_.max_ratio;
        limits.stop = callbacks_.cancelled;
        BatchReader reader(files_, limits, options_.reading);
        constexpr std::chrono::milliseconds kTellAgain{100};
        std::function<void()> tell;
        if (callbacks_.progress) tell = [this] { tell_progress(); };
        const Ticker ticker(kTellAgain, tell);
        if (options_.threads <= 1) {
            run_alone(reader);
        } else {
            run_threads(reader);
        }
        if (error_) std::rethrow_exception(error_);
        summary_.cancelled = summary_.cancelled || is_stopped();
        summary_.bytes_read = reader.bytes_read();
        return summary_;
    }

private:
    // What one worker keeps from batch to batch.
    struct Worker {
        Worker(const IndexOptions& options, const ExistingArticles* existing)
            : reader(options, existing), builder(options.language, options.facet_fields) {}

        ArticleReader reader;
        DocumentBuilder builder;
        PreparedDocument document;
    };

    bool cancelled() {
        if (!summary_.cancelled && callbacks_.cancelled && callbacks_.cancelled())
            summary_.cancelled = true;
        return summary_.cancelled;
    }

    // For any thread.
    bool is_stopped() const { return callbacks_.cancelled && callbacks_.cancelled(); }

    void run_alone(BatchReader& reader) {
        Worker worker(options_, callbacks_.existing);
        Batch batch;
        while (!cancelled() && reader.next(batch) && !cancelled())
            process(worker, batch);
    }

    void run_threads(BatchReader& reader) {
        BatchQueue queue(1);
        std::vector<std::thread> workers;
        for (unsigned i = 0; i < options_.threads; ++i) {
            workers.emplace_back([&] {
                guard(queue, [&] {
                    Worker worker(options_, callbacks_.existing);
                    while (const std::unique_ptr<Batch> batch = queue.pop())
                        process(worker, *batch);
                });
            });
        }
        guard(queue, [&] {
            for (auto batch = std::make_unique<Batch>();
                 !cancelled() && reader.next(*batch) && !cancelled();
                 batch = std::make_unique<Batch>()) {
                if (!queue.push(std::move(batch))) break;
            }
        });
        queue.close();
        for (std::thread& worker : workers)
            worker.join();
    }

    // Runs a thread's work; an exception ends everybody's.
    template <typename Work>
    void guard(BatchQueue& queue, Work work) {
        try {
            work();
        } catch (...) {
            {
                const std::lock_guard lock(error_mutex_);
                if (!error_) error_ = std::current_exception();
            }
            identify_.break_it();
            hand_over_.break_it();
            queue.close();
        }
    }

    void report(const Problem& problem) {
        if (problem.kind == Problem::Kind::Skipped) {
            ++summary_.skipped;
            ++summary_.reasons[reason_of(problem.message)];
        } else if (problem.kind == Problem::Kind::Ignored) {
            ++(problem.line > 0 ? summary_.left_out : summary_.unusable_files);
        } else {
            ++summary_.warnings;
        }
        if (callbacks_.problem) callbacks_.problem(problem);
    }

    void process(Worker& worker, Batch& batch) {
        std::vector<ReadArticle> articles = worker.reader.read(batch, [this] {
            ++begun_;
            return is_stopped();
        });
        if (is_stopped()) return abandon();
        const std::size_t bytes = batch.bytes.size();
        // One worker alone reads its next batch into the same memory, unless a huge article was
        // there; of several, others need it meanwhile.
        if (options_.threads <= 1 && batch.bytes.capacity() <= 4 * batch_bytes_) {
            batch.bytes.clear();
        } else {
            batch.bytes = {};
        }
        const bool identified = identify_.pass(batch.number, [&] { identify(batch, articles); });
        if (!identified) return;
        std::vector<HandedArticle> handed;
        if (callbacks_.reports) {
            for (const Problem& problem : batch.problems) {
                handed.emplace_back();
                handed.back().report = describe_problem(problem);
                handed.back().is_problem = true;
            }
        }
        std::unique_ptr<RunSink> run = sink_.new_run();
        worker.builder.use_terms(run->terms());
        std::uint64_t count = 0;
        for (const ReadArticle& read : articles) {
            if (is_stopped()) return abandon();
            if (callbacks_.handed) handed.push_back(make_handed(read));
            if (!read.ok || read.existing) continue;
            worker.builder.build(read.article, files_[read.file].identity, read.content_hash,
                                 worker.document);
            run->add(read.document_id, worker.document);
            ++count;
        }
        articles.clear();
        run->finish();
        hand_over_.pass(batch.number, [&] {
            sink_.accept(std::move(run));
            if (callbacks_.handed) callbacks_.handed(handed);
            summary_.articles += count;
            report_progress(batch, bytes);
        });
    }

    // Nobody waits for a batch that will not come.
    void abandon() {
        identify_.break_it();
        hand_over_.break_it();
    }

    void tell_progress() {
        const std::lock_guard lock(progress_mutex_);
        progress_.begun = begun_;
        callbacks_.progress(progress_);
    }

    void report_progress(const Batch& batch, std::size_t bytes) {
        const std::unique_lock lock(progress_mutex_);
        if (!batch.records.empty()) {
            const std::size_t file = batch.records.back().file;
            for (; progress_.files < file; ++progress_.files) {
                finished_bytes_ += files_[progress_.files].size;
                file_bytes_ = 0;
            }
            if (batch.records.front().file == file) {
                file_bytes_ += bytes;
            } else {
                file_bytes_ = bytes - batch.records.back().begin;
            }
            // Of a compressed file more comes out than it has.
            progress_.input_bytes = finished_bytes_ + std::min(file_bytes_, files_[file].size);
        }
        progress_.articles = summary_.articles;
        progress_.bytes += bytes;
    }

    HandedArticle make_handed(const ReadArticle& read) const {
        HandedArticle handed;
        handed.outcome = read.outcome;
        if (read.ok) {
            handed.document = read.document_id;
            handed.existing = read.existing;
        }
        if (handed.document != 0 && callbacks_.signatures) {
            handed.signature = copy_signature(read.article.body, read.article.zones);
            handed.date = own_date(read.article.dates);
        }
        if (callbacks_.reports) {
            handed.report = describe_input(read);
            handed.dates = read.article.dates;
            handed.yearless_dates = read.article.yearless_dates;
        }
        return handed;
    }

    // An article that is in the index already: stays, unless another one took its id.
    void keep(ReadArticle& read) {
        const std::optional<Outcome> outcome = callbacks_.existing->keep(*read.existing);
        if (!outcome) {
            refuse_id(read, callbacks_.existing->id_of_existing(*read.existing));
            return;
        }
        read.outcome = *outcome;
        read.ok = read.outcome != Outcome::Deleted;
    }

    void refuse_id(ReadArticle& read, const std::string& id) {
        read.ok = false;
        summary_.failed_files.push_back(read.file);
        Problem problem{Problem::Kind::Skipped, read.origin->path, read.line,
                        "an article with the id \"" + id + "\" came before",
                        "ids must differ; the first one is kept"};
        if (const auto first = ids_.at(hash_of_id(id)); first && *first != read.file) {
            problem.message += ", in \"" + files_[*first].path + "\"";
        } else if (!first && callbacks_.existing) {
            const ExistingArticles::Owner owner = callbacks_.existing->owner_of(id);
            if (owner.file == files_[read.file].identity) {
                // Both are in one file.
            } else if (owner.is_input) {
                problem.message += ", in \"" + owner.file + "\"";
            } else {
                const bool from_name = id.starts_with(read.origin->name);
                problem.message = "the id \"" + id + "\" is that of an article of \"" + owner.file +
                                  "\", which is no input of this run and still there";
                problem.hint = from_name ? "ids are names of files below a PATH: give both files, "
                                           "or the folder above them, in one run"
                                         : "ids must differ; to have this one, --delete the other";
            }
        }
        read.problems.push_back(problem);
        report(problem);
    }

    static std::uint64_t hash_of_id(const std::string& id) {
        return XXH3_64bits(id.data(), id.size());
    }

    // Reports problems, refuses ids that were there before and gives the others document ids.
    void identify(const Batch& batch, std::vector<ReadArticle>& articles) {
        for (const Problem& problem : batch.problems)
            report(problem);
        summary_.ignored_files += batch.ignored;
        summary_.failed_files.insert(summary_.failed_files.end(), batch.failed_files.begin(),
                                     batch.failed_files.end());
        for (ReadArticle& read : articles) {
            if (read.ok && read.existing) {  // what was wrong with it was said when it was new
                keep(read);
                continue;
            }
            if (!read.ok && read.outcome != Outcome::LeftOut)
                summary_.failed_files.push_back(read.file);
            for (Problem& problem : read.problems) {
                problem.file = read.origin->path;
                problem.line = read.line;
                report(problem);
            }
            if (!read.ok) continue;
            const std::string& id = read.article.id;
            std::optional<Outcome> outcome;
            const auto file = static_cast<std::uint32_t>(read.file);
            if (!ids_.at(hash_of_id(id))) {
                outcome = callbacks_.existing ? callbacks_.existing->replace(id, read.file)
                                              : Outcome::Added;
            }
            if (!outcome) {
                refuse_id(read, id);
                continue;
            }
            ids_.insert(hash_of_id(id), file);
            read.outcome = *outcome;
            read.ok = read.outcome != Outcome::Deleted;
            if (read.ok) read.document_id = ++last_document_id_;
        }
    }

    const IndexOptions& options_;
    const std::vector<InputFile>& files_;
    IndexSink& sink_;
    const PipelineCallbacks& callbacks_;
    std::size_t batch_bytes_ = 0;  // of a full batch, or a little less
    IndexSummary summary_;
    Turnstile identify_;   // guards ids_, last_document_id_, skipped and warnings
    Turnstile hand_over_;  // guards the sink, articles and progress
    // Numbers of files by the hashes of their articles' ids: 64 bits make a false refusal among
    // 10^7 articles a matter of 1 in 10^5.
    HashMap ids_;
    std::uint32_t last_document_id_ = 0;
    std::atomic<std::uint64_t> begun_ = 0;  // articles, by all workers
    std::mutex progress_mutex_;             // guards progress_ and its telling
    PipelineProgress progress_;
    std::uint64_t finished_bytes_ = 0;  // of the files done
    std::uint64_t file_bytes_ = 0;      // records of the file that the last batch ends in
    std::mutex error_mutex_;
    std::exception_ptr error_;
};

}  // namespace

IndexSummary run_pipeline(const IndexOptions& options, const std::vector<InputFile>& files,
                          IndexSink& sink, const PipelineCallbacks& callbacks) {
    return Pipeline(options, files, sink, callbacks).run();
}

}  // namespace dateline
