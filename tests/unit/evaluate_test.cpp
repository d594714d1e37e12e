#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "common/error.h"
#include "searcher/evaluate/metrics.h"
#include "searcher/evaluate/qrels.h"
#include "searcher/evaluate/report.h"
#include "searcher/evaluate/trec_run.h"
#include "tests/catch.h"

using namespace dateline;

namespace {

// Judgements with grades, one query a line, and two runs with many ties. Query `none` has no
// relevant document, run A lacks q4 and has a query without judgements.
constexpr std::string_view kJudgements =
    "1 d14:1 d17:1 d19:2 d18:1 d6:3 d2:0 d12:-1\n"
    "2 d10:3 d7:-1 d16:1 d9:-1 d0:3 d1:0 d17:1\n"
    "10 d4:-1 d13:0 d12:3 d3:3 d17:1 d6:0 d16:-1\n"
    "q3 d6:1 d5:-1 d17:1 d19:-1 d12:-1 d14:-1 d7:-1\n"
    "q4 d11:0 d16:2 d4:2 d2:2 d19:1 d18:1 d7:0\n"
    "none d18:0 d0:0 d2:0 d17:0 d16:0 d10:0 d1:0\n";
constexpr std::string_view kRunA =
    "1 d14:0.125 d9:2.25 d4:0.5 d2:0.5 d1:0.5 d18:1 d6:1 d7:2.25 d10:0.5 d19:0.125 d16:2 d0:1.5\n"
    "2 d2:2.25 d0:-1 d18:1 d6:0.125 d16:-1 d14:1.5 d17:1.5 d7:0.5 d15:1.5 d11:1.5 d10:0.5 d1:2\n"
    "10 d6:0.125 d5:1.5 d12:2 d3:0.5 d1:0.5 d2:0.5 d16:1 d7:2.25 d4:-1 d0:1 d9:0.5 d18:2.25\n"
    "q3 d16:-1 d8:0.5 d7:1 d12:1 d18:2 d6:2.25 d13:-1 d9:0.125 d17:2.25 d4:2.25 d15:0.5 d2:1.5\n"
    "none d8:1.5 d13:2.25 d10:0.5 d12:2 d14:0.5 d7:1 d15:-1 d19:0.5 d1:2 d16:0.125 d17:2.25 d0:-1\n"
    "unjudged d1:1\n";
constexpr std::string_view kRunB =
    "1 d14:1.125 d9:2.25 d4:0.5 d2:1 d1:1.5 d18:1 d6:1 d7:3.25 d10:1 d19:1.125 d16:2 d0:2\n"
    "2 d2:2.25 d0:-1 d18:1 d6:0.125 d16:-1 d14:1.5 d17:2.5 d7:1.5 d15:1.5 d11:1.5 d10:1.5 d1:2\n"
    "10 d6:0.625 d5:2 d12:3 d3:0.5 d1:1.5 d2:0.5 d16:2 d7:2.25 d4:-1 d0:1.5 d9:0.5 d18:2.25\n"
    "q3 d16:-1 d8:0.5 d7:1 d12:1 d18:2.5 d6:3.25 d13:0 d9:0.125 d17:2.25 d4:2.25 d15:0.5 d2:2\n"
    "q4 d18:0.5 d1:-0.5 d0:2 d15:1.5 d11:2 d16:0.5 d4:1.5 d17:2 d12:3.25 d9:1.5 d19:0 d7:1.5\n"
    "none d8:2.5 d13:2.75 d10:0.5 d12:2.5 d14:1 d7:1 d15:-1 d19:0.5 d1:2.5 d16:1.125 d17:3.25 "
    "d0:-1\n";

// A line `query name:number …` of the above as lines made of the parts.
template <typename Line>
std::string expand(std::string_view compact, const Line& line) {
    std::string text;
    std::istringstream rows{std::string(compact)};
    for (std::string row; std::getline(rows, row);) {
        std::istringstream words(row);
        std::string query;
        words >> query;
        for (std::string word; words >> word;) {
            const std::size_t colon = word.find(':');
            text += line(query, word.substr(0, colon), word.substr(colon + 1));
        }
    }
    return text;
}

Qrels parse_qrels(const std::string& text) {
    std::istringstream stream(text);
    return read_qrels(stream, "Q");
}

Run parse_run(const std::string& text) {
    std::istringstream stream(text);
    return read_run(stream, "R");
}

Qrels judgements() {
    return parse_qrels(expand(kJudgements, [](const auto& query, const auto& name, const auto& n) {
        return query + " 0 " + name + " " + n + "\n";
    }));
}

Run run_of(std::string_view compact) {
    return parse_run(expand(compact, [](const auto& query, const auto& name, const auto& n) {
        return query + " Q0 " + name + " 1 " + n + " tag\n";
    }));
}

// The message and hint of the Error that `f` throws; empty if it throws none.
template <typename F>
std::string error_of(const F& f) {
    try {
        f();
    } catch (const Error& error) {
        return std::string(error.what()) + (error.hint().empty() ? "" : " | " + error.hint());
    }
    return "";
}

std::string show(const Qrels& qrels) {
    std::string text;
    for (const auto& [query, grades] : qrels) {
        const std::map<std::string, int> sorted(grades.begin(), grades.end());
        text += query + ":";
        for (const auto& [document, grade] : sorted) {
            text += " " + document + "=" + std::to_string(grade);
        }
        text += ";";
    }
    return text;
}

std::string show(const Run& run) {
    std::string text;
    for (const auto& [query, documents] : run) {
        text += query + ":";
        for (const std::string& document : documents)
            text += " " + document;
        text += ";";
    }
    return text;
}

bool near(double a, double b, double margin) {
    return std::abs(a - b) <= margin;
}

}  // namespace

TEST_CASE("judgements are read", "[evaluate]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", ""},
        {"1 0 a 2\n1 0 b 0\n", "1: a=2 b=0;"},
        {"query-id\tcorpus-id\tscore\n1\ta\t1\nq2\tb\t3\n", "1: a=1;q2: b=3;"},
        {"\xEF\xBB\xBFquery-id\tcorpus-id\tscore\r\n1\ta\t1\r\n", "1: a=1;"},
        {"1\ta\t1\n", "1: a=1;"},
        {"\n  \n1   0\ta  -1\n\n2 x a 1", "1: a=-1;2: a=1;"},
        {"1 0 a 1\n1 0 a 0\n", "1: a=0;"},
        {"1 0 a 1.9\n1 0 b -0.5\n1 0 c +2\n1 0 d 1e1\n", "1: a=1 b=0 c=2 d=10;"},
        {"query-id\tcorpus-id\tscore\n1\tflood in Assam.txt\t1\n", "1: flood%20in%20Assam.txt=1;"},
        {"query-id\tcorpus-id\tscore\n1\ttwo words\t1\n1\tb\t0\n", "1: b=0 two%20words=1;"},
        {"1\tmore than two words\t1\n", "1: more%20than%20two%20words=1;"},
    };
    for (const auto& [input, expected] : cases) {
        CAPTURE(input);
        CHECK(show(parse_qrels(input)) == expected);
    }
}

TEST_CASE("broken judgements are named by file and line", "[evaluate]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"1 0 a 1\n\n1 0\n", "Q:3: expected 3 (BEIR) or 4 (TREC) fields, found 2"},
        {"1 0 a 1 x\n", "Q:1: expected 3 (BEIR) or 4 (TREC) fields, found 5"},
        {"1 0 a yes\n", "Q:1: the grade is not a number: yes"},
        {"1 0 a 1x\n", "Q:1: the grade is not a number: 1x"},
        {"1 0 a nan\n", "Q:1: the grade is not a number: nan"},
        {"1 0 a +-1\n", "Q:1: the grade is not a number: +-1"},
        {"1 0 a 1e400\n", "Q:1: the grade is not a number: 1e400"},
        {"1 0 a inf\n", "Q:1: the grade is out of range"},
        {"1 0 a 3000000000\n", "Q:1: the grade is out of range"},
        {"1 0 a 1\nquery-id\tcorpus-id\tscore\n", "Q:2: the grade is not a number: score"},
        {"1 0 a 1\n" + std::string(70000, 'x'), "Q:2: line of over 64 KiB"},
    };
    for (const auto& [input, expected] : cases) {
        CAPTURE(input.substr(0, 100));
        CHECK(error_of([&, text = input] { parse_qrels(text); }) == expected);
    }
}

TEST_CASE("runs are ordered by score and then by falling id", "[evaluate]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", ""},
        {"1 Q0 a 1 2.5 t\n1 Q0 b 2 3.5 t\n2 Q0 c 1 0 t", "1: b a;2: c;"},
        {"1 Q0 a 1 1 t\n1 Q0 c 2 1 t\n1 Q0 b 3 1.0 t\n", "1: c b a;"},
        {"1 Q0 d9 1 1 t\n1 Q0 d10 2 1 t\n1 Q0 é 3 1 t\n", "1: é d9 d10;"},
        {"1 Q0 a 9 -1e-3 t\r\n\r\n2 Q0 a 1 1 t\r\n1 Q0 b 1 -inf t\n", "1: a b;2: a;"},
        {"1 Q0 a 1 1.00000001 t\n1 Q0 b 1 1 t\n", "1: a b;"},
    };
    for (const auto& [input, expected] : cases) {
        CAPTURE(input);
        CHECK(show(parse_run(input)) == expected);
    }
    const std::vector<std::pair<std::string, std::string>> errors = {
        {"1 Q0 a 1 1\n",
         "R:1: expected the 6 fields of a TREC run (query Q0 document rank score tag), found 5"},
        {"\n1 Q0 a 1 high t\n", "R:2: the score is not a number: high"},
        {"1 Q0 a 1 nan t\n", "R:1: the score is not a number: nan"},
        {"1 Q0 a 1 3 t\n1 Q0 b 2 2 t\n2 Q0 a 1 1 t\n1 Q0 a 3 1 t\n",
         "R:4: query 1 ranks document a twice (first in line 1)"},
    };
    for (const auto& [input, expected] : errors) {
        CAPTURE(input);
        CHECK(error_of([&, text = input] { parse_run(text); }) == expected);
    }
}

TEST_CASE("metrics agree with an independent script", "[evaluate]") {
    // Computed in Python from the definitions of trec_eval: values of the queries 1, 10, 2, q3, q4
    // with run A, means of run A and B, p-value of their difference with another generator.
    struct Case {
        std::string metric;
        std::vector<double> queries;
        double mean_a;
        double mean_b;
        double p;
    };
    const std::vector<Case> cases = {
        {"ndcg@3",
         {0.000000, 0.278149, 0.092716, 0.919721, 0.000000},
         0.25811728,
         0.27097568,
         1.0000},
        {"ndcg@10",
         {0.271852, 0.453642, 0.240937, 0.919721, 0.000000},
         0.37723029,
         0.52834989,
         0.1241},
        {"ndcg",
         {0.420277, 0.453642, 0.428052, 0.919721, 0.000000},
         0.44433839,
         0.57675620,
         0.2483},
        {"map", {0.227879, 0.194444, 0.290404, 0.833333, 0.000000}, 0.30921212, 0.41304690, 0.1860},
        {"map@5",
         {0.040000, 0.111111, 0.083333, 0.833333, 0.000000},
         0.21355556,
         0.26666667,
         0.4980},
        {"p@4", {0.000000, 0.250000, 0.250000, 0.500000, 0.000000}, 0.20000000, 0.20000000, 1.0000},
        {"p@10",
         {0.200000, 0.200000, 0.200000, 0.200000, 0.000000},
         0.16000000,
         0.26000000,
         0.5043},
        {"p", {0.004000, 0.002000, 0.004000, 0.002000, 0.000000}, 0.00240000, 0.00320000, 1.0000},
        {"recall@5",
         {0.200000, 0.333333, 0.250000, 1.000000, 0.000000},
         0.35666667,
         0.31666667,
         1.0000},
        {"recall@100",
         {0.800000, 0.666667, 1.000000, 1.000000, 0.000000},
         0.69333333,
         0.85333333,
         1.0000},
        {"mrr", {0.200000, 0.333333, 0.333333, 1.000000, 0.000000}, 0.37333333, 0.66190476, 0.2534},
        {"mrr@2",
         {0.000000, 0.000000, 0.000000, 1.000000, 0.000000},
         0.20000000,
         0.60000000,
         0.5043},
    };
    const Qrels qrels = judgements();
    const std::vector<std::string> queries = {"1", "10", "2", "q3", "q4"};
    for (const Case& test : cases) {
        CAPTURE(test.metric);
        const auto metrics = parse_metrics(test.metric);
        const Evaluation a = evaluate(metrics, run_of(kRunA), qrels);
        const Evaluation b = evaluate(metrics, run_of(kRunB), qrels);
        CHECK(a.queries == 5);
        CHECK(a.missing == 1);
        CHECK(a.unjudged == 2);
        CHECK(b.missing == 0);
        REQUIRE(a.metrics.size() == 1);
        const MetricScores& scores = a.metrics[0];
        REQUIRE(scores.queries.size() == queries.size());
        for (std::size_t i = 0; i < queries.size(); ++i) {
            CAPTURE(queries[i], scores.queries[i].value);
            CHECK(scores.queries[i].query == queries[i]);
            CHECK(near(scores.queries[i].value, test.queries[i], 1e-6));
        }
        CHECK(near(scores.mean, test.mean_a, 1e-8));
        CHECK(near(b.metrics[0].mean, test.mean_b, 1e-8));
        const RunComparison comparison = compare(scores, b.metrics[0]);
        CAPTURE(comparison.p);
        CHECK(near(comparison.difference, test.mean_b - test.mean_a, 2e-8));
        CHECK(near(comparison.p, test.p, 0.015));
        CHECK(compare(scores, b.metrics[0]).p == comparison.p);
        CHECK(compare(b.metrics[0], scores).p == comparison.p);
        CHECK(compare(scores, scores).p == 1);
    }
}

TEST_CASE("the randomisation test finds what is there", "[evaluate]") {
    // 100 queries: with every one better by the same, no assignment of signs but two is as extreme.
    MetricScores first;
    MetricScores better;
    MetricScores mixed;
    for (int i = 0; i < 100; ++i) {
        const std::string query = std::to_string(i);
        first.queries.push_back({query, 0.5});
        better.queries.push_back({query, 0.6});
        mixed.queries.push_back({query, i % 2 == 0 ? 0.6 : 0.4});
    }
    first.mean = 0.5;
    better.mean = 0.6;
    mixed.mean = 0.5;
    CHECK(compare(first, better).p == 1.0 / (kRandomisationDraws + 1.0));
    CHECK(compare(first, better).better == 100);
    CHECK(compare(first, mixed).p == 1);
    CHECK(compare(first, mixed).better == 50);
    CHECK(compare(first, mixed).worse == 50);
    mixed.queries.pop_back();
    CHECK_THROWS_AS(compare(first, mixed), Error);
    better.metric.name = "map";
    CHECK_THROWS_AS(compare(first, better), Error);
}

TEST_CASE("lists of metrics are read", "[evaluate]") {
    const auto names = [](std::string_view list) {
        std::string text;
        for (const Metric& metric : parse_metrics(list)) {
            text += metric.name + "=" + std::to_string(metric.cutoff) + ";";
        }
        return text;
    };
    CHECK(names(kDefaultMetrics) == "ndcg@10=10;map=1000;p@10=10;recall@100=100;mrr=1000;");
    CHECK(names(" NDCG@5 , MAP@20") == "ndcg@5=5;map@20=20;");
    for (const std::string list : {"", "ndcg,", "ndcg@", "ndcg@0", "ndcg@-1", "ndcg@1.5", "f1",
                                   "p@10x", "ndcg 10", "@10", "p@99999999999999999999"}) {
        CAPTURE(list);
        const std::string message = error_of([&] { parse_metrics(list); });
        CHECK(message.find("unknown metric '") == 0);
        CHECK(message.find("ndcg, map, p, recall and mrr") != std::string::npos);
    }
}

TEST_CASE("judgements without a relevant document cannot be scored", "[evaluate]") {
    CHECK(error_of([] { evaluate(parse_metrics("map"), {}, parse_qrels("1 0 a 0\n")); }) ==
          "no query of the judgements has a relevant document");
}

TEST_CASE("scores are printed as tab-separated lines", "[evaluate]") {
    const Qrels qrels = judgements();
    const auto metrics = parse_metrics("map,mrr");
    const Evaluation a = evaluate(metrics, run_of(kRunA), qrels);
    const Evaluation b = evaluate(metrics, run_of(kRunB), qrels);
    std::ostringstream out;
    write_scores(out, "a.txt", a, true);
    CHECK(out.str() ==
          "a.txt\tmap\t0.3092\t5 queries\na.txt\tmap\t0.2279\t1\na.txt\tmap\t0.1944\t10\n"
          "a.txt\tmap\t0.2904\t2\na.txt\tmap\t0.8333\tq3\na.txt\tmap\t0.0000\tq4\n"
          "a.txt\tmrr\t0.3733\t5 queries\na.txt\tmrr\t0.2000\t1\na.txt\tmrr\t0.3333\t10\n"
          "a.txt\tmrr\t0.3333\t2\na.txt\tmrr\t1.0000\tq3\na.txt\tmrr\t0.0000\tq4\n");
    out.str("");
    write_scores(out, "b", b, false, &a);
    CHECK(out.str() ==
          "b\tmap\t0.4130\t5 queries\t+0.1038\tp=0.1906\t+4 -1\n"
          "b\tmrr\t0.6619\t5 queries\t+0.2886\tp=0.2511\t+3 -1\n");
    out.str("");
    write_scores(out, "a", a, false, &a);
    CHECK(out.str() ==
          "a\tmap\t0.3092\t5 queries\t+0.0000\tp=1.0000\t+0 -0\n"
          "a\tmrr\t0.3733\t5 queries\t+0.0000\tp=1.0000\t+0 -0\n");
    out.str("");
    write_coverage(out, "a", a);
    CHECK(out.str() ==
          "a: 1 query of 5 judged not in the run, counted as 0\n"
          "a: 2 queries without a relevant document in the judgements, left out\n");
    out.str("");
    write_coverage(
        out, "b",
        evaluate(metrics, {{"1", {}}, {"10", {}}, {"2", {}}, {"q3", {}}, {"q4", {}}}, qrels));
    CHECK(out.str().empty());
}

TEST_CASE("ids in runs have no blanks", "[evaluate]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"a", "a"},
        {"http://x/a%20b?c", "http://x/a%20b?c"},
        {"100%", "100%"},
        {"a b", "a%20b"},
        {"100% a\tb", "100%25%20a%09b"},
        {" ", "%20"},
        {std::string("a\0b", 3), "a%00b"},
        {"a\xC2\xA0"
         "b",
         "a%C2%A0b"},
        {"a\xE3\x80\x80", "a%E3%80%80"},
        {"naïve 记", "naïve%20记"},
        {"naïve", "naïve"},
        {"\xC2", "\xC2"},
        // What a terminal would obey.
        {"a\x1b[5m", "a%1B[5m"},
        {"a\xC2\x9B"
         "5m",
         "a%C2%9B5m"},
        {"\xC2\x9B", "%C2%9B"},
        {"a\xE2\x80\xAE\xE2\x81\xA6", "a%E2%80%AE%E2%81%A6"},
    };
    for (const auto& [id, expected] : cases) {
        CAPTURE(id);
        CHECK(trec_id(id) == expected);
    }
    CHECK_THROWS_AS(trec_id(""), Error);
}

TEST_CASE("runs are written with scores that agree with the ranks", "[evaluate]") {
    struct Case {
        std::vector<double> scores;
        std::string printed;
    };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double inf = std::numeric_limits<double>::infinity();
    const std::vector<Case> cases = {
        {{12.5, 3.25, 0}, "12.5 3.25 0"},
        {{2, 2, 2}, "2 1.999999 1.9999981"},
        {{2, 1.9999999, 1.9999989}, "2 1.999999 1.9999981"},
        {{0, 0, -1}, "0 -1e-06 -1"},
        {{1, 2}, "1 0.999999"},
        {{100, 100}, "100 99.99999"},
        {{nan, nan, 1}, "0 -1e-06 -2e-06"},
        {{inf, inf, 5, -inf}, "1e+30 9.9999994e+29 5 -1e+30"},
        {{1e-12, 1e-13}, "1e-12 -9.99999e-07"},
    };
    for (const Case& test : cases) {
        CAPTURE(test.printed);
        std::vector<ScoredId> hits;
        for (const double score : test.scores)
            hits.push_back({"d", score});
        std::istringstream lines(format_run("q", hits, ""));
        std::string printed;
        std::string query, q0, document, rank, score, tag;
        std::size_t at = 0;
        while (lines >> query >> q0 >> document >> rank >> score >> tag) {
            CHECK(query + q0 + document + tag == "qQ0ddateline");
            CHECK(rank == std::to_string(++at));
            printed += (printed.empty() ? "" : " ") + score;
        }
        CHECK(printed == test.printed);
    }
    CHECK(format_run("q 1", {{"a b", 1}}, "my tag") == "q%201 Q0 a%20b 1 1 my%20tag\n");
    CHECK(format_run("q", {}, "t").empty());
    CHECK_THROWS_AS(format_run("", {{"a", 1}}, "t"), Error);
    CHECK_THROWS_AS(format_run("q", {{"", 1}}, "t"), Error);
}

TEST_CASE("a run that is written and read keeps its order", "[evaluate]") {
    std::mt19937 random(3);
    for (const double scale : {0.0, 1e-9, 1e-6, 1e-3, 1.0, 30.0, 1e6, 1e12}) {
        CAPTURE(scale);
        std::vector<std::string> ids;
        std::vector<double> scores;
        for (int i = 0; i < 2000; ++i) {
            ids.push_back("d" + std::to_string(i));
            // Many ties, and many differences too small to print.
            const auto coarse = static_cast<double>(random() % 400);
            const auto fine = static_cast<double>(random() % 3);
            scores.push_back(scale * (5 + coarse / 400 + fine * 1e-9));
        }
        std::sort(scores.rbegin(), scores.rend());
        std::shuffle(ids.begin(), ids.end(), random);
        std::vector<ScoredId> hits;
        for (std::size_t i = 0; i < ids.size(); ++i)
            hits.push_back({ids[i], scores[i]});
        const std::string text = format_run("q", hits, "t");
        CHECK(parse_run(text).at("q") == ids);
        // As trec_eval keeps scores: in single precision.
        std::istringstream lines(text);
        float before = std::numeric_limits<float>::infinity();
        bool falling = true;
        std::string query, q0, document, rank, score, tag;
        while (lines >> query >> q0 >> document >> rank >> score >> tag) {
            const float value = std::strtof(score.c_str(), nullptr);
            falling = falling && value < before;
            before = value;
        }
        CHECK(falling);
    }
}
