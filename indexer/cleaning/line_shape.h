// What one line looks like, without regard to its place: shared by titles, zones and dates.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/patterns.h"

namespace dateline {

struct LineShape {
    Hint hint = Hint::None;  // by wording and form; Credit, Byline … only if the form fits
    std::uint32_t words = 0;
    std::uint64_t hash = 0;  // of the key; 0 for a line that is too long to be a heading
    bool sentence = false;   // ends as a sentence does
    bool ellipsis = false;
    bool prose = false;         // a paragraph or sentence of running text
    bool date_only = false;     // a date, with or without weekday, time and zone, and nothing else
    bool dated = false;         // short, with a date among other words: "Jane Doe, May 1, 2020"
    bool names_only = false;    // "Jane Doe"
    bool comment_mark = false;  // "Dave says:", "April 3, 2014 at 9:12 am"
    bool has_agency = false;
    bool picture = false;      // credits a picture
    bool notice_word = false;  // "subscribe", "comments", …; unknown of a long paragraph
    bool table = false;        // half of its words or more are numbers
};

// Scratch memory, for reuse from line to line.
struct ShapeScratch {
    std::string key;
};

LineShape line_shape(std::string_view line, ShapeScratch& scratch);

// LineShape::hash of a line that is a title; 0 for an empty one.
std::uint64_t title_hash(std::string_view line, ShapeScratch& scratch);

// The shape of the first line of a long paragraph whose lines were wrapped: like that of a long
// line, of which the first words alone can show that it is not running text.
LineShape paragraph_head_shape(std::string_view line, ShapeScratch& scratch);

// The shape of a line that continues the one before it, whatever its words: running text.
LineShape continuation_shape(std::string_view line);

// A word of a date: a month, weekday, "am", "gmt", "#", … in the languages of phrases.cpp; folded.
bool is_date_word(std::string_view word);

}  // namespace dateline
