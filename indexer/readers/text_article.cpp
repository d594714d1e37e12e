#include <string>

#include "common/ascii.h"
#include "indexer/readers/charset.h"
#include "indexer/readers/front_matter.h"
#include "indexer/readers/mail_text.h"
#include "indexer/readers/parse.h"
#include "indexer/readers/text_input.h"

namespace dateline {

namespace {

// The value of a header, in any case; empty if there is none.
std::string_view header_of(const FrontMatter& front, std::string_view name) {
    for (const auto& [key, value] : front.values) {
        if (lower_ascii(key) == name) return value;
    }
    return {};
}

}  // namespace

std::string take_text(std::string_view bytes, const FieldNames& fields, ParsedArticle& parsed) {
    constexpr std::string_view kType = "content-type";
    const auto take = [&](DecodedText decoded) {
        if (!decoded.warning.empty()) parsed.warn(std::move(decoded.warning));
        parsed.charset = std::move(decoded.charset);
        return std::move(decoded.text);
    };
    // Headers are ASCII, and may say what the rest is in.
    std::string text = take(decode_text(
        bytes, header_parameter(header_of(find_front_matter(bytes), kType), "charset")));
    const FrontMatter front = find_front_matter(text);
    for (const auto& [key, value] : front.values) {
        auto target = field_target(key, fields);
        if (target == "body") target.reset();
        add_field(parsed, target, key, decode_encoded_words(value), DateSource::Given,
                  kFrontMatterDate);
    }
    text.erase(0, front.body_begin);
    const std::string_view type = header_of(front, kType);
    const std::string_view encoding = header_of(front, "content-transfer-encoding");
    if (!type.empty() || !encoding.empty()) {
        MailBody mail = read_mail_body(text, type, encoding);
        if (mail.bytes != text) text = take(decode_text(mail.bytes, mail.charset));
        if (mail.html) text = parse_html_article(text).article.body;
    }
    if (text.find_first_not_of(" \t\r\n") == std::string::npos && parsed.article.title.empty()) {
        parsed.skip("an empty file");
    }
    return text;
}

ParsedArticle parse_text_article(std::string_view bytes, const FieldNames& fields) {
    ParsedArticle parsed;
    parsed.article.body = take_text(bytes, fields, parsed);
    return parsed;
}

}  // namespace dateline
