// --analyze, --explain, --similar, --significant, "did you mean", html and NUL, through the
// program.
#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"

using namespace dateline::testing;
using nlohmann::json;

TEST_CASE("looking closer: what is printed, and the exit status", "[cli][inspect]") {
    const CliIndex index({kCorpus});

    SECTION("--analyze prints every stage and searches nothing") {
        const ProcessResult text = index.search({"--analyze", "no-such-word date:2024"});
        REQUIRE_STATUS(text, 0);
        for (const char* part :
             {"Query\n", "In full\n", "Tree\n", "Dates\n", "Terms\n", "Xapian query\n", "Cost\n",
              "Ranking\n", "date:2024 is 2024-01-01 to 2024-12-31"}) {
            CAPTURE(part);
            CHECK(text.out.find(part) != std::string::npos);
        }
        const ProcessResult parsed = index.search({"--analyze", "--format", "json", "ferry"});
        REQUIRE_STATUS(parsed, 0);
        CHECK(json::parse(parsed.out)["leaves"][0]["terms"][0]["term"] == "Zferri");
        const ProcessResult mistake = index.search({"--analyze", "ferry (police"});
        REQUIRE_STATUS(mistake, 2);
        CHECK(mistake.err.find('^') != std::string::npos);
    }
    SECTION("--explain says yes, no, or that there is no such article") {
        const std::vector<std::string> found = index.ranked("ferry");
        REQUIRE_FALSE(found.empty());
        const ProcessResult yes = index.search({"--explain", found[0], "ferry"});
        REQUIRE_STATUS(yes, 0);
        CHECK(yes.out.find("It matches\n") != std::string::npos);
        CHECK(yes.out.find("in all: rank 1\n") != std::string::npos);
        const ProcessResult no = index.search({"--explain", found[0], "ferry AND xyzzyx"});
        REQUIRE_STATUS(no, 1);
        CHECK(no.out.find("It does not match\n") != std::string::npos);
        CHECK(no.out.find("- └─ word xyzzyx\n") != std::string::npos);
        REQUIRE_STATUS(index.search({"--explain", "no-such-id", "ferry"}), 2);
    }
    SECTION("--similar takes an id, a file or standard input") {
        const std::string id = index.ranked("ferry").front();
        const ProcessResult like = index.search({"--similar", id, "--format", "ids"});
        REQUIRE_STATUS(like, 0);
        CHECK(("\n" + like.out).find("\n" + id + "\n") == std::string::npos);
        const ProcessResult file =
            index.search({"--similar", kCorpus + "/" + id, "--format", "ids", "-n", "1"});
        REQUIRE_STATUS(file, 0);
        CHECK(file.out != id + "\n");
        ProcessOptions typed;
        typed.input = "The ferry strike of the dockers at Port Amara";
        const ProcessResult standard_input =
            index.search({"--similar", "-", "--format", "json", "-n", "1"}, typed);
        REQUIRE_STATUS(standard_input, 0);
        CHECK_FALSE(json::parse(standard_input.out)["similar_terms"].empty());
        REQUIRE_STATUS(index.search({"--similar", "no-such-id"}), 2);
    }
    SECTION("--similar FILE leaves out the file's own article and its story") {
        const TemporaryFolder folder;
        const std::string story =
            "The ferry strike at Port Amara ended on Monday after the dockers took the offer of "
            "the "
            "harbour board, and the first boats left for the islands before noon with mail, fruit "
            "and "
            "two hundred passengers who had waited on the quay since Friday.\n";
        write_file(folder / "in/one.txt", story);
        write_file(folder / "in/two.txt", story + "The board thanked them.\n");
        write_file(folder / "in/three.txt",
                   "Dockers at the harbour of Amara spoke of the strike.\n");
        std::filesystem::create_symlink(folder / "in/one.txt", folder / "link.txt");
        const CliIndex copies({folder / "in"});
        for (const char* name : {"in/one.txt", "in/two.txt", "link.txt"}) {
            const ProcessResult like =
                copies.search({"--similar", folder / name, "--format", "ids", "--all-copies"});
            CAPTURE(name);
            CHECK(like.out == "three.txt\n");
        }
        write_file(folder / "other.txt", story);
        const ProcessResult other =
            copies.search({"--similar", folder / "other.txt", "--format", "ids", "--all-copies"});
        CHECK(lines_of(other.out).size() == 3);
    }
    SECTION("--explain counts copies as the list of hits does") {
        const TemporaryFolder folder;
        const std::string story =
            "The ferry strike at Port Amara ended on Monday after the dockers took the offer of "
            "the "
            "harbour board, and the first boats left for the islands before noon with mail, fruit "
            "and "
            "two hundred passengers who had waited on the quay since Friday.\n";
        for (const char* copy : {"1", "2", "3", "4"})
            write_file(folder / "in/copy" + copy + ".txt", "Ferry ferry ferry. " + story);
        write_file(
            folder / "in/other.txt",
            "A long report on the council, the budget, the weather, the schools, the roads and "
            "a single ferry.\n");
        const CliIndex copies({folder / "in"});
        const auto answer = [&](std::vector<std::string> arguments) {
            arguments.insert(arguments.end(), {"-d", copies.directory(), "ferry"});
            return search(arguments).out;
        };
        const std::vector<std::string> list = lines_of(answer({"--format", "ids"}));
        REQUIRE(list.size() == 2);
        REQUIRE(list[1] == "other.txt");
        struct Case {
            std::vector<std::string> arguments;
            std::string rank;
        };
        const std::vector<Case> cases = {{{"--explain", "other.txt"}, "2"},
                                         {{"--explain", "copy4.txt"}, "1"},
                                         {{"--explain", "other.txt", "--all-copies"}, "5"},
                                         {{"--explain", "copy4.txt", "--all-copies"}, "4"}};
        for (const Case& c : cases) {
            const std::string text = answer(c.arguments);
            CAPTURE(c.arguments, text);
            CHECK(text.find("in all: rank " + c.rank + "\n") != std::string::npos);
        }
    }
    SECTION("did you mean is offered, not done") {
        const ProcessResult typo = index.search({"polcie"});
        REQUIRE_STATUS(typo, 1);
        CHECK(typo.out.find("Did you mean: police\n") != std::string::npos);
        CHECK(
            json::parse(index.search({"--format", "json", "polcie"}).out)["suggestion"]["query"] ==
            "police");
        CHECK(index.search({"ferry"}).out.find("Did you mean") == std::string::npos);
    }
    SECTION("ids may end in NUL, pages are HTML, words are told") {
        const ProcessResult nul = index.search({"-0", "--format", "ids", "ferry"});
        REQUIRE_STATUS(nul, 0);
        CHECK(nul.out.ends_with('\0'));
        CHECK(nul.out.find('\n') == std::string::npos);
        const ProcessResult html =
            index.search({"--format", "html", "--facet", "source", "--timeline", "ferry"});
        REQUIRE_STATUS(html, 0);
        CHECK(html.out.starts_with("<!DOCTYPE html>"));
        CHECK(html.out.find("href=\"file:///") != std::string::npos);
        CHECK(html.out.find("<h2>Published by ") != std::string::npos);
        const ProcessResult words = index.search({"--significant", "3", "ferry"});
        REQUIRE_STATUS(words, 0);
        CHECK(words.out.find("Unusually frequent\n") != std::string::npos);
    }
    SECTION("a batch may have passages, facets and timelines") {
        ProcessOptions typed;
        typed.input = "ferry\npolice\n";
        const ProcessResult batch = index.search({"--batch", "-", "--per-query", "--snippets",
                                                  "--facet", "year", "--timeline", "-n", "1"},
                                                 typed);
        REQUIRE_STATUS(batch, 0);
        const json first = json::parse(batch.out.substr(0, batch.out.find('\n')));
        CHECK_FALSE(first["hits"][0]["passages"].empty());
        CHECK(first["facets"].contains("year"));
        CHECK_FALSE(first["timeline"]["bars"].empty());
        const ProcessResult alone = index.search({"--format", "json", "--timeline", "ferry"});
        CHECK(first["timeline"] == json::parse(alone.out)["timeline"]);
    }
    SECTION("what says nothing together is refused") {
        for (const std::vector<std::string>& arguments :
             std::vector<std::vector<std::string>>{{"--analyze"},
                                                   {"--explain", "x"},
                                                   {"--analyze", "--explain", "x", "ferry"},
                                                   {"--explain", "x", "--similar", "y", "ferry"},
                                                   {"--explain", "x", "--expand", "ferry"},
                                                   {"--similar", "x", "--batch", "-"},
                                                   {"--analyze", "--format", "tsv", "ferry"},
                                                   {"--analyze", "--format", "html", "ferry"},
                                                   {"--format-version", "2", "ferry"},
                                                   {"--significant", "0", "ferry"},
                                                   {"--batch", "-", "--facet", "year"},
                                                   {"--batch", "-", "--timeline"},
                                                   {"--batch", "-", "--format", "html"}}) {
            const ProcessResult refused = index.search(arguments);
            CAPTURE(refused.command);
            CHECK(refused.status == 2);
            CHECK(refused.out.empty());
        }
        REQUIRE_STATUS(index.search({"--format-version", "1", "--format", "json", "ferry"}), 0);
    }
}
