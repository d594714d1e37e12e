// One look-up of a batch, and what must hold for it whatever format it came in.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dateline {

// A line, topic or CSV row of more bytes than this is an error record.
inline constexpr std::size_t kMaxBatchRecord = std::size_t{1} << 20;
struct BatchQuery {
    std::string id;      // given, else the line number; no control characters
    std::string text;    // valid UTF-8 without NUL; blank only if there is a filter
    bool plain = false;  // words, not query language
    std::optional<std::uint32_t> limit;
    std::optional<std::string> filter;  // in Dateline's query language
    std::size_t line = 0;               // where the record begins, from 1

    bool operator==(const BatchQuery&) const = default;
};

// A look-up, or what is wrong with it: then `query` has its line and an id, and no text.
struct BatchRecord {
    BatchQuery query;
    std::string error;  // empty: the query is good. Says neither line nor id

    bool ok() const { return error.empty(); }
    bool operator==(const BatchRecord&) const = default;
};

// What the id is called, in members of JSON and in header rows.
inline constexpr std::array<std::string_view, 5> kBatchIdNames = {"id", "_id", "qid", "query_id",
                                                                  "query-id"};

// The record of a look-up that cannot be read. Without an id, the line's number is the id.
BatchRecord batch_failure(std::size_t line, std::string message, std::string id = "");

// The look-up as it goes out, with blanks at the ends left out and the line's number where there is
// no id; or what is wrong with it.
BatchRecord checked_query(BatchQuery query);

// A whole number below 2^32 in digits; nothing for anything else, of which kBatchLimitError tells.
std::optional<std::uint32_t> parse_batch_limit(std::string_view text);
inline constexpr std::string_view kBatchLimitError =
    "limit must be a whole number from 0 to 4294967295";

// An id with one is given to nobody: it could not be told where a record of the output ends.
bool has_control_character(std::string_view text);

// ---- Blanks and letters of ASCII

inline constexpr std::string_view kBlanks = " \t\r\n\f\v";
std::string_view trim_blanks(std::string_view text);

// `prefix` is in lower case.
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

}  // namespace dateline
