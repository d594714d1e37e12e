// The split of text into tokens: the same for indexing and searching.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dateline {

// What a token is made of, which decides how it is indexed and highlighted.
enum class TokenKind : std::uint8_t {
    Word,
    Number,      // digits, with separators of thousands taken out: "34,568" -> "34568"
    Initialism,  // "U.S." and "US", where a like-written word exists: term "u.s"
    Compound,    // the joined form of a hyphenated word, after its parts: "cease-fire" -> cease,
                 // fire, ceasefire
    Ideograph,   // one character of a script written without blanks
};

// One token. `lower` and `folded` are valid until the tokenizer's next step.
struct Token {
    std::string_view lower;   // lower case with diacritics, for stemming
    std::string_view folded;  // the term
    std::size_t begin = 0;    // bytes [begin, end) in the text
    std::size_t end = 0;
    TokenKind kind = TokenKind::Word;
    // Position relative to the first token (0). A Compound carries the position of its last part
    // and covers `span` positions up to it; others have span 1.
    std::uint32_t position = 0;
    std::uint32_t span = 1;
};

// Splits `text` (valid UTF-8) into tokens, in order, in linear time.
//
// A word is a run of letters, digits and marks. Apostrophes (' and ’) inside it are dropped, and
// with them a possessive s: "Blinken’s" is blinken, "don't" is dont; elided articles stand alone
// ("l'homme" is l, homme). A comma between digits in threes and a point between digits belong to
// the number. Dotted single letters ("U.N.", "a.m.") are one word without the points, un. If that
// word also exists as another word (us, it, who, aids, no …) it is an Initialism, u.s, and so are
// US, IT, IS, WHO, AIDS and CARE without points unless capitals say nothing there: in a line of
// capitals, or in a run of words in capitals ("THIS IS IT, she said"). Words joined by hyphens, two
// or three of letters only, yield their parts and then the Compound. Of a word longer than
// kMaxWordBytes the rest is dropped.
class Tokenizer {
public:
    static constexpr std::size_t kMaxWordBytes = 64;

    enum class Mode {
        Text,   // an article: capitals are judged by the words around them
        Query,  // what a user typed: capitals count but in a run of words in capitals
    };

    explicit Tokenizer(std::string_view text, Mode mode = Mode::Text) : text_(text), mode_(mode) {}

    // False at the end; else `token` is the next one.
    bool next(Token& token);

private:
    // A word being read: lower-case bytes, cut at kMaxWordBytes.
    struct Buffer {
        char bytes[kMaxWordBytes + 8];
        std::size_t size = 0;

        void append(char byte) {
            if (size < kMaxWordBytes) bytes[size++] = byte;
        }
        void append_character(std::string_view utf8) {
            if (size + utf8.size() > kMaxWordBytes) return;
            for (const char byte : utf8)
                bytes[size++] = byte;
        }
        std::string_view view() const { return {bytes, size}; }
    };

    bool read_initialism(Token& token);
    void read_word(Token& token);
    void finish_compound(const Token& token, std::size_t hyphen);
    bool capitals_around(std::size_t begin, std::size_t end) const;
    bool capitals_run(std::size_t begin, std::size_t end) const;
    std::size_t hyphen_at(std::size_t offset) const;
    std::size_t apostrophe_at(std::size_t offset) const;
    bool word_starts_at(std::size_t offset) const;
    bool skip_possessive();

    std::string_view text_;
    Mode mode_;
    std::size_t at_ = 0;
    std::uint32_t position_ = 0;
    Buffer lower_;
    bool ascii_ = true;         // of the word being read
    bool letters_only_ = true;  // likewise
    std::string wide_lower_;    // of words that are not ASCII
    std::string wide_folded_;

    std::string compound_;  // folded parts so far
    std::size_t compound_begin_ = 0;
    std::uint32_t compound_parts_ = 0;
    bool compound_open_ = false;  // a hyphen and a word follow
    bool compound_bad_ = false;   // a part is not letters only
    bool compound_pending_ = false;
    Token compound_token_;
};

}  // namespace dateline
