// Classes of bytes and characters that folding, the tokenizer, the search for sentences and the
// keys of lines share, in line because they stand in the loops over all text.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <utf8proc.h>

namespace dateline::characters {

// kWide is any byte of a character beyond ASCII; kOther, blanks, punctuation and controls.
enum ByteClass : std::uint8_t { kOther, kLower, kUpper, kDigit, kWide };

constexpr std::array<ByteClass, 256> make_classes() {
    std::array<ByteClass, 256> classes{};
    for (int c = 'a'; c <= 'z'; ++c)
        classes[c] = kLower;
    for (int c = 'A'; c <= 'Z'; ++c)
        classes[c] = kUpper;
    for (int c = '0'; c <= '9'; ++c)
        classes[c] = kDigit;
    for (int c = 0x80; c <= 0xff; ++c)
        classes[c] = kWide;
    return classes;
}
inline constexpr std::array<ByteClass, 256> kClasses = make_classes();

inline ByteClass class_of(char byte) {
    return kClasses[static_cast<unsigned char>(byte)];
}

// ---- Of ASCII

inline bool is_letter(char byte) {
    return class_of(byte) == kLower || class_of(byte) == kUpper;
}
inline bool is_digit(char byte) {
    return class_of(byte) == kDigit;
}

// The small letter of an ASCII letter; 0 for all other bytes.
inline constexpr std::array<char, 256> kSmallLetters = [] {
    std::array<char, 256> letters{};
    for (int c = 'a'; c <= 'z'; ++c) {
        letters[static_cast<std::size_t>(c)] = static_cast<char>(c);
        letters[static_cast<std::size_t>(c - 'a' + 'A')] = static_cast<char>(c);
    }
    return letters;
}();

inline char small_letter(char byte) {
    return kSmallLetters[static_cast<unsigned char>(byte)];
}

// The ASCII letters that a text begins with.
struct Letters {
    std::size_t count = 0;
    bool capitals = true;  // no small letter is among them
};

// Writes their small letters to `out`, which has room for as many bytes as the text has; what it
// holds behind the letters has no meaning. Eight bytes at a time: a loop over single bytes ends at
// another place for each word, which processors cannot foresee.
inline Letters read_letters(std::string_view text, char* out) {
    Letters letters;
    if constexpr (std::endian::native == std::endian::little) {
        constexpr std::uint64_t kEach = 0x0101010101010101;
        constexpr std::uint64_t kHigh = 0x80 * kEach;  // the highest bit of each byte
        for (; text.size() - letters.count >= sizeof(std::uint64_t);
             letters.count += sizeof(std::uint64_t)) {
            std::uint64_t bytes = 0;
            std::memcpy(&bytes, text.data() + letters.count, sizeof(bytes));
            const std::uint64_t small = bytes | 0x20 * kEach;
            std::memcpy(out + letters.count, &small, sizeof(small));
            // Sums of bytes below 0x80 stay within their byte.
            const std::uint64_t low = small & ~kHigh;
            const std::uint64_t others =
                ~((low + (0x80 - 'a') * kEach) & ~(low + (0x7f - 'z') * kEach) & ~bytes) & kHigh;
            const std::uint64_t before = others == 0 ? ~std::uint64_t{0} : (others & -others) - 1;
            letters.capitals &=
                (bytes << 2 & kHigh & before) == 0;  // 0x20 tells small from capital
            if (others != 0) {
                letters.count += static_cast<std::size_t>(std::countr_zero(others)) / 8;
                return letters;
            }
        }
    }
    for (; letters.count < text.size(); ++letters.count) {
        const char small = small_letter(text[letters.count]);
        if (small == 0) break;
        letters.capitals &= small != text[letters.count];
        out[letters.count] = small;
    }
    return letters;
}

inline char to_lower(char byte) {
    return class_of(byte) == kUpper ? static_cast<char>(byte + 32) : byte;
}

// ---- Of Unicode

// A character and its length in bytes.
struct Decoded {
    std::int32_t code = 0;
    std::size_t length = 0;
};

// The character at `offset`. At the end of the text its length is 0; a byte that is not UTF-8
// counts as U+FFFD of length 1.
inline Decoded decode(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) return {};
    utf8proc_int32_t code = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + offset),
                         static_cast<utf8proc_ssize_t>(text.size() - offset), &code);
    if (length <= 0) return {0xfffd, 1};
    return {code, static_cast<std::size_t>(length)};
}

// Writes up to four bytes to `out`; returns how many.
inline std::size_t encode(std::int32_t code, char* out) {
    return static_cast<std::size_t>(
        utf8proc_encode_char(code, reinterpret_cast<utf8proc_uint8_t*>(out)));
}

inline void append_code(std::string& text, std::int32_t code) {
    char bytes[4];
    text.append(bytes, encode(code, bytes));
}

// Diacritics that folding drops: combining marks of Latin, Greek and Cyrillic, Hebrew points,
// Arabic vowel signs.
inline bool is_diacritic(std::int32_t c) {
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x591 && c <= 0x5c7) || (c >= 0x64b && c <= 0x65f) ||
           c == 0x670;
}

}  // namespace dateline::characters
