// Reads the look-ups of a batch from a stream, one at a time.
//
// Formats (`--batch-format` name):
//   lines  one query a line
//   tsv    id<TAB>query; or columns by name after a header row such as `id<TAB>query<TAB>limit`
//   jsonl  one object a line: id (or _id, qid, query_id), query or text, optional limit and filter
//   csv    RFC 4180 with a header row naming the same columns; comma or semicolon
//   trec   topics: <top> <num> Number: 401 <title> … <desc> … <narr> … </top>
// What is called `query`, or has no name, is in Dateline's query language. What is called `text`
// (BEIR's queries.jsonl) and the fields of a topic are plain words. A record with both means
// `query`.
//
// A blank line among lines or tsv is an empty look-up, hence an error record: whoever asked waits
// for an answer. Elsewhere, and before the first look-up, blank lines are skipped.
//
// The format is decided by the first line that is not blank, and no byte is read beyond the end of
// the record at hand, so a program on the other end of a pipe gets each look-up answered before it
// writes the next. Memory is bounded by a few times kMaxBatchRecord whatever comes in.
#pragma once

#include <cstddef>
#include <deque>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/batch/batch_query.h"
#include "searcher/batch/topics.h"

namespace dateline {

// A quoted CSV field that spans more lines than this counts as a quote that was not closed.
inline constexpr std::size_t kMaxCsvLines = 64;

enum class BatchFormat { Lines, Tsv, JsonLines, Csv, Trec };

// By the names above; nothing for another.
std::optional<BatchFormat> parse_batch_format(std::string_view name);

struct BatchQueryReaderOptions {
    std::optional<BatchFormat> format;  // none: detect
    TopicFields topic_fields;
};

class BatchQueryReader {
public:
    // Reads from the stream's buffer; the stream must outlive the reader.
    explicit BatchQueryReader(std::istream& input, const BatchQueryReaderOptions& options = {});

    // The next record, or nothing at the end of the input. Throws only what the stream's buffer
    // throws.
    std::optional<BatchRecord> next();

    // Known once next() has returned a record, or if it was given.
    std::optional<BatchFormat> format() const { return options_.format; }

private:
    struct Line {
        std::string text;  // without line end
        std::size_t number = 0;
        bool too_long = false;  // text is only its beginning
    };
    // Where a header row puts what; npos for a column that it lacks.
    struct Columns {
        static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
        char delimiter = ',';
        std::size_t count = 0;
        std::size_t id = kNone;
        std::size_t query = kNone;
        std::size_t text = kNone;
        std::size_t limit = kNone;
        std::size_t filter = kNone;
    };

    bool read_line(Line& line);
    static std::optional<Columns> header_columns(std::string_view line, char delimiter);
    static BatchFormat detect(std::string_view line);

    // Each reads the record that begins with `line`; nothing if it holds none (a header).
    std::optional<BatchRecord> read_tsv(const Line& line);
    std::optional<BatchRecord> read_csv(const Line& line);
    std::optional<BatchRecord> read_topic_lines(Line line);
    BatchRecord from_fields(const std::vector<std::string>& fields, std::size_t count,
                            std::size_t line) const;
    void keep_rest(const Line& line, std::size_t from);

    std::istream& input_;
    BatchQueryReaderOptions options_;
    std::size_t lines_read_ = 0;
    std::deque<Line> pending_;  // lines to read again
    bool header_done_ = false;
    std::optional<Columns> columns_;
};

}  // namespace dateline
