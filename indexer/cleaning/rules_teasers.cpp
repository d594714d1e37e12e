// Rules of rules.h: lists of other stories.
#include <algorithm>
#include <cstddef>

#include "indexer/cleaning/rules.h"

namespace dateline {
namespace {

constexpr std::size_t kTeaserLines = 12;  // how many lines a list of other stories takes

// The end of a list of other stories' titles, dates and beginnings.
std::size_t teasers_end(const JudgedPage& page, std::size_t i) {
    const std::size_t limit = std::min(page.lines.size(), i + kTeaserLines);
    for (; i < limit; ++i) {
        const LineShape& shape = page.lines[i].shape;
        const bool beginning = shape.ellipsis && shape.words <= 60;
        if (!page.open(i) || (!page.is_heading(i) && !shape.date_only && !beginning &&
                              page.hint(i) != Hint::TeaserHeadWeak)) {
            break;
        }
    }
    return i;
}

// True if from line `i` on there is nothing, or nothing but lines that are not the story's.
bool story_stops_at(const JudgedPage& page, std::size_t i) {
    return i >= page.lines.size() || !page.open(i) ||
           (page.hint(i) != Hint::None && page.hint(i) != Hint::Content && page.after_story(i));
}

}  // namespace

void judge_teasers(JudgedPage& page) {
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        if (!page.open(i) ||
            (page.hint(i) != Hint::TeaserHead && page.hint(i) != Hint::TeaserHeadWeak)) {
            continue;
        }
        if (i < page.first_story) {
            if (page.hint(i) == Hint::TeaserHead) {
                page.lines[i].zone = Zone::Navigation;
            }
            continue;
        }
        const std::size_t stop = teasers_end(page, i + 1);
        if (page.hint(i) == Hint::TeaserHeadWeak && !story_stops_at(page, stop)) {
            if (page.lines[i].shape.words >= 2 || !page.text(i).ends_with(':')) {
                page.lines[i].zone = Zone::Teaser;
            }
            continue;
        }
        for (std::size_t j = i; j < stop; ++j) {
            page.lines[j].zone = Zone::Teaser;
        }
        // The advertised story's first sentences, where the article itself has ended.
        if (stop == i + 2 && stop < page.lines.size() && page.open(stop) &&
            page.lines[stop].shape.words <= 60 && page.lines[stop].line.gap > 0 &&
            story_stops_at(page, stop + 1)) {
            page.lines[stop].zone = Zone::Teaser;
        }
    }
}

}  // namespace dateline
