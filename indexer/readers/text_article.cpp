#include <string>

#include "common/text.h"
#include "indexer/readers/charset.h"
#include "indexer/readers/front_matter.h"
#include "indexer/readers/parse.h"
#include "indexer/readers/text_input.h"

namespace dateline {

std::string take_text(std::string_view bytes, const FieldNames& fields, ParsedArticle& parsed) {
    DecodedText decoded = decode_text(bytes);
    if (!decoded.warning.empty()) parsed.warn(std::move(decoded.warning));
    parsed.charset = std::move(decoded.charset);
    std::string& text = decoded.text;
    const FrontMatter front = find_front_matter(text);
    for (const auto& [key, value] : front.values) {
        auto target = field_target(key, fields);
        if (target == "body") target.reset();
        add_field(parsed, target, key, value, DateSource::Markup, kFrontMatterDate);
    }
    text.erase(0, front.body_begin);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos && parsed.article.title.empty()) {
        parsed.skip("an empty file");
    }
    return std::move(text);
}

ParsedArticle parse_text_article(std::string_view bytes, const FieldNames& fields) {
    ParsedArticle parsed;
    parsed.article.body = take_text(bytes, fields, parsed);
    return parsed;
}

}  // namespace dateline
