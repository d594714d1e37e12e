#include "indexer/cleaning/scraped_page.h"

#include <algorithm>
#include <iterator>

#include "indexer/cleaning/wording.h"

namespace dateline {
namespace {

// A line that a site prints beside its stories, by hint: certain and likely ones.
bool is_site_hint(Hint hint) {
    switch (hint) {
        case Hint::Navigation:
        case Hint::MenuItem:
        case Hint::Banner:
        case Hint::TeaserHead:
        case Hint::TeaserHeadWeak:
        case Hint::CommentHead:
        case Hint::CommentLine:
        case Hint::CommentThread:
        case Hint::Copyright:
            return true;
        default:
            return false;
    }
}

bool is_certain_hint(Hint hint) {
    return is_site_hint(hint) && hint != Hint::MenuItem && hint != Hint::TeaserHeadWeak;
}

bool is_site_line(const JudgedLine& line) {
    return line.zone == Zone::Navigation || line.zone == Zone::Teaser ||
           line.zone == Zone::CommentForm ||
           (line.zone == Zone::Body && is_site_hint(line.shape.hint));
}

// Ends a story: a list of others, the readers' comments, a copyright line, a wire's signature.
bool ends_story(const JudgedLine& line) {
    switch (line.shape.hint) {
        case Hint::TeaserHead:
        case Hint::CommentHead:
        case Hint::CommentLine:
        case Hint::CommentThread:
        case Hint::Copyright:
        case Hint::Bio:
            return true;
        case Hint::Byline:
            return line.shape.words <= 4 && !line.shape.sentence;  // "About the author"
        default:
            return line.zone == Zone::Credit;
    }
}

bool is_paragraph(const JudgedLine& line) {
    const LineShape& shape = line.shape;
    return line.zone == Zone::Body && !shape.ellipsis &&
           (shape.prose ||
            (shape.hint == Hint::None && shape.sentence && shape.words >= 5 && !shape.date_only));
}

// A sentence of any length: answers and questions of an interview.
bool is_sentence(const JudgedLine& line) {
    return is_paragraph(line) ||
           (line.zone == Zone::Body && line.shape.hint == Hint::None && line.shape.sentence &&
            !line.shape.ellipsis && !line.shape.date_only);
}

bool is_certain_notice(std::string_view line) {
    const Wording wording = wording_of(line);
    return wording.is_notice() && wording.site >= 2 && wording.site + wording.persons >= 3;
}

// "About Jones Ltd": a company speaks of itself.
bool is_about_heading(std::string_view line) {
    constexpr std::string_view kAbout = "About ";
    return line.starts_with(kAbout) && looks_like_names(line.substr(kAbout.size()));
}

// Lines between two lines of the site.
struct Block {
    std::size_t first = 0;  // its first and last paragraph that is no notice
    std::size_t last = 0;
    std::size_t paragraphs = 0;  // that are no notices
    std::size_t words = 0;       // in them
    bool speaks = false;         // somebody is quoted

    bool strong() const { return paragraphs >= 2 || (paragraphs == 1 && speaks); }
};

// True if the line begins with a name that a byline above line `first` gives: about the author.
bool is_about_author(std::string_view body, const std::vector<JudgedLine>& lines, std::size_t first,
                     std::string_view line) {
    const std::size_t second = line.find(' ');
    if (second == std::string_view::npos) {
        return false;
    }
    const std::string_view name = line.substr(0, line.find_first_of(" ,", second + 1));
    if (name.size() < 6 || !looks_like_names(name)) {
        return false;
    }
    constexpr std::size_t kMostLines = 40;
    for (std::size_t i = first - std::min(first, kMostLines); i < first; ++i) {
        const LineShape& shape = lines[i].shape;
        if ((shape.names_only || shape.hint == Hint::BylineName) &&
            lines[i].line.of(body).find(name) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

std::vector<Block> find_blocks(std::string_view body, const std::vector<JudgedLine>& lines,
                               std::size_t from) {
    std::vector<Block> blocks;
    constexpr std::size_t kRow = 3;
    bool inside = false;
    std::size_t brief = 0;  // lines in a row that are no sentences
    for (std::size_t i = from; i < lines.size(); ++i) {
        const LineShape& shape = lines[i].shape;
        const bool list = shape.table || is_listed(lines[i].line.of(body));
        brief = is_sentence(lines[i]) || list ? 0 : brief + 1;
        inside = inside && brief < kRow;
        if (is_site_line(lines[i]) || is_about_heading(lines[i].line.of(body)) ||
            (inside && shape.names_only && shape.words >= 2)) {
            inside = false;
            continue;
        }
        if (!is_paragraph(lines[i])) {
            continue;
        }
        const Wording wording = wording_of(lines[i].line.of(body));
        if (wording.is_notice() ||
            (!blocks.empty() &&
             is_about_author(body, lines, blocks.front().first, lines[i].line.of(body)))) {
            continue;
        }
        if (!inside) {
            blocks.push_back({i, i, 0, 0, false});
            inside = true;
        }
        Block& block = blocks.back();
        block.last = i;
        ++block.paragraphs;
        block.words += lines[i].shape.words;
        block.speaks = block.speaks || wording.speech || wording.quoted;
    }
    return blocks;
}

// Lines between a story's paragraph and a lone one that stands apart.
constexpr std::size_t kApart = 4;

// True if readers' comments begin between the two paragraphs.
bool comments_between(const std::vector<JudgedLine>& lines, const Block& before,
                      const Block& block) {
    return std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(before.last),
                       lines.begin() + static_cast<std::ptrdiff_t>(block.first),
                       [](const JudgedLine& line) {
                           const Hint hint = line.shape.hint;
                           return (hint == Hint::CommentHead || hint == Hint::CommentThread) &&
                                  line.shape.words >= 2;
                       });
}

bool has_comment_marks(const std::vector<JudgedLine>& lines, std::size_t from) {
    return std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.end(),
                       [](const JudgedLine& line) { return line.shape.comment_mark; });
}

// True if the block, behind one that stays, is no part of the story any more.
bool trails(std::string_view body, const std::vector<JudgedLine>& lines, const Block& before,
            const Block& block) {
    std::size_t between = block.first - before.last - 1;
    std::size_t ends = 0;
    std::size_t site = 0;
    bool copyright = false;
    for (std::size_t i = before.last + 1; i < block.first; ++i) {
        ends += ends_story(lines[i]) ? 1 : 0;
        site += is_site_line(lines[i]) || is_certain_notice(lines[i].line.of(body)) ? 1 : 0;
        copyright = copyright || lines[i].shape.hint == Hint::Copyright;
    }
    if (copyright || (between >= 3 * kApart && site >= kApart && !block.speaks)) {
        return block.paragraphs <= 3;
    }
    return !block.strong() && between >= kApart &&
           (ends > 0 || site >= 3 || (site >= 1 && between > kApart));
}

// True if from block `from` on few paragraphs follow, and nobody speaks in them.
bool is_short_rest(const std::vector<Block>& blocks, std::size_t from) {
    std::size_t paragraphs = 0;
    for (std::size_t i = from; i < blocks.size(); ++i) {
        paragraphs += blocks[i].paragraphs;
        if (blocks[i].speaks || paragraphs > 4) {
            return false;
        }
    }
    return true;
}

// True if one of the lines between two paragraphs is a name that stands above the story too.
bool signs(std::string_view body, const std::vector<JudgedLine>& lines, std::size_t first,
           std::size_t from, std::size_t to) {
    constexpr std::size_t kMostBytes = 4096;
    constexpr std::size_t kMostLines = 64;
    const std::size_t above = lines[first].line.begin;
    const std::size_t begin = above - std::min(above, kMostBytes);
    const std::string_view head = body.substr(begin, above - begin);
    for (std::size_t i = std::max(from + 1, to - std::min(to, kMostLines)); i < to; ++i) {
        if (lines[i].shape.names_only && lines[i].shape.words >= 2 &&
            head.find(lines[i].line.of(body)) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

// "Join our channel", "Get the news": what a site asks its readers to do.
bool is_call(std::string_view line) {
    constexpr std::string_view kCalls[] = {
        "Join ",   "Follow ",    "Subscribe", "Sign ",  "Get ",   "Download ", "Click ", "Read ",
        "Support", "Donate",     "Share ",    "Like ",  "Visit ", "Listen ",   "Watch ", "Tune ",
        "Stay ",   "Don't miss", "Become ",   "Check ", "Help ",  "Send ",     "Tell ",  "Make "};
    return std::any_of(std::begin(kCalls), std::end(kCalls),
                       [&](std::string_view call) { return line.starts_with(call); });
}

// True if line `i` below a story's last paragraph is still the story's: a sentence, a table, a list.
bool goes_on(std::string_view body, const std::vector<JudgedLine>& lines, std::size_t first,
             std::size_t i) {
    const std::string_view line = lines[i].line.of(body);
    const bool introduces =
        line.ends_with(':') && i + 1 < lines.size() && is_listed(lines[i + 1].line.of(body));
    const bool introduced = i > 0 && lines[i - 1].line.of(body).ends_with(':');
    const bool table_head = i + 1 < lines.size() && lines[i + 1].shape.table &&
                            !lines[i + 1].shape.date_only && lines[i + 1].shape.words >= 3;
    if (is_sentence(lines[i])) {
        const bool last = i + 1 >= lines.size() || !is_sentence(lines[i + 1]);
        return !is_certain_notice(line) && !is_about_author(body, lines, first, line) &&
               !(last && is_call(line) && wording_of(line).is_notice());
    }
    return lines[i].shape.hint == Hint::Content || is_listed(line) || introduces || introduced ||
           table_head ||
           (lines[i].shape.table && lines[i].shape.words >= 3 && !lines[i].shape.date_only);
}

// True if the block, before one that stays, is a notice among menus.
bool leads(const std::vector<JudgedLine>& lines, const Block& block, const Block& next) {
    const auto above = std::count_if(
        lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(block.first), is_site_line);
    return !block.strong() && above >= 3 && next.first - block.last - 1 >= kApart;
}

}  // namespace

bool is_listed(std::string_view line) {
    return line.starts_with("•") || line.starts_with("- ") || line.starts_with("* ") ||
           line.starts_with("– ");
}

bool is_scraped_page(const std::vector<JudgedLine>& lines) {
    std::size_t certain = 0;
    std::size_t likely = 0;
    std::size_t brief = 0;
    for (const JudgedLine& line : lines) {
        brief += line.shape.words <= 8 && !line.shape.sentence ? 1 : 0;
        certain += is_certain_hint(line.shape.hint) ? 1 : 0;
        likely += is_site_hint(line.shape.hint) ? 1 : 0;
    }
    constexpr std::size_t kShortPage = 40;
    if (lines.size() <= kShortPage && certain >= 2 && likely >= 3 && brief * 2 >= lines.size()) {
        return true;
    }
    const bool many = certain >= 4 || likely >= 8 || (certain >= 2 && likely >= 4);
    return many && brief * 10 >= lines.size() * 3 && likely * 12 >= lines.size();
}

StoryLines find_story_lines(std::string_view body, const std::vector<JudgedLine>& lines,
                            std::size_t title) {
    const StoryLines all{0, lines.size()};
    const std::size_t from = title < lines.size() ? title + 1 : 0;
    const std::vector<Block> blocks = find_blocks(body, lines, from);
    if (blocks.empty()) {
        return all;
    }
    constexpr std::size_t kMostLeading = 8;
    std::size_t begin = 0;
    std::size_t end = blocks.size();
    std::size_t comments = blocks.size();  // the first block of readers' comments
    for (std::size_t i = 1; i < blocks.size() && comments == blocks.size(); ++i) {
        comments = comments_between(lines, blocks[i - 1], blocks[i]) ? i : comments;
    }
    if (comments < blocks.size() && has_comment_marks(lines, blocks[comments - 1].last)) {
        end = comments;
    }
    // "About Jones Ltd" and what a press release closes with; who the author is.
    for (std::size_t i = blocks.front().last + 1; i < lines.size(); ++i) {
        if (is_about_heading(lines[i].line.of(body))) {
            const auto stays = [&](const Block& block) { return block.last < i; };
            end = comments = std::min(
                end, static_cast<std::size_t>(std::count_if(blocks.begin(), blocks.end(), stays)));
            break;
        }
    }
    for (std::size_t i = 1; i < end; ++i) {
        if (is_short_rest(blocks, i) &&
            signs(body, lines, blocks.front().first, blocks[i - 1].last, blocks[i].first)) {
            end = comments = i;
        }
    }
    while (end > 1 && trails(body, lines, blocks[end - 2], blocks[end - 1])) {
        --end;
    }
    while (title >= lines.size() && begin + 1 < end && begin < kMostLeading &&
           leads(lines, blocks[begin], blocks[begin + 1])) {
        ++begin;
    }
    // Where much would go, the page is not what it seems.
    std::size_t kept = 0;
    std::size_t dropped = 0;
    for (std::size_t i = 0; i < std::min(blocks.size(), comments); ++i) {
        (i >= begin && i < end ? kept : dropped) += blocks[i].words;
    }
    if (dropped * 2 > kept) {
        return all;
    }
    StoryLines story{begin == 0 ? from : blocks[begin].first, blocks[end - 1].last + 1};
    // A heading right above the first paragraph; lists, tables and a signature below the last.
    while (begin > 0 && story.begin > from && story.begin + 3 > blocks[begin].first &&
           lines[story.begin - 1].zone == Zone::Body && !is_site_line(lines[story.begin - 1])) {
        --story.begin;
    }
    while (story.end < lines.size() && lines[story.end].zone == Zone::Body &&
           !is_site_line(lines[story.end]) && !ends_story(lines[story.end]) &&
           goes_on(body, lines, blocks.front().first, story.end)) {
        ++story.end;
    }
    // A page whose end holds no line of the site is a story to its end.
    std::size_t site = 0;
    for (std::size_t i = story.end; i < lines.size(); ++i) {
        site += is_site_line(lines[i]) ? 1 : 0;
    }
    if (site == 0) {
        story.end = lines.size();
    }
    return story;
}

void judge_rows(std::string_view body, std::vector<JudgedLine>& lines, std::size_t title) {
    constexpr std::size_t kRow = 4;
    const auto is_item = [&](const JudgedLine& line) {
        return line.zone == Zone::Navigation || line.shape.hint == Hint::MenuItem ||
               (line.zone == Zone::Body && line.shape.hint == Hint::None && line.shape.words <= 3 &&
                !line.shape.sentence && !line.shape.prose && !line.shape.date_only &&
                !is_listed(line.line.of(body)));
    };
    const auto prose = std::find_if(lines.begin(), lines.end(),
                                    [](const JudgedLine& line) { return line.shape.prose; });
    const std::size_t end = std::min(title, static_cast<std::size_t>(prose - lines.begin()));
    for (std::size_t i = 0; i < end;) {
        std::size_t stop = i;
        std::size_t known = 0;
        for (; stop < end && is_item(lines[stop]); ++stop) {
            known += is_site_hint(lines[stop].shape.hint) ? 1 : 0;
        }
        // The last may be a heading of few words.
        const std::size_t last = stop == end || stop == i ? stop : stop - 1;
        for (std::size_t j = i; j < last && stop - i >= kRow && known > 0; ++j) {
            lines[j].zone = lines[j].zone == Zone::Body ? Zone::Navigation : lines[j].zone;
        }
        i = std::max(stop, i + 1);
    }
}

void judge_notices(std::string_view body, std::vector<JudgedLine>& lines, StoryLines story) {
    constexpr std::uint32_t kMostWords = 60;
    const std::size_t end = std::min(story.end, lines.size());
    bool begun = false;
    const auto beside = [&](std::size_t i) { return lines[i].zone != Zone::Body; };
    for (std::size_t i = story.begin; i < end; ++i) {
        JudgedLine& line = lines[i];
        if (line.zone != Zone::Body || line.shape.hint == Hint::Content ||
            line.shape.words > kMostWords) {
            begun = begun || (line.zone == Zone::Body && is_sentence(line));
            continue;
        }
        const Wording wording = wording_of(line.line.of(body));
        const bool above = i == 0 || beside(i - 1);
        const bool below = i + 1 >= lines.size() || beside(i + 1);
        const bool certain = wording.site >= 2 ? above || below || !begun
                                               : wording.site == 1 && above && (below || !begun);
        if (wording.is_notice() && certain && line.shape.words >= 3) {
            line.zone = Zone::Navigation;
        } else {
            begun = begun || is_sentence(line);
        }
    }
}

void judge_outside(std::string_view body, std::vector<JudgedLine>& lines, StoryLines story) {
    for (std::size_t i = 0; i < story.begin; ++i) {
        if (lines[i].zone == Zone::Body) {
            lines[i].zone = Zone::Navigation;
        }
    }
    Zone before = Zone::Navigation;
    for (std::size_t i = story.end; i < lines.size(); ++i) {
        JudgedLine& line = lines[i];
        if (line.zone != Zone::Body) {
            if (line.zone == Zone::CommentForm || line.zone == Zone::Teaser ||
                line.zone == Zone::Navigation) {
                before = line.zone;
            }
            continue;
        }
        const bool caption = line.shape.words >= 4 && i < story.end + 3 && i + 1 < lines.size() &&
                             lines[i + 1].zone == Zone::Credit;
        if (line.shape.hint == Hint::Content || caption) {
            continue;
        }
        if (before == Zone::CommentForm) {
            line.zone = Zone::CommentForm;
        } else {
            const bool heading = line.shape.words >= 5 && !is_site_line(line) &&
                                 !wording_of(line.line.of(body)).is_notice();
            line.zone = heading ? Zone::Teaser : Zone::Navigation;
        }
    }
}

void judge_repeated(std::string_view body, std::vector<JudgedLine>& lines, StoryLines story) {
    constexpr std::uint32_t kMostWords = 6;
    std::vector<std::uint64_t> hashes;
    const auto repeats = [&](const JudgedLine& line) {
        return line.shape.hash != 0 && line.shape.words <= kMostWords && !line.shape.sentence;
    };
    for (const JudgedLine& line : lines) {
        if (repeats(line)) {
            hashes.push_back(line.shape.hash);
        }
    }
    std::sort(hashes.begin(), hashes.end());
    for (std::size_t i = story.begin; i < std::min(story.end, lines.size()); ++i) {
        JudgedLine& line = lines[i];
        if (line.zone != Zone::Body || !repeats(line)) {
            continue;
        }
        const auto [first, last] = std::equal_range(hashes.begin(), hashes.end(), line.shape.hash);
        const bool number = line.shape.table && line.shape.words == 1 &&
                            (i == 0 || !lines[i - 1].shape.table) &&
                            (i + 1 == lines.size() || !lines[i + 1].shape.table);
        const std::string_view words = line.line.of(body);
        if (last - first >= 2 && (is_site_hint(line.shape.hint) || number) && !is_listed(words) &&
            !words.starts_with('(')) {
            line.zone = Zone::Navigation;
        }
    }
}

// Headings of so many words are titles of stories rather than subheadings.
constexpr std::uint32_t kTitleWords = 6;

bool is_all_capitals(std::string_view line) {
    return std::none_of(line.begin(), line.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

void judge_between(std::string_view body, std::vector<JudgedLine>& lines, StoryLines story) {
    const std::size_t end = std::min(story.end, lines.size());
    bool begun = false;  // a sentence of the story stands above
    for (std::size_t i = story.begin; i < end;) {
        std::size_t stop = i;
        std::size_t site = 0;
        bool teasers = false;
        for (; stop < end && !is_sentence(lines[stop]); ++stop) {
            const JudgedLine& line = lines[stop];
            site += is_site_line(line) ? 1 : 0;
            teasers = teasers || line.zone == Zone::Teaser || line.shape.hint == Hint::TeaserHead ||
                      line.shape.hint == Hint::TeaserHeadWeak;
        }
        // Chains of lines beside the site's own, no longer than those twice over.
        std::size_t left = 2 * site;
        const auto titles = std::count_if(
            lines.begin() + static_cast<std::ptrdiff_t>(i),
            lines.begin() + static_cast<std::ptrdiff_t>(stop), [](const JudgedLine& line) {
                return line.zone == Zone::Body && line.shape.hint == Hint::None &&
                       line.shape.words >= kTitleWords && !line.shape.table;
            });
        teasers = teasers || (begun && site >= 3 && titles >= 2);
        const auto judge = [&](std::size_t j) {
            JudgedLine& line = lines[j];
            const bool known = is_site_hint(line.shape.hint);
            const bool open = line.zone == Zone::Body && line.shape.hint != Hint::Content;
            const bool caption =
                line.shape.words >= 4 && j + 1 < lines.size() && lines[j + 1].zone == Zone::Credit;
            const std::uint32_t most_words = teasers ? 4 : 8;
            const bool subheading = !known && j + 1 == stop && stop < end &&
                                    line.shape.words <= most_words &&
                                    (!teasers || (j > i && lines[j - 1].zone != Zone::Teaser));
            const bool beside = (j > i && is_site_line(lines[j - 1])) ||
                                (j + 1 < stop && is_site_line(lines[j + 1]));
            const bool number = line.shape.table && line.shape.words == 1;
            // "ANOTHER STORY'S TITLE SET BETWEEN TWO PARAGRAPHS"
            if (open && begun && line.shape.hint == Hint::None && stop == i + 1 && stop < end &&
                line.shape.words >= kTitleWords && is_all_capitals(line.line.of(body)) &&
                !line.shape.table) {
                line.zone = Zone::Teaser;
                return;
            }
            if (!open || caption || subheading || !beside || (left == 0 && begun) ||
                is_listed(line.line.of(body)) || (line.shape.table && !number)) {
                return;
            }
            if (begun && teasers && line.shape.words <= 20 && line.shape.words > 3) {
                line.zone = Zone::Teaser;
            } else if (line.shape.words <= 3 || known) {
                line.zone = Zone::Navigation;
            } else {
                return;
            }
            left -= left > 0 ? 1 : 0;
        };
        for (std::size_t j = i; j < stop && (site > 0 || stop == i + 1); ++j) {
            judge(j);
        }
        for (std::size_t j = stop; j > i && site > 0; --j) {
            judge(j - 1);
        }
        begun = begun || stop < end;
        i = std::max(stop, i + 1);
    }
}

}  // namespace dateline
