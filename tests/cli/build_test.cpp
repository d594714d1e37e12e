// The same articles make the same index, however it is built.
#include <unistd.h>

#include <sstream>

#include <nlohmann/json.hpp>
#include <xapian.h>

#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"
#include "tests/unit/compare_databases.h"

using namespace dateline::testing;
using nlohmann::json;

namespace {

// Articles of generated words: more than one batch's worth, in several files.
void write_many_articles(const std::string& folder) {
    std::uint32_t state = 12345;
    const auto random = [&](std::uint32_t below) {
        state = state * 1664525u + 1013904223u;
        return (state >> 8) % below;
    };
    for (int file = 0; file < 3; ++file) {
        std::string text;
        for (int article = 0; article < 300; ++article) {
            json line;
            line["id"] = std::to_string(file) + "-" + std::to_string(article);
            line["title"] = "Word" + std::to_string(random(300)) + " and word";
            std::string body;
            for (std::uint32_t i = 0, length = 30 + random(90); i < length; ++i) {
                body += "w" + std::to_string(random(random(4000) + 1));
                body += random(9) == 0 ? ". W" : " ";
            }
            line["body"] = body;
            if (random(3) > 0) {
                line["date"] =
                    "2024-0" + std::to_string(1 + random(9)) + "-1" + std::to_string(random(10));
            }
            text += line.dump() + "\n";
        }
        write_file(folder + "/part" + std::to_string(file) + ".jsonl", text);
    }
}

std::string difference(const std::string& a, const std::string& b) {
    using Xapian::Query;
    std::vector<Query> queries;
    for (const std::string first :
         {"Zferri", "Zwar", "Zoil", "Ztruce", "w1", "XUNDATED", "Y1987"}) {
        for (const std::string second : {"the", "Zmarket", "Zceasefir", "w2", "Sword"}) {
            const std::vector<std::string> pair{first, second};
            for (const Query::op how : {Query::OP_OR, Query::OP_AND, Query::OP_NEAR,
                                        Query::OP_PHRASE, Query::OP_AND_NOT, Query::OP_MAX})
                queries.emplace_back(how, pair.begin(), pair.end());
        }
        queries.emplace_back(Query::OP_FILTER, Query(first),
                             Query(Query::OP_VALUE_RANGE, 0, "19870301", "20240601"));
    }
    return DatabaseComparison(Xapian::Database(a), Xapian::Database(b)).run({0, 1, 2, 3}, queries);
}

void check_same(const std::string& a, const std::string& b) {
    const std::string found = difference(a, b);
    CAPTURE(a, b, found);
    CHECK(found.empty());
}

}  // namespace

TEST_CASE("build: threads, memory and writer do not show in the index", "[cli][build]") {
    const TemporaryFolder folder;
    write_many_articles(folder / "in");
    const std::vector<std::string> inputs{folder / "in", kCorpus};
    const CliIndex reference(inputs, {"-j", "1"});
    struct Case {
        std::string name;
        std::vector<std::string> options;
    };
    for (const Case& other : std::vector<Case>{{"two threads", {"-j", "2"}},
                                               {"five threads", {"-j", "5"}},
                                               {"little memory", {"-j", "2", "--memory", "1M"}},
                                               {"Xapian's writer", {"--writer", "api"}},
                                               {"the bulk writer", {"--writer", "bulk"}}}) {
        CAPTURE(other.name);
        const CliIndex built(inputs, other.options);
        INFO(built.built().text());
        CHECK(built.built().status == 0);
        check_same(reference.directory(), built.directory());
    }
}

TEST_CASE("build: Reuters both ways", "[.][heavy][build]") {
    // A minute: asked for by its name. DATELINE_SHARED/data/reuters has the collection as JSON
    // Lines or SGML.
    const std::string reuters = shared_folder() + "/data/reuters";
    if (shared_folder().empty() || !std::filesystem::exists(reuters)) {
        WARN("not tested: $DATELINE_SHARED has no data/reuters");
        return;
    }
    const CliIndex bulk({reuters}, {"--writer", "bulk"});
    const CliIndex api({reuters}, {"--writer", "api"});
    INFO(bulk.built().text());
    CHECK(Xapian::Database(bulk.directory()).get_doccount() > 10000);
    check_same(bulk.directory(), api.directory());
    const CliIndex little({reuters}, {"--memory", "64M", "-j", "1"});
    check_same(bulk.directory(), little.directory());
}

TEST_CASE("build: indexing the same twice changes nothing", "[cli][build]") {
    const CliIndex reference({kCorpus});
    const CliIndex built({kCorpus});
    for (const std::string option : {"", "--rebuild"}) {
        CAPTURE(option);
        std::vector<std::string> arguments{"-d", built.directory(), kCorpus};
        if (!option.empty()) arguments.push_back(option);
        const ProcessResult again = index(arguments);
        CHECK_STATUS(again, 0);
        check_same(reference.directory(), built.directory());
        std::size_t generations = 0;
        for (const auto& entry : std::filesystem::directory_iterator(built.directory()))
            generations += entry.path().filename().string().starts_with("gen-");
        CHECK(generations == 1);
    }
}

TEST_CASE("build: Xapian's own tools find no error", "[cli][build]") {
    const CliIndex built({kCorpus});
    for (const auto& entry : std::filesystem::directory_iterator(built.directory())) {
        if (!entry.path().filename().string().starts_with("gen-")) continue;
        std::ostringstream out;
        CHECK(Xapian::Database::check(entry.path().string(), 0, &out) == 0);
        INFO(out.str());
    }
    const Xapian::Database stub(built.directory());  // by the stub, as any tool would
    CHECK(stub.get_doccount() == 56);
}

TEST_CASE("build: --stats json", "[cli][build]") {
    const TemporaryFolder folder;
    write_file(folder / "in/a.txt", "Ferries ran on time.\n");
    write_file(folder / "in/b.txt", "");
    write_file(folder / "in/c.png", "no text");
    const ProcessResult built = index({"-d", folder / "index", "--stats", "json", folder / "in"});
    CHECK_STATUS(built, 1);
    const json stats = json::parse(built.out, nullptr, false);
    REQUIRE(stats.is_object());
    CHECK(stats["articles"] == 1);
    CHECK(stats["skipped"] == 1);
    CHECK(stats["ignored_files"] == 1);
    CHECK(stats["bytes_read"] == 21);
    CHECK(stats["skipped_reasons"].size() == 1);
    CHECK(stats["terms"] > 4);
    CHECK(stats["index_bytes"] > 0);
    CHECK(stats["seconds"] >= 0);
    const ProcessResult quiet = index({"-d", folder / "index", "-q", folder / "in/a.txt"});
    CHECK_STATUS(quiet, 0);
    CHECK(quiet.out.empty());
    CHECK(quiet.err.empty());
}

TEST_CASE("build: compressed files are the same articles", "[cli][build]") {
    if (run("/bin/sh", {"-c", "command -v gzip"}).status != 0) {
        WARN("not tested: there is no gzip");
        return;
    }
    const TemporaryFolder folder;
    write_many_articles(folder / "plain");
    std::filesystem::copy(folder / "plain", folder / "packed");
    REQUIRE_STATUS(run("/bin/sh", {"-c", "gzip '" + (folder / "packed") + "'/*"}), 0);
    const CliIndex plain({folder / "plain"});
    const CliIndex packed({folder / "packed"});
    CHECK(plain.ranked("w1 OR w2") == packed.ranked("w1 OR w2"));
    CHECK(plain.ranked("w1 OR w2").size() > 100);
}

TEST_CASE("build: a second writer is turned away, a reader is not", "[cli][build]") {
    const TemporaryFolder folder;
    write_file(folder / "a.txt", "Ferries ran on time.\n");
    REQUIRE_STATUS(index({"-d", folder / "index", folder / "a.txt"}), 0);
    if (run("/bin/sh", {"-c", "command -v flock"}).status != 0) {
        WARN("not tested: there is no flock");
        return;
    }
    // Holds the lock as a writer does, until it is killed.
    const std::string ready = folder / "ready";
    const BackgroundProcess holder(
        "/bin/sh", {"-c", "exec 9>>'" + (folder / "index/writer.lock") +
                              "'; flock 9; printf 'process 4711 on elsewhere' >&9; : > '" + ready +
                              "'; exec sleep 60"});
    for (int i = 0; i < 500 && !std::filesystem::exists(ready); ++i)
        usleep(10000);
    REQUIRE(std::filesystem::exists(ready));
    const ProcessResult refused = index({"-d", folder / "index", folder / "a.txt"});
    INFO(refused.text());
    CHECK(refused.status == 75);
    CHECK(refused.err.find("another process") != std::string::npos);
    CHECK(refused.err.find("4711") != std::string::npos);
    CHECK(search({"-d", folder / "index", "--count", "ferry"}).out == "1\n");
}

TEST_CASE("build: --mentions off looks for no dates in the text, and nothing else changes",
          "[cli][build]") {
    const TemporaryFolder folder;
    write_file(folder / "a.txt",
               "The ferry company was founded on 3 May 1971 by two brothers from the harbour.\n");
    for (const bool on : {true, false}) {
        CAPTURE(on);
        const CliIndex built({folder / "a.txt"}, {"--mentions", on ? "on" : "off"});
        CHECK(built.ids("mentions:1971-05").size() == (on ? 1 : 0));
        CHECK(built.ids("\"3 may 1971\"").size() == 1);
    }
}
