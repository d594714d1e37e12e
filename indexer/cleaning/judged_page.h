// A body while its lines are being judged, and the questions that rules (rules.h) ask of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "indexer/cleaning/judged_line.h"
#include "indexer/cleaning/line_shape.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/page_model.h"
#include "indexer/cleaning/patterns.h"

namespace dateline {

// Where a byline may stand, counted from the first line.
inline constexpr std::size_t kTopLines = 15;

// From the first line that is likely to be the story's to behind the last; by default all lines.
struct StoryLines {
    std::size_t begin = 0;
    std::size_t end = SIZE_MAX;
};

struct JudgedPage {
    std::string_view body;
    std::string_view title;        // may be empty
    std::uint64_t title_hash = 0;  // as LineShape::hash; 0 without a title
    std::vector<JudgedLine> lines;

    // Whether the page was scraped whole, and then the model's verdict on each line and where it
    // sees the story.
    bool scraped = false;
    std::vector<LineVerdict> verdicts;
    StoryLines story_lines;

    // Where find_story() saw the story when it was last called.
    std::size_t first_story = 0;
    std::size_t story_end = 0;  // one past its last line

    std::string_view text(std::size_t i) const { return lines[i].line.of(body); }
    Hint hint(std::size_t i) const { return lines[i].shape.hint; }
    bool is_byline(std::size_t i) const { return lines[i].zone == Zone::Byline; }

    // True as long as no rule has taken the line from the story.
    bool open(std::size_t i) const { return lines[i].zone == Zone::Body; }

    // A line of running text: prose, or a short sentence.
    bool is_story(std::size_t i) const;

    // A line that may be another story's title.
    bool is_heading(std::size_t i) const;

    // The first line that repeats the title; lines.size() if none does.
    std::size_t title_line() const;

    // Sets first_story and story_end to the first of the story_lines that is running text and to
    // behind the last; to lines.size() and 0 if none is. Rules that take such lines from the story
    // do not move them.
    void find_story();
    bool before_story(std::size_t i) const { return i < first_story; }
    bool after_story(std::size_t i) const { return i >= story_end; }
};

// A body and the shapes of its lines, none of them judged yet.
JudgedPage shaped_page(const LinedText& body, std::string_view title);

}  // namespace dateline
