#include "searcher/terminal/wrap.h"

#include <algorithm>

#include "common/text.h"

namespace dateline {
namespace {

// The columns that text with escape sequences takes.
std::size_t shown_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t escape = std::min(text.find('\033', at), text.size());
        width += display_width(text.substr(at, escape - at));
        at = escape < text.size() ? after_escape(text, escape) : escape;
    }
    return width;
}

// The column at which a line goes on.
std::size_t hanging_indent(std::string_view line, std::size_t columns) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    if (indent == 0) return 0;
    const std::size_t gap = line.find("  ", indent);
    if (gap != std::string_view::npos) {
        const std::size_t behind = std::min(line.find_first_not_of(' ', gap), line.size());
        const std::size_t column = shown_width(line.substr(0, behind));
        if (column <= columns / 2) return column;
    }
    return std::min(indent, columns / 2);
}

void wrap_line(std::string_view line, std::size_t columns, std::string& out) {
    const std::size_t hang = hanging_indent(line, columns);
    std::size_t column = 0;
    bool at_begin = true;  // nothing but blanks stands in the row
    // Appends text [word, end), with the blanks [at, word) before it or in a new row.
    const auto put = [&](std::size_t at, std::size_t word, std::size_t end, std::size_t width) {
        if (!at_begin && column + (word - at) + width > columns) {
            out += '\n' + std::string(hang, ' ');
            column = hang;
        } else {
            out += line.substr(at, word - at);
            column += word - at;
        }
        out += line.substr(word, end - word);
        column += width;
        at_begin = at_begin && width == 0;
    };
    for (std::size_t at = 0; at < line.size();) {
        std::size_t word = std::min(line.find_first_not_of(' ', at), line.size());
        const std::size_t end = std::min(line.find(' ', word), line.size());
        const std::size_t width = shown_width(line.substr(word, end - word));
        std::size_t rest = word;
        while (hang + width > columns && rest < end) {  // a list without blanks
            rest = std::min(line.find(',', rest), end - 1) + 1;
            put(at, word, rest, shown_width(line.substr(word, rest - word)));
            at = word = rest;
        }
        if (word < end || at < word) put(at, word, end, width);
        at = end;
    }
}

}  // namespace

std::size_t after_escape(std::string_view text, std::size_t at) {
    std::size_t end = at + 2;
    if (text.substr(at, 2) == "\033[") {
        while (end < text.size() && (text[end] < 0x40 || text[end] > 0x7e))
            ++end;
        return std::min(end + 1, text.size());
    }
    if (text.substr(at, 2) == "\033]") {
        end = std::min(text.find("\033\\", end), text.size());
        return std::min(end + 2, text.size());
    }
    return std::min(end, text.size());
}

std::string wrap_lines(std::string_view text, std::size_t columns) {
    if (columns == 0) return std::string(text);
    std::string wrapped;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        if (shown_width(line) <= columns) {
            wrapped += line;
        } else {
            wrap_line(line, columns, wrapped);
        }
        if (end < text.size()) wrapped += '\n';
        begin = end + 1;
    }
    return wrapped;
}

}  // namespace dateline
