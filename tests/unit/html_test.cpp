// The HTML page: nothing from outside, nothing unescaped. What it looks like and whether it is
// accessible is tests/html/'s.
#include "searcher/output/html.h"

#include <sstream>
#include <string>

#include "tests/catch.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

FacetValue value(const std::string& name, std::uint64_t count, const std::string& filter) {
    FacetValue result;
    result.value = name;
    result.count = count;
    result.filter = filter;
    return result;
}

std::string page(const SearchResults& results, const std::string& query) {
    std::ostringstream out;
    print_html(results, {query, "index", 3, *make_day(2024, 9, 10), 0}, out);
    return out.str();
}

}  // namespace

TEST_CASE("html: text is escaped", "[output][html]") {
    struct Case {
        std::string text;
        std::string html;
    };
    const Case cases[] = {
        {"plain", "plain"},
        {"<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"},
        {"a & \"b\"", "a &amp; &quot;b&quot;"},
        {"&amp;", "&amp;amp;"},
        {"\x1b[2J", "\xef\xbf\xbd[2J"},
        {"a\nb", "a b"},
        {"\xe2\x80\xae"
         "evil",
         "\xef\xbf\xbd"
         "evil"},  // right-to-left override
        {"", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(escape_html(c.text) == c.html);
    }
}

TEST_CASE("html: where hits link to", "[output][html]") {
    struct Case {
        std::string url;
        std::string file;
        std::string address;
    };
    const Case cases[] = {
        {"https://example.org/a?b=1&c=2", "/x", "https://example.org/a?b=1&c=2"},
        {"http://example.org/", "", "http://example.org/"},
        {"javascript:alert(1)", "", ""},
        {"JAVASCRIPT:alert(1)", "/x.txt", "file:///x.txt"},
        {"data:text/html,x", "", ""},
        {"", "/news/a b#1?%.txt", "file:///news/a%20b%231%3F%25.txt"},
        {"", "/n\xc3\xa9ws/\"x\"<.txt", "file:///n%C3%A9ws/%22x%22%3C.txt"},
        {"", "", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.url, c.file);
        Hit hit;
        hit.article.url = c.url;
        hit.file = c.file;
        CHECK(hit_address(hit) == c.address);
    }
}

TEST_CASE("html: a page of hostile articles is whole and needs nothing from outside",
          "[output][html]") {
    std::vector<Article> articles;
    Article hostile = make_article("id\"><img src=x>", "<b>Ferry</b> & \"talks\" </title>",
                                   "The ferry <script src=//evil.example/x.js></script> sailed.");
    hostile.source = "<iframe src='//evil.example'>";
    hostile.url = "https://example.org/\"onmouseover=\"alert(1)";
    hostile.language = "\"><x";
    articles.push_back(hostile);
    articles.push_back(make_article("plain", "", "Another ferry."));
    TestIndex index(articles);
    SearchRequest request;
    request.query = index.parse("ferry");
    request.files = true;
    request.facets.push_back(parse_facet("source", {}));
    request.facets.push_back(parse_facet("month", {}));
    const SearchResults results = index.searcher().search(request);
    REQUIRE(results.hits.size() == 2);
    const std::string html = page(results, "<ferry> \"x\" </title>");
    CAPTURE(html);
    CHECK(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    CHECK(html.ends_with("</html>\n"));
    for (const char* tag :
         {"<script", "<img", "<iframe", "<link", "@import", "url(", "<svg onload"})
        CHECK(count(html, tag) == 0);
    CHECK(count(html, "\"onmouseover") == 0);
    CHECK(count(html, "</title>") == 1);
    CHECK(count(html, "<title>&lt;ferry&gt; &quot;x&quot; &lt;/title&gt; – Dateline</title>") == 1);
    CHECK(count(html, "<mark>Ferry</mark>") == 1);
    CHECK(count(html, "<mark>ferry</mark>") == 2);
    for (const char* tag : {"main", "article", "li", "ol", "table", "aside", "header", "body", "h1",
                            "h3", "a", "mark", "svg", "section"}) {
        CAPTURE(tag);
        const std::string name(tag);
        CHECK(count(html, "<" + name + ">") + count(html, "<" + name + " ") ==
              count(html, "</" + name + ">"));
    }
}

TEST_CASE("html: facets of dates are columns, others rows, all with their filters",
          "[output][html]") {
    SearchResults results;
    results.total = 9;
    Facet years;
    years.name = "year";
    years.values = {value("2022", 2, "date:2022"), value("2023", 4, "date:2023"),
                    value("2024", 3, "date:2024")};
    years.values_total = 3;
    years.published = true;
    years.values[1].inferred = 1;
    years.values[2].inferred = 3;
    Facet sources;
    sources.name = "source";
    sources.values = {value("a & b", 5, "source:\"a & b\"")};
    sources.values_total = 7;
    results.facets = {years, sources};
    const std::string html = page(results, "x");
    CHECK(count(html, "<svg class=\"columns\" role=\"img\"") == 1);
    // Certain and inferred dates are told apart, as in a timeline.
    CHECK(count(html,
                "<g><title>2022: 2</title><rect x=\"0.10\" y=\"50.00\" width=\"0.8\" "
                "height=\"50.00\"/></g>") == 1);
    CHECK(count(html,
                "<g><title>2023: 4, 1 inferred</title><rect x=\"1.10\" y=\"25.00\" "
                "width=\"0.8\" height=\"75.00\"/><rect class=\"inferred\" x=\"1.10\" "
                "y=\"0.00\" width=\"0.8\" height=\"25.00\"/></g>") == 1);
    CHECK(count(html, "2024: 3, 3 inferred</title><rect class=\"inferred\"") == 1);
    CHECK(count(html, "lighter: dates that are inferred, not given") == 1);
    CHECK(count(html, "<td class=\"count\">4</td><td class=\"count\">1</td>") == 1);
    CHECK(count(html, "<th scope=\"col\" class=\"count\">inferred</th>") == 1);
    CHECK(count(html, "<code>date:2024</code>") == 1);
    CHECK(count(html, "<code>source:&quot;a &amp; b&quot;</code>") == 1);
    CHECK(count(html, "and 6 more") == 1);
    CHECK(count(html, "None on this page.") == 1);
    CHECK(count(html, "Did you mean") == 0);

    results.suggestion.emplace();
    results.suggestion->query = "<government>";
    results.significant.emplace();
    results.significant->documents = 9;
    results.significant->terms.push_back({"a<b", "a<b", 12, 5, 6});
    const std::string more = page(results, "x");
    CHECK(count(more, "Did you mean: <strong>&lt;government&gt;</strong>") == 1);
    CHECK(count(more, "a&lt;b</th><td class=\"count\">5</td><td class=\"count\">6</td>") == 1);
}

TEST_CASE("html: a timeline, its peaks explained", "[output][html]") {
    const auto bar = [](const std::string& month, std::uint64_t count, std::uint64_t inferred) {
        const std::string filter = count > 0 ? "date:" + month : "";
        return TimelineBar{*parse_date(month), month, count, inferred, filter};
    };
    SearchResults results;
    results.total = 19;
    results.timeline.emplace();
    Timeline& timeline = *results.timeline;
    timeline.step = DateStep::Month;
    timeline.bars = {bar("2024-01", 2, 0), bar("2024-02", 0, 0), bar("2024-03", 8, 2),
                     bar("2024-04", 4, 4)};
    timeline.before = 1;
    timeline.undated = 4;
    timeline.peaks = {{2, 7, {{"a<b", 5, 0.7, 0.1}, {"strike", 4, 0.6, 0.1}}}, {3, 4, {}}};
    const std::string html = page(results, "x");
    CAPTURE(html);
    CHECK(count(html, "<h2>Published by month</h2>") == 1);
    CHECK(count(html, "<title id=\"timeline\">Published by month, 2024-01 to 2024-04;") == 1);
    // All certain, some inferred, none certain; nothing for the empty month.
    CHECK(count(html,
                "<g><title>2024-01: 2</title><rect x=\"0.10\" y=\"75.00\" width=\"0.8\" "
                "height=\"25.00\"/></g>") == 1);
    CHECK(count(html,
                "<g class=\"peak\"><title>2024-03: 8, 2 inferred</title><rect x=\"2.10\" "
                "y=\"25.00\" width=\"0.8\" height=\"75.00\"/><rect class=\"inferred\" "
                "x=\"2.10\" y=\"0.00\" width=\"0.8\" height=\"25.00\"/></g>") == 1);
    CHECK(count(html,
                "<g><title>2024-04: 4, 4 inferred</title><rect class=\"inferred\" "
                "x=\"3.10\" y=\"50.00\" width=\"0.8\" height=\"50.00\"/></g>") == 1);
    CHECK(count(html, "2024-02:") == 0);
    CHECK(count(html, "2024-03, 8 articles:</span> <bdi>a&lt;b</bdi>, <bdi>strike</bdi>") == 1);
    CHECK(count(html,
                "<p class=\"soft\">earlier: 1 · undated: 4 · lighter: dates that are "
                "inferred, not given</p>") == 1);
    CHECK(count(html,
                "<td class=\"count\">8</td><td class=\"count\">2</td><td>"
                "<code>date:2024-03</code>") == 1);

    timeline = Timeline();
    timeline.field = DateField::Mentioned;
    const std::string none = page(results, "x");
    CHECK(count(none, "<h2>Mentioned by year</h2>\n<p class=\"soft\">no dates</p>") == 1);
    CHECK(count(none, "<svg") == 0);
    CHECK(count(none, "<details>") == 0);
}

TEST_CASE("html: near-copies stand behind their hit", "[output][html]") {
    SearchResults results;
    results.total = 13;
    results.stories = 1;
    results.hits.emplace_back();
    Hit& hit = results.hits.back();
    hit.rank = 1;
    hit.article.title = "Ferry";
    CHECK(count(page(results, "x"), "similar") == 0);
    hit.similar = 3;
    CHECK(count(page(results, "x"), "<p class=\"soft\">+3 similar</p>") == 1);
    hit.similar_articles = {{"b", "A<P", {"Wire"}}, {"<c>", "", {"Globe"}}};
    const std::string html = page(results, "x");
    CHECK(count(html, "13 articles of 3, in 1 story") == 1);
    CHECK(count(html, "<summary>+3 similar (A&lt;P, Globe)</summary>") == 1);
    CHECK(count(html, "<li><code>b</code> · A&lt;P · Wire</li>") == 1);
    CHECK(count(html, "<li><code>&lt;c&gt;</code> · Globe</li>") == 1);
    CHECK(count(html, "<li>and 1 more</li>") == 1);
}
