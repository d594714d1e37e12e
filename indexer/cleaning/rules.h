// The rules that tell which lines of a body are not the story, grouped by what they judge: each
// group is in the source file named above it. zones.cpp has the order in which they are applied.
//
// A rule gives zones to lines by their hints and shapes, their places and their neighbours. It sees
// what earlier rules decided.
#pragma once

#include "indexer/cleaning/judged_page.h"

namespace dateline {

// --- rules_headings.cpp

// Lines that repeat the title, also in nearly its words; a heading that stands twice in a row.
void judge_headings(JudgedPage& page);

// --- rules_notices.cpp

// A paragraph among paragraphs that speaks of somebody is no notice, whatever words of one it
// holds: "I met 602 banners with a button to manage preferences". One that ends with "Yours, etc,"
// ends as a sentence does. Changes shapes, not zones.
void spare_told(JudgedPage& page);

// Notices, credits, "Read more: …" and links: certain by their words, wherever they stand.
void judge_certain(JudgedPage& page);

// What stands below the last paragraph of a text that is no scraped page: a note on the author that
// begins with the name, notices.
void judge_end_notices(JudgedPage& page);

// --- rules_menus.cpp

// "Publication year: 2006": fields in a row, some of them those of databases that export articles.
void judge_fields(JudgedPage& page);

// Menus: items in a row, or before or after the story.
void judge_menus(JudgedPage& page);

// --- rules_comments.cpp

// Comment forms, and all lines from the head of readers' comments on.
void judge_comments(JudgedPage& page);

// --- rules_teasers.cpp

// "Related stories", and the titles, dates and beginnings of other stories below it.
void judge_teasers(JudgedPage& page);

// --- rules_bylines.cpp

// Who wrote the story and when it appeared: near its first lines, and below its last.
void judge_bylines(JudgedPage& page);

// Letters to the editor: who wrote and from where, below "Yours, etc,". All lines but the last end
// with a comma.
void judge_signatures(JudgedPage& page);

// Notes on the author among the last lines, of a scraped page also further up.
void judge_author_notes(JudgedPage& page);

// --- rules_remains.cpp

// Of a scraped page: lines that no rule knows and that are not likely to be the story's.
void judge_unlikely(JudgedPage& page);

// Short lines above the title, and those below the story that follow menus, other stories or
// comment forms: no sentence stands among them. Calls find_story().
void judge_remains(JudgedPage& page);

// Scraps above the story among lines that are not the story's. The longest line there may be a
// heading that was not found, a line in capitals right above the story its place ("PARIS"). Not for
// scraped pages.
void judge_top(JudgedPage& page);

// Scraps below the story between lines that are not the story's, or right above them.
void judge_bottom(JudgedPage& page);

}  // namespace dateline
