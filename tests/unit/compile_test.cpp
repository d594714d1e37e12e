// Queries over a handful of articles: which ones they find. Each answer is checked twice, against
// the table and against a walk through the texts.
#include "searcher/compile.h"

#include <algorithm>
#include <functional>

#include "searcher/query/error.h"
#include "searcher/query/parser.h"
#include "tests/catch.h"
#include "tests/support/brute_force.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

std::vector<Article> sample_articles() {
    std::vector<Article> articles;
    const auto add = [&](const std::string& id, const std::string& title,
                         const std::string& body) -> Article& {
        articles.push_back(make_article(id, title, body));
        return articles.back();
    };
    add("fox", "", "The quick brown fox jumps over the lazy dog. It was not amused.");
    add("dog", "Dogs and foxes", "A dog barked. Another dog answered it, brown and lazy.");
    add("truce", "Truce holds", "The cease-fire talks went on. Ceasefire deals are rare.");
    add("joined", "", "Ceasefire talks.\n\nA deal was made and the talks ended.");
    add("us", "", "The US envoy told us about U.S. plans. WHO knows who came?");
    add("names", "Žalek's naïve café", "Blinken’s visit, Blinken's plane: l'homme, don't.");
    add("numbers", "", "Some 34,568 people and 3.5 million dollars; 12 of 1,000.");
    add("dying", "", "They lie dying. Lying is easy, tying knots is not.");
    add("cyrillic", "", "Москва и Киев договорились о перемирии.");
    add("untitled-stop", "", "To be or not to be, that is all that we are.");
    add("twice", "", "peace peace. A cease-fire once.");
    Article& dated = add("dated", "On time", "Trains ran on time.");
    dated.dates.push_back({day_interval(*make_day(2024, 5, 17)), DateSource::Given, 1.0, ""});
    dated.source = "The Daily Globe";
    dated.credits = {"Reuters"};
    dated.language = "en";
    dated.url = "https://example.org/world/trains";
    dated.metadata = {{"section", "World News"}};
    Article& month = add("month", "", "Trains stood still.");
    month.dates.push_back({*month_interval(2024, 5), DateSource::Path, 0.8, ""});
    Article& week = add("week", "", "Trains were late.");
    week.dates.push_back({*week_interval(2024, 18), DateSource::OwnLine, 0.6, ""});
    Article& zoned =
        add("zoned", "Main story", "Rivers rise. Check Also Volcano erupts. Rain fell.");
    const std::size_t begin = zoned.body.find("Check");
    zoned.zones = {{begin, zoned.body.find("Rain"), Zone::Teaser}};
    return articles;
}

const std::string kAll =
    "fox dog truce joined us names numbers dying cyrillic untitled-stop twice dated month week "
    "zoned";

struct Expected {
    std::string query;
    std::string ids;
};
const std::vector<Expected> kTable = {
    // Words: stems, folded
    {"fox", "fox dog"},
    {"FOXES", "fox dog"},
    {"jumping", "fox"},
    {"blinken", "names"},
    {"blinken's", "names"},
    {"naive", "names"},
    {"NAÏVE", "names"},
    {"zalek", "names"},
    {"homme", "names"},
    {"dont", "names"},
    {"34568", "numbers"},
    {"34,568", "numbers"},
    {"3.5", "numbers"},
    {"35", ""},
    {"1000", "numbers"},
    {"volcano", ""},
    {"перемирии", "cyrillic"},
    {"МОСКВА", "cyrillic"},
    // Hyphens
    {"ceasefire", "truce joined twice"},
    {"cease-fire", "truce joined twice"},
    {"fire", "truce twice"},
    {"cease fire", "truce twice"},
    {"\"cease fire\"", "truce twice"},
    {"\"cease-fire talks\"", "truce"},
    {"\"ceasefire talks\"", "truce joined"},
    {"\"the ceasefire\"", "truce"},
    // Initialisms
    {"US", "us"},
    {"U.S.", "us"},
    {"us", "us"},
    {"\"US envoy\"", "us"},
    {"\"us envoy\"", ""},
    {"\"told us\"", "us"},
    {"WHO", "us"},
    // Phrases
    {"\"quick brown\"", "fox"},
    {"\"brown quick\"", ""},
    {"\"dogs\"", "dog"},
    {"\"to be or not to be\"", "untitled-stop"},
    {"\"not to be or\"", ""},
    {"\"foxes a dog\"", ""},  // never from the title into the body
    {"~\"brown foxes\"", "fox"},
    {"~\"brown dogs\"", ""},
    {"~\"ceasefire deal\"", "truce"},
    // Boolean
    {"dog fox", "fox dog"},
    {"dog AND quick", "fox"},
    {"quick OR peace", "fox twice"},
    {"dog -quick", "dog"},
    {"dog NOT \"lazy dog\"", "dog"},
    {"-trains -talks -dog -us", "names numbers dying cyrillic untitled-stop twice zoned"},
    {"dog MAYBE quick", "fox dog"},
    {"quick^3 dog", "fox"},
    {"(quick OR barked) dog", "fox dog"},
    // Stop words: dropped beside others, kept alone
    {"the volcano", ""},
    {"the fox", "fox dog"},
    {"that", "untitled-stop"},
    {"to be", "untitled-stop"},
    {"+the fox", "fox dog"},
    {"-the dog", "dog"},
    // NEAR
    {"quick NEAR/1 brown", "fox"},
    {"brown NEAR/1 quick", "fox"},
    {"quick NEAR/2 fox", "fox"},
    {"quick NEAR/1 fox", ""},
    {"quick ADJ/2 fox", "fox"},
    {"fox ADJ/2 quick", ""},
    {"dog w/s lazy", "fox dog"},
    {"barked w/s lazy", ""},
    {"barked w/p lazy", "dog"},
    {"talks w/p deal", "truce joined"},
    {"ceasefire w/p deal", "truce"},
    {"foxes w/s barked", ""},  // the title is a sentence of its own
    {"foxes w/p barked", ""},
    {"\"quick brown\" NEAR/3 over", "fox"},
    {"\"brown fox\" NEAR/1 quick", "fox"},
    {"(the OR barked) NEAR/1 dog", "dog"},
    {"(the OR barked) NEAR/2 dog", "fox dog"},
    {"dog NEAR/5 dog", "dog"},
    {"dying NEAR/1 lie", "dying"},
    {"lie NEAR/2 easy", "dying"},
    {"~\"lazy dogs\" NEAR/2 over", "fox"},
    {"~\"brown foxes\" w/s quick", "fox"},
    {"~\"brown foxes\" w/s volcano", ""},
    // ATLEAST
    {"ATLEAST2 dog", "dog"},
    {"ATLEAST3 dog", "dog"},  // the title counts
    {"ATLEAST4 dog", ""},
    {"ATLEAST2 peace", "twice"},
    {"ATLEAST2 ceasefire", "truce"},  // a hyphenated one is one
    {"ATLEAST3 ceasefire", ""},
    {"ATLEAST2 (peace OR once)", "twice"},
    {"ATLEAST3 (peace OR once)", "twice"},
    {"ATLEAST2 (the OR dog)", "fox dog"},
    {"ATLEAST2 \"to be\"", "untitled-stop"},
    // Wildcards and fuzzy words
    {"ceas*", "truce joined twice"},
    {"qu?ck", "fox"},
    {"q*k", "fox"},
    {"qu?k", ""},
    {"blinkin~1", "names"},
    {"blnikn~2", "names"},
    {"blnikn~1", ""},
    {"Москве~1", "cyrillic"},
    {"Мо?к*", "cyrillic"},
    {"ki*", ""},
    {"tal* NEAR/2 w?nt", "truce"},
    // Fields
    {"title:dog", "dog"},
    {"title:fox", "dog"},
    {"title:lazy", ""},
    {"title:\"truce holds\"", "truce"},
    {"title:(truce OR time)", "truce dated"},
    {"title:(truce NEAR/1 holds)", "truce"},
    {"title:tr?ce", "truce"},
    {"-title:dog dog", "fox"},
    {"source:\"the daily globe\"", "dated"},
    {"source:the*", "dated"},
    {"credit:REUTERS", "dated"},
    {"lang:en", "dated"},
    {"id:fox", "fox"},
    {"id:FOX", ""},
    {"id:d*", "dog dying dated"},
    {"url:https://example.org/world/*", "dated"},
    {"section:\"world news\"", "dated"},
    {"section:(\"world news\" OR sport)", "dated"},
    // Dates
    {"date:2024", "dated month week"},
    {"date:2024-05", "dated month"},
    {"date:2024-05-17", "dated"},
    {"date:2024-05-01..2024-05-31", "dated month"},
    {"date:2024-05-01..2024-05-30", "dated"},
    {"date:2024-04..2024-06", "dated month week"},
    {"date:..2024-05", "dated month week"},
    {"date:2024-w18", "week"},
    {"date:2024-04-29..2024-05-05", "week"},
    {"date:2024-04-30..2024-05-05", ""},
    {"date:2024-q2", "dated month week"},
    {"date:2020s", "dated month week"},
    {"date:2024-06..", ""},
    {"date:2023", ""},
    {"date:undated trains", ""},
    {"-date:2024 dog", "fox dog"},
    {"trains date:2024", "dated month week"},
    {"date-confidence:>=0.8", "dated month"},
    {"date-confidence:<0.8", "week"},
    {"date-confidence:=0.6", "week"},
    {"date:2024 -date-confidence:=1", "month week"},
    // Zones
    {"volcano zone:teaser", "zoned"},
    {"volcano zone:all", "zoned"},
    {"volcano zone:body", ""},
    {"volcano rivers", ""},
    {"\"rise rain\"", ""},
    {"rivers NEAR/2 rain", ""},
    {"\"volcano erupts\" zone:all", "zoned"},
    {"rivers zone:all", "zoned"},
    {"rivers zone:teaser", ""},
};

std::set<std::string> words_of(const std::string& text) {
    std::set<std::string> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        if (end > begin) words.insert(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

}  // namespace

TEST_CASE("compile: queries find what the table says, and what a walk through the texts finds",
          "[compile]") {
    TestIndex index(sample_articles(), "english", {"section"});
    BruteForce brute(sample_articles(), "english");
    for (const auto& [query, ids] : kTable) {
        CAPTURE(query);
        const Query tree = index.parse(query);
        CAPTURE(to_debug_string(tree));
        CHECK(index.ids(tree) == words_of(ids));
        CHECK(brute.matches(tree) == words_of(ids));
    }
}

TEST_CASE("compile: everything but one thing, and nothing", "[compile]") {
    TestIndex index(sample_articles(), "english", {"section"});
    std::set<std::string> all = words_of(kAll);
    CHECK(index.ids("-volcano") == all);
    all.erase("fox");
    CHECK(index.ids("-quick") == all);
    CHECK(index.ids(Query{}) == std::set<std::string>{});
    CHECK(index.ids(parse_plain("?!, --")) == std::set<std::string>{});
}

TEST_CASE("compile: plain words are only words", "[compile]") {
    TestIndex index(sample_articles(), "english", {"section"});
    CHECK(index.ids(parse_plain("dog AND \"quick", Implicit::And)) == words_of("fox"));
    CHECK(index.ids(parse_plain("quick peace", Implicit::Or)) == words_of("fox twice"));
}

TEST_CASE("compile: what is dropped, unknown and marked", "[compile]") {
    TestIndex index(sample_articles());
    QueryCompiler compiler(open_index(index.directory()));
    const CompiledQuery compiled = compiler.compile(
        index.parse("the fox volcano -plague \"lazy unicorn\""), parse_rank_model("default"));
    CHECK(compiled.dropped_words == std::vector<std::string>{"the"});
    CHECK(compiled.unknown_words == std::vector<std::string>{"unicorn"});
    CHECK(compiled.zone_words == std::vector<std::string>{"volcano"});
    CHECK(compiled.has_words);
    REQUIRE(compiled.parts.size() == 3);  // nothing of what is excluded
    CHECK(compiled.parts[0].sequences.at(0).words.at(0).term == "fox");
    CHECK(compiled.parts[0].sequences.at(0).words.at(0).stemmed);
    CHECK(compiled.parts[2].sequences.at(0).words.size() == 2);
    CHECK_FALSE(
        compiler.compile(index.parse("date:2024 -id:x"), parse_rank_model("default")).has_words);
}

TEST_CASE("compile: words that only text around stories has", "[compile]") {
    Article article = make_article("a", "Ferry", "The truce held.\n\nCheck Also\nVolcano!");
    article.zones = {{article.body.find("Check"), article.body.size(), Zone::Teaser}};
    TestIndex index({article, make_article("b", "", "A volcanic lake, also calm.")});
    QueryCompiler compiler(open_index(index.directory()));
    struct Case {
        std::string query;
        std::string zone_words;
        std::string unknown_words;
    };
    const std::vector<Case> cases = {
        {"truce volcano unicorn", "volcano", "unicorn"},
        {"\"check also\"", "check", ""},
        {"volcanos OR -check", "volcanos", ""},
        {"zone:all volcano", "", ""},
        {"zone:body volcano", "", "volcano"},
        {"zone:all (volcano unicorn truce)", "", "unicorn"},
        {"zone:teaser (truce volcano)", "", "truce"},
        {"zone:all \"truce unicorn\"", "", "unicorn"},
        {"zone:all (unicorn NEAR/2 volcano)", "", "unicorn"},
        {"title:volcano", "", "volcano"},
        {"ferry also", "", ""},
    };
    const auto joined = [](const std::vector<std::string>& words) {
        std::string text;
        for (const std::string& word : words)
            text += (text.empty() ? "" : " ") + word;
        return text;
    };
    for (const Case& c : cases) {
        CAPTURE(c.query);
        const CompiledQuery compiled =
            compiler.compile(index.parse(c.query), parse_rank_model("default"));
        CHECK(joined(compiled.zone_words) == c.zone_words);
        CHECK(joined(compiled.unknown_words) == c.unknown_words);
    }
    // What is the same in every zone is one part.
    const CompiledQuery all = compiler.compile(
        index.parse("zone:all (volcano \"truce held\" volc*)"), parse_rank_model("default"));
    CHECK(all.parts.size() == 3);
}

TEST_CASE("compile: what is written several times is matched once and scores each time",
          "[compile]") {
    TestIndex index(sample_articles());
    QueryCompiler compiler(open_index(index.directory()));
    const auto repeated = [](const std::string& piece, const std::string& between) {
        std::string query = piece;
        for (int i = 1; i < 40; ++i)
            query += between + piece;
        return query;
    };
    const auto score_of = [&](const std::string& query) {
        SearchRequest request;
        request.query = index.parse(query);
        request.model = parse_rank_model("bm25");
        const SearchResults results = index.searcher().search(request);
        REQUIRE_FALSE(results.hits.empty());
        return results.hits.front().score;
    };
    struct Case {
        std::string piece;
        std::string between;
    };
    const std::vector<Case> cases = {
        {"\"quick brown\"", " "},          {"(quick w/s fox)", " "},   {"(quick w/s fox)", " OR "},
        {"(quick NEAR/3 fox)", " "},       {"ATLEAST1 quick", " OR "}, {"~\"quick brown\"", " "},
        {"(\"quick brown\" fox)", " OR "},
    };
    for (const Case& c : cases) {
        CAPTURE(c.piece, c.between);
        const std::string query = repeated(c.piece, c.between);
        CHECK(index.ids(query) == index.ids(c.piece));
        CHECK(std::abs(score_of(query) - 40 * score_of(c.piece)) < 1e-6);
        const std::string xapian = compiler.compile(index.parse(query)).query.get_description();
        const std::string once = compiler.compile(index.parse(c.piece)).query.get_description();
        CHECK(xapian.size() < once.size() + 100);
    }
    CHECK(index.ids("fox " + repeated("-\"quick brown\"", " ")) ==
          index.ids("fox -\"quick brown\""));
}

TEST_CASE("compile: a wildcard that stands for too much is an error with its place", "[compile]") {
    std::vector<Article> articles;
    std::string body;
    for (int i = 0; i <= 1000; ++i) {
        body += "ab" + std::string(1, static_cast<char>('a' + i / 676)) +
                static_cast<char>('a' + i / 26 % 26) + static_cast<char>('a' + i % 26) + " ";
    }
    articles.push_back(make_article("wide", "", body));
    TestIndex index(articles);
    CHECK(index.ids("aba*") == std::set<std::string>{"wide"});
    std::string many = "aba*";
    while (many.size() < 100'000)
        many += " OR aba*";  // 676 words each
    CHECK_THROWS_AS(index.ids(many), QueryError);
    for (const std::string query : {"rain ab*", "rain NEAR/3 ab*", "rain abcde~2 ab*"}) {
        CAPTURE(query);
        const auto position = query.find("ab*");
        try {
            index.ids(query);
            FAIL("no error");
        } catch (const QueryError& error) {
            CHECK(error.begin() == position);
            CHECK(error.end() == position + 3);
            CHECK(std::string(error.what()).find("1000") != std::string::npos);
            CHECK_FALSE(error.hint().empty());
        }
    }
}

TEST_CASE("compile: words longer than a term may be", "[compile]") {
    const std::string longest(300, 'x');
    TestIndex index({make_article("long", "", "one " + longest + " two")});
    CHECK(index.ids(longest) == std::set<std::string>{"long"});
    CHECK(index.ids("\"one " + longest + " two\"") == std::set<std::string>{"long"});
    CHECK(index.ids("id:" + std::string(400, 'y')).empty());
    const std::string id(400, 'y');
    TestIndex ids({make_article(id, "", "one"), make_article(id + "z", "", "two")});
    CHECK(ids.ids("id:" + id) == std::set<std::string>{id});
    CHECK(ids.searcher().find(id + "z")->body == "two");
}

TEST_CASE("compile: other languages find inflected forms, NEAR included", "[compile]") {
    TestIndex german({make_article("de", "", "Die Häuser stehen in alten Städten.")}, "german");
    CHECK(german.ids("haus") == std::set<std::string>{"de"});
    CHECK(german.ids("Häusern") == std::set<std::string>{"de"});
    CHECK(german.ids("stadt OR städte") == std::set<std::string>{"de"});
    TestIndex none({make_article("none", "", "Dogs bark.")}, "none");
    CHECK(none.ids("dogs") == std::set<std::string>{"none"});
    CHECK(none.ids("dog").empty());
}
