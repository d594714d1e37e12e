// Letters of ASCII: for names of formats, fields, units and options. Text of articles and queries
// is folded instead (common/text.h).
#pragma once

#include <string>
#include <string_view>

namespace dateline {

// A to Z in lower case, all else as it is.
inline std::string lower_ascii(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

}  // namespace dateline
