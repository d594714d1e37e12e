// The HTML page: nothing from outside, nothing unescaped. What it looks like and whether it is accessible is tests/html/'s.
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
    Facet sources;
    sources.name = "source";
    sources.values = {value("a & b", 5, "source:\"a & b\"")};
    sources.values_total = 7;
    results.facets = {years, sources};
    const std::string html = page(results, "x");
    CHECK(count(html, "<svg class=\"columns\" role=\"img\"") == 1);
    CHECK(count(html, "height=\"50.00\"><title>2022: 2</title>") == 1);
    CHECK(count(html, "height=\"100.00\"><title>2023: 4</title>") == 1);
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
