#include "indexer/cleaning/titles.h"

#include <algorithm>
#include <array>
#include <string>

#include "common/text.h"
#include "indexer/cleaning/line_shape.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/wording.h"

namespace dateline {
namespace {

// Where a title may stand, and how long it may be.
constexpr std::size_t kLinesAbove = 30;
constexpr std::size_t kMostBytes = 240;
constexpr std::size_t kMostWords = 26;
constexpr std::size_t kWrapWidth =
    90;  // lines no longer than this may be parts of a wrapped paragraph

// Words that a heading does not end with, but a line of a wrapped paragraph may.
constexpr std::array<std::string_view, 40> kOpenWords = {
    "a",    "an",  "the",   "and",  "or",    "but",  "of",    "to",  "in",        "on",
    "at",   "by",  "for",   "with", "from",  "that", "which", "who", "whose",     "his",
    "her",  "its", "their", "was",  "were",  "is",   "are",   "has", "have",      "had",
    "been", "be",  "as",    "than", "until", "into", "mr",    "mrs", "president", "this"};

constexpr std::array<std::string_view, 14> kAbbreviations = {
    "u.s.", "u.n.", "u.k.", "e.u.", "d.c.", "inc.", "corp.",
    "co.",  "jr.",  "sr.",  "ltd.", "a.m.", "p.m.", "no."};

// Hints of lines that may stand above a title.
bool stands_above(const LineShape& shape) {
    switch (shape.hint) {
        case Hint::None:
        case Hint::Content:
        case Hint::CommentThread:
            return shape.date_only;
        default:
            return true;
    }
}

bool is_byline(const LineShape& shape) {
    return shape.hint == Hint::Byline || shape.hint == Hint::BylineName ||
           shape.hint == Hint::BylineDate || shape.date_only;
}

std::string_view last_word(std::string_view line) {
    const std::size_t blank = line.find_last_of(" \t");
    return blank == std::string_view::npos ? line : line.substr(blank + 1);
}

bool ends_in_abbreviation(std::string_view line) {
    const std::string word = fold(last_word(line).substr(0, 16));
    return std::find(kAbbreviations.begin(), kAbbreviations.end(), word) != kAbbreviations.end();
}

bool ends_open(std::string_view line) {
    const std::string word = fold(last_word(line).substr(0, 16));
    return std::string_view(",;:-&").find(line.back()) != std::string_view::npos ||
           line.ends_with("–") || line.ends_with("—") ||
           std::find(kOpenWords.begin(), kOpenWords.end(), word) != kOpenWords.end();
}

// "LISBON, March 9 (Reuters) - ": a bracket closed within the first 100 bytes and a dash behind it.
bool has_dateline(std::string_view line) {
    const std::string_view head = line.substr(0, 100);
    const std::size_t close = head.find(')');
    if (close == std::string_view::npos || !starts_upper(line)) {
        return false;
    }
    const std::string_view rest = head.substr(close + 1);
    const std::size_t at = rest.find_first_not_of(' ');
    return at != std::string_view::npos && (rest[at] == '-' || rest.substr(at).starts_with("–") ||
                                            rest.substr(at).starts_with("—"));
}

bool starts_list(std::string_view line) {
    return line.starts_with("•") || line.starts_with("- ") || line.starts_with("* ") ||
           line.starts_with("– ");
}

// "The bridge. (Supplied: Jane Doe)", "The bridge (Image: AFP)": a caption.
bool ends_credited(std::string_view line) {
    if (!line.ends_with(')')) {
        return false;
    }
    const std::size_t open = line.rfind(" (");
    return open != std::string_view::npos && line.find(": ", open) != std::string_view::npos;
}

// "cable, guide, set-top box, smell, tablets, 2tb": tags.
bool lists_tags(std::string_view line, std::size_t words) {
    constexpr std::ptrdiff_t kLeastCommas = 5;
    constexpr std::size_t kMostItemWords = 2;  // on average
    const auto commas = std::count(line.begin(), line.end(), ',');
    return commas >= kLeastCommas &&
           words <= kMostItemWords * (static_cast<std::size_t>(commas) + 1);
}

bool looks_like_title(std::string_view line, const LineShape& shape) {
    if (line.size() > kMostBytes || shape.words > kMostWords || starts_lower(line) ||
        ends_open(line) || has_dateline(line) || starts_list(line) || shape.hint == Hint::Content) {
        return false;
    }
    if (line.ends_with("…") || line.ends_with("...") || is_link(line) || ends_credited(line) ||
        lists_tags(line, shape.words)) {
        return false;
    }
    if (shape.sentence && !ends_in_abbreviation(line)) {
        std::string_view bare = line;
        while (!bare.empty() &&
               std::string_view("\"')").find(bare.back()) != std::string_view::npos) {
            bare.remove_suffix(1);
        }
        const bool asks = bare.ends_with('?') || bare.ends_with('!') || bare.ends_with("”") ||
                          bare.ends_with("’");
        if (!asks || shape.words > 16 || shape.words < 3) {
            return false;
        }
    }
    if (line.starts_with("Q:") || line.starts_with("A:") || line.starts_with("http")) {
        return false;
    }
    // Letters at all: not "* * *" or "1,204".
    return std::any_of(line.begin(), line.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               static_cast<unsigned char>(c) >= 0xC3;
    });
}

// True if the text goes on after line `at` as it does after a heading.
bool body_follows(std::string_view text, const std::vector<Line>& lines, std::size_t at,
                  ShapeScratch& scratch) {
    const std::string_view title = lines[at].of(text);
    const std::string_view next = lines[at + 1].of(text);
    const LineShape shape = line_shape(next, scratch);
    if (stands_above(shape)) {
        return true;
    }
    if (starts_lower(next)) {
        return false;
    }
    if (lines[at + 1].gap > 0 || has_dateline(next) || starts_list(next)) {
        return true;
    }
    std::size_t widest = 0;
    bool wrapped = false;
    for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 10); ++i) {
        widest = std::max(widest, lines[i].end - lines[i].begin);
        wrapped = wrapped || starts_lower(lines[i].of(text));
    }
    if (wrapped && widest <= kWrapWidth && title.size() >= 40 && title.size() * 10 >= widest * 7) {
        return count_words(title) >= 2 && capitalised_share(title) >= 0.6;
    }
    if ((shape.sentence && shape.words >= 5) || next.size() > 100) {
        return true;
    }
    if (shape.names_only && at + 2 < lines.size() &&
        stands_above(line_shape(lines[at + 2].of(text), scratch))) {
        return true;  // an author's name above a byline
    }
    // A heading below the heading, or a first line wrapped: then a full line follows.
    if (at + 2 < lines.size() && shape.words <= 16 && title.size() * 10 < widest * 7) {
        const std::string_view third = lines[at + 2].of(text);
        return !starts_lower(third) && (ends_sentence(third) || third.size() > 60);
    }
    return false;
}

// A few lines settle it, as a rule.
constexpr std::size_t kFirstLook = 12;

bool is_menu_hint(Hint hint) {
    return hint == Hint::Navigation || hint == Hint::MenuItem || hint == Hint::Banner ||
           hint == Hint::TeaserHead;
}

// True if most of a text's first lines are a menu's: known items, and short lines among them.
bool begins_with_menu(std::string_view text, const std::vector<Line>& lines,
                      ShapeScratch& scratch) {
    constexpr std::size_t kRow = 5;  // so many words in lines of their own are a menu
    std::size_t known = 0;
    std::size_t brief = 0;
    std::size_t row = 0;
    const std::size_t count = std::min(lines.size(), kFirstLook);
    for (std::size_t i = 0; i < count; ++i) {
        const LineShape shape = line_shape(lines[i].of(text), scratch);
        row += row == i && shape.words <= 2 && !shape.sentence && !shape.table ? 1 : 0;
        known += is_menu_hint(shape.hint) ? 1 : 0;
        brief += shape.words <= 4 && !shape.sentence ? 1 : 0;
    }
    return count >= kFirstLook && brief * 2 >= count &&
           (known >= 3 || (known >= 1 && row >= kRow) || row > kRow);
}

// "Home / News / Local": where in a site a page stands.
bool is_breadcrumb(std::string_view line) {
    std::size_t parts = 0;
    for (const std::string_view mark : {std::string_view(" / "), std::string_view(" > "),
                                        std::string_view(" » "), std::string_view(" | ")}) {
        for (std::size_t at = line.find(mark); at != std::string_view::npos;
             at = line.find(mark, at + mark.size())) {
            ++parts;
        }
    }
    return parts >= 2 || (parts == 1 && count_words(line) <= 7);
}

// True if lines of a menu stand among the first, perhaps below others that no list knows.
bool holds_menu(std::string_view text, const std::vector<Line>& head, ShapeScratch& scratch) {
    constexpr std::size_t kLook = 40;
    constexpr std::size_t kKnown = 3;
    constexpr std::ptrdiff_t kBrief = 4;
    constexpr std::size_t kBriefBytes = 40;
    // Most untitled texts are paragraphs: no need to look at their words.
    const auto stop = head.begin() + static_cast<std::ptrdiff_t>(std::min(head.size(), kFirstLook));
    const auto is_brief = [](const Line& line) { return line.end - line.begin <= kBriefBytes; };
    if (std::count_if(head.begin(), stop, is_brief) < kBrief) {
        return false;
    }
    std::size_t known = 0;
    for (const Line& line : split_head(text, kLook)) {
        const std::string_view words = line.of(text);
        if (known < kKnown && words.size() <= kWrapWidth) {
            known += is_breadcrumb(words) || is_menu_hint(line_shape(words, scratch).hint) ? 1 : 0;
        }
    }
    return known >= kKnown;
}

// True if the line holds a time of day: "5:00".
bool has_clock(std::string_view line) {
    const auto is_digit = [&](std::size_t i) {
        return i < line.size() && line[i] >= '0' && line[i] <= '9';
    };
    for (std::size_t at = line.find(':'); at != std::string_view::npos;
         at = line.find(':', at + 1)) {
        if (at > 0 && is_digit(at - 1) && is_digit(at + 1) && is_digit(at + 2)) {
            return true;
        }
    }
    return false;
}

// True if menus go on below line `at`: what looked like the title may be their first line.
bool menu_follows(std::string_view text, const std::vector<Line>& lines, std::size_t at,
                  ShapeScratch& scratch) {
    constexpr std::size_t kLook = 12;
    constexpr std::size_t kBrief = 8;
    constexpr std::size_t kBriefBytes = 40;
    constexpr std::size_t kKnown = 2;
    const std::size_t end = std::min(lines.size(), at + 1 + kLook);
    std::size_t brief = 0;
    for (std::size_t i = at + 1; i < end; ++i) {
        brief += lines[i].end - lines[i].begin <= kBriefBytes ? 1 : 0;
    }
    if (brief < kBrief) {
        return false;
    }
    std::size_t known = 0;
    for (std::size_t i = at + 1; i < end; ++i) {
        known += is_site_hint(line_shape(lines[i].of(text), scratch).hint) ? 1 : 0;
    }
    return known >= kKnown;
}

// content_words() of the paragraphs at `from` and below.
std::vector<std::uint32_t> content_below(std::string_view text, std::size_t from) {
    constexpr std::size_t kLines = 24;
    constexpr std::size_t kWords = 8;  // of a line that is no heading
    std::vector<std::uint32_t> content;
    for (const Line& line : split_head(text.substr(from), kLines)) {
        const std::string_view words = line.of(text.substr(from));
        if (count_words(words.substr(0, kMostBytes)) >= kWords && ends_sentence(words)) {
            const std::vector<std::uint32_t> more = content_words(words);
            content.insert(content.end(), more.begin(), more.end());
        }
    }
    std::sort(content.begin(), content.end());
    return content;
}

// How many of `words` are among `content`, which rises.
std::uint32_t count_shared(const std::vector<std::uint32_t>& words,
                           const std::vector<std::uint32_t>& content) {
    return static_cast<std::uint32_t>(
        std::count_if(words.begin(), words.end(), [&](std::uint32_t word) {
            return std::binary_search(content.begin(), content.end(), word);
        }));
}

// True for a title of few words, for one that is a notice and for one that speaks of nothing that
// the paragraphs below do.
bool is_doubtful(std::string_view text, const Line& title, const LineShape& shape) {
    constexpr std::uint32_t kDoubtfulWords = 3;
    const Wording wording = wording_of(title.of(text));
    return shape.words <= kDoubtfulWords || wording.is_notice() ||
           count_shared(wording.content, content_below(text, title.end)) == 0;
}

// The heading shortly below line `at`, itself a heading, that shares more with the story than line
// `at` does: that one is the name of the paper or of a database.
std::optional<FoundTitle> told_title_below(std::string_view text, const std::vector<Line>& lines,
                                           std::size_t at, ShapeScratch& scratch) {
    constexpr std::size_t kReach = 2;
    constexpr std::uint32_t kLeastWords = 4;
    constexpr std::uint32_t kLeastShared = 2;
    for (std::size_t i = at + 1; i <= at + kReach && i + 1 < lines.size(); ++i) {
        const std::string_view line = lines[i].of(text);
        const LineShape shape = line_shape(line, scratch);
        const std::string_view next = lines[i + 1].of(text);
        if (shape.prose || starts_lower(line) || starts_lower(next)) {
            return std::nullopt;
        }
        if (shape.hint != Hint::None || shape.words < kLeastWords || shape.names_only ||
            !looks_like_title(line, shape)) {
            continue;
        }
        const std::vector<std::uint32_t> story = content_below(text, lines[i + 1].begin);
        const LineShape below = line_shape(next, scratch);
        const bool is_signed = stands_above(below) || below.dated;
        const bool apart = is_signed || lines[i + 1].gap > 0 || below.prose;
        const std::uint32_t above = count_shared(content_words(lines[at].of(text)), story);
        const std::uint32_t shared = count_shared(content_words(line), story);
        if (apart && above == 0 && shared + (is_signed ? 1 : 0) >= kLeastShared && shared > 0) {
            return FoundTitle{lines[i].begin, lines[i].end, 0};
        }
    }
    return std::nullopt;
}

// The title of a page that begins with a menu: of the lines above its first paragraph the one that
// reads most like a heading, by its length, a byline below it and its repetition. Of headings that
// no menu parts the first: the others are its kicker's or its deck's.
std::optional<FoundTitle> find_title_below_menu(std::string_view text, ShapeScratch& scratch) {
    constexpr std::size_t kMenuLines = 160;
    constexpr std::size_t kBylineLines = 8;  // how far below a title a byline may stand
    constexpr std::size_t kNearLines = 2;
    constexpr std::size_t kParagraphLines = 5;
    constexpr std::uint32_t kLeastWords = 4;
    constexpr std::uint32_t kFullWords = 7;
    constexpr std::size_t kMenuRow = 3;
    const std::vector<Line> lines = split_head(text, kMenuLines);
    struct Candidate {
        std::size_t line;
        std::uint64_t hash;
        std::uint32_t words;
        std::uint32_t score;
        std::vector<std::uint32_t> content;  // Wording::content
        std::size_t run;                     // no menu parts the headings of one run
        bool first;                          // no heading stands between it and the menu above
        bool signed_below;                   // a byline or date stands a few lines below
        bool signed_near;                    // right below, or below a deck
        bool repeated;
    };
    std::vector<Candidate> candidates;
    const auto brief_above = [&](std::size_t i) {
        for (std::size_t j = i - 2; j < i; ++j) {
            if (count_words(lines[j].of(text)) > 3) {
                return false;
            }
        }
        return true;
    };
    bool parted = true;
    std::size_t run = 0;
    std::size_t prose = SIZE_MAX;  // the last paragraph; two near each other are the story's
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string_view line = lines[i].of(text);
        const LineShape shape = line_shape(line, scratch);
        if (shape.prose && !wording_of(line).is_notice()) {
            if (prose != SIZE_MAX && i - prose <= kParagraphLines) {
                std::erase_if(candidates, [&](const Candidate& c) { return c.line > prose; });
                break;
            }
            prose = i;
            continue;
        }
        const bool byline = is_byline(shape);
        for (Candidate& candidate : candidates) {
            const std::size_t below = i - candidate.line;
            candidate.signed_below = candidate.signed_below || (byline && below <= kBylineLines);
            candidate.signed_near = candidate.signed_near || (byline && below <= kNearLines);
            candidate.repeated =
                candidate.repeated || (candidate.hash != 0 && candidate.hash == shape.hash);
        }
        // "Case Study August 12, 2010, 5:00PM EST": a section, and when the article was published.
        const bool stamped = shape.dated && has_clock(line);
        if (stands_above(shape) || stamped) {
            parted = parted || stamped || is_menu_hint(shape.hint);
            continue;
        }
        if (shape.words < kLeastWords || !looks_like_title(line, shape) || is_breadcrumb(line) ||
            shape.table || starts_with_clock(line)) {
            continue;
        }
        const Wording wording = wording_of(line);
        if (shape.names_only && wording.function < 2) {  // but "The Town That Lost Its Hour"
            continue;
        }
        if (wording.is_notice() && (wording.persons > 0 || wording.site > 2)) {
            continue;
        }
        // A longer line right below a menu's longest item takes its place.
        const bool item_above = !candidates.empty() && !parted && i > 0 &&
                                candidates.back().line + 1 == i &&
                                candidates.back().words == kLeastWords && i >= kMenuRow &&
                                shape.words >= kFullWords && brief_above(i - 1);
        if (item_above) {
            candidates.pop_back();
        }
        // What a browser prints above the page: its title, the date and the site's name.
        const std::size_t printed = std::erase_if(candidates, [&](const Candidate& c) {
            return c.words > shape.words &&
                   lines[c.line].of(text).find(line) != std::string_view::npos;
        });
        run += parted ? 1 : 0;
        candidates.push_back({i, shape.hash, shape.words, std::min(shape.words, kFullWords),
                              wording.content, run, parted || item_above, false, false,
                              printed > 0});
        parted = false;
    }
    // A title speaks of what its story does.
    constexpr std::uint32_t kMostShared = 4;
    const std::vector<std::uint32_t> story =
        prose == SIZE_MAX ? std::vector<std::uint32_t>() : content_below(text, lines[prose].begin);
    std::size_t told = 0;  // the last run of which a heading speaks of the story
    for (Candidate& candidate : candidates) {
        const std::uint32_t shared = std::min(count_shared(candidate.content, story), kMostShared);
        // Headings above it that have nothing in common with the story are a menu's.
        candidate.first = candidate.first || (shared >= 2 && told != candidate.run);
        told = shared > 0 ? candidate.run : told;
        candidate.score += (candidate.signed_below ? 3U : 0U) + (candidate.signed_near ? 3U : 0U) +
                           (candidate.repeated ? 8U : 0U) + (candidate.first ? 6U : 0U) +
                           3 * shared;
    }
    const auto best = std::max_element(
        candidates.begin(), candidates.end(),
        [](const Candidate& one, const Candidate& other) { return one.score < other.score; });
    if (best == candidates.end()) {
        return std::nullopt;
    }
    const Line& line = lines[best->line];
    const std::string_view words = line.of(text);
    const std::size_t mark = words.starts_with('#') ? words.find_first_not_of("# ") : 0;
    return FoundTitle{line.begin + mark, line.end, 0};
}

}  // namespace

std::optional<FoundTitle> find_title(std::string_view text) {
    std::vector<Line> lines = split_head(text, kFirstLook);
    ShapeScratch scratch;
    for (const Line& line : lines) {
        const std::size_t label = headline_label(line.of(text));
        if (label > 0 && line.end - line.begin - label <= kMostBytes) {
            return FoundTitle{line.begin + label, line.end, 0};
        }
    }
    if (begins_with_menu(text, lines, scratch)) {
        if (const auto found = find_title_below_menu(text, scratch)) {
            return found;
        }
    }
    std::optional<FoundTitle> fallback;
    std::size_t above = 0;  // lines that may stand above a title
    for (std::size_t i = 0; i < kLinesAbove; ++i) {
        if (i + 3 >= lines.size() && lines.size() == kFirstLook) {
            lines = split_head(text, kLinesAbove + 10);
        }
        if (i + 1 >= lines.size()) {
            break;
        }
        const Line& line = lines[i];
        std::string_view words = line.of(text);
        const LineShape shape = line_shape(words, scratch);
        if (stands_above(shape)) {
            ++above;
            continue;
        }
        std::size_t begin = line.begin;
        if (words.starts_with('#')) {
            const std::size_t at = words.find_first_not_of('#');
            if (at <= 6 && words[at] == ' ') {  // npos is more than 6
                begin += words.find_first_not_of(' ', at);
                words = text.substr(begin, line.end - begin);
            }
        }
        if (words.empty() || !looks_like_title(words, shape) ||
            !body_follows(text, lines, i, scratch)) {
            // A menu's item that no list knows, between others that are known.
            const bool between = i > 0 && i + 1 < lines.size() && shape.words <= 3 &&
                                 !shape.sentence && !starts_lower(words) &&
                                 stands_above(line_shape(lines[i - 1].of(text), scratch));
            if (between && !fallback) continue;
            return fallback || (above == 0 && !holds_menu(text, lines, scratch))
                       ? fallback
                       : find_title_below_menu(text, scratch);
        }
        const FoundTitle found{begin, line.end, i == 0 ? lines[1].begin : 0};
        const Hint next = line_shape(lines[i + 1].of(text), scratch).hint;
        const bool above_menu =
            next == Hint::Navigation || next == Hint::MenuItem || next == Hint::Banner;
        if (above_menu && shape.words <= 4 && !fallback) {
            fallback = found;  // perhaps the menu's own line: a heading may follow it
            continue;
        }
        if (menu_follows(text, split_head(text, kLinesAbove + 10), i, scratch)) {
            const auto below = find_title_below_menu(text, scratch);
            return below ? below : found;
        }
        if (shape.words <= 2 && above > 0 && !fallback &&
            !is_byline(line_shape(lines[i + 1].of(text), scratch))) {
            fallback = found;
            continue;
        }
        // An item or notice of a menu that no list knows.
        if (holds_menu(text, lines, scratch) && is_doubtful(text, line, shape)) {
            if (const auto below = find_title_below_menu(text, scratch)) {
                return below;
            }
        }
        return told_title_below(text, lines, i, scratch).value_or(found);
    }
    return fallback;
}

}  // namespace dateline
