// Unusually frequent words of a set of articles.
#include "searcher/significant/significant.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "common/index.h"
#include "tests/catch.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

std::vector<Article> sample() {
    std::vector<Article> articles;
    const auto add = [&](const std::string& body) {
        articles.push_back(make_article("a" + std::to_string(articles.size() + 1), "", body));
    };
    for (int i = 0; i < 6; ++i)
        add("The rebels were shelling the harbour. Shelling 1987 goes on, said Layla.");
    add("The rebels shelled the harbour.");
    for (int i = 0; i < 60; ++i)
        add("The council said that the harbour is open on day " + std::to_string(i) + ".");
    return articles;
}

std::vector<std::string> words(const SignificantTerms& found) {
    std::vector<std::string> result;
    for (const SignificantTerm& term : found.terms)
        result.push_back(term.word);
    return result;
}

}  // namespace

TEST_CASE("the log-likelihood ratio agrees with values worked out by hand", "[significant]") {
    struct Case {
        double inside, inside_all, outside, outside_all, expected;
    };
    const Case cases[] = {
        // 2 (10 ln(10/5) + 0 + 0 + 10 ln(10/5)): all inside, none outside
        {10, 10, 0, 10, 27.7259},
        // Rows (8, 2) and (2, 8): 2 (2 * 8 ln 1.6 + 2 * 2 ln 0.4)
        {8, 10, 2, 10, 7.7099},
        {5, 10, 5, 10, 0},    // no difference
        {1, 10, 50, 100, 0},  // rarer inside
        {0, 10, 0, 100, 0},
        {3, 3, 0, 0, 0},  // nothing to compare with
        {0, 0, 4, 10, 0},
    };
    for (const Case& c : cases) {
        CAPTURE(c.inside, c.inside_all, c.outside, c.outside_all);
        CHECK(std::abs(log_likelihood_ratio(c.inside, c.inside_all, c.outside, c.outside_all) -
                       c.expected) < 1e-3);
    }
}

TEST_CASE("significant words of a set", "[significant]") {
    const TestIndex index(sample());
    const OpenIndex open = open_index(index.directory());
    Stemmer stemmer("english");
    const std::vector<Xapian::docid> rebels{1, 2, 3, 4, 5, 6, 7};

    SECTION("are shown as their most frequent form, without function words and numbers") {
        const SignificantTerms found =
            significant_terms(open.database, stemmer, count_terms(open.database, rebels));
        CHECK(found.documents == 7);
        CHECK(found.background == 67);
        CHECK(words(found) == std::vector<std::string>{"rebels", "shelling", "goes", "layla"});
        REQUIRE(!found.terms.empty());
        CHECK(found.terms[0].documents == 7);
        CHECK(found.terms[0].in_background == 7);
        CHECK(found.terms[0].score == log_likelihood_ratio(7, 7, 0, 60));
    }
    SECTION("leave out what is excluded, and as many as are not wanted") {
        SignificantOptions options;
        options.exclude = {"rebel"};
        options.most = 1;
        const SignificantTerms found =
            significant_terms(open.database, stemmer, count_terms(open.database, rebels), options);
        CHECK(words(found) == std::vector<std::string>{"shelling"});
    }
    SECTION("count a story once") {
        CountTermsOptions options;
        options.story = [](Xapian::docid document) { return document <= 6 ? 4u : UINT32_MAX; };
        const TermCounts counts = count_terms(open.database, rebels, options);
        CHECK(counts.documents == 2);
        CHECK(counts.stems.at("Zrebel") == 2);
        CHECK(counts.stems.at("Zlayla") == 1);
        CHECK(counts.stems.count("rebel") == 0);
        CHECK(std::count(counts.words.begin(), counts.words.end(), "shelling") == 1);
    }
    SECTION("may be compared with other articles") {
        std::vector<Xapian::docid> rest;
        for (Xapian::docid id = 8; id <= 20; ++id)
            rest.push_back(id);
        CountTermsOptions stems;
        stems.words = false;
        const TermCounts others = count_terms(open.database, rest, stems);
        CHECK(others.words.empty());
        const SignificantTerms found = significant_terms(
            open.database, stemmer, count_terms(open.database, rebels), {}, &others);
        CHECK(found.background == 20);
        REQUIRE(!found.terms.empty());
        CHECK(found.terms[0].word == "rebels");
        CHECK(found.terms[0].in_background == 7);
        CHECK(found.terms[0].score == log_likelihood_ratio(7, 7, 0, 13));
    }
    SECTION("of a large set are those of an even sample") {
        std::vector<Xapian::docid> all;
        for (Xapian::docid id = 1; id <= 67; ++id)
            all.push_back(id);
        CountTermsOptions options;
        options.max_documents = 10;
        const TermCounts counts = count_terms(open.database, all, options);
        CHECK(counts.documents == 10);
        CHECK(counts.stems.at("Zharbour") == 10);
        CHECK(counts.stems.at("Zrebel") == 2);  // documents 1 and 7
    }
    SECTION("there are none of nothing") {
        const SignificantTerms found =
            significant_terms(open.database, stemmer, count_terms(open.database, {}));
        CHECK(found.terms.empty());
        CHECK(found.documents == 0);
    }
}
