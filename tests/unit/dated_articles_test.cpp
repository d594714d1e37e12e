// Publication dates found with the given ones hidden, on made articles; the confidence that each
// piece of evidence states must be kept. Measured on real wire copy as well where $DATELINE_SHARED
// has it.
#include "tests/support/dated_articles.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include <rapidjson/document.h>
#include <zlib.h>

#include "indexer/cleaning/published.h"
#include "indexer/cleaning/zones.h"
#include "indexer/readers/parse.h"
#include "tests/catch.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

struct Tally {
    std::size_t right = 0;
    std::size_t all = 0;
};

bool holds(const DateInterval& interval, Day day) {
    return interval.first <= day && day <= interval.last;
}

ParsedArticle parsed(const DatedArticle& article) {
    switch (article.form) {
        case DatedArticle::Form::Page:
            return parse_html_article(article.body);
        case DatedArticle::Form::FrontMatter:
            return parse_text_article(article.body);
        case DatedArticle::Form::FeedItem:
            return parse_feed_item(article.body, "utf-8", "Wire");
        case DatedArticle::Form::Text:
            break;
    }
    ParsedArticle text;
    text.article.body = article.body;
    return text;
}

PublishedEvidence evidence_of(const DatedArticle& made) {
    const Article article = parsed(made).article;
    const std::vector<ZoneSpan> zones = classify_zones(article.body, article.title);
    PublishedInput input;
    input.url = made.url;
    input.path = made.path;
    input.title = article.title;
    input.body = article.body;
    input.zones = &zones;
    input.known = article.dates;
    return published_evidence(input);
}

}  // namespace

TEST_CASE("made articles: each kind of evidence is right as often as it says", "[published]") {
    const std::vector<DatedArticle> articles = make_dated_articles(200);
    CHECK(articles.size() >= 300);
    std::map<std::pair<int, int>, Tally> by_evidence;  // source, confidence in per mille
    std::map<std::string, Tally> by_kind;
    for (const DatedArticle& article : articles) {
        CAPTURE(article.kind, article.url, article.path, article.body);
        const PublishedEvidence found = evidence_of(article);
        if (!article.datable) {
            CHECK(found.dates.empty());
            continue;
        }
        Tally& kind = by_kind[article.kind];
        ++kind.all;
        kind.right +=
            !found.dates.empty() && holds(found.dates.front().interval, article.published);
        CHECK_FALSE(found.dates.empty());
        if (article.conflict) {
            CHECK(found.dates.size() >= 2);
            CHECK_FALSE(found.conflicts.empty());
            continue;  // made to be wrong
        }
        for (const DateEvidence& date : found.dates) {
            Tally& tally = by_evidence[{static_cast<int>(date.source),
                                        static_cast<int>(std::lround(date.confidence * 1000))}];
            ++tally.all;
            tally.right += holds(date.interval, article.published);
        }
    }
    std::set<std::pair<int, int>> stated;
    for (const auto& [evidence, tally] : by_evidence) {
        const double precision = static_cast<double>(tally.right) / static_cast<double>(tally.all);
        CAPTURE(evidence.first, evidence.second, tally.right, tally.all);
        // Enough to tell a share that is a few per cent lower.
        CHECK(tally.all >= 180);
        CHECK(precision * 1000 >= evidence.second);
        stated.insert(evidence);
    }
    // All that indexing states, but for given dates, assumptions, file times and copies (of which
    // copied_dates_test.cpp has a test).
    const std::vector<std::pair<DateSource, std::vector<int>>> kinds = {
        {DateSource::Given, {990, 900}},  // front matter; an updated item of a feed
        {DateSource::Markup, {980, 960, 950}}, {DateSource::Path, {970, 910, 900, 800}},
        {DateSource::UpdatedLine, {900, 700}}, {DateSource::OwnLine, {740}},
        {DateSource::Dateline, {700}},         {DateSource::Copyright, {600}},
    };
    std::set<std::pair<int, int>> expected;
    for (const auto& [source, confidences] : kinds) {
        for (const int confidence : confidences)
            expected.insert({static_cast<int>(source), confidence});
    }
    CHECK(stated == expected);
    for (const auto& [kind, tally] : by_kind) {
        CAPTURE(kind, tally.right, tally.all);
        CHECK(tally.right * 2 > tally.all);
    }
}

TEST_CASE("shared: datelines of wire copy are right as often as they say", "[published][shared]") {
    const char* const shared = std::getenv("DATELINE_SHARED");
    const std::string path =
        shared ? std::string(shared) + "/data/reuters/reuters21578.jsonl.gz" : std::string();
    if (path.empty() || !std::filesystem::exists(path)) {
        WARN("NOT TESTED: set DATELINE_SHARED to the folder with data/reuters");
        return;
    }
    gzFile file = gzopen(path.c_str(), "rb");
    REQUIRE(file != nullptr);
    Tally tally;
    double stated = 0;
    std::string line(std::size_t{1} << 20, '\0');
    while (gzgets(file, line.data(), static_cast<int>(line.size())) != nullptr) {
        rapidjson::Document json;
        json.Parse(line.c_str());
        if (json.HasParseError() || !json.HasMember("dateline") || !json["dateline"].IsString() ||
            !json["date"].IsString() || !json.HasMember("body") || !json["body"].IsString()) {
            continue;
        }
        const auto day = parse_given_date(json["date"].GetString());
        if (!day || json["dateline"].GetStringLength() == 0) continue;
        DatedArticle article;
        article.path = format_date(*day).substr(0, 4) + "/a.txt";
        article.body = std::string(json["dateline"].GetString()) + " " + json["body"].GetString();
        for (const DateEvidence& date : evidence_of(article).dates) {
            if (date.source != DateSource::Dateline) continue;
            ++tally.all;
            tally.right += holds(date.interval, day->first);
            stated = date.confidence;
        }
    }
    gzclose(file);
    CAPTURE(tally.right, tally.all, stated);
    CHECK(tally.all > 15'000);
    CHECK(static_cast<double>(tally.right) >= stated * static_cast<double>(tally.all));
}
