// The index on disk: term prefixes, value slots, metadata keys. The contract between
// indexer and searcher, and with every index written before: a change here raises kSchemaVersion.
//
// Terms (prefixes follow Omega's conventions where it has one):
//   word            a folded word of title or body, with positions. Title words take positions 1,
//                   2, …;
//                 the body starts kBodyGap after the last of them.
//   Zstem         its stem, no positions; wdf counts a title word kTitleWeight times
//   Sword ZSstem  the same for title words alone; Sword with positions
//   BNword ZBNstem  the same for words in a zone that is not the story, N its number (`zone:all`)
//   Qid           the article's id; one article has it
//   Uurl          the article's URL
//   DYYYYMMDD MYYYYMM YYYYY        publication: the day, month and year that contain all of its
//                                  interval
//   XUNDATED                       no publication date
//   XMDYYYYMMDD XMMYYYYMM XMYYYYY  the same for each date that the story mentions
//   XSRCname      source, folded
//   XCRname       wire credit, folded
//   Llanguage     ISO 639-1 code
//   XFname:value  a field given by --facet-field, both folded
//   XFILEpath     the input file, absolute
//   XSENT XPARA   marks at the position of the first word of each sentence and paragraph
//
// All boolean terms and position marks have wdf 0: document lengths count words, stems and fields.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/article.h"

namespace dateline {

inline constexpr int kSchemaVersion = 3;

inline constexpr std::uint32_t kTitleWeight = 3;
inline constexpr std::uint32_t kBodyGap = 100;  // positions between title and body
// A word at a position beyond this is indexed without its position (positions are 32 bits).
inline constexpr std::uint32_t kMaxPosition = 1u << 30;

inline constexpr std::string_view kStemPrefix = "Z";
inline constexpr std::string_view kTitlePrefix = "S";
inline constexpr std::string_view kZonePrefix = "B";  // + digit of the Zone
// kZonePrefix with the zone's digit.
std::string zone_prefix(Zone zone);
inline constexpr std::string_view kIdPrefix = "Q";
inline constexpr std::string_view kUrlPrefix = "U";
inline constexpr std::string_view kDayPrefix = "D";
inline constexpr std::string_view kMonthPrefix = "M";
inline constexpr std::string_view kYearPrefix = "Y";
inline constexpr std::string_view kUndatedTerm = "XUNDATED";
inline constexpr std::string_view kMentionDayPrefix = "XMD";
inline constexpr std::string_view kMentionMonthPrefix = "XMM";
inline constexpr std::string_view kMentionYearPrefix = "XMY";
inline constexpr std::string_view kSourcePrefix = "XSRC";
inline constexpr std::string_view kCreditPrefix = "XCR";
inline constexpr std::string_view kLanguagePrefix = "L";
inline constexpr std::string_view kFacetPrefix = "XF";
inline constexpr std::string_view kFilePrefix = "XFILE";
inline constexpr std::string_view kSentenceMark = "XSENT";
inline constexpr std::string_view kParagraphMark = "XPARA";

// Value slots. Numbers below 128 keep the order of the bulk writer's keys simple.
enum ValueSlot : unsigned {
    kSlotPublished = 0,   // first day of publication as YYYYMMDD; absent if undated
    kSlotConfidence = 1,  // of the publication date, two digits "00" to "99"; "A0" is 1.0
    kSlotReserved = 2,    // not used; never to be used
    kSlotContent = 3,     // hash of the article as read, 8 bytes: the same is not written again
};

// Database metadata: version of this schema, Snowball's name of the language (or "none"), version
// of the program, indexing options as a JSON object.
inline constexpr std::string_view kMetaSchema = "dateline.schema";
inline constexpr std::string_view kMetaLanguage = "dateline.language";
inline constexpr std::string_view kMetaTool = "dateline.tool";
inline constexpr std::string_view kMetaOptions = "dateline.options";

// Xapian's limit for a term, in bytes.
inline constexpr std::size_t kMaxTermLength = 245;

// A term of at most kMaxTermLength bytes from a prefix and a value that may be longer: a long value
// is cut at a character and, if `unique`, ends in a hash of the whole, so that different values
// stay different.
std::string make_term(std::string_view prefix, std::string_view value, bool unique = true);

}  // namespace dateline
