#include "indexer/readers/csv.h"

#include <algorithm>
#include <cstring>

#include "common/ascii.h"
#include "common/text.h"
#include "indexer/readers/charset.h"
#include "indexer/reporting/problem.h"

namespace dateline {
namespace {

// No table has more; a row of separators alone must not take a hundred bytes for each.
constexpr std::size_t kMostColumns = 4096;

std::size_t find_byte(std::string_view text, char byte, std::size_t from) {
    return std::min(text.find(byte, from), text.size());
}

}  // namespace

CsvEnd find_csv_end(std::string_view text, char separator, bool at_end) {
    const auto found = [&](std::size_t line_end) {
        CsvEnd result{CsvEnd::Kind::Found, line_end, std::min(line_end + 1, text.size())};
        if (result.end > 0 && text[result.end - 1] == '\r') --result.end;
        return result;
    };
    std::size_t at = 0;
    for (;;) {  // at the begin of a field
        if (at < text.size() && text[at] == '"') {
            std::size_t quote = at + 1;
            for (;;) {
                quote = find_byte(text, '"', quote);
                if (quote == text.size()) return {CsvEnd::Kind::More, at, 0};
                if (quote + 1 == text.size() && !at_end) return {CsvEnd::Kind::More, at, 0};
                if (quote + 1 < text.size() && text[quote + 1] == '"') {
                    quote += 2;
                    continue;
                }
                break;
            }
            at = quote + 1;
            if (at == text.size()) return found(at);
            if (text[at] == '\r') {
                if (at + 1 == text.size()) {
                    if (at_end) return found(at + 1);
                    return {CsvEnd::Kind::More, at, 0};
                }
                if (text[at + 1] == '\n') return found(at + 1);
            }
            if (text[at] == '\n') return found(at);
            if (text[at] != separator) return {CsvEnd::Kind::Broken, quote, 0};
            ++at;
            continue;
        }
        while (at < text.size() && text[at] != separator && text[at] != '\n')
            ++at;
        if (at == text.size()) {
            if (at_end) return found(at);
            return {CsvEnd::Kind::More, at, 0};
        }
        if (text[at] == '\n') return found(at);
        ++at;
    }
}

std::vector<std::string> split_csv(std::string_view record, char separator) {
    std::vector<std::string> values;
    std::size_t at = 0;
    while (values.size() < kMostColumns) {
        std::string value;
        if (at < record.size() && record[at] == '"') {
            std::size_t from = at + 1;
            for (;;) {
                const std::size_t quote = find_byte(record, '"', from);
                value.append(record.substr(from, quote - from));
                from = std::min(quote + 1, record.size());
                if (from >= record.size() || record[from] != '"') break;
                value += '"';
                ++from;
            }
            at = find_byte(record, separator, from);
        } else {
            const std::size_t end = find_byte(record, separator, at);
            value = record.substr(at, end - at);
            at = end;
        }
        values.push_back(std::move(value));
        if (at >= record.size()) break;
        ++at;
    }
    return values;
}

std::size_t table_begin(std::string_view head) {
    std::size_t begin = head.starts_with("\xef\xbb\xbf") ? 3 : 0;
    for (std::size_t at = begin; at < head.size(); begin = at) {
        const std::string_view line = take_line(head, at);
        const bool names_separator = line.size() == 5 && lower_ascii(line).starts_with("sep=");
        if (!trimmed(line).empty() && !names_separator) break;
    }
    return begin;
}

std::optional<char> find_separator(std::string_view head, const FieldNames& fields) {
    constexpr std::size_t kLongestHeader = 1 << 15;
    head = head.substr(0, std::min(head.size(), kLongestHeader));
    head.remove_prefix(table_begin(head));
    std::size_t most = 0;
    std::optional<char> best;
    for (const char separator : {',', ';', '\t', '|'}) {
        const CsvEnd end = find_csv_end(head, separator, true);
        if (end.kind != CsvEnd::Kind::Found) continue;
        std::size_t known = 0;
        bool text = false;
        const std::vector<std::string> names = split_csv(head.substr(0, end.end), separator);
        for (const std::string& name : names) {
            const auto target = field_target(trimmed(to_valid_utf8(name)), fields);
            if (target) ++known;
            text = text || target == "title" || target == "body";
        }
        if (text && names.size() > 1 && known > most) {
            most = known;
            best = separator;
        }
    }
    return best;
}

CsvColumns make_columns(std::string_view row, char separator, const FieldNames& fields) {
    CsvColumns columns;
    columns.separator = separator;
    if (row.starts_with("\xef\xbb\xbf")) row.remove_prefix(3);
    for (const std::string& value : split_csv(row, separator)) {
        const std::string valid = to_valid_utf8(value);
        const std::string_view name = trimmed(valid);
        columns.names.emplace_back(name.empty()
                                       ? "column " + std::to_string(columns.names.size() + 1)
                                       : std::string(name));
    }
    columns.targets.resize(columns.names.size());
    std::vector<std::string_view> taken;
    for (std::size_t i = 0; i < columns.names.size(); ++i) {
        const auto field = fields.find(columns.names[i]);
        if (field == fields.end()) continue;
        columns.targets[i] = field->second;
        taken.push_back(field->second);
    }
    for (std::size_t i = 0; i < columns.names.size(); ++i) {
        if (columns.targets[i]) continue;
        const auto target = field_target(columns.names[i], fields);
        if (!target || std::find(taken.begin(), taken.end(), *target) != taken.end()) continue;
        columns.targets[i] = target;
        taken.push_back(*target);
    }
    return columns;
}

ParsedArticle parse_csv_article(std::string_view record, const CsvColumns& columns,
                                std::string_view charset) {
    ParsedArticle parsed;
    const DecodedText decoded = decode_text(record, charset);
    if (!decoded.warning.empty()) parsed.warn(decoded.warning);
    parsed.charset = decoded.charset;
    const std::vector<std::string> values = split_csv(decoded.text, columns.separator);
    if (values.size() == 1 && columns.names.size() > 1) {
        parsed.skip("the row has one column, the header " + std::to_string(columns.names.size()),
                    "a quotation mark may be missing in a row before");
        return parsed;
    }
    if (values.size() != columns.names.size()) {
        parsed.warn("the row has " + count_of(values.size(), "column") + ", the header " +
                        std::to_string(columns.names.size()),
                    "quote values that hold separators or line breaks");
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i < columns.names.size()) {
            add_field(parsed, columns.targets[i], columns.names[i], values[i], DateSource::Given,
                      1.0);
        } else {
            add_field(parsed, std::nullopt, "column " + std::to_string(i + 1), values[i],
                      DateSource::Given, 1.0);
        }
    }
    return parsed;
}

}  // namespace dateline
