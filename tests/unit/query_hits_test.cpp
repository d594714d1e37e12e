// Queries over real articles, each answer checked against a walk through the texts: written by hand with what they must find,
// and generated from the articles' own words.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <zlib.h>

#include "searcher/query/error.h"
#include "searcher/query/parser.h"
#include "tests/catch.h"
#include "tests/support/brute_force.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

const std::string kCorpus = DATELINE_SOURCE_DIR "/corpus/articles";

// An id as the table has it: the number of a corpus file, else the whole id.
std::string short_id(const std::string& id) {
    const std::size_t slash = id.rfind('/');
    const std::string name = slash == std::string::npos ? id : id.substr(slash + 1);
    return name.ends_with(".txt") ? name.substr(0, 3) : name;
}

std::string short_ids(const std::set<std::string>& ids) {
    std::string list;
    for (const std::string& id : ids)
        list.append(list.empty() ? "" : " ").append(short_id(id));
    return list;
}

// Queries of every kind, made of the words of articles.
class QueryGenerator {
public:
    QueryGenerator(const BruteForce& articles, unsigned seed) : random_(seed) {
        for (std::size_t i = 0; i < articles.articles().size(); ++i) {
            std::vector<std::string> words = articles.words_of(i);
            if (words.size() >= 12) texts_.push_back(std::move(words));
        }
    }

    std::string query() {
        switch (below(10)) {
            case 0:
                return leaf();
            case 1:
            case 2:
                return leaf() + " " + leaf();
            case 3:
                return leaf() + " -" + group();
            case 4:
                return group() + " " + leaf() + " OR " + leaf();
            case 5:
                return near();
            case 6:
                return near() + " " + leaf();
            case 7:
                return leaf() + " " + filter();
            case 8:
                return "ATLEAST" + std::to_string(2 + below(3)) + " " + operand();
            default:
                return group() + " MAYBE " + leaf();
        }
    }

private:
    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
    }
    bool chance(std::size_t one_in) { return below(one_in) == 0; }

    // Words in a row that queries can be made of without quoting.
    std::vector<std::string> stretch(std::size_t length) {
        for (;;) {
            const std::vector<std::string>& text = texts_[below(texts_.size())];
            const std::size_t begin = below(text.size() - length + 1);
            std::vector<std::string> words(
                text.begin() + static_cast<std::ptrdiff_t>(begin),
                text.begin() + static_cast<std::ptrdiff_t>(begin + length));
            bool plain = true;
            for (const std::string& word : words) {
                for (const char byte : word) {
                    plain = plain && (std::isalnum(static_cast<unsigned char>(byte)) ||
                                      static_cast<unsigned char>(byte) >= 0x80);
                }
            }
            if (plain) return words;
        }
    }
    std::string raw_word() { return stretch(1)[0]; }

    std::string word() {
        std::string result = raw_word();
        if (chance(6)) result += "s";
        if (chance(8)) result += "-" + raw_word();
        if (chance(10) && result[0] >= 'a' && result[0] <= 'z')
            result[0] = static_cast<char>(result[0] - 32);
        return result;
    }

    std::string phrase() {
        std::vector<std::string> words = stretch(2 + below(3));
        if (chance(5)) std::swap(words[0], words[1]);
        std::string text = chance(3) ? "~\"" : "\"";
        for (const std::string& part : words)
            text += (text.back() == '"' ? "" : " ") + part;
        return text + "\"";
    }

    std::string pattern() {
        for (;;) {
            std::string base = raw_word();
            if (base.size() < 5 || base.find_first_of("0123456789") != std::string::npos) continue;
            bool ascii = true;
            for (const char byte : base)
                ascii = ascii && static_cast<unsigned char>(byte) < 0x80;
            if (!ascii) continue;
            switch (below(4)) {
                case 0:
                    return base.substr(0, 4) + "*";
                case 1:
                    base[1 + below(base.size() - 2)] = '?';
                    return base;
                case 2:
                    return base.substr(0, 3) + "*" + base.substr(base.size() - 1);
                default:
                    if (chance(2)) {
                        std::swap(base[2], base[3]);
                    } else {
                        base.erase(1 + below(base.size() - 1), 1);
                    }
                    return base + "~" + (chance(3) ? "2" : "1");
            }
        }
    }

    std::string leaf() {
        switch (below(8)) {
            case 0:
                return phrase();
            case 1:
                return pattern();
            case 2:
                return "title:" + (chance(3) ? phrase() : word());
            default:
                return word();
        }
    }

    std::string operand() {
        switch (below(8)) {
            case 0:
                return phrase();
            case 1:
                return pattern();
            case 2:
                return "(" + word() + " OR " + word() + ")";
            case 3:
                return "(" + phrase() + " OR " + word() + ")";
            default:
                return word();
        }
    }

    std::string near() {
        static const char* const kOperators[] = {" NEAR/", " ADJ/", " w/s ", " w/p "};
        const std::size_t which = below(4);
        std::string op = kOperators[which];
        if (which < 2) op += std::to_string(1 + below(8)) + " ";
        if (chance(4)) return operand() + op + operand() + op + operand();
        if (chance(2)) {  // words that do stand together
            const std::vector<std::string> words = stretch(4);
            return words[chance(2) ? 3 : 0] + op + words[below(3)];
        }
        return operand() + op + operand();
    }

    std::string group() {
        return chance(2) ? leaf() : "(" + leaf() + (chance(2) ? " OR " : " ") + leaf() + ")";
    }

    std::string filter() {
        static const char* const kFilters[] = {"date:1987-03",    "date:1987-02-20..1987-03-05",
                                               "date:2024",       "date:2024-05..",
                                               "date:undated",    "-date:2024-06",
                                               "date:..1987",     "mentions:2024-05",
                                               "mentions:2023",   "title:(talks OR prices)",
                                               "date:2024-05-03", "-date:1987-03-09"};
        return kFilters[below(std::size(kFilters))];
    }

    std::mt19937 random_;
    std::vector<std::vector<std::string>> texts_;
};

// Runs generated queries both ways.
void compare_generated(TestIndex& index, std::size_t count, unsigned seed) {
    BruteForce brute(index.articles(), "english");
    QueryGenerator generator(brute, seed);
    std::size_t with_hits = 0;
    std::size_t refused = 0;
    std::size_t different = 0;
    for (std::size_t done = 0; done < count;) {
        const std::string text = generator.query();
        CAPTURE(text);
        std::set<std::string> found;
        Query tree;
        try {
            tree = index.parse(text);
            found = index.ids(tree);
        } catch (const QueryError& error) {  // stands for too many words, NEAR within NEAR …
            ++refused;
            INFO(error.what());
            REQUIRE(refused < count / 4 + 20);
            continue;
        }
        ++done;
        const std::set<std::string> expected = brute.matches(tree);
        with_hits += !expected.empty();
        if (found == expected) continue;
        CAPTURE(to_debug_string(tree));
        CHECK(found == expected);
        REQUIRE(++different < 10);
    }
    CHECK(with_hits > count / 3);  // else the comparison says little
}

}  // namespace

TEST_CASE("query hits: corpus/queries.tsv, walked through", "[query-hits]") {
    TestIndex index = TestIndex::of_paths({kCorpus});
    BruteForce brute(index.articles(), "english");
    std::ifstream file(DATELINE_SOURCE_DIR "/corpus/queries.tsv");
    std::size_t queries = 0;
    for (std::string line; std::getline(file, line); ++queries) {
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        REQUIRE(second != std::string::npos);
        std::set<std::string> expected;
        std::istringstream ids(line.substr(first + 1, second - first - 1));
        for (std::string id; std::getline(ids, id, ',');)
            expected.insert(id);
        CAPTURE(line);
        const Query tree = index.parse(line.substr(0, first));
        CHECK(index.ids(tree) == expected);
        CHECK(brute.matches(tree) == expected);
    }
    CHECK(queries >= 70);
}

TEST_CASE("query hits: generated queries on the sample articles", "[query-hits]") {
    TestIndex index = TestIndex::of_paths({kCorpus});
    compare_generated(index, 300, 2024);
}

TEST_CASE("query hits: generated queries on 3,000 Reuters articles", "[query-hits][shared]") {
    const char* const shared = std::getenv("DATELINE_SHARED");
    const std::string path =
        std::string(shared ? shared : "") + "/data/reuters/reuters21578.jsonl.gz";
    if (!shared || !std::filesystem::exists(path)) {
        WARN("NOT TESTED: set DATELINE_SHARED to the folder with data/reuters");
        return;
    }
    const TemporaryFolder folder;
    {
        const gzFile file = gzopen(path.c_str(), "rb");
        REQUIRE(file);
        std::ofstream out(folder / "reuters.jsonl");
        std::string line(1 << 20, '\0');
        // Every seventh: all months of the collection.
        for (int i = 0; i < 21000 && gzgets(file, line.data(), static_cast<int>(line.size()));
             ++i) {
            if (i % 7 == 0) out << line.c_str();
        }
        gzclose_r(file);
    }
    TestIndex index = TestIndex::of_paths({folder / "reuters.jsonl"});
    REQUIRE(index.searcher().article_count() == 3000);
    compare_generated(index, 2000, 1987);
}
