#include <algorithm>
#include <string>

#include "common/text.h"
#include "indexer/readers/parse.h"
#include "indexer/readers/text_input.h"

namespace dateline {
namespace {

// Links and emphasis that are longer than this are text. Bounds the look ahead.
constexpr std::size_t kLongestSpan = 2000;

// The text of "## Heading ##"; empty if the line is no heading.
std::string_view heading_of(std::string_view line) {
    const std::size_t marks = line.find_first_not_of('#');
    if (marks == 0 || marks > 6 || marks == std::string_view::npos) return {};
    if (line[marks] != ' ' && line[marks] != '\t') return {};
    std::string_view text = trimmed(line.substr(marks));
    const std::size_t last = text.find_last_not_of('#');
    if (last == std::string_view::npos) return {};
    if (last + 1 < text.size() && text[last] == ' ') text = trimmed(text.substr(0, last));
    return text;
}

bool is_rule_of(std::string_view line, char mark) {
    line = trimmed(line);
    return line.size() >= 3 && line.find_first_not_of(mark) == std::string_view::npos;
}

bool is_punctuation(char c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
}

// The end of "[text](address)" or "[text][label]" at `at`, and its text; false if there is none.
bool read_link(std::string_view line, std::size_t at, std::string_view& text, std::size_t& end) {
    const std::string_view window = line.substr(at, kLongestSpan);
    const std::size_t close = window.find(']', 1);
    if (close == std::string_view::npos || close + 1 >= window.size()) return false;
    const char open = window[close + 1];
    if (open != '(' && open != '[') return false;
    const std::size_t stop = window.find(open == '(' ? ')' : ']', close + 2);
    if (stop == std::string_view::npos) return false;
    text = window.substr(1, close - 1);
    end = at + stop + 1;
    return true;
}

// Spans of a line without their marks.
void strip_line(std::string_view line, std::string& out) {
    std::size_t failed = 0;  // no link begins before this offset
    for (std::size_t at = 0; at < line.size();) {
        const char c = line[at];
        const bool image = c == '!' && at + 1 < line.size() && line[at + 1] == '[';
        if (c == '\\' && at + 1 < line.size() && is_punctuation(line[at + 1])) {
            out += line[at + 1];
            at += 2;
        } else if ((c == '[' || image) && at >= failed) {
            std::string_view text;
            std::size_t end = 0;
            if (read_link(line, at + (image ? 1 : 0), text, end)) {
                out += text;
                at = end;
            } else {
                // Nothing further on in reach closes one either: one look for all of them.
                failed = at + kLongestSpan / 2;
                out += c;
                ++at;
            }
        } else if (c == '*' && at + 1 < line.size() && line[at + 1] == '*') {
            at += 2;
        } else if (c == '_' && at + 1 < line.size() && line[at + 1] == '_') {
            at += 2;
        } else if (c == '*') {
            // A mark stands at a word's begin or end; "2 * 3" has none.
            const bool before = at > 0 && line[at - 1] != ' ';
            const bool behind = at + 1 < line.size() && line[at + 1] != ' ';
            if (before == behind && !before) out += c;
            ++at;
        } else {
            out += c;
            ++at;
        }
    }
}

// The text without comments. One that is not closed is text.
std::string without_comments(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = std::min(text.find("<!--", at), text.size());
        out.append(text.substr(at, begin - at));
        if (begin == text.size()) break;
        const std::size_t end = text.find("-->", begin + 4);
        if (end == std::string_view::npos) {
            out.append(text.substr(begin));
            break;
        }
        at = end + 3;
    }
    return out;
}

}  // namespace

ParsedArticle parse_markdown_article(std::string_view bytes, const FieldNames& fields) {
    ParsedArticle parsed;
    const std::string text = without_comments(take_text(bytes, fields, parsed));
    Article& article = parsed.article;
    std::size_t at = std::min(text.find_first_not_of("\r\n"), text.size());
    if (article.title.empty()) {
        std::size_t next = at;
        const std::string_view first = take_line(text, next);
        std::string_view title = heading_of(first);
        if (title.empty() && !trimmed(first).empty()) {
            std::size_t behind = next;
            if (is_rule_of(take_line(text, behind), '=')) {
                title = trimmed(first);
                next = behind;
            }
        }
        if (!title.empty()) {
            strip_line(title, article.title);
            article.title_origin = TitleOrigin::Heading;
            at = next;
        }
    }
    std::string& body = article.body;
    bool code = false;
    while (at < text.size()) {
        std::string_view line = take_line(text, at);
        const std::string_view content = trimmed(line);
        if (content.starts_with("```") || content.starts_with("~~~")) {
            code = !code;
            continue;
        }
        if (code) {
            body.append(line).append("\n");
            continue;
        }
        if (is_rule_of(line, '=')) continue;
        while (line.starts_with('>')) {
            line.remove_prefix(1);
            if (line.starts_with(' ')) line.remove_prefix(1);
        }
        if (const std::string_view heading = heading_of(line); !heading.empty()) line = heading;
        strip_line(line, body);
        body += '\n';
    }
    const std::size_t begin = body.find_first_not_of("\r\n");
    body.erase(0, std::min(begin, body.size()));
    if (parsed.ok && trimmed(body).empty() && article.title.empty()) parsed.skip("an empty file");
    return parsed;
}

}  // namespace dateline
