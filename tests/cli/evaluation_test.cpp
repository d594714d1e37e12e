// Scores of runs through the installed program; beside an independent script's where there is one.
#include <cmath>
#include <map>
#include <random>

#include "tests/catch.h"
#include "tests/cli/process.h"
#include "tests/support/temporary_folder.h"

using namespace dateline::testing;

namespace {

// Fields of a line of scores: run, metric, value, and what follows.
std::vector<std::string> fields_of(const std::string& line) {
    std::vector<std::string> fields(1);
    for (const char byte : line) {
        if (byte == '\t') {
            fields.emplace_back();
        } else {
            fields.back() += byte;
        }
    }
    return fields;
}

// "run metric query" -> value as printed, "run metric" -> mean, "run metric difference" and "… p"
// -> of --compare.
std::map<std::string, double> scores_of(const std::string& output) {
    std::map<std::string, double> scores;
    for (const std::string& line : lines_of(output)) {
        const std::vector<std::string> fields = fields_of(line);
        if (fields.size() < 4) continue;
        const std::string run = fields[0] + " " + fields[1];
        const bool is_mean = fields[3].ends_with(" queries");
        const std::string key = is_mean ? run : run + " " + fields[3];
        scores[key] = std::stod(fields[2]);
        if (fields.size() < 6) continue;
        scores[run + " difference"] = std::stod(fields[4]);
        scores[run + " p"] = std::stod(fields[5].substr(fields[5].find('=') + 1));
    }
    return scores;
}

// Judgements of 40 queries and two runs, made by chance: grades of 0 to 3, equal scores, queries
// without a run.
struct Files {
    TemporaryFolder folder;
    std::string qrels = folder / "qrels.tsv";
    std::vector<std::string> runs{folder / "a.run", folder / "b.run"};

    Files() {
        std::mt19937 random(11);
        std::string judgements = "query-id\tcorpus-id\tscore\n";
        std::string texts[2];
        for (int query = 1; query <= 40; ++query) {
            for (int document = 0; document < 60; ++document) {
                const std::string id = "d" + std::to_string(document);
                const auto grade = random() % 5 == 0 ? random() % 4 : 0;
                if (document == 0 || grade > 0) {
                    judgements += "q" + std::to_string(query) + "\t" + id + "\t" +
                                  std::to_string(document == 0 ? 1 : grade) + "\n";
                }
                for (unsigned run = 0; run < 2; ++run) {
                    const auto score = random() % 30 + (run == 1 ? 6 * grade : grade);
                    if (random() % 6 == 0 || (query % 13 == 0 && run == 0)) continue;
                    texts[run] += "q" + std::to_string(query) + " Q0 " + id + " 1 " +
                                  std::to_string(score) + " x\n";
                }
            }
        }
        write_file(qrels, judgements);
        write_file(runs[0], texts[0]);
        write_file(runs[1], texts[1]);
    }
};

}  // namespace

TEST_CASE("evaluation: scores of each query average to the mean", "[cli][evaluate]") {
    const Files files;
    const ProcessResult result = search({"--qrels", files.qrels, "--per-query", files.runs[0]});
    REQUIRE_STATUS(result, 0);
    const std::map<std::string, double> scores = scores_of(result.out);
    for (const std::string metric : {"ndcg@10", "map", "p@10", "recall@100", "mrr"}) {
        CAPTURE(metric);
        const std::string run = files.runs[0] + " " + metric;
        double sum = 0;
        for (int query = 1; query <= 40; ++query)
            sum += scores.at(run + " q" + std::to_string(query));
        CHECK(std::abs(sum / 40 - scores.at(run)) < 1e-4);
        CHECK(scores.at(run + " q13") == 0);  // not in the run
    }
    const ProcessResult compared =
        search({"--qrels", files.qrels, "--compare", files.runs[0], files.runs[1]});
    REQUIRE_STATUS(compared, 0);
    CHECK(scores_of(compared.out).at(files.runs[1] + " ndcg@10 p") < 0.001);
    CHECK_STATUS(search({"--qrels", files.qrels, files.folder / "none.run"}), 2);
}

TEST_CASE("evaluation: --rank help lists models as they may be given", "[cli][evaluate]") {
    const ProcessResult help = search({"--rank", "help"});
    REQUIRE_STATUS(help, 0);
    CHECK(help.err.empty());
    const std::vector<std::string> lines = lines_of(help.out);
    CHECK(lines.size() == 19);
    CHECK(lines.front().starts_with("default:k1=0.9,b=0.4,burst="));
    for (const std::string& line : lines) {
        // Taken as a model, then only the index is missing.
        const ProcessResult result =
            search({"-d", "/nonexistent", "--rank", line.substr(0, line.find("  ")), "word"});
        CAPTURE(line);
        CHECK_STATUS(result, 2);
        CHECK(result.err.find("ranking model") == std::string::npos);
        CHECK(result.err.find("/nonexistent") != std::string::npos);
    }
}

TEST_CASE("evaluation: the same as an independent script", "[cli][evaluate][shared]") {
    const std::string script = shared_folder() + "/eval/score_run.py";
    if (shared_folder().empty() || !std::filesystem::exists(script)) {
        WARN("NOT TESTED: set DATELINE_SHARED to the folder with eval/score_run.py");
        return;
    }
    const Files files;
    const std::string metrics = "ndcg@10,ndcg@3,map,p@5,p@10,recall@20,recall@100,mrr";
    std::vector<std::string> arguments{script,        files.qrels, files.runs[0],
                                       files.runs[1], "--compare", "--per-query"};
    for (const std::string metric :
         {"ndcg@10", "ndcg@3", "map", "p@5", "p@10", "recall@20", "recall@100", "mrr"}) {
        arguments.insert(arguments.end(), {"--metric", metric});
    }
    const ProcessResult theirs = run("/usr/bin/python3", arguments);
    REQUIRE_STATUS(theirs, 0);
    const ProcessResult ours = search({"--qrels", files.qrels, "--metrics", metrics, "--per-query",
                                       "--compare", files.runs[0], files.runs[1]});
    REQUIRE_STATUS(ours, 0);
    const std::map<std::string, double> expected = scores_of(theirs.out);
    const std::map<std::string, double> actual = scores_of(ours.out);
    REQUIRE(expected.size() > 8 * 2 * 40);
    for (const auto& [key, value] : expected) {
        CAPTURE(key, value);
        REQUIRE(actual.count(key) == 1);
        // The draws of the two randomisation tests differ.
        const double tolerance = key.ends_with(" p") ? 0.02 : 1.01e-4;
        if (std::abs(actual.at(key) - value) > tolerance) CHECK(actual.at(key) == value);
    }
}
