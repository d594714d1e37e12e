// What the program prints as JSON is what searcher/output/schema.md says.
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "searcher/output/analysis.h"
#include "searcher/output/output.h"
#include "tests/catch.h"
#include "tests/support/source_folder.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;
using nlohmann::json;

namespace {

// Members of one section of the document, by path.
struct Documented {
    std::set<std::string> all;
    std::set<std::string> required;
};

Documented documented(const std::string& heading) {
    std::ifstream file(source_folder() + "/searcher/output/schema.md");
    Documented result;
    std::string line;
    bool here = false;
    while (std::getline(file, line)) {
        if (line.starts_with("## ")) here = line == "## " + heading;
        if (!here || !line.starts_with("- `")) continue;
        const std::size_t end = line.find('`', 3);
        const std::string path = line.substr(3, end - 3);
        result.all.insert(path);
        if (line.compare(end + 1, 2, " ?") != 0) result.required.insert(path);
    }
    return result;
}

// Names below these are any, "NAME" in the document.
bool any_names(const std::string& path) {
    return path == "facets" || path == "hits[].metadata";
}

// The paths of all members, of lists those of the elements.
void collect(const json& value, const std::string& path, std::set<std::string>& paths) {
    if (value.is_object()) {
        for (const auto& member : value.items()) {
            const std::string name = any_names(path) ? "NAME" : member.key();
            const std::string inner = path.empty() ? name : path + "." + name;
            if (inner == "tree.parts") {  // nodes like the tree
                paths.insert("tree.parts[]");
                for (const json& node : member.value())
                    collect(node, "tree", paths);
                continue;
            }
            collect(member.value(), inner, paths);
        }
        if (!path.empty()) paths.insert(path);
        return;
    }
    if (value.is_array()) {
        // Pairs of offsets, and metadata with several values.
        const bool whole = path.ends_with("marks[]") || path.starts_with("hits[].metadata.");
        if (whole) {
            paths.insert(path);
            return;
        }
        paths.insert(path + "[]");
        for (const json& element : value)
            collect(element, path + "[]", paths);
        return;
    }
    paths.insert(path);
}

// Parents that the document leaves to their members.
bool is_parent(const std::string& path, const Documented& known) {
    const auto below = known.all.lower_bound(path + ".");
    return below != known.all.end() && below->starts_with(path + ".");
}

void check(const std::set<std::string>& printed, const Documented& known) {
    for (const std::string& path : printed) {
        CAPTURE(path);
        CHECK((known.all.count(path) == 1 || is_parent(path, known)));
    }
}

TestIndex& corpus() {
    static TestIndex index = TestIndex::of_paths({source_folder() + "/corpus/articles"});
    return index;
}

json search_json(const std::string& query, const std::optional<SimilarTo>& similar = {}) {
    SearchRequest request;
    request.query = corpus().parse(query);
    request.text = query;
    request.limit = 100;
    request.significant = 5;
    request.similar = similar;
    request.by_story = true;
    request.timeline = DateField::Published;
    request.facets.push_back(parse_facet("month", {}));
    request.facets.push_back(parse_facet("source:2", {}));
    const SearchResults results = corpus().searcher().search(request);
    std::ostringstream out;
    print_json(results, {query, "x", 56, *make_day(2024, 9, 10), 0}, out);
    return json::parse(out.str());
}

}  // namespace

TEST_CASE("json: every member of a search is documented, and the reverse", "[output][schema]") {
    const Documented known = documented("Search");
    REQUIRE(known.all.size() > 50);
    std::set<std::string> printed;
    collect(search_json("the OR said OR date:<2030 OR date:undated"), "", printed);
    collect(search_json("the harbour OR xyzzyx"), "", printed);
    collect(search_json("goverment xyzzyx OR goverment"), "", printed);
    collect(search_json("said OR date:undated", SimilarTo{"", "harbour ferry government police"}),
            "", printed);
    check(printed, known);
    // Members that the samples give no reason for.
    const std::set<std::string> rare{"hits[].related",
                                     "hits[].metadata.NAME",
                                     "hits[].language",
                                     "hits[].similar_articles[].source",
                                     "hits[].similar_articles[].credits[]",
                                     "hits[].truncated",
                                     "suggestion.changes[]"};
    for (const std::string& path : known.all) {
        CAPTURE(path);
        if (path.starts_with("timeline.peaks[]")) continue;  // the sample may have none
        CHECK((printed.count(path) == 1 || rare.count(path) == 1));
    }
}

TEST_CASE("json: what --analyze and --explain print is documented", "[output][schema]") {
    SearchRequest request;
    const std::string query = "the said xyzzyx OR said date:2024 title:harbour";
    request.query = corpus().parse(query);
    request.filters.push_back(corpus().parse("said OR (date:2024 source:x)"));
    std::ostringstream analysis;
    print_analysis_json(corpus().searcher().analyze(request), query, analysis);
    std::set<std::string> printed;
    collect(json::parse(analysis.str()), "", printed);
    const Documented known = documented("`--analyze`");
    check(printed, known);
    for (const std::string& path : known.required) {
        CAPTURE(path);
        CHECK(printed.count(path) == 1);
    }

    request.query = corpus().parse("the said OR said police");
    request.filters = {corpus().parse("said")};
    const SearchResults results = corpus().searcher().search(request);
    REQUIRE_FALSE(results.hits.empty());
    const auto explanation = corpus().searcher().explain(request, results.hits[0].article.id);
    REQUIRE(explanation);
    std::ostringstream text;
    print_explanation_json(*explanation, results.hits[0].article, "the said", text);
    json document = json::parse(text.str());
    REQUIRE(document["filters"].size() == 1);
    std::set<std::string> node;
    collect(document["filters"][0], "tree", node);
    document["filters"] = json::array();
    std::set<std::string> explained;
    collect(document, "", explained);
    const Documented explain_known = documented("`--explain`");
    check(explained, explain_known);
    check(node, explain_known);
    for (const std::string& path : explain_known.all) {
        CAPTURE(path);
        CHECK(explained.count(path) == 1);
    }
}
