// is_truncated() of zones.h.
#include <algorithm>
#include <iterator>

#include "indexer/cleaning/line_shape.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/zones.h"

namespace dateline {

bool is_truncated(const LinedText& whole, const std::vector<ZoneSpan>& zones) {
    const std::string_view body = whole.text;
    constexpr std::size_t kLeastWords = 10;  // shorter lines are headings, lists, signatures
    constexpr std::ptrdiff_t kLinesBack = 40;
    // The story's last lines, and all of it where a list of takeaways may stand in it.
    std::size_t end = body.size();
    for (std::size_t i = zones.size(); i > 0; --i) {
        const std::string_view between = body.substr(zones[i - 1].end, end - zones[i - 1].end);
        if (between.find_first_not_of(" \t\r\n") != std::string_view::npos) {
            break;
        }
        end = zones[i - 1].begin;
    }
    const std::string_view story = body.substr(0, end);
    const bool has_key = story.find("Key ") != std::string_view::npos ||
                         story.find("KEY ") != std::string_view::npos;
    const auto story_end =
        std::lower_bound(whole.lines.begin(), whole.lines.end(), end,
                         [](const Line& line, std::size_t at) { return line.begin < at; });
    const auto story_lines = story_end - whole.lines.begin();
    const auto story_begin =
        has_key || story_lines <= 2 * kLinesBack ? whole.lines.begin() : story_end - 2 * kLinesBack;
    std::vector<Line> lines;
    lines.reserve(static_cast<std::size_t>(story_end - story_begin));
    std::copy_if(story_begin, story_end, std::back_inserter(lines),
                 [&](const Line& line) { return zone_at(zones, line.begin) == Zone::Body; });
    ShapeScratch scratch;
    // The words of the paragraph that ends with line i, wrapped lines joined.
    const auto paragraph_words = [&](std::size_t i) {
        std::size_t words = count_words(lines[i].of(body));
        for (std::size_t back = 0; back < 3 && i > 0 && lines[i].gap == 0; ++back, --i) {
            const std::string_view before = lines[i - 1].of(body);
            if (ends_sentence(before) || before.size() < 40) {
                break;
            }
            words += count_words(before);
        }
        return words;
    };
    const auto breaks_off = [&](std::size_t i) {
        const std::string_view line = lines[i].of(body);
        return paragraph_words(i) >= kLeastWords &&
               (!ends_sentence(line) || ends_in_ellipsis(line)) && !line.ends_with(':') &&
               line.find("://") == std::string_view::npos && !line.starts_with("•") &&
               !line.starts_with("- ") && !line.starts_with("* ");
    };
    // Texts that end no sentence with a mark (tables, lists, verse) say nothing by lacking one.
    std::ptrdiff_t complete = 0;
    std::ptrdiff_t incomplete = 0;
    for (std::size_t i = lines.size(); i > 0 && complete + incomplete < kLinesBack; --i) {
        const bool paragraph_end =
            i == lines.size() || lines[i].gap > 0 || lines[i - 1].of(body).size() > 90;
        if (paragraph_end && paragraph_words(i - 1) >= kLeastWords) {
            (ends_sentence(lines[i - 1].of(body)) ? complete : incomplete) += 1;
        }
    }
    const bool has_sentences = std::any_of(
        lines.begin(), lines.end(), [&](const Line& line) { return ends_sentence(line.of(body)); });
    if (!has_sentences || incomplete > complete + 1) {
        return false;
    }
    for (std::size_t i = has_key ? lines.size() : 0; i > 0; --i) {
        const std::string_view line = lines[i - 1].of(body);
        if (line.size() > 40) {
            continue;
        }
        line_key(line, scratch.key);
        const bool takeaways = scratch.key == "key takeaways" || scratch.key == "key points" ||
                               scratch.key == "key facts";
        if (takeaways && i > 1 && breaks_off(i - 2)) {
            return true;
        }
    }
    // The last paragraph: short lines behind it (a signature, "ENDS") are passed over.
    for (std::size_t i = lines.size(), passed = 0; i > 0 && passed < 3; --i, ++passed) {
        if (breaks_off(i - 1)) {
            return true;
        }
        if (ends_sentence(lines[i - 1].of(body)) || paragraph_words(i - 1) >= kLeastWords) {
            return false;
        }
    }
    return false;
}

}  // namespace dateline
