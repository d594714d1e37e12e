// Rules of rules.h: headings that are the article's own.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/cleaning/line_shape.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/rules.h"
#include "indexer/cleaning/wording.h"

namespace dateline {
namespace {

bool is_labelled_title(const JudgedPage& page, std::size_t i) {
    const std::size_t label = headline_label(page.text(i));
    ShapeScratch scratch;
    return label > 0 && title_hash(page.text(i).substr(label), scratch) == page.title_hash;
}

// True if the title holds the beginning of the line's first word of five letters or more: most
// lines need no closer look.
bool shares_first_word(const JudgedPage& page, std::string_view line) {
    constexpr std::size_t kLetters = 5;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t stop = std::min(line.find(' ', at), line.size());
        if (stop - at >= kLetters) {
            const std::string_view word = line.substr(at, kLetters);
            const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
            return std::search(page.title.begin(), page.title.end(), word.begin(), word.end(),
                               same) != page.title.end();
        }
        at = stop + 1;
    }
    return false;
}

// True for a line that was told by the one before it (continuation_shape).
bool is_continuation(const JudgedPage& page, std::size_t i) {
    constexpr std::size_t kWrapWidth = 120;
    return page.lines[i].shape.hash == 0 && page.lines[i].shape.prose &&
           page.text(i).size() <= kWrapWidth;
}

// A heading near the top that says nearly what the title does: most of its content words are the
// title's.
void judge_retold_title(JudgedPage& page) {
    constexpr std::size_t kLeastContent = 4;
    constexpr std::size_t kLeastRepeated = 6;  // of so many words one may be another
    std::vector<std::uint32_t> title;
    const std::size_t end = std::min(page.lines.size(), kTopLines);
    std::size_t paragraphs = 0;  // a deck may be one
    for (std::size_t i = 0; i < end && paragraphs < 2; ++i) {
        const LineShape& shape = page.lines[i].shape;
        paragraphs += shape.prose ? 1 : 0;
        if (!page.open(i) || shape.hash == 0 || shape.prose || shape.hint != Hint::None ||
            shape.table || !page.is_heading(i)) {
            continue;
        }
        if (!shares_first_word(page, page.text(i)) ||
            (i + 1 < page.lines.size() && is_continuation(page, i + 1))) {
            continue;
        }
        const std::vector<std::uint32_t> words = content_words(page.text(i));
        if (title.empty()) {
            title = content_words(page.title);
        }
        const auto shared = static_cast<std::size_t>(
            std::count_if(words.begin(), words.end(), [&](std::uint32_t word) {
                return std::binary_search(title.begin(), title.end(), word);
            }));
        if (words.size() >= kLeastContent &&
            shared + words.size() / kLeastRepeated >= words.size()) {
            page.lines[i].zone = Zone::Title;
        }
    }
}

}  // namespace

void judge_headings(JudgedPage& page) {
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const std::uint64_t hash = page.lines[i].shape.hash;
        if (hash == 0) {
            continue;
        }
        if (hash == page.title_hash || is_labelled_title(page, i)) {
            page.lines[i].zone = Zone::Title;
        } else if (i + 1 < page.lines.size() && i < 2 * kTopLines &&
                   hash == page.lines[i + 1].shape.hash && page.lines[i].shape.words >= 4 &&
                   !page.lines[i].shape.table && page.lines[i].shape.hint == Hint::None &&
                   page.is_heading(i)) {
            page.lines[i].zone = Zone::Title;
            page.lines[i + 1].zone = Zone::Title;
        }
    }
    if (!page.title.empty()) {
        judge_retold_title(page);
    }
}

}  // namespace dateline
