// The classes of characters that the query grammar tells apart. Internal to searcher/query.
#pragma once

#include <cstddef>
#include <string_view>

namespace dateline::query_characters {

// The character at `at` (< text.size()) and its length in bytes. A byte that is not UTF-8 has the
// length 1 and the code kInvalid.
struct Character {
    char32_t code = 0;
    std::size_t length = 1;
};
inline constexpr char32_t kInvalid = 0xFFFFFFFF;
Character character_at(std::string_view text, std::size_t at);

// Tab, line breaks and Unicode's spaces.
bool is_blank(char32_t code);
// Control characters that are not blank; never to be printed as they are.
bool is_control(char32_t code);
// Letters and digits of any script: what makes a word.
bool is_word(char32_t code);
// Combining marks: part of a word, but not enough to make one.
bool is_mark(char32_t code);
// The straight double quote, the curly ones that word processors put for it, and guillemets.
bool is_quote(char32_t code);
// Dashes that a word processor puts for a hyphen, and the minus sign.
bool is_dash(char32_t code);
// One of a script written without blanks, where every character is a token.
bool is_ideograph(char32_t code);

bool is_ascii_punctuation(char32_t code);

// Columns on a terminal: 0, 1 or 2.
std::size_t display_width(char32_t code);

bool has_word(std::string_view text);

// How many tokens the analyser will find, or a few more; at least 1.
std::size_t count_words(std::string_view text);

// How many characters (not bytes).
std::size_t count_characters(std::string_view text);

}  // namespace dateline::query_characters
