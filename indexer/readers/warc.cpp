#include "indexer/readers/warc.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

#include "common/ascii.h"
#include "common/text.h"
#include "indexer/readers/charset.h"
#include "indexer/readers/mail_text.h"
#include "indexer/readers/parse.h"

namespace dateline {
namespace {

// The value of a header in the lines of `head`, in any case; the first counts.
std::string_view header_in(std::string_view head, std::string_view name) {
    for (std::size_t at = 0; at < head.size();) {
        const std::string_view line = take_line(head, at);
        if (line.size() > name.size() && line[name.size()] == ':' &&
            lower_ascii(line.substr(0, name.size())) == name)
            return trimmed(line.substr(name.size() + 1));
    }
    return {};
}

// A body in chunks (RFC 9112) as one; what is not in chunks as it is, as archives have it whose
// crawler undid them.
std::string without_chunks(std::string_view body) {
    std::string whole;
    for (std::size_t at = 0; at < body.size();) {
        std::size_t size = 0;
        const auto [end, error] =
            std::from_chars(body.data() + at, body.data() + body.size(), size, 16);
        const std::size_t begin = body.find('\n', static_cast<std::size_t>(end - body.data()));
        if (error != std::errc() || begin == std::string_view::npos) break;
        if (size == 0) return whole;
        const std::string_view chunk = body.substr(begin + 1, size);
        whole += chunk;
        at = begin + 1 + chunk.size();
        at = std::min(body.find_first_not_of("\r\n", at), body.size());
    }
    return whole.empty() ? std::string(body) : whole;
}

ParsedArticle parse_plain(std::string_view bytes, std::string_view charset) {
    ParsedArticle parsed;
    DecodedText decoded = decode_text(bytes, charset);
    if (!decoded.warning.empty()) parsed.warn(std::move(decoded.warning));
    parsed.charset = std::move(decoded.charset);
    parsed.article.body = std::move(decoded.text);
    if (trimmed(parsed.article.body).empty()) parsed.skip("a page without text");
    return parsed;
}

// What a server answered.
ParsedArticle parse_response(std::string_view bytes) {
    ParsedArticle left;
    const std::size_t begin = std::min(end_of_head(bytes), bytes.size());
    const std::string_view head = bytes.substr(0, begin);
    const std::string_view status = head.substr(std::min(head.find(' '), head.size()));
    const std::string_view code = trimmed(status).substr(0, 3);
    if (!code.starts_with('2')) {
        left.leave_out("no page: the server answered " + std::string(code));
        return left;
    }
    const std::string_view type = header_in(head, "content-type");
    const std::string kind = lower_ascii(trimmed(type.substr(0, type.find(';'))));
    const bool is_plain = kind == "text/plain";
    if (!is_plain && !kind.empty() && kind != "text/html" && kind != "application/xhtml+xml") {
        left.leave_out("no page: " + kind.substr(0, 60));
        return left;
    }
    std::string_view body = bytes.substr(begin);
    std::string whole;
    if (lower_ascii(header_in(head, "transfer-encoding")).find("chunked") != std::string::npos) {
        whole = without_chunks(body);
        body = whole;
    }
    // Crawlers unpack pages and leave the header as it was.
    const std::string encoding = lower_ascii(header_in(head, "content-encoding"));
    constexpr std::size_t kHead = 1024;
    if (!encoding.empty() && looks_binary(body.substr(0, kHead))) {
        left.skip("a page that is packed (" + encoding.substr(0, 60) + ") within its record",
                  "write the archive with a crawler that unpacks pages");
        return left;
    }
    const std::string charset = header_parameter(type, "charset");
    return is_plain ? parse_plain(body, charset) : parse_html_article(body, charset);
}

}  // namespace

std::size_t end_of_head(std::string_view bytes) {
    for (std::size_t at = bytes.find('\n'); at != std::string_view::npos;
         at = bytes.find('\n', at + 1)) {
        const std::string_view rest = bytes.substr(at + 1);
        if (rest.starts_with('\n')) return at + 2;
        if (rest.starts_with("\r\n")) return at + 3;
    }
    return std::string_view::npos;
}

bool WarcHead::is_page() const {
    return type == "response" || type == "resource" || type == "conversion";
}

std::optional<WarcHead> read_warc_head(std::string_view bytes) {
    WarcHead head;
    head.begin = end_of_head(bytes);
    if (head.begin == std::string_view::npos) return std::nullopt;
    const std::string_view lines = bytes.substr(0, head.begin);
    head.type = header_in(lines, "warc-type");
    head.url = header_in(lines, "warc-target-uri");
    if (head.url.starts_with('<') && head.url.ends_with('>'))  // as WARC 1.0 has it
        head.url = head.url.substr(1, head.url.size() - 2);
    head.date = header_in(lines, "warc-date");
    const std::string_view length = header_in(lines, "content-length");
    const auto [end, error] =
        std::from_chars(length.data(), length.data() + length.size(), head.length);
    if (length.empty() || error != std::errc()) return std::nullopt;
    return head;
}

ParsedArticle parse_warc_record(std::string_view bytes) {
    const std::optional<WarcHead> head = read_warc_head(bytes);
    if (!head) {
        ParsedArticle parsed;
        parsed.skip("no record of a web archive");
        return parsed;
    }
    const std::string_view content = bytes.substr(head->begin, head->length);
    const std::string_view type =
        header_in(bytes.substr(0, head->begin), "content-type");  // of the content
    const bool is_response = head->type == "response" || content.starts_with("HTTP/");
    ParsedArticle parsed;
    if (is_response) {
        parsed = parse_response(content);
    } else if (type.starts_with("text/plain")) {
        parsed = parse_plain(content, header_parameter(type, "charset"));
    } else if (type.starts_with("text/html")) {
        parsed = parse_html_article(content, header_parameter(type, "charset"));
    } else {
        parsed.leave_out("no page: " + std::string(type.substr(0, utf8_prefix_length(type, 60))));
    }
    Article& article = parsed.article;
    if (article.url.empty()) article.url = head->url;
    // When it was fetched, which is not when it was published.
    if (!head->date.empty()) article.metadata.emplace_back("warc-date", head->date);
    make_valid(article);
    return parsed;
}

}  // namespace dateline
