#include "common/text.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include <utf8proc.h>

#include "common/characters.h"

namespace dateline {
namespace {

using namespace characters;

// Letters that Unicode does not decompose but readers type without their stroke or ligature.
std::string_view plain_letter(std::int32_t c) {
    switch (c) {
        case 0xe6:
            return "ae";
        case 0xf0:
            return "d";
        case 0xf8:
            return "o";
        case 0xfe:
            return "th";
        case 0x111:
            return "d";
        case 0x127:
            return "h";
        case 0x131:
            return "i";
        case 0x142:
            return "l";
        case 0x153:
            return "oe";
        case 0x167:
            return "t";
        default:
            return "";
    }
}
constexpr std::uint16_t kWindows1252[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

// The length of the valid character at `offset`, 0 if there is none.
std::size_t valid_length(std::string_view text, std::size_t offset) {
    if (static_cast<unsigned char>(text[offset]) < 0x80) return 1;
    utf8proc_int32_t code = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + offset),
                         static_cast<utf8proc_ssize_t>(text.size() - offset), &code);
    return length > 0 ? static_cast<std::size_t>(length) : 0;
}

// The offset of the first byte from `offset` on that is not ASCII.
std::size_t ascii_end(std::string_view text, std::size_t offset) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080u;
    for (; offset + 8 <= text.size(); offset += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + offset, 8);
        if (word & kHighBits) break;
    }
    while (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80)
        ++offset;
    return offset;
}

// How many printable characters of ASCII come next: most of most texts.
std::size_t plain_run(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= 0x20 && text[end] < 0x7f)
        ++end;
    return end - at;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = ascii_end(text, 0); at < text.size(); at = ascii_end(text, at)) {
        const std::size_t length = valid_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string to_valid_utf8(std::string_view text, std::size_t* repaired) {
    std::string result;
    result.reserve(text.size());
    std::size_t changed = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\0') {
            result += ' ';
            ++changed;
            ++at;
        } else if (const std::size_t length = valid_length(text, at)) {
            result.append(text, at, length);
            at += length;
        } else {
            const auto byte = static_cast<unsigned char>(text[at]);
            append_code(result, byte < 0xa0 ? kWindows1252[byte - 0x80] : byte);
            ++changed;
            ++at;
        }
    }
    if (repaired) *repaired = changed;
    return result;
}

std::size_t utf8_prefix_length(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text.size();
    while (limit > 0 && is_continuation(text[limit]))
        --limit;
    return limit;
}

std::string fold(std::string_view text) {
    std::string result;
    if (ascii_end(text, 0) == text.size()) {
        result.reserve(text.size());
        for (const char byte : text)
            result += to_lower(byte);
        return result;
    }
    constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                             UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto size = static_cast<utf8proc_ssize_t>(text.size());
    const utf8proc_ssize_t count = utf8proc_decompose(bytes, size, nullptr, 0, kOptions);
    if (count < 0) return fold(to_valid_utf8(text));
    std::vector<utf8proc_int32_t> codes(static_cast<std::size_t>(count));
    utf8proc_decompose(bytes, size, codes.data(), count, kOptions);
    for (const utf8proc_int32_t code : codes) {
        if (is_diacritic(code)) continue;
        const std::string_view plain = plain_letter(code);
        if (plain.empty()) {
            append_code(result, code);
        } else {
            result += plain;
        }
    }
    return result;
}

std::string printable(std::string_view text, bool keep_lines) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t plain = plain_run(text, at)) {
            result.append(text.substr(at, plain));
            at += plain;
            continue;
        }
        const auto [code, length] = decode(text, at);
        at += length;
        if (code == '\n' || code == '\t' || code == '\r') {
            result += keep_lines ? static_cast<char>(code == '\r' ? '\n' : code) : ' ';
            if (code == '\r' && keep_lines && at < text.size() && text[at] == '\n') ++at;
        } else if (code == 0x2028 || code == 0x2029) {
            result += keep_lines ? '\n' : ' ';
        } else if (code < 0x20 || (code >= 0x7f && code < 0xa0) ||
                   (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
                   code == 0x200e || code == 0x200f || code == 0x61c) {
            append_code(result, 0xfffd);
        } else {
            append_code(result, code);
        }
    }
    return result;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t plain = plain_run(text, at)) {
            width += plain;
            at += plain;
            continue;
        }
        const auto [code, length] = decode(text, at);
        at += length;
        width += static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code)));
    }
    return width;
}

}  // namespace dateline
