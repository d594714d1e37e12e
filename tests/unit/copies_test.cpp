#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <zlib.h>

#include "common/error.h"
#include "indexer/copies/signature.h"
#include "indexer/copies/stories.h"
#include "rapidjson/document.h"
#include "tests/catch.h"

using namespace dateline;

namespace {

CopySignature sign(const std::string& text) {
    return copy_signature(text, {});
}

// `count` words of a made-up language, the same for the same seed.
std::vector<std::string> made_words(unsigned seed, std::size_t count) {
    std::mt19937 random(seed);
    std::vector<std::string> words;
    for (std::size_t i = 0; i < count; ++i) {
        words.push_back("w" + std::to_string(random() % 5000));
    }
    return words;
}

std::string join(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

// A file name that no other test uses, gone afterwards.
class TemporaryFile {
public:
    TemporaryFile() {
        static int count = 0;
        path_ = (std::filesystem::temp_directory_path() /
                 ("dateline-copies-" + std::to_string(::getpid()) + "-" + std::to_string(++count)))
                    .string();
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// ---- Exact resemblance, by other means than the code under test: words by a plain loop, shingles
// as strings hashed to 64 bits in sets.

std::vector<std::string> plain_words(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + " ") {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 ||
            static_cast<unsigned char>(c) >= 0x80) {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (c != '\'' && !word.empty()) {
            words.push_back(word);
            word.clear();
        }
    }
    return words;
}

std::vector<std::uint64_t> plain_shingles(const std::vector<std::string>& words) {
    std::vector<std::uint64_t> shingles;
    for (std::size_t i = 0; i + 3 <= words.size(); ++i) {
        shingles.push_back(
            std::hash<std::string>{}(words[i] + ' ' + words[i + 1] + ' ' + words[i + 2]));
    }
    if (shingles.empty() && !words.empty()) {
        shingles.push_back(std::hash<std::string>{}(join(words)));
    }
    std::sort(shingles.begin(), shingles.end());
    shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
    return shingles;
}

double plain_resemblance(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    std::vector<std::uint64_t> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    const std::size_t any = a.size() + b.size() - both.size();
    return any == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(any);
}

struct Item {
    std::string id;
    std::string title;
    std::string body;
};

std::vector<Item> read_reuters(const std::filesystem::path& file) {
    std::vector<Item> items;
    gzFile in = gzopen(file.c_str(), "rb");
    REQUIRE(in != nullptr);
    std::string line;
    std::vector<char> buffer(1U << 16);
    while (gzgets(in, buffer.data(), static_cast<int>(buffer.size())) != nullptr) {
        line += buffer.data();
        if (line.empty() || line.back() != '\n') {
            continue;
        }
        rapidjson::Document json;
        json.Parse(line.c_str());
        line.clear();
        if (json.IsObject() && json.HasMember("body") && json["body"].IsString() &&
            json["body"].GetStringLength() > 0) {
            const bool titled = json.HasMember("title") && json["title"].IsString();
            items.push_back({json["id"].GetString(), titled ? json["title"].GetString() : "",
                             json["body"].GetString()});
        }
    }
    gzclose(in);
    return items;
}

// All pairs (earlier, later) with exact resemblance of at least 0.5. Two such sets share one of the
// rarer half of their shingles, so only pairs that do are compared: none is missed.
std::vector<std::pair<std::uint32_t, std::uint32_t>> true_pairs(
    const std::vector<std::vector<std::uint64_t>>& sets) {
    std::unordered_map<std::uint64_t, std::uint32_t> frequency;
    for (const auto& set : sets) {
        for (const std::uint64_t shingle : set) {
            ++frequency[shingle];
        }
    }
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> holders;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::uint32_t i = 0; i < sets.size(); ++i) {
        std::vector<std::uint64_t> rare = sets[i];
        std::sort(rare.begin(), rare.end(), [&](std::uint64_t a, std::uint64_t b) {
            return std::pair(frequency[a], a) < std::pair(frequency[b], b);
        });
        rare.resize(rare.size() - (rare.size() + 1) / 2 + (rare.empty() ? 0 : 1));
        std::set<std::uint32_t> candidates;
        for (const std::uint64_t shingle : rare) {
            if (frequency[shingle] > 1) {
                auto& list = holders[shingle];
                candidates.insert(list.begin(), list.end());
                list.push_back(i);
            }
        }
        for (const std::uint32_t other : candidates) {
            const std::size_t least = std::min(sets[i].size(), sets[other].size());
            const std::size_t most = std::max(sets[i].size(), sets[other].size());
            if (least * 2 >= most && plain_resemblance(sets[i], sets[other]) >= 0.5) {
                pairs.emplace_back(other, i);
            }
        }
    }
    return pairs;
}

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

}  // namespace

TEST_CASE("signatures see words alone", "[copies]") {
    const std::vector<std::pair<std::string, std::string>> same = {
        {"The vote was put off.", "the VOTE, was put   off"},
        {"Israel's vote", "Israel’s vote"},
        {"Straße nach Århus", "strasse nach arhus"},
        {"naïve café owner", "naive cafe owner"},
        {"", " -- \n"},
    };
    for (const auto& [a, b] : same) {
        CAPTURE(a, b);
        CHECK(sign(a).exact == sign(b).exact);
        CHECK(sign(a).sketch == sign(b).sketch);
    }
    const std::vector<std::pair<std::string, std::string>> different = {
        {"The vote was put off.", "The vote was put on."},
        {"a b c", "c b a"},
        {"a", "b"},
        {"ab c", "a bc"},
        {"中文", "文中"}};
    for (const auto& [a, b] : different) {
        CAPTURE(a, b);
        CHECK(sign(a).exact != sign(b).exact);
    }
    CHECK(sign("").exact == 0);
}

TEST_CASE("only the body counts", "[copies]") {
    const std::string body = "Share this\nThe vote was put off on Monday\nSubscribe";
    const CopySignature zoned =
        copy_signature(body, {{0, 10, Zone::Navigation}, {42, 51, Zone::Navigation}});
    CHECK(zoned.sketch == sign("The vote was put off on Monday").sketch);
    CHECK(copy_signature(body, {{0, body.size(), Zone::Teaser}}).exact == 0);
}

TEST_CASE("resemblance of sketches", "[copies]") {
    const auto words = made_words(1, 200);
    CHECK(resemblance(sign(join(words)), sign(join(words))) == 1.0);
    CHECK(resemblance(sign(join(words)), sign(join(made_words(2, 200)))) < 0.02);
    CHECK(resemblance(sign(""), sign("")) == 0.0);
    // Up to 256 shingles it is exact, beyond it is near.
    for (const std::size_t count : {50U, 200U, 2000U}) {
        for (const std::size_t step : {50U, 20U, 10U, 5U}) {
            auto a = made_words(3, count);
            auto b = a;
            for (std::size_t i = 0; i < b.size(); i += step) {
                b[i] = "changed" + std::to_string(i);
            }
            CAPTURE(count, step);
            const double exact = plain_resemblance(plain_shingles(a), plain_shingles(b));
            const double found = resemblance(sign(join(a)), sign(join(b)));
            CHECK(std::abs(found - exact) <= (count > 250 ? 0.1 : 1e-9));
        }
    }
}

TEST_CASE("stories", "[copies]") {
    const TemporaryFile file;
    const auto first = made_words(10, 150);
    auto edited = first;
    for (std::size_t i = 0; i < edited.size(); i += 12) {
        edited[i] = "edited";
    }
    const auto other = made_words(11, 150);
    std::vector<std::string> bridge =
        first;  // all of one and all of the other: resembles each by a half
    bridge.insert(bridge.end(), other.begin(), other.end());
    bridge.push_back("end");
    const auto check = [&](StoryFinder& finder) {
        std::map<std::uint32_t, std::uint32_t> stories;
        finder.for_each([&](std::uint32_t key, std::uint32_t story) { stories[key] = story; });
        CHECK(stories == std::map<std::uint32_t, std::uint32_t>{
                             {7, 7}, {8, 8}, {9, 7}, {10, 7}, {11, 11}, {12, 12}});
    };
    {
        StoryFinder finder(file.path());
        CHECK(finder.add(7, sign(join(first))).story == 7);
        CHECK(finder.add(8, sign(join(other))).story == 8);
        const auto copy = finder.add(9, sign(join(edited)));
        CHECK(copy.story == 7);
        REQUIRE(copy.copies.size() == 1);
        CHECK(copy.copies[0].key == 7);
        CHECK_FALSE(copy.copies[0].exact);
        CHECK(copy.copies[0].resemblance > 0.5);
        const auto same = finder.add(10, sign(join(first)));
        CHECK(same.story == 7);
        REQUIRE_FALSE(same.copies.empty());
        CHECK(same.copies[0].exact);
        CHECK(same.merged.empty());
        CHECK(finder.add(11, sign("")).story == 11);
        CHECK(finder.add(12, sign("")).story == 12);
        check(finder);
    }
    // The same from the file.
    StoryFinder again(file.path());
    CHECK(again.size() == 6);
    check(again);
    CHECK(again.add(13, sign(join(other))).story == 8);
}

TEST_CASE("an article that connects two stories merges them", "[copies]") {
    const TemporaryFile file;
    StoryFinder finder(file.path());
    // Three texts of which the middle one shares two thirds with each of the others.
    const auto words = made_words(20, 400);
    const auto part = [&](std::size_t from, std::size_t to) {
        return sign(join({words.begin() + static_cast<std::ptrdiff_t>(from),
                          words.begin() + static_cast<std::ptrdiff_t>(to)}));
    };
    CHECK(finder.add(1, part(0, 200)).story == 1);
    CHECK(finder.add(2, part(110, 310)).story == 2);
    const auto joined = finder.add(3, part(55, 255));
    CHECK(joined.story == 1);
    REQUIRE(joined.merged.size() == 1);
    CHECK(joined.merged[0].from == 2);
    CHECK(joined.merged[0].into == 1);
    CHECK(finder.add(4, part(110, 310)).story == 1);
}

TEST_CASE("files of sketches", "[copies]") {
    const TemporaryFile file;
    SECTION("another file is refused and left as it is") {
        std::ofstream(file.path()) << "not a file of sketches";
        CHECK_THROWS_AS(StoryFinder(file.path()), Error);
        CHECK(std::filesystem::file_size(file.path()) == 22);
    }
    SECTION("a directory is refused") {
        CHECK_THROWS_AS(StoryFinder(std::filesystem::temp_directory_path().string()), Error);
    }
    SECTION("a record cut short ends the file") {
        {
            StoryFinder finder(file.path());
            finder.add(1, sign(join(made_words(1, 100))));
            finder.add(2, sign(join(made_words(2, 100))));
        }
        std::filesystem::resize_file(file.path(), std::filesystem::file_size(file.path()) - 100);
        StoryFinder finder(file.path());
        CHECK(finder.size() == 1);
        CHECK(finder.add(3, sign(join(made_words(1, 100)))).story == 1);
    }
}

TEST_CASE("thousands of copies of one text, and of short ones, cost no more", "[copies][hostile]") {
    const TemporaryFile file;
    StoryFinder finder(file.path());
    const auto text = sign(join(made_words(5, 100)));
    for (std::uint32_t i = 0; i < 50000; ++i) {
        const auto assigned =
            finder.add(i, i % 2 == 0 ? text : sign("a b c " + std::to_string(i % 50)));
        if (assigned.story > 100) {
            FAIL("article " << i << " is in story " << assigned.story);
        }
    }
    CHECK(finder.memory_bytes() <= 64 * finder.size());
}

TEST_CASE("signatures of hostile texts", "[copies][hostile]") {
    for (const char* const unit :
         {"a", "a ", "\n", "é", "中", "a b c d ", "\xF0\x9F\x98\x80", "\xEF\xBF\xBD"}) {
        std::string text;
        while (text.size() < 5'000'000) {
            text += unit;
        }
        CHECK(sign(text).sketch.size() <= kSketchSize);
    }
}

TEST_CASE("memory of many articles", "[copies]") {
    const TemporaryFile file;
    StoryFinder finder(file.path());
    double most = 0;
    for (std::uint32_t i = 0; i < 60000; ++i) {
        finder.add(i, sign(join(made_words(i, 30))));
        if (i >= 20000) {
            most = std::max(most, static_cast<double>(finder.memory_bytes()) /
                                      static_cast<double>(finder.size()));
        }
    }
    CHECK(most <= 64);
}

// Planted copies among real news. The articles are not part of this project.
TEST_CASE("planted copies are found", "[copies][shared]") {
    const char* const shared = std::getenv("DATELINE_SHARED");
    if (shared == nullptr) {
        std::cout << "skipped: planted copies (set DATELINE_SHARED to the folder that holds "
                     "data/reuters)\n";
        return;
    }
    std::vector<Item> items =
        read_reuters(std::filesystem::path(shared) / "data" / "reuters" / "reuters21578.jsonl.gz");
    const std::size_t originals = items.size();
    std::mt19937 random(42);
    std::vector<std::string> vocabulary;
    for (std::size_t i = 0; i < originals; i += 20) {
        const auto words = plain_words(items[i].body);
        vocabulary.insert(vocabulary.end(), words.begin(), words.end());
    }
    std::vector<std::size_t> origin;
    for (std::size_t i = 0; i < originals; i += 5) {
        const auto words = plain_words(items[i].body);
        if (words.size() < 40) {
            continue;
        }
        Item copy{items[i].id + "-copy", "", ""};
        const unsigned kind = random() % 8;
        auto changed = words;
        if (kind < 5) {  // 10 to 40 % of the words changed: one by one, or whole runs as an editor
                         // rewrites sentences
            const double share = 0.10 + 0.30 * static_cast<double>(random() % 1000) / 1000.0;
            const std::size_t run = kind < 2 ? 1 : 4 + random() % 12;
            for (std::size_t done = 0;
                 static_cast<double>(done) < share * static_cast<double>(words.size());
                 done += run) {
                const std::size_t at = random() % changed.size();
                for (std::size_t j = at; j < std::min(at + run, changed.size()); ++j) {
                    changed[j] = vocabulary[random() % vocabulary.size()];
                }
            }
            copy.body = join(changed);
        } else if (kind < 6) {  // cut in half
            changed.resize((changed.size() + 1) / 2);
            copy.body = join(changed);
        } else {  // headline merged into the text, an agency's line behind
            copy.body = items[i].title + ". " + items[i].body +
                        "\nAll rights reserved by the publisher of these lines.";
        }
        origin.push_back(i);
        items.push_back(copy);
    }
    std::vector<std::vector<std::uint64_t>> sets;
    std::size_t bytes = 0;
    for (const Item& item : items) {
        sets.push_back(plain_shingles(plain_words(item.body)));
        bytes += item.body.size();
    }

    const TemporaryFile file;
    StoryFinder finder(file.path());
    const double start = cpu_seconds();
    std::vector<CopySignature> signatures;
    for (const Item& item : items) {
        signatures.push_back(sign(item.body));
    }
    const double signed_at = cpu_seconds();
    std::size_t links = 0;
    std::size_t right_links = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> linked;
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        for (const StoryFinder::Copy& copy : finder.add(i, signatures[i]).copies) {
            linked.emplace_back(copy.key, i);
        }
    }
    const double added_at = cpu_seconds();
    for (const auto& [a, b] : linked) {
        ++links;
        right_links += plain_resemblance(sets[a], sets[b]) >= 0.5 ? 1 : 0;
    }
    std::vector<std::uint32_t> story(items.size());
    finder.for_each([&](std::uint32_t key, std::uint32_t of) { story[key] = of; });

    std::size_t planted = 0;
    std::size_t planted_found = 0;
    for (std::size_t i = 0; i < origin.size(); ++i) {
        if (plain_resemblance(sets[origin[i]], sets[originals + i]) >= 0.5) {
            ++planted;
            planted_found += story[origin[i]] == story[originals + i] ? 1 : 0;
        }
    }
    const auto truth = true_pairs(sets);
    std::size_t truth_found = 0;
    std::size_t real = 0;
    std::size_t real_exact = 0;
    std::size_t shown = 0;
    std::set<std::uint32_t> in_real;
    for (const auto& [a, b] : truth) {
        truth_found += story[a] == story[b] ? 1 : 0;
        if (b < originals) {
            ++real;
            real_exact += signatures[a].exact == signatures[b].exact ? 1 : 0;
            if (story[a] == story[b]) {
                in_real.insert({a, b});
            }
            if (shown < 3 && sets[a].size() > 60 && story[a] == story[b] &&
                signatures[a].exact != signatures[b].exact) {
                ++shown;
                std::cout << "copies: " << items[a].id << " and " << items[b].id << ", resemblance "
                          << plain_resemblance(sets[a], sets[b]) << '\n';
            }
        }
    }
    const double recall = static_cast<double>(planted_found) / static_cast<double>(planted);
    const double all_recall = static_cast<double>(truth_found) / static_cast<double>(truth.size());
    const double precision = static_cast<double>(right_links) / static_cast<double>(links);
    std::cout << "copies: " << items.size() << " articles, " << origin.size() << " planted copies, "
              << planted << " of resemblance 0.5 or more; recall " << recall << "; links " << links
              << ", precision " << precision << "\ncopies: all " << truth.size()
              << " true pairs: recall " << all_recall << "; pairs among the articles as they came "
              << real << " (" << real_exact << " the same word for word), " << in_real.size()
              << " articles in them"
              << "\ncopies: signatures " << static_cast<double>(bytes) / 1e6 / (signed_at - start)
              << " MB/s, adding "
              << 1e6 * (added_at - signed_at) / static_cast<double>(items.size())
              << " us an article, together "
              << static_cast<double>(bytes) / 1e6 / (added_at - start) << " MB/s, memory "
              << static_cast<double>(finder.memory_bytes()) / static_cast<double>(items.size())
              << " bytes an article\n";
    CHECK(recall >= 0.95);
    CHECK(all_recall >= 0.95);
    CHECK(precision >= 0.98);
    CHECK(finder.memory_bytes() <= 64 * items.size());
}
