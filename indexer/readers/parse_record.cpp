#include <string>

#include "indexer/readers/mail_text.h"
#include "indexer/readers/parse.h"
#include "indexer/readers/splitter.h"

namespace dateline {

ParsedArticle parse_fields(char* bytes, std::size_t size, const RecordOrigin& origin,
                           const FieldNames& fields) {
    const std::string_view view(bytes, size);
    switch (origin.format) {
        case Format::Text:
            return parse_text_article(view, fields);
        case Format::Markdown:
            return parse_markdown_article(view, fields);
        case Format::JsonLines:
            return parse_json_article(bytes, size, fields);
        case Format::Json: {
            // The byte behind an element may be the next one's.
            std::string copy(view);
            return parse_json_article(copy.data(), copy.size(), fields);
        }
        case Format::Csv:
        case Format::Tsv:
            return parse_csv_article(view, origin.columns ? *origin.columns : CsvColumns(),
                                     origin.charset);
        case Format::Mailbox:
            return parse_text_article(message_of_mailbox(view), fields);
        case Format::Warc:
            return parse_warc_record(view);
        case Format::Feed:
            return parse_feed_item(view, origin.charset, origin.feed);
        case Format::Html:
            return parse_html_article(view);
        case Format::Trec:
        case Format::Reuters:
        case Format::NewsXml:
        case Format::NewsMessage:
            return parse_xml_article(view, origin.format);
    }
    return {};
}

ParsedArticle parse_record(char* bytes, std::size_t size, const RecordOrigin& origin,
                           const FieldNames& fields) {
    ParsedArticle parsed = parse_fields(bytes, size, origin, fields);
    const bool has_fields = origin.format == Format::Json || origin.format == Format::JsonLines ||
                            origin.format == Format::Csv || origin.format == Format::Tsv;
    if (parsed.ok && has_fields) finish_text(fields, parsed);
    if (parsed.ok && origin.given) merge_given(*origin.given, is_single(origin.format), parsed);
    return parsed;
}

}  // namespace dateline
