#include "searcher/hits/snippet.h"

#include <sstream>

#include "common/text.h"
#include "searcher/output/html.h"
#include "searcher/output/output.h"
#include "tests/catch.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

// Passages joined by " | ", marks in [brackets]; the title first if it has marks.
std::string shown(const Article& article, const Snippet& snippet) {
    const auto marked = [](const std::string& text, const TextSpan& span,
                           const std::vector<TextSpan>& marks) {
        std::string result;
        std::size_t at = span.begin;
        for (const TextSpan& mark : marks) {
            result += text.substr(at, mark.begin - at) + "[" +
                      text.substr(mark.begin, mark.end - mark.begin) + "]";
            at = mark.end;
        }
        return result + text.substr(at, span.end - at);
    };
    std::string result;
    if (!snippet.title_marks.empty()) {
        result = "# " + marked(article.title, {0, article.title.size()}, snippet.title_marks);
    }
    for (const Passage& passage : snippet.passages) {
        if (!result.empty()) result += " | ";
        if (passage.zone != Zone::Body) result += std::string(zone_name(passage.zone)) + ": ";
        result += marked(article.body, passage.span, passage.marks);
    }
    return result;
}

// The snippet that a query gives.
std::string snippet_of(const Article& article, const std::string& query,
                       const SnippetOptions& options = {}) {
    const TestIndex index({article});
    QueryCompiler compiler(open_index(index.directory()));
    const CompiledQuery compiled =
        compiler.compile(index.parse(query), parse_rank_model("default"));
    return shown(article, make_snippet(article, compiled.parts, compiler.stemmer(), options));
}

}  // namespace

TEST_CASE("snippet: what is marked", "[snippet]") {
    const Article article = make_article("a", "Ferry talks",
                                         "The cease-fire held. Ferries sailed. The US ferry crew "
                                         "told us of cease and fire. Blinken’s naïve plan failed.");
    struct Case {
        std::string query;
        std::string marked;  // part of the snippet
    };
    const std::vector<Case> cases = {
        {"ferry", "# [Ferry] talks"},
        {"ferry", "[Ferries] sailed"},
        {"\"ferry crew\"", "The US [ferry crew] told"},
        {"\"cease fire\"", "The [cease-fire] held"},
        {"ceasefire", "The [cease-fire] held"},
        {"cease-fire", "The [cease-fire] held"},
        {"US", "The [US] ferry crew told us of"},
        {"blinken", "[Blinken]’s naïve plan"},
        {"naive", "Blinken’s [naïve] plan"},
        {"ferr*", "[Ferries] sailed"},
        {"feries~1", "[Ferries] sailed"},
        {"~\"ferries crews\"", "[ferry crew] told"},
        {"ferry NEAR/3 told", "[ferry] crew [told] us"},
        {"title:ferry", "# [Ferry] talks"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.query);
        const std::string snippet = snippet_of(article, c.query, {2000, 8, 1 << 20});
        CAPTURE(snippet);
        CHECK(snippet.find(c.marked) != std::string::npos);
    }
}

TEST_CASE("snippet: phrases are marked as wholes only, what is excluded never", "[snippet]") {
    const Article article = make_article(
        "a", "", "Crude oil rose. Oil was crude, and crude prices fell. Gas fell with crude oil.");
    const std::string phrase = snippet_of(article, "\"crude oil\"", {2000, 8, 1 << 20});
    CHECK(phrase.find("[Crude oil] rose") != std::string::npos);
    CHECK(phrase.find("[Oil]") == std::string::npos);
    CHECK(phrase.find("[crude]") == std::string::npos);
    const std::string excluded = snippet_of(article, "gas -unicorn -\"oil rose\"");
    CHECK(excluded.find("[Gas]") != std::string::npos);
    CHECK(excluded.find("[oil") == std::string::npos);
}

TEST_CASE("snippet: the sentences with the most parts of the query", "[snippet]") {
    std::string body;
    for (int i = 0; i < 40; ++i)
        body += "Nothing of note happened on that long and quiet day in town. ";
    const std::string start = body;
    body += "Alpha came first. " + start + "Then alpha met beta and gamma. " + start +
            "Delta was alone.";
    const Article article = make_article("a", "", body);
    const std::string snippet = snippet_of(article, "alpha OR beta OR gamma OR delta");
    CHECK(snippet.find("Then [alpha] met [beta] and [gamma].") != std::string::npos);
    CHECK(snippet.find("[Delta] was alone.") != std::string::npos);
    CHECK(snippet.find("came first") == std::string::npos);
}

TEST_CASE("snippet: other zones are left out", "[snippet]") {
    Article article =
        make_article("a", "", "Rivers rose.\n\nCheck Also\nVolcano and rivers.\n\nRain fell.");
    const std::size_t begin = article.body.find("Check");
    article.zones = {{begin, article.body.find("Rain"), Zone::Teaser}};
    const std::string snippet = snippet_of(article, "rivers", {2000, 8, 1 << 20});
    CHECK(snippet.find("[Rivers] rose.") != std::string::npos);
    CHECK(snippet.find("Check") == std::string::npos);
    CHECK(snippet.find("Volcano") == std::string::npos);
}

TEST_CASE("snippet: of zones where the query looks", "[snippet]") {
    Article article =
        make_article("a", "Rivers rise",
                     "Rivers rose. By Ann Rivers\n\nCheck Also\n\nVolcano spills lava. "
                     "Rivers boil.\n\nRain fell.");
    const auto zone = [&](const std::string& begin, const std::string& end, Zone of) {
        article.zones.push_back({article.body.find(begin), article.body.find(end), of});
    };
    zone("By Ann", "\n\nCheck", Zone::Byline);
    zone("Check", "\n\nRain", Zone::Teaser);
    struct Case {
        std::string query;
        std::string snippet;
    };
    const std::vector<Case> cases = {
        {"volcano zone:teaser", "teaser: [Volcano] spills lava. Rivers boil."},
        {"zone:teaser volcano rain", "teaser: [Volcano] spills lava. Rivers boil."},
        {"zone:all volcano rain", "teaser: [Volcano] spills lava. Rivers boil. | [Rain] fell."},
        // The story first, if that says as much.
        {"zone:all rivers", "# [Rivers] rise | [Rivers] rose."},
        {"zone:all (rivers volcano)",
         "# [Rivers] rise | [Rivers] rose. | teaser: [Volcano] spills lava. [Rivers] boil."},
        {"zone:byline rivers", "byline: By Ann [Rivers]"},
        {"zone:body rivers", "# [Rivers] rise | [Rivers] rose."},
        {"(zone:byline ann) rain", "byline: By [Ann] Rivers | [Rain] fell."},
        {"zone:all (rivers OR \"volcano spills\")",
         "# [Rivers] rise | [Rivers] rose. | teaser: [Volcano spills] lava. [Rivers] boil."},
        {"zone:all volc*", "teaser: [Volcano] spills lava. Rivers boil."},
        {"zone:all (lava NEAR/2 volcano)", "teaser: [Volcano] spills [lava]. Rivers boil."},
        {"zone:teaser vulcano~1", "teaser: [Volcano] spills lava. Rivers boil."},
        // A phrase over the end of a zone is none.
        {"zone:all (\"rivers check\" OR rain)", "[Rain] fell."},
        {"title:rivers", "# [Rivers] rise | Rivers rose."},
        {"title:rivers rain", "# [Rivers] rise | [Rain] fell."},
    };
    for (const Case& c : cases) {
        CAPTURE(c.query);
        CHECK(snippet_of(article, c.query, {120, 2, 1 << 20}) == c.snippet);
    }
    // A page without a story has no begin of one to show.
    Article page = make_article("b", "", "Check Also\nVolcano spills lava.");
    page.zones = {{0, page.body.size(), Zone::Teaser}};
    CHECK(snippet_of(page, "id:b").empty());
    CHECK(snippet_of(page, "zone:all lava") == "teaser: Check Also\nVolcano spills [lava].");
}

TEST_CASE("snippet: nothing marked shows the begin, nothing at all nothing", "[snippet]") {
    const Article filtered = make_article("a", "Title", "First sentence. Second one.");
    CHECK(snippet_of(filtered, "id:a") == "First sentence. Second one.");
    CHECK(snippet_of(make_article("a", "Ferry", ""), "ferry") == "# [Ferry]");
    CHECK(snippet_of(make_article("a", "Ferry", " \n\n "), "ferry") == "# [Ferry]");
}

TEST_CASE("snippet: long sentences are cut at words around the match, within bounds", "[snippet]") {
    for (const std::string filler : {"lorem ", "épée ", "東", "a", "🙂 "}) {
        std::string body;
        for (int i = 0; i < 2000; ++i)
            body += filler;
        const Article article = make_article("a", "", body + " ferry " + body);
        const TestIndex index({article});
        QueryCompiler compiler(open_index(index.directory()));
        const CompiledQuery compiled =
            compiler.compile(index.parse("ferry"), parse_rank_model("default"));
        const Snippet snippet = make_snippet(article, compiled.parts, compiler.stemmer());
        CAPTURE(filler);
        REQUIRE(snippet.passages.size() == 1);
        const Passage& passage = snippet.passages.front();
        REQUIRE(passage.span.end <= article.body.size());
        CHECK(passage.span.end - passage.span.begin <= 400);
        CHECK(
            is_valid_utf8(std::string_view(article.body)
                              .substr(passage.span.begin, passage.span.end - passage.span.begin)));
        REQUIRE(passage.marks.size() == 1);
        CHECK(article.body.substr(passage.marks[0].begin, 5) == "ferry");
    }
}

TEST_CASE("snippet: marks rise, do not overlap and lie within their passage", "[snippet]") {
    const Article article = make_article(
        "a", "", "The port of Amara port of call of Amara. Port Amara, port of Amara, the port.");
    const TestIndex index({article});
    QueryCompiler compiler(open_index(index.directory()));
    const CompiledQuery compiled = compiler.compile(
        index.parse("port amara \"port of amara\" OR \"of amara\" OR po* OR \"amara port\""),
        parse_rank_model("default"));
    const Snippet snippet = make_snippet(article, compiled.parts, compiler.stemmer());
    REQUIRE_FALSE(snippet.passages.empty());
    std::size_t end = 0;
    for (const Passage& passage : snippet.passages) {
        CHECK(passage.span.begin >= end);
        std::size_t at = passage.span.begin;
        for (const TextSpan& mark : passage.marks) {
            CHECK(mark.begin >= at);
            CHECK(mark.begin < mark.end);
            at = mark.end;
        }
        CHECK(at <= passage.span.end);
        end = passage.span.end;
    }
}

TEST_CASE("snippet: dates that a filter asks for are marked and shown", "[snippet]") {
    std::string body = "The delegates met at noon. ";
    for (int i = 0; i < 10; ++i)
        body += "Nothing of note happened on that long and quiet day in town. ";
    body += "They had signed on 7 October 2023, and again in May 2024.\n\nA ferry left.";
    Article article = make_article("a", "Talks", body);
    const auto mention = [&](const std::string& text, const std::string& value) {
        const std::size_t at = body.find(text);
        article.mentions.push_back({at, at + text.size(), TimexType::Date, value, "made", 0.9});
    };
    mention("7 October 2023", "2023-10-07");
    mention("May 2024", "2024-05");
    struct Case {
        std::string query;
        std::string shown;
    };
    const std::vector<Case> cases = {
        {"mentions:2023-10-07", "They had signed on [7 October 2023], and again in May 2024."},
        {"mentions:2023", "They had signed on [7 October 2023], and again in May 2024."},
        {"mentions:2023..", "They had signed on [7 October 2023], and again in [May 2024]."},
        {"mentions:2024-05", "They had signed on 7 October 2023, and again in [May 2024]."},
        // As coarse a date as that is not within the day.
        {"mentions:(2024-05-01 OR 2023-10)",
         "They had signed on [7 October 2023], and again in May 2024."},
        {"title:talks mentions:2024-05",
         "# [Talks] | They had signed on 7 October 2023, and again in [May 2024]."},
        {"delegates mentions:2024-05",
         "The [delegates] met at noon. | They had signed on 7 October 2023, and again in [May "
         "2024]."},
        {"ferry -mentions:2022", "A [ferry] left."},
        {"date:2024 OR ferry", "A [ferry] left."},
    };
    for (const Case& c : cases) {
        CAPTURE(c.query);
        CHECK(snippet_of(article, c.query, {140, 2, 1 << 20}) == c.shown);
    }
}

TEST_CASE("snippet: what is left out around passages is told", "[snippet][output]") {
    std::string filler;
    for (int i = 0; i < 60; ++i)
        filler += "so ";
    const std::vector<Article> articles = {
        make_article("gap", "", "Alpha came first.\n\nNothing was said.\n\nDelta was alone."),
        make_article("side", "", "Alpha came first.\n\nDelta was alone."),
        make_article("cut", "", "It went " + filler + "that alpha fell " + filler + "at last."),
        make_article("both", "", "The alpha " + filler + "fell. " + filler + ". The delta won."),
    };
    TestIndex index(articles);
    struct Case {
        std::string id;
        std::string text;  // parts of it, with blanks for line breaks
        std::string html;
    };
    const std::vector<Case> cases = {
        {"gap", " [Alpha] came first. … [Delta] was alone. ",
         "<p dir=\"auto\"><mark>Alpha</mark> came first. … <mark>Delta</mark> was alone.</p>"},
        {"side", " [Alpha] came first. [Delta] was alone. ",
         "<p dir=\"auto\"><mark>Alpha</mark> came first. <mark>Delta</mark> was alone.</p>"},
        {"cut", " … so so ", "<p dir=\"auto\">… so so "},
        {"cut", " so so … ", " so so …</p>"},
        {"both", "The [alpha] so ", "<p dir=\"auto\">The <mark>alpha</mark> so "},
        {"both", " so so … The [delta] won. ", " so so … The <mark>delta</mark> won.</p>"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.id);
        SearchRequest request;
        request.query = index.parse("(alpha OR delta) id:" + c.id);
        const SearchResults results = index.searcher().search(request);
        REQUIRE(results.hits.size() == 1);
        std::ostringstream text;
        print_text(results, {}, {}, text);
        std::string line;  // as if nothing had been wrapped
        for (const char byte : text.str()) {
            const char shown = byte == '\n' ? ' ' : byte;
            if (shown != ' ' || line.empty() || line.back() != ' ') line += shown;
        }
        CAPTURE(line);
        CHECK(line.find(c.text) != std::string::npos);
        std::ostringstream html;
        print_html(results, {}, html);
        CAPTURE(html.str());
        CHECK(html.str().find(c.html) != std::string::npos);
    }
}
