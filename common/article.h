// An article: what the readers deliver, cleaning and dating complete, and the index stores.
//
// All text is valid UTF-8 without NUL. Offsets are bytes into `body` unless a name says otherwise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/date.h"

namespace dateline {

// What a stretch of the body is. Only Body is searched, dated and shown by default. The numbers are
// stored in indexes: never change or reuse one.
enum class Zone : std::uint8_t {
    Body = 0,
    Title = 1,        // a heading that repeats the title
    Byline = 2,       // author, "Updated On", "New Update"
    Credit = 3,       // "With files from Reuters", photo credits
    Teaser = 4,       // "Check Also" and the story advertised under it
    CommentForm = 5,  // "Leave a Reply … Required fields are marked *"
    Navigation = 6,   // share, subscribe and cookie lines, menus
};

// "body", "comment-form"; as queries and outputs write it.
std::string_view zone_name(Zone zone);

// The bytes [begin, end) of the body. What no span covers is Zone::Body.
struct ZoneSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    Zone zone = Zone::Body;

    bool operator==(const ZoneSpan&) const = default;
};

// Where a title came from. Stored in indexes: never change or reuse a number.
enum class TitleOrigin : std::uint8_t {
    None = 0,     // untitled: shown by its first words
    Given = 1,    // a field of the input
    Heading = 2,  // the first line of the text
};

// "none", "given", "heading".
std::string_view title_origin_name(TitleOrigin origin);

// What a publication date rests on. Stored in indexes: never change or reuse a number.
enum class DateSource : std::uint8_t {
    None = 0,
    Given = 1,        // metadata of the input
    Markup = 2,       // front matter or HTML meta elements
    Path = 3,         // URL, folder or file name
    UpdatedLine = 4,  // a "Published" or "Updated" line
    Dateline = 5,     // "CAIRO, May 1 (Reuters) -"
    OwnLine = 6,      // a short line of its own near the top
    Copyright = 7,    // a copyright year
    Copies = 8,       // near-copies that are dated
    Assumed = 9,      // --assume-date
    FileTime = 10,    // --date-from mtime
};

// "given", "updated line"; as outputs write it.
std::string_view date_source_name(DateSource source);

// One piece of evidence, and what it says.
struct DateEvidence {
    DateInterval interval;
    DateSource source = DateSource::None;
    double confidence = 0;  // share of such evidence that is right, 0 to 1
    std::string text;       // as found, e.g. "2024-05-01T10:00:00Z"

    bool operator==(const DateEvidence&) const = default;
};

// A day that would date the article if its year were known, as of "CAIRO, May 1 (Reuters) -". None
// of the article's own evidence tells the year; its near-copies may.
struct YearlessDate {
    unsigned month = 0;  // 1 to 12
    unsigned day = 0;    // 1 to 31
    DateSource source = DateSource::None;
    double confidence = 0;
    std::string text;  // as found

    bool operator==(const YearlessDate&) const = default;
};

// TIMEX3 types. Stored in indexes: never change or reuse a number.
enum class TimexType : std::uint8_t { Date = 1, Time = 2, Duration = 3, Set = 4 };

// As TIMEX3 writes it: "DATE".
std::string_view timex_type_name(TimexType type);

// A time expression in the body, resolved as far as it goes.
struct Timex {
    std::size_t begin = 0;
    std::size_t end = 0;
    TimexType type = TimexType::Date;
    std::string value;  // TIMEX3 value: "2023-10-07", "2024-W05", "P3D", "PAST_REF", "XXXX-WXX-3"
    std::string rule;   // the tagger's rule that found it
    double confidence = 0;

    bool operator==(const Timex&) const = default;
};

// The calendar interval of a resolved DATE or TIME: from "2023-10-07", "2023-10-07T10:00",
// "2023-10", "2023", "2023-W40", "2023-Q4", "199" and "199X" (a decade), seasons excepted. Nothing
// for the rest.
std::optional<DateInterval> mentioned_interval(const Timex& timex);

// Metadata that Dateline gives no meaning of its own, in input order; a repeated key is a list.
using Metadata = std::vector<std::pair<std::string, std::string>>;

struct Article {
    std::string id;
    std::string title;
    TitleOrigin title_origin = TitleOrigin::None;
    std::string body;
    std::vector<ZoneSpan> zones;  // rising, not overlapping, within the body
    bool truncated = false;       // the story ends in mid-sentence
    std::string url;
    std::string source;                // site or publisher
    std::vector<std::string> credits;  // wire services
    std::string language;              // ISO 639-1 code if known, else empty
    std::vector<DateEvidence> dates;   // published: the first one counts; empty: undated
    std::vector<YearlessDate> yearless_dates;
    std::vector<std::string> date_notes;  // in words: what looked like a date and could not be read
    std::vector<Timex> mentions;          // rising by begin
    Metadata metadata;
};

// In words: what looks as if it might date the article and does not, with the days that no evidence
// has given a year.
std::vector<std::string> all_date_notes(const Article& article);

}  // namespace dateline
