// Mistakes in a query: what, where and what to try, and how they are shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/error.h"

namespace dateline {

// A query that cannot be understood. The bytes [begin, end) of the query are at fault; begin == end
// where something is missing. hint() is the suggestion.
class QueryError : public Error {
public:
    QueryError(const std::string& message, std::size_t begin, std::size_t end,
               const std::string& suggestion = "")
        : Error(message, suggestion), begin_(begin), end_(end) {}

    std::size_t begin() const { return begin_; }
    std::size_t end() const { return end_; }
    const std::string& suggestion() const { return hint(); }

private:
    std::size_t begin_;
    std::size_t end_;
};

// What a message repeats of a query: at most 40 bytes of whole characters, and … for the rest.
std::string excerpt(std::string_view text);

// The error as two to four lines, each ended by a line break, for a terminal of `width` columns (at
// least 20 are used):
//
//   no ')' for this '('
//     blinken AND (gaza OR rafah
//                 ^
//     try: add ')' after the group
//
// The query stays on one line, cut with … around the place if it is too wide; carets stand under
// the right columns for wide and combining characters. Control characters are shown as ␛, or
// \u{202E} for those beyond ASCII, bytes that are not UTF-8 as \xFF. An empty query has no second
// and third line. Costs no more for a long query than for a short one.
std::string show_error(std::string_view query, const QueryError& error, std::size_t width = 80);

}  // namespace dateline
