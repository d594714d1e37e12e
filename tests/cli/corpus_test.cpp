// The sample articles, indexed and searched with the programs as they are installed.
#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"
#include "tests/support/source_folder.h"

using namespace dateline::testing;
using nlohmann::json;

TEST_CASE("corpus: every article is indexed, with a summary", "[cli][corpus]") {
    const TemporaryFolder folder;
    const ProcessResult built = index({"-d", folder / "index", kCorpus});
    REQUIRE_STATUS(built, 0);
    CHECK(built.out.empty());
    INFO(built.text());
    const std::vector<std::string> lines = lines_of(built.err);
    REQUIRE_FALSE(lines.empty());
    const auto summary = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
        return line.starts_with("56 articles indexed, 0 skipped; ");
    });
    CHECK(summary != lines.end());
    CHECK(built.err.find('\r') == std::string::npos);  // progress on a terminal only
    CHECK(built.err.find('\x1b') == std::string::npos);
}

TEST_CASE("corpus: every line of queries.tsv finds what it says", "[cli][corpus]") {
    const CliIndex index({kCorpus});
    const std::vector<std::string> lines =
        lines_of(read_file(source_folder() + "/corpus/queries.tsv"));
    REQUIRE(lines.size() >= 70);
    for (const std::string& line : lines) {
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        REQUIRE(second != std::string::npos);
        const std::string query = line.substr(0, first);
        const std::string listed = line.substr(first + 1, second - first - 1);
        std::set<std::string> expected;
        for (std::size_t begin = 0; begin < listed.size();) {
            const std::size_t end = std::min(listed.find(',', begin), listed.size());
            expected.insert(listed.substr(begin, end - begin));
            begin = end + 1;
        }
        CAPTURE(line);
        CHECK(index.ids(query) == expected);
    }
}

TEST_CASE("corpus: the exit status says whether there are hits", "[cli][corpus]") {
    const CliIndex index({kCorpus});
    CHECK_STATUS(index.search({"ferry"}), 0);
    CHECK_STATUS(index.search({"volcano"}), 1);
    CHECK_STATUS(index.search({"\"ferry"}), 2);
    for (const std::string format : {"text", "json", "jsonl"}) {
        CHECK_STATUS(index.search({"--format", format, "ferry"}), 0);
        CHECK_STATUS(index.search({"--format", format, "volcano"}), 1);
        CHECK_STATUS(index.search({"--format", format, "--count", "volcano"}), 1);
    }
}

TEST_CASE("corpus: the three formats tell the same", "[cli][output]") {
    const CliIndex index({kCorpus});
    for (const std::string query : {"ceasefire", "\"eastern ridge\" prisoners", "title:dam",
                                    "reservoir OR ferry -strike", "date:2024"}) {
        CAPTURE(query);
        const json document = json::parse(
            index.search({"--format", "json", "-n", "1000", query}).out, nullptr, false);
        REQUIRE(document.is_object());
        const std::vector<std::string> lines =
            lines_of(index.search({"--format", "jsonl", "-n", "1000", query}).out);
        REQUIRE(lines.size() == document["hits"].size());
        CHECK(document["total"] == lines.size());
        CHECK(document["query"] == query);
        CHECK(document["articles"] == 56);
        const ProcessResult text = index.search({"-n", "1000", query});
        std::size_t at = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            json line = json::parse(lines[i], nullptr, false);
            REQUIRE(line.is_object());
            CHECK(line["total"] == lines.size());
            CHECK(line["stories"] == document["stories"]);
            line.erase("total");
            line.erase("stories");
            CHECK(line == document["hits"][i]);
            CHECK(line["rank"] == i + 1);
            at = text.out.find(" · " + line["id"].get<std::string>() + "\n", at);
            CHECK(at != std::string::npos);
        }
        CHECK(text.out.find(std::to_string(lines.size()) + " article") != std::string::npos);
        const ProcessResult count = index.search({"--count", query});
        CHECK(count.out == std::to_string(lines.size()) + "\n");
    }
}

TEST_CASE("corpus: marks in JSON stand at words of the query", "[cli][output]") {
    const CliIndex index({kCorpus});
    const json document =
        json::parse(index.search({"--format", "json", "-n", "100", "ferries \"port amara\""}).out);
    REQUIRE_FALSE(document["hits"].empty());
    for (const json& hit : document["hits"]) {
        CAPTURE(hit.dump());
        std::size_t marks = 0;
        for (const json& passage : hit["passages"]) {
            const std::string text = passage["text"];
            for (const json& mark : passage["marks"]) {
                const std::size_t begin = mark[0];
                const std::size_t end = mark[1];
                REQUIRE(begin < end);
                REQUIRE(end <= text.size());
                std::string word = text.substr(begin, end - begin);
                std::transform(word.begin(), word.end(), word.begin(),
                               [](unsigned char byte) { return std::tolower(byte); });
                CHECK((word.starts_with("ferr") || word == "port amara"));
                ++marks;
            }
        }
        CHECK(marks + hit.value("title_marks", json::array()).size() > 0);
    }
}

TEST_CASE("corpus: pages put together are the whole list", "[cli][output]") {
    const CliIndex index({kCorpus});
    for (const std::string sort : {"relevance", "newest", "oldest"}) {
        CAPTURE(sort);
        const std::vector<std::string> whole = index.ranked("prisoners", {"--sort", sort});
        REQUIRE(whole.size() > 7);
        std::vector<std::string> pages;
        for (std::size_t offset = 0; offset < whole.size() + 4; offset += 4) {
            const ProcessResult page =
                index.search({"--format", "jsonl", "--sort", sort, "-n", "4", "--offset",
                              std::to_string(offset), "prisoners"});
            CHECK_STATUS(page, 0);  // there are hits, though none on this page
            for (const std::string& line : lines_of(page.out)) {
                const json hit = json::parse(line);
                pages.push_back(hit["id"]);
                CHECK(hit["rank"] == pages.size());
            }
        }
        CHECK(pages == whole);
    }
    CHECK(index.search({"-n", "0", "--format", "jsonl", "prisoners"}).out.empty());
}

namespace {

// Dated hits in order, then undated ones.
void check_sorted(bool newest) {
    const CliIndex index({kCorpus});
    const json document =
        json::parse(index
                        .search({"--format", "json", "-n", "1000", "--sort",
                                 newest ? "newest" : "oldest", "prisoners OR ferry"})
                        .out);
    std::string before;
    bool undated = false;
    std::size_t dated = 0;
    for (const json& hit : document["hits"]) {
        CAPTURE(newest, hit["id"].get<std::string>(), before);
        if (hit["date"].is_null()) {
            undated = true;
            continue;
        }
        CHECK_FALSE(undated);
        const std::string first = hit["date_evidence"][0]["first"];
        if (dated++ > 0) CHECK((newest ? before >= first : before <= first));
        before = first;
    }
    CHECK(undated);
    CHECK(dated > 2);
}

}  // namespace

TEST_CASE("corpus: the newest first, undated ones last", "[cli][output]") {
    check_sorted(true);
}

TEST_CASE("corpus: the oldest first, undated ones last", "[cli][output]") {
    check_sorted(false);
}

TEST_CASE("corpus: facets add up to the total", "[cli][facets]") {
    const CliIndex index({kCorpus});
    for (const std::string query :
         {"ceasefire", "date:2024", "prisoners OR ferry", "NOT ceasefire", "volcano"}) {
        for (const std::string facet :
             {"year", "month", "day", "date:year", "date:week", "date:quarter", "date:decade"}) {
            CAPTURE(query, facet);
            const json document = json::parse(
                index.search({query, "--format", "json", "-n", "0", "--facet", facet}).out);
            std::uint64_t sum = 0;
            for (const json& value : document["facets"][facet]["values"]) {
                sum += value["count"].get<std::uint64_t>();
                const std::string filter = value["filter"];
                if (filter.empty()) continue;
                CAPTURE(filter);
                const std::string narrowed = std::string("(").append(query).append(") ") + filter;
                const ProcessResult drilled = index.search({"--count", narrowed});
                CHECK(drilled.out == std::to_string(value["count"].get<std::uint64_t>()) + "\n");
            }
            CHECK(sum == document["total"]);
        }
    }
}

TEST_CASE("corpus: facets show values as articles have them", "[cli][facets]") {
    const TemporaryFolder folder;
    write_file(folder / "a.jsonl",
               "{\"id\":\"a\",\"source\":\"The Globe\",\"desk\":\"Économie\",\"body\":"
               "\"A ferry.\"}\n"
               "{\"id\":\"b\",\"source\":\"THE GLOBE\",\"desk\":[\"World\",\"economie\"],\"body\":"
               "\"A ferry and a truce.\"}\n"
               "{\"id\":\"c\",\"source\":\"" +
                   std::string(300, 'X') + "\",\"body\":\"A boat.\"}\n");
    const CliIndex built({folder / "a.jsonl"}, {"--facet-field", "desk"});
    struct Case {
        std::string query;
        std::string facet;
        std::vector<std::string> values;
    };
    const std::vector<Case> cases = {
        {"ferry", "source", {"The Globe"}},          {"truce", "source", {"THE GLOBE"}},
        {"boat", "source", {std::string(300, 'X')}}, {"ferry", "desk", {"Économie", "World"}},
        {"truce", "desk", {"economie", "World"}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.query, c.facet);
        const json document = json::parse(
            built.search({c.query, "--format", "json", "-n", "0", "--facet", c.facet}).out);
        std::vector<std::string> values;
        for (const json& value : document["facets"][c.facet]["values"]) {
            values.push_back(value["value"]);
            if (values.back().size() > 200) continue;  // of a term that is too long for a query
            CHECK(
                built.search({"--count", c.query + " " + value["filter"].get<std::string>()}).out ==
                std::to_string(value["count"].get<int>()) + "\n");
        }
        CHECK(values == c.values);
    }
}

TEST_CASE("corpus: several facets at once, the most frequent of one", "[cli][facets]") {
    const CliIndex index({kCorpus});
    const json document =
        json::parse(index
                        .search({"prisoners OR ferry OR dam", "--format", "json", "-n", "0",
                                 "--facet", "month:2", "--facet", "source", "--facet", "year"})
                        .out);
    const json& months = document["facets"]["month"];
    REQUIRE(months["values"].size() == 3);
    CHECK(months["values"][2]["value"] == "undated");  // beside the two asked for
    CHECK(months["values_total"] > 3);
    CHECK(months["values"][0]["count"] >= months["values"][1]["count"]);
    CHECK(document["facets"].contains("source"));
    CHECK(document["facets"].contains("year"));
    const ProcessResult unknown = index.search({"ferry", "--facet", "colour"});
    CHECK_STATUS(unknown, 2);
    CHECK(unknown.err.find("\"colour\"") != std::string::npos);
    CHECK(unknown.err.find("month") != std::string::npos);  // the choices
}

TEST_CASE("corpus: --show prints the whole article", "[cli][output]") {
    const CliIndex index({kCorpus});
    const std::string id =
        "2024/03/14/" +
        std::filesystem::directory_iterator(kCorpus + "/2024/03/14")->path().filename().string();
    // Below the heading, which is shown as the title.
    std::string bytes = read_file(kCorpus + "/" + id);
    bytes.erase(0, bytes.find("\n\n") + 2);
    REQUIRE(bytes.size() > 500);
    const ProcessResult text = index.search({"--show", id});
    REQUIRE_STATUS(text, 0);
    INFO(text.text());
    CHECK(text.out.find("id: " + id + "\n") != std::string::npos);
    CHECK(text.out.find(bytes) != std::string::npos);
    const ProcessResult shown = index.search({"--show", id, "--format", "json"});
    const json document = json::parse(shown.out);
    CHECK(document["id"] == id);
    CHECK(document["body"].get<std::string>().ends_with(bytes));
    const ProcessResult missing = index.search({"--show", "no-such-id"});
    CHECK_STATUS(missing, 2);
    CHECK(missing.err.find("no-such-id") != std::string::npos);
    CHECK(missing.out.empty());
}

TEST_CASE("corpus: --default-op or finds more", "[cli][query]") {
    const CliIndex index({kCorpus});
    CHECK(index.ids("piano accordion").empty());
    CHECK(index.ids("piano accordion", {"--default-op", "or"}) == index.ids("piano OR accordion"));
    CHECK(index.ids("piano accordion", {"--default-op", "and"}).empty());
    CHECK(index.search({"--count", "--plain", "piano AND ("}).out == "1\n");
    CHECK_STATUS(index.search({"--default-op", "xor", "piano"}), 2);
}

TEST_CASE("corpus: words of the command line are one query", "[cli][query]") {
    const CliIndex index({kCorpus});
    CHECK(index.search({"--count", "ferry", "strike"}).out ==
          index.search({"--count", "ferry strike"}).out);
    const ProcessResult excluded = index.search({"--count", "--", "ferry", "-strike"});
    CHECK_STATUS(excluded, 0);
    CHECK(excluded.out == index.search({"--count", "ferry AND NOT strike"}).out);
}
