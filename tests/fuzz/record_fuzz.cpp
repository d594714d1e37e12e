// Every format's reader on arbitrary bytes. The first byte chooses the format, the second the size
// of the pieces in which the bytes arrive; the rest is the file.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include "common/text.h"
#include "indexer/readers/parse.h"
#include "indexer/readers/splitter.h"

namespace {

using dateline::Format;

void demand(bool condition) {
    if (!condition) std::abort();
}

void check(const dateline::ParsedArticle& parsed) {
    const dateline::Article& article = parsed.article;
    for (const std::string* text : {&article.id, &article.title, &article.body, &article.url,
                                    &article.source, &article.language}) {
        demand(dateline::is_valid_utf8(*text));
    }
    for (const auto& [key, value] : article.metadata)
        demand(dateline::is_valid_utf8(key) && dateline::is_valid_utf8(value));
    demand(article.body.find('\0') == std::string::npos);
    demand(parsed.ok || !parsed.problems.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    constexpr Format kFormats[] = {
        Format::Text, Format::Markdown,    Format::JsonLines, Format::Json,    Format::Csv,
        Format::Tsv,  Format::Html,        Format::Trec,      Format::Reuters, Format::NewsXml,
        Format::Feed, Format::NewsMessage, Format::Mailbox,   Format::Warc};
    const Format format = kFormats[data[0] % std::size(kFormats)];
    const std::size_t piece = data[1] % 64 + 1u;
    const std::string_view file(reinterpret_cast<const char*>(data) + 2, size - 2);
    const dateline::FieldNames fields = dateline::default_field_names();
    (void)dateline::guess_format(file, "file.txt", fields);
    (void)dateline::guess_format(file, "file.xml", fields);
    (void)dateline::guess_format(file, "file.json", fields);
    (void)dateline::guess_format(file, "file.csv", fields);

    dateline::RecordOrigin origin;
    origin.format = format;
    const char separator = format == Format::Tsv ? '\t' : ',';
    const std::string_view header = file.substr(0, file.find('\n'));
    origin.columns = std::make_shared<const dateline::CsvColumns>(
        dateline::make_columns(header, separator, fields));
    const auto splitter = dateline::make_splitter(format, separator);
    constexpr std::size_t kLongest = 2000;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint64_t steps = 0;
    for (;;) {
        demand(++steps < 10 * size + 1000);
        const std::string_view window = file.substr(begin, end - begin);
        const bool at_end = end == file.size();
        dateline::Split split = splitter->step(window, at_end);
        if (split.kind == dateline::Split::Kind::More) {
            demand(!at_end && split.next == 0);
            if (window.size() <= kLongest) {
                end = std::min(end + piece, file.size());
                continue;
            }
            split = splitter->too_long(window);
            demand(split.kind == dateline::Split::Kind::Broken && split.next > 0);
        }
        if (split.kind == dateline::Split::Kind::End) break;
        demand(split.begin <= split.end && split.end <= split.next && split.next <= window.size());
        demand(split.next > 0 || window.empty());
        if (split.kind == dateline::Split::Kind::Record) {
            std::string record(window.substr(split.begin, split.end - split.begin));
            check(dateline::parse_record(record.data(), record.size(), origin, fields));
        }
        begin += split.next;
    }
    return 0;
}
