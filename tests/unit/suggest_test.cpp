// "Did you mean", and articles like another.
#include "searcher/suggest/suggest.h"

#include <string>
#include <vector>

#include "common/index.h"
#include "searcher/similar/similar.h"
#include "tests/catch.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

std::vector<Article> sample() {
    std::vector<Article> articles;
    const auto add = [&](int times, const std::string& body) {
        for (int i = 0; i < times; ++i) {
            articles.push_back(make_article("a" + std::to_string(articles.size() + 1), "", body));
        }
    };
    add(12, "The government of Netanyahu agreed on a ceasefire.");
    add(3, "A governor spoke; the cease was long. Naïve élan was shown.");
    add(1, "One goverment here, misspelt.");
    add(1, "Inflation rose, the committee said.");
    add(6, "The comittee met.");
    add(300, "A committee sat.");
    add(7, "A comet fell.");
    add(2, "The committee spoke of inflation.");
    add(8, "The form of it; from there it came.");
    return articles;
}

TestIndex& index_of_sample() {
    static TestIndex index(sample());
    return index;
}

}  // namespace

TEST_CASE("the nearest word of the index", "[suggest]") {
    const OpenIndex open = open_index(index_of_sample().directory());
    struct Case {
        std::string word;
        std::string nearest;
    };
    const Case cases[] = {
        {"goverment", "government"},   // a letter left out; the word itself is not taken
        {"govrenment", "government"},  // two swapped
        {"govermnent", "government"},  // two edits
        {"gvrnmnt", ""},               // three
        {"netanjahu", "netanyahu"},    // one replaced
        {"ntanyahu", "netanyahu"},
        {"entanyahu", "netanyahu"},  // the first two swapped
        {"betanyahu", ""},           // the first letter must be right
        {"ceasefyre", "ceasefire"},
        {"forn", "form"},     // one edit in a short word
        {"fxrn", ""},         // not two
        {"fr", ""},           // too short
        {"2o24", ""},         // with digits
        {"naivee", "naive"},  // folded
        {"elam", "elan"},
        {"", ""},
        {std::string(300, 'g'), ""},
        {"zzzzzz", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.word);
        std::size_t budget = 1000;
        CHECK(nearest_word(open.database, c.word, 2, budget) == c.nearest);
    }
    SECTION("of which enough articles are wanted") {
        std::size_t budget = 1000;
        CHECK(nearest_word(open.database, "governmen", 13, budget).empty());
    }
    SECTION("within a budget") {
        std::size_t budget = 1;
        CHECK(nearest_word(open.database, "governmen", 2, budget).empty());
        CHECK(budget == 0);
    }
}

TEST_CASE("did you mean: offered with the query as typed, where it finds more", "[suggest]") {
    struct Case {
        std::string query;
        std::string suggestion;  // "" for none
    };
    const Case cases[] = {
        {"govrenment", "government"},
        {"Govrenment of Netanjahu", "government of netanyahu"},
        {"the (govrenment  OR xyzzyx) -cease", "the (government  OR xyzzyx) -cease"},
        {"\"the govrenment of\"", "\"the government of\""},
        {"goverment", "government"},                    // one article has it
        {"government", ""},                             // nothing to correct
        {"comittee inflatoin", "committee inflation"},  // six articles have the one
        {"comet inflatoin", ""},                        // a word of its own
        {"comittee", ""},
        {"xyzzyx", ""},
        {"govrenment date:2024", ""},  // would find nothing either
        {"-govrenment cease", ""},     // what is excluded is left alone
        {"id:govrenment", ""},         // a value is no word
        {"govr*", ""},
        {"govrenment~1", ""},
        {"title:govrenment", ""},  // no title has it
        {"govrenment^2", "government^2"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.query);
        SearchRequest request;
        request.query = index_of_sample().parse(c.query);
        request.text = c.query;
        const SearchResults results = index_of_sample().searcher().search(request);
        CHECK((results.suggestion ? results.suggestion->query : "") == c.suggestion);
        if (results.suggestion) {
            CHECK(index_of_sample().parse(results.suggestion->query) == results.suggestion->tree);
            CHECK_FALSE(results.suggestion->changes.empty());
        }
        request.text.clear();
        CHECK_FALSE(index_of_sample().searcher().search(request).suggestion);
    }
}

TEST_CASE("similar: what an article is about finds its like, not itself", "[similar]") {
    std::vector<Article> articles;
    const auto add = [&](const std::string& id, const std::string& body) {
        articles.push_back(make_article(id, "", body));
    };
    add("quake1", "An earthquake shook the island; rescuers searched the rubble for survivors.");
    add("quake2", "Rescuers dug in rubble after the earthquake. Survivors spoke on the island.");
    add("quake3", "The earthquake was strong.");
    for (int i = 0; i < 30; ++i)
        add("other" + std::to_string(i), "The council met on the budget and the island ferry.");
    TestIndex index(articles);
    const auto ids = [&](const SearchRequest& request) {
        std::vector<std::string> result;
        for (const Hit& hit : index.searcher().search(request).hits)
            result.push_back(hit.article.id);
        return result;
    };
    SearchRequest request;
    request.similar = SimilarTo{"quake1", ""};
    const std::vector<std::string> found = ids(request);
    REQUIRE(found.size() >= 2);
    CHECK(found[0] == "quake2");
    CHECK(found[1] == "quake3");
    for (const std::string& id : found)
        CHECK(id != "quake1");

    SECTION("to a text of its own, of which every article may be like") {
        const std::string text = "Survivors in the rubble! An earthquake \xff";
        request.similar = SimilarTo{"", text + '\0'};
        CHECK(ids(request).front().starts_with("quake"));
    }
    SECTION("narrowed by a query") {
        request.query = index.parse("strong");
        CHECK(ids(request) == std::vector<std::string>{"quake3"});
    }
    SECTION("to nothing that the index knows") {
        request.similar = SimilarTo{"", "xyzzyx 12345 the of"};
        CHECK(ids(request).empty());
    }
    SECTION("to an article that there is not") {
        request.similar = SimilarTo{"no-such-id", ""};
        CHECK_THROWS_AS(index.searcher().search(request), Error);
    }
    SECTION("with the terms named, and significant words of the hits") {
        request.significant = 3;
        const SearchResults results = index.searcher().search(request);
        REQUIRE_FALSE(results.similar_terms.empty());
        CHECK(results.similar_terms.front() != "council");
        CHECK(results.significant.has_value());
    }
}
