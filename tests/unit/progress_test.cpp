// Progress: what is told, where, how often; the states of files; which shards are joined.
#include "indexer/reporting/progress.h"

#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include "indexer/reporting/problem_log.h"
#include "indexer/reporting/ticker.h"
#include "indexer/update/file_states.h"
#include "indexer/update/shards.h"
#include "tests/catch.h"
#include "tests/support/temporary_folder.h"

using namespace dateline;
using namespace dateline::testing;
using namespace std::chrono_literals;

namespace {

PipelineProgress at(std::uint64_t articles, std::uint64_t bytes, std::size_t files,
                    std::uint64_t input_bytes) {
    PipelineProgress progress;
    progress.articles = articles;
    progress.bytes = bytes;
    progress.files = files;
    progress.input_bytes = input_bytes;
    return progress;
}

PipelineProgress begun(std::uint64_t articles) {
    PipelineProgress progress;
    progress.begun = articles;
    return progress;
}

}  // namespace

TEST_CASE("progress: the text", "[progress]") {
    struct Case {
        PipelineProgress progress;
        std::size_t files;
        std::uint64_t input_bytes;
        double seconds;
        std::string text;
    };
    for (const Case& c : std::vector<Case>{
             {at(0, 0, 0, 0), 1, 100, 0, "0 articles, 0.00 MB"},
             {begun(1234), 12, 100, 2, "reading, 1234 articles begun"},
             {at(0, 0, 0, 0), 1, 0, 2, "0 articles, 0.00 MB, 0.0 MB/s, 0 articles/s"},
             {at(1000, 2000000, 0, 2000000), 1, 8000000, 2,
              "1000 articles, 2.00 MB, 1.0 MB/s, 500 articles/s, 0:06 left"},
             {at(1000, 20000000, 3, 2000000), 12, 8000000, 40,
              "3 of 12 files, 1000 articles, 20.0 MB, 0.5 MB/s, 25 articles/s, 2:00 left"},
             {at(10, 100, 0, 1000), 1, 8000000, 1,
              "10 articles, 0.00 MB, 0.0 MB/s, 10 articles/s, 2:13:19 left"},
             {at(10, 100, 0, 1), 1, ~std::uint64_t{0}, 1e6,
              "10 articles, 0.00 MB, 0.0 MB/s, 0 articles/s, 100:00:00 left"},
             // Of standard input the size is not known.
             {at(10, 100, 0, 0), 1, 0, 10, "10 articles, 0.00 MB, 0.0 MB/s, 1 articles/s"},
         }) {
        CHECK(progress_text(c.progress, c.files, c.input_bytes, c.seconds) == c.text);
    }
}

TEST_CASE("progress: a line each half minute in a log, one that is rewritten on a terminal",
          "[progress]") {
    const Progress::Clock::time_point start{};
    const auto told = [&](ProgressStyle style, std::chrono::milliseconds step, int steps) {
        std::ostringstream err;
        Progress progress(err, style);
        progress.start(start);
        progress.expect(2, 1000);
        for (int i = 1; i <= steps; ++i)
            progress.update(at(static_cast<std::uint64_t>(i), 10, 0, 10), start + i * step);
        progress.phase("writing the index", start + steps * step);
        progress.clear();
        return err.str();
    };
    const auto count = [](const std::string& text, char byte) {
        return std::count(text.begin(), text.end(), byte);
    };
    CHECK(told(ProgressStyle::None, 10s, 100) == "");
    CHECK(told(ProgressStyle::Log, 1s, 29) == "");
    const std::string log = told(ProgressStyle::Log, 1s, 95);
    CHECK(count(log, '\n') == 4);  // three, and the phase
    CHECK(log.find('\r') == std::string::npos);
    CHECK(log.starts_with("dateline-index: 0 of 2 files, 30 articles, "));
    const std::string terminal = told(ProgressStyle::Terminal, 10ms, 100);
    CHECK(count(terminal, '\n') == 0);
    CHECK(count(terminal, '\r') == 7);  // five, the phase, and cleared
    CHECK(terminal.ends_with("\r\033[K"));
}

TEST_CASE("progress: a ticker calls until it goes", "[progress]") {
    std::atomic<int> calls = 0;
    {
        const Ticker ticker(1ms, [&] { ++calls; });
        for (int i = 0; i < 10000 && calls < 3; ++i)
            std::this_thread::sleep_for(1ms);
        CHECK(calls >= 3);
    }
    const int before = calls;
    std::this_thread::sleep_for(10ms);
    CHECK(calls == before);
    const auto start = Progress::Clock::now();
    {
        const Ticker slow(1h, [&] { ++calls; });
    }
    CHECK(Progress::Clock::now() - start < 10min);
    CHECK(calls == before);
}

TEST_CASE("progress: of many problems alike the first few are told", "[progress]") {
    ProblemLog log;
    const auto tell = [&](const std::string& file, const std::string& message, int times) {
        int told = 0;
        for (int i = 1; i <= times; ++i) {
            told += log.line({Problem::Kind::Warning, file, static_cast<std::uint64_t>(i),
                              message + std::to_string(i), ""})
                        .has_value();
        }
        return told;
    };
    CHECK(tell("a.csv", "columns ", 10) == 10);
    CHECK(tell("a.csv", "columns ", 3) == 0);
    CHECK(tell("a.csv", "lines ", 9) == 9);
    CHECK(tell("b.csv", "columns ", 11) == 10);
    CHECK(log.rest() == std::vector<std::string>{"a.csv: … and 3 more: columns 1",
                                                 "b.csv: … and 1 more: columns 11"});
    CHECK(log.rest().empty());
    CHECK(tell("b.csv", "columns ", 1) == 0);
}

TEST_CASE("update: states of files are read as they were written", "[update]") {
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    const TemporaryFolder folder;
    const std::string path = folder / "files";
    const auto all = [](const FileStates& states) {
        Pairs pairs;
        states.for_each([&](std::string_view identity, std::string_view state) {
            pairs.emplace_back(identity, state);
        });
        CHECK(states.size() == pairs.size());
        return pairs;
    };
    bool damaged = true;
    const auto read = [&](const std::string& from) { return FileStates::read(from, damaged); };
    const Pairs pairs{{"/a/b.txt", "1:2:3"}, {"/with blank\nand line", "4:5:6"}, {"/z", "7"}};
    FileStates states;
    for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair)
        CHECK(states.set(pair->first, pair->second));
    CHECK(all(states) == pairs);
    states.write(path);
    FileStates again = read(path);
    CHECK_FALSE(damaged);
    CHECK(all(again) == pairs);
    FileStates().write(folder / "none");
    CHECK(all(read(folder / "none")).empty());
    CHECK_FALSE(damaged);
    CHECK(all(read("")).empty());
    CHECK_FALSE(damaged);
    CHECK(all(read(folder / "missing")).empty());
    CHECK(damaged);

    // In any order, also of what is not there.
    for (const std::string identity : {"/z", "/a/b.txt", "", "/with blank\nand line", "/with blank",
                                       "/z", "/zz", "/z", "/a/b.txt", "/a/b.txt"}) {
        CAPTURE(identity);
        const auto found = std::find_if(pairs.begin(), pairs.end(),
                                        [&](const auto& pair) { return pair.first == identity; });
        CHECK(again.find(identity) == (found == pairs.end() ? "" : found->second));
    }

    // What is set over what was read.
    CHECK_FALSE(again.set("/z", "7"));
    CHECK(again.set("/z", "8"));
    CHECK_FALSE(again.set("/z", "8"));
    CHECK(again.set("/", "0"));
    CHECK(again.set("/zz", "9"));
    CHECK(again.erase("/a/b.txt"));
    CHECK_FALSE(again.erase("/a/b.txt"));
    CHECK_FALSE(again.erase("/missing"));
    const Pairs changed{{"/", "0"}, {"/with blank\nand line", "4:5:6"}, {"/z", "8"}, {"/zz", "9"}};
    CHECK(all(again) == changed);
    CHECK(again.find("/a/b.txt").empty());
    CHECK(again.set("/a/b.txt", "1"));
    CHECK(again.erase("/a/b.txt"));
    again.write(folder / "changed");
    CHECK(all(read(folder / "changed")) == changed);

    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        CAPTURE(i);
        std::string broken = bytes;
        broken[i] = static_cast<char>(broken[i] ^ 0x10);
        std::ofstream(folder / "broken", std::ios::binary) << broken;
        CHECK(all(read(folder / "broken")).empty());
        CHECK(damaged);
        std::ofstream(folder / "short", std::ios::binary) << bytes.substr(0, i);
        CHECK(all(read(folder / "short")).empty());
        CHECK(damaged);
    }
}

TEST_CASE("update: shards to join", "[update]") {
    struct Case {
        std::vector<std::size_t> documents;
        std::size_t count;
    };
    for (const Case& c : std::vector<Case>{
             {{}, 0},
             {{5}, 0},
             {{200000, 2000}, 0},
             {{200000, 2000, 2000}, 2},
             {{200000, 4000, 2000}, 2},
             {{200000, 6001, 2000}, 0},
             {{200000, 20000, 6000, 2000}, 3},
             {{60000, 50000}, 0},  // too many to rewrite for an update
             {{3, 1}, 2},
             {{0, 0}, 2},
             {{9000000, 900000, 90000, 20000, 5000, 1000, 200, 40, 8}, 2},  // too many shards
         }) {
        CAPTURE(c.documents);
        CHECK(shards_to_merge(c.documents) == c.count);
    }
    // Any number of updates leaves few shards, and rewrites each article a few times.
    std::vector<std::size_t> documents{200000};
    std::size_t written = 0;
    for (int i = 0; i < 1000; ++i) {
        documents.push_back(100);
        written += 100;
        const std::size_t count = shards_to_merge(documents);
        if (count == 0) continue;
        std::size_t merged = 0;
        for (std::size_t j = 0; j < count; ++j) {
            merged += documents.back();
            documents.pop_back();
        }
        documents.push_back(merged);
        written += merged;
        CHECK(documents.size() <= 8);
    }
    CHECK(written < 12 * 1000 * 100);
}
