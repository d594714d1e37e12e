// An article's text as lines, and the folded key by which a line is compared with patterns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dateline {

// A line that holds more than blanks: the bytes [begin, end) of the text, without blanks at either
// end.
struct Line {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint32_t gap = 0;  // empty lines before it

    std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

// How many lines of each end of a text are looked at: what lies between is the story's. Bounds the
// memory that a hostile file of short lines takes.
inline constexpr std::size_t kLinesEachEnd = 16384;

// The lines of `text` in order; of a text with more than 2 * kLinesEachEnd, the first and the last
// kLinesEachEnd. A line ends at LF, CR LF or CR.
std::vector<Line> split_lines(std::string_view text);

// The first `limit` lines alone.
std::vector<Line> split_head(std::string_view text, std::size_t limit);

// A text, which must stay, and its lines: split once for all that look at them. Not explicit: who
// has only the text gives that.
struct LinedText {
    LinedText(std::string_view whole) : text(whole), lines(split_lines(whole)) {}
    LinedText(const std::string& whole) : LinedText(std::string_view(whole)) {}

    std::string_view text;
    std::vector<Line> lines;
};

// A line longer than this (bytes) has no key: it is prose.
inline constexpr std::size_t kMaxKeyLine = 400;

// Makes `key`, what patterns are compared with: folded words joined by single blanks. Each run of
// digits is "#" (with points, commas and colons inside it); apostrophes and points and hyphens
// inside a word are dropped ("e-mail" -> "email"); a colon is the word ":", and a dash between
// blanks, bar, bullet or arrow the word "|", except at either end of the line; "©" and "(c)" are
// "copyright". All else is dropped, as is the number of a text browser's link ("[12]Print"):
//   "Read more: Two ministers’ e-mails" -> "read more : two ministers emails"
//   "» Updated 4 March 2021 | 14:32"    -> "updated # march # | #"
// `line` is valid UTF-8. Empty for a line longer than kMaxKeyLine.
void line_key(std::string_view line, std::string& key);

std::size_t count_words(std::string_view text);

// True if the line ends as a sentence does: . ! ? … or their like, before any closing quotes and
// brackets.
bool ends_sentence(std::string_view line);

// True if it ends in "…" or "..." (also in brackets).
bool ends_in_ellipsis(std::string_view line);

// True for an upper-case letter, ASCII or two bytes long, at the begin of `text`.
bool starts_upper(std::string_view text);
bool starts_lower(std::string_view text);

// True for "Jane Doe", "J. M. van der Berg", "Claire Monnet and Omar Diallo": two to eight words,
// capitalised save for particles and conjunctions, no digits, nothing that ends a sentence.
bool looks_like_names(std::string_view text);

// The bytes of "HEADLINE: " at the line's begin, if words follow: what databases print before the
// title of an article that they export. 0 if there is none.
std::size_t headline_label(std::string_view line);

// True for a line that ends with "Yours, etc," or the like: a letter's signature follows.
bool closes_letter(std::string_view line);

// True for "(one)" and "[one]".
bool is_bracketed(std::string_view line);

// "• one", "- one": an item of a list.
bool is_listed(std::string_view line);

// True for "PRC – 14,882", "Dead: 192": a line of results, of at most eight words.
bool is_entry(std::string_view line);

bool ends_in_digit(std::string_view line);

// True for "11.15 GMT Minister: …", "9:02 The doors open": an entry of a live report.
bool starts_with_clock(std::string_view line);

// True for nothing but an address or a link in Markdown, also as an item of a list: "https://…",
// "[Home](/)", "![The bridge](bridge.jpg)".
bool is_link(std::string_view line);

// True if no ASCII letter is small.
bool is_all_capitals(std::string_view line);

// The share of words that begin with a capital among those that begin with a letter.
double capitalised_share(std::string_view line);

// True if bars, bullets or the like between blanks part the line.
bool has_bars(std::string_view line);

std::uint64_t line_hash(std::string_view text, std::uint64_t seed = 0);

}  // namespace dateline
