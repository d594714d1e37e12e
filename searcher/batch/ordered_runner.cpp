#include "searcher/batch/ordered_runner.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "common/error.h"

namespace dateline {

namespace {

using Clock = std::chrono::steady_clock;

// What one record came to.
struct Answer {
    BatchFailure text;
    bool failed = false;
    std::optional<std::chrono::nanoseconds> latency;

    std::size_t size() const { return text.output.size() + text.diagnostic.size(); }
};

Answer failed_answer(const BatchJob& job, const BatchQuery& query, const std::exception& error) {
    return {job.on_failure(query, error), true, std::nullopt};
}

Answer answer(const BatchJob& job, const BatchWorker& worker, const BatchQuery& query) {
    const Clock::time_point start = Clock::now();
    Answer result;
    try {
        result.text.output = worker(query);
    } catch (const std::exception& error) {
        result = failed_answer(job, query, error);
    } catch (...) {
        result = failed_answer(job, query, Error("unknown error"));
    }
    result.latency = Clock::now() - start;
    return result;
}

// Writes answers and keeps the count of them. For one thread at a time.
class Printer {
public:
    Printer(const BatchJob& job, const BatchRunOptions& options, std::ostream& output,
            std::ostream& diagnostics, BatchOutcome& outcome)
        : job_(job),
          options_(options),
          output_(output),
          diagnostics_(diagnostics),
          outcome_(outcome) {}

    // False if nothing more shall be written.
    bool print(const Answer& item) {
        if (!item.text.diagnostic.empty()) diagnostics_ << item.text.diagnostic << std::flush;
        output_ << item.text.output << std::flush;
        if (!output_) {
            outcome_.output_failed = true;
        } else {
            ++outcome_.queries;
            if (item.failed) ++outcome_.failed;
            if (item.latency) outcome_.latencies.record(*item.latency);
            outcome_.failed_fast = item.failed && options_.fail_fast;
        }
        const bool stop = outcome_.output_failed || outcome_.failed_fast;
        if (stop && job_.on_stop) job_.on_stop();
        return !stop;
    }

private:
    const BatchJob& job_;
    const BatchRunOptions& options_;
    std::ostream& output_;
    std::ostream& diagnostics_;
    BatchOutcome& outcome_;
};

void run_alone(const BatchJob& job, Printer& printer) {
    const BatchWorker worker = job.make_worker();
    while (const std::optional<BatchRecord> record = job.next()) {
        const Answer item = record->ok() ? answer(job, worker, record->query)
                                         : failed_answer(job, record->query, Error(record->error));
        if (!printer.print(item)) return;
    }
}

// The records between the reader and the output. Records are numbered 0, 1, … in input order; those
// from `next_` on have a slot until they are written.
class Pipeline {
public:
    Pipeline(const BatchJob& job, const BatchRunOptions& options, Printer& printer)
        : job_(job),
          max_queries_(std::max<std::size_t>(options.max_queries_per_thread, 1) * options.threads),
          max_bytes_(options.max_bytes_per_thread * options.threads),
          printer_(printer) {}

    // Waits for room. False if the run has stopped.
    bool wait_for_room() {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] {
            return stopped_ || slots_.empty() ||
                   (slots_.size() < max_queries_ && bytes_ < max_bytes_);
        });
        return !stopped_;
    }

    void add(BatchRecord record) {
        std::unique_lock lock(mutex_);
        const std::size_t number = next_ + slots_.size();
        slots_.emplace_back();
        if (!record.ok()) {
            lock.unlock();
            finish(number, failed_answer(job_, record.query, Error(record.error)));
            return;
        }
        charge(slots_.back(), record.query.text.size() + record.query.id.size() +
                                  (record.query.filter ? record.query.filter->size() : 0));
        tasks_.push_back({number, std::move(record.query)});
        lock.unlock();
        work_.notify_one();
    }

    // No more records will be added.
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        work_.notify_all();
    }

    // What each thread does until the input is closed and answered, or the run has stopped.
    void work(const BatchWorker& worker) {
        for (;;) {
            std::unique_lock lock(mutex_);
            // Results that wait for their turn are limited too; the one whose turn it is always
            // goes.
            work_.wait(lock, [&] {
                if (stopped_ || tasks_.empty()) return stopped_ || closed_;
                return bytes_ < max_bytes_ || tasks_.front().number == next_;
            });
            if (stopped_ || tasks_.empty()) return;
            const Task task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            finish(task.number, answer(job_, worker, task.query));
        }
    }

private:
    struct Task {
        std::size_t number = 0;
        BatchQuery query;
    };
    struct Slot {
        std::optional<Answer> item;
        std::size_t bytes = 0;
    };

    void charge(Slot& slot, std::size_t bytes) {
        bytes_ += bytes;
        slot.bytes += bytes;
    }

    // Stores an answer, and writes what is ready and in turn unless another thread is at it: that
    // one looks again before it leaves. Nothing is locked while it writes, so a slow consumer does
    // not hold up the workers.
    void finish(std::size_t number, Answer item) {
        std::unique_lock lock(mutex_);
        if (stopped_) return;
        Slot& slot = slots_[number - next_];
        charge(slot, item.size());
        slot.item = std::move(item);
        if (printing_) return;
        printing_ = true;
        while (!stopped_ && !slots_.empty() && slots_.front().item) {
            const Answer ready = std::move(*slots_.front().item);
            lock.unlock();
            const bool go_on = printer_.print(ready);
            lock.lock();
            bytes_ -= slots_.front().bytes;
            slots_.pop_front();
            ++next_;
            if (!go_on) {
                stopped_ = true;
                tasks_.clear();
            }
            room_.notify_one();
            work_.notify_all();
        }
        printing_ = false;
    }

    const BatchJob& job_;
    const std::size_t max_queries_;
    const std::size_t max_bytes_;
    Printer& printer_;

    std::mutex mutex_;  // guards what follows
    std::condition_variable room_;
    std::condition_variable work_;
    std::deque<Task> tasks_;
    std::deque<Slot> slots_;
    std::size_t next_ = 0;   // number of the first slot
    std::size_t bytes_ = 0;  // of all slots
    bool printing_ = false;
    bool closed_ = false;
    bool stopped_ = false;
};

void run_threads(const BatchJob& job, const BatchRunOptions& options, Printer& printer) {
    std::vector<BatchWorker> workers;
    for (unsigned i = 0; i < options.threads; ++i)
        workers.push_back(job.make_worker());
    Pipeline pipeline(job, options, printer);

    // Whatever happens, close and join before the pipeline goes.
    struct Threads {
        explicit Threads(Pipeline& owner) : pipeline(owner) {}
        ~Threads() {
            pipeline.close();
            for (std::thread& thread : threads)
                thread.join();
        }
        Threads(const Threads&) = delete;
        Threads& operator=(const Threads&) = delete;
        Pipeline& pipeline;
        std::vector<std::thread> threads;
    } running(pipeline);
    running.threads.reserve(workers.size());
    for (const BatchWorker& worker : workers) {
        running.threads.emplace_back([&pipeline, &worker] { pipeline.work(worker); });
    }

    while (pipeline.wait_for_room()) {
        std::optional<BatchRecord> record = job.next();
        if (!record) return;
        pipeline.add(std::move(*record));
    }
}

}  // namespace

BatchOutcome run_batch(const BatchJob& job, const BatchRunOptions& options, std::ostream& output,
                       std::ostream& diagnostics) {
    BatchOutcome outcome;
    const Clock::time_point start = Clock::now();
    Printer printer(job, options, output, diagnostics, outcome);
    if (options.threads <= 1) {
        run_alone(job, printer);
    } else {
        run_threads(job, options, printer);
    }
    outcome.elapsed = Clock::now() - start;
    return outcome;
}

}  // namespace dateline
