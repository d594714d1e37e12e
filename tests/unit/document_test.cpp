// An article's terms, positions and values, as common/schema.h promises them.
#include "indexer/document/document.h"

#include <map>
#include <set>

#include "common/record.h"
#include "common/schema.h"
#include "tests/catch.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

struct Built {
    std::map<std::string, std::uint32_t> wdf;
    std::map<std::string, std::set<std::uint32_t>> positions;
    std::map<unsigned, std::string> values;
    std::string data;

    std::string at(const std::string& term) const {
        std::string list;
        const auto found = positions.find(term);
        if (found == positions.end()) return wdf.contains(term) ? "none" : "absent";
        for (const std::uint32_t position : found->second)
            list.append(list.empty() ? "" : " ").append(std::to_string(position));
        return list;
    }
};

// With the terms that the builder uses.
Built build_with(DocumentBuilder& builder, const TermTable& terms, const Article& article,
                 const std::string& file) {
    PreparedDocument document;
    builder.build(article, file, 0x0102030405060708, document);
    Built built;
    for (const Occurrence& occurrence : document.occurrences) {
        const std::string term(terms.term(occurrence.term));
        const bool counts = (occurrence.position & Occurrence::kNoWdf) == 0;
        built.wdf[term] += counts ? 1 : 0;
        built.positions[term].insert(occurrence.position & ~Occurrence::kNoWdf);
    }
    for (const WeightedTerm& weighted : document.weighted)
        built.wdf[std::string(terms.term(weighted.term))] += weighted.wdf;
    for (const auto& [slot, value] : document.values)
        built.values[slot] = value;
    built.data = document.data;
    return built;
}

Built build(const Article& article, const std::vector<std::string>& facet_fields = {},
            const std::string& language = "english") {
    DocumentBuilder builder(language, facet_fields);
    TermTable terms;
    builder.use_terms(terms);
    return build_with(builder, terms, article, "/in/file.txt");
}

std::string gap(std::uint32_t position) {
    return std::to_string(position + kBodyGap);
}

}  // namespace

TEST_CASE("document: words and stems of title and body", "[document]") {
    const Built built = build(make_article("a", "Dogs bark", "A dog barked. Dogs bark."));
    CHECK(built.at("dogs") == "1 " + gap(6));  // title 1 and 2, body from 103 on
    CHECK(built.at("bark") == "2 " + gap(7));
    CHECK(built.at("dog") == gap(4));
    CHECK(built.at("Sdogs") == "1");
    CHECK(built.at("Sbark") == "2");
    CHECK(built.at("Sdog") == "absent");
    CHECK(built.at("Zdog") == "none");
    CHECK(built.wdf.at("dogs") == 2);
    CHECK(built.wdf.at("Zdog") == kTitleWeight + 2);
    CHECK(built.wdf.at("ZSdog") == 1);
    CHECK(built.wdf.at("Zbark") == kTitleWeight + 2);
}

TEST_CASE("document: nothing is left of a table of terms that was used before", "[document]") {
    Article article = make_article("a", "Dogs bark", "A dog barked.");
    article.source = "Post";
    article.language = "en";
    article.dates = {{day_interval(make_day(2024, 5, 1).value()), DateSource::Given, 1, ""}};
    const std::string files[] = {"/in/file.txt", "/in/another.txt"};
    DocumentBuilder builder("english", {});
    TermTable first;
    builder.use_terms(first);
    const Built expected = build_with(builder, first, article, files[0]);
    CHECK(expected.wdf.contains("D20240501"));
    CHECK(expected.wdf.contains("XFILE/in/file.txt"));
    CHECK(build_with(builder, first, article, files[1]).wdf.contains("XFILE/in/another.txt"));
    CHECK(build_with(builder, first, article, files[0]).wdf == expected.wdf);
    for (const std::size_t others : {1, 7, 1000}) {
        TermTable next;  // its ids are other ones
        for (std::size_t i = 0; i < others; ++i)
            next.intern("other" + std::to_string(i));
        builder.use_terms(next);
        const Built built = build_with(builder, next, article, files[0]);
        CHECK(built.wdf == expected.wdf);
        CHECK(built.positions == expected.positions);
    }
}

TEST_CASE("document: hyphenated words stand at both ends and count once", "[document]") {
    const Built built = build(make_article("a", "", "The cease-fire held."));
    CHECK(built.at("cease") == "2");
    CHECK(built.at("fire") == "3");
    CHECK(built.at("ceasefire") == "2 3");
    CHECK(built.wdf.at("ceasefire") == 1);
    CHECK(built.wdf.at("Zceasefir") == 1);
}

TEST_CASE("document: marks of sentences and paragraphs", "[document]") {
    const std::string body = "One two. Three four.\n\nFive six. Seven.";
    const Built plain = build(make_article("a", "", body));
    CHECK(plain.at("XSENT") == "3 5 7");
    CHECK(plain.at("XPARA") == "5");
    CHECK(plain.wdf.at("XSENT") == 0);
    const Built titled = build(make_article("a", "Title", body));
    CHECK(titled.at("XSENT") == gap(2) + " " + gap(4) + " " + gap(6) + " " + gap(8));
    CHECK(titled.at("XPARA") == gap(2) + " " + gap(6));
}

TEST_CASE("document: zones have words of their own", "[document]") {
    Article article = make_article("a", "", "Story one. Check Also two. Story three.");
    const std::size_t begin = article.body.find("Check");
    article.zones = {{begin, article.body.find("Story three"), Zone::Teaser}};
    const Built built = build(article);
    CHECK(built.at("story") == "1 6");
    CHECK(built.at("check") == "absent");
    CHECK(built.at("B4check") == "3");
    CHECK(built.at("B4two") == "5");
    CHECK(built.at("ZB4check") == "none");
    CHECK(built.at("three") == "7");
}

TEST_CASE("document: initialisms are not stemmed", "[document]") {
    const Built built = build(make_article("a", "", "The US told us."));
    CHECK(built.at("u.s") == "2");
    CHECK(built.at("us") == "4");
    CHECK(built.at("Zu.s") == "none");
    CHECK(built.at("Zus") == "none");
}

TEST_CASE("document: dates become the units that hold them", "[document]") {
    struct Case {
        DateInterval interval;
        std::string terms;  // that begin with D, M, Y or are XUNDATED
        std::string value;
    };
    const auto day = [](int year, unsigned month, unsigned number) {
        return *make_day(year, month, number);
    };
    const std::vector<Case> cases = {
        {day_interval(day(2024, 5, 1)), "D20240501 M202405 Y2024", "20240501"},
        {*month_interval(2024, 5), "M202405 Y2024", "20240501"},
        {*week_interval(2024, 19), "M202405 Y2024", "20240506"},
        {*week_interval(2024, 18), "Y2024", "20240429"},  // in two months
        {*week_interval(2020, 53), "", "20201228"},       // in two years
        {*quarter_interval(2024, 2), "Y2024", "20240401"},
        {*year_interval(2024), "Y2024", "20240101"},
        {*decade_interval(1990), "", "19900101"},
        {{day(2024, 5, 1), day(2024, 5, 31), Granularity::Range}, "M202405 Y2024", "20240501"},
    };
    for (const Case& c : cases) {
        Article article = make_article("a", "", "x");
        article.dates = {{c.interval, DateSource::Given, 0.97, ""}};
        article.mentions = {{0, 1, TimexType::Date, format_date(c.interval), "", 1}};
        const Built built = build(article);
        std::string terms;
        for (const auto& [term, wdf] : built.wdf) {
            if (term[0] == 'D' || term[0] == 'M' || term[0] == 'Y' || term == "XUNDATED") {
                terms.append(terms.empty() ? "" : " ").append(term);
                CHECK(wdf == 0);
            }
        }
        CAPTURE(format_date(c.interval));
        CHECK(terms == c.terms);
        CHECK(built.values.at(kSlotPublished) == c.value);
        CHECK(built.values.at(kSlotConfidence) == "97");
    }
    const Built undated = build(make_article("a", "", "x"));
    CHECK(undated.at("XUNDATED") == "none");
    CHECK_FALSE(undated.values.contains(kSlotPublished));
    for (const auto& [confidence, text] : std::map<double, std::string>{
             {0.0, "00"}, {0.004, "00"}, {0.05, "05"}, {0.996, "A0"}, {1.0, "A0"}}) {
        Article article = make_article("a", "", "x");
        article.dates = {{*year_interval(2024), DateSource::Given, confidence, ""}};
        CAPTURE(confidence);
        CHECK(build(article).values.at(kSlotConfidence) == text);
    }
}

TEST_CASE("document: fields, the record and the hash", "[document]") {
    Article article = make_article("ID/1", "", "x");
    article.source = "The Glöbe";
    article.credits = {"Reuters", "AP"};
    article.language = "en";
    article.url = "https://example.org/A";
    article.metadata = {{"Section", "World News"}, {"Section", "Asia"}, {"other", "y"}};
    const Built built = build(article, {"Section"});
    for (const std::string term :
         {"QID/1", "XFILE/in/file.txt", "Uhttps://example.org/A", "XSRCthe globe", "XCRreuters",
          "XCRap", "Len", "XFsection:world news", "XFsection:asia"}) {
        CAPTURE(term);
        REQUIRE(built.wdf.contains(term));
        CHECK(built.wdf.at(term) == 0);
    }
    CHECK_FALSE(built.wdf.contains("XFother:y"));
    CHECK(built.values.at(kSlotContent) == "\x01\x02\x03\x04\x05\x06\x07\x08");
    CHECK(decode_record(built.data).source == "The Glöbe");
}

TEST_CASE("document: no term is longer than Xapian takes", "[document]") {
    const std::string longest(5000, 'x');
    std::string accents;
    for (int i = 0; i < 500; ++i)
        accents += "é";
    Article article = make_article(longest + "1", accents, accents + " " + longest);
    article.source = accents;
    article.url = "https://example.org/" + longest;
    article.metadata = {{"section", longest}};
    const Built built = build(article, {"section"});
    for (const auto& [term, wdf] : built.wdf) {
        REQUIRE(term.size() <= kMaxTermLength);
        REQUIRE_FALSE(term.empty());
    }
    CHECK(make_term("Q", longest + "1") != make_term("Q", longest + "2"));
    CHECK(make_term("Q", longest + "1", false) == make_term("Q", longest + "2", false));
    CHECK(make_term("Q", "short") == "Qshort");
}
