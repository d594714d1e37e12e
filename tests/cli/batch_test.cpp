// Batches through the installed program: formats in and out, threads, mistakes, resuming, pipes.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <sstream>

#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"
#include "tests/support/temporary_folder.h"

using namespace dateline::testing;
using nlohmann::json;

namespace {

const CliIndex& corpus_index() {
    static const CliIndex index({kCorpus});
    return index;
}

ProcessResult batch(const std::string& input, std::vector<std::string> options = {}) {
    options.insert(options.begin(), {"--batch", "-"});
    ProcessOptions process;
    process.input = input;
    return corpus_index().search(options, process);
}

// Output without the times in it.
std::string timeless(std::string text) {
    static const std::string kMember = "\"elapsed_us\":";
    for (std::size_t at = 0; (at = text.find(kMember, at)) != std::string::npos;) {
        at += kMember.size();
        const std::size_t end = text.find_first_not_of("0123456789", at);
        text.replace(at, end - at, "0");
    }
    return text;
}

// What there is for each query: its hits' ids joined by blanks, "-" for none, "!" for a mistake.
std::map<std::string, std::string> answers(const ProcessResult& result) {
    std::map<std::string, std::string> found;
    for (const std::string& line : lines_of(result.out)) {
        const json record = json::parse(line);
        std::string& entry = found[record["query_id"]];
        if (record.contains("error")) {
            entry = "!";
        } else if (record.contains("hits")) {
            entry = record["hits"].empty() ? "-" : "";
            for (const json& hit : record["hits"])
                entry += (entry.empty() ? "" : " ") + hit["id"].get<std::string>();
        } else {
            entry += (entry.empty() ? "" : " ") + record["id"].get<std::string>();
        }
    }
    return found;
}

// Words of the sample articles, filters, mistakes and words that nothing has.
std::string mixed_queries() {
    static const std::vector<std::string> kQueries{"ferry",
                                                   "ceasefire negotiations",
                                                   "volcano",
                                                   "\"no end",
                                                   "truce OR ferry OR letters",
                                                   "ceasefire (NEAR/3",
                                                   "date:2024-06 signed",
                                                   "\"humanitarian pause\"",
                                                   "the",
                                                   "harbour -ferry",
                                                   "date:2024-99",
                                                   "customs house port amara ferries stairs"};
    std::string text;
    for (int round = 0; round < 4; ++round) {
        for (const std::string& query : kQueries)
            text += query + "\n";
    }
    return text;
}

// By way of a shell: `dateline-search` is "$search" there, with the index of the corpus as its
// default.
ProcessResult shell(const std::string& script) {
    ProcessOptions options;
    options.environment["search"] = search_program();
    options.environment["DATELINE_INDEX"] = corpus_index().directory();
    options.timeout = std::chrono::seconds(60);
    return run("/bin/bash", {"-c", script}, options);
}

}  // namespace

TEST_CASE("batch: the same output for any number of threads", "[cli][batch]") {
    const std::string queries = mixed_queries();
    const std::vector<std::vector<std::string>> formats{
        {"--format", "jsonl"},
        {"--format", "jsonl", "--per-query", "--exact-totals"},
        {"--format", "tsv"},
        {"--format", "ids", "--limit", "3"},
        {"--format", "trec", "--limit", "1000", "--plain"},
        {"--format", "trec", "--plain", "--expand"},
        {"--format", "ids", "--rank", "bm25"}};
    for (const std::vector<std::string>& format : formats) {
        ProcessResult first;
        for (const std::string threads : {"1", "2", "8"}) {
            std::vector<std::string> options{"-j", threads};
            options.insert(options.end(), format.begin(), format.end());
            const ProcessResult result = batch(queries, options);
            INFO(result.command);
            const bool plain = std::count(format.begin(), format.end(), "--plain") > 0;
            CHECK_STATUS(result, plain ? 0 : 2);
            if (threads == "1") {
                first = result;
                CHECK(lines_of(first.out).size() >= 48);
            } else {
                CHECK(timeless(result.out) == timeless(first.out));
                CHECK(result.err == first.err);
            }
        }
    }
}

TEST_CASE("batch: every format of look-ups", "[cli][batch]") {
    const auto ids = [](const std::string& query, const std::vector<std::string>& options = {}) {
        std::string text;
        for (const std::string& id : corpus_index().ranked(query, options))
            text += (text.empty() ? "" : " ") + id;
        return text.empty() ? "-" : text;
    };
    const std::string ferry = ids("ferry");
    const std::string signed_in_june = ids("signed date:2024-06");
    REQUIRE(ferry.find(' ') != std::string::npos);
    REQUIRE(signed_in_june != "-");
    const std::string first = ferry.substr(0, ferry.find(' '));
    struct Case {
        std::string input;
        std::vector<std::string> options;
        std::map<std::string, std::string> expected;
        int status = 0;
    };
    const std::vector<Case> cases{
        {"", {}, {}},
        {"ferry", {}, {{"1", ferry}}},
        {"ferry\r\n\n\nvolcano\n", {}, {{"1", ferry}, {"2", "!"}, {"3", "!"}, {"4", "-"}}, 2},
        {"\r\n\nferry\n", {}, {{"3", ferry}}},
        {"a\tferry\nb\tvolcano\n", {}, {{"a", ferry}, {"b", "-"}}},
        {"a\tferry\nb\t\"ferry\n", {}, {{"a", ferry}, {"b", "!"}}, 2},
        {"{\"_id\":\"x\",\"text\":\"ferry\"}\n{\"id\":7,\"query\":\"ferry\",\"limit\":1}\n",
         {},
         {{"x", ferry}, {"7", first}}},
        {"{\"id\":\"f\",\"query\":\"signed\",\"filter\":\"date:2024-06\"}\n{\"id\":\"g\"}\n{\n",
         {},
         {{"f", signed_in_june}, {"g", "!"}, {"3", "!"}},
         2},
        {"id,query\nq1,ferry\n\"q,2\",\"\"\"humanitarian pause\"\"\"\n",
         {},
         {{"q1", ferry}, {"q,2", ids("\"humanitarian pause\"")}}},
        {"<top>\n<num> Number: 401\n<title> ferry\n<desc> Description:\nvolcano\n</top>\n",
         {},
         {{"401", ferry}}},
        {"<top>\n<num> Number: 401\n<title> ferry\n<desc> Description:\nvolcano\n</top>\n",
         {"--topic-fields", "desc"},
         {{"401", "-"}}},
        {"signed\n", {"--filter", "date:2024-06"}, {{"1", signed_in_june}}},
        {"\"ferry\n", {"--plain"}, {{"1", ids("ferry", {"--plain"})}}},
        {"a\tferry\n", {"--batch-format", "lines"}, {{"1", ids("a ferry")}}},
    };
    for (const Case& test : cases) {
        CAPTURE(test.input);
        for (const bool per_query : {false, true}) {
            std::vector<std::string> options = test.options;
            options.insert(options.end(), {"--limit", "1000"});
            if (per_query) options.emplace_back("--per-query");
            const ProcessResult result = batch(test.input, options);
            CHECK_STATUS(result, test.status);
            CHECK(answers(result) == test.expected);
        }
    }
}

TEST_CASE("batch: what a failed look-up leaves, and when the batch ends", "[cli][batch]") {
    const std::string input = "ferry\n\"ferry\nvolcano\ntruce\n";
    struct Case {
        std::string input;
        std::vector<std::string> options;
        int status;
        std::vector<std::string> queries;  // those answered
    };
    const std::vector<Case> cases{
        {input, {}, 2, {"1", "2", "3", "4"}},
        {input, {"--fail-fast"}, 2, {"1", "2"}},
        {input, {"--fail-fast", "-j", "4"}, 2, {"1", "2"}},
        {input, {"--require-hits"}, 2, {"1", "2", "3", "4"}},
        {"ferry\nvolcano\n", {}, 0, {"1", "2"}},
        {"ferry\nvolcano\n", {"--require-hits"}, 1, {"1", "2"}},
        {"ferry\ntruce\n", {"--require-hits"}, 0, {"1", "2"}},
        {"ferry\ntruce\n", {"--require-hits", "--limit", "0"}, 0, {"1", "2"}},
    };
    for (const Case& test : cases) {
        CAPTURE(test.input, test.options);
        const ProcessResult result = batch(test.input, test.options);
        CHECK_STATUS(result, test.status);
        std::vector<std::string> queries;
        for (const auto& [query, hits] : answers(result))
            queries.push_back(query);
        CHECK(queries == test.queries);
    }
    const ProcessResult failed = batch("ferry\ntruce\n\"ferry\n", {"--per-query"});
    const std::vector<std::string> lines = lines_of(failed.out);
    REQUIRE(lines.size() == 3);
    const json record = json::parse(lines[2]);
    CHECK(record["query_id"] == "3");
    CHECK(record["line"] == 3);
    CHECK(record["begin"] == 0);
    CHECK(record["error"] == "no closing quote for this one");
    CHECK(failed.err == "dateline-search: line 3: no closing quote for this one\n");
}

TEST_CASE("batch: a mistake in --filter is told once, and not of the look-ups", "[cli][batch]") {
    const ProcessResult result = batch("ferry\ntruce\n", {"--filter", "date:2024)"});
    CHECK_STATUS(result, 2);
    CHECK(result.out.empty());
    CHECK(result.err ==
          "dateline-search: in --filter 'date:2024)': no '(' for this ')'\n"
          "  try: leave it out, or add '(' before the group\n");
}

TEST_CASE("batch: members of every record", "[cli][batch]") {
    for (const std::string& line : lines_of(batch("a\tferry\nb\tvolcano\n").out)) {
        const json record = json::parse(line);
        CAPTURE(line);
        CHECK(record["elapsed_us"].is_number_unsigned());
        CHECK(record["total"].is_number_unsigned());
        CHECK(record["total_exact"] == true);
        CHECK((record["query_id"] == "a" || record["hits"].empty()));
    }
    const ProcessResult timed = batch("ferry\nvolcano\n\"x\n", {"--timing"});
    INFO(timed.text());
    CHECK(timed.err.find("\n3 queries (1 failed) in ") != std::string::npos);
    for (const std::string part : {" queries/s; p50 ", ", p95 ", ", p99 "})
        CHECK(timed.err.find(part) != std::string::npos);
}

TEST_CASE("batch: runs have scores that fall with the rank, ties by id", "[cli][batch]") {
    const ProcessResult result =
        batch("a\tferry ceasefire truce\n", {"--plain", "--format", "trec", "--run-tag", "mine"});
    double last = 0;
    std::size_t rank = 0;
    for (const std::string& line : lines_of(result.out)) {
        std::istringstream fields(line);
        std::string query;
        std::string zero;
        std::string id;
        std::size_t place = 0;
        double score = 0;
        std::string tag;
        REQUIRE(fields >> query >> zero >> id >> place >> score >> tag);
        CAPTURE(line);
        CHECK(query == "a");
        CHECK(zero == "Q0");
        CHECK(place == ++rank);
        CHECK((rank == 1 || score < last));
        CHECK(tag == "mine");
        last = score;
    }
    CHECK(rank == 10);
}

TEST_CASE("batch: resumed wherever it was cut", "[cli][batch]") {
    const TemporaryFolder folder;
    const std::string queries = folder / "queries.txt";
    const std::string output = folder / "output";
    write_file(queries, "ferry\nvolcano\n\"bad\nceasefire truce\nletters\nharbour\n");
    for (const std::string format : {"jsonl", "per-query", "tsv", "ids", "trec"}) {
        std::vector<std::string> options{"--batch",  queries,
                                         "--limit",  "3",
                                         "--format", format == "per-query" ? "jsonl" : format};
        if (format == "per-query") options.emplace_back("--per-query");
        const std::string whole = timeless(corpus_index().search(options).out);
        options.insert(options.end(), {"--resume", output});
        constexpr std::size_t kCuts = 12;
        for (std::size_t cut = 0; cut <= kCuts; ++cut) {
            CAPTURE(format, cut);
            write_file(output, whole.substr(0, whole.size() * cut / kCuts));
            const ProcessResult resumed = corpus_index().search(options);
            INFO(resumed.text());
            CHECK(resumed.out.empty());
            // The mistake counts once: in the part in which it is met.
            CHECK((resumed.status == 0 || resumed.status == 2));
            CHECK(timeless(read_file(output)) == whole);
        }
    }
    write_file(output, "9\tnobody\n7\tnobody\n");
    const ProcessResult other =
        corpus_index().search({"--batch", queries, "--format", "ids", "--resume", output});
    CHECK_STATUS(other, 2);
    CHECK(other.err.find("which the batch lacks") != std::string::npos);
}

TEST_CASE("batch: a co-process is answered query by query", "[cli][batch]") {
    for (const std::string threads : {"1", "3"}) {
        const ProcessResult result =
            shell("coproc S { \"$search\" --batch - --per-query --limit 1 -j " + threads +
                  " 2>/dev/null; }\n"
                  "for query in ferry volcano '\"bad' letters; do\n"
                  "  printf '%s\\n' \"$query\" >&\"${S[1]}\"\n"
                  "  IFS= read -r -t 40 answer <&\"${S[0]}\" || exit 9\n"
                  "  printf '%s\\n' \"$answer\"\n"
                  "done");
        CHECK_STATUS(result, 0);
        const auto found = answers(result);
        CHECK(found.size() == 4);
        CHECK(found.at("2") == "-");
        CHECK(found.at("3") == "!");
    }
}

TEST_CASE("batch: ends when nobody reads on, and has printed what was read", "[cli][batch]") {
    // The input has no end.
    for (const std::string threads : {"1", "2", "4"}) {
        const ProcessResult result =
            shell("yes ferry | \"$search\" --batch - --format ids --limit 1 -j " + threads +
                  " | head -n 5; echo \"${PIPESTATUS[2]}\"");
        CHECK_STATUS(result, 0);
        const std::vector<std::string> lines = lines_of(result.out);
        REQUIRE(lines.size() == 6);
        for (std::size_t i = 0; i < 5; ++i)
            CHECK(lines[i].starts_with(std::to_string(i + 1) + "\t"));
        CHECK(result.err.find("terminate") == std::string::npos);
    }
}

// $DATELINE_RANDOM_LINES sets how many lines.
TEST_CASE("batch: every line of random bytes is answered", "[cli][batch]") {
    const char* const wanted = std::getenv("DATELINE_RANDOM_LINES");
    const std::size_t count = wanted ? std::strtoul(wanted, nullptr, 10) : 1500;
    std::mt19937 random(20240208);
    // Bytes of all kinds, and ones that mean something to a query.
    static const std::string kSyntax = "\"()*?~^:-+/ \\ANDORNEAR3titledate202406ferry";
    std::string input;
    for (std::size_t i = 0; i < count; ++i) {
        const bool syntax = i % 2 == 1;
        std::string line;
        for (std::size_t length = random() % 60; length > 0; --length) {
            char byte = static_cast<char>(random() % 256);
            if (syntax) byte = kSyntax[random() % kSyntax.size()];
            if (byte != '\n') line += byte;
        }
        input += line + "\n";
    }
    ProcessOptions process;
    process.input = input;
    process.timeout = std::chrono::seconds(1800);
    const ProcessResult result = corpus_index().search(
        {"--batch", "-", "--batch-format", "lines", "--per-query", "--limit", "1", "-j", "2"},
        process);
    INFO(result.err.substr(0, 2000));
    CHECK((result.status == 0 || result.status == 2));
    const std::vector<std::string> lines = lines_of(result.out);
    REQUIRE(lines.size() == count);
    std::size_t failed = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const json record = json::parse(lines[i], nullptr, false);
        REQUIRE(record.is_object());
        if (record["query_id"] != std::to_string(i + 1)) FAIL("line " << i + 1 << ": " << lines[i]);
        if (record.contains("error") == record.contains("hits")) FAIL("neither: " << lines[i]);
        failed += record.contains("error");
    }
    CHECK(failed > 0);
    CHECK(failed < count);
    CHECK(static_cast<std::size_t>(std::count(result.err.begin(), result.err.end(), '\n')) ==
          failed);
}
