// Articles as programs hand them out in JSON: lists within responses, and texts that are HTML.
#include <string>
#include <vector>

#include "indexer/readers/html_text.h"
#include "tests/catch.h"
#include "tests/unit/formats_inputs.h"

namespace dateline {
namespace {

using test::read_inputs;
using test::ReadResult;
using test::ScratchFolder;

std::vector<std::string> titles(const ReadResult& result) {
    std::vector<std::string> titles;
    for (const Article& article : result.articles)
        titles.push_back(article.title);
    return titles;
}

TEST_CASE("JSON responses: the articles of a list within an object") {
    struct Case {
        const char* what;
        const char* bytes;
        std::vector<std::string> titles;
        const char* name = "a.json";
    };
    const std::vector<Case> cases = {
        {"NewsAPI",
         R"({"status":"ok","totalResults":2,"articles":[{"source":{"id":null,"name":"Globe"},)"
         R"("title":"A","content":"a"},{"title":"B","description":"b"}]})",
         {"A", "B"}},
        {"the Guardian",
         R"({"response": {"status": "ok", "results": [
             {"webTitle": "A", "fields": {"bodyText": "a [1] {2} \"]}\""}},
             {"webTitle": "B", "fields": {"bodyText": "b"}}], "pages": [1, 2]}})",
         {"A", "B"}},
        {"Elasticsearch",
         R"({"took":1,"hits":{"total":{"value":1},"hits":[{"_source":{"title":"A","text":"a"}}]}})",
         {"A"}},
        {"a list by a name of its own",
         R"({"exported":"2024-05-01","clippings":[{"headline":"A","text":"a"}]})",
         {"A"}},
        {"titles alone", R"({"articles":[{"title":"A"},{"title":"B"}]})", {"A", "B"}},
        {"a JSON feed, which has a title",
         R"({"version":"x","title":"Feed","items":[{"id":"1","title":"A","content_html":"<p>a"}]})",
         {"A"}},
        {"several responses, one a line",
         "{\"articles\":[{\"title\":\"A\",\"text\":\"a\"}],\"page\":1}\n"
         "{\"articles\":[],\"page\":2}\n"
         "{\"articles\":[{\"title\":\"B\",\"text\":\"b\"}],\"page\":3}\n",
         {"A", "B"},
         "a.jsonl"},
        {"what is no object in the list",
         R"({"articles":[{"title":"A","text":"a"},null,"x{y",{"title":"B","text":"b"}]})",
         {"A", "B"}},
        // Lists that are part of an article.
        {"an article with lists",
         R"({"title":"A","text":"a","related":[{"title":"B","text":"b"}],"items":[{"title":"C"}]})",
         {"A"}},
        {"an article in parts", R"({"title":"A","sections":[{"text":"a"},{"text":"b"}]})", {"A"}},
        {"articles as they are", R"([{"title":"A","text":"a","items":[{"text":"x"}]}])", {"A"}},
    };
    for (const Case& c : cases) {
        for (const std::size_t pieces : {std::size_t{1}, std::size_t{1} << 20}) {
            const ScratchFolder folder;
            ReadLimits limits;
            limits.batch_bytes = pieces;
            const ReadResult result = read_inputs({folder.write(c.name, c.bytes)}, limits);
            CAPTURE(c.what, pieces, result.problems);
            CHECK(titles(result) == c.titles);
        }
    }
}

TEST_CASE("JSON: escapes are read wherever they stand in a string") {
    const std::vector<std::pair<std::string, std::string>> escapes = {
        {R"(\n)", "\n"}, {R"(\")", "\""},    {R"(\\)", "\\"},          {R"(\/)", "/"},
        {"é", "é"},      {R"(\u00e9)", "é"}, {R"(\ud83d\ude00)", "😀"}, {R"(\n\t)", "\n\t"},
    };
    for (const auto& [escape, character] : escapes) {
        std::string lines;
        std::vector<std::string> expected;
        for (std::size_t before = 1; before <= 40; ++before) {
            for (const std::size_t behind : {1, 15, 16, 17, 40}) {
                const std::string x(before, 'x');
                const std::string y(behind, 'y');
                lines += R"({"title":"A","text":")" + x + escape + y + escape + "z\"}\n";
                expected.push_back(x + character + y + character + "z");
            }
        }
        lines.pop_back();  // the last ends with the input
        const ScratchFolder folder;
        const ReadResult result = read_inputs({folder.write("a.jsonl", lines)});
        std::vector<std::string> bodies;
        for (const Article& article : result.articles)
            bodies.push_back(article.body);
        CAPTURE(escape);
        CHECK(bodies == expected);
    }
}

TEST_CASE("JSON responses: what is broken") {
    const ScratchFolder folder;
    const auto read = [&](const std::string& text) {
        return read_inputs({folder.write("a.json", text)});
    };
    const ReadResult cut = read(R"({"articles":[{"title":"A","text":"a"},{"title":"B","te)");
    CHECK(titles(cut) == std::vector<std::string>{"A"});
    REQUIRE(cut.problems.size() == 1);
    CHECK(cut.problems[0].find("the file ends inside this object") != std::string::npos);
    const ReadResult open = read("{\"articles\":[{\"title\":\"A\",\"text\":\"a\"}],\n\"next\": ");
    CHECK(titles(open) == std::vector<std::string>{"A"});
    REQUIRE(open.problems.size() == 1);
    CHECK(open.problems[0].find("a.json:2: not valid JSON") != std::string::npos);
    // Lists in lists, keys of any length, and more levels than are followed.
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "{\"" + std::string(i == 7 ? 5000 : 1, 'k') + "\":[";
    CHECK(read(deep).articles.empty());
}

TEST_CASE("JSON and tables: texts that are HTML") {
    struct Case {
        std::string html;
        std::string text;
    };
    const std::vector<Case> cases = {
        {"<p>One &amp; two.</p><p>Three <em>four</em>.</p>", "One & two.\n\nThree four."},
        {"One<br>two<br/>three", "One\ntwo\nthree"},
        {"A <a href='x'>link</a>.\n\nAnd <b>more</b>.", "A link.\n\nAnd more."},  // WordPress
        {"<em>One</em>\nline\n \nTwo", "One line\n\nTwo"},
        {"Quoted &#8216;so&#8217; &mdash; R&amp;D", "Quoted ‘so’ — R&D"},
        {"&lt;p&gt;Escaped &amp;amp; more&lt;/p&gt;", "Escaped & more"},
        {"<script>var x = '\n\n';</script>Text</p>", "Text"},
        // Not HTML.
        {"Phillips Petroleum <P> and <BR> fell 2 < 3",
         "Phillips Petroleum <P> and <BR> fell 2 < 3"},
        {"a <b and c> d", "a <b and c> d"},
        {"AT&T & Co; &nosuch;", "AT&T & Co; &nosuch;"},
        {"line\n\nline </", "line\n\nline </"},
        {"", ""},
    };
    const ScratchFolder folder;
    for (const Case& c : cases) {
        CAPTURE(c.html);
        CHECK(plain_text_of(c.html) == c.text);
        if (c.html.empty()) continue;
        std::string json = R"({"title":"R&amp;D <i>now</i>","content":")";
        std::string table = "title,text\nR&amp;D <i>now</i>,\"";
        for (const char letter : c.html) {
            json += letter == '\n' ? "\\n" : std::string(1, letter);
            table += letter;
        }
        for (const std::string& path :
             {folder.write("a.jsonl", json + "\"}\n"), folder.write("a.csv", table + "\"\n")}) {
            const ReadResult result = read_inputs({path});
            CAPTURE(path, result.problems);
            REQUIRE(result.articles.size() == 1);
            CHECK(result.articles[0].title == "R&D now");
            CHECK(result.articles[0].body == c.text);
        }
    }
}

TEST_CASE("JSON and tables: a title whose text has another name") {
    const ScratchFolder folder;
    const std::string text(220, 'x');
    const auto read = [&](const std::string& name, const std::string& bytes) {
        return read_inputs({folder.write(name, bytes)});
    };
    struct Case {
        const char* name;
        std::string bytes;
        std::string body;
        std::string problem;  // part of it; empty: none
    };
    const std::vector<Case> cases = {
        {"a.jsonl", R"({"title":"A","description":"d","short_description":"s"})", "d", ""},
        {"a.jsonl", R"({"title":"A","description":"d","content":"c"})", "c", ""},
        {"a.csv", "description,title,date\nd,A,\n", "d", ""},
        {"a.csv", "description,title,content\nd,A,c\n", "c", ""},
        {"a.jsonl", R"({"title":"A","topic":"t","prose":")" + text + "\"}", "",
         "W a.jsonl:1: a title, but no text: it may be in \"prose\" (name its field with --field "
         "body=prose)"},
        {"a.csv", "title,prose,topic\nA," + text + ",t\n", "", "it may be in \"prose\""},
        {"a.jsonl", R"({"title":"A","topic":"t"})", "", ""},
    };
    for (const Case& c : cases) {
        const ReadResult result = read(c.name, c.bytes);
        CAPTURE(c.bytes, result.problems);
        REQUIRE(result.articles.size() == 1);
        CHECK(result.articles[0].body == c.body);
        REQUIRE(result.problems.size() == (c.problem.empty() ? 0 : 1));
        if (!c.problem.empty()) CHECK(result.problems[0].find(c.problem) != std::string::npos);
    }
}

}  // namespace
}  // namespace dateline
