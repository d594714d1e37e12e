// Where the sentences and paragraphs of a text begin: what w/s and w/p, and snippets, go by.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace dateline {

// Begins of sentences and paragraphs, as byte offsets, rising; 0 is not listed. A sentence ends at
// . ! or ? (and closing quotes) before blank and capital, unless the point belongs to an
// abbreviation ("Mr.", "Oct.", "U.S.") or initial; a line break after a sentence-like line or an
// empty line ends both.
struct Boundaries {
    std::vector<std::size_t> sentences;  // includes every paragraph begin
    std::vector<std::size_t> paragraphs;
};
Boundaries find_boundaries(std::string_view text);

}  // namespace dateline
