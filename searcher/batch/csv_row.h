// Rows of comma-separated values (RFC 4180), fed line by line, as a reader that may not read ahead
// needs it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dateline {

enum class CsvState { Complete, OpenQuote, AfterQuote };

// Splits a row that is fed line by line.
class CsvRow {
public:
    // Keeps at most `max_fields`, but counts all.
    CsvRow(char delimiter, std::size_t max_fields)
        : delimiter_(delimiter), max_fields_(max_fields) {}

    // OpenQuote: the row goes on in the next line, to be fed; AfterQuote: a closing quote is
    // followed by something other than the delimiter.
    CsvState feed(std::string_view line);

    const std::vector<std::string>& fields() const { return fields_; }
    std::size_t count() const { return count_; }

private:
    // Takes the rest of a quoted field; false if the line ends before it does.
    bool close_quote(std::string_view line, std::size_t& at);

    char delimiter_;
    std::size_t max_fields_;
    std::vector<std::string> fields_;
    std::size_t count_ = 0;
    std::string field_;
    bool quoted_ = false;
};

}  // namespace dateline
