#include "searcher/batch/stoppable_input.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <istream>
#include <sstream>
#include <string>
#include <thread>

#include "common/error.h"
#include "searcher/batch/ordered_runner.h"
#include "tests/catch.h"

using namespace dateline;

namespace {

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        read_end = ends[0];
        write_end = ends[1];
    }
    ~Pipe() {
        ::close(read_end);
        close_writer();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    void write(const std::string& text) const {
        REQUIRE(::write(write_end, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
    void close_writer() {
        if (write_end >= 0) ::close(write_end);
        write_end = -1;
    }

    int read_end = -1;
    int write_end = -1;
};

}  // namespace

TEST_CASE("what is in a pipe is read without waiting for more", "[input]") {
    Pipe pipe;
    StoppableInput buffer(pipe.read_end);
    std::istream stream(&buffer);
    std::string line;
    pipe.write("one\ntwo\nthr");
    CHECK(std::getline(stream, line));
    CHECK(line == "one");
    CHECK(std::getline(stream, line));
    CHECK(line == "two");
    pipe.write("ee");
    pipe.close_writer();
    CHECK(std::getline(stream, line));
    CHECK(line == "three");
    CHECK_FALSE(std::getline(stream, line));
}

TEST_CASE("files are read to their end", "[input]") {
    const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    REQUIRE(fd >= 0);
    StoppableInput buffer(fd);
    std::istream stream(&buffer);
    CHECK(stream.get() == std::istream::traits_type::eof());
    ::close(fd);
}

TEST_CASE("a read that fails is an error, not an end", "[input]") {
    const int fd = ::open("/", O_RDONLY | O_CLOEXEC);
    REQUIRE(fd >= 0);
    StoppableInput buffer(fd);
    CHECK_THROWS_AS(buffer.sgetc(), Error);
    ::close(fd);
}

TEST_CASE("a read that waits is ended by another thread", "[input]") {
    Pipe pipe;  // whose writer stays open and silent
    StoppableInput buffer(pipe.read_end);
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        buffer.stop();
        buffer.stop();
    });
    CHECK(buffer.sgetc() == std::streambuf::traits_type::eof());
    other.join();
    pipe.write("late\n");
    CHECK(buffer.sgetc() == std::streambuf::traits_type::eof());
}

TEST_CASE("fail-fast ends a co-process that waits for its next query", "[input]") {
    for (const unsigned threads : {1U, 4U}) {
        CAPTURE(threads);
        Pipe pipe;
        pipe.write("good\nbad\n");  // and no end
        StoppableInput buffer(pipe.read_end);
        std::istream stream(&buffer);
        BatchQueryReader reader(stream);
        BatchJob job;
        job.next = [&] { return reader.next(); };
        job.make_worker = [] {
            return [](const BatchQuery& query) {
                if (query.text == "bad") throw Error("no such field");
                return query.text + "\n";
            };
        };
        job.on_failure = [](const BatchQuery& query, const std::exception& error) {
            return BatchFailure{"", query.id + ": " + error.what() + "\n"};
        };
        job.on_stop = [&] { buffer.stop(); };
        BatchRunOptions options;
        options.threads = threads;
        options.fail_fast = true;
        std::ostringstream out;
        std::ostringstream err;
        const BatchOutcome outcome = run_batch(job, options, out, err);
        CHECK(outcome.failed_fast);
        CHECK(out.str() == "good\n");
        CHECK(err.str() == "2: no such field\n");
    }
}
