// Rules of rules.h: notices, and what else is known by its words.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "indexer/cleaning/authors.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/patterns.h"
#include "indexer/cleaning/rules.h"
#include "indexer/cleaning/wording.h"

namespace dateline {
namespace {

// "Jane Doe covers transport for The Post."
bool tells_beat(std::string_view line) {
    for (const std::string_view verb : {std::string_view(" covers "), std::string_view(" writes "),
                                        std::string_view(" reports on ")}) {
        const std::size_t at = line.find(verb);
        if (at != std::string_view::npos && looks_like_names(line.substr(0, at)) &&
            count_words(line.substr(0, at)) <= 3 &&
            (line.find(" for ", at) != std::string_view::npos ||
             line.find(" from ", at) != std::string_view::npos)) {
            return true;
        }
    }
    return false;
}

}  // namespace

void spare_told(JudgedPage& page) {
    constexpr std::uint32_t kLeastWords = 20;
    for (std::size_t i = 1; i + 1 < page.lines.size(); ++i) {
        LineShape& shape = page.lines[i].shape;
        if (shape.hint == Hint::None && closes_letter(page.text(i))) {
            shape.sentence = true;
            shape.prose = shape.prose || shape.words >= 12;
        } else if (shape.hint == Hint::Banner && shape.words >= kLeastWords && shape.sentence &&
                   (page.lines[i - 1].shape.prose || page.lines[i + 1].shape.prose) &&
                   !is_site_hint(page.hint(i - 1)) && !is_site_hint(page.hint(i + 1))) {
            const Wording wording = wording_of(page.text(i));
            if (wording.narrative && wording.site < 2) {
                shape.hint = Hint::None;
                shape.prose = true;
            }
        }
    }
}

void judge_certain(JudgedPage& page) {
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        if (!page.open(i)) {
            continue;
        }
        switch (page.hint(i)) {
            case Hint::Navigation:
            case Hint::Banner:
                page.lines[i].zone = Zone::Navigation;
                break;
            case Hint::Credit:
                page.lines[i].zone = Zone::Credit;
                break;
            case Hint::Copyright:
                page.lines[i].zone =
                    page.lines[i].shape.has_agency ? Zone::Credit : Zone::Navigation;
                break;
            case Hint::TeaserLine:
                page.lines[i].zone = Zone::Teaser;
                break;
            default:
                if (!page.lines[i].shape.prose &&
                    (is_link(page.text(i)) || page.text(i).starts_with("{{"))) {
                    page.lines[i].zone = Zone::Navigation;
                }
                break;
        }
    }
}

void judge_end_notices(JudgedPage& page) {
    constexpr std::size_t kLines = 4;
    constexpr std::uint32_t kMostWords = 60;
    Authors authors;
    for (std::size_t i = 0; i < std::min(page.lines.size(), page.first_story + 1); ++i) {
        if (page.is_byline(i)) {
            authors.add(page.text(i));
        }
    }
    for (std::size_t i = page.lines.size(); i > 1 && i + kLines > page.lines.size(); --i) {
        const std::size_t at = i - 1;
        if (!page.open(at)) {
            continue;
        }
        if (at <= page.first_story || page.lines[at].shape.words > kMostWords ||
            page.hint(at) == Hint::Content) {
            break;
        }
        // Most texts end with a paragraph of the story: no need to look at all of its words.
        const bool author = authors.begin_line(page.text(at)) || tells_beat(page.text(at));
        if (!author && !page.lines[at].shape.notice_word) {
            break;
        }
        const Wording wording = wording_of(page.text(at));
        if (author && !wording.speech) {
            page.lines[at].zone = Zone::Byline;
        } else if (wording.is_notice() && !wording.narrative &&
                   (wording.site >= 3 || (wording.address && wording.persons > 0))) {
            page.lines[at].zone = Zone::Navigation;
        } else {
            break;
        }
    }
}

}  // namespace dateline
