#include "searcher/batch/ordered_runner.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <sstream>
#include <streambuf>
#include <thread>

#include "common/error.h"
#include "tests/catch.h"

using namespace dateline;
using std::chrono::milliseconds;

namespace {

BatchRecord record(std::size_t line, const std::string& text) {
    BatchRecord result;
    result.query.id = std::to_string(line);
    result.query.line = line;
    if (text.starts_with("bad")) {
        result.error = text;
    } else {
        result.query.text = text;
    }
    return result;
}

// Hands out `texts`, as queries 1, 2, …; "bad…" is an error of the reader.
std::function<std::optional<BatchRecord>()> reader_of(std::vector<std::string> texts) {
    return [texts = std::move(texts), at = std::size_t{0}]() mutable -> std::optional<BatchRecord> {
        if (at == texts.size()) return std::nullopt;
        const std::string& text = texts[at];
        return record(++at, text);
    };
}

// Answers "id=text"; "throw" throws, "odd" throws what is no std::exception.
std::string echo(const BatchQuery& query) {
    if (query.text.starts_with("throw")) throw Error("cannot " + query.text);
    if (query.text == "odd") throw 7;
    return query.text == "silent" ? "" : query.id + "=" + query.text + "\n";
}

BatchFailure describe(const BatchQuery& query, const std::exception& error) {
    const std::string text = query.id + "!" + error.what() + "\n";
    return {text, "line " + std::to_string(query.line) + ": " + error.what() + "\n"};
}

BatchJob job_of(std::vector<std::string> texts) {
    BatchJob job;
    job.next = reader_of(std::move(texts));
    job.make_worker = [] { return echo; };
    job.on_failure = describe;
    return job;
}

// A text of about the same length each, but whose work takes from no time to 2 ms.
void work_unevenly(const BatchQuery& query) {
    const std::size_t n = query.line * 7919 % 23;
    if (n < 4) std::this_thread::sleep_for(std::chrono::microseconds(500 * n));
}

// Takes `capacity` bytes and then fails, as a pipe does whose reader has gone.
class ClosingBuffer : public std::streambuf {
public:
    explicit ClosingBuffer(std::size_t capacity) : capacity_(capacity) {}
    std::string text;

private:
    int_type overflow(int_type c) override {
        if (text.size() == capacity_) return traits_type::eof();
        text += traits_type::to_char_type(c);
        return c;
    }
    std::size_t capacity_;
};

// What was flushed, to be awaited by another thread.
class WatchedBuffer : public std::stringbuf {
public:
    // False if it does not come within 10 seconds.
    bool wait_for(const std::string& wanted) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return seen_ == wanted; });
    }

private:
    int sync() override {
        const std::lock_guard lock(mutex_);
        seen_ = str();
        changed_.notify_all();
        return 0;
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string seen_;
};

}  // namespace

TEST_CASE("answers come out in input order, the same for any number of threads", "[batch]") {
    std::vector<std::string> texts;
    for (int i = 0; i < 500; ++i) {
        texts.push_back(i % 17 == 3   ? "throw" + std::to_string(i)
                        : i % 29 == 5 ? "bad" + std::to_string(i)
                        : i % 41 == 7 ? "silent"
                                      : std::string(static_cast<std::size_t>(i % 50), 'x'));
    }
    texts[1] = "odd";
    std::string output;
    std::string diagnostics;
    for (const unsigned threads : {1U, 2U, 3U, 8U}) {
        for (const std::size_t bytes : {std::size_t{1}, std::size_t{1000}, std::size_t{1} << 20}) {
            CAPTURE(threads, bytes);
            BatchJob job = job_of(texts);
            job.make_worker = [] {
                return [](const BatchQuery& query) {
                    work_unevenly(query);
                    return echo(query);
                };
            };
            BatchRunOptions options;
            options.threads = threads;
            options.max_bytes_per_thread = bytes;
            std::ostringstream out;
            std::ostringstream err;
            const BatchOutcome outcome = run_batch(job, options, out, err);
            CHECK(outcome.queries == 500);
            CHECK(outcome.failed == 30 + 17 + 1);
            CHECK_FALSE(outcome.output_failed);
            CHECK_FALSE(outcome.failed_fast);
            CHECK(outcome.latencies.count() == 500 - 17);
            CHECK(outcome.elapsed.count() > 0);
            if (threads == 1) {
                output = out.str();
                diagnostics = err.str();
                CHECK(output.starts_with(
                    "1=\n2!unknown error\n3=xx\n4!cannot throw3\n5=xxxx\n6!bad5\n"));
                CHECK(diagnostics.starts_with("line 2: unknown error\nline 4: cannot throw3\n"));
            }
            CHECK(out.str() == output);
            CHECK(err.str() == diagnostics);
        }
    }
}

TEST_CASE("an empty batch is no failure", "[batch]") {
    for (const unsigned threads : {0U, 1U, 4U}) {
        std::ostringstream out;
        std::ostringstream err;
        BatchRunOptions options;
        options.threads = threads;
        const BatchOutcome outcome = run_batch(job_of({}), options, out, err);
        CHECK(outcome.queries == 0);
        CHECK(out.str().empty());
    }
}

TEST_CASE("a co-process gets each answer before it sends the next query", "[batch]") {
    for (const unsigned threads : {1U, 4U}) {
        CAPTURE(threads);
        WatchedBuffer buffer;
        std::ostream out(&buffer);
        std::ostringstream err;
        std::string expected;
        bool in_time = true;
        std::size_t sent = 0;
        BatchJob job = job_of({});
        job.next = [&]() -> std::optional<BatchRecord> {
            // All that was sent must have been answered, although no input follows.
            if (sent > 0) in_time = in_time && buffer.wait_for(expected);
            if (++sent > 20 || !in_time) return std::nullopt;
            const std::string text = sent % 5 == 0 ? "bad" : sent % 7 == 0 ? "throw" : "x";
            const std::string id = std::to_string(sent);
            expected += id + (text == "x" ? "=x\n" : text == "bad" ? "!bad\n" : "!cannot throw\n");
            return record(sent, text);
        };
        BatchRunOptions options;
        options.threads = threads;
        run_batch(job, options, out, err);
        CHECK(in_time);
        CHECK(sent == 21);
    }
}

TEST_CASE("each thread has a worker of its own, made before anything is read", "[batch]") {
    std::atomic<int> made{0};
    std::atomic<bool> shared{false};
    BatchJob job = job_of(std::vector<std::string>(200, "x"));
    job.make_worker = [&]() -> BatchWorker {
        ++made;
        auto thread = std::make_shared<std::optional<std::thread::id>>();
        return [thread, &shared](const BatchQuery& query) {
            if (!*thread) *thread = std::this_thread::get_id();
            if (**thread != std::this_thread::get_id()) shared = true;
            work_unevenly(query);
            return echo(query);
        };
    };
    BatchRunOptions options;
    options.threads = 3;
    std::ostringstream out;
    std::ostringstream err;
    run_batch(job, options, out, err);
    CHECK(made == 3);
    CHECK_FALSE(shared);

    for (const unsigned threads : {1U, 3U}) {
        bool read = false;
        job.next = [&]() -> std::optional<BatchRecord> {
            read = true;
            return std::nullopt;
        };
        job.make_worker = []() -> BatchWorker { throw Error("no index"); };
        options.threads = threads;
        CHECK_THROWS_AS(run_batch(job, options, out, err), Error);
        CHECK_FALSE(read);
    }
}

TEST_CASE("fail-fast stops after the first failure in input order", "[batch]") {
    for (const std::string failure : {"throw", "bad"}) {
        for (const unsigned threads : {1U, 4U}) {
            CAPTURE(failure, threads);
            std::vector<std::string> texts(1000, "x");
            texts[9] = failure;
            texts[10] = "throw too";
            BatchJob job = job_of(texts);
            std::atomic<int> stops{0};
            job.on_stop = [&] { ++stops; };
            // The first queries are slow, so that later failures are found before earlier ones.
            job.make_worker = [] {
                return [](const BatchQuery& query) {
                    if (query.line < 5) std::this_thread::sleep_for(milliseconds(5));
                    return echo(query);
                };
            };
            BatchRunOptions options;
            options.threads = threads;
            options.fail_fast = true;
            std::ostringstream out;
            std::ostringstream err;
            const BatchOutcome outcome = run_batch(job, options, out, err);
            CHECK(outcome.failed_fast);
            CHECK(outcome.queries == 10);
            CHECK(outcome.failed == 1);
            CHECK(stops == 1);
            const std::string message = failure == "bad" ? "bad" : "cannot throw";
            CHECK(out.str() == "1=x\n2=x\n3=x\n4=x\n5=x\n6=x\n7=x\n8=x\n9=x\n10!" + message + "\n");
            CHECK(err.str() == "line 10: " + message + "\n");
        }
    }
}

TEST_CASE("the run stops when the output takes no more", "[batch]") {
    for (const unsigned threads : {1U, 4U}) {
        CAPTURE(threads);
        ClosingBuffer buffer(9);
        std::ostream out(&buffer);
        std::ostringstream err;
        std::size_t read = 0;
        BatchJob job = job_of({});
        job.next = [&]() -> std::optional<BatchRecord> { return record(++read, "x"); };  // no end
        std::atomic<int> stops{0};
        job.on_stop = [&] { ++stops; };
        BatchRunOptions options;
        options.threads = threads;
        options.max_queries_per_thread = 16;
        const BatchOutcome outcome = run_batch(job, options, out, err);
        CHECK(outcome.output_failed);
        CHECK(outcome.queries == 2);
        CHECK(buffer.text == "1=x\n2=x\n3");
        CHECK(read <= 3 + 16 * threads);
        CHECK(stops == 1);
    }
}

TEST_CASE("what the reader throws ends the batch after what came before", "[batch]") {
    for (const unsigned threads : {1U, 4U}) {
        CAPTURE(threads);
        BatchJob job = job_of({});
        std::size_t read = 0;
        job.next = [&]() -> std::optional<BatchRecord> {
            if (++read == 6) throw Error("disk");
            return record(read, "x");
        };
        BatchRunOptions options;
        options.threads = threads;
        std::ostringstream out;
        std::ostringstream err;
        CHECK_THROWS_AS(run_batch(job, options, out, err), Error);
        CHECK(out.str() == "1=x\n2=x\n3=x\n4=x\n5=x\n");
    }
}

TEST_CASE("a slow query holds back the reader, not memory", "[batch]") {
    // The first query waits until no more can be read; 1000 more are on offer.
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t read = 0;
    std::atomic<std::size_t> answered{0};
    const auto run = [&](const BatchRunOptions& options, std::size_t size) {
        read = 0;
        answered = 0;
        BatchJob job = job_of({});
        job.next = [&]() -> std::optional<BatchRecord> {
            const std::lock_guard lock(mutex);
            changed.notify_all();
            return read == 1000 ? std::nullopt : std::optional(record(++read, "x"));
        };
        std::size_t held = 0;
        job.make_worker = [&]() -> BatchWorker {
            return [&](const BatchQuery& query) {
                if (query.line == 1) {
                    std::unique_lock lock(mutex);
                    std::size_t before = 0;
                    do {
                        before = read + answered;
                    } while (changed.wait_for(lock, milliseconds(100)) ==
                                 std::cv_status::no_timeout ||
                             before != read + answered);
                    held = answered;
                } else {
                    ++answered;
                }
                return std::string(size, 'y');
            };
        };
        std::ostringstream out;
        std::ostringstream err;
        const BatchOutcome outcome = run_batch(job, options, out, err);
        CHECK(outcome.queries == 1000);
        CHECK(out.str().size() == 1000 * size);
        return held;
    };
    BatchRunOptions options;
    options.threads = 2;
    options.max_queries_per_thread = 10;
    CHECK(run(options, 1) == 19);
    options.max_bytes_per_thread = 5000;  // ten results of 1000 bytes
    const std::size_t held = run(options, 1000);
    CHECK(held >= 9);
    CHECK(held <= 10);
}
