// Pages that were scraped whole: menus above the story, lists of other stories and notices below.
//
// Their wording is boundless, so that no list of phrases holds it. What gives it away is its place:
// on a page where many lines are known for a site's, the story is the part where paragraphs stand
// together, and what lies outside of it is the site's too. Texts without such lines are left alone.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "indexer/cleaning/line_shape.h"
#include "indexer/cleaning/lines.h"

namespace dateline {

struct JudgedLine {
    Line line;
    LineShape shape;
    Zone zone = Zone::Body;
};

// "• one", "- one": an item of a list.
bool is_listed(std::string_view line);

// True if so many lines are known for a site's that unknown lines beside them are likely to be.
bool is_scraped_page(const std::vector<JudgedLine>& lines);

// The lines [begin, end) of a scraped page that hold its story, with what stands between its
// paragraphs. `title` is the line that holds the article's title, or the number of lines. All lines
// if in doubt.
struct StoryLines {
    std::size_t begin = 0;
    std::size_t end = 0;
};
StoryLines find_story_lines(std::string_view body, const std::vector<JudgedLine>& lines,
                            std::size_t title);

// Gives zones to the lines outside of the story, those of Zone::Body; the title stays.
void judge_outside(std::string_view body, std::vector<JudgedLine>& lines, StoryLines story);

// Gives zones to rows of words in lines of their own above the story: menus of any wording.
void judge_rows(std::string_view body, std::vector<JudgedLine>& lines, std::size_t title);

// Gives zones to notices (wording.h) above the story or beside a site's lines in it.
void judge_notices(std::string_view body, std::vector<JudgedLine>& lines, StoryLines story);

// Gives zones to buttons and counters that the page repeats among the story's paragraphs.
void judge_repeated(std::string_view body, std::vector<JudgedLine>& lines, StoryLines story);

// Gives zones to the lines among the story's paragraphs that stand beside a site's lines: titles
// below a teaser's head, buttons beside buttons. Subheadings, captions and lists stay.
void judge_between(std::string_view body, std::vector<JudgedLine>& lines, StoryLines story);

}  // namespace dateline
