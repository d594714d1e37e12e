// Which lines of a scraped page are its story: a small model over the features of its lines.
//
// A linear-chain conditional random field of two states, story and other: each line's features
// (page_features.h) have weights for its being the story, each pair of neighbours has one for
// staying or changing. The weights were fitted to labelled pages (scripts/zones.sh measures them);
// no phrase of a page is in them.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "indexer/cleaning/judged_line.h"

namespace dateline {

// True if so many lines are known for a site's that unknown lines beside them are likely to be; the
// model is of such pages only, and texts without such lines are left alone.
bool is_scraped_page(std::string_view body, const std::vector<JudgedLine>& lines);

struct LineVerdict {
    float probability = 0;  // that the line is the story's, given all lines of the page
    bool story = false;     // the probability is enough for a line of its kind
};

// A verdict on each line. `title` is the line that holds the article's title; lines.size() if none
// does, SIZE_MAX if it stands above all lines. Linear in the length of the page.
std::vector<LineVerdict> judge_page(std::string_view body, const std::vector<JudgedLine>& lines,
                                    std::size_t title);

}  // namespace dateline
