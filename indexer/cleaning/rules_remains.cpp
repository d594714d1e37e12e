// Rules of rules.h: what no other rule has told, by what stands around it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/rules.h"
#include "indexer/cleaning/wording.h"

namespace dateline {
namespace {

// What a picture in the story shows, above the line that credits it.
bool is_caption(const JudgedPage& page, std::size_t i) {
    constexpr std::uint32_t kLeastWords = 4;
    return page.lines[i].shape.words >= kLeastWords && i > page.story_lines.begin &&
           i + 1 < page.lines.size() && page.lines[i + 1].zone == Zone::Credit;
}

// A few words that say nothing of what they are.
bool is_scrap(const JudgedPage& page, std::size_t i, std::size_t most_words) {
    const LineShape& shape = page.lines[i].shape;
    const std::string_view line = page.text(i);
    return page.open(i) && shape.words <= most_words && !shape.sentence &&
           page.hint(i) != Hint::Content && !line.starts_with("•") && !line.starts_with("- ") &&
           !line.starts_with("* ");
}

}  // namespace

void judge_unlikely(JudgedPage& page) {
    constexpr std::uint32_t kTitleWords = 5;
    Zone before = Zone::Navigation;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const LineShape& shape = page.lines[i].shape;
        if (!page.open(i)) {
            before = page.lines[i].zone;
        } else if (!page.verdicts[i].story && shape.hint != Hint::Content &&
                   (!is_caption(page, i) || page.lines[i + 1].shape.picture)) {
            const bool author = shape.names_only && i < page.story_lines.begin &&
                                i + kTopLines >= page.story_lines.begin;
            const bool title = shape.words >= kTitleWords && !wording_of(page.text(i)).is_notice();
            page.lines[i].zone = before == Zone::CommentForm ? Zone::CommentForm
                                 : is_caption(page, i) && page.lines[i + 1].shape.picture
                                     ? Zone::Credit
                                 : shape.date_only || shape.dated || author ? Zone::Byline
                                 : title                                    ? Zone::Teaser
                                                                            : Zone::Navigation;
        }
    }
}

void judge_remains(JudgedPage& page) {
    constexpr float kTold = 0.3F;
    std::size_t title = 0;
    while (title < page.first_story && page.lines[title].zone != Zone::Title) {
        ++title;
    }
    for (std::size_t i = 0; i < title && title < page.first_story; ++i) {
        if (page.open(i) && page.lines[i].shape.words <= 8) {
            page.lines[i].zone = Zone::Navigation;
        }
    }
    page.find_story();
    for (std::size_t i = std::max<std::size_t>(page.story_end, 1); i < page.lines.size(); ++i) {
        const Zone before = page.lines[i - 1].zone;
        const bool follows =
            before == Zone::Navigation || before == Zone::Teaser || before == Zone::CommentForm;
        const std::string_view line = page.text(i);
        const bool listed =
            line.starts_with("•") || line.starts_with("- ") || line.starts_with("* ");
        const bool credited = page.lines[i].shape.words >= 4 && i + 1 < page.lines.size() &&
                              page.lines[i + 1].zone == Zone::Credit;
        const bool caption = credited && page.lines[i + 1].shape.picture;
        // The model may hold a sentence for the story's, if not firmly.
        const bool told = page.scraped && page.lines[i].shape.sentence && page.verdicts[i].story &&
                          page.verdicts[i].probability >= kTold;
        if (page.open(i) && follows && page.hint(i) != Hint::Content && !listed && !told &&
            credited == caption && page.lines[i].shape.words <= 15 && !page.lines[i].shape.table &&
            !is_entry(line)) {
            page.lines[i].zone = caption ? Zone::Credit : before;
        }
    }
}

void judge_top(JudgedPage& page) {
    std::size_t others = 0;
    std::uint32_t longest = 0;
    for (std::size_t i = 0; i < page.first_story; ++i) {
        others += page.open(i) ? 0 : 1;
        if (page.open(i)) {
            longest = std::max(longest, page.lines[i].shape.words);
        }
    }
    if (others < 3 || page.first_story >= page.lines.size()) {
        return;
    }
    for (std::size_t i = 0; i < page.first_story; ++i) {
        const bool beside =
            (i > 0 && !page.open(i - 1)) || (i + 1 < page.first_story && !page.open(i + 1));
        const bool place = i + 1 == page.first_story && is_all_capitals(page.text(i));
        if (beside && !place && is_scrap(page, i, 3) &&
            (page.lines[i].shape.words < longest || longest == 1)) {
            page.lines[i].zone = Zone::Navigation;
        }
    }
}

void judge_bottom(JudgedPage& page) {
    constexpr std::size_t kMostInRow = 6;
    std::size_t row = 0;
    for (std::size_t i = page.lines.size(); i > page.story_end && i > 1; --i) {
        const std::size_t at = i - 1;
        if (!page.open(at)) {
            row = 0;
            continue;
        }
        const bool below = at + 1 < page.lines.size() && !page.open(at + 1) &&
                           page.lines[at + 1].zone != Zone::Byline &&
                           page.lines[at + 1].zone != Zone::Credit;
        const bool label = page.text(at).ends_with(':') || page.hint(at) == Hint::MenuItem;
        if (row < kMostInRow && is_scrap(page, at, label ? 6 : 4) && below &&
            !page.lines[at].shape.table) {
            page.lines[at].zone = Zone::Navigation;
            ++row;
        }
    }
}

}  // namespace dateline
