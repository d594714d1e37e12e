#include "searcher/query/error.h"

#include <algorithm>

#include "common/text.h"
#include "searcher/query/characters.h"

namespace dateline {

namespace {

using namespace query_characters;

struct Cell {
    std::string text;
    std::size_t width = 0;
};

std::string utf8(char32_t code) {
    std::string text;
    if (code < 0x800) {
        text += static_cast<char>(0xC0 | (code >> 6));
    } else {
        text += static_cast<char>(0xE0 | (code >> 12));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    }
    text += static_cast<char>(0x80 | (code & 0x3F));
    return text;
}

constexpr std::string_view kDigits = "0123456789ABCDEF";

std::string hexadecimal(char32_t code, int digits) {
    std::string text;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
        text += kDigits[(code >> shift) & 0xF];
    }
    return text;
}

// Controls of bidirectional text and invisible characters would hide or reorder what stands beside
// them.
bool is_hidden(char32_t code) {
    return (code >= 0x80 && code < 0xA0) || code == 0xAD || code == 0x61C ||
           (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

Cell show(std::string_view query, std::size_t at, const Character& character) {
    const char32_t code = character.code;
    if (code == kInvalid) {
        return {"\\x" + hexadecimal(static_cast<unsigned char>(query[at]), 2), 4};
    }
    if (code < 0x20) {
        return {utf8(0x2400 + code), 1};
    }
    if (code == 0x7F) {
        return {utf8(0x2421), 1};
    }
    if (is_hidden(code)) {
        return {"\\u{" + hexadecimal(code, 4) + "}", 8};
    }
    return {std::string(query.substr(at, character.length)), display_width(code)};
}

// The begin of the character before `at` (> 0).
std::size_t step_back(std::string_view query, std::size_t at) {
    for (std::size_t back = 1; back <= 4 && back <= at; ++back) {
        const Character character = character_at(query, at - back);
        if (character.code != kInvalid) {
            return character.length == back ? at - back : at - 1;
        }
    }
    return at - 1;
}

}  // namespace

std::string excerpt(std::string_view text) {
    constexpr std::size_t kMostBytes = 40;
    const std::size_t shown = utf8_prefix_length(text, kMostBytes);
    return std::string(text.substr(0, shown)) + (shown < text.size() ? "…" : "");
}

std::string show_error(std::string_view query, const QueryError& error, std::size_t width) {
    std::string shown = std::string(error.what()) + "\n";
    if (!query.empty()) {
        const std::size_t columns = std::max<std::size_t>(width, 20) - 4;  // indent, two … at most
        // An error within a character points at all of it.
        std::size_t begin = std::min(error.begin(), query.size());
        for (std::size_t back = 1; back < 4 && back <= begin && begin < query.size(); ++back) {
            const Character character = character_at(query, begin - back);
            if (character.code != kInvalid && character.length > back) {
                begin -= back;
                break;
            }
        }
        const std::size_t end = std::clamp(error.end(), begin, query.size());

        // Up to two thirds of the line stand before the place, so that some of what follows is
        // seen.
        std::size_t from = begin;
        std::size_t lead = 0;
        const std::size_t most_lead = begin == query.size() ? columns - 1 : columns * 2 / 3;
        // Characters without width make no progress; the bound on bytes keeps them from counting.
        while (from > 0 && begin - from < 16 * columns) {
            const std::size_t back = step_back(query, from);
            const Cell cell = show(query, back, character_at(query, back));
            if (lead + cell.width > most_lead) {
                break;
            }
            lead += cell.width;
            from = back;
        }

        std::string line = "  ";
        std::string carets = "  ";
        if (from > 0) {
            line += "…";
            carets += ' ';
        }
        carets.append(lead, ' ');
        std::size_t used = 0;
        std::size_t at = from;
        std::size_t marked = 0;
        while (at < query.size() && at - from < 32 * columns) {
            const Character character = character_at(query, at);
            const Cell cell = show(query, at, character);
            if (used + cell.width > columns) {
                break;
            }
            line += cell.text;
            used += cell.width;
            if (at >= begin && at < end) {
                marked += cell.width;
            }
            at += character.length;
        }
        if (at < query.size()) {
            line += "…";
        }
        carets.append(std::max<std::size_t>(marked, 1), '^');
        shown += line + "\n" + carets + "\n";
    }
    if (!error.suggestion().empty()) {
        shown += "  try: " + error.suggestion() + "\n";
    }
    return shown;
}

}  // namespace dateline
