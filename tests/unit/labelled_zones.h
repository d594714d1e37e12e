// Labelled texts (tests/data/zones/*.zones) and what the classifier makes of them.
//
// A labelled text has one line per line of the text: a letter, "|" and the line; an empty line is
// an empty line.
//   T title or its repetition   B body   Y byline   C credit   S teaser   F comment form   N
//   navigation
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/titles.h"
#include "indexer/cleaning/zones.h"

namespace dateline::test {

struct LabelledText {
    std::string name;
    std::string text;
    std::vector<std::pair<char, std::size_t>> lines;  // label, begin of the line
};

inline LabelledText read_labelled(const std::filesystem::path& file) {
    std::ifstream in(file);
    LabelledText result{file.stem().string(), "", {}};
    for (std::string line; std::getline(in, line); result.text += '\n') {
        if (line.empty()) {
            continue;
        }
        if (line.size() < 3 || line[1] != '|' ||
            std::string_view("TBYCSFN").find(line[0]) == std::string_view::npos) {
            throw std::runtime_error(file.string() + ": not a labelled line: " + line);
        }
        result.lines.emplace_back(line[0], result.text.size());
        result.text += line.substr(2);
    }
    return result;
}

inline std::vector<LabelledText> read_all_labelled(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        if (entry.path().extension() == ".zones") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<LabelledText> texts;
    for (const auto& file : files) {
        texts.push_back(read_labelled(file));
    }
    return texts;
}

// Counts of words, over any number of texts.
struct ZoneScore {
    std::size_t story = 0;          // words labelled B
    std::size_t story_kept = 0;     // of these, in Zone::Body or the title found
    std::size_t others = 0;         // words labelled Y, C, S, F or N
    std::size_t others_caught = 0;  // of these, in any zone but Body, and not in the title found
    std::size_t exact = 0;          // of these, in the zone of their label
    std::size_t titles = 0;         // texts whose first T line is there
    std::size_t titles_found = 0;   // of these, found as the title
    std::size_t no_titles = 0;      // texts without a T line
    std::size_t titles_invented = 0;
    std::vector<std::string> mistakes;  // "name: B as Y: line"
};

inline char zone_letter(Zone zone) {
    return "BTYCSFN"[static_cast<unsigned>(zone)];
}

inline void score(const LabelledText& text, ZoneScore& score) {
    const auto title = find_title(text.text);
    const std::size_t body_begin = title ? title->body_begin : 0;
    const std::string body = text.text.substr(body_begin);
    const std::string title_text =
        title ? text.text.substr(title->begin, title->end - title->begin) : "";
    const auto zones = classify_zones(body, title_text);
    const auto first = std::find_if(text.lines.begin(), text.lines.end(),
                                    [](const auto& l) { return l.first == 'T'; });
    if (first != text.lines.end()) {
        ++score.titles;
        // Where the line holds more than the title ("HEADLINE: …"), its end.
        const std::size_t end = text.text.find('\n', first->second);
        if (title && title->begin >= first->second && title->end == end) {
            ++score.titles_found;
        } else {
            score.mistakes.push_back(text.name + ": title not found: " + title_text);
        }
    } else {
        ++score.no_titles;
        if (title) {
            ++score.titles_invented;
            score.mistakes.push_back(text.name + ": title invented: " + title_text);
        }
    }
    for (const auto& [label, begin] : text.lines) {
        const std::size_t end = text.text.find('\n', begin);
        const std::string line = text.text.substr(begin, end - begin);
        const std::size_t words = count_words(line);
        // Zones begin with the line's first word, labelled lines with its indentation.
        const std::size_t word = std::min(text.text.find_first_not_of(" \t", begin), end);
        const bool is_title = title && title->begin >= begin && title->end <= end;
        const char got =
            is_title || begin < body_begin ? 'T' : zone_letter(zone_at(zones, word - body_begin));
        if (label == 'B') {
            score.story += words;
            score.story_kept += got == 'B' || is_title ? words : 0;
        } else if (label != 'T') {
            score.others += words;
            score.others_caught += got != 'B' && !is_title ? words : 0;
            score.exact += got == label ? words : 0;
        }
        if (got != label && !(got == 'T' && label == 'T')) {
            score.mistakes.push_back(text.name + ": " + label + " as " + got + ": " + line);
        }
    }
}

}  // namespace dateline::test
