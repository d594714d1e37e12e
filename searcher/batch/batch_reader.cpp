#include "searcher/batch/batch_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <streambuf>
#include <utility>

#include <nlohmann/json.hpp>

#include "common/ascii.h"
#include "common/text.h"

namespace dateline {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";
constexpr std::size_t kMaxHeader = 4096;  // bytes of a header row
constexpr std::string_view kIdNames[] = {"id", "_id", "qid", "query_id", "query-id"};

std::string_view trim(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// `prefix` must be in lower case.
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
    return lower_ascii(text.substr(0, prefix.size())) == prefix;
}

bool is_id_name(std::string_view name) {
    return std::find(std::begin(kIdNames), std::end(kIdNames), name) != std::end(kIdNames);
}

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

bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

BatchRecord failure(std::size_t line, std::string message, std::string id = "") {
    BatchRecord record;
    record.query.id = id.empty() ? std::to_string(line) : std::move(id);
    record.query.line = line;
    record.error = std::move(message);
    return record;
}

BatchQuery query_of(std::size_t line, std::string id, std::string text) {
    BatchQuery query;
    query.id = std::move(id);
    query.text = std::move(text);
    query.line = line;
    return query;
}

// The record as it goes out: what holds for every format is checked here.
BatchRecord checked(BatchQuery query) {
    query.id = std::string(trim(query.id));
    if (has_control_character(query.id)) {
        return failure(query.line, "the id contains a control character");
    }
    if (query.id.empty()) query.id = std::to_string(query.line);
    for (char& c : query.text) {
        if (c == '\t' || c == '\n' || c == '\r') c = ' ';
    }
    query.text = trim(query.text);
    if (query.text.find('\0') != std::string::npos ||
        (query.filter && query.filter->find('\0') != std::string::npos)) {
        return failure(query.line, "the query contains a NUL character", query.id);
    }
    if (query.text.empty() && !query.filter) {
        return failure(query.line, "the query is empty", query.id);
    }
    return {std::move(query), ""};
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

std::optional<std::uint32_t> parse_limit(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

constexpr std::string_view kLimitError = "limit must be a whole number from 0 to 4294967295";

// Collects the members of one JSON object that matter, without building the rest, so that a
// megabyte of nested brackets costs nothing. Callbacks as nlohmann::json_sax has them.
class QueryObject {
public:
    using Json = nlohmann::json;

    bool null() {
        return value([](Field&) {});
    }
    bool boolean(bool) {
        return value([](Field& field) { field.wrong = true; });
    }
    bool number_integer(Json::number_integer_t number) {
        return value([&](Field& field) { field.set_number(std::to_string(number)); });
    }
    bool number_unsigned(Json::number_unsigned_t number) {
        return value([&](Field& field) { field.set_number(std::to_string(number)); });
    }
    bool number_float(Json::number_float_t, const Json::string_t&) {
        return value([](Field& field) { field.wrong = true; });
    }
    bool string(Json::string_t& text) {
        return value([&](Field& field) { field.text = std::move(text); });
    }
    bool binary(Json::binary_t&) { return false; }  // not in JSON text
    bool start_object(std::size_t) { return open(true); }
    bool start_array(std::size_t) { return open(false); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(Json::string_t& name) {
        if (depth_ == 1) current_ = field_named(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const Json::exception&) {
        error_ = "not valid JSON at byte " + std::to_string(position);
        return false;
    }

    BatchRecord record(std::size_t line) const {
        if (!error_.empty()) return failure(line, error_);
        if (!object_) return failure(line, "not a JSON object");
        BatchQuery query;
        query.line = line;
        for (const Field& field : ids_) {
            if (field.wrong) return failure(line, "the id is neither a string nor a whole number");
            if (query.id.empty() && field.text) query.id = *field.text;
        }
        if (has_control_character(query.id)) {
            return failure(line, "the id contains a control character");
        }
        query.plain = !query_.given();
        const Field& chosen = query.plain ? text_ : query_;
        const std::string_view name = query.plain ? "text" : "query";
        if (chosen.wrong || chosen.number) {
            return failure(line, std::string(name) + " is not a string", query.id);
        }
        if (!chosen.text) return failure(line, "no member \"query\" or \"text\"", query.id);
        query.text = *chosen.text;
        if (limit_.given()) {
            query.limit = limit_.number ? parse_limit(*limit_.text) : std::nullopt;
            if (!query.limit) return failure(line, std::string(kLimitError), query.id);
        }
        if (filter_.wrong || filter_.number) {
            return failure(line, "filter is not a string", query.id);
        }
        if (filter_.text && !trim(*filter_.text).empty()) query.filter = filter_.text;
        return checked(std::move(query));
    }

private:
    // null is as good as absent.
    struct Field {
        std::optional<std::string> text;  // a string, or a whole number as written
        bool number = false;
        bool wrong = false;  // something else

        bool given() const { return text || wrong; }
        void set_number(std::string digits) {
            text = std::move(digits);
            number = true;
        }
    };

    Field* field_named(std::string_view name) {
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            if (name == kIdNames[i]) return &ids_[i];
        }
        if (name == "query") return &query_;
        if (name == "text") return &text_;
        if (name == "limit") return &limit_;
        if (name == "filter") return &filter_;
        return nullptr;
    }

    template <typename Store>
    bool value(const Store& store) {
        if (depth_ == 1 && current_ != nullptr) {
            *current_ = Field{};  // the last of repeated keys counts
            store(*current_);
        }
        return true;
    }

    bool open(bool object) {
        if (depth_ == 0) object_ = object;
        value([](Field& field) { field.wrong = true; });
        ++depth_;
        return true;
    }

    bool close() {
        --depth_;
        return true;
    }

    std::size_t depth_ = 0;
    bool object_ = false;
    Field* current_ = nullptr;
    std::array<Field, std::size(kIdNames)> ids_;
    Field query_;
    Field text_;
    Field limit_;
    Field filter_;
    std::string error_;
};

BatchRecord from_json(std::string_view text, std::size_t line) {
    QueryObject object;
    nlohmann::json::sax_parse(text.begin(), text.end(), &object);
    return object.record(line);
}

// ---- CSV

enum class CsvState { Complete, OpenQuote, AfterQuote };

// Splits a row that is fed line by line.
class CsvRow {
public:
    // Keeps at most `max_fields`, but counts all.
    CsvRow(char delimiter, std::size_t max_fields)
        : delimiter_(delimiter), max_fields_(max_fields) {}

    // OpenQuote: the row goes on in the next line, to be fed; AfterQuote: a closing quote is
    // followed by something other than the delimiter.
    CsvState feed(std::string_view line) {
        std::size_t at = 0;
        if (quoted_) field_ += '\n';
        for (;;) {
            if (!quoted_ && at < line.size() && line[at] == '"') {
                quoted_ = true;
                ++at;
            }
            if (quoted_) {
                if (!close_quote(line, at)) return CsvState::OpenQuote;
                quoted_ = false;
                if (at < line.size() && line[at] != delimiter_) return CsvState::AfterQuote;
            } else {
                const std::size_t end = std::min(line.find(delimiter_, at), line.size());
                field_ = line.substr(at, end - at);
                at = end;
            }
            ++count_;
            if (fields_.size() < max_fields_) fields_.push_back(std::move(field_));
            field_.clear();
            if (at == line.size()) return CsvState::Complete;
            ++at;
        }
    }

    const std::vector<std::string>& fields() const { return fields_; }
    std::size_t count() const { return count_; }

private:
    // Takes the rest of a quoted field; false if the line ends before it does.
    bool close_quote(std::string_view line, std::size_t& at) {
        for (;;) {
            const std::size_t quote = std::min(line.find('"', at), line.size());
            field_ += line.substr(at, quote - at);
            if (quote == line.size()) return false;
            at = quote + 1;
            if (at == line.size() || line[at] != '"') return true;
            field_ += '"';
            ++at;
        }
    }

    char delimiter_;
    std::size_t max_fields_;
    std::vector<std::string> fields_;
    std::size_t count_ = 0;
    std::string field_;
    bool quoted_ = false;
};

// ---- TREC topics

constexpr std::string_view kTopicEnd = "</top>";

// The offset of `tag` (lower case, as "</top>") at or after `from`, or npos.
std::size_t find_tag(std::string_view text, std::string_view tag, std::size_t from = 0) {
    for (std::size_t at = text.find('<', from); at != std::string_view::npos;
         at = text.find('<', at + 1)) {
        if (starts_with_ignoring_case(text.substr(at), tag)) return at;
    }
    return std::string_view::npos;
}

// A line that begins a topic: "<top>" or "<top lang=…>", but not "<topics>".
bool begins_topic(std::string_view line) {
    line = trim(line);
    return starts_with_ignoring_case(line, "<top") && line.size() > 4 &&
           (line[4] == '>' || kBlanks.find(line[4]) != std::string_view::npos);
}

// What may stand around topics.
bool is_topic_wrapper(std::string_view line) {
    line = trim(line);
    return starts_with_ignoring_case(line, "<?xml") || starts_with_ignoring_case(line, "<!") ||
           starts_with_ignoring_case(line, "<topics") ||
           starts_with_ignoring_case(line, "</topics");
}

std::string without_entities(std::string_view text) {
    static constexpr std::pair<std::string_view, char> entities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    std::string result;
    while (!text.empty()) {
        const auto* entity =
            text.front() != '&'
                ? std::end(entities)
                : std::find_if(std::begin(entities), std::end(entities), [&](const auto& known) {
                      return starts_with_ignoring_case(text, known.first);
                  });
        if (entity != std::end(entities)) {
            result += entity->second;
            text.remove_prefix(entity->first.size());
        } else {
            result += text.front();
            text.remove_prefix(1);
        }
    }
    return result;
}

// A field's text: up to the next tag that ends a field, without the label that TREC puts first
// ("Number:", "Topic:"), blanks collapsed. Empty if the topic lacks the field.
std::string topic_field(std::string_view topic, std::string_view tag, std::string_view label) {
    static constexpr std::string_view ends[] = {
        "<num>",   "<dom>",  "<title>", "<desc>", "<smry>",   "<narr>",  "<con>",
        "<fac>",   "<def>",  "</num>",  "</dom>", "</title>", "</desc>", "</smry>",
        "</narr>", "</con>", "</fac>",  "</def>", "</top>"};
    std::size_t begin = find_tag(topic, tag);
    if (begin == std::string_view::npos) return "";
    begin += tag.size();
    std::size_t end = topic.find('<', begin);
    while (end != std::string_view::npos &&
           std::none_of(std::begin(ends), std::end(ends), [&](std::string_view stop) {
               return starts_with_ignoring_case(topic.substr(end), stop);
           })) {
        end = topic.find('<', end + 1);
    }
    std::string_view text = trim(topic.substr(begin, std::min(end, topic.size()) - begin));
    if (starts_with_ignoring_case(text, label)) text = trim(text.substr(label.size()));
    std::string result;
    for (const char c : without_entities(text)) {
        const bool blank = kBlanks.find(c) != std::string_view::npos;
        if (blank && !result.empty() && result.back() == ' ') continue;
        result += blank ? ' ' : c;
    }
    return result;
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

std::optional<TopicFields> parse_topic_fields(std::string_view text) {
    TopicFields fields{.title = false};
    std::size_t count = 0;
    for (const std::string& name : split(text, '+', text.size() + 1, count)) {
        if (name == "title") {
            fields.title = true;
        } else if (name == "desc") {
            fields.description = true;
        } else if (name == "narr") {
            fields.narrative = true;
        } else {
            return std::nullopt;
        }
    }
    return fields;
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
        const std::string name = lower_ascii(trim(names[i]));
        if (is_id_name(name)) columns.id = std::min(columns.id, i);
        if (name == "query") columns.query = std::min(columns.query, i);
        if (name == "text") columns.text = std::min(columns.text, i);
        if (name == "limit") columns.limit = std::min(columns.limit, i);
        if (name == "filter") columns.filter = std::min(columns.filter, i);
    }
    if (columns.query == Columns::kNone && columns.text == Columns::kNone) return std::nullopt;
    return columns;
}

BatchFormat BatchQueryReader::detect(std::string_view line) {
    const std::string_view text = trim(line);
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
        if (!line.too_long && trim(line.text).empty()) {
            if (options_.format != BatchFormat::Lines && options_.format != BatchFormat::Tsv)
                continue;
            return failure(line.number, "the query is empty");
        }
        if (!options_.format) options_.format = detect(line.text);
        if (line.too_long) return failure(line.number, too_long_error("the line"));
        if (!is_valid_utf8(line.text)) return failure(line.number, utf8_error(line.text));
        std::optional<BatchRecord> record;
        switch (*options_.format) {
            case BatchFormat::Lines:
                record = checked(query_of(line.number, "", line.text));
                break;
            case BatchFormat::JsonLines:
                record = from_json(line.text, line.number);
                break;
            case BatchFormat::Tsv:
                record = read_tsv(line);
                break;
            case BatchFormat::Csv:
                record = read_csv(line);
                break;
            case BatchFormat::Trec:
                record = read_topic(std::move(line));
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
    if (tab == std::string::npos) return checked(query_of(line.number, "", line.text));
    return checked(query_of(line.number, line.text.substr(0, tab), line.text.substr(tab + 1)));
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
        return failure(line.number, "the CSV has no header row naming a column query or text");
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
            return failure(line.number, "a quote is opened and not closed");
        }
        state = row.feed(following.text);
    }
    if (state == CsvState::AfterQuote) {
        return failure(line.number,
                       "text after a closing quote: write quotes inside a quoted field twice");
    }
    return from_fields(row.fields(), row.count(), line.number);
}

BatchRecord BatchQueryReader::from_fields(const std::vector<std::string>& fields, std::size_t count,
                                          std::size_t line) const {
    const auto field = [&](std::size_t column) {
        return column < fields.size() ? trim(fields[column]) : std::string_view();
    };
    BatchQuery query;
    query.line = line;
    query.id = field(columns_->id);
    const auto fail = [&](std::string message) {
        return failure(line, std::move(message), has_control_character(query.id) ? "" : query.id);
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
        query.limit = parse_limit(limit);
        if (!query.limit) return fail(std::string(kLimitError));
    }
    if (const std::string_view filter = field(columns_->filter); !filter.empty()) {
        query.filter = std::string(filter);
    }
    return checked(std::move(query));
}

std::optional<BatchRecord> BatchQueryReader::read_topic(Line line) {
    if (!begins_topic(line.text)) {
        if (is_topic_wrapper(line.text)) return std::nullopt;
        return failure(line.number, "text outside <top> … </top>");
    }
    const std::size_t first = line.number;
    std::string topic;
    std::string problem;  // found on the way; the topic is still read to its end
    for (;;) {
        const std::size_t end = line.too_long ? std::string::npos : find_tag(line.text, kTopicEnd);
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
            keep_rest(line, end + kTopicEnd.size());
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
    if (!problem.empty()) return failure(first, problem);
    return from_topic(topic, first);
}

// What follows on the last line of a topic is read as lines of their own, each up to one topic's
// end.
void BatchQueryReader::keep_rest(const Line& line, std::size_t from) {
    std::deque<Line> rest;
    while (from < line.text.size()) {
        const std::size_t tag = find_tag(line.text, kTopicEnd, from);
        const std::size_t end =
            tag == std::string::npos ? line.text.size() : tag + kTopicEnd.size();
        std::string piece(trim(std::string_view(line.text).substr(from, end - from)));
        if (!piece.empty()) rest.push_back({std::move(piece), line.number, false});
        from = end;
    }
    pending_.insert(pending_.begin(), std::make_move_iterator(rest.begin()),
                    std::make_move_iterator(rest.end()));
}

BatchRecord BatchQueryReader::from_topic(std::string_view topic, std::size_t line) const {
    BatchQuery query;
    query.line = line;
    query.plain = true;
    query.id = topic_field(topic, "<num>", "number:");
    // Topic files write 051 where the judgements write 51.
    if (query.id.find_first_not_of("0123456789") == std::string::npos) {
        const std::size_t last = query.id.empty() ? 0 : query.id.size() - 1;
        query.id.erase(0, std::min(query.id.find_first_not_of('0'), last));
    }
    const auto add = [&](bool wanted, std::string_view tag, std::string_view label) {
        if (!wanted) return;
        const std::string text = topic_field(topic, tag, label);
        if (!query.text.empty() && !text.empty()) query.text += ' ';
        query.text += text;
    };
    add(options_.topic_fields.title, "<title>", "topic:");
    add(options_.topic_fields.description, "<desc>", "description:");
    add(options_.topic_fields.narrative, "<narr>", "narrative:");
    if (query.text.empty()) {
        return failure(line, "the topic has none of the fields asked for",
                       has_control_character(query.id) ? "" : query.id);
    }
    return checked(std::move(query));
}

}  // namespace dateline
