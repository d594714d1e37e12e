// Rules of rules.h: bylines, signatures of letters, notes on the author.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "indexer/cleaning/line_shape.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/rules.h"

namespace dateline {
namespace {

// Where a note on the author may stand, counted from the last line.
constexpr std::size_t kBottomLines = 24;

// The second line of running text: bylines stand no further down.
std::size_t second_story_line(const JudgedPage& page) {
    bool first = true;
    for (std::size_t i = page.story_lines.begin; i < page.lines.size(); ++i) {
        if (page.is_story(i)) {
            if (!first) {
                return i;
            }
            first = false;
        }
    }
    return page.lines.size();
}

bool below_title(const JudgedPage& page, std::size_t i) {
    return i > 0 && page.lines[i - 1].zone == Zone::Title;
}

// "Jane Doe", "Jane Doe in Madrid", "Jane Doe | Madrid".
bool names_author(std::string_view line, const LineShape& shape) {
    constexpr std::size_t kMostWords = 3;
    constexpr std::uint32_t kMostLineWords = 5;
    constexpr std::size_t kLeastFirstBytes = 3;  // but "I. Water"
    if (is_all_capitals(line) || line.find(' ') < kLeastFirstBytes ||
        shape.words > kMostLineWords) {
        return false;
    }
    std::string_view name = line;
    for (const std::string_view mark : {std::string_view(" in "), std::string_view(" | "),
                                        std::string_view(" - "), std::string_view("/")}) {
        const std::size_t at = name.find(mark);
        if (at != std::string_view::npos && starts_upper(name.substr(at + mark.size())) &&
            count_words(name.substr(at + mark.size())) <= 2) {
            name = name.substr(0, at);
        }
    }
    return (shape.names_only && shape.words >= 2) ||
           (looks_like_names(name) && count_words(name) <= kMostWords);
}

// "Jane Doe in Madrid", "AFP / Madrid" right below the title, or below its deck, and above a
// paragraph.
void judge_name_below_title(JudgedPage& page) {
    constexpr std::uint32_t kLeastDeckWords = 6;
    if (page.title_hash == 0) {
        return;
    }
    const std::size_t title = page.title_line();
    if (title >= kTopLines && title < page.lines.size()) {
        return;
    }
    std::size_t i = title < page.lines.size() ? title + 1 : 0;
    if (i < page.lines.size() && page.open(i) && page.lines[i].shape.words >= kLeastDeckWords &&
        (page.is_heading(i) || page.lines[i].shape.sentence)) {
        ++i;
    }
    const bool agency = i < page.lines.size() && page.lines[i].shape.has_agency &&
                        page.lines[i].shape.words <= 4 && !page.lines[i].shape.sentence &&
                        page.text(i).find_first_of("/|,") != std::string_view::npos;
    if (i + 1 < page.lines.size() && page.open(i) &&
        (page.lines[i + 1].shape.prose || page.is_byline(i + 1)) &&
        (agency ||
         (page.hint(i) == Hint::None && names_author(page.text(i), page.lines[i].shape)) ||
         page.hint(i) == Hint::BylineName)) {
        page.lines[i].zone = Zone::Byline;
    }
}

// The last line of running text but one; 0 if there are less than two.
std::size_t last_story_line_but_one(const JudgedPage& page) {
    bool last = true;
    for (std::size_t i = page.lines.size(); i > 0; --i) {
        if (page.is_story(i - 1) && !std::exchange(last, false)) {
            return i - 1;
        }
    }
    return 0;
}

// "About the Author", then a name and a sentence or two. True if one of these was running text.
bool take_author_box(JudgedPage& page, std::size_t i) {
    bool story = false;
    for (std::size_t j = i; j < std::min(page.lines.size(), i + 3) &&
                            (page.open(j) || page.lines[j].zone == Zone::Byline);
         ++j) {
        if (page.lines[j].shape.words > 50 ||
            (j == i && !page.lines[j].shape.names_only && !page.lines[j].shape.prose)) {
            break;
        }
        story = story || page.is_story(j);
        page.lines[j].zone = Zone::Byline;
    }
    return story;
}

}  // namespace

void judge_bylines(JudgedPage& page) {
    constexpr std::uint32_t kSignedWords = 8;  // "Jane Doe, May 1, 2020"; more may tell of a day
    bool named = false;
    const std::size_t second_story = second_story_line(page);
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        if (!page.open(i)) {
            continue;
        }
        const bool top = i <= second_story &&
                         (i < kTopLines || (page.scraped && i + kTopLines >= page.first_story));
        const bool edge = top || page.after_story(i);
        const Hint kind = page.hint(i);
        const bool short_word = page.lines[i].shape.words <= 2;
        if ((kind == Hint::Byline && (edge || (i < 2 * kTopLines && !short_word))) ||
            (kind == Hint::BylineName && edge &&
             (!starts_lower(page.text(i)) || (page.scraped && top) || below_title(page, i) ||
              (i < 3 && !page.text(i).starts_with("by")) ||
              (i + 1 < page.lines.size() && page.lines[i + 1].shape.date_only))) ||
            (kind == Hint::BylineDate && (edge || page.scraped)) ||
            (page.lines[i].shape.date_only &&
             (top || page.scraped || (i >= page.story_end && page.lines[i].shape.words >= 3))) ||
            (page.scraped && page.lines[i].shape.dated && edge &&
             (page.lines[i].shape.words <= kSignedWords || !page.verdicts[i].story))) {
            page.lines[i].zone = Zone::Byline;
            named = named || (kind == Hint::BylineName && top);
        }
    }
    // Those who write a live report sign each of its parts.
    for (std::size_t i = page.story_lines.begin + 1; page.scraped && i + 1 < page.lines.size();
         ++i) {
        const bool beside = page.is_byline(i - 1) || page.is_byline(i + 1);
        if (page.open(i) && beside && page.lines[i].shape.names_only &&
            page.hint(i) == Hint::None && page.lines[i].shape.words <= 3) {
            page.lines[i].zone = Zone::Byline;
        }
    }
    if (named) {
        return;
    }
    if (!page.scraped) {
        judge_name_below_title(page);
    }
    // A name beside them is the author's.
    const std::size_t limit =
        std::min(page.lines.size(), page.scraped ? page.first_story + 2 : kTopLines);
    for (std::size_t i = page.scraped ? page.story_lines.begin : 0; i < limit; ++i) {
        const bool beside = (i > 0 && page.lines[i - 1].zone == Zone::Byline) ||
                            (i + 1 < page.lines.size() && page.lines[i + 1].zone == Zone::Byline);
        if (page.open(i) && beside && page.lines[i].shape.names_only &&
            page.lines[i].shape.hint == Hint::None && page.lines[i].shape.words <= 5) {
            page.lines[i].zone = Zone::Byline;
            break;
        }
    }
}

void judge_signatures(JudgedPage& page) {
    constexpr std::size_t kMostLines = 5;
    constexpr std::uint32_t kMostWords = 6;
    for (std::size_t i = 0; i + 1 < page.lines.size(); ++i) {
        if (!closes_letter(page.text(i))) {
            continue;
        }
        const std::size_t limit = std::min(page.lines.size(), i + 1 + kMostLines);
        bool more = true;
        for (std::size_t j = i + 1; more && j < limit && page.open(j); ++j) {
            if (page.lines[j].shape.words > kMostWords) {
                break;
            }
            more = page.text(j).ends_with(',');
            page.lines[j].zone = Zone::Byline;
        }
    }
}

void judge_author_notes(JudgedPage& page) {
    const std::size_t from =
        page.scraped ? 0 : page.lines.size() - std::min(page.lines.size(), kBottomLines);
    // From here on at most one line of running text is still to come.
    std::size_t last_ones = last_story_line_but_one(page);
    for (std::size_t i = from; i < page.lines.size(); ++i) {
        if (page.open(i) && page.hint(i) == Hint::Bio && i > page.first_story &&
            ((page.scraped && page.after_story(i)) || i >= last_ones)) {
            page.lines[i].zone = Zone::Byline;
        }
        if (!page.open(i) && page.lines[i].zone == Zone::Byline && page.text(i).size() < 24 &&
            page.hint(i) == Hint::Byline && i > page.first_story && i + 1 >= last_ones &&
            take_author_box(page, i + 1)) {
            last_ones = last_story_line_but_one(page);
        }
    }
}

}  // namespace dateline
