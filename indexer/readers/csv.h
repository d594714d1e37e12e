// Tables: CSV (RFC 4180) and tab-separated values with a header row.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/readers/fields.h"

namespace dateline {

// The header row.
struct CsvColumns {
    char separator = ',';
    std::vector<std::string> names;                        // "column 3" where the row has none
    std::vector<std::optional<std::string_view>> targets;  // as field_target says; static or of
                                                           // the FieldNames given
};

// How many bytes stand before the header row: a UTF-8 mark, empty lines, and the line "sep=;" that
// spreadsheet programs write and read.
std::size_t table_begin(std::string_view head);

// The separator of a table whose header row is the first line of `head` but for what table_begin()
// counts: of comma, semicolon, tab and bar the one that makes a column for title or body. Nothing
// if none does.
std::optional<char> find_separator(std::string_view head, const FieldNames& fields);

// `row` is the header row. Names that `fields` has come first; of the usual names each target takes
// one column only if none is named so.
CsvColumns make_columns(std::string_view row, char separator, const FieldNames& fields);

// The end of the record that begins at `text`: what precedes its line break.
struct CsvEnd {
    enum class Kind {
        Found,   // [0, end) is the record, `next` the begin of the next one
        More,    // the text ends inside of it
        Broken,  // a quotation mark in the wrong place at `end`
    };
    Kind kind = Kind::More;
    std::size_t end = 0;
    std::size_t next = 0;
};
CsvEnd find_csv_end(std::string_view text, char separator, bool at_end);

// The values of a record that find_csv_end found.
std::vector<std::string> split_csv(std::string_view record, char separator);

// A row -> article. One that has a single column of several is none. Dates in a column are Given.
// Bytes that are not UTF-8 are read in `charset`.
ParsedArticle parse_csv_article(std::string_view record, const CsvColumns& columns,
                                std::string_view charset);

}  // namespace dateline
