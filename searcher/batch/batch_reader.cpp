#include "searcher/batch/batch_reader.h"

#include <algorithm>
#include <iterator>
#include <streambuf>
#include <utility>

#include "common/ascii.h"
#include "common/text.h"
#include "searcher/batch/csv_row.h"
#include "searcher/batch/json_query.h"

namespace dateline {

namespace {

constexpr std::size_t kMaxHeader = 4096;  // bytes of a header row

// At most `max_fields` fields; `count` becomes the number there are.
std::vector<std::string> split(std::string_view line, char delimiter, std::size_t max_fields,
                               std::size_t& count) {
    std::vector<std::string> fields;
    for (count = 1;; ++count) {
        const std::size_t end = line.find(delimiter);
        if (fields.size() < max_fields) fields.emplace_back(line.substr(0, end));
        if (end == std::string_view::npos) return fields;
        line.remove_prefix(end + 1);
    }
}

BatchQuery query_of(std::size_t line, std::string id, std::string text) {
    BatchQuery query;
    query.id = std::move(id);
    query.text = std::move(text);
    query.line = line;
    return query;
}

std::string utf8_error(std::string_view text) {
    if (text.size() >= 2 && (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF")) {
        return "not UTF-8, but probably UTF-16: convert the file, for instance with iconv";
    }
    return "not valid UTF-8";
}

std::string too_long_error(std::string_view what) {
    return std::string(what) + " is longer than " + std::to_string(kMaxBatchRecord) + " bytes";
}

}  // namespace

std::optional<BatchFormat> parse_batch_format(std::string_view name) {
    if (name == "lines") return BatchFormat::Lines;
    if (name == "tsv") return BatchFormat::Tsv;
    if (name == "jsonl") return BatchFormat::JsonLines;
    if (name == "csv") return BatchFormat::Csv;
    if (name == "trec") return BatchFormat::Trec;
    return std::nullopt;
}

BatchQueryReader::BatchQueryReader(std::istream& input, const BatchQueryReaderOptions& options)
    : input_(input), options_(options) {}

bool BatchQueryReader::read_line(Line& line) {
    if (!pending_.empty()) {
        line = std::move(pending_.front());
        pending_.pop_front();
        return true;
    }
    line.text.clear();
    line.too_long = false;
    using Traits = std::streambuf::traits_type;
    std::streambuf& buffer = *input_.rdbuf();
    auto c = buffer.sbumpc();
    if (Traits::eq_int_type(c, Traits::eof())) return false;
    while (!Traits::eq_int_type(c, Traits::eof()) && Traits::to_char_type(c) != '\n') {
        // One byte more than the limit, for the CR of a line that just fits.
        if (line.text.size() <= kMaxBatchRecord) {
            line.text += Traits::to_char_type(c);
        } else {
            line.too_long = true;
        }
        c = buffer.sbumpc();
    }
    line.number = ++lines_read_;
    if (line.number == 1 && line.text.starts_with("\xEF\xBB\xBF")) line.text.erase(0, 3);
    if (!line.too_long && line.text.ends_with('\r')) line.text.pop_back();
    if (line.text.size() > kMaxBatchRecord) line.too_long = true;
    return true;
}

std::optional<BatchQueryReader::Columns> BatchQueryReader::header_columns(std::string_view line,
                                                                          char delimiter) {
    if (line.size() > kMaxHeader) return std::nullopt;
    CsvRow header(delimiter, line.size() + 1);
    if (header.feed(line) != CsvState::Complete) return std::nullopt;
    const std::vector<std::string>& names = header.fields();
    Columns columns;
    columns.delimiter = delimiter;
    columns.count = names.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string name = lower_ascii(trim_blanks(names[i]));
        if (std::find(kBatchIdNames.begin(), kBatchIdNames.end(), name) != kBatchIdNames.end())
            columns.id = std::min(columns.id, i);
        if (name == "query") columns.query = std::min(columns.query, i);
        if (name == "text") columns.text = std::min(columns.text, i);
        if (name == "limit") columns.limit = std::min(columns.limit, i);
        if (name == "filter") columns.filter = std::min(columns.filter, i);
    }
    if (columns.query == Columns::kNone && columns.text == Columns::kNone) return std::nullopt;
    return columns;
}

BatchFormat BatchQueryReader::detect(std::string_view line) {
    const std::string_view text = trim_blanks(line);
    if (text.starts_with('{')) return BatchFormat::JsonLines;
    if (begins_topic(text) || starts_with_ignoring_case(text, "<topics") ||
        starts_with_ignoring_case(text, "<?xml")) {
        return BatchFormat::Trec;
    }
    for (const char delimiter : {',', ';'}) {
        // One word that happens to be "query", or a sentence with a comma before "text", is a
        // query.
        const std::optional<Columns> columns = header_columns(line, delimiter);
        if (columns && (columns->id != Columns::kNone || columns->limit != Columns::kNone ||
                        columns->filter != Columns::kNone)) {
            return BatchFormat::Csv;
        }
    }
    // A tab at the end separates nothing.
    const bool tab = line.find('\t') < line.find_last_not_of(kBlanks);
    return tab ? BatchFormat::Tsv : BatchFormat::Lines;
}

std::optional<BatchRecord> BatchQueryReader::next() {
    Line line;
    while (read_line(line)) {
        if (!line.too_long && trim_blanks(line.text).empty()) {
            if (options_.format != BatchFormat::Lines && options_.format != BatchFormat::Tsv)
                continue;
            return batch_failure(line.number, "the query is empty");
        }
        if (!options_.format) options_.format = detect(line.text);
        if (line.too_long) return batch_failure(line.number, too_long_error("the line"));
        if (!is_valid_utf8(line.text)) return batch_failure(line.number, utf8_error(line.text));
        std::optional<BatchRecord> record;
        switch (*options_.format) {
            case BatchFormat::Lines:
                record = checked_query(query_of(line.number, "", line.text));
                break;
            case BatchFormat::JsonLines:
                record = read_json_query(line.text, line.number);
                break;
            case BatchFormat::Tsv:
                record = read_tsv(line);
                break;
            case BatchFormat::Csv:
                record = read_csv(line);
                break;
            case BatchFormat::Trec:
                record = read_topic_lines(std::move(line));
                break;
        }
        if (record) return record;
    }
    return std::nullopt;
}

std::optional<BatchRecord> BatchQueryReader::read_tsv(const Line& line) {
    if (!header_done_) {
        header_done_ = true;
        const std::optional<Columns> columns = header_columns(line.text, '\t');
        if (columns && columns->id != Columns::kNone) {
            columns_ = columns;
            return std::nullopt;
        }
    }
    if (columns_) {
        std::size_t count = 0;
        const auto fields = split(line.text, '\t', columns_->count, count);
        return from_fields(fields, count, line.number);
    }
    const std::size_t tab = line.text.find('\t');
    if (tab == std::string::npos) return checked_query(query_of(line.number, "", line.text));
    return checked_query(
        query_of(line.number, line.text.substr(0, tab), line.text.substr(tab + 1)));
}

std::optional<BatchRecord> BatchQueryReader::read_csv(const Line& line) {
    if (!header_done_) {
        header_done_ = true;
        for (const char delimiter : {',', ';', '\t'}) {
            const std::optional<Columns> columns = header_columns(line.text, delimiter);
            if (columns && (!columns_ || columns->count > columns_->count)) columns_ = columns;
        }
        if (columns_) return std::nullopt;
    }
    if (!columns_) {
        return batch_failure(line.number,
                             "the CSV has no header row naming a column query or text");
    }

    // A row goes on to the next line while a quote is open. If no end comes in sight, the quote was
    // a mistake of this line, and those after it are read again by themselves.
    CsvRow row(columns_->delimiter, columns_->count);
    CsvState state = row.feed(line.text);
    std::size_t size = line.text.size();
    std::vector<Line> more;
    while (state == CsvState::OpenQuote) {
        Line following;
        const bool found = more.size() + 1 < kMaxCsvLines && read_line(following);
        if (found) more.push_back(following);
        size += following.text.size() + 1;
        if (!found || following.too_long || !is_valid_utf8(following.text) ||
            size > kMaxBatchRecord) {
            pending_.insert(pending_.begin(), std::make_move_iterator(more.begin()),
                            std::make_move_iterator(more.end()));
            return batch_failure(line.number, "a quote is opened and not closed");
        }
        state = row.feed(following.text);
    }
    if (state == CsvState::AfterQuote) {
        return batch_failure(
            line.number, "text after a closing quote: write quotes inside a quoted field twice");
    }
    return from_fields(row.fields(), row.count(), line.number);
}

BatchRecord BatchQueryReader::from_fields(const std::vector<std::string>& fields, std::size_t count,
                                          std::size_t line) const {
    const auto field = [&](std::size_t column) {
        return column < fields.size() ? trim_blanks(fields[column]) : std::string_view();
    };
    BatchQuery query;
    query.line = line;
    query.id = field(columns_->id);
    const auto fail = [&](std::string message) {
        return batch_failure(line, std::move(message),
                             has_control_character(query.id) ? "" : query.id);
    };
    if (count > columns_->count) {
        return fail(
            "the row has " + std::to_string(count) + " fields and the header " +
            std::to_string(columns_->count) +
            (columns_->delimiter == '\t' ? "" : ": quote a field that contains a delimiter"));
    }
    query.plain = field(columns_->query).empty() && !field(columns_->text).empty();
    if (columns_->query == Columns::kNone) query.plain = true;
    query.text = field(query.plain ? columns_->text : columns_->query);
    if (const std::string_view limit = field(columns_->limit); !limit.empty()) {
        query.limit = parse_batch_limit(limit);
        if (!query.limit) return fail(std::string(kBatchLimitError));
    }
    if (const std::string_view filter = field(columns_->filter); !filter.empty()) {
        query.filter = std::string(filter);
    }
    return checked_query(std::move(query));
}

std::optional<BatchRecord> BatchQueryReader::read_topic_lines(Line line) {
    if (!begins_topic(line.text)) {
        if (is_topic_wrapper(line.text)) return std::nullopt;
        return batch_failure(line.number, "text outside <top> … </top>");
    }
    const std::size_t first = line.number;
    std::string topic;
    std::string problem;  // found on the way; the topic is still read to its end
    for (;;) {
        const std::size_t end = line.too_long ? std::string::npos : end_of_topic(line.text);
        if (problem.empty()) {
            if (line.too_long || topic.size() + line.text.size() > kMaxBatchRecord) {
                problem = too_long_error("the topic");
                topic.clear();
            } else if (!is_valid_utf8(line.text)) {
                problem = utf8_error("");
                topic.clear();
            } else {
                topic.append(line.text, 0, end).append(1, '\n');
            }
        }
        if (end != std::string::npos) {
            keep_rest(line, end);
            break;
        }
        if (!read_line(line)) {
            if (problem.empty()) problem = "the topic does not end: </top> is missing";
            break;
        }
        if (begins_topic(line.text)) {
            pending_.push_front(std::move(line));
            if (problem.empty()) problem = "the topic does not end: </top> is missing";
            break;
        }
    }
    if (!problem.empty()) return batch_failure(first, problem);
    return read_topic(topic, first, options_.topic_fields);
}

// What follows on the last line of a topic is read as lines of their own, each up to one topic's
// end.
void BatchQueryReader::keep_rest(const Line& line, std::size_t from) {
    std::deque<Line> rest;
    while (from < line.text.size()) {
        const std::size_t end = std::min(end_of_topic(line.text, from), line.text.size());
        std::string piece(trim_blanks(std::string_view(line.text).substr(from, end - from)));
        if (!piece.empty()) rest.push_back({std::move(piece), line.number, false});
        from = end;
    }
    pending_.insert(pending_.begin(), std::make_move_iterator(rest.begin()),
                    std::make_move_iterator(rest.end()));
}

}  // namespace dateline
