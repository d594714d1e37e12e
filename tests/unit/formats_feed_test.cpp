// RSS and Atom feeds: an article an item, whatever their texts are wrapped in.
#include <string>

#include "tests/catch.h"
#include "tests/unit/formats_inputs.h"

namespace dateline {
namespace {

using test::read_inputs;
using test::ReadResult;
using test::ScratchFolder;

// "id | title | body | date | url | source | authors"
std::vector<std::string> words(const ReadResult& result) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < result.articles.size(); ++i) {
        const Article& article = result.articles[i];
        std::string line = result.ids[i] + " | " + article.title + " | " + article.body + " | ";
        if (!article.dates.empty()) line += format_date(article.dates[0].interval);
        line += " | " + article.url + " | " + article.source + " |";
        for (const auto& [key, value] : article.metadata) {
            if (key == "author") line += " " + value;
        }
        lines.push_back(line);
    }
    return lines;
}

TEST_CASE("feeds: RSS") {
    const ScratchFolder folder;
    const std::string rss = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Amara &amp; Courier</title><link>https://x.example/</link>
<pubDate>Fri, 03 May 2024 08:00:00 GMT</pubDate>
<image><title>Logo</title></image>
<item><title>Pilots &#38;amp; mates <![CDATA[<b>strike</b>]]></title>
<link>https://x.example/a</link><guid isPermaLink="false">a1</guid>
<pubDate>Thu, 02 May 2024 06:00:00 GMT</pubDate>
<dc:creator><![CDATA[Lia Kent]]></dc:creator><category>port</category>
<description>Short.</description>
<content:encoded><![CDATA[<p>The pilots struck.</p>
<p>A <a href="b">fifth</a> boat &#8217;ll come.</p>]]></content:encoded>
</item>
<item><title>A fifth boat</title>
<description>&lt;p&gt;The port&lt;br&gt;bought it.&lt;/p&gt;</description>
<link>https://x.example/b</link></item>
</channel></rss>)";
    const std::vector<std::string> expected{
        "a1 | Pilots & mates strike | The pilots struck.\n\nA fifth boat ’ll come. | 2024-05-02 | "
        "https://x.example/a | Amara & Courier | Lia Kent",
        "NAME:15 | A fifth boat | The port\nbought it. |  | https://x.example/b | Amara & Courier "
        "|"};
    for (const std::string name : {"feed.xml", "feed.rss", "feed.txt", "feed"}) {
        const ReadResult result = read_inputs({folder.write(name, rss)});
        CAPTURE(name, result.problems);
        CHECK(result.problems.empty());
        std::vector<std::string> lines = expected;
        lines[1].replace(0, 4, name);
        CHECK(words(result) == lines);
    }
}

TEST_CASE("feeds: Atom, RSS 1.0 and other charsets") {
    const ScratchFolder folder;
    const std::string atom =
        R"(<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Courier</title>
<entry><id>tag:x,1</id><title type="html">Caf&amp;eacute; &lt;i&gt;opens&lt;/i&gt;</title>
<link rel="edit" href="https://x.example/edit"/><link href="https://x.example/a"/>
<published>2024-05-02T06:00:00Z</published><updated>2024-05-03T06:00:00Z</updated>
<author><name>Lia Kent</name><email>lia@x.example</email></author>
<author><name>Jo Park</name></author>
<summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>It opened.</p><p>On <em>Thursday</em>.</p></div></content>
</entry>
<entry><id>2</id><title>Fog</title><updated>2024-05-04</updated><summary type="text">Fog over
the bay.</summary><source><title>The Globe</title></source></entry>
</feed>)";
    CHECK(words(read_inputs({folder.write("a.atom", atom)})) ==
          std::vector<std::string>{"tag:x,1 | Café opens | It opened.\n\nOn Thursday. | 2024-05-02 "
                                   "| https://x.example/a | "
                                   "Courier | Lia Kent Jo Park",
                                   "2 | Fog | Fog over\nthe bay. | 2024-05-04 |  | The Globe |"});
    const std::string rdf =
        "<?xml version='1.0' encoding='ISO-8859-2'?><rdf:RDF xmlns='http://purl.org/rss/1.0/'>"
        "<channel><items><rdf:Seq/></items></channel><item "
        "rdf:about='x'><title>\xb3\xf3\x64\xbc</title>"
        "<dc:date>2024-05-02</dc:date></item></rdf:RDF>";
    CHECK(words(read_inputs({folder.write("a.xml", rdf)})) ==
          std::vector<std::string>{"a.xml:1 | łódź |  | 2024-05-02 |  |  |"});
}

TEST_CASE("feeds: of a WordPress export the published posts") {
    const auto item = [](const std::string& title, const std::string& more) {
        return "<item><title>" + title + "</title><content:encoded><![CDATA[" + title +
               " text.\n\nMore.]]></content:encoded>" + more + "</item>\n";
    };
    const std::string type = "<wp:post_type><![CDATA[";
    const std::string status = "]]></wp:post_type><wp:status>";
    const std::string end = "</wp:status>";
    const std::string bytes = "<rss><channel><title>Blog</title>\n" +
                              item("Post", type + "post" + status + "publish" + end) +
                              item("Page", type + "page" + status + "publish" + end) +
                              item("Own type", type + "news" + status + "publish" + end) +
                              item("boat.jpg", type + "attachment" + status + "inherit" + end) +
                              item("Draft", type + "post" + status + "draft" + end) +
                              item("Feed", "") + "</channel></rss>";
    const ScratchFolder folder;
    const ReadResult result = read_inputs({folder.write("export.xml", bytes)});
    std::string titles;
    for (const Article& article : result.articles)
        titles += article.title + ",";
    CHECK(titles == "Post,Page,Own type,Feed,");
    CHECK(result.problems ==
          std::vector<std::string>{"I export.xml:11: no published post: attachment",
                                   "I export.xml:14: no published post: draft"});
}

TEST_CASE("feeds: what is broken, and what is none") {
    const ScratchFolder folder;
    const auto read = [&](const std::string& text) {
        return read_inputs({folder.write("a.xml", text)});
    };
    const ReadResult open =
        read("<rss><item><title>A<item><title>B</title></item><item></item><item><title>C");
    CAPTURE(open.problems);
    CHECK(open.articles.size() == 3);
    CHECK(open.problems.size() == 3);  // not ended, without text, the file ends
    const ReadResult page =
        read("<html><body><p>A page on &lt;rss&gt; &lt;item&gt;</p></body></html>");
    REQUIRE(page.articles.size() == 1);
    CHECK(page.problems.empty());
    // XML that nobody knows: not lost, and said.
    const ReadResult other =
        read("<?xml version='1.0'?>\n<report><title>T</title><p>One.</p></report>");
    REQUIRE(other.articles.size() == 1);
    CHECK(other.articles[0].body == "One.");
    REQUIRE(other.problems.size() == 1);
    CHECK(other.problems[0].find("W a.xml: XML or SGML of an unknown kind: read as one page") == 0);
    std::string deep = "<rss><item><title>Deep</title><description>";
    for (int i = 0; i < 200'000; ++i)
        deep += "<description><![CDATA[<b>]]>";
    CHECK(read(deep).articles.size() == 1);
}

}  // namespace
}  // namespace dateline
