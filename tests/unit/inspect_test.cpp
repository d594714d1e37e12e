// What --analyze and --explain say of queries over the sample articles.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "searcher/analyze/tree.h"
#include "searcher/query/parser.h"
#include "tests/catch.h"
#include "tests/support/source_folder.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

TestIndex& corpus() {
    static TestIndex index = TestIndex::of_paths({source_folder() + "/corpus/articles"});
    return index;
}

SearchRequest request_for(const std::string& query) {
    SearchRequest request;
    request.query = corpus().parse(query);
    request.limit = 1000;
    request.snippets = false;
    return request;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += line + '\n';
    return text;
}

// Labels of the leaves that fail, in order; searched ones only.
void failing(const ExplainedNode& node, std::vector<std::string>& labels) {
    if (node.parts.empty() && !node.matches && !node.dropped) labels.push_back(node.label);
    for (const ExplainedNode& part : node.parts)
        failing(part, labels);
}

}  // namespace

TEST_CASE("analyze: trees are drawn with what every node means", "[analyze]") {
    ParseOptions parse;
    CHECK(joined(draw_tree(parse_query("harbour", parse))) == "word harbour\n");
    CHECK(joined(draw_tree(
              parse_query("a NEAR/5 (b OR \"c d\") date:2024-05 title:xy* -~\"e f\"", parse))) ==
          "and\n"
          "├─ near 5\n"
          "│  ├─ word a\n"
          "│  └─ or\n"
          "│     ├─ word b\n"
          "│     └─ phrase \"c d\"\n"
          "├─ in date\n"
          "│  └─ days 2024-05-01..2024-05-31, from \"2024-05\"\n"
          "├─ in title\n"
          "│  └─ wildcard xy*\n"
          "└─ not\n"
          "   └─ stemmed phrase \"e f\"\n");
}

TEST_CASE("analyze: terms, dates, cost and model", "[analyze]") {
    SearchRequest request = request_for("the ferries date:2024-05 title:ferr*");
    const Analysis analysis = corpus().searcher().analyze(request);
    REQUIRE(analysis.leaves.size() == 4);
    CHECK(analysis.leaves[0].label == "word the");
    CHECK(analysis.leaves[0].dropped);
    CHECK(analysis.leaves[1].label == "word ferries");
    REQUIRE(analysis.leaves[1].terms.size() == 1);
    CHECK(analysis.leaves[1].terms[0].term == "Zferri");
    CHECK(analysis.leaves[1].postings == analysis.leaves[1].terms[0].documents);
    CHECK(analysis.leaves[1].begin == 4);
    CHECK(analysis.leaves[1].end == 11);
    CHECK(analysis.leaves[3].where == "in title");
    REQUIRE(analysis.dates.size() == 1);
    CHECK(analysis.dates[0].field == "date");
    CHECK(analysis.dates[0].first == "2024-05-01");
    CHECK(analysis.dates[0].last == "2024-05-31");
    CHECK(analysis.dropped_words == std::vector<std::string>{"the"});
    CHECK(analysis.documents == 56);
    CHECK(analysis.model.starts_with("default:"));
    REQUIRE(analysis.weights.size() == 1);
    CHECK(analysis.weights[0].term == "Zferri");
    CHECK(analysis.weights[0].idf > 0);
    CHECK(analysis.xapian.find("Zferri") != std::string::npos);
    CHECK(analysis.postings > 0);
    CHECK_FALSE(analysis.positions);
    CHECK(corpus().searcher().analyze(request_for("\"harbour master\"")).positions);
}

TEST_CASE("explain: the parts add up to the score that the search shows", "[analyze][explain]") {
    const std::vector<std::string> queries = {
        "ferry",
        "ferry OR harbour OR the",
        "government minister",
        "government OR minister OR president OR police OR city OR said",
        "\"the city\"",
        "~\"city council\" OR water^2.5 OR water",
        "title:ferry OR police",
        "polic* OR minister",
        "police NEAR/20 city OR said",
        "said -harbour",
        "(said OR city) date:2024",
        "date:2024",
        "cease-fire OR talks",
        "said w/p police",
        "(police city)^0.5 OR water",
    };
    for (const char* const model : {"default", "bm25", "pl2", "tfidf"}) {
        for (const std::string& query : queries) {
            CAPTURE(model, query);
            SearchRequest request = request_for(query);
            request.model = parse_rank_model(model);
            const SearchResults results = corpus().searcher().search(request);
            for (const Hit& hit : results.hits) {
                const auto explanation = corpus().searcher().explain(request, hit.article.id);
                REQUIRE(explanation);
                CAPTURE(hit.article.id);
                CHECK(explanation->matches);
                CHECK(explanation->rank == hit.rank);
                CHECK(std::abs(explanation->score - hit.score) < 1e-6);
                double sum = 0;
                for (const ScorePart& part : explanation->parts)
                    sum += part.score;
                CHECK(std::abs(sum - hit.score) < 1e-6);
                if (hit.rank == 3) break;  // the others are like these
            }
        }
    }
}

TEST_CASE("explain: which part fails, and which was not searched", "[analyze][explain]") {
    TestIndex tested({make_article("a", "Ferry talks", "The ferry sailed to the harbour."),
                      make_article("b", "Council", "The council met. Snow fell.")});
    struct Case {
        std::string query;
        bool matches;
        std::vector<std::string> failing;
    };
    const Case cases[] = {
        {"ferry harbour", true, {}},
        {"the ferry", true, {}},
        {"ferry snow", false, {"word snow"}},
        {"ferry (snow OR rain)", false, {"word snow", "word rain"}},
        {"ferry -harbour", false, {}},
        {"title:harbour", false, {"word harbour"}},
        {"title:ferry", true, {}},
        {"\"harbour ferry\"", false, {"phrase \"harbour ferry\""}},
        {"ferry NEAR/1 harbour", false, {}},
        {"ferry date:2024", false, {"days 2024-01-01..2024-12-31, from \"2024\""}},
        {"date:undated ferry", true, {}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.query);
        SearchRequest request;
        request.query = tested.parse(c.query);
        const auto explanation = tested.searcher().explain(request, "a");
        REQUIRE(explanation);
        CHECK(explanation->matches == c.matches);
        std::vector<std::string> labels;
        failing(explanation->tree, labels);
        CHECK(labels == c.failing);
        CHECK(explanation->parts.empty() == (!c.matches || explanation->score == 0));
    }
    SearchRequest request;
    request.query = tested.parse("ferry");
    CHECK_FALSE(tested.searcher().explain(request, "no-such-id"));
    request.filters.push_back(tested.parse("snow"));
    const auto filtered = tested.searcher().explain(request, "a");
    REQUIRE(filtered);
    CHECK_FALSE(filtered->matches);
    REQUIRE(filtered->filters.size() == 1);
    CHECK_FALSE(filtered->filters[0].matches);
    CHECK(filtered->tree.matches);
}
