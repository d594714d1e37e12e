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
#include "indexer/copies/sketches.h"
#include "indexer/copies/stories.h"
#include "rapidjson/document.h"
#include "tests/catch.h"
#include "tests/support/temporary_folder.h"

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

// The sketches of articles as a shard has them, their documents numbered from 1.
class Sketches {
public:
    explicit Sketches(const std::vector<CopySignature>& signatures) {
        SketchWriter writer(folder_.path());
        std::uint32_t document = 0;
        for (const CopySignature& signature : signatures)
            writer.add(++document, signature);
        writer.finish();
        articles_ = signatures.size();
    }
    std::string path() const { return sketches_of(folder_.path()); }

    StoryFinder finder(std::size_t memory = kSketchMemory) const {
        return StoryFinder(
            {path()}, articles_, [](std::size_t, std::uint32_t document) { return document; },
            nullptr, memory);
    }

    // By article, from 0: the first article of its story.
    std::vector<std::size_t> stories(std::size_t memory = kSketchMemory) const {
        StoryFinder found = finder(memory);
        std::vector<std::size_t> stories;
        found.for_each([&](std::uint32_t document, std::uint32_t story) {
            CHECK(document == stories.size() + 1);
            stories.push_back(story - 1);
        });
        return stories;
    }

private:
    dateline::testing::TemporaryFolder folder_;
    std::size_t articles_ = 0;
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

TEST_CASE("resemblance of sketches of every small size", "[copies]") {
    std::mt19937 random(7);
    for (std::size_t a_size = 0; a_size <= 20; ++a_size) {
        for (std::size_t b_size = 0; b_size <= 20; ++b_size) {
            std::set<std::uint32_t> a;
            std::set<std::uint32_t> b;
            while (a.size() < a_size)
                a.insert(static_cast<std::uint32_t>(random() % 40) * 0x6000000U);
            while (b.size() < b_size)
                b.insert(static_cast<std::uint32_t>(random() % 40) * 0x6000000U);
            const std::vector<std::uint32_t> x(a.begin(), a.end());
            const std::vector<std::uint32_t> y(b.begin(), b.end());
            std::vector<std::uint32_t> both;
            std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
            const std::size_t any = x.size() + y.size() - both.size();
            const double expected =
                any == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(any);
            CAPTURE(x, y);
            CHECK(resemblance(x.data(), x.size(), true, y.data(), y.size(), true) == expected);
        }
    }
}

TEST_CASE("stories", "[copies]") {
    const auto first = made_words(10, 150);
    auto edited = first;
    for (std::size_t i = 0; i < edited.size(); i += 12) {
        edited[i] = "edited";
    }
    const auto other = made_words(11, 150);
    const Sketches sketches({sign(join(first)), sign(join(other)), sign(join(edited)),
                             sign(join(first)), sign(""), sign(""), sign(join(other))});
    const std::vector<std::size_t> expected{0, 1, 0, 0, 4, 5, 1};
    CHECK(sketches.stories() == expected);
    // Whatever is held of the file in memory.
    CHECK(sketches.stories(0) == expected);
}

TEST_CASE("an article that connects two stories merges them", "[copies]") {
    // Three texts of which the middle one shares two thirds with each of the others.
    const auto words = made_words(20, 400);
    const auto part = [&](std::size_t from, std::size_t to) {
        return sign(join({words.begin() + static_cast<std::ptrdiff_t>(from),
                          words.begin() + static_cast<std::ptrdiff_t>(to)}));
    };
    using Stories = std::vector<std::size_t>;
    CHECK(Sketches({part(0, 200), part(110, 310)}).stories() == Stories{0, 1});
    CHECK(Sketches({part(0, 200), part(110, 310), part(55, 255), part(110, 310)}).stories() ==
          Stories{0, 0, 0, 0});
}

TEST_CASE("sketches are the same from memory and from the file", "[copies]") {
    // Families of related texts, over more bytes than one stretch that is held or let go of.
    std::vector<CopySignature> signatures;
    for (unsigned i = 0; i < 9000; ++i) {
        auto words = made_words(i % 700, 300);
        for (std::size_t at = i % 5; at < words.size(); at += 4 + i % 23)
            words[at] = "changed" + std::to_string(i);
        signatures.push_back(sign(join(words)));
    }
    const Sketches sketches(signatures);
    REQUIRE(std::filesystem::file_size(sketches.path()) > std::size_t{8} << 20);
    const std::vector<std::size_t> stories = sketches.stories();
    CHECK(std::set<std::size_t>(stories.begin(), stories.end()).size() < 5000);
    for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 16, std::size_t{5} << 20})
        CHECK(sketches.stories(memory) == stories);
    StoryFinder finder = sketches.finder(1 << 20);
    for (std::uint32_t i = 0; i < signatures.size(); i += 100) {
        const CopySignature read = finder.signature(i);
        CHECK(read.exact == signatures[i].exact);
        CHECK(read.sketch == signatures[i].sketch);
        CHECK(read.complete == signatures[i].complete);
    }
}

TEST_CASE("files of sketches", "[copies]") {
    const Sketches sketches({sign(join(made_words(1, 100))), sign(join(made_words(2, 100))),
                             sign(join(made_words(1, 100)))});
    const std::string path = sketches.path();
    SECTION("another file is refused and left as it is") {
        std::ofstream(path) << "not a file of sketches";
        CHECK_THROWS_WITH(sketches.finder(), Catch::Contains("not a file of Dateline's"));
        CHECK(std::filesystem::file_size(path) == 22);
    }
    SECTION("a directory is refused") {
        std::filesystem::remove(path);
        std::filesystem::create_directory(path);
        CHECK_THROWS_AS(sketches.finder(), Error);
    }
    SECTION("a missing file is refused") {
        std::filesystem::remove(path);
        CHECK_THROWS_AS(sketches.finder(), Error);
    }
    SECTION("a record cut short ends the file") {
        std::filesystem::resize_file(path, std::filesystem::file_size(path) - 100);
        CHECK(sketches.finder().size() == 2);
    }
    SECTION("more articles than are told of are refused") {
        CHECK_THROWS_AS(StoryFinder(
                            {path}, 2, [](std::size_t, std::uint32_t document) { return document; },
                            nullptr, kSketchMemory),
                        Error);
    }
}

TEST_CASE("thousands of copies of one text, and of short ones, cost no more", "[copies][hostile]") {
    const auto text = sign(join(made_words(5, 100)));
    std::vector<CopySignature> signatures;
    for (std::uint32_t i = 0; i < 50000; ++i)
        signatures.push_back(i % 2 == 0 ? text : sign("a b c " + std::to_string(i % 50)));
    const Sketches sketches(signatures);
    const std::vector<std::size_t> stories = sketches.stories();
    CHECK(
        std::all_of(stories.begin(), stories.end(), [](std::size_t story) { return story < 100; }));
    CHECK(sketches.finder().most_memory() <= 64 * signatures.size());
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
    for (const std::uint32_t count : {20000U, 33000U, 60000U}) {
        std::vector<CopySignature> signatures;
        for (std::uint32_t i = 0; i < count; ++i)
            signatures.push_back(sign(join(made_words(i, 30))));
        CHECK(Sketches(signatures).finder().most_memory() <= std::size_t{64} * count);
    }
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

    const double start = cpu_seconds();
    std::vector<CopySignature> signatures;
    for (const Item& item : items) {
        signatures.push_back(sign(item.body));
    }
    const double signed_at = cpu_seconds();
    const Sketches sketches(signatures);
    const double written_at = cpu_seconds();
    const StoryFinder finder = sketches.finder();
    const double found_at = cpu_seconds();
    const std::vector<std::size_t> story = sketches.stories();

    // Every article of a story that has others resembles one of them.
    std::map<std::size_t, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < items.size(); ++i)
        members[story[i]].push_back(i);
    std::size_t linked = 0;
    std::size_t rightly_linked = 0;
    for (const auto& [first, all] : members) {
        if (all.size() == 1) continue;
        for (const std::size_t a : all) {
            ++linked;
            rightly_linked += std::any_of(all.begin(), all.end(), [&](std::size_t b) {
                return a != b && plain_resemblance(sets[a], sets[b]) >= 0.5;
            });
        }
    }

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
    const double precision = static_cast<double>(rightly_linked) / static_cast<double>(linked);
    std::cout << "copies: " << items.size() << " articles, " << origin.size() << " planted copies, "
              << planted << " of resemblance 0.5 or more; recall " << recall
              << "; articles in stories of several " << linked << ", precision " << precision
              << "\ncopies: all " << truth.size() << " true pairs: recall " << all_recall
              << "; pairs among the articles as they came " << real << " (" << real_exact
              << " the same word for word), " << in_real.size() << " articles in them"
              << "\ncopies: signatures " << static_cast<double>(bytes) / 1e6 / (signed_at - start)
              << " MB/s, finding "
              << 1e6 * (found_at - written_at) / static_cast<double>(items.size())
              << " us an article, together "
              << static_cast<double>(bytes) / 1e6 / (found_at - start) << " MB/s, memory "
              << static_cast<double>(finder.most_memory()) / static_cast<double>(items.size())
              << " bytes an article\n";
    CHECK(recall >= 0.95);
    CHECK(all_recall >= 0.95);
    CHECK(precision >= 0.98);
    CHECK(finder.most_memory() <= 64 * items.size());
}
