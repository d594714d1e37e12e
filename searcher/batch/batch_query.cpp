#include "searcher/batch/batch_query.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "common/ascii.h"

namespace dateline {

BatchRecord batch_failure(std::size_t line, std::string message, std::string id) {
    BatchRecord record;
    record.query.id = id.empty() ? std::to_string(line) : std::move(id);
    record.query.line = line;
    record.error = std::move(message);
    return record;
}

BatchRecord checked_query(BatchQuery query) {
    query.id = std::string(trim_blanks(query.id));
    if (has_control_character(query.id)) {
        return batch_failure(query.line, "the id contains a control character");
    }
    if (query.id.empty()) query.id = std::to_string(query.line);
    for (char& c : query.text) {
        if (c == '\t' || c == '\n' || c == '\r') c = ' ';
    }
    query.text = trim_blanks(query.text);
    if (query.text.find('\0') != std::string::npos ||
        (query.filter && query.filter->find('\0') != std::string::npos)) {
        return batch_failure(query.line, "the query contains a NUL character", query.id);
    }
    if (query.text.empty() && !query.filter) {
        return batch_failure(query.line, "the query is empty", query.id);
    }
    return {std::move(query), ""};
}

std::optional<std::uint32_t> parse_batch_limit(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

std::string_view trim_blanks(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
    return lower_ascii(text.substr(0, prefix.size())) == prefix;
}

}  // namespace dateline
