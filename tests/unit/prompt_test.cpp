// The prompt without a terminal: completion, commands, history, interruption.
#include "searcher/prompt/prompt.h"

#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/error.h"
#include "searcher/prompt/history.h"
#include "searcher/terminal/hyperlink.h"
#include "searcher/terminal/pager.h"
#include "searcher/terminal/wrap.h"
#include "tests/catch.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

TestIndex sample() {
    std::vector<Article> articles{
        make_article("one", "Ceasefire holds", "The ceasefire and the ceasefires. Zürich waits."),
        make_article("two", "Ferry", "Ferries and a ferry to the ceasefire."),
        make_article("three words", "Cedar", "Cedars fell."),
        make_article("four", "", "Nothing."),
    };
    articles[3].source = "-30-";
    articles[0].source = "The Globe";
    articles[1].source = "The Mirror";
    articles[2].source = "reuters";
    articles[0].dates.push_back({*parse_date("2024-05-17"), DateSource::Given, 1, ""});
    articles[1].dates.push_back({*parse_date("2024-06-01"), DateSource::Given, 1, ""});
    articles[2].dates.push_back({*parse_date("2023-06-01"), DateSource::Given, 1, ""});
    articles[0].metadata = {{"section", "world"}};
    return TestIndex(articles, "english", {"section"});
}

SearchOptions options_for(const TestIndex& index) {
    SearchOptions options;
    options.directory = index.directory();
    options.now = *make_day(2024, 9, 10);
    options.limit = 1;
    return options;
}

// What one line gives: output, then messages.
std::string said(Prompt& prompt, const std::string& line) {
    std::ostringstream out;
    std::ostringstream err;
    prompt.handle(line, out, err);
    return out.str() + err.str();
}

// Candidates joined by blanks, each with its ending if it is the only one.
std::string completed(const Prompt& prompt, const std::string& line) {
    const Completion completion = prompt.complete(line, line.size());
    std::string text;
    for (const auto& candidate : completion.candidates) {
        text += (text.empty() ? "" : " ") + line.substr(0, completion.begin) + candidate.text;
        if (completion.candidates.size() == 1) text += candidate.ending + "|";
    }
    return text;
}

}  // namespace

TEST_CASE("prompt: what may follow", "[prompt][completion]") {
    const TestIndex index = sample();
    SearchOptions options = options_for(index);
    options.saved_queries = {{"aid", "aid"}, {"air-raid", "x"}};
    SearchSession session(options, {});
    const Prompt prompt(session, "");
    struct Case {
        std::string line;
        std::string expected;
    };
    const std::vector<Case> cases = {
        // Words as they stand, the most frequent first: no stems ("ferri", "ced").
        {"cea", "ceasefire ceasefires"},
        {"ferr", "ferries ferry"},
        {"ceasefires", "ceasefires |"},
        {"Cease", "Ceasefire Ceasefires"},
        {"zür", "zurich |"},
        {"ferry -ceasefires", "ferry -ceasefires |"},
        {"(ferri", "(ferries |"},
        {"\"the ceasefires", "\"the ceasefires|"},
        {"zzz", ""},
        {"",
         "title: source: credit: id: url: lang: story: date: mentions: date-confidence: zone: "
         "section:"},
        {"titl", "title:|"},
        {"ferry TIT", "ferry title:|"},
        {"title:cea", "title:ceasefire |"},
        {"title:ferries", ""},
        {"source:re", "source:reuters |"},
        {"source:the", "source:\"the globe source:\"the mirror"},
        {"source:\"The G", "source:\"the globe\" |"},
        {"source:\"reuters\"", ""},
        {"source:-", "source:\"-30-\" |"},
        {"ferry O", "ferry OR |"},
        {"ferry AN", "ferry AND ferry ANd"},
        {"(ferry NE", "(ferry NEAR/|"},
        {"NO", "NOT NOthing"},
        {"no", "nothing |"},
        {"id:tw", "id:two |"},
        {"id:three", "id:\"three words\" |"},
        {"section:w", "section:world |"},
        {"zone:te", "zone:teaser |"},
        {"date:20", "date:2023 date:2024"},
        {"date:2024-", "date:2024-05 date:2024-06"},
        {"date:2024-05-", "date:2024-05-17 |"},
        {"date:2023..202", "date:2023..2023 date:2023..2024"},
        {"date:last-w", "date:last-week date:last-weekend"},
        {"date:und", "date:undated |"},
        {"mentions:und", ""},
        {"date-confidence:", ""},
        {"nofield:x", ""},
        {"@a", "@aid @air-raid"},
        {"ferry @ai", "ferry @aid ferry @air-raid"},
        {":", ":facet :more :show :similar :explain :save :list :help :quit"},
        {":f", ":facet |"},
        {":facet s", ":facet source :facet section"},
        {":facet mentions:y", ":facet mentions:year |"},
        {":save ai", ":save aid :save air-raid"},
        {":show ", ""},
        {":nonsense x", ""},
    };
    for (const Case& completion : cases) {
        CAPTURE(completion.line);
        CHECK(completed(prompt, completion.line) == completion.expected);
    }
    // In the middle of a line only what stands before the cursor counts.
    CHECK(prompt.complete("titl ferry", 4).candidates.size() == 1);
}

TEST_CASE("prompt: what all candidates begin with", "[prompt][completion]") {
    struct Case {
        std::vector<std::string> candidates;
        std::string expected;
    };
    for (const Case& common : std::vector<Case>{{{}, ""},
                                                {{"abc"}, "abc"},
                                                {{"abc", "abd", "ab"}, "ab"},
                                                {{"x", "y"}, ""},
                                                {{"fé", "fè"}, "f"}}) {
        Completion completion;
        for (const std::string& text : common.candidates)
            completion.candidates.push_back({text, ""});
        CHECK(common_begin(completion) == common.expected);
        completion.complete = false;
        CHECK(common_begin(completion).empty());
    }
}

TEST_CASE("prompt: commands and their mistakes", "[prompt]") {
    const TestIndex index = sample();
    SearchSession session(options_for(index), {});
    const TemporaryFolder folder;
    Prompt prompt(session, folder / "config.toml");
    struct Case {
        std::string line;
        std::string expected;  // occurs in what is said
    };
    const std::vector<Case> cases = {
        {":more", "there is no query yet"},
        {":facet month", "there is no query yet"},
        {":show 1", "there are no hits to choose from"},
        {":save x", "there is no query yet"},
        {":list", "No queries are saved"},
        {":facet", "Facets: day, week, month, quarter, year, decade, mentions:day"},
        {"  ceasefire  ", "2 articles found, shown 1 to 1"},
        {":more", "2 articles found, shown 2 to 2"},
        {":more", "these were all 2"},
        {":show 3", "one of 1 to 2"},
        {":show three words", "id: three words"},
        {":show nothing", "there is no article with the id \"nothing\""},
        {":show", "N is missing"},
        {":facet year source", "By year\n  2024"},
        {":facet nonsense", "there is no facet \"nonsense\""},
        {":more now", ":more takes no \"now\""},
        {":s 1", ":show or :similar or :save"},
        {":sho 1", "id: "},
        {":shwo 1", "try: :show"},
        {":", "a command is missing"},
        {":explain 2", "two"},
        {":explain 9", "one of 1 to 2"},
        {":similar one", "found"},
        {":explain 1", "no query found"},
        {":explain one", "ceasefire"},
        {":save a b", "\"a b\" is not the name"},
        {":save c", "@c is now: ceasefire"},
        {":list", "  @c  ceasefire\n"},
        {"@c AND", "  @c AND\n     ^^^"},
        {"@c ferry", "1 article found"},
        {":save c", "uses itself"},
        {":list", "  @c  ceasefire\n"},
        {"nothing at all", "No articles found"},
        {":more", "nothing was found"},
        {"title:(", "^"},
        {":help", ":facet FIELD ..."},
    };
    for (const Case& step : cases) {
        CAPTURE(step.line);
        const std::string text = said(prompt, step.line);
        CAPTURE(text);
        CHECK(text.find(step.expected) != std::string::npos);
    }
    std::ostringstream out;
    CHECK_FALSE(prompt.handle(":q", out, out));
    CHECK(said(prompt, "") == "");
}

TEST_CASE("prompt: facets asked for at the start are counted with each query", "[prompt]") {
    const TestIndex index = sample();
    SearchOptions options = options_for(index);
    options.facets = {"year"};
    SearchSession session(options, {});
    Prompt prompt(session, "");
    CHECK(said(prompt, "ceasefire").find("By year") != std::string::npos);
    CHECK(said(prompt, ":facet source").find("By year") == std::string::npos);
    CHECK(said(prompt, "ferry").find("By year") != std::string::npos);
    CHECK(said(prompt, ":save x").find("no configuration file") != std::string::npos);
}

TEST_CASE("prompt: a search that is to stop stops, and the next one runs", "[prompt]") {
    const TestIndex index = sample();
    std::atomic<bool> stop = false;
    SearchOptions options = options_for(index);
    options.stop = &stop;
    SearchSession session(options, {});
    Prompt prompt(session, "");
    for (const std::string query :
         {"ferry", "cease*", "\"the ceasefire\"", "ferry NEAR/3 ceasefire", "date:2024"}) {
        CAPTURE(query);
        const std::string before = said(prompt, query);
        CHECK(before.find("found") != std::string::npos);
        stop = true;
        CHECK(said(prompt, query) == "stopped\n");
        stop = false;
        CHECK(said(prompt, query).substr(0, 60) == before.substr(0, 60));
    }
}

TEST_CASE("prompt: a search finds the same whether it can be stopped or not", "[prompt]") {
    TestIndex index = sample();
    const std::atomic<bool> stop = false;
    for (const std::string query :
         {"ferry", "ceasefire", "the OR cedar", "date:2024", "NOT ferry", "title:ce*"}) {
        CAPTURE(query);
        SearchRequest request;
        request.query = index.parse(query);
        request.facets = {parse_facet("year", {})};
        const SearchResults plain = index.searcher().search(request);
        request.stop = &stop;
        const SearchResults stoppable = index.searcher().search(request);
        CHECK(stoppable.total == plain.total);
        REQUIRE(stoppable.hits.size() == plain.hits.size());
        for (std::size_t i = 0; i < plain.hits.size(); ++i) {
            CHECK(stoppable.hits[i].article.id == plain.hits[i].article.id);
            CHECK(stoppable.hits[i].score == plain.hits[i].score);
        }
        CHECK(stoppable.facets.front().values.size() == plain.facets.front().values.size());
    }
}

TEST_CASE("history: kept, shortened, private", "[prompt][history]") {
    const TemporaryFolder folder;
    const std::string path = folder / "state/dateline/history";
    const HistoryFile history(path);
    CHECK(history.load().empty());
    CHECK(history.add("first"));
    CHECK(HistoryFile(path).add("second é \x01"));  // another prompt
    CHECK(history.add(""));
    CHECK(history.add("two\nlines"));
    CHECK(history.add(std::string(10'000, 'x')));
    CHECK(history.load() == std::vector<std::string>{"first", "second é \x01"});
    struct stat status {};
    REQUIRE(stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    {
        std::ofstream file(path);
        for (std::size_t i = 0; i < 2 * kHistoryLines; ++i)
            file << i << '\n';
    }
    const std::vector<std::string> lines = history.load();
    REQUIRE(lines.size() == kHistoryLines);
    CHECK(lines.front() == std::to_string(kHistoryLines));
    CHECK(HistoryFile(path).load() == lines);
    CHECK(std::filesystem::file_size(path) == 5 * kHistoryLines);
    CHECK(HistoryFile("").add("x"));
    CHECK(HistoryFile("").load().empty());
    CHECK_FALSE(HistoryFile("/proc/nowhere/history").add("x"));
}

TEST_CASE("terminal: rows that a text takes", "[terminal]") {
    struct Case {
        std::string text;
        std::size_t columns;
        std::size_t rows;
    };
    for (const Case& text : std::vector<Case>{
             {"", 80, 0},
             {"a", 80, 1},
             {"a\n", 80, 1},
             {"a\n\nb\n", 80, 3},
             {std::string(80, 'x') + "\n", 80, 1},
             {std::string(81, 'x') + "\n", 80, 2},
             {std::string(1000, 'x'), 0, 1},
             {"\033[1m" + std::string(80, 'x') + "\033[0m\n", 80, 1},
             {link_begin("https://x.example/" + std::string(200, 'x')) + "abc" + link_end(), 10, 1},
             {"日本語日本語", 10, 2},
             {"\033", 10, 1},
             {"\033[", 10, 1},
             {"\033]8;;", 10, 1},
         }) {
        CAPTURE(text.text);
        CHECK(rows_of(text.text, text.columns) == text.rows);
    }
}

TEST_CASE("terminal: lines are broken at words", "[terminal]") {
    struct Case {
        std::string text;
        std::size_t columns;
        std::string wrapped;
    };
    const std::string bold = "\033[1m";
    const std::string plain = "\033[0m";
    const std::string link = link_begin("https://x.example/" + std::string(50, 'x'));
    for (const Case& c : std::vector<Case>{
             {"", 20, ""},
             {"one two three four five\n", 20, "one two three four\nfive\n"},
             {"one two three four five", 0, "one two three four five"},
             {"one two three four f\n\nsix\n", 20, "one two three four f\n\nsix\n"},
             {"  try: two three four five\n", 20, "  try: two three\n  four five\n"},
             {"  :quit   leave this prompt\n", 20, "  :quit   leave this\n          prompt\n"},
             {"  a name too wide for it   is hung less\n", 20,
              "  a name too wide\n  for it   is hung\n  less\n"},
             {std::string(30, 'x') + " y " + std::string(30, 'z'), 20,
              std::string(30, 'x') + "\ny\n" + std::string(30, 'z')},
             {"  by model:a=1,b=2,c=3,d=4", 16, "  by model:a=1,\n  b=2,c=3,d=4"},
             {"     " + std::string(30, 'x'), 20, "     " + std::string(30, 'x')},
             {bold + "one two three four" + plain + " five", 18,
              bold + "one two three four" + plain + "\nfive"},
             {link + "one two" + link_end() + " three four", 13,
              link + "one two" + link_end() + " three\nfour"},
             {"日本 語日 本語 日本", 9, "日本 語日\n本語 日本"},
         }) {
        CAPTURE(c.text, c.columns);
        CHECK(wrap_lines(c.text, c.columns) == c.wrapped);
    }
}

TEST_CASE("terminal: addresses that may be linked", "[terminal]") {
    struct Case {
        std::string url;
        std::string target;
    };
    for (const Case& link : std::vector<Case>{
             {"https://x.example/a?b=c#d", "https://x.example/a?b=c#d"},
             {"HTTP://x.example/", "HTTP://x.example/"},
             {"ftp://x.example/a b", "ftp://x.example/a%20b"},
             {"https://x.example/\033\\\a\n", "https://x.example/%1B\\%07%0A"},
             {"https://x.example/é", "https://x.example/%C3%A9"},
             {"javascript:alert(1)", ""},
             {"file:///etc/passwd", ""},
             {"https://", ""},
             {"", ""},
             {"https://x.example/" + std::string(3000, 'x'), ""},
         }) {
        CAPTURE(link.url);
        CHECK(link_target(link.url) == link.target);
    }
}
