// The text as tokens: words looked up in the lexicon, numbers, marks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/temporal/lexicon.h"

namespace dateline::temporal {

enum class Shape : std::uint8_t {
    Word,
    Number,  // a run of digits; what follows it without a blank is a token of its own ("1990" "s")
    Mark,
    Break,  // between paragraphs (a blank line), and at both ends
};

struct Token {
    std::uint64_t key = 0;  // of a word, else 0
    Kinds kinds = 0;
    std::uint32_t begin = 0;  // bytes from the start of the block
    std::uint32_t end = 0;
    std::uint32_t sentence = 0;  // counted through the text
    std::int32_t number = 0;     // of a number (at most 9 digits, else -1) or of the lexeme
    Shape shape = Shape::Break;
    Unit unit = Unit::None;
    std::uint8_t digits = 0;  // of a number, at most 255
    // Of a mark: the ASCII character, after folding curly quotes to ' and ", dashes to - (hyphen,
    // en dash) or ~ (em dash, --, underscore), currency signs to $, the half sign to h.
    char mark = 0;
    bool joined = false;   // no blank before it
    bool capital = false;  // begins with A to Z
    bool upper = false;    // two or more letters, all of A to Z
    bool dotted = false;   // a short name with its full stop
    bool adverb = false;   // ends in "ly"
    bool plural = false;   // in small letters, ends in "s": very likely more than one of something
    bool past = false;     // in small letters, ends in "ed": very likely the past form of a verb
};

// Break tokens that stand before the first and after the last token, so that looking a few tokens
// to either side needs no check.
constexpr std::size_t kPadding = 32;

// Replaces `tokens` by those of text (valid UTF-8), `sentence` being the number of the first
// sentence; returns the number of the last. `text` is shorter than 4 GiB.
std::uint32_t tokenize(std::string_view text, std::uint32_t sentence, std::vector<Token>& tokens);

}  // namespace dateline::temporal
