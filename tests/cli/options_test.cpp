// Command lines: help, versions, mistakes, and where the index is looked for.
#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"

using namespace dateline::testing;

TEST_CASE("options: --help and --version", "[cli][options]") {
    for (const bool indexer : {true, false}) {
        const auto program = [&](const std::vector<std::string>& arguments) {
            return indexer ? index(arguments) : search(arguments);
        };
        const std::string name = indexer ? "dateline-index" : "dateline-search";
        CAPTURE(name);
        const ProcessResult help = program({"--help"});
        CHECK_STATUS(help, 0);
        CHECK(help.err.empty());
        CHECK(help.out.find("--index") != std::string::npos);
        CHECK(help.out.find("Exit status") != std::string::npos);
        const ProcessResult version = program({"--version"});
        CHECK_STATUS(version, 0);
        CHECK(version.err.empty());
        REQUIRE(lines_of(version.out).size() == 1);
        CHECK(version.out.starts_with(name + " "));
        CHECK(version.out.find_first_of("0123456789") != std::string::npos);
    }
}

TEST_CASE("options: mistakes end with status 2 and a message", "[cli][options]") {
    struct Case {
        bool indexer;
        std::vector<std::string> arguments;
        std::string message;
    };
    const std::vector<Case> cases = {
        {true, {}, "PATH"},
        {true, {"--no-such-option", "x"}, "--no-such-option"},
        {true, {"-j", "0", "x"}, "0"},
        {true, {"--memory", "lots", "x"}, "lots"},
        {true, {"--language", "klingon", "x"}, "klingon"},
        {true, {"--field", "author=by", "x"}, "author=by"},
        {true, {"--field", "body", "x"}, "body"},
        {true, {"--writer", "fast", "x"}, "fast"},
        {true, {"--assume-date", "2024-02-30", "x"}, "2024-02-30"},
        {true, {"--assume-date", "2024", "x"}, "2024"},
        {true, {"--date-from", "ctime", "x"}, "ctime"},
        {true, {"-d", "", "x"}, "--index"},
        {true, {"--prune"}, "PATH"},
        {false, {"-d", "", "x"}, "--index"},
        {false, {"--since", "1987"}, "QUERY is required: words, or '*' for every article\n"},
        {false, {"--since", "soonish", "x"}, "soonish"},
        {false, {"--until", "x\" OR \"y", "x"}, "--until"},
        {false,
         {"--since", "1987-04", "--until", "1987-03", "x"},
         "--until: \"1987-03\" ends (1987-03-31) before --since \"1987-04\" begins (1987-04-01); "
         "try "
         "the other way round: --since 1987-03 --until 1987-04\n"},
        {false,
         {"--since", "1987-03..1987-04", "x"},
         "--since: \"1987-03..1987-04\" is not one date; try --since and --until, or the query "
         "date:\"1987-03..1987-04\"\n"},
        {false, {"--since", "1987-03..1987-03", "x"}, "is not one date"},
        {false, {"--until", "before 1987", "x"}, "--until: \"before 1987\" is not one date"},
        {false, {"--until", "undated", "x"}, "--until: \"undated\" is not one date"},
        {false, {"--since", "yesterdya", "x"}, "try 'yesterday' for 'yesterdya'?"},
        {false, {"--date-confidence", "very", "x"}, "--date-confidence"},
        {false,
         {"--date-confidence", "2", "x"},
         "--date-confidence: \"2\" is not a number from 0 to 1; try --date-confidence 0.9\n"},
        {false, {"--recency", "30x", "x"}, "30x"},
        {false, {"--recency", "-1d", "x"}, "-1d"},
        {false, {"--recency", "30d", "--sort", "newest", "x"}, "--sort"},
        {false, {"--timeline=both", "x"}, "both"},
        {false, {"--no-such-option", "x"}, "--no-such-option"},
        {false, {"-n", "-1", "x"}, "-1"},
        {false, {"-n", "many", "x"}, "many"},
        {false, {"--format", "xml", "x"}, "xml"},
        {false, {"--sort", "size", "x"}, "size"},
        {false, {"--now", "tomorow", "x"}, "tomorow"},
        {false, {"--now", "2024-01..2024-03", "x"}, "--now: \"2024-01..2024-03\" is not one day"},
        {false, {"--now", "undated", "x"}, "--now: \"undated\" is not one day"},
        {false, {"--now", "2023-02-30", "x"}, "February 2023 has 28 days"},
        {false, {"--color", "maybe", "x"}, "maybe"},
        {false, {"-n", "5", "-n", "many", "x"}, "many"},
        // What would be left out in silence.
        {false, {"--show", "a", "b"}, "--show: does not go with QUERY"},
        {false, {"--show", "a", "--facet", "year"}, "--show: does not go with --facet"},
        {false, {"--show", "a", "--format", "ids"}, "--show: prints text, json or jsonl"},
        {false, {"--batch", "-", "x"}, "--batch: does not go with QUERY"},
        {false, {"--batch", "-", "--count"}, "--batch: does not go with --count"},
        {false, {"--count", "--timeline", "x"}, "--count: does not go with --timeline"},
        {false,
         {"--format", "tsv", "--facet", "year", "x"},
         "--facet: goes with the formats text, json and html"},
        {false,
         {"--format", "ids", "--significant", "3", "x"},
         "--significant: goes with the formats text, json and html"},
        {false, {"--batch", "/"}, "the batch / is a folder\n  try: give a file"},
    };
    for (const Case& mistake : cases) {
        const ProcessResult result =
            mistake.indexer ? index(mistake.arguments) : search(mistake.arguments);
        INFO(result.text());
        CAPTURE(mistake.message);
        CHECK(result.status == 2);
        CHECK(result.out.empty());
        CHECK(result.err.find(mistake.message) != std::string::npos);
        CHECK(result.err.starts_with(mistake.indexer ? "dateline-index: " : "dateline-search: "));
    }
}

TEST_CASE("options: a word with a minus is not taken for options", "[cli][options]") {
    const TemporaryFolder folder;
    write_file(folder / "in/a.txt", "A ceasefire held in the port of Amara.\n");
    write_file(folder / "in/b.txt", "The ceasefire stopped the ferry and the naval dock.\n");
    const CliIndex built({folder / "in"});
    // As they are typed, and what they would be options of: none, --limit, --index, --threads, …
    for (const std::string word : {"-ferry", "-naval", "-dock", "-jam", "-naval dock", "-title:x",
                                   "-h5n1", "-été", "-(a", "-\"a b\"", "-x", "-5"}) {
        CAPTURE(word);
        for (const auto& arguments : std::vector<std::vector<std::string>>{
                 {"ceasefire", word}, {word, "ceasefire"}, {"-n", "5", "--sort", "newest", word}}) {
            const ProcessResult result = built.search(arguments);
            INFO(result.text());
            CHECK(result.status == 2);
            CHECK(result.out.empty());
            CHECK(result.err.starts_with("dateline-search: \"" + word + "\" would be an option"));
            CHECK(result.err.find("\n  try: quotes around the whole query, 'ceasefire " + word +
                                  "', or -- before it") != std::string::npos);
        }
    }
    struct Case {
        std::vector<std::string> arguments;
        std::string count;
    };
    const std::vector<Case> cases = {
        {{"ceasefire -ferry"}, "1\n"},
        {{"--", "ceasefire", "-ferry"}, "1\n"},
        {{"ceasefire", "--", "-naval"}, "1\n"},
        {{"ceasefire", "--filter", "-ferry"}, "1\n"},
        {{"ceasefire", "--filter=-ferry"}, "1\n"},
        {{"-n5", "-j2", "ceasefire"}, "2\n"},
        {{"-n", "5", "ceasefire"}, "2\n"},
        // An alias of the shell may have said something else before.
        {{"--filter", "volcano", "ceasefire", "--filter", "ferry"}, "1\n"},
        {{"--zones", "all", "ceasefire"}, "2\n"},
    };
    for (const Case& c : cases) {
        std::vector<std::string> arguments = c.arguments;
        arguments.insert(arguments.begin(), "--count");
        const ProcessResult result = built.search(arguments);
        INFO(result.text());
        CHECK(result.out == c.count);
    }
}

TEST_CASE("options: where the index is", "[cli][options]") {
    const TemporaryFolder folder;
    write_file(folder / "a.txt", "Ferries ran on time.\n");
    const auto with = [](std::map<std::string, std::string> environment) {
        ProcessOptions options;
        options.environment = std::move(environment);
        return options;
    };
    const std::map<std::string, std::string> kHome{{"HOME", folder / "home"}};
    const std::map<std::string, std::string> kData{{"HOME", folder / "home"},
                                                   {"XDG_DATA_HOME", folder / "data"}};
    const std::map<std::string, std::string> kIndex{{"HOME", folder / "home"},
                                                    {"XDG_DATA_HOME", folder / "data"},
                                                    {"DATELINE_INDEX", folder / "named"}};
    struct Case {
        std::map<std::string, std::string> environment;
        std::vector<std::string> options;
        std::string place;
    };
    const std::vector<Case> cases = {
        {kHome, {}, "home/.local/share/dateline/index"},
        {kData, {}, "data/dateline/index"},
        {kIndex, {}, "named"},
        {kIndex, {"-d", folder / "given"}, "given"},
        {kIndex, {"--index", folder / "long"}, "long"},
    };
    for (const Case& place : cases) {
        CAPTURE(place.place);
        CHECK_FALSE(std::filesystem::exists(folder / place.place));
        std::vector<std::string> arguments = place.options;
        arguments.push_back(folder / "a.txt");
        CHECK_STATUS(index(arguments, with(place.environment)), 0);
        CHECK(std::filesystem::exists(folder / place.place + "/XAPIANDB"));
        arguments = place.options;
        arguments.insert(arguments.end(), {"--count", "ferry"});
        CHECK(search(arguments, with(place.environment)).out == "1\n");
    }
    const ProcessResult nowhere = search({"ferry"}, with({{"HOME", ""}}));
    CHECK_STATUS(nowhere, 2);
    CHECK(nowhere.err.find("DATELINE_INDEX") != std::string::npos);
}

TEST_CASE("options: the text output, line by line", "[cli][output]") {
    const TemporaryFolder folder;
    write_file(folder / "in/a.jsonl",
               "{\"id\":\"one\",\"title\":\"Ferry strike ends\",\"body\":\"Dockers went back to "
               "work. The ferry sails again.\",\"date\":\"2024-05-17\",\"source\":\"The Globe\"}\n"
               "{\"id\":\"two\",\"body\":\"No ferry, no mail. The island waits.\"}\n");
    const CliIndex built({folder / "in"});
    const ProcessResult result = built.search({"ferry"});
    INFO(result.text());
    CHECK(result.status == 0);
    CHECK(result.err.empty());
    const std::size_t timing = result.out.rfind(" (");
    REQUIRE(timing != std::string::npos);
    CHECK(result.out.substr(0, timing) ==
          "  1  [Ferry] strike ends\n"
          "     2024-05-17, given · The Globe · one\n"
          "     The [ferry] sails again.\n"
          "\n"
          "  2  (untitled) No ferry, no mail. The island waits.\n"
          "     undated · two\n"
          "     No [ferry], no mail. The island waits.\n"
          "\n"
          "2 articles found");
    const ProcessResult colour = built.search({"--color", "always", "-n", "1", "ferry"});
    CHECK(colour.out.find("\x1b[") != std::string::npos);
    const ProcessResult none = built.search({"volcano"});
    CHECK(none.out.find("No articles found among 2.") != std::string::npos);
    CHECK(none.out.find("volcano") != std::string::npos);  // not in the index
}

TEST_CASE("options: fields of the input under other names, metadata as facets", "[cli][options]") {
    const TemporaryFolder folder;
    write_file(folder / "a.jsonl",
               "{\"nr\":7,\"headline\":\"Rain\",\"content\":[\"It rained.\",\"It stopped.\"],"
               "\"when\":\"Wed, 1 May 2024 10:00:00 +0200\",\"section\":\"Weather\"}\n"
               "{\"nr\":8,\"headline\":\"Sun\",\"content\":\"It shone.\",\"section\":\"weather\","
               "\"tags\":[\"a\",\"b\"]}\n");
    const CliIndex built({folder / "a.jsonl"},
                         {"--field", "id=nr", "--field", "title=headline", "--field",
                          "body=content", "--field", "date=when", "--facet-field", "section"});
    CHECK(built.ids("stopped") == std::set<std::string>{"7"});
    CHECK(built.ids("title:sun") == std::set<std::string>{"8"});
    CHECK(built.ids("date:2024-05-01") == std::set<std::string>{"7"});
    CHECK(built.ids("section:WEATHER") == std::set<std::string>{"7", "8"});
    const ProcessResult facet =
        built.search({"rained OR shone", "--format", "json", "--facet", "section"});
    CHECK(facet.out.find("\"value\": \"Weather\"") != std::string::npos);
    const ProcessResult shown = built.search({"--show", "8"});
    CHECK(lines_of(built.search({"--show", "8", "--format", "jsonl"}).out).size() == 1);
    CHECK(shown.out.find("tags: a") != std::string::npos);
    CHECK(shown.out.find("section: weather") != std::string::npos);
}

TEST_CASE("options: a facet or a field takes one value, not the words after it", "[cli][options]") {
    const TemporaryFolder folder;
    write_file(folder / "a.txt", "Ferries ran on time.\n");
    write_file(folder / "b.txt", "Ferries were late.\n");
    CHECK_STATUS(index({"-d", folder / "index", "--facet-field", "section", folder / "a.txt",
                        folder / "b.txt"}),
                 0);
    const ProcessResult result =
        search({"-d", folder / "index", "-n", "0", "--facet", "year", "ferries"});
    INFO(result.text());
    CHECK(result.out.find("2 articles found") != std::string::npos);
}
