// Runs a batch: look-ups from a reader through worker threads to one output, in input order.
//
// A result is written and flushed as soon as it is ready and everything before it is written,
// whether or not more input comes, so a batch can serve as a co-process. What is written is the
// same for every number of threads. Memory is bounded: the reader waits while too much is under
// way.
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <ostream>
#include <string>

#include "searcher/batch/batch_reader.h"
#include "searcher/batch/timing.h"

namespace dateline {

// Answers a look-up with the text to write (may be empty); throws for one that fails.
using BatchWorker = std::function<std::string(const BatchQuery&)>;

// What a failed look-up prints, either of which may be empty; with line ends.
struct BatchFailure {
    std::string output;      // in its turn on the output
    std::string diagnostic;  // in its turn on the diagnostics stream
};

struct BatchJob {
    // The next record, or nothing at the end; called in the calling thread only. What it throws
    // ends the batch, after what came before is written.
    std::function<std::optional<BatchRecord>()> next;

    // Makes a worker for one thread, which may own a database handle; called `threads` times, in
    // the calling thread, before anything is read. Throws if there can be no worker.
    std::function<BatchWorker()> make_worker;

    // What to print for a look-up that failed: `error` is what the worker threw, or an Error with
    // the reader's message. Called in several threads at once; must not throw.
    std::function<BatchFailure(const BatchQuery& query, const std::exception& error)> on_failure;

    // Called once if the run stops before the end of the input, by whichever thread finds out; may
    // wake the reader (see StoppableInput). May be empty.
    std::function<void()> on_stop;
};

struct BatchRunOptions {
    unsigned threads = 1;    // 1: all in the calling thread, which then never reads ahead
    bool fail_fast = false;  // stop after the first failure in input order
    std::size_t max_queries_per_thread = 32;                  // read and not yet written
    std::size_t max_bytes_per_thread = std::size_t{4} << 20;  // of their queries and results
};

struct BatchOutcome {
    std::size_t queries = 0;     // records written, failed ones included
    std::size_t failed = 0;      // of them
    bool output_failed = false;  // stopped because the output takes no more
    bool failed_fast = false;    // stopped because of fail_fast
    std::chrono::nanoseconds elapsed{0};
    LatencyHistogram latencies;  // time in the worker, of each record written that reached one
};

// Returns at the end of the input or when stopped; throws what make_worker or next throws. With
// several threads, a stop while the reader waits for input takes effect when the wait ends.
BatchOutcome run_batch(const BatchJob& job, const BatchRunOptions& options, std::ostream& output,
                       std::ostream& diagnostics);

}  // namespace dateline
