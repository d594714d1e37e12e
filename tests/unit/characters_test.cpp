#include "common/characters.h"

#include <memory>
#include <string>

#include "tests/catch.h"

using namespace dateline::characters;

namespace {

// What read_letters() promises, byte by byte.
void check_letters(const std::string& text) {
    CAPTURE(text);
    std::string small;
    bool capitals = true;
    for (std::size_t i = 0; i < text.size() && is_letter(text[i]); ++i) {
        capitals = capitals && class_of(text[i]) == kUpper;
        small += to_lower(text[i]);
    }
    // Exactly as long as the text, so that checkers of memory see what is written beyond.
    const std::unique_ptr<char[]> out(new char[text.size()]);
    const Letters letters = read_letters(text, out.get());
    REQUIRE(letters.count == small.size());
    REQUIRE(letters.capitals == capitals);
    REQUIRE(std::string(out.get(), letters.count) == small);
}

}  // namespace

TEST_CASE("characters: the letters at a text's begin", "[text]") {
    check_letters("");
    for (std::size_t length = 1; length <= 20; ++length) {
        for (const char letter : {'a', 'm', 'z', 'A', 'Q', 'Z'}) {
            const std::string word(length, letter);
            check_letters(word);
            for (std::size_t at = 0; at < length; ++at) {
                for (int byte = 0; byte < 256; ++byte) {
                    std::string changed = word;
                    changed[at] = static_cast<char>(byte);
                    check_letters(changed);
                }
            }
        }
    }
}
