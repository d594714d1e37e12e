// The tagger on made passages of news and on made histories (tests/data/timexes), scored as gold
// sets are: value F1 over expressions paired where they overlap.
#include <cstddef>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "indexer/temporal/tagger.h"
#include "tests/catch.h"
#include "tests/support/source_folder.h"

namespace dateline {
namespace {

struct Marked {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string value;  // "-": whatever is found here, or nothing
};

struct Passage {
    std::string name;
    std::optional<Day> date;
    std::string text;
    std::vector<Marked> marked;
};

// Adds a line of a passage, its {text|value} marks taken out.
void add_line(Passage& passage, std::string_view line) {
    while (!line.empty()) {
        const std::size_t open = line.find('{');
        passage.text += line.substr(0, open);
        if (open == std::string_view::npos) break;
        const std::size_t close = line.find('}', open);
        const std::string_view mark = line.substr(open + 1, close - open - 1);
        const std::size_t bar = mark.find('|');
        REQUIRE(close != std::string_view::npos);
        REQUIRE(bar != std::string_view::npos);
        std::string_view value = mark.substr(bar + 1);
        value = value.substr(0, value.find('|'));
        const std::size_t begin = passage.text.size();
        passage.text += mark.substr(0, bar);
        passage.marked.push_back({begin, passage.text.size(), std::string(value)});
        line = line.substr(close + 1);
    }
    passage.text += '\n';
}

std::vector<Passage> passages(const std::string& file) {
    std::ifstream in(testing::source_folder() + "/tests/data/timexes/" + file);
    REQUIRE(in.good());
    std::vector<Passage> all;
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line[0] == '#') continue;
        if (line.rfind("== ", 0) == 0) {
            const auto date = parse_date(line.substr(3, 10));
            REQUIRE(date.has_value());
            all.push_back({line.substr(14), date->first, {}, {}});
        } else {
            REQUIRE(!all.empty());
            add_line(all.back(), line);
        }
    }
    return all;
}

struct Score {
    std::size_t gold = 0;
    std::size_t found = 0;
    std::size_t right = 0;
    std::string wrong;

    double value_f1() const {
        return 2.0 * static_cast<double>(right) / static_cast<double>(gold + found);
    }
};

void score_passage(const Passage& passage, TimexMode mode, Score& score) {
    const std::vector<Timex> found = tag_timexes(passage.text, passage.date, mode);
    std::vector<bool> used(found.size(), false);
    for (const Marked& mark : passage.marked) {
        bool paired = false;
        bool right = false;
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (used[i] || found[i].end <= mark.begin || found[i].begin >= mark.end) continue;
            used[i] = true;
            paired = true;
            right = found[i].value == mark.value;
            if (mark.value != "-") break;
        }
        if (mark.value == "-") continue;
        ++score.gold;
        score.found += paired ? 1 : 0;
        score.right += right ? 1 : 0;
        if (!right) score.wrong += passage.name + ": " + mark.value + "\n";
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (used[i]) continue;
        ++score.found;
        score.wrong += passage.name + ": no expression: " + found[i].value + "\n";
    }
}

Score score(const std::string& file, TimexMode mode) {
    Score sum;
    for (const Passage& passage : passages(file))
        score_passage(passage, mode, sum);
    return sum;
}

TEST_CASE("timex: made passages of news", "[passages]") {
    const Score automatic = score("news.txt", TimexMode::Auto);
    INFO(automatic.wrong);
    CHECK(automatic.gold >= 1000);
    CHECK(automatic.value_f1() >= 0.96);
    // Choosing the mode must lose nothing on news.
    const Score news = score("news.txt", TimexMode::News);
    CHECK(automatic.right == news.right);
    CHECK(automatic.found == news.found);
}

TEST_CASE("timex: made histories, which news rules read wrongly", "[passages]") {
    const Score narrative = score("narrative.txt", TimexMode::Narrative);
    INFO(narrative.wrong);
    CHECK(narrative.gold >= 160);
    CHECK(narrative.value_f1() >= 0.95);
    const Score automatic = score("narrative.txt", TimexMode::Auto);
    INFO(automatic.wrong);
    CHECK(automatic.value_f1() >= 0.95);
    CHECK(score("narrative.txt", TimexMode::News).value_f1() < 0.7);
}

}  // namespace
}  // namespace dateline
