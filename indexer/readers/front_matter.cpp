#include "indexer/readers/front_matter.h"

#include <algorithm>

#include "common/text.h"
#include "indexer/readers/fields.h"

namespace dateline {
namespace {

constexpr std::size_t kMostLines = 200;
constexpr std::size_t kMostBytes = std::size_t{1} << 16;
constexpr std::size_t kLongestKey = 40;

constexpr std::string_view kHeaders[] = {
    "title",
    "headline",
    "date",
    "published",
    "source",
    "url",
    "link",
    "from",
    "author",
    "byline",
    "by",
    "subject",
    "section",
    "category",
    "categories",
    "tags",
    "keywords",
    "language",
    "id",
    "docno",
    "to",
    "cc",
    "publication",
    "publisher",
    "copyright",
    "dateline",
    "location",
    "place",
    "updated",
    "modified",
    "sender",
    "reply-to",
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "newspaper",
    "edition",
    "page",
    "pages",
    "length",
    "pubdate",
    "summary",
    "description",
    "slug",
    "organization",
    "newsgroups",
    "load-date",
    "credit",
    "credits",
    "photo",
    "photographer",
    "reporter",
    "writer",
    "editor",
    "agency",
    "country",
    "region",
    "city",
    "topic",
    "topics",
    "type",
    "status",
    "last updated",
    "last modified",
    "publication date",
    "published at",
    "publish date",
    "word count",
    "document id",
};

bool is_header_name(std::string_view key) {
    const std::string lower = fold(key);
    return std::find(std::begin(kHeaders), std::end(kHeaders), lower) != std::end(kHeaders) ||
           lower.starts_with("x-") || lower.starts_with("content-") || lower.starts_with("list-");
}

// "key" of "key: value": letters, digits, blanks, hyphens, underscores. Empty if the line is not
// so.
std::string_view key_of(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > kLongestKey) return {};
    if (colon + 1 < line.size() && line[colon + 1] != ' ' && line[colon + 1] != '\t') return {};
    const std::string_view key = line.substr(0, colon);
    const bool good = std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == ' ' || c == '.';
    });
    return good && key.front() != ' ' && key.front() != '-' && key.back() != ' '
               ? key
               : std::string_view{};
}

std::string unquoted(std::string_view value) {
    value = trimmed(value);
    if (value.size() < 2 || value.front() != value.back()) return std::string(value);
    if (value.front() == '\'') {
        std::string text;
        for (std::size_t at = 1; at + 1 < value.size(); ++at) {
            text += value[at];
            if (value[at] == '\'' && value[at + 1] == '\'') ++at;
        }
        return text;
    }
    if (value.front() == '"') {
        std::string text;
        for (std::size_t at = 1; at + 1 < value.size(); ++at) {
            if (value[at] == '\\' && at + 2 < value.size()) {
                ++at;
                text += value[at] == 'n' ? '\n' : value[at] == 't' ? '\t' : value[at];
            } else {
                text += value[at];
            }
        }
        return text;
    }
    return std::string(value);
}

// Adds "[a, b]" as a list, anything else as one value.
void add_value(FrontMatter& found, const std::string& key, std::string_view value) {
    value = trimmed(value);
    if (value.size() < 2 || value.front() != '[' || value.back() != ']') {
        found.values.emplace_back(key, unquoted(value));
        return;
    }
    value = value.substr(1, value.size() - 2);
    for (std::size_t at = 0; at <= value.size();) {
        std::size_t end = at;
        char quote = 0;
        for (; end < value.size() && (quote != 0 || value[end] != ','); ++end) {
            if (quote != 0) {
                if (value[end] == quote) quote = 0;
            } else if (value[end] == '"' ||
                       (value[end] == '\'' && trimmed(value.substr(at, end - at)).empty())) {
                quote = value[end];
            }
        }
        const std::string item = unquoted(value.substr(at, end - at));
        if (!item.empty()) found.values.emplace_back(key, item);
        at = end + 1;
    }
}

FrontMatter find_yaml(std::string_view text) {
    FrontMatter found;
    std::size_t at = 0;
    if (trimmed(take_line(text, at)) != "---" || !text.starts_with("---")) return {};
    std::string key;
    std::string value;
    bool open = false;  // a key whose value may go on
    bool list = false;
    bool block = false;  // after "key: |" or "key: >"
    const auto close = [&] {
        if (open && !list) add_value(found, key, value);
        open = list = block = false;
        value.clear();
    };
    for (std::size_t lines = 0; at < text.size() && lines < kMostLines && at < kMostBytes;
         ++lines) {
        const std::string_view line = take_line(text, at);
        const std::string_view content = trimmed(line);
        if (line.starts_with("---") || line.starts_with("...")) {
            if (content != "---" && content != "...") return {};
            close();
            if (found.values.empty()) return {};
            found.body_begin = at;
            return found;
        }
        if (content.empty()) continue;
        const bool indented = line[0] == ' ' || line[0] == '\t';
        if (open && !block && content.starts_with("- ") && (value.empty() || list)) {
            list = true;
            const std::string item = unquoted(content.substr(2));
            if (!item.empty()) found.values.emplace_back(key, item);
        } else if (content.starts_with('#') && !(block && indented)) {
            continue;
        } else if (indented) {
            if (!open) return {};
            if (list) continue;  // members of a listed object: not kept
            if (!value.empty()) value += ' ';
            value += content;
        } else {
            const std::string_view name = key_of(line);
            if (name.empty()) return {};
            close();
            key = name;
            value = trimmed(line.substr(name.size() + 1));
            block = value == "|" || value == ">" || value == "|-" || value == ">-";
            if (block) value.clear();
            open = true;
        }
    }
    return {};
}

// What stands before a comment: a "#" outside of quotation marks.
std::string_view without_comment(std::string_view value) {
    char quote = 0;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const char c = value[at];
        if (quote != 0) {
            if (c == '\\' && quote == '"') ++at;
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '#') {
            return value.substr(0, at);
        }
    }
    return value;
}

// Hugo's: TOML between "+++" lines. Keys of tables are named "table.key", those of [params] as they
// are; values may be lists of several lines, but no texts of several lines.
FrontMatter find_toml(std::string_view text) {
    FrontMatter found;
    std::size_t at = 0;
    if (!text.starts_with("+++") || trimmed(take_line(text, at)) != "+++") return {};
    std::string table;
    std::string key;
    std::string list;  // begun and not ended
    for (std::size_t lines = 0; at < text.size() && lines < kMostLines && at < kMostBytes;
         ++lines) {
        const std::string_view line = trimmed(take_line(text, at));
        if (!list.empty()) {
            list += without_comment(line);
        } else if (line == "+++") {
            if (found.values.empty()) return {};
            found.body_begin = at;
            return found;
        } else if (line.empty() || line.front() == '#') {
            continue;
        } else if (line.front() == '[' && line.find('=') == std::string_view::npos) {
            const std::size_t begin = line.find_first_not_of("[ ");
            const std::size_t end = line.find(']');
            if (begin >= end || end == std::string_view::npos) return {};
            table = trimmed(line.substr(begin, end - begin));
            table = table == "params" ? "" : table + ".";
        } else {
            const std::size_t equals = line.find('=');
            if (equals == std::string_view::npos) return {};
            key = table + unquoted(line.substr(0, equals));
            const std::string_view value = trimmed(without_comment(line.substr(equals + 1)));
            if (value.empty() || key.size() > 2 * kLongestKey) return {};
            if (value.front() != '[') {
                add_value(found, key, value);
                continue;
            }
            list = value;
        }
        if (trimmed(list).ends_with(']')) {
            add_value(found, key, list);
            list.clear();
        }
    }
    return {};
}

bool is_address(std::string_view value) {
    return value.starts_with("http://") || value.starts_with("https://");
}

// What cannot be prose: an address, or a date that is one.
bool is_certain(std::string_view key, std::string_view value) {
    const std::string name = fold(key);
    if (name == "url" || name == "link") return is_address(value);
    return (name == "date" || name == "published") && parse_metadata_date(value).has_value();
}

bool is_title(std::string_view key) {
    const std::string name = fold(key);
    return name == "title" || name == "headline" || name == "subject";
}

// "Desk", "Photo credit": a name that a header of somebody's own may have.
bool may_be_header(std::string_view key) {
    constexpr std::size_t kMostWords = 3;
    return key.front() >= 'A' && key.front() <= 'Z' &&
           std::count(key.begin(), key.end(), ' ') < static_cast<std::ptrdiff_t>(kMostWords);
}

FrontMatter find_headers(std::string_view text) {
    constexpr std::size_t kMostHeaders = 60;
    FrontMatter found;
    std::size_t at = 0;
    std::size_t unknown = 0;
    bool certain = false;
    bool titled = false;
    bool ended = false;
    while (at < text.size() && at < kMostBytes && found.values.size() <= kMostHeaders) {
        const std::size_t line_begin = at;
        const std::string_view line = take_line(text, at);
        if (trimmed(line).empty()) {
            ended = true;
            break;
        }
        if ((line[0] == ' ' || line[0] == '\t') && !found.values.empty()) {
            found.values.back().second.append(" ").append(trimmed(line));
            continue;
        }
        const std::string_view key = key_of(line);
        if (key.empty()) {  // the text, if the lines above are certain to be none
            if (!certain || found.values.size() < 2) return {};
            at = line_begin;
            ended = true;
            break;
        }
        const std::string_view value = trimmed(line.substr(key.size() + 1));
        if (!is_header_name(key)) {
            if (!may_be_header(key)) return {};
            ++unknown;
        }
        certain = certain || is_certain(key, value);
        titled = titled || (is_title(key) && !value.empty());
        found.values.emplace_back(key, value);
    }
    if (!ended && at < text.size()) return {};
    const std::size_t known = found.values.size() - unknown;
    if (unknown > 0 && (known < 2 || unknown > known || !(certain || titled))) return {};
    const auto filled = static_cast<std::size_t>(
        std::count_if(found.values.begin(), found.values.end(),
                      [](const auto& entry) { return !entry.second.empty(); }));
    if (filled == 0) return {};
    if (found.values.size() == 1) {
        const auto& [key, value] = found.values.front();
        if (!is_certain(key, value) && fold(key) != "title") return {};
    }
    found.body_begin = at;
    return found;
}

}  // namespace

FrontMatter find_front_matter(std::string_view text) {
    FrontMatter found = find_yaml(text);
    if (found.body_begin == 0) found = find_toml(text);
    if (found.body_begin == 0) found = find_headers(text);
    if (found.body_begin == 0) return {};
    while (found.body_begin < text.size() &&
           (text[found.body_begin] == '\n' || text[found.body_begin] == '\r')) {
        ++found.body_begin;
    }
    return found;
}

}  // namespace dateline
