// The promises of common/sentences.h, one by one.
#include "common/sentences.h"

#include <algorithm>

#include "tests/catch.h"

using namespace dateline;

namespace {

// The text between the begins, without the blanks at the ends.
std::vector<std::string> pieces(const std::string& text, const std::vector<std::size_t>& begins) {
    std::vector<std::string> result;
    std::size_t begin = 0;
    const auto add = [&](std::size_t end) {
        std::string piece = text.substr(begin, end - begin);
        while (!piece.empty() && (piece.back() == ' ' || piece.back() == '\n'))
            piece.pop_back();
        result.push_back(piece);
        begin = end;
    };
    for (const std::size_t at : begins)
        add(at);
    add(text.size());
    return result;
}

}  // namespace

TEST_CASE("sentences: begins", "[sentences]") {
    const std::vector<std::vector<std::string>> cases = {
        {"One."},
        {"One.", "Two!", "Three?", "Four"},
        {"Mr. Smith met Gen. Lee on Oct. 3 in St. Louis.", "They left."},
        {"The U.S. Senate voted.", "It passed."},
        {"J. K. Rowling wrote it.", "We read it."},
        {"He said: “Go.”", "She went."},
        {"He said (loudly.)", "She went."},
        {"Really?!", "Yes."},
        {"It cost 3.5 million.", "That is much."},
        {"Wait… what?", "Nothing."},
        {"It was at 10 p.m. on Friday.", "It rained."},
        {"see example.org for more.", "It helps."},
    };
    for (const auto& expected : cases) {
        std::string text;
        for (const std::string& sentence : expected)
            text += (text.empty() ? "" : " ") + sentence;
        CAPTURE(text);
        CHECK(pieces(text, find_boundaries(text).sentences) == expected);
        CHECK(find_boundaries(text).paragraphs.empty());
    }
}

TEST_CASE("sentences: paragraphs", "[sentences]") {
    struct Paragraphs {
        std::string text;
        std::size_t sentences;  // begins
        std::size_t paragraphs;
    };
    const std::string line(130, 'x');
    const std::vector<Paragraphs> cases = {
        {"", 0, 0},
        {"\n\n\n", 0, 0},
        {"One\n\nTwo", 1, 1},
        {"One\n\n\n\n  Two\n", 1, 1},
        {"One.\nTwo wraps\nhere.\nThree.", 2, 0},  // wrapped at short lines
        {"One\n    Two", 1, 1},                    // indented
        {line + "\nTwo", 1, 1},                    // lines that are paragraphs
        {"One\n" + line, 1, 1},
        {"One. Two.\n\nThree. Four.", 3, 1},
        {"One.\r\n\r\nTwo.", 1, 1},
    };
    for (const Paragraphs& c : cases) {
        CAPTURE(c.text);
        const Boundaries found = find_boundaries(c.text);
        CHECK(found.sentences.size() == c.sentences);
        CHECK(found.paragraphs.size() == c.paragraphs);
        CHECK(std::is_sorted(found.sentences.begin(), found.sentences.end()));
        for (const std::size_t paragraph : found.paragraphs) {
            CHECK(std::binary_search(found.sentences.begin(), found.sentences.end(), paragraph));
        }
    }
}

TEST_CASE("sentences: marks are seen wherever they stand", "[sentences]") {
    for (const std::string mark : {".", "!", "?", "…", "。"}) {
        for (std::size_t before = 1; before <= 40; ++before) {
            for (std::size_t behind = 1; behind <= 40; ++behind) {
                const std::string text =
                    std::string(before, 'x') + mark + " B" + std::string(behind - 1, 'x');
                CAPTURE(text);
                REQUIRE(find_boundaries(text).sentences ==
                        std::vector<std::size_t>{before + mark.size() + 1});
            }
        }
    }
}
