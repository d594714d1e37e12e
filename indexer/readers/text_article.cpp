#include <string>

#include "common/text.h"
#include "indexer/readers/parse.h"

namespace dateline {

ParsedArticle parse_text_article(std::string_view bytes) {
    ParsedArticle parsed;
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    std::string& body = parsed.article.body;
    if (bytes.find('\0') == std::string_view::npos && is_valid_utf8(bytes)) {
        body = bytes;
    } else {
        std::size_t repaired = 0;
        body = to_valid_utf8(bytes, &repaired);
        parsed.problems.push_back(
            {Problem::Kind::Warning, "", 0,
             std::to_string(repaired) +
                 " bytes are not UTF-8 text; read as Windows-1252, NUL bytes as blanks",
             ""});
    }
    if (body.find_first_not_of(" \t\r\n") == std::string::npos) {
        parsed.ok = false;
        parsed.problems.push_back({Problem::Kind::Skipped, "", 0, "an empty file", ""});
    }
    return parsed;
}

}  // namespace dateline
