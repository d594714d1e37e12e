// Work that is asked to stop does, wherever it is: each piece by itself, with the flag set before
// it begins.
#include "searcher/stop.h"

#include <functional>

#include "searcher/counts/matching.h"
#include "searcher/places/positional.h"
#include "searcher/suggest/suggest.h"
#include "tests/catch.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

TestIndex sample() {
    std::vector<Article> articles;
    for (int i = 0; i < 20; ++i) {
        articles.push_back(make_article("a" + std::to_string(i), "Ferry talks",
                                        "The ferry crew met the minister. Police waited."));
        articles.back().source = "wire";
    }
    return TestIndex(articles);
}

Xapian::doccount matches(const Xapian::Database& database, const Xapian::Query& query) {
    Xapian::Enquire enquire(database);
    enquire.set_query(query);
    return enquire.get_mset(0, 100).size();
}

}  // namespace

TEST_CASE("stop: every long piece of work looks at the flag", "[stop]") {
    TestIndex index = sample();
    const OpenIndex open = open_index(index.directory());
    const Xapian::Database& database = open.database;
    std::atomic<bool> stop = false;
    QueryCompiler compiler(open);
    compiler.set_stop(&stop);
    const auto compiled = [&](const std::string& query) {
        return compiler.compile(index.parse(query), parse_rank_model("default")).query;
    };
    const Xapian::Query phrase = compiled("\"ferry crew\" OR volcano");
    const Xapian::Query near = compiled("crew NEAR/3 minister");
    const Xapian::Query absent = compiled("police NEAR/1 ferry");
    const Xapian::Query word = stoppable(Xapian::Query("ferry"), &stop);
    DocumentSet all(database.get_lastdocid());
    for (Xapian::docid id = 1; id <= database.get_lastdocid(); ++id)
        all.add(id);
    const auto count = [&](const std::string& facet) {
        FacetCounter counter(database);
        counter.set_stop(&stop);
        return counter.count(parse_facet(facet, {}), all).values.size();
    };
    SearchRequest request;
    request.query = index.parse("ferry");
    request.stop = &stop;
    std::size_t budget = 1000;
    struct Case {
        std::string what;
        std::function<std::size_t()> work;
        std::size_t result;
    };
    const std::vector<Case> cases = {
        {"a match", [&] { return matches(database, word); }, 20},
        {"a phrase", [&] { return matches(database, phrase); }, 20},
        {"places of words", [&] { return matches(database, near); }, 20},
        {"places of words that never fit", [&] { return matches(database, absent); }, 0},
        {"a walk", [&] { return walk_matching(database, Xapian::Query("ferry"), &stop)->count(); },
         20},
        {"a facet of dates", [&] { return count("day"); }, 1},
        {"a facet of terms", [&] { return count("source"); }, 1},
        {"like words", [&] { return nearest_word(database, "polcie", 1, budget, &stop).size(); },
         6},
        {"a suggestion",
         [&] {
             return suggest_query(database, "polcie", index.parse("polcie"), &stop).changes.size();
         },
         1},
        {"an explanation", [&] { return index.searcher().explain(request, "a7")->parts.size(); },
         2},
        {"a search", [&] { return index.searcher().search(request).hits.size(); }, 10},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        stop = true;
        CHECK_THROWS_AS(c.work(), Interrupted);
        stop = false;
        CHECK(c.work() == c.result);
    }
}

TEST_CASE("stop: what was stopped half-way leaves nothing half done", "[stop]") {
    TestIndex index = sample();
    const OpenIndex open = open_index(index.directory());
    std::atomic<bool> stop = false;
    FacetCounter counter(open.database);
    counter.set_stop(&stop);
    DocumentSet some(open.database.get_lastdocid());
    some.add(3);
    for (const std::string name : {"day", "mentions:month", "source"}) {
        CAPTURE(name);
        const FacetRequest facet = parse_facet(name, {});
        const std::size_t before = counter.count(facet, some).values.size();
        stop = true;
        CHECK_THROWS_AS(counter.count(facet, some), Interrupted);
        CHECK_THROWS_AS(
            counter.dates().documents_in(DateField::Mentioned, {day_interval(Day())}, some),
            Interrupted);
        stop = false;
        for (int again = 0; again < 2; ++again)
            CHECK(counter.count(facet, some).values.size() == before);
    }
}
