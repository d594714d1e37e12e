#include "indexer/readers/mail_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "common/ascii.h"
#include "indexer/readers/charset.h"
#include "indexer/readers/fields.h"

namespace dateline {
namespace {

constexpr std::size_t kMostLevels = 4;

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    return std::nullopt;
}

// Of bodies, and of words ("_" is a blank there).
std::string decode_quoted_printable(std::string_view text, bool is_word) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '_' && is_word) {
            out += ' ';
        } else if (c != '=') {
            out += c;
        } else if (const std::string_view rest = text.substr(at + 1); rest.starts_with("\r\n")) {
            at += 2;  // the line goes on
        } else if (rest.starts_with('\n')) {
            ++at;
        } else {
            const auto high = rest.size() > 1 ? hex_digit(rest[0]) : std::nullopt;
            const auto low = rest.size() > 1 ? hex_digit(rest[1]) : std::nullopt;
            if (high && low) {
                out += static_cast<char>(*high << 4 | *low);
                at += 2;
            } else {
                out += c;
            }
        }
    }
    return out;
}

// Up to "="; other characters than the code's are left out.
std::string decode_base64(std::string_view text) {
    static constexpr std::string_view kCode =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        if (c == '=') break;
        const std::size_t value = kCode.find(c);
        if (value == std::string_view::npos) continue;
        bits = (bits << 6 | static_cast<unsigned>(value)) & 0xffff;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out += static_cast<char>(bits >> count & 0xff);
    }
    return out;
}

struct EncodedWord {
    std::string charset;
    std::string bytes;
    std::size_t size = 0;  // as written
};

// The one that begins at `text`.
std::optional<EncodedWord> encoded_word(std::string_view text) {
    constexpr std::size_t kLongest = 1000;  // the standard says 75
    text = text.substr(0, kLongest);
    if (!text.starts_with("=?")) return std::nullopt;
    const std::size_t charset_end = text.find('?', 2);
    if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() ||
        text[charset_end + 2] != '?') {
        return std::nullopt;
    }
    const char encoding = text[charset_end + 1];
    const std::size_t begin = charset_end + 3;
    const std::size_t end = text.find("?=", begin);
    if (end == std::string_view::npos) return std::nullopt;
    EncodedWord word;
    const std::string_view charset = text.substr(2, charset_end - 2);
    word.charset = charset.substr(0, charset.find('*'));  // a language may follow
    word.size = end + 2;
    const std::string_view content = text.substr(begin, end - begin);
    if (encoding == 'Q' || encoding == 'q') {
        word.bytes = decode_quoted_printable(content, true);
    } else if (encoding == 'B' || encoding == 'b') {
        word.bytes = decode_base64(content);
    } else {
        return std::nullopt;
    }
    return word;
}

MailBody read_part(std::string_view body, std::string_view content_type,
                   std::string_view transfer_encoding, std::size_t level);

// Of "--boundary" lines between parts.
std::vector<std::string_view> split_parts(std::string_view body, const std::string& boundary) {
    constexpr std::size_t kMostParts = 100;
    const std::string mark = "--" + boundary;
    std::vector<std::string_view> parts;
    std::size_t begin = std::string_view::npos;
    for (std::size_t at = 0; at < body.size() && parts.size() < kMostParts;) {
        const std::size_t line_begin = at;
        const std::string_view line = take_line(body, at);
        if (!line.starts_with(mark)) continue;
        const std::string_view rest = trimmed(line.substr(mark.size()));
        if (!rest.empty() && rest != "--") continue;
        if (begin != std::string_view::npos)
            parts.push_back(body.substr(begin, line_begin - begin));
        begin = rest.empty() ? at : std::string_view::npos;
    }
    if (begin != std::string_view::npos) parts.push_back(body.substr(begin));
    return parts;
}

// The headers of a part up to the empty line behind them.
struct PartHeaders {
    std::string content_type;
    std::string transfer_encoding;
    std::size_t end = 0;
};

PartHeaders read_headers(std::string_view part) {
    PartHeaders headers;
    std::string* last = nullptr;
    while (headers.end < part.size()) {
        const std::string_view line = take_line(part, headers.end);
        if (line.empty()) break;
        if (line[0] == ' ' || line[0] == '\t') {
            if (last != nullptr) last->append(" ").append(trimmed(line));
            continue;
        }
        const std::size_t colon = std::min(line.find(':'), line.size());
        const std::string name = lower_ascii(line.substr(0, colon));
        last = name == "content-type"                ? &headers.content_type
               : name == "content-transfer-encoding" ? &headers.transfer_encoding
                                                     : nullptr;
        if (last != nullptr) *last = trimmed(line.substr(std::min(colon + 1, line.size())));
    }
    return headers;
}

MailBody read_part(std::string_view body, std::string_view content_type,
                   std::string_view transfer_encoding, std::size_t level) {
    const std::string type = lower_ascii(trimmed(content_type.substr(0, content_type.find(';'))));
    if (type.starts_with("multipart/") && level < kMostLevels) {
        const std::string boundary = header_parameter(content_type, "boundary");
        MailBody page;
        const auto parts =
            boundary.empty() ? std::vector<std::string_view>{} : split_parts(body, boundary);
        for (const std::string_view part : parts) {
            const PartHeaders headers = read_headers(part);
            const std::string part_type = lower_ascii(headers.content_type);
            if (!part_type.empty() && !part_type.starts_with("text/plain") &&
                !part_type.starts_with("text/html") && !part_type.starts_with("multipart/")) {
                continue;
            }
            MailBody found = read_part(part.substr(headers.end), headers.content_type,
                                       headers.transfer_encoding, level + 1);
            if (trimmed(found.bytes).empty()) continue;
            if (!found.html) return found;
            if (page.bytes.empty()) page = std::move(found);
        }
        if (!page.bytes.empty()) return page;
    }
    MailBody result;
    const std::string encoding = lower_ascii(trimmed(transfer_encoding));
    result.bytes = encoding == "quoted-printable" ? decode_quoted_printable(body, false)
                   : encoding == "base64"         ? decode_base64(body)
                                                  : std::string(body);
    result.charset = header_parameter(content_type, "charset");
    result.html = type == "text/html";
    return result;
}

}  // namespace

bool is_mailbox_mark(std::string_view line) {
    constexpr std::size_t kLongest = 200;
    if (!line.starts_with("From ") || line.size() > kLongest) return false;
    const auto is_digit = [&](std::size_t at) { return line[at] >= '0' && line[at] <= '9'; };
    // A time of day, and a year behind it.
    bool time = false;
    std::size_t digits = 0;
    for (std::size_t at = 5; at < line.size(); ++at) {
        digits = is_digit(at) ? digits + 1 : 0;
        if (digits == 4 && time) return true;
        time = time || (line[at] == ':' && is_digit(at - 1) && at + 2 < line.size() &&
                        is_digit(at + 1) && is_digit(at + 2));
    }
    return false;
}

std::string message_of_mailbox(std::string_view bytes) {
    std::string message;
    std::size_t at = 0;
    if (is_mailbox_mark(bytes.substr(0, bytes.find('\n')))) take_line(bytes, at);
    while (at < bytes.size()) {
        const std::size_t next = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
        std::string_view line = bytes.substr(at, next - at);
        const std::size_t marks = std::min(line.find_first_not_of('>'), line.size());
        if (marks > 0 && line.substr(marks).starts_with("From ")) line.remove_prefix(1);
        message += line;
        at = next;
    }
    return message;
}

std::string decode_encoded_words(std::string_view value) {
    std::string out;
    EncodedWord open;  // words of one charset side by side: a character may be cut between them
    const auto close = [&] {
        if (!open.bytes.empty()) out += decode_text(open.bytes, open.charset).text;
        open = {};
    };
    for (std::size_t at = 0; at < value.size();) {
        std::size_t next = at;
        if (!open.bytes.empty())
            next = std::min(value.find_first_not_of(" \t\r\n", at), value.size());
        auto word = next < value.size() && value[next] == '=' ? encoded_word(value.substr(next))
                                                              : std::nullopt;
        if (!word) {
            close();
            out += value[at++];
            continue;
        }
        at = next + word->size;
        if (open.charset != word->charset) close();
        word->bytes.insert(0, open.bytes);
        open = std::move(*word);
    }
    close();
    return out;
}

std::string header_parameter(std::string_view value, std::string_view name) {
    for (std::size_t at = value.find(';'); at < value.size(); at = value.find(';', at)) {
        const std::size_t begin = value.find_first_not_of(" \t", ++at);
        if (begin == std::string_view::npos) break;
        const std::string_view rest = value.substr(begin);
        if (lower_ascii(rest.substr(0, name.size() + 1)) != std::string(name) + "=") continue;
        std::string_view found = rest.substr(name.size() + 1);
        if (found.starts_with('"')) {
            found.remove_prefix(1);
            return std::string(found.substr(0, found.find('"')));
        }
        return std::string(trimmed(found.substr(0, found.find_first_of("; \t"))));
    }
    return "";
}

MailBody read_mail_body(std::string_view body, std::string_view content_type,
                        std::string_view transfer_encoding) {
    return read_part(body, content_type, transfer_encoding, 0);
}

}  // namespace dateline
