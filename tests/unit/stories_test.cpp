// Stories in the index and in results: what an update leaves is what a rebuild makes.
#include "common/stories.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "common/checked_file.h"
#include "common/error.h"
#include "common/index.h"
#include "common/record.h"
#include "common/schema.h"
#include "indexer/build.h"
#include "indexer/copies/sketches.h"
#include "searcher/query/parser.h"
#include "searcher/search.h"
#include "tests/catch.h"
#include "tests/support/made_stories.h"
#include "tests/support/temporary_folder.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

using Groups = std::set<std::set<std::string>>;

// The stories of two articles and more, by id.
Groups groups_of(const std::string& directory) {
    const OpenIndex index = open_index(directory);
    const StoryMap& stories = *index.stories;
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

std::string read_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

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

TEST_CASE("stories: the list of them in a file", "[stories]") {
    using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
    const TemporaryFolder folder;
    const std::string path = folder / "stories";
    const auto stored = [&](const StoryMap& stories) {
        stories.write(path);
        return StoryMap::read(path);
    };
    CHECK(stored(StoryMap()).size() == 0);
    CHECK(stored(StoryMap()).repeats() == 0);
    CHECK(StoryMap().story_of(1) == StoryMap::kAlone);

    // Named by any of their members, the largest numbers there are.
    const Pairs pairs{{7, 3},
                      {7, 70'000},
                      {7, 3},
                      {5, 5},
                      {65'535, 65'536},
                      {65'537, 4'000'000},
                      {1'000'000, 65'538}};
    for (const std::uint32_t shards : {1u, 2u, 9u}) {
        CAPTURE(shards);
        const StoryMap stories = stored(StoryMap(pairs, shards));
        CHECK(stories.shards() == shards);
        REQUIRE(stories.size() == 4);
        CHECK(stories.repeats() == 5);
        const auto members = [&](std::uint32_t document) {
            const auto all = stories.members(stories.story_of(document));
            return std::vector<std::uint32_t>(all.begin(), all.end());
        };
        const auto first = [&](std::uint32_t document) {
            return stories.first(stories.story_of(document));
        };
        CHECK(members(7) == std::vector<std::uint32_t>{3, 7, 70'000});
        CHECK(members(3) == members(70'000));
        CHECK(first(3) == 7);
        CHECK(members(65'536) == std::vector<std::uint32_t>{65'535, 65'536});
        CHECK(first(65'536) == 65'535);
        CHECK(members(65'537) == std::vector<std::uint32_t>{65'537, 4'000'000});
        CHECK(members(65'538) == std::vector<std::uint32_t>{65'538, 1'000'000});
        CHECK(first(65'538) == 1'000'000);
        for (const std::uint32_t alone : {0u, 1u, 5u, 4u, 65'539u, 4'000'001u, UINT32_MAX})
            CHECK(stories.story_of(alone) == StoryMap::kAlone);

        const StoryMap moved =
            stories.renumbered(3, [](std::uint32_t number) { return 5'000'000 - number; });
        CHECK(moved.shards() == 3);
        CHECK(moved.size() == 4);
        CHECK(moved.first(moved.story_of(5'000'000 - 3)) == 5'000'000 - 7);
        CHECK(moved.members(moved.story_of(5'000'000 - 7)).front() == 5'000'000 - 70'000);
    }
    stored(StoryMap(Pairs{{1, 2}, {4, 3}}));
    const std::string good = read_bytes(path);
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bytes = good;
        bytes[i] ^= 1;
        write_bytes(path, bytes);
        CHECK_THROWS_AS(StoryMap::read(path), Error);
        write_bytes(path, good.substr(0, i));
        CHECK_THROWS_AS(StoryMap::read(path), Error);
    }
    // With a hash that is right.
    for (const std::string& damaged :
         {std::string(), std::string("\0", 1), std::string("\x01\x01"), std::string("\x01\x01\x80"),
          std::string("\x01\x01\x05\0\x01", 5), std::string("\x01\x01\0\x02\x01", 5),
          std::string("\x01\0\0\0\x01", 5), std::string("\x01\xff\xff\xff\xff\xff\xff"),
          std::string("\x01\xff\xff\xff\xff\x0f\0\0\x01", 9),
          std::string("\xff\xff\xff\xff\x0f")}) {
        write_checked(path, "Dateline stories 1\n", damaged);
        CHECK_THROWS_AS(StoryMap::read(path), Error);
    }
    std::filesystem::remove(path);
    CHECK_THROWS_AS(StoryMap::read(path), Error);
}

TEST_CASE("stories: the sketches of several shards", "[stories]") {
    const TemporaryFolder folder;
    const Chain chain(1);
    const auto write = [&](const std::string& name,
                           const std::vector<std::pair<std::uint32_t, std::string>>& texts) {
        const std::string shard = folder / name;
        std::filesystem::create_directory(shard);
        SketchWriter writer(shard);
        for (const auto& [document, text] : texts)
            writer.add(document, copy_signature(text, {}));
        writer.finish();
        return sketches_of(shard);
    };
    const std::string a = write("a", {{1, chain.left}, {2, "Another story"}, {5, chain.right}});
    const std::string b = write("b", {});
    const std::string c = write("c", {{1, chain.middle}, {3, "Another story"}});
    const auto numbers = [](const StoryMap& stories) {
        std::vector<std::vector<std::uint32_t>> all;
        for (std::uint32_t story = 0; story < stories.size(); ++story) {
            const auto members = stories.members(story);
            all.emplace_back(members.begin(), members.end());
        }
        return all;
    };
    using Numbers = std::vector<std::vector<std::uint32_t>>;
    // Of three shards: a has 1, 4, 13; c has 3, 9.
    CHECK(numbers(find_stories({{a, {1, 2, 5}}, {b, {}}, {c, {1, 3}}})) ==
          Numbers{{1, 3, 13}, {4, 9}});
    CHECK(numbers(find_stories({{a, {1, 2, 5}}, {b, {}}, {c, {3}}})) == Numbers{{4, 9}});
    CHECK(numbers(find_stories({{a, {5}}, {folder / "none", {}}, {c, {1}}})) == Numbers{{3, 13}});
    // With no byte of the files held in memory, so that each record is read from its own.
    CHECK(numbers(find_stories({{a, {1, 2, 5}}, {b, {}}, {c, {1, 3}}}, nullptr, {},
                               {.memory = 0})) == Numbers{{1, 3, 13}, {4, 9}});
    CHECK(numbers(find_stories({{b, {}}, {a, {1, 2, 5}}, {a, {1, 2, 5}}}, nullptr, {},
                               {.memory = 0})) == Numbers{{2, 3}, {5, 6}, {14, 15}});
    // Whoever waits may lose interest.
    int met = 0;
    const auto give_up = [&met] {
        if (++met == 2) throw Error("enough");
    };
    CHECK_THROWS_WITH(find_stories({{a, {1, 2, 5}}}, nullptr, {}, {.before_each = give_up}),
                      "enough");
    CHECK(met == 2);
    // Of two, in another order: the first is of the first shard.
    const StoryMap other = find_stories({{c, {1, 3}}, {a, {1, 2, 5}}});
    CHECK(numbers(other) == Numbers{{1, 2, 10}, {4, 5}});
    CHECK(other.first(1) == 5);
    CHECK(find_stories({}).size() == 0);
    CHECK(find_stories({{b, {}}}).size() == 0);
    CHECK_THROWS_AS(find_stories({{a, {1, 2, 3}}}), Error);  // 3 has no sketch

    // What is known of all shards but the last is taken as it is, and only the last one's articles
    // are compared.
    const std::string d = write("d", {{1, chain.right}, {2, "Another story"}});
    const std::vector<SketchedShard> all{{a, {1, 2, 5}}, {c, {1, 3}}, {d, {1, 2}}};
    const StoryMap before = find_stories({all[0], all[1], {d, {}}});
    CHECK(numbers(before) == Numbers{{1, 2, 13}, {4, 8}});
    CHECK(numbers(find_stories(all, &before)) == numbers(find_stories(all)));
    CHECK(find_stories(all, &before).first(1) == 4);
    const StoryMap nothing({}, 3);
    CHECK(numbers(find_stories(all, &nothing)) == Numbers{{2, 3, 13}, {4, 6, 8}});
    CHECK(numbers(find_stories({all[0], all[1], {d, {}}}, &before)) == numbers(before));
    CHECK_THROWS_AS(find_stories({{folder / "none", {1}}}), Error);

    std::vector<std::uint32_t> found;
    std::filesystem::create_directory(folder / "copy");
    {
        SketchWriter writer(folder / "copy");
        for_each_sketch(a, [&](std::uint32_t document, std::string_view record) {
            found.push_back(document);
            writer.add_record(document + 100, record);
        });
        writer.finish();
    }
    CHECK(found == std::vector<std::uint32_t>{1, 2, 5});
    CHECK(numbers(find_stories({{sketches_of(folder / "copy"), {101, 105}}, {c, {1}}})) ==
          Numbers{{2, 201, 209}});

    const std::string good = read_bytes(a);
    const auto read = [&] { for_each_sketch(a, [](std::uint32_t, std::string_view) {}); };
    constexpr std::size_t kEnd = 16;  // bytes of the record that has the hash of the others
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{8}, good.size() - kEnd - 1, good.size() / 2 + 3}) {
        write_bytes(a, good.substr(0, size));
        CHECK_THROWS_AS(read(), Error);
        CHECK_THROWS_AS(find_stories({{a, {1, 2, 5}}}), Error);
    }
    write_bytes(a, good.substr(0, good.size() - 1));
    CHECK_THROWS_AS(read(), Error);
    write_bytes(a, good.substr(0, good.size() - kEnd));  // as earlier builds wrote it
    CHECK_NOTHROW(read());
    for (std::size_t i = 0; i < good.size(); i += 37) {
        std::string flipped = good;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        write_bytes(a, flipped);
        CHECK_THROWS_AS(read(), Error);
    }
    write_bytes(a, good + std::string(64, '\xff'));
    CHECK_THROWS_AS(read(), Error);
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

// One large shard and what updates put beside it, into it and together.
TEST_CASE("stories: across shards", "[stories]") {
    const Chain a(100);
    const Chain b(200);
    const TemporaryFolder folder;
    const std::string directory = folder / "index";
    std::vector<Input> base;
    for (std::uint32_t i = 0; i < 60; ++i)
        base.push_back({"lone" + std::to_string(i), joined(made_words(5000 + i, 60), 0, 60)});
    base.insert(base.begin() + 20, Input{"a1", a.left});
    base.insert(base.begin() + 40, Input{"a2", a.right});
    base.insert(base.begin() + 50, Input{"b1", b.left});
    write_inputs(folder / "base.jsonl", base);
    index(directory, {folder / "base.jsonl"});
    const auto state = [&] { return current_state(directory).value(); };
    const auto update = [&](const std::vector<Input>& inputs, const std::string& name) {
        write_inputs(folder / name, inputs);
        index(directory, {folder / name});
    };
    // The story's name, whichever article is asked for.
    const auto name_of = [&](const std::string& id) {
        Searcher searcher(directory);
        const std::vector<Hit> hits = hits_of(searcher, "id:" + id, false);
        REQUIRE(hits.size() == 1);
        return hits[0].story;
    };
    CHECK(groups_of(directory).empty());

    update({{"b2", b.left}}, "one.jsonl");
    CHECK(state().shards.size() == 2);
    CHECK(groups_of(directory) == Groups{{"b1", "b2"}});
    CHECK(name_of("b2") == "b1");

    // Connects articles of another shard.
    update({{"a3", a.middle}}, "two.jsonl");
    CHECK(state().shards.size() == 2);  // the small ones are one
    CHECK(groups_of(directory) == Groups{{"a1", "a2", "a3"}, {"b1", "b2"}});
    CHECK(name_of("a3") == "a1");
    CHECK(name_of("b2") == "b1");

    // Nothing new, nothing written, though the file is read again.
    const IndexState before = state();
    std::filesystem::last_write_time(
        folder / "two.jsonl",
        std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
    index(directory, {folder / "base.jsonl", folder / "two.jsonl"});
    CHECK(state().shards == before.shards);
    CHECK(state().stories == before.stories);
    CHECK(state().files != before.files);

    // Results by story, where numbers in the shards and numbers of all differ.
    {
        Searcher searcher(directory);
        CHECK(ids_of(hits_of(searcher, "story:a3", false)) ==
              std::set<std::string>{"a1", "a2", "a3"});
        CHECK(ids_of(hits_of(searcher, "story:b1", false)) == std::set<std::string>{"b1", "b2"});
        CHECK(ids_of(hits_of(searcher, "story:lone30", false)) == std::set<std::string>{"lone30"});
        SearchResults results;
        const std::string query = "date:2024-05-01";
        const std::vector<Hit> best = hits_of(searcher, query, true, &results);
        CHECK(results.total == 65);
        CHECK(results.stories == 62);
        REQUIRE(best.size() == 62);
        std::map<std::string, std::size_t> similar;
        for (const Hit& hit : best) {
            if (!hit.story.empty()) similar[hit.story] = hit.similar;
        }
        CHECK(similar == std::map<std::string, std::size_t>{{"a1", 2}, {"b1", 1}});
        CHECK(hits_of(searcher, query, false, &results).size() == 65);
        CHECK(results.stories == 62);
    }

    // One goes out of each shard.
    index(directory, {"--delete", "b1"});
    CHECK(groups_of(directory) == Groups{{"a1", "a2", "a3"}});
    CHECK(name_of("b2").empty());
    index(directory, {"--delete", "a1"});  // whose file is still there, and keeps the id
    CHECK(groups_of(directory) == Groups{{"a2", "a3"}});
    update({{"b3", b.left}, {"a1", b.middle}}, "three.jsonl");
    CHECK(groups_of(directory) == Groups{{"a2", "a3"}, {"a1", "b2", "b3"}});
    CHECK(name_of("a3") == "a2");
    CHECK(name_of("a1") == "b2");
    CHECK(state().shards.size() == 2);

    index(directory, {"--vacuum"});
    CHECK(state().shards.size() == 1);
    CHECK(groups_of(directory) == Groups{{"a2", "a3"}, {"a1", "b2", "b3"}});
    CHECK(name_of("a1") == "b2");
    CHECK(index(directory, {"--check"}) == kExitAllIndexed);

    // What was joined goes on.
    index(directory, {"--delete", "a1", "--delete", "lone0"});
    CHECK(groups_of(directory) == Groups{{"a2", "a3"}, {"b2", "b3"}});
    update({{"a4", a.right}, {"lone", "Nothing of the kind was ever said here."}}, "four.jsonl");
    CHECK(groups_of(directory) == Groups{{"a2", "a3", "a4"}, {"b2", "b3"}});
    CHECK(index(directory, {"--check"}) == kExitAllIndexed);
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

TEST_CASE("stories: totals that are called exact are, of stories too", "[stories]") {
    const TemporaryFolder folder;
    std::vector<Input> inputs;
    // More than a search has to look at; the copies come last.
    for (std::size_t copy = 0; copy < 2; ++copy) {
        for (std::uint32_t story = 0; story < 800; ++story) {
            std::vector<std::string> words = made_words(story * 977 + 5, 40);
            words[copy * 5] = "harbour";
            words.resize(40 + copy, "ferry");
            words.emplace_back(story % 3 == 0 ? "mail" : "crew");
            inputs.push_back({std::to_string(story) + "-" + std::to_string(copy),
                              joined(words, 0, words.size()), "Globe", "2024-05-01"});
        }
    }
    write_inputs(folder / "in.jsonl", inputs);
    index(folder / "index", {folder / "in.jsonl"});
    Searcher searcher(folder / "index");
    for (const std::string query :
         {"harbour", "harbour OR crew", "date:2024-05", "source:globe harbour", "mail", "ferry",
          "harbour ATLEAST1 harbour", "-nowhere"}) {
        CAPTURE(query);
        SearchRequest request;
        request.query = parse_query(query, ParseOptions());
        request.by_story = true;
        request.limit = 2;
        const SearchResults exact = searcher.search(request);
        CHECK(exact.total_exact);
        request.exact_total = false;
        const SearchResults quick = searcher.search(request);
        CHECK(quick.total <= exact.total);
        CHECK(quick.stories <= exact.stories);
        if (quick.total_exact) {
            CHECK(quick.total == exact.total);
            CHECK(quick.stories == exact.stories);
        }
    }
}
