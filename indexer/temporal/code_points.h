// Byte offsets of UTF-8 text as offsets in code points.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace dateline {

// For each byte offset, the number of code points of `text` (valid UTF-8) that begin before it.
// `offsets` must not fall and must not exceed the size of the text; an offset inside a code point
// counts that code point. One pass over the text, whatever the number of offsets.
std::vector<std::size_t> to_code_points(std::string_view text,
                                        const std::vector<std::size_t>& offsets);

}  // namespace dateline
