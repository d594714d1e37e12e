#include "searcher/query/characters.h"

#include <algorithm>

#include <utf8proc.h>

namespace dateline::query_characters {

namespace {

utf8proc_category_t category(char32_t code) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(code));
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
        return {byte, 1};
    }
    utf8proc_int32_t code = 0;
    const auto left = static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size() - at, 4));
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at), left, &code);
    if (length <= 0) {
        return {kInvalid, 1};
    }
    return {static_cast<char32_t>(code), static_cast<std::size_t>(length)};
}

bool is_blank(char32_t code) {
    if (code < 0x80) {
        return code == ' ' || (code >= '\t' && code <= '\r');
    }
    if (code == kInvalid) {
        return false;
    }
    switch (category(code)) {
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return true;
        default:
            return false;
    }
}

bool is_control(char32_t code) {
    return (code < 0x20 && !is_blank(code)) || (code >= 0x7F && code < 0xA0);
}

bool is_word(char32_t code) {
    if (code < 0x80) {
        return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
               (code >= 'a' && code <= 'z');
    }
    if (code == kInvalid) {
        return false;
    }
    switch (category(code)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            return true;
        default:
            return false;
    }
}

bool is_mark(char32_t code) {
    if (code < 0x80 || code == kInvalid) {
        return false;
    }
    const utf8proc_category_t c = category(code);
    return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME;
}

bool is_quote(char32_t code) {
    return code == '"' || code == U'“' || code == U'”' || code == U'„' || code == U'«' ||
           code == U'»';
}

bool is_dash(char32_t code) {
    return (code >= U'\u2010' && code <= U'\u2015') || code == U'\u2212';
}

bool is_ideograph(char32_t code) {
    return code >= 0x2E80 && code != kInvalid && category(code) == UTF8PROC_CATEGORY_LO;
}

bool is_ascii_punctuation(char32_t code) {
    return code > 0x20 && code < 0x7F && !is_word(code);
}

std::size_t display_width(char32_t code) {
    if (code < 0x80) {
        return 1;
    }
    if (code == kInvalid) {
        return 1;
    }
    const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(code));
    return width < 0 ? 0 : static_cast<std::size_t>(width);
}

bool has_word(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        if (is_word(c.code)) {
            return true;
        }
        at += c.length;
    }
    return false;
}

std::size_t count_words(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        const bool word = is_word(c.code) || (inside && is_mark(c.code));
        if (word && (!inside || is_ideograph(c.code))) {
            ++words;
        }
        inside = word;
        at += c.length;
    }
    return std::max<std::size_t>(words, 1);
}

std::size_t count_characters(std::string_view text) {
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); at += character_at(text, at).length) {
        ++characters;
    }
    return characters;
}

}  // namespace dateline::query_characters
