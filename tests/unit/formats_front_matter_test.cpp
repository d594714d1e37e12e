// Front matter: what counts as such, and, above all, what does not.
#include <string>

#include "indexer/readers/front_matter.h"
#include "indexer/readers/mail_text.h"
#include "indexer/readers/markup.h"
#include "indexer/readers/parse.h"
#include "tests/catch.h"

namespace dateline {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("front matter: blocks that are") {
    struct Case {
        std::string text;
        Values values;
    };
    const Case cases[] = {
        {"---\ntitle: A\n---\n\nBody", {{"title", "A"}}},
        {"---\r\ntitle: \"A: \\\"b\\\"\"\r\ndate: 2024-03-12\r\n---\r\nBody",
         {{"title", "A: \"b\""}, {"date", "2024-03-12"}}},
        {"---\ntags:\n- x\n- 'it''s'\nby: J\n...\nBody",
         {{"tags", "x"}, {"tags", "it's"}, {"by", "J"}}},
        {"---\nsummary: >\n  two\n  lines\n# a comment\ntags: [a, \"b, c\"]\n---\nBody",
         {{"summary", "two lines"}, {"tags", "a"}, {"tags", "b, c"}}},
        {"+++\ntitle = \"A # b\" # a comment\ndate = 2024-03-12T10:00:00+02:00\ndraft = false\n"
         "tags = [\"x\", 'it, y']\n# more\n[params]\nsource = 'Globe'\n[author]\nname = \"J\"\n"
         "more = [\n  \"v\", # one\n  \"w\",\n]\n+++\n\nBody",
         {{"title", "A # b"},
          {"date", "2024-03-12T10:00:00+02:00"},
          {"draft", "false"},
          {"tags", "x"},
          {"tags", "it, y"},
          {"source", "Globe"},
          {"author.name", "J"},
          {"author.more", "v"},
          {"author.more", "w"}}},
        {"+++\r\ntitle = 'A'\r\n+++\r\nBody", {{"title", "A"}}},
        {"Title: A\nDate: 2024-03-12\n\nBody", {{"Title", "A"}, {"Date", "2024-03-12"}}},
        {"From: j@x.example\nSubject: A\n long one\nX-Mailer: m\n\nBody",
         {{"From", "j@x.example"}, {"Subject", "A long one"}, {"X-Mailer", "m"}}},
        {"Title: Only one\n\nBody", {{"Title", "Only one"}}},
        {"URL: https://x.example/\n\nBody", {{"URL", "https://x.example/"}}},
        {"Date: 12 March 2024\n\nBody", {{"Date", "12 March 2024"}}},
        {"Source: Globe\nCredit: AP\n\nBody", {{"Source", "Globe"}, {"Credit", "AP"}}},
        {"Title: A\nDesk: Port\nDate: 2024-03-12\n\nBody",
         {{"Title", "A"}, {"Desk", "Port"}, {"Date", "2024-03-12"}}},
        {"Title: A\nDate: 2024-03-12\nBody", {{"Title", "A"}, {"Date", "2024-03-12"}}},
        {"Title: A\r\nURL: https://x.example/\r\nBody",
         {{"Title", "A"}, {"URL", "https://x.example/"}}},
    };
    for (const Case& test : cases) {
        const FrontMatter found = find_front_matter(test.text);
        CAPTURE(test.text);
        CHECK(found.values == test.values);
        CHECK(test.text.substr(found.body_begin) == "Body");
    }
}

TEST_CASE("front matter: text that is not") {
    const std::string cases[] = {
        "",
        "Body",
        "Breaking: ministers meet\n\nThey met.",
        "+++\ntitle = \"A\"\nNot ended",
        "+++\nNo key\n+++\nBody",
        "+++\n+++\nBody",
        "+++\ntags = [\"x\",\n+++\nBody",
        "+++ Breaking +++\ntitle = \"A\"\n+++\nBody",
        "Source: officials say talks go on\n\nThey go on.",
        "Date: to be decided\n\nNobody knows.",
        "URL: none\n\nBody",
        "Title: A\nDate: 2024-03-12\nBody without an empty line: it goes on\n\nand on.",
        "Title: A\nSource: B\nBody without a date or an address.",
        "Title: A\nKopf: x\nRumpf: y\n\nBody",
        "Source: x\nPage: y\nDistance: 3 km\n\nBody",
        "Title: A\nDate: 2024-03-12\nno header: x\n\nBody",
        "Q: What happened?\nA: Nothing.\n\nBody",
        "Title A\n\nBody",
        "Key Takeaways: three\nSource: x\n\nBody",
        "---\nA rule, then text.\n---\nMore.",
        "---\ntitle: A\nno end",
        "---\n---\nBody",
        "----\ntitle: A\n----\nBody",
        " ---\ntitle: A\n---\nBody",
        "CAIRO, May 1 (Reuters) - Text: with a colon\n\nBody",
        "12:30 and all is well\n\nBody",
        "Date:2024-03-12\n\nBody",
    };
    for (const std::string& text : cases) {
        CAPTURE(text);
        CHECK(find_front_matter(text).body_begin == 0);
        if (!text.empty()) CHECK(parse_text_article(text).article.body == text);
    }
}

TEST_CASE("front matter: dates in it are given") {
    for (const std::string text :
         {"Title: A\nDate: 2024-03-12\n\nBody", "---\ntitle: A\ndate: 2024-03-12\n---\nBody"}) {
        const Article article = parse_text_article(text).article;
        REQUIRE(article.dates.size() == 1);
        CHECK(article.dates[0].source == DateSource::Given);
    }
}

TEST_CASE("e-mails: words and bodies that are encoded") {
    const std::pair<const char*, const char*> words[] = {
        {"=?UTF-8?Q?Caf=C3=A9_in_port?= today", "Café in port today"},
        {"=?iso-8859-1?q?Caf=E9?=", "Café"},
        {"=?utf-8?B?Q2Fmw6k=?=", "Café"},
        {"a =?utf-8?B?Q2Fm?= =?utf-8?B?w6k=?= b", "a Café b"},
        {"=?utf-8?Q?=C3?=\n =?utf-8?Q?=A9?=", "é"},
        {"=?utf-8*en?Q?a?= =?iso-8859-1?Q?b?=", "ab"},
        {"=?utf-8?X?a?= =?utf-8?Q?a", "=?utf-8?X?a?= =?utf-8?Q?a"},
        {"2 = 3 =? no", "2 = 3 =? no"},
        {"=?utf-8?Q?=4?= =?nosuch?Q?a?=", "=4a"},
    };
    for (const auto& [encoded, plain] : words) {
        CAPTURE(encoded);
        CHECK(decode_encoded_words(encoded) == plain);
    }
    struct Case {
        std::string headers;
        std::string body;
        std::string text;
    };
    const Case bodies[] = {
        {"Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=utf-8\n",
         "The caf=C3=A9 was =\nopen=2E 2 = 2\n", "The café was open. 2 = 2\n"},
        {"Content-Type: text/plain; format=flowed; charset=\"iso-8859-1\"\n"
         "Content-Transfer-Encoding: Quoted-Printable\n",
         "caf=E9", "café"},
        {"Content-Transfer-Encoding: base64\n", "VGhl\nIGNhZsOpLg==\n", "The café."},
        {"Content-Type: text/plain; charset=iso-8859-2\nContent-Transfer-Encoding: 8bit\n",
         "\xb3\xf3\x64\xbc", "łódź"},
        {"Content-Type: text/html\n", "<p>One<p>Two", "One\n\nTwo"},
        {"Content-Type: multipart/alternative;\n boundary=\"x y\"\n",
         "To readers.\n--x y\nContent-Type: text/html\n\n<p>Page\n--x y\nContent-Type: text/plain; "
         "charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9\n--x y--\nEnd.",
         "café\n"},
        {"Content-Type: multipart/mixed; boundary=a\n",
         "--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n"
         "<p>Page\n--b--\n--a\nContent-Type: image/png\n\nxyz\n--a--\n",
         "Page"},
        {"Content-Type: multipart/mixed\n", "No boundary", "No boundary"},
        {"Content-Type: image/png\n", "Text all the same", "Text all the same"},
    };
    for (const Case& test : bodies) {
        CAPTURE(test.headers, test.body);
        const ParsedArticle parsed =
            parse_text_article("From: a@x.example\nSubject: =?UTF-8?Q?Caf=C3=A9?=\n" +
                               test.headers + "\n" + test.body);
        CHECK(parsed.problems.empty());
        CHECK(parsed.article.title == "Café");
        CHECK(parsed.article.body == test.text);
    }
    // Nested without end, and parts without number: linear.
    std::string nested;
    for (int i = 0; i < 20'000; ++i)
        nested += "--a\nContent-Type: multipart/mixed; boundary=a\n\n";
    CHECK(parse_text_article("Subject: A\nContent-Type: multipart/mixed; boundary=a\n\n" + nested)
              .ok);
    CHECK(decode_encoded_words(std::string(1'000'000, '=')).size() == 1'000'000);
    std::string marks;
    for (int i = 0; i < 300'000; ++i)
        marks += "=?a?";
    CHECK(decode_encoded_words(marks) == marks);
}

TEST_CASE("markdown: what is taken off and what stays") {
    const std::pair<const char*, const char*> cases[] = {
        {"# T\n\nBody", "Body\n"},
        {"T\n===\n\nBody", "Body\n"},
        {"#Not a heading", "#Not a heading\n"},
        {"a [b](c) d ![e](f) [g][h] [i] [j", "a b d e g [i] [j\n"},
        {"2 * 3 * 4 and *so* **on** __here__ a_b_c", "2 * 3 * 4 and so on here a_b_c\n"},
        {"- one\n- two\n1. three", "- one\n- two\n1. three\n"},
        {"```\n# code *a*\n```\nafter", "# code *a*\nafter\n"},
        {"> > quoted", "quoted\n"},
        {"a <!-- gone --> b", "a  b\n"},
        {"a <!-- stays", "a <!-- stays\n"},
        {"\\*star\\*", "*star*\n"},
    };
    for (const auto& [text, body] : cases) {
        CAPTURE(text);
        CHECK(parse_markdown_article(text).article.body == body);
    }
    const ParsedArticle open = parse_markdown_article(std::string(2'000'000, '['));
    CHECK(open.article.body.size() == 2'000'001);
}

TEST_CASE("markup: character references") {
    const std::pair<const char*, const char*> cases[] = {
        {"a &amp; b &lt;&gt;", "a & b <>"},
        {"&eacute;&#233;&#xE9;&#XE9;", "éééé"},
        {"&#8217;&rsquo;&#146;", "’’’"},
        {"AT&T &ampere; &nosuch; &", "AT&T &ampere; &nosuch; &"},
        {"a&amp b", "a& b"},
        {"&#0;&#2;&#x110000;&#xD800;", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"&#;&#x;", "&#;&#x;"},
    };
    for (const auto& [text, expected] : cases) {
        std::string out;
        append_decoded(text, out);
        CAPTURE(text);
        CHECK(out == expected);
    }
}

TEST_CASE("markup: tags of HTML as the standard reads them") {
    struct Case {
        const char* text;
        const char* tokens;  // S name[key=value], E name, T text
    };
    const Case cases[] = {
        {"<P Class=a ID='b c' x>t</p >", "S p[class=a][id=b c][x=]|T t|E p"},
        {"a<b", "T a"},
        {"1 < 2 <3", "T 1 < 2 <3"},
        {"<!-- a > b -->c<!-->d<!--->e", "T c|T d|T e"},
        {"<!doctype html><?php x ?>a</ >b", "T a|T b"},
        {"<br/><img src=a/b.png>", "S br|S img[src=a/b.png]"},
        {"<script>a</b></SCRIPT x>c", "S script|T a</b>|E script|T c"},
        {"<title>a<b></title>", "S title|T a<b>|E title"},
        {"<a href=\"1&amp;2\" href=3>", "S a[href=1&2]"},
        {"<a title='>'>b", "S a[title=>]|T b"},
        {"<style>p", "S style|T p"},
        {"</", "T </"},
        {"<a b=", ""},
    };
    for (const Case& test : cases) {
        MarkupTokenizer tokenizer(test.text, MarkupTokenizer::Language::Html);
        std::string seen;
        MarkupToken token;
        while (tokenizer.next(token)) {
            if (!seen.empty()) seen += '|';
            if (token.kind == MarkupToken::Kind::Text) {
                seen.append("T ").append(token.text);
                continue;
            }
            seen += (token.kind == MarkupToken::Kind::Start ? "S " : "E ") + token.name;
            for (const auto& [key, value] : token.attributes)
                seen.append("[").append(key).append("=").append(value).append("]");
        }
        CAPTURE(test.text);
        CHECK(seen == test.tokens);
    }
}

TEST_CASE("html: which part of a page is the article") {
    const std::string story =
        "The pilots of Port Amara went back to work on Tuesday, for the port "
        "had promised them a fifth boat and two more mates for the night "
        "watches, said the harbour master.";
    const std::string other = "Elsewhere a clock was found.";
    const std::pair<std::string, std::string> cases[] = {
        {"<nav>Menu</nav><p>" + story + "</p><footer>Imprint</footer>", story},
        {"<nav><p>Menu<main><p>" + story + "</main>" + other, "Menu\n\n" + story + "\n\n" + other},
        {"<main><p>" + story + "</main><p>" + other, story},
        {"<article>" + other + "</article><article><p>" + story + "</article>", story},
        {"<div itemprop='articleBody'><p>" + story + "</div><article>" + other + "</article>",
         story},
        {"<article><header>By J</header><p>" + story + "<aside>Note</aside></article>",
         "By J\n\n" + story + "\n\nNote"},
        {"<article>" + other + "</article>", other},
        {"<nav>" + other + "</nav>", other},  // rather that than nothing
        {"<p>a<table><tr><td>b<td>c<tr><td>d</table>e", "a\n\nb c\nd\n\ne"},
        {"<pre>a\n  b</pre>", "a\n  b"},
        {"<p>a<template>b</template><svg><title>t</title></svg>c", "ac"},
        {"a<br>b<br/>c", "a\nb\nc"},
        // What is not shown, unless it is most of the page.
        {"<p>" + story +
             "<p style='Display : none'>Dark.<div hidden>Dark.</div><noscript><p>Dark."
             "</noscript><p style=color:red>More.",
         story + "\n\nMore."},
        {"<body style='visibility:hidden'><p>" + story, story},
        {"<p>Read more<div style='display:none'><p>" + story + "</div><p>End.",
         "Read more\n\n" + story + "\n\nEnd."},
        {"<article><p>" + story + "<div hidden>" + other + "</div></article>", story},
        // Asides that lead elsewhere.
        {"<article><p>" + story +
             "<aside><h3>Related</h3><ul><li><a href=a>A clock is found</a>"
             "<li><a href=b>Fog over the bay</a></ul></aside><p>End.</article>",
         story + "\n\nEnd."},
        {"<article><p>" + story +
             "<aside><p>A note of some length with <a href=a>a link</a> in it."
             "</aside></article>",
         story + "\n\nA note of some length with a link in it."},
        {"<article><aside><a href=a>A link that is not closed<p>x</aside><p>" + story, story},
    };
    for (const auto& [page, body] : cases) {
        CAPTURE(page);
        CHECK(parse_html_article("<body>" + page).article.body == body);
    }
}

TEST_CASE("html: headlines keep what is not the site") {
    const char* const og_site = "<meta property='og:site_name' content='Amara Courier'>";
    struct Case {
        std::string head;
        std::string heading;
        std::string title;
    };
    const Case cases[] = {
        {"<meta property=og:title content='Opinion | The harbour must be saved'>", "",
         "Opinion | The harbour must be saved"},
        {"<title>Opinion | The harbour must be saved</title>", "",
         "Opinion | The harbour must be saved"},
        {"<title>Opinion | The harbour must be saved | Amara Courier</title>", "",
         "Opinion | The harbour must be saved"},
        {"<meta property=og:title content='Opinion | “Save” the harbour'>", "\"Save\" the harbour",
         "“Save” the harbour"},
        {"<title>Amara Courier | The harbour must be saved</title>", "The harbour must be saved",
         "The harbour must be saved"},
        {"<meta property=og:title content='Fog | Rain | Snow'>", "Fog | Rain | Snow",
         "Fog | Rain | Snow"},
        {"<title>Ferries | The Amara Courier</title>" + std::string(og_site), "", "Ferries"},
        {"<title>Ferries – Amara Courier</title><link rel=canonical "
         "href=https://www.amaracourier.example/a>",
         "", "Ferries"},
        {"<title>Ferries – and boats</title>" + std::string(og_site), "", "Ferries – and boats"},
        {"<meta property=og:title content='Ferries stop for good | Globe'>", "",
         "Ferries stop for good"},
        {"<meta property=og:title content='Live | Ferries stop'>", "", "Live | Ferries stop"},
        {"<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Ferry "
         "line "
         "&#8216;to stop&#8217; &#038; more\"}</script>",
         "", "Ferry line ‘to stop’ & more"},
    };
    for (const Case& test : cases) {
        const std::string heading = test.heading.empty() ? "" : "<h1>" + test.heading + "</h1>";
        CAPTURE(test.head, heading);
        CHECK(parse_html_article("<head>" + test.head + "</head>" + heading + "<p>Text")
                  .article.title == test.title);
    }
}

TEST_CASE("html: all authors of a page") {
    const auto authors = [](const std::string& head) {
        std::string names;
        for (const auto& [key, value] : parse_html_article(head + "<p>Text").article.metadata) {
            if (key == "author") names += value + "; ";
        }
        return names;
    };
    CHECK(authors("<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"author\": "
                  "[{\"name\": \"Zo&euml; Kent\"}, \"Jo Park\", {\"name\": 3}, {\"name\": \"Jo "
                  "Park\"}]}</script><meta name=author content=Desk>") == "Zoë Kent; Jo Park; ");
    CHECK(authors("<meta name=author content='Lia Kent'><meta name=author content='Jo Park'><meta "
                  "property=article:author content='https://x.example/jo'>") ==
          "Lia Kent; Jo Park; ");
}

TEST_CASE("html: pages that a script makes") {
    const std::string story =
        "The pilots of Port Amara went back to work on Tuesday, for the port had promised them a "
        "fifth boat and two more mates for the night watches, said the harbour master.";
    const auto page = [](const std::string& body) {
        return "<title>Pilots</title><script type='application/ld+json'>{\"@type\": "
               "\"NewsArticle\", "
               "\"articleBody\": \"" +
               body + "\"}</script><div id=root>Loading</div>";
    };
    CHECK(parse_html_article(page(story + "\\n\\nA &quot;fifth&quot; boat.")).article.body ==
          story + "\n\nA \"fifth\" boat.");
    CHECK(parse_html_article(page("<p>" + story + "<\\/p><p>A fifth boat.<\\/p>")).article.body ==
          story + "\n\nA fifth boat.");
    CHECK(parse_html_article(page("Short.")).article.body == "Loading");
    const ParsedArticle shown = parse_html_article(page(story) + "<p>" + story + "<p>End.");
    CHECK(shown.article.body == "Loading\n\n" + story + "\n\nEnd.");
    CHECK(shown.problems.empty());
    const ParsedArticle empty = parse_html_article("<title>Pilots</title><script>x</script>");
    CHECK(empty.ok);
    CHECK(empty.article.title == "Pilots");
    REQUIRE(empty.problems.size() == 1);
    CHECK(empty.problems[0].message == "a page with a title, but without text");
}

TEST_CASE("html: titles, sites and dates of the head") {
    struct Case {
        const char* head;
        const char* title;
        const char* source;
        const char* date;
    };
    const Case cases[] = {
        {"<title>A | Site</title>", "A", "", ""},
        {"<title>A - b</title>", "A - b", "", ""},
        {"<title>A - The Site</title><meta property='og:site_name' content='the site'>", "A",
         "the site", ""},
        {"<meta name=date content='May 1, 2024'><meta name=og:title content=B>", "B", "",
         "2024-05-01"},
        {"<script type='application/ld+json'>[{\"@type\": [\"NewsArticle\"], \"headline\": \"C\", "
         "\"datePublished\": \"2024-05-02T10:00:00Z\", \"publisher\": {\"name\": \"P\"}}]</script>",
         "C", "P", "2024-05-02"},
        {"<script type='application/ld+json'>{\"@type\": \"Person\", \"headline\": \"C\"}</script>",
         "", "", ""},
        {"<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": </script>",
         "", "", ""},
        {"<meta property='article:modified_time' content='2024-05-09'>", "", "", ""},
        {"<meta name=date content=2024-05-03><meta property='article:published_time' "
         "content=2024-05-02>",
         "", "", "2024-05-02"},
    };
    for (const Case& test : cases) {
        const Article article =
            parse_html_article(std::string("<head>") + test.head + "</head><p>Text").article;
        CAPTURE(test.head);
        CHECK(article.title == test.title);
        CHECK(article.source == test.source);
        CHECK((article.dates.empty() ? "" : format_date(article.dates[0].interval)) == test.date);
    }
}

}  // namespace
}  // namespace dateline
