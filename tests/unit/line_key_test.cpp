#include <string>
#include <string_view>
#include <utility>

#include "indexer/cleaning/lines.h"
#include "tests/catch.h"

using namespace dateline;

namespace {

std::string key_of(std::string_view line) {
    std::string key = "what was there before";
    line_key(line, key);
    return key;
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

}  // namespace

TEST_CASE("keys of lines", "[cleaning]") {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"Read more: Two ministers’ e-mails", "read more : two ministers emails"},
        {"» Updated 4 March 2021 | 14:32", "updated # march # | #"},
        {"[12]Print", "print"},
        {"[12] Print", "# print"},
        {"Don't PANIC", "dont panic"},
        {"U.S. economy", "us economy"},
        {"1,234.50 - 7", "# | #"},
        {"(c) 2021 Jane Doe", "copyright # jane doe"},
        {"©", "copyright"},
        {"Straße – ÉTÉ", "strasse | ete"},
        {"4pm, 5PM", "#pm #pm"},
        {": : |", ""},
        {"", ""},
    };
    for (const auto& [line, key] : cases) {
        CAPTURE(line);
        CHECK(key_of(line) == key);
    }
    CHECK(key_of(std::string(kMaxKeyLine + 1, 'a')).empty());
}

TEST_CASE("keys that are much longer than their lines", "[cleaning][hostile]") {
    CHECK(key_of(repeated("©", kMaxKeyLine / 2)) ==
          "copyright" + repeated(" copyright", kMaxKeyLine / 2 - 1));
    CHECK(key_of("a" + repeated("|©", kMaxKeyLine / 3)) ==
          "a" + repeated(" | copyright", kMaxKeyLine / 3));
    CHECK(key_of("a" + repeated(":b", kMaxKeyLine / 2 - 1)) ==
          "a" + repeated(" : b", kMaxKeyLine / 2 - 1));
    // One character that folds to eighteen.
    CHECK(key_of(repeated("\uFDFA", kMaxKeyLine / 3)).size() > kMaxKeyLine);
}
