// The heading of a plain text that was given none.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace dateline {

// Bytes of the text. The title is [begin, end), one line without marks such as "# ". The body is
// the text from `body_begin` on: what follows the title's line, or all of the text (0) where menus,
// dates or bylines stand above the title, which then keeps its place in the body; classify_zones
// marks it as Zone::Title.
struct FoundTitle {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t body_begin = 0;
};

// The title of `text` (valid UTF-8): the first line that is no menu, notice, date or byline, if it
// is short, does not end as a sentence does, and a gap, a byline or text that does not continue it
// follows. Nothing for an untitled text, and for one of a single line. Looks at the first lines
// only, whatever the length.
std::optional<FoundTitle> find_title(std::string_view text);

}  // namespace dateline
