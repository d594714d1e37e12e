// XML and SGML of agencies and collections: which elements are what, and where an article ends.
#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/unit/formats_inputs.h"

namespace dateline {
namespace {

using test::read_inputs;
using test::ReadResult;
using test::ScratchFolder;

TEST_CASE("XML: agencies and collections") {
    struct Case {
        const char* what;
        const char* name;
        std::string bytes;
        std::vector<std::string> articles;  // "id | title | body | date | source"
    };
    const std::vector<Case> cases = {
        {"a NewsML-G2 message of several items",
         "m.xml",
         R"(<?xml version="1.0"?><newsMessage><header><sent>2024-05-09T00:00:00Z</sent></header>
<itemSet><newsItem guid="urn:1"><itemMeta><title>slug one</title><provider><name>AFP</name></provider>
<firstCreated>2024-05-01T10:00:00Z</firstCreated></itemMeta><contentMeta><headline>A</headline>
</contentMeta><contentSet><inlineXML><p>a</p></inlineXML></contentSet></newsItem>
<newsItem guid="urn:2"><itemMeta><title>B</title><firstCreated>2024-05-02T10:00:00Z</firstCreated>
</itemMeta><contentSet><inlineXML><p>b</p></inlineXML></contentSet></newsItem></itemSet></newsMessage>)",
         {"urn:1 | A | a | 2024-05-01 | AFP", "urn:2 | B | b | 2024-05-02 | "}},
        {"NewsML 1",
         "n.xml",
         R"(<NewsML><NewsEnvelope><DateAndTime>20040509T100000Z</DateAndTime></NewsEnvelope>
<NewsItem><Identification><NewsIdentifier><ProviderId>x.example</ProviderId>
<PublicIdentifier>urn:a</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>
<FirstCreated>20040501T100000Z</FirstCreated></NewsManagement><NewsComponent><NewsLines>
<HeadLine>A</HeadLine></NewsLines><DataContent><p>a</p></DataContent></NewsComponent></NewsItem>
<NewsItem><NewsComponent><HeadLine>B</HeadLine><DataContent><p>b</p></DataContent>
</NewsComponent></NewsItem></NewsML>)",
         {"urn:a | A | a | 2004-05-01 | x.example", "n.xml:6 | B | b |  | "}},
        {"a NewsML-G2 item with a title for editors",
         "g.xml",
         R"(<newsItem guid="urn:3"><itemMeta><title>slug</title></itemMeta><contentMeta>
<headline>A</headline></contentMeta><contentSet><inlineXML><html><head><title>A</title></head>
<body><p>a</p></body></html></inlineXML></contentSet></newsItem>)",
         {"urn:3 | A | a |  | "}},
        {"Gigaword",
         "g.sgml",
         "<DOC id=\"AFP_ENG_20040501.0001\" type=\"story\" "
         ">\n<HEADLINE>\nA\n</HEADLINE>\n<TEXT>\n<P>"
         "\na\n</P>\n<P>\nb\n</P>\n</TEXT>\n</DOC>\n<DOC id=\"AFP_ENG_20040502.0002\" "
         "type=\"multi\">\n<TEXT>\nc\n</TEXT>\n</DOC>\n",
         {"AFP_ENG_20040501.0001 | A | a\n\nb | 2004-05-01 | ",
          "AFP_ENG_20040502.0002 |  | c | 2004-05-02 | "}},
        {"the first paragraphs again",
         "t.xml",
         R"(<nitf><head><title>A</title></head><body><body.content><block class="lead_paragraph">
<p>LEAD: a</p></block><block class="full_text"><p>a</p><p>b</p></block></body.content></body></nitf>)",
         {"t.xml | A | a\n\nb |  | "}},
        {"the first paragraphs alone",
         "t.xml",
         R"(<nitf><head><title>A</title></head><body><body.content><block class="lead_paragraph">
<p>a</p></block></body.content></body></nitf>)",
         {"t.xml | A | a |  | "}},
    };
    for (const Case& c : cases) {
        const ScratchFolder folder;
        const ReadResult result = read_inputs({folder.write(c.name, c.bytes)});
        CAPTURE(c.what, result.problems);
        CHECK(result.problems.empty());
        std::vector<std::string> articles;
        for (std::size_t i = 0; i < result.articles.size(); ++i) {
            const Article& article = result.articles[i];
            const auto& dates = article.dates;
            articles.push_back(result.ids[i] + " | " + article.title + " | " + article.body +
                               " | " + (dates.empty() ? "" : format_date(dates[0].interval)) +
                               " | " + article.source);
        }
        CHECK(articles == c.articles);
    }
}

TEST_CASE("TREC: days in documents' numbers") {
    const std::pair<const char*, const char*> cases[] = {
        {"AP890101-0001", "1989-01-01"},
        {"WSJ870324-0001", "1987-03-24"},
        {"NYT19980601.0001", "1998-06-01"},
        {"APW_ENG_20101231.0042", "2010-12-31"},
        {"LA010189-0001", ""},  // day and month first
        {"FT911-1", ""},
        {"FBIS3-1", ""},
        {"AP891301-0001", ""},
        {"AFP_ENG_20041301.0001", ""},
        {"AFP_20040501", ""},
        {"20040501.0001", ""},
        {"AP890101", ""},
        {"AFP_", ""},
    };
    for (const auto& [number, date] : cases) {
        const ParsedArticle parsed = parse_xml_article(
            "<DOC><DOCNO> " + std::string(number) + " </DOCNO><TEXT>a</TEXT></DOC>", Format::Trec);
        CAPTURE(number);
        const auto& dates = parsed.article.dates;
        CHECK((dates.empty() ? "" : format_date(dates[0].interval)) == date);
        const ParsedArticle dated =
            parse_xml_article("<DOC><DOCNO>" + std::string(number) +
                                  "</DOCNO><DATE>2001-02-03</DATE><TEXT>a</TEXT></DOC>",
                              Format::Trec);
        REQUIRE(dated.article.dates.size() == 1);
        CHECK(format_date(dated.article.dates[0].interval) == "2001-02-03");
    }
}

}  // namespace
}  // namespace dateline
