// The promises of common/text.h, one by one.
#include "common/text.h"

#include "tests/catch.h"

using namespace dateline;

namespace {

struct Case {
    std::string text;
    std::string expected;
};

}  // namespace

TEST_CASE("text: folding", "[text]") {
    const std::vector<Case> cases = {
        {"Naïve", "naive"},
        {"ﬁn", "fin"},
        {"Straße", "strasse"},
        {"Øre", "ore"},
        {"ÇĞ", "cg"},
        {"Þór", "thor"},
        {"œuvre", "oeuvre"},
        {"đ ħ ŧ ł ı", "d h t l i"},
        {"ΆΣ", "ας"},
        {"Ａｂｃ", "abc"},
        {"", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        if (c.text == "ΆΣ") {
            CHECK(fold(c.text) == fold("ας"));  // whatever becomes of the final sigma, all agree
        } else {
            CHECK(fold(c.text) == c.expected);
        }
        CHECK(fold(fold(c.text)) == fold(c.text));
    }
}

TEST_CASE("text: repair of what is not UTF-8", "[text]") {
    struct Repair {
        std::string bytes;
        std::string expected;
        std::size_t repaired;
    };
    const std::vector<Repair> cases = {
        {"plain", "plain", 0},
        {"café", "café", 0},
        {"caf\xe9", "café", 1},
        {"\x93quoted\x94 \x80", "“quoted” €", 3},
        {std::string("a\0b", 3), "a b", 1},
        {"caf\xe9 café", "café café", 1},
        {"\xc3", "Ã", 1},
        {"\xe2\x82", "â‚", 2},
        {"\xff\xfe", "ÿþ", 2},
        {"\x81", "\ufffd", 1},
        {"\xed\xa0\x80", "í\u00a0€", 3},       // a surrogate
        {"\xc0\xaf", "À¯", 2},                 // overlong
        {"\xf4\x90\x80\x80", "ô\ufffd€€", 4},  // beyond Unicode
    };
    for (const Repair& c : cases) {
        CAPTURE(c.expected);
        std::size_t repaired = 99;
        CHECK(to_valid_utf8(c.bytes, &repaired) == c.expected);
        CHECK(repaired == c.repaired);
        CHECK(is_valid_utf8(to_valid_utf8(c.bytes)));
    }
}

TEST_CASE("text: valid UTF-8", "[text]") {
    for (const std::string valid : {"", "plain", "é", "€", "🙂", "\x7f", "\xf4\x8f\xbf\xbf"}) {
        CAPTURE(valid);
        CHECK(is_valid_utf8(valid));
        CHECK(is_valid_utf8("some text before " + valid));
    }
    for (const std::string broken :
         {"\x80", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80", "\xff"}) {
        CHECK_FALSE(is_valid_utf8(broken));
        CHECK_FALSE(is_valid_utf8("some text before " + broken + " and after"));
    }
}

TEST_CASE("text: prefixes end at characters", "[text]") {
    const std::string text = "aé€🙂";  // lengths 1, 2, 3, 4
    const std::vector<std::size_t> expected = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (std::size_t limit = 0; limit < expected.size(); ++limit) {
        CAPTURE(limit);
        CHECK(utf8_prefix_length(text, limit) == expected[limit]);
    }
}

TEST_CASE("text: printable", "[text]") {
    const std::vector<Case> cases = {
        {"plain café 東京", "plain café 東京"},
        {"\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"},
        {"a\x07\x08\x7f", "a\ufffd\ufffd\ufffd"},
        {"\u009b31m", "\ufffd31m"},
        {"a\nb\tc\r\nd", "a b c  d"},
        {"\u202eabc\u2066\u200f", "\ufffdabc\ufffd\ufffd"},
        {"a\u2028b", "a b"},
        {std::string("a\0b", 3), "a\ufffdb"},
        {"bad\xff", "bad\ufffd"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.expected);
        CHECK(printable(c.text) == c.expected);
    }
    CHECK(printable("a\nb\tc\r\nd\re\u2029f", true) == "a\nb\tc\nd\ne\nf");
    CHECK(printable("a\x1b\n", true) == "a\ufffd\n");
}

TEST_CASE("text: columns on a terminal", "[text]") {
    CHECK(display_width("") == 0);
    CHECK(display_width("abc") == 3);
    CHECK(display_width("café") == 4);
    CHECK(display_width("cafe\u0301") == 4);
    CHECK(display_width("東京") == 4);
    CHECK(display_width("Ａ") == 2);
}
