// Sample articles and a news collection that are not part of the project: their folder is given by
// the environment variable DATELINE_SHARED. Without it these tests say so and pass.
#include <algorithm>
#include <array>
#include <set>

#include <nlohmann/json.hpp>
#include <zlib.h>

#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"

using namespace dateline::testing;
using nlohmann::json;

namespace {

// The path, or "" after a message if it is not there.
std::string shared_path(const std::string& name) {
    const std::string folder = shared_folder();
    if (folder.empty()) {
        WARN("NOT TESTED: set DATELINE_SHARED to the folder with " + name);
        return "";
    }
    if (!std::filesystem::exists(folder + "/" + name)) {
        WARN("NOT TESTED: there is no " + name + " in $DATELINE_SHARED");
        return "";
    }
    return folder + "/" + name;
}

std::string gunzip(const std::string& path) {
    gzFile file = gzopen(path.c_str(), "rb");
    if (!file) throw std::runtime_error("cannot open " + path);
    std::string text;
    std::array<char, 1 << 16> buffer{};
    int count = 0;
    while ((count = gzread(file, buffer.data(), buffer.size())) > 0)
        text.append(buffer.data(), static_cast<std::size_t>(count));
    gzclose_r(file);
    if (count < 0) throw std::runtime_error("cannot read " + path);
    return text;
}

// Words by a tokeniser of the test's own, for English in ASCII: letters and digits, lower case.
std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words(1);
    for (const char byte : text) {
        if (std::isalnum(static_cast<unsigned char>(byte))) {
            words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

bool has_phrase(const std::string& text, const std::string& first, const std::string& second) {
    const std::vector<std::string> words = words_of(text);
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (words[i - 1] == first && words[i] == second) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("shared: the five seed articles", "[cli][shared]") {
    const std::string seeds = shared_path("seeds");
    if (seeds.empty()) return;
    const CliIndex index({seeds});
    CHECK_STATUS(index.built(), 0);
    INFO(index.built().text());
    CHECK(index.built().err.find("5 articles indexed") != std::string::npos);
    const auto numbers = [&](const std::string& query) {
        std::string list;
        for (const std::string& id : index.ids(query))
            list.append(list.empty() ? "" : " ").append(id, 0, 3);
        return list;
    };
    CHECK(numbers("\"humanitarian pause\"") == "001");
    CHECK(numbers("\"better ways\"") == "002");
    CHECK(index.ids("ceasefires") == index.ids("ceasefire"));
    CHECK_FALSE(index.ids("ceasefire").empty());
    CHECK(numbers("\"ceasefires deal\"").empty());

    // Two matches in the text of the one article.
    const json found =
        json::parse(index.search({"--format", "json", "\"humanitarian pause\""}).out);
    CHECK(found["total"] == 1);
    const std::string body = json::parse(
        index.search({"--format", "json", "--show", found["hits"][0]["id"]}).out)["body"];
    std::size_t count = 0;
    for (std::size_t at = 0; (at = body.find("umanitarian pause", at)) != std::string::npos; ++at)
        ++count;
    CHECK(count == 2);

    // Sensible ranks: all hits have both words, and no hit has a fifth of another's share of them
    // above it.
    const std::vector<std::string> ranked = index.ranked("blinken rafah");
    REQUIRE_FALSE(ranked.empty());
    std::vector<double> shares;
    for (const std::string& id : ranked) {
        const std::vector<std::string> words = words_of(read_file(seeds + "/" + id));
        const auto times = [&](const std::string& word) {
            return static_cast<double>(std::count(words.begin(), words.end(), word));
        };
        CAPTURE(id);
        CHECK(times("blinken") > 0);
        CHECK(times("rafah") > 0);
        shares.push_back((times("blinken") + times("rafah")) / static_cast<double>(words.size()));
    }
    for (std::size_t i = 1; i < shares.size(); ++i)
        CHECK(shares[i - 1] * 5 > shares[i]);
}

TEST_CASE("shared: what the seeds say of dates", "[cli][shared]") {
    const std::string seeds = shared_path("seeds");
    if (seeds.empty()) return;
    // The mentions of an article by their text.
    const auto mention = [](const CliIndex& index, const std::string& number,
                            const std::string& text) -> std::string {
        for (const std::string& id : index.ids("NOT zzzznothing")) {
            if (id.compare(0, 3, number) != 0) continue;
            const json article = json::parse(index.search({"--format", "json", "--show", id}).out);
            for (const json& entry : article["mentions"]) {
                if (entry["text"] == text) return entry["value"];
            }
        }
        return "none";
    };
    const CliIndex plain({seeds});
    CHECK(plain.ids("date:undated").size() == 5);
    CHECK(plain.ids("date:..2100").empty());
    const std::set<std::string> attack = plain.ids("mentions:2023-10-07");
    CHECK(std::count_if(attack.begin(), attack.end(),
                        [](const std::string& id) { return id.compare(0, 3, "002") == 0; }) == 1);
    CHECK(std::none_of(attack.begin(), attack.end(),
                       [](const std::string& id) { return id.compare(0, 3, "003") == 0; }));
    CHECK(mention(plain, "003", "Oct. 7") == "XXXX-10-07");
    CHECK(mention(plain, "003", "Thursday") == "XXXX-WXX-4");

    const CliIndex assumed({seeds}, {"--assume-date", "2024-02-08"});
    CHECK(assumed.ids("date:2024-02-08").size() == 5);
    CHECK(assumed.ids("date-confidence:>=0.9").empty());
    CHECK(mention(assumed, "003", "Oct. 7") == "2023-10-07");
    CHECK(mention(assumed, "003", "Thursday") == "2024-02-08");
    const json facets = json::parse(
        assumed.search({"NOT zzzznothing", "--format", "json", "-n", "1", "--facet", "day"}).out);
    CHECK(facets["hits"][0]["date_source"] == "assumed");
    CHECK(facets["facets"]["day"]["values"][0]["inferred"] == 5);
}

TEST_CASE("shared: the Reuters collection, counted independently", "[cli][shared]") {
    const std::string path = shared_path("data/reuters/reuters21578.jsonl.gz");
    if (path.empty()) return;
    const CliIndex index({path});
    INFO(index.built().text());
    std::set<std::string> crude_oil;
    std::size_t articles = 0;
    std::size_t dated = 0;
    for (const std::string& line : lines_of(gunzip(path))) {
        const json article = json::parse(line);
        const std::string title = article.value("title", "");
        const std::string body = article.value("body", "");
        if (title.empty() && body.empty()) continue;
        ++articles;
        dated += article.contains("date") && article["date"].is_string() &&
                 !article["date"].get<std::string>().empty();
        if (has_phrase(title, "crude", "oil") || has_phrase(body, "crude", "oil"))
            crude_oil.insert(article["id"]);
    }
    CHECK(articles == 21577);
    CHECK(index.built().err.find("21577 articles indexed") != std::string::npos);
    CHECK(crude_oil.size() > 200);
    CHECK(index.ids("\"crude oil\"") == crude_oil);

    const json all = json::parse(
        index.search({"NOT zzzznothing", "--format", "json", "-n", "0", "--facet", "month"}).out);
    CHECK(all["total"] == articles);
    std::size_t in_months = 0;
    std::size_t undated = 0;
    for (const json& value : all["facets"]["month"]["values"]) {
        (value["value"] == "undated" ? undated : in_months) += value["count"].get<std::size_t>();
    }
    CHECK(in_months == dated);
    CHECK(undated == articles - dated);
}
