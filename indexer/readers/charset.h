// Bytes in any charset -> UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dateline {

// Text as UTF-8 and how it came about.
struct DecodedText {
    std::string text;     // valid UTF-8 without NUL and byte order mark
    std::string charset;  // that the bytes were read in, as iconv names it
    std::string warning;  // not empty if characters may be wrong: for the user
};

// UTF-8 and UTF-16 with a byte order mark are told by it; else bytes that are valid UTF-8 are
// UTF-8. Others are read in the `declared` charset if they are valid in it; else in the one that
// uchardet detects, with a warning; in the last resort as UTF-8 with stray Windows-1252 bytes, with
// a warning that counts them. NULs become blanks, with a warning.
DecodedText decode_text(std::string_view bytes, std::string_view declared = "");

// The bytes converted by iconv. False if it does not know the charset or a byte is not valid in it.
bool convert_charset(std::string_view bytes, std::string_view charset, std::string& out);

// What uchardet makes of the bytes (the first megabyte of them); empty if it cannot tell.
std::string detect_charset(std::string_view bytes);

// "The bytes begin with a mark of UTF-16": 'L' little-endian, 'B' big-endian, else 0.
char utf16_mark(std::string_view bytes);

// The same of UTF-16 without a mark, by the first kilobytes: half of its bytes are NULs where it is
// Latin text.
char utf16_without_mark(std::string_view bytes);

// True if the bytes, of UTF-8 or a one-byte charset, are no text: more control characters than a
// slip or two would leave.
bool looks_binary(std::string_view bytes);

// Decodes UTF-16 piece by piece. Surrogates without partner become U+FFFD and are counted.
class Utf16Decoder {
public:
    explicit Utf16Decoder(bool big_endian) : big_endian_(big_endian) {}

    // Appends to `out`; keeps an odd byte or a first surrogate for the next call.
    void decode(std::string_view bytes, std::string& out);
    void finish(std::string& out);  // what was kept becomes U+FFFD

    std::size_t replaced() const { return replaced_; }

private:
    void put(char32_t code_point, std::string& out);
    void unit(unsigned value, std::string& out);

    bool big_endian_;
    bool half_ = false;
    unsigned char first_ = 0;
    unsigned high_ = 0;  // a first surrogate, or 0
    std::size_t replaced_ = 0;
};

void append_utf8(char32_t code_point, std::string& out);

}  // namespace dateline
