// The promises of common/text.h, one by one.
#include "common/text.h"

#include <algorithm>
#include <sstream>

#include "tests/catch.h"

using namespace dateline;

namespace {

// "folded" with what is not plain beside it: "us", "u.s!" for an Initialism, "5#" for a Number,
// "ceasefire+2@1" for a Compound of span 2 at position 1, "東^" for an Ideograph.
std::string tokens_of(const std::string& text, Tokenizer::Mode mode = Tokenizer::Mode::Text) {
    std::ostringstream out;
    Tokenizer tokenizer(text, mode);
    Token token;
    const char* separator = "";
    while (tokenizer.next(token)) {
        out << separator << token.folded;
        separator = " ";
        if (token.kind == TokenKind::Initialism) out << '!';
        if (token.kind == TokenKind::Number) out << '#';
        if (token.kind == TokenKind::Ideograph) out << '^';
        if (token.kind == TokenKind::Compound) out << '+' << token.span << '@' << token.position;
    }
    return out.str();
}

std::string utf8(std::uint32_t code) {
    const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
    if (code < 0x80) return {byte(code)};
    const char last = byte(0x80 | (code & 0x3f));
    if (code < 0x800) return {byte(0xc0 | code >> 6), last};
    const char third = byte(0x80 | (code >> 6 & 0x3f));
    if (code < 0x10000) return {byte(0xe0 | code >> 12), third, last};
    return {byte(0xf0 | code >> 18), byte(0x80 | (code >> 12 & 0x3f)), third, last};
}

struct Case {
    std::string text;
    std::string expected;
};

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

TEST_CASE("text: tokens", "[text]") {
    const std::vector<Case> cases = {
        {"", ""},
        {" .,;:!? -- ' \" () \n\t", ""},
        {"The quick brown fox.", "the quick brown fox"},
        {"one,two;three/four_five", "one two three four five"},
        {"Naïve café, Straße, Øre, ﬁn", "naive cafe strasse ore fin"},
        {"e\u0301le\u0300ve", "eleve"},
        {"Łukasz Żaneta Ñandú Ærøskov", "lukasz zaneta nandu aeroskov"},
        {"so\u00adft hy\u200bphen", "soft hyphen"},
        {"МОСКВА Ёлка", "москва елка"},
        {"İstanbul", "istanbul"},
        // Apostrophes
        {"Blinken's Blinken’s Blinkenʼs", "blinken blinken blinken"},
        {"BLINKEN'S", "blinken"},
        {"the boys' toys", "the boys toys"},
        {"don't don’t", "dont dont"},
        {"O'Brien's rock'n'roll", "obrien rocknroll"},
        {"l'homme d’État dell'arte", "l homme d etat dell arte"},
        {"'quoted' ‘quoted’", "quoted quoted"},
        {"it's", "it"},
        {"1980's", "1980#"},
        // Numbers
        {"34,568 1,234,567", "34568# 1234567#"},
        {"1,2 12,34 1,2345 1234,567", "1# 2# 12# 34# 1# 2345# 1234# 567#"},
        {"1,234,5", "1234# 5#"},
        {"3.5 1,000.5 2024.", "3.5# 1000.5# 2024#"},
        {"3.5,000", "3.5# 000#"},
        {"2024-05-01", "2024# 05# 01#"},
        {"10:30 50% $5m €7", "10# 30# 50# 5m 7#"},
        {"B2B 4x4 F-16", "b2b 4x4 f 16#"},
        {"1.5.2", "1.5.2#"},
        // Initialisms
        {"U.S. and U.N. envoys", "u.s! and un envoys"},
        {"U.S and U.N", "u.s! and un"},
        {"the U.S.'s plan", "the u.s! plan"},
        {"U.S.-led", "u.s! led"},
        {"at 10 a.m. today", "at 10# a.m! today"},
        {"J. F. Kennedy", "j f kennedy"},
        {"e.g. this, i.e. that", "eg this ie that"},
        {"the US envoy told us", "the u.s! envoy told us"},
        {"The WHO knows who", "the w.h.o! knows who"},
        {"AIDS aids", "a.i.d.s! aids"},
        {"IS fighters, IT firms", "i.s! fighters i.t! firms"},
        {"NATO UN EU", "nato un eu"},
        {"US NATO envoy", "u.s! nato envoy"},
        {"US OFFICIALS said", "us officials said"},
        {"a US-led force", "a u.s! led force"},
        // Capitals that are emphasis
        {"ENVOY TELLS US OF PLANS", "envoy tells us of plans"},
        {"NO MAPS ON THE TABLES she said", "no maps on the tables she said"},
        {"they said THIS IS IT and left", "they said this is it and left"},
        {"She said NO to it, ON the day", "she said no to it on the day"},
        {"US", "u.s!"},
        {"ALL", "all"},
        {"Us Who It", "us who it"},
        // Hyphens
        {"cease-fire", "cease fire ceasefire+2@1"},
        {"a cease‐fire and a cease‑fire",
         "a cease fire ceasefire+2@2 and a cease fire ceasefire+2@6"},
        {"state-of-the-art", "state of the art"},
        {"mother-in-law", "mother in law motherinlaw+3@2"},
        {"well - known", "well known"},
        {"-dash dash- --", "dash dash"},
        {"19-year-old", "19# year old"},
        {"cease-\nfire", "cease fire"},
        {"Jean-Claude's", "jean claude jeanclaude+2@1"},
        // Scripts without blanks
        {"東京は", "東^ 京^ は^"},
        {"Tokyo東京 2024年", "tokyo 東^ 京^ 2024# 年^"},
        {"ﾊﾝ", "ハ^ ン^"},
        {"서울 시민", "서울 시민"},
        // Odd things
        {"\u0301", ""},
        {"🙂 smile🙂d", "smile d"},
        {"x² ½", "x2 1⁄2"},
        {"http://example.org/a?b=1", "http example org a b 1#"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        std::string tokens = tokens_of(c.text);
        // Hangul is decomposed; compare folded with folded.
        CHECK(tokens == (c.text == "서울 시민" ? fold(c.expected) : c.expected));
    }
}

TEST_CASE("text: capitals in queries", "[text]") {
    const std::vector<Case> cases = {
        {"US", "u.s!"},
        {"US senate", "u.s! senate"},
        {"WHO", "w.h.o!"},
        {"THE", "the"},
        {"US SENATE VOTES", "us senate votes"},
        {"u.s.", "u.s!"},
        {"us", "us"},
        {"NO MAPS ON THE TABLES", "no maps on the tables"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(tokens_of(c.text, Tokenizer::Mode::Query) == c.expected);
    }
}

TEST_CASE("text: offsets of tokens cover the words", "[text]") {
    const std::string text = "The U.S. said “Blinken’s cease-fire” of 34,568.";
    std::string shown;
    Tokenizer tokenizer(text);
    Token token;
    while (tokenizer.next(token))
        shown += "[" + text.substr(token.begin, token.end - token.begin) + "]";
    CHECK(shown == "[The][U.S.][said][Blinken][cease][fire][cease-fire][of][34,568]");
}

TEST_CASE("text: tokens of anything are in order, within bounds and valid", "[text]") {
    std::uint32_t state = 7;
    const auto random = [&](std::uint32_t below) {
        state = state * 1664525u + 1013904223u;
        return (state >> 8) % below;
    };
    const std::vector<std::string> parts = {"a",      "US", ".",      "-",  "'", "’",  "é",
                                            "\u0301", "1",  ",",      "東", " ", "\n", "s",
                                            "U",      "İ",  "\u200d", "ß",  "ﬃ", "‐",  "000"};
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (std::uint32_t i = 0, length = 1 + random(20); i < length; ++i)
            text += parts[random(static_cast<std::uint32_t>(parts.size()))];
        CAPTURE(text);
        Tokenizer tokenizer(text);
        Token token;
        std::size_t end = 0;
        std::uint32_t next = 0;
        bool good = true;
        while (tokenizer.next(token)) {
            good = good && token.begin < token.end && token.end <= text.size();
            good = good && !token.folded.empty() && is_valid_utf8(token.folded);
            if (token.kind == TokenKind::Compound) {
                good = good && token.end == end && token.position + 1 == next && token.span > 1;
            } else {
                good = good && token.begin >= end && token.position == next && token.span == 1;
                ++next;
                end = token.end;
            }
        }
        REQUIRE(good);
    }
}

// ʼ is a letter and an apostrophe, and once held a tokenizer up for ever.
TEST_CASE("text: every character is passed, wherever it stands", "[text]") {
    std::size_t held_up = 0;
    for (std::uint32_t code = 1; code < 0x20000; ++code) {
        if (code >= 0xd800 && code < 0xe000) continue;
        const std::string character = utf8(code);
        for (const std::string& text :
             {character, character + "twas", "a" + character, "a" + character + "b",
              character + character + "a", "1" + character + "2", "a-" + character + "b"}) {
            Tokenizer tokenizer(text);
            Token token;
            std::size_t end = 0;
            while (tokenizer.next(token)) {
                held_up += token.kind != TokenKind::Compound && token.end <= end;
                end = token.end;
            }
        }
    }
    CHECK(held_up == 0);
    CHECK(tokens_of("ʼtwas ʼʼ Kapʼo ʼ") == "twas kapo");
}

TEST_CASE("text: long words are cut, in linear time", "[text]") {
    CHECK(tokens_of(std::string(1000, 'x') + " y") == std::string(64, 'x') + " y");
    std::string accents;
    for (int i = 0; i < 200; ++i)
        accents += "é";
    const std::string folded = tokens_of(accents);
    CHECK(folded == std::string(32, 'e'));
    for (const std::string part :
         {"a-", "a.", "'", "a'", "1,", "1.", "US ", "\u0301", "-", "東", "N "}) {
        std::string text;
        while (text.size() < 2'000'000)
            text += part;
        Tokenizer tokenizer(text);
        Token token;
        std::size_t count = 0;
        while (tokenizer.next(token))
            ++count;
        CAPTURE(part);
        CHECK(count <= text.size());  // that it ends is the point: quadratic time would not
    }
}

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

TEST_CASE("text: sentences", "[text]") {
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

TEST_CASE("text: paragraphs", "[text]") {
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
