#include "indexer/cleaning/judged_page.h"

#include <algorithm>

namespace dateline {

bool JudgedPage::is_story(std::size_t i) const {
    const LineShape& shape = lines[i].shape;
    return open(i) && (shape.prose || (shape.hint == Hint::None && shape.sentence &&
                                       !shape.ellipsis && shape.words >= 5 && !shape.date_only));
}

bool JudgedPage::is_heading(std::size_t i) const {
    const LineShape& shape = lines[i].shape;
    return shape.words <= 20 && (!shape.sentence || shape.ellipsis || text(i).ends_with('?')) &&
           (shape.hint == Hint::None || shape.hint == Hint::MenuItem) && !starts_lower(text(i));
}

std::size_t JudgedPage::title_line() const {
    const auto at = std::find_if(lines.begin(), lines.end(),
                                 [](const JudgedLine& l) { return l.zone == Zone::Title; });
    return static_cast<std::size_t>(at - lines.begin());
}

void JudgedPage::find_story() {
    first_story = lines.size();
    story_end = 0;
    const std::size_t end = std::min(lines.size(), story_lines.end);
    for (std::size_t i = story_lines.begin; i < end; ++i) {
        if (is_story(i)) {
            first_story = std::min(first_story, i);
            story_end = i + 1;
        }
    }
}

JudgedPage shaped_page(const LinedText& body, std::string_view title) {
    ShapeScratch scratch;
    JudgedPage page;
    page.body = body.text;
    page.title = title;
    page.title_hash = title_hash(title, scratch);
    page.lines = shaped_lines(body);
    return page;
}

}  // namespace dateline
