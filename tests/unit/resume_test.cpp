#include "searcher/batch/resume.h"

#include <sstream>
#include <string>
#include <vector>

#include "common/error.h"
#include "tests/catch.h"

using namespace dateline;

namespace {

ResumePoint resume(const std::string& output, ResumeFormat format) {
    std::istringstream stream(output);
    return find_resume_point(stream, format, "out");
}

}  // namespace

TEST_CASE("the complete queries of an interrupted batch are found", "[resume]") {
    struct Case {
        std::string what;
        ResumeFormat format;
        std::string kept;  // the output up to the offset wanted
        std::string cut;   // and after it
        std::vector<std::string> complete;
    };
    const auto json = ResumeFormat::JsonLines;
    const auto trec = ResumeFormat::Trec;
    const auto tsv = ResumeFormat::TabSeparated;
    const std::string a1 = "{\"query_id\":\"a\",\"rank\":1}\n";
    const std::string a2 =
        "{\"rank\":2,\"query_id\":\"a\",\"hit\":{\"query_id\":\"z\",\"error\":1}}\n";
    const std::string b1 = "{\"query_id\":\"b\",\"title\":\"\\\"hits\\\":\"}\n";
    const std::string whole = "{\"query_id\":\"w\",\"total\":0,\"hits\":[]}\n";
    const std::string failed = "{\"query_id\":\"f\",\"error\":\"no\"}\n";
    const std::vector<Case> cases = {
        {"empty", json, "", "", {}},
        {"one group", json, "", a1 + a2, {}},
        {"two groups", json, a1 + a2, b1, {"a"}},
        {"cut in mid-line", json, a1 + a2, b1 + b1.substr(0, 10), {"a"}},
        {"only a cut line", json, "", a1.substr(0, 5), {}},
        {"a line without its line feed", json, "", a1 + b1.substr(0, b1.size() - 1), {}},
        {"whole answers", json, whole + failed + whole, "", {"w", "f", "w"}},
        {"whole answer, then cut", json, whole + failed, whole.substr(0, 8), {"w", "f"}},
        {"error after hits", json, a1 + failed, b1 + b1, {"a", "f"}},
        {"error ends a group of the same id",
         json,
         a1 + "{\"query_id\":\"a\",\"error\":\"\"}\n",
         b1,
         {"a", "a"}},
        {"NUL bytes after a crash", json, whole, std::string(50, '\0'), {"w"}},

        {"trec",
         trec,
         "1 Q0 a 1 2 t\n1 Q0 b 2 1 t\n2 Q0 a 1 1 t\n",
         "3 Q0 a 1 2 t\n3 Q0 b 2",
         {"1", "2"}},
        {"trec cut in the id", trec, "", "10 Q0 a 1 2 t\n1", {}},
        {"tsv with header", tsv, "query_id\trank\tid\n1\t1\ta b\n", "x y\t1\tb\n", {"1"}},
        {"tsv with nothing but a header", tsv, "query_id\trank\tid\n", "", {}},
        {"tsv with a cut header", tsv, "", "query_id\tra", {}},
        {"ids", tsv, "1\ta\n1\tb\n2\ta\n", "3\ta\n", {"1", "2"}},
        {"an id that comes twice", tsv, "1\ta\n2\ta\n1\ta\n", "3\ta\n", {"1", "2", "1"}},
    };
    for (const Case& test : cases) {
        CAPTURE(test.what);
        const ResumePoint point = resume(test.kept + test.cut, test.format);
        CHECK(point.offset == test.kept.size());
        CHECK(point.complete == test.complete);
    }
}

TEST_CASE("wherever output is cut, resuming completes it", "[resume]") {
    // Query b has no hits, and so leaves no trace.
    const std::vector<std::pair<std::string, std::string>> answers = {
        {"a", "a\t1\na\t2\n"},       {"b", ""}, {"c", "c\t1\n"}, {"d", ""},
        {"e", "e\t1\ne\t2\ne\t3\n"}, {"f", ""}};
    std::string whole;
    for (const auto& [id, text] : answers)
        whole += text;
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        CAPTURE(cut);
        std::string output = whole.substr(0, cut);
        ResumePoint point = resume(output, ResumeFormat::TabSeparated);
        output.resize(point.offset);
        ResumeFilter filter(std::move(point));
        for (const auto& [id, text] : answers) {
            BatchQuery query;
            query.id = id;
            if (!filter.skip(query)) output += text;
        }
        CHECK(filter.unmatched().empty());
        CHECK(output == whole);
    }
}

TEST_CASE("output of another batch is noticed", "[resume]") {
    const auto done = [](const std::string& output, const std::vector<std::string>& ids) {
        ResumeFilter filter(resume(output, ResumeFormat::Trec));
        std::string skipped;
        for (const std::string& id : ids) {
            BatchQuery query;
            query.id = id;
            skipped += filter.skip(query) ? '-' : '+';
        }
        return skipped + std::string(filter.unmatched());
    };
    const std::string output = "1 Q0 a 1 1 t\nq%202 Q0 a 1 1 t\n3 Q0 a 1 1 t\n";
    CHECK(done(output, {"1", "q 2", "3", "4"}) == "--++");
    CHECK(done(output, {"0", "1", "1b", "q%202", "3"}) == "----+");
    CHECK(done(output, {"1", "3", "4"}) == "---q%202");
    CHECK(done(output, {}) == "1");
    CHECK(done("", {"1"}) == "+");
}

TEST_CASE("what is not batch output is refused", "[resume]") {
    const std::vector<std::pair<std::string, ResumeFormat>> cases = {
        {"{\"query_id\":\"a\"}\nx\n", ResumeFormat::JsonLines},
        {"{\"query_id\":\"a\"}\n{\"id\":\"a\"}\n", ResumeFormat::JsonLines},
        {"{\"query_id\":\"a\"}\n{\"query_id\":7}\n", ResumeFormat::JsonLines},
        {"{\"query_id\":\"a\"}\n\n", ResumeFormat::JsonLines},
        {"{\"query_id\":\"a\"}\n[\"query_id\",\"a\"]\n", ResumeFormat::JsonLines},
        {"1 Q0 a 1 1 t\nx\n", ResumeFormat::Trec},
        {"1 Q0 a 1 1 t\n Q0 a 1 1 t\n", ResumeFormat::Trec},
        {"1\ta\nbare id\n", ResumeFormat::TabSeparated},
    };
    for (const auto& [output, format] : cases) {
        CAPTURE(output);
        std::string message;
        try {
            resume(output, format);
        } catch (const Error& error) {
            message = error.what();
        }
        CHECK(message == "out:2: not a line of batch output in this format");
    }
}
