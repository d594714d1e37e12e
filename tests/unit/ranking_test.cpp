#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/error.h"
#include "searcher/ranking/expand.h"
#include "searcher/ranking/stopwords.h"
#include "tests/catch.h"

namespace dateline {
namespace {

// Words at rising positions, each also as a stem: its lower-case self without a final s.
std::string stem_term(const std::string& word) {
    std::string stem = word;
    if (stem.size() > 2 && stem.back() == 's') stem.pop_back();
    return "Z" + stem;
}

Xapian::Database make_database(const std::vector<std::string>& texts) {
    Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
    for (const std::string& text : texts) {
        Xapian::Document document;
        Xapian::termpos position = 0;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t blank = std::min(text.find(' ', at), text.size());
            const std::string word = text.substr(at, blank - at);
            if (!word.empty()) {
                document.add_posting(word, ++position);
                document.add_term(stem_term(word));
            }
            at = blank + 1;
        }
        database.add_document(document);
    }
    // NOLINTNEXTLINE(cppcoreguidelines-slicing): a handle of the same database, for reading
    return database;
}

std::vector<QueryWord> query_words(const std::vector<std::string>& words) {
    std::vector<QueryWord> result;
    for (const std::string& word : words)
        result.push_back({stem_term(word), word, 1});
    return result;
}

std::vector<Xapian::docid> documents_of(const std::vector<ScoredHit>& hits) {
    std::vector<Xapian::docid> documents;
    for (const ScoredHit& hit : hits)
        documents.push_back(hit.document);
    return documents;
}

struct RankRequest {
    std::vector<QueryWord> words;
    RankModel model = parse_rank_model("default");
    FeedbackRequest feedback;
};

// All of ranking: plan, first pass, second look, feedback.
FeedbackResult rank_documents(const Xapian::Database& database, const RankRequest& request) {
    const RankPlan plan = plan_ranking(database, request.words, request.model);
    const Xapian::Query query = rank_query(plan);
    if (query.empty()) return {};
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(*make_weight(plan.model, plan.verbosity));
    const Xapian::Query& filter = request.feedback.filter;
    enquire.set_query(filter.empty() ? query
                                     : Xapian::Query(Xapian::Query::OP_FILTER, query, filter));
    return apply_feedback(database, plan,
                          refine(database, plan, scored_hits(enquire.get_mset(0, kRefined))),
                          request.feedback);
}

FeedbackResult ranked(const Xapian::Database& database, const std::vector<std::string>& words,
                      const std::string& model = "default", bool fill = false) {
    RankRequest request;
    request.words = query_words(words);
    request.model = parse_rank_model(model);
    request.feedback.fill = fill;
    return rank_documents(database, request);
}

bool same(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

bool holds(const std::string& text, const std::string& part) {
    INFO("text: " << text);
    return text.find(part) != std::string::npos;
}

std::string filler(const std::string& word, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += word + std::to_string(i) + " ";
    return text;
}

TEST_CASE("ranking models are read and printed", "[ranking]") {
    struct Row {
        std::string spec;
        std::string printed;
    };
    const std::vector<Row> rows{
        {"bm25", "bm25:k1=0.9,b=0.4,k2=0,k3=1,min_length=0.5"},
        {"bm25:k1=1.2,b=0.75", "bm25:k1=1.2,b=0.75,k2=0,k3=1,min_length=0.5"},
        {" BM25 : b = 1 ", "bm25:k1=0.9,b=1,k2=0,k3=1,min_length=0.5"},
        {"bm25:b=0.1,b=0.2", "bm25:k1=0.9,b=0.2,k2=0,k3=1,min_length=0.5"},
        {"ineb2:c=1.5", "ineb2:c=1.5"},
        {"lmdirichlet", "lmdirichlet:mu=2500"},
        {"lmdirichlet:mu=1e3", "lmdirichlet:mu=1e3"},
        {"tfidf:norm=Ltn", "tfidf:norm=Ltn"},
        {"dph", "dph"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.spec);
        const RankModel model = parse_rank_model(row.spec);
        CHECK(format_rank_model(model) == row.printed);
        CHECK(format_rank_model(parse_rank_model(row.printed)) == row.printed);
        CHECK(make_weight(model) != nullptr);
    }
    CHECK(parse_rank_model("default").is_default());
    for (const std::string& line : rank_model_help()) {
        CAPTURE(line);
        CHECK(make_weight(parse_rank_model(line.substr(0, line.find(' ')))) != nullptr);
    }
}

TEST_CASE("ranking models: mistakes name the choices", "[ranking]") {
    struct Row {
        std::string spec;
        std::string message;  // part of it
        std::string hint;     // part of it
    };
    const std::vector<Row> rows{
        {"", "unknown ranking model", "bm25"},
        {"bm26", "'bm26'", "ineb2"},
        {"bm25 k1=1", "unknown ranking model", "bm25"},
        {"bm25:", "no parameter ''", "k1, b"},
        {"bm25:k9=1", "no parameter 'k9'", "k1, b"},
        {"bm25:k1=1,", "no parameter ''", "k1, b"},
        {"bm25:k1", "needs a value", "k1=0.9"},
        {"bm25:k1=", "not a number", "k1=0.9"},
        {"bm25:k1=fast", "not a number", "k1=0.9"},
        {"bm25:k1=1x", "not a number", "k1=0.9"},
        {"bm25:k1=nan", "not a number", "k1=0.9"},
        {"bm25:k1=inf", "not a number", "k1=0.9"},
        {"bm25:k1=-1", "out of range", "at least 0"},
        {"bm25:b=1.1", "out of range", "at most 1"},
        {"ineb2:c=0", "out of range", "above 0"},
        {"dph:c=1", "no parameter 'c'", "none"},
        {"tfidf:norm=xyz", "norm", "ntn"},
        {"tfidf:norm=", "norm", "ntn"},
        {std::string(5000, 'x'), "...", "bm25"},
        {"bm25\x01\x1b",
         "'bm25?"
         "?'",
         "bm25"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.spec);
        try {
            parse_rank_model(row.spec);
            FAIL("no error");
        } catch (const Error& error) {
            CHECK(holds(error.what(), row.message));
            CHECK(holds(error.hint(), row.hint));
            CHECK(std::string(error.what()).size() < 200);
        }
    }
}

TEST_CASE("stop words go unless nothing else is left", "[ranking]") {
    struct Row {
        std::string language;
        std::vector<std::string> words;
        std::vector<bool> kept;
    };
    const std::vector<Row> rows{
        {"english", {"the", "siege", "of", "gaza"}, {false, true, false, true}},
        {"english", {"what", "is", "inflation"}, {false, false, true}},
        {"english", {"to", "be", "or", "not", "to", "be"}, {true, true, true, true, true, true}},
        {"english", {"the", "who"}, {true, true}},
        {"english", {"u.s", "will", "may"}, {true, false, false}},
        {"english", {"us", "trade"}, {false, true}},
        {"english", {}, {}},
        {"french", {"la", "guerre", "des", "etoiles"}, {false, true, false, true}},
        {"german", {"der", "siege", "uber"}, {false, true, false}},
        {"none", {"the", "siege"}, {true, true}},
        {"klingon", {"the"}, {true}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.language, row.words);
        CHECK(kept_words(row.language, row.words) == row.kept);
    }
    for (const std::string_view language : stop_word_languages()) {
        CAPTURE(language);
        CHECK_FALSE(is_stop_word(language, ""));
        CHECK_FALSE(is_stop_word(language, "president"));
    }
    CHECK(stop_word_languages().size() >= 7);
}

TEST_CASE("verbosity rises from three words to twelve", "[ranking]") {
    CHECK(query_verbosity(0) == 0);
    CHECK(query_verbosity(1) == 0);
    CHECK(query_verbosity(3) == 0);
    CHECK(same(query_verbosity(6), 1.0 / 3));
    CHECK(query_verbosity(12) == 1);
    CHECK(query_verbosity(10'000) == 1);
}

TEST_CASE("the default's formula, by hand", "[ranking]") {
    // Lengths count words and stems: 6, 4, 4, 2; mean 4.
    const Xapian::Database database =
        make_database({"oil oil price", "oil gold", "tin gold", "tin"});
    const RankModel model = parse_rank_model("default:exact=0,near=0,feedback=0");
    const RankPlan plan = plan_ranking(database, query_words({"oil"}), model);
    REQUIRE(plan.stems.size() == 1);
    // Two of four documents: odds 1, below 2, so log(1/2 + 1).
    CHECK(same(plan.stems[0].idf, std::log(1.5)));
    // Three occurrences in two documents, to the power 0.5.
    CHECK(same(plan.stems[0].factor, std::sqrt(1.5)));

    const auto hits = ranked(database, {"oil"}, "default:exact=0,near=0,feedback=0").hits;
    REQUIRE(documents_of(hits) == std::vector<Xapian::docid>{1, 2});
    const double first = std::sqrt(1.5) * std::log(1.5) * 1.9 * 2 / (2 + 0.9 * (0.6 + 0.4 * 1.5));
    const double second = std::sqrt(1.5) * std::log(1.5) * 1.9 * 1 / (1 + 0.9);
    CHECK(same(hits[0].score, first));
    CHECK(same(hits[1].score, second));
    CHECK(same(plan.stems[0].factor * plan.bm25_part(plan.stems[0], 2, 6), first));
    CHECK(plan.bm25_part(plan.stems[0], 0, 6) == 0);
    // Half the mean is the least length that counts.
    CHECK(same(plan.bm25_part(plan.stems[0], 1, 0), plan.bm25_part(plan.stems[0], 1, 2)));
}

TEST_CASE("planning a query", "[ranking]") {
    const Xapian::Database database = make_database({"oil prices rise", "gold prices fall", "tin"});
    const RankModel model = parse_rank_model("default");
    SECTION("repeated words count to the power 0.7") {
        const RankPlan plan = plan_ranking(database, query_words({"tin", "oil", "tin"}), model);
        REQUIRE(plan.stems.size() == 2);
        CHECK(plan.stems[0].term == "Ztin");
        CHECK(same(plan.stems[0].factor, std::pow(2, 0.7)));
        CHECK(same(plan.stems[1].factor, 1));
    }
    SECTION("forms of one stem are one stem and two words") {
        const RankPlan plan = plan_ranking(database, query_words({"prices", "price"}), model);
        CHECK(plan.stems.size() == 1);
        REQUIRE(plan.words.size() == 1);  // "price" is nowhere
        CHECK(plan.words[0].term == "prices");
    }
    SECTION("pairs join words up to three apart, once, and not a word with itself") {
        const RankPlan plan = plan_ranking(
            database, query_words({"oil", "prices", "rise", "gold", "oil", "oil"}), model);
        CHECK(plan.words.size() == 4);
        CHECK(plan.pairs.size() == 6);
    }
    SECTION("nothing known, nothing found") {
        CHECK(ranked(database, {"zinc", "lead"}).hits.empty());
        CHECK(ranked(database, {}).hits.empty());
        CHECK(ranked(Xapian::Database(), {"oil"}).hits.empty());
        CHECK(rank_query(plan_ranking(database, {}, model)).empty());
    }
    SECTION("long queries are bounded") {
        std::vector<QueryWord> words;
        for (int i = 0; i < 20'000; ++i)
            words.push_back({"Zw" + std::to_string(i), "oil", 1});
        const RankPlan plan = plan_ranking(database, words, model);
        CHECK(plan.stems.size() == kMaxPlannedWords);
    }
}

TEST_CASE("a second look prefers close pairs and exact forms", "[ranking]") {
    const std::string gap = filler("x", 30);
    const Xapian::Database database = make_database({
        "oil " + gap + "embargo",
        "oil embargo " + gap,
        gap + "gold",
        "tin " + gap,
        "zinc " + gap,
        "oils embargo" + std::string(" ") + gap,
    });
    SECTION("close pairs") {
        const auto plain = ranked(database, {"oil", "embargo"}, "default:near=0,exact=0").hits;
        REQUIRE(plain.size() == 3);
        CHECK(same(plain[0].score, plain[1].score));
        const auto hits = ranked(database, {"oil", "embargo"}, "default:exact=0").hits;
        REQUIRE(hits.size() == 3);
        CHECK(hits[0].document == 2);
        CHECK(hits[0].score > hits[1].score);
    }
    SECTION("exact forms") {
        const auto hits = ranked(database, {"oils"}, "default:near=0").hits;
        REQUIRE(hits.size() == 3);
        CHECK(hits[0].document == 6);
    }
    SECTION("in the query itself") {
        const RankPlan plan =
            plan_ranking(database, query_words({"oil", "embargo"}), parse_rank_model("default"));
        Xapian::Enquire enquire(database);
        enquire.set_query(rank_query(plan, true));
        enquire.set_weighting_scheme(*make_weight(plan.model, plan.verbosity));
        CHECK(documents_of(scored_hits(enquire.get_mset(0, 10)))[0] == 2);
    }
    SECTION("other models are left alone") {
        const RankPlan plan =
            plan_ranking(database, query_words({"oil", "embargo"}), parse_rank_model("bm25"));
        const std::vector<ScoredHit> hits{{2, 3.0}, {1, 2.0}};
        CHECK(documents_of(refine(database, plan, hits)) == documents_of(hits));
    }
}

TEST_CASE("a filter decides which documents are ranked", "[ranking]") {
    const Xapian::Database database =
        make_database({"oil gold", "oil tin", "gold tin", "oil oil tin"});
    RankRequest request;
    request.words = query_words({"oil"});
    request.feedback.filter = Xapian::Query("tin");
    CHECK(documents_of(rank_documents(database, request).hits) == std::vector<Xapian::docid>{4, 2});
    request.feedback.fill = true;  // what is filled in keeps to the filter
    for (const Xapian::docid document : documents_of(rank_documents(database, request).hits)) {
        CHECK(document != 1);
    }

    const RankPlan plan = plan_ranking(database, request.words, request.model);
    Xapian::Enquire enquire(database);
    enquire.set_query(limit_to(Xapian::Query("tin"), rank_query(plan)));
    enquire.set_weighting_scheme(*make_weight(plan.model));
    CHECK(documents_of(scored_hits(enquire.get_mset(0, 10))) ==
          std::vector<Xapian::docid>{4, 2, 3});
}

TEST_CASE("feedback finds what the best hits share", "[ranking]") {
    std::vector<std::string> texts{"oil barrel opec", "oil barrel opec crude", "barrel opec crude"};
    for (int i = 0; i < 30; ++i)
        texts.push_back(filler("y" + std::to_string(i) + "q", 3));
    const Xapian::Database database = make_database(texts);
    const RankModel model = parse_rank_model("default");
    const RankPlan plan = plan_ranking(database, query_words({"oil"}), model);
    const std::vector<ScoredHit> hits{{1, 2.0}, {2, 1.0}};

    const auto terms = feedback_terms(database, plan, hits, 10, 3);
    REQUIRE(terms.size() == 3);
    double sum = 0;
    for (const ExpansionTerm& term : terms) {
        CHECK(term.term[0] == 'Z');
        CHECK(term.in_query == (term.term == "Zoil"));
        sum += term.weight;
    }
    CHECK(same(sum, 1));
    CHECK(feedback_terms(database, plan, {}, 10, 3).empty());
    CHECK(feedback_terms(database, plan, hits, 0, 3).empty());
    CHECK(feedback_terms(database, plan, hits, 10, 0).empty());

    SECTION("fills up a short list, below what matches") {
        const FeedbackResult result = ranked(database, {"oil"}, "default", true);
        REQUIRE(result.hits.size() == 3);
        CHECK(result.hits.back().document == 3);
        CHECK(result.hits.back().score < result.hits[1].score);
        CHECK(ranked(database, {"oil"}, "bm25", true).hits.size() == 2);
    }
    SECTION("expands and says so") {
        RankRequest request;
        request.words = query_words({"oil"});
        request.feedback.expand = true;
        const FeedbackResult result = rank_documents(database, request);
        CHECK(result.expansion.applied);
        CHECK_FALSE(result.expansion.reason.empty());
        CHECK_FALSE(result.expansion.terms.empty());
        CHECK(result.hits.size() == 3);
    }
    SECTION("leaves alone a query whose first hit stands out, or that found nothing") {
        const Expansion ahead = decide_expansion(database, plan, {{1, 9.0}, {2, 1.0}});
        CHECK_FALSE(ahead.applied);
        CHECK(ahead.reason == "the first hit stands out");
        CHECK(ahead.terms.empty());
        CHECK_FALSE(decide_expansion(database, plan, {}).applied);
    }
}

TEST_CASE("merging and filling lists", "[ranking]") {
    const std::vector<ScoredHit> hits{{1, 8.0}, {2, 6.0}, {3, 5.0}, {4, 4.0}, {5, 1.0}};
    const std::vector<ScoredHit> feedback{{9, 2.0}, {5, 1.8}, {4, 0.2}};
    CHECK(documents_of(merge_feedback(hits, feedback, 10)) ==
          std::vector<Xapian::docid>{1, 2, 3, 4, 5, 9});
    // The first ten keep their places, whatever feedback says; beyond them it decides.
    std::vector<ScoredHit> many;
    for (Xapian::docid document = 1; document <= 13; ++document)
        many.push_back({document, 20.0 - document});
    CHECK(documents_of(merge_feedback(many, {{99, 5.0}, {13, 4.0}, {1, 0.5}}, 20)) ==
          std::vector<Xapian::docid>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 99, 11, 12});
    CHECK(documents_of(merge_feedback(hits, feedback, 2)) == std::vector<Xapian::docid>{1, 2});
    CHECK(documents_of(merge_feedback(hits, {}, 10)) == documents_of(hits));
    CHECK(merge_feedback({}, {}, 10).empty());
    const auto merged = merge_feedback(hits, feedback, 10);
    for (std::size_t i = 1; i < merged.size(); ++i)
        CHECK(merged[i - 1].score >= merged[i].score);

    CHECK(documents_of(fill_hits({{5, 1.0}}, feedback, 3)) == std::vector<Xapian::docid>{5, 9, 4});
    CHECK(documents_of(fill_hits({{5, 1.0}}, feedback, 2)) == std::vector<Xapian::docid>{5, 9});
    CHECK(fill_hits({}, feedback, 3).empty());
    CHECK(documents_of(fill_hits(hits, feedback, 3)) == documents_of(hits));
}

}  // namespace
}  // namespace dateline
