// When an article was published, as far as its address and its own lines say.
//
// Nothing here reads the running text: the dates that a story mentions do not date it. Confidences
// are the shares of such evidence that were right when measured (see published.cpp); evidence that
// contradicts other evidence is kept beside it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "indexer/cleaning/lines.h"

namespace dateline {

struct PublishedInput {
    std::string_view url;    // the article's own; may be empty
    std::string_view path;   // of its file, from the root of the import on, "archive!member"
                             // included; may be empty
    std::string_view title;  // may be empty
    std::string_view body;   // valid UTF-8
    const LinedText* lines = nullptr;              // of the body, where it has been split already
    const std::vector<ZoneSpan>* zones = nullptr;  // of the body (classify_zones)
    std::vector<DateEvidence> known;               // Given and Markup evidence, passed through
};

struct PublishedEvidence {
    // Best first: by confidence, save that a finer date comes before a coarser one that contains
    // it.
    std::vector<DateEvidence> dates;
    // At most kMostNotes: datelines and the like whose year nothing here tells.
    std::vector<YearlessDate> yearless;
    // In words, at most kMostNotes: what does not date the article though it looks as if it might -
    // a numeric date that says two things, "Updated On" without a date where nothing else dates it
    // either.
    std::vector<std::string> notes;
    // In words: evidence that contradicts the best.
    std::vector<std::string> conflicts;
};

constexpr std::size_t kMostNotes = 8;

// A day of this confidence is sure enough to count "on Wednesday" from, and to date near-copies.
constexpr double kSureDate = 0.9;

// The evidence in URL, path, "Published" and "Updated" lines, dateline, a line of its own near the
// top and copyright lines. A date without a year takes the year of other evidence (of the nearest
// such day, if that is exact to the day or month), and is left without one if there is none.
PublishedEvidence published_evidence(const PublishedInput& input);

}  // namespace dateline
