// UTF-8: whether text is valid, its repair, its folded form, and how it is shown on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dateline {

bool is_valid_utf8(std::string_view text);

// The text with each byte that is not part of valid UTF-8 decoded as Windows-1252 (so a file in
// that charset comes out right) and each NUL as a blank. `repaired` counts the bytes changed.
std::string to_valid_utf8(std::string_view text, std::size_t* repaired = nullptr);

// Whether the byte is one of a character after its first.
inline bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

// The offset right after the character that begins at `at`, which is less than the text's size.
inline std::size_t character_end(std::string_view text, std::size_t at) {
    do {
        ++at;
    } while (at < text.size() && is_continuation(text[at]));
    return at;
}

// The length of `text` cut to at most `limit` bytes without cutting a character.
std::size_t utf8_prefix_length(std::string_view text, std::size_t limit);

// Lower case, compatibility forms and diacritics folded: "Naïve" -> "naive", "ﬁn" -> "fin",
// "Straße" -> "strasse", "Øre" -> "ore". `text` must be valid UTF-8.
std::string fold(std::string_view text);

// For showing on a terminal: control characters, including those of C1, and bidirectional overrides
// become "\u{FFFD}"; line breaks and tabs become blanks unless `keep_lines`.
std::string printable(std::string_view text, bool keep_lines = false);

// Columns that `text` (valid UTF-8, printable) takes on a terminal: 2 for wide East Asian
// characters, 0 for combining marks.
std::size_t display_width(std::string_view text);

}  // namespace dateline
