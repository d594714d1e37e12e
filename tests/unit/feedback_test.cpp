// What feedback adds to the hits of a whole search: which of them have none of the query's words,
// and how they are scored.
#include <string>
#include <vector>

#include "searcher/query/parser.h"
#include "tests/catch.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

constexpr const char* kGoesWithIt =
    "captain, gangway, deckhand, harbour, ticket, lounge, crossing, timetable, lifeboat, wharf";

// Fourteen articles with "ferry" (ids f…), and three that have only what goes with it (ids n…), of
// which feedback thinks more than of the last of those.
std::vector<Article> ferry_articles() {
    std::vector<Article> articles;
    const auto own_words = [](int number) {
        std::string text;
        for (const char* const word : {"kelp", "lamp", "mast", "nets", "oars", "pier"})
            text += " " + (word + std::to_string(number));  // else they would be copies
        return text;
    };
    const auto add = [&](const std::string& id, const std::string& body) {
        Article article =
            make_article(id, "", body + own_words(static_cast<int>(articles.size())) + ".");
        DateEvidence date;
        date.interval = *parse_date("2024-01-0" + std::to_string(articles.size() % 9 + 1));
        date.source = DateSource::Given;
        date.confidence = 1;
        article.dates.push_back(date);
        articles.push_back(std::move(article));
    };
    for (int i = 0; i < 10; ++i)
        add("f" + std::to_string(i), "The ferry, the ferry: " + std::string(kGoesWithIt));
    for (int i = 0; i < 3; ++i)
        add("n" + std::to_string(i), "No name: " + std::string(kGoesWithIt));
    std::string other_matters;
    for (int i = 0; i < 300; ++i)
        other_matters += " matter" + std::to_string(i);
    for (int i = 10; i < 14; ++i)
        add("f" + std::to_string(i), "Somebody once saw a ferry." + other_matters);
    for (int i = 0; i < 5; ++i)
        add("v" + std::to_string(i),
            (i < 3 ? "The volcano: " : "Not named: ") + std::string("lava, ash, crater, magma"));
    for (int i = 0; i < 60; ++i)
        add("x" + std::to_string(i), "Parliament sat late over budgets, taxes and pensions");
    return articles;
}

SearchRequest plain_request(const std::string& words) {
    SearchRequest request;
    request.query = parse_plain(words, Implicit::Or);
    request.plain = true;
    request.limit = 50;
    return request;
}

}  // namespace

TEST_CASE("feedback: related are those without the words, wherever they stand", "[ranking]") {
    TestIndex index(ferry_articles());
    SearchRequest request = plain_request("ferry");
    request.expand = true;
    for (const std::size_t offset : {0, 10}) {
        request.offset = offset;
        const SearchResults results = index.searcher().search(request);
        REQUIRE_FALSE(results.expansion_terms.empty());
        std::size_t related = 0;
        bool before_others = false;
        for (const Hit& hit : results.hits) {
            CAPTURE(hit.rank, hit.article.id);
            CHECK(hit.related == (hit.article.id[0] != 'f'));
            related += hit.related ? 1 : 0;
            before_others = before_others || (related > 0 && !hit.related);
        }
        CHECK(related >= 3);
        CHECK(before_others);  // else this test shows nothing
    }
}

TEST_CASE("feedback: scores fall from rank to rank, with recency too", "[ranking]") {
    TestIndex index(ferry_articles());
    for (const bool expand : {false, true}) {
        for (const double half_life : {0.0, 1.0}) {
            CAPTURE(expand, half_life);
            SearchRequest request = plain_request("volcano");
            request.expand = expand;
            request.half_life = half_life;
            request.now = *make_day(2024, 9, 10);
            const SearchResults results = index.searcher().search(request);
            REQUIRE(results.hits.size() > 4);
            for (std::size_t i = 1; i < results.hits.size(); ++i) {
                CAPTURE(i);
                CHECK(results.hits[i].score <= results.hits[i - 1].score);
            }
        }
    }
}
