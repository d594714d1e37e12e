// The phrases of patterns.h: what lines that are not the story begin with or consist of.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "indexer/cleaning/patterns.h"

namespace dateline {

// How much of a line's key a phrase must be.
enum class Extent : std::uint8_t {
    Whole,   // all of it
    Label,   // all of it, or followed by ":" or "|"
    Prefix,  // the first words
};

struct PhraseGroup {
    Hint hint;
    Extent extent;
    std::string_view phrases;  // keys (line_key) parted by ", ", which no key holds
};

// A phrase may stand in several groups. Of those that fit a line equally well the first counts.
std::span<const PhraseGroup> phrase_groups();

}  // namespace dateline
