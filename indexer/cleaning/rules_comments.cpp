// Rules of rules.h: comment forms and readers' comments.
#include <algorithm>
#include <cstddef>

#include "indexer/cleaning/rules.h"

namespace dateline {
namespace {

bool is_thread(const JudgedPage& page, std::size_t i) {
    const std::size_t reach = page.scraped && page.after_story(i) ? 12 : 4;
    for (std::size_t j = i + 1; j < std::min(page.lines.size(), i + 1 + reach); ++j) {
        const bool dated =
            reach > 4 && (page.lines[j].shape.dated || page.lines[j].shape.date_only);
        if (page.lines[j].shape.comment_mark || dated) {
            return true;
        }
    }
    return false;
}

// A form's head or field, and the fields below it.
void take_form(JudgedPage& page, std::size_t i) {
    page.lines[i].zone = Zone::CommentForm;
    for (std::size_t j = i + 1; j < page.lines.size() && page.open(j); ++j) {
        const Hint kind = page.hint(j);
        const bool field =
            kind == Hint::CommentLine || kind == Hint::CommentHead || kind == Hint::CommentThread;
        if (!field && !(kind == Hint::MenuItem && page.after_story(j))) {
            break;
        }
        page.lines[j].zone = Zone::CommentForm;
    }
}

}  // namespace

void judge_comments(JudgedPage& page) {
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const Hint kind = page.hint(i);
        const bool head = kind == Hint::CommentThread ||
                          (page.scraped && kind == Hint::CommentHead && page.after_story(i));
        if (head && i > page.first_story && is_thread(page, i)) {
            // Readers' comments: no line of the story follows them.
            for (std::size_t j = i; j < page.lines.size(); ++j) {
                if (page.open(j)) {
                    page.lines[j].zone = Zone::CommentForm;
                }
            }
            return;
        }
        if (kind == Hint::CommentHead && (page.lines[i].shape.words > 1 || page.after_story(i))) {
            take_form(page, i);
        } else if (kind == Hint::CommentLine && page.open(i) &&
                   (page.lines[i].shape.words >= 4 || page.after_story(i))) {
            take_form(page, i);
        } else if (kind == Hint::CommentThread && page.after_story(i)) {
            page.lines[i].zone = Zone::CommentForm;
        }
    }
}

}  // namespace dateline
