// Stories in the index and in results: what an update leaves is what a rebuild makes.
#include "common/stories.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/index.h"
#include "common/record.h"
#include "common/schema.h"
#include "indexer/build.h"
#include "indexer/copies/index_copies.h"
#include "indexer/options.h"
#include "searcher/query/parser.h"
#include "searcher/search.h"
#include "tests/catch.h"
#include "tests/support/temporary_folder.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

using Groups = std::set<std::set<std::string>>;

std::vector<std::string> made_words(std::uint32_t seed, std::size_t count) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < count; ++i) {
        seed = seed * 1664525u + 1013904223u;
        words.push_back("w" + std::to_string(seed >> 20));
    }
    return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i)
        text += (text.empty() ? "" : " ") + words[i];
    return text + ".";
}

struct Input {
    std::string id;
    std::string body;
    std::string source = "";
    std::string date = "2024-05-01";
};

void write_inputs(const std::string& path, const std::vector<Input>& inputs) {
    std::ofstream file(path);
    for (const Input& input : inputs) {
        const nlohmann::json line = {
            {"id", input.id}, {"body", input.body}, {"source", input.source}, {"date", input.date}};
        file << line.dump() << '\n';
    }
}

// Runs dateline-index in this process; returns its exit status.
int index(const std::string& directory, std::vector<std::string> words) {
    words.insert(words.begin(), {"dateline-index", "-q", "-d", directory});
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    const ParsedOptions parsed =
        parse_index_options(static_cast<int>(arguments.size()), arguments.data());
    REQUIRE_FALSE(parsed.exit_status);
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_index(parsed.options, out, err);
    INFO(err.str());
    return status;
}

// The stories of two articles and more, by id.
Groups groups_of(const std::string& directory) {
    const OpenIndex index = open_index(directory);
    const StoryMap stories(index.database);
    Groups groups;
    for (std::uint32_t story = 0; story < stories.size(); ++story) {
        std::set<std::string> group;
        for (const std::uint32_t document : stories.members(story)) {
            group.insert(decode_record(index.database.get_document(document).get_data()).id);
            CHECK(stories.story_of(document) == story);
        }
        groups.insert(std::move(group));
    }
    return groups;
}

// Three texts, of which the second resembles the others by half and more and these do not resemble
// each other.
struct Chain {
    explicit Chain(std::uint32_t seed) {
        const std::vector<std::string> words = made_words(seed, 310);
        left = joined(words, 0, 200);
        middle = joined(words, 55, 255);
        right = joined(words, 110, 310);
    }
    std::string left;
    std::string middle;
    std::string right;
};

// All results of a query, best first.
std::vector<Hit> hits_of(Searcher& searcher, const std::string& query, bool by_story,
                         SearchResults* all = nullptr) {
    SearchRequest request;
    request.query = parse_query(query, ParseOptions());
    request.limit = 100'000;
    request.by_story = by_story;
    SearchResults results = searcher.search(request);
    if (all) *all = results;
    return results.hits;
}

std::set<std::string> ids_of(const std::vector<Hit>& hits) {
    std::set<std::string> ids;
    for (const Hit& hit : hits)
        ids.insert(hit.article.id);
    return ids;
}

}  // namespace

TEST_CASE("stories: the list of them in a database", "[stories]") {
    using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
    const TemporaryFolder folder;
    int count = 0;
    const auto new_database = [&] {
        return Xapian::WritableDatabase(folder / std::to_string(++count), Xapian::DB_CREATE);
    };
    const auto stored = [&](const StoryMap& stories) {
        Xapian::WritableDatabase database = new_database();
        for (const auto& [key, value] : stories.entries())
            database.set_metadata(key, value);
        return StoryMap(database);
    };
    CHECK(stored(StoryMap()).size() == 0);
    CHECK(StoryMap().story_of(1) == StoryMap::kAlone);

    // In different ranges of numbers, named by any of its members, the largest numbers there are.
    const StoryMap stories = stored(StoryMap(Pairs{{7, 3},
                                                   {7, 70'000},
                                                   {7, 3},
                                                   {5, 5},
                                                   {65'535, 65'536},
                                                   {65'537, 4'000'000},
                                                   {1'000'000, 65'538}}));
    REQUIRE(stories.size() == 4);
    const auto members = [&](std::uint32_t document) {
        const auto all = stories.members(stories.story_of(document));
        return std::vector<std::uint32_t>(all.begin(), all.end());
    };
    CHECK(members(7) == std::vector<std::uint32_t>{3, 7, 70'000});
    CHECK(members(3) == members(70'000));
    CHECK(members(65'536) == std::vector<std::uint32_t>{65'535, 65'536});
    CHECK(members(65'537) == std::vector<std::uint32_t>{65'537, 4'000'000});
    CHECK(members(65'538) == std::vector<std::uint32_t>{65'538, 1'000'000});
    for (const std::uint32_t alone : {0u, 1u, 5u, 4u, 65'539u, 4'000'001u, UINT32_MAX})
        CHECK(stories.story_of(alone) == StoryMap::kAlone);

    for (const std::string& damaged :
         {std::string("\x01"), std::string("\x01\x80"), std::string("\x01\x05\x01"),
          std::string("\xff\xff\xff\xff\xff\xff"), std::string("\x00\x7f", 2)}) {
        Xapian::WritableDatabase database = new_database();
        database.set_metadata(std::string(kMetaStories) + "00000000", damaged);
        CHECK_THROWS_AS(StoryMap(database), Error);
    }
    Xapian::WritableDatabase database = new_database();
    database.set_metadata(std::string(kMetaStories) + "xyz", std::string("\x01\x00\x01", 3));
    CHECK_THROWS_AS(StoryMap(database), Error);
}

TEST_CASE("stories: the file of sketches and the database agree", "[stories]") {
    const TemporaryFolder folder;
    const Chain chain(1);
    const auto sign = [](const std::string& text) { return copy_signature(text, {}); };
    const auto never = [](std::uint32_t) -> CopySignature {
        FAIL("every document has a sketch");
        return {};
    };
    const auto state_of = [](const IndexCopies& copies) {
        return copies.entries().at(std::string(kMetaCopies));
    };
    std::string state;
    {
        IndexCopies copies(folder.path(), "");
        copies.add(1, sign(chain.left));
        copies.add(2, sign(chain.right));
        copies.add(3, sign(chain.middle));
        const StoryMap& stories = copies.finish({false, true, true, true}, never);
        REQUIRE(stories.size() == 1);
        CHECK(stories.members(0).size() == 3);
        state = state_of(copies);
    }
    SECTION("what connected two stories is gone") {
        IndexCopies copies(folder.path(), state);
        CHECK(copies.finish({false, true, true, false}, never).size() == 0);
    }
    SECTION("what connected two stories was changed, and changed back") {
        IndexCopies copies(folder.path(), state);
        copies.add(3, sign("Something else was written about it in the end."));
        CHECK(copies.finish({false, true, true, true}, never).size() == 0);
        IndexCopies again(folder.path(), state_of(copies));
        again.add(3, sign(chain.middle));
        CHECK(again.finish({false, true, true, true}, never).size() == 1);
    }
    SECTION("what a writer that died has added does not count") {
        {
            IndexCopies copies(folder.path(), state);
            copies.add(4, sign(chain.left));
            copies.finish({false, true, true, true, true}, never);
        }
        IndexCopies copies(folder.path(), state);
        copies.add(4, sign("Nothing of the kind was ever said by anybody here."));
        CHECK(copies.finish({false, true, true, true, true}, never).members(0).size() == 3);
    }
    SECTION("documents without a sketch get one") {
        IndexCopies copies(folder.path(), state);
        std::vector<std::uint32_t> asked;
        const StoryMap& stories =
            copies.finish({false, true, true, true, true, true}, [&](std::uint32_t document) {
                asked.push_back(document);
                return sign(document == 4 ? chain.left : "A story of its own");
            });
        CHECK(asked == std::vector<std::uint32_t>{4, 5});
        CHECK(stories.members(0).size() == 4);
        IndexCopies again(folder.path(), state_of(copies));
        CHECK(again.finish({false, true, true, true, true, true}, never).members(0).size() == 4);
    }
    SECTION("a file of old versions is written anew") {
        IndexCopies copies(folder.path(), state);
        for (std::uint32_t i = 0; i < 1100; ++i)
            copies.add(3, sign(joined(made_words(i, 40), 0, 40)));
        copies.add(3, sign(chain.middle));
        CHECK(copies.finish({false, true, true, true}, never).members(0).size() == 3);
        CHECK(state_of(copies).starts_with("copies.2 "));
        CHECK(std::filesystem::exists(folder / "copies.1"));
        copies.remove_others();
        CHECK_FALSE(std::filesystem::exists(folder / "copies.1"));
        CHECK(std::filesystem::file_size(folder / "copies.2") < 8000);
        IndexCopies again(folder.path(), state_of(copies));
        CHECK(again.finish({false, true, true, true}, never).members(0).size() == 3);
    }
    SECTION("files that are not as the database says") {
        for (const std::string& wrong :
             {std::string("copies.1 99999999"), std::string("copies.2 16"),
              std::string("../copies.1 16"), std::string("copies.1"), std::string("x")}) {
            CAPTURE(wrong);
            CHECK_THROWS_AS(IndexCopies(folder.path(), wrong).finish({false}, never), Error);
        }
    }
}

// What dateline-index makes of steps, by updates and at once.
TEST_CASE("stories: updates leave what a rebuild makes", "[stories]") {
    const Chain a(100);
    const Chain b(200);
    struct Step {
        std::string what;
        std::vector<Input> inputs;  // the whole of the input file
        std::vector<std::string> options;
        Groups expected;
    };
    const Input lone{"lone", joined(made_words(5, 90), 0, 90)};
    const std::vector<Step> steps = {
        {"two that do not resemble each other", {{"1", a.left}, {"2", a.right}, lone}, {}, {}},
        {"one that joins an article",
         {{"1", a.left}, {"2", a.right}, lone, {"3", a.left}},
         {},
         {{"1", "3"}}},
        {"one that connects two stories",
         {{"1", a.left}, {"2", a.right}, lone, {"3", a.left}, {"4", a.middle}},
         {},
         {{"1", "2", "3", "4"}}},
        {"another story",
         {{"1", a.left},
          {"2", a.right},
          lone,
          {"3", a.left},
          {"4", a.middle},
          {"5", b.left},
          {"6", b.left}},
         {},
         {{"1", "2", "3", "4"}, {"5", "6"}}},
        {"one changes its story",
         {{"1", a.left},
          {"2", a.right},
          lone,
          {"3", b.left},
          {"4", a.middle},
          {"5", b.left},
          {"6", b.left}},
         {},
         {{"1", "2", "4"}, {"3", "5", "6"}}},
        {"what connected is gone",
         {{"1", a.left}, {"2", a.right}, lone, {"3", b.left}, {"5", b.left}, {"6", b.left}},
         {"--prune"},
         {{"3", "5", "6"}}},
        {"nothing has changed",
         {{"1", a.left}, {"2", a.right}, lone, {"3", b.left}, {"5", b.left}, {"6", b.left}},
         {"--prune"},
         {{"3", "5", "6"}}},
        {"the first of a story is gone",
         {{"1", a.left}, {"2", a.right}, lone, {"5", b.left}, {"6", b.left}},
         {"--prune"},
         {{"5", "6"}}},
    };
    const TemporaryFolder folder;
    for (const Step& step : steps) {
        CAPTURE(step.what);
        write_inputs(folder / "in.jsonl", step.inputs);
        std::vector<std::string> options = step.options;
        options.push_back(folder / "in.jsonl");
        index(folder / "updated", options);
        CHECK(groups_of(folder / "updated") == step.expected);
        for (const char* const writer : {"bulk", "api"}) {
            index(folder / "rebuilt", {"--rebuild", "--writer", writer, folder / "in.jsonl"});
            CHECK(groups_of(folder / "rebuilt") == step.expected);
        }
    }
    index(folder / "updated", {"--delete", "6"});
    CHECK(groups_of(folder / "updated").empty());
    CHECK_THROWS_AS(index(folder / "updated", {"--copies", "off", folder / "in.jsonl"}), Error);

    index(folder / "updated", {"--rebuild", "--copies", "off", folder / "in.jsonl"});
    CHECK(groups_of(folder / "updated").empty());
    write_inputs(folder / "in.jsonl", {{"7", a.left}, {"8", a.left}});
    index(folder / "updated", {folder / "in.jsonl"});
    CHECK(groups_of(folder / "updated").empty());
    CHECK_THROWS_AS(index(folder / "updated", {"--copies", "on", folder / "in.jsonl"}), Error);
}

TEST_CASE("stories: one result for each", "[stories]") {
    const TemporaryFolder folder;
    std::vector<Input> inputs;
    // 60 stories of 1 to 8 articles each, mixed; the copies differ in a word or two.
    for (std::size_t copy = 0; copy < 8; ++copy) {
        for (std::uint32_t story = 0; story < 60; ++story) {
            if (copy > (story * 7) % 8) continue;
            std::vector<std::string> words = made_words(story * 977 + 5, 60);
            words[copy * 5] = "harbour";
            words.resize(60 + copy, "ferry");
            inputs.push_back({std::to_string(story) + "-" + std::to_string(copy),
                              joined(words, 0, words.size()),
                              copy % 2 == 0 ? "Globe" : "Courier " + std::to_string(copy),
                              copy < 3 ? "2024-05-01" : "2024-06-01"});
        }
    }
    write_inputs(folder / "in.jsonl", inputs);
    index(folder / "index", {folder / "in.jsonl"});
    Searcher searcher(folder / "index");
    const std::string words = made_words(5, 60)[1] + " OR " + made_words(977 * 3 + 5, 60)[2];
    for (const std::string& query :
         {std::string("harbour"), std::string("ferry"), std::string("harbour ferry"),
          std::string("date:2024-05"), std::string("date:2024-06 ferry"),
          std::string("harbour AND -ferry"), std::string("source:globe"), words,
          std::string("nowhere"), std::string("story:7-0"), std::string("story:7*"),
          std::string("ferry story:15-2")}) {
        CAPTURE(query);
        SearchResults results;
        const std::vector<Hit> all = hits_of(searcher, query, false, &results);
        CHECK(results.total == all.size());
        std::map<std::string, std::set<std::string>> stories;
        for (const Hit& hit : all) {
            CHECK(hit.similar == 0);
            stories[hit.story.empty() ? hit.article.id : hit.story].insert(hit.article.id);
        }
        CHECK(results.stories == stories.size());

        const std::vector<Hit> best = hits_of(searcher, query, true, &results);
        CHECK(results.total == all.size());
        CHECK(results.stories == stories.size());
        REQUIRE(best.size() == stories.size());
        for (const Hit& hit : best) {
            const auto story = stories.find(hit.story.empty() ? hit.article.id : hit.story);
            REQUIRE(story != stories.end());
            CHECK(story->second.contains(hit.article.id));
            CHECK(hit.similar == story->second.size() - 1);
            CHECK(hit.similar_articles.size() == hit.similar);
            for (const SimilarArticle& similar : hit.similar_articles) {
                CHECK(similar.id != hit.article.id);
                CHECK(story->second.contains(similar.id));
            }
            stories.erase(story);
        }

        // Pages are cuts of the whole.
        for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{25}}) {
            std::vector<std::string> ids;
            SearchRequest request;
            request.query = parse_query(query, ParseOptions());
            request.by_story = true;
            request.exact_total = false;
            request.limit = size;
            for (request.offset = 0; request.offset < best.size(); request.offset += size) {
                for (const Hit& hit : searcher.search(request).hits) {
                    CHECK(hit.rank == ids.size() + 1);
                    ids.push_back(hit.article.id);
                }
            }
            std::vector<std::string> expected;
            for (const Hit& hit : best)
                expected.push_back(hit.article.id);
            CHECK(ids == expected);
        }
    }
    // A story by any of its articles.
    CHECK(ids_of(hits_of(searcher, "story:1-3", false)) ==
          ids_of(hits_of(searcher, "story:1-0", false)));
    CHECK(ids_of(hits_of(searcher, "story:1-3", false)).size() == 8);
    CHECK(ids_of(hits_of(searcher, "story:0-0", false)) == std::set<std::string>{"0-0"});
    CHECK(hits_of(searcher, "story:nowhere", false).empty());
}
