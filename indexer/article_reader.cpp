#include "indexer/article_reader.h"

#include <xxhash.h>

#include "indexer/readers/parse.h"

namespace dateline {

std::vector<ReadArticle> ArticleReader::read(Batch& batch,
                                             const std::vector<InputFile>& files) const {
    std::vector<ReadArticle> articles;
    articles.reserve(batch.records.size());
    for (const RawRecord& record : batch.records) {
        articles.push_back(
            read_record(record, batch.bytes.data() + record.begin, files[record.file]));
    }
    return articles;
}

ReadArticle ArticleReader::read_record(const RawRecord& record, char* bytes,
                                       const InputFile& file) const {
    ReadArticle read;
    read.file = record.file;
    read.line = record.line;
    read.content_hash = XXH3_64bits(bytes, record.size);
    ParsedArticle parsed = file.format == Format::Text
                               ? parse_text_article({bytes, record.size})
                               : parse_json_article(bytes, record.size, options_.fields);
    read.ok = parsed.ok;
    read.article = std::move(parsed.article);
    read.problems = std::move(parsed.problems);
    if (!read.ok) return read;
    Article& article = read.article;
    if (article.id.empty()) {
        article.id = file.name;
        if (record.line > 0) article.id += ":" + std::to_string(record.line);
    }
    if (article.title.empty() && article.body.empty()) {
        read.ok = false;
        read.problems.push_back({Problem::Kind::Skipped, "", 0, "neither title nor text",
                                 "name the fields with --field body=NAME"});
        return read;
    }
    complete(article);
    return read;
}

void ArticleReader::complete(Article& article) const {
    if (article.dates.empty() && options_.assumed_date) {
        article.dates.push_back(
            {day_interval(*options_.assumed_date), DateSource::Assumed, 0.5, ""});
    }
}

}  // namespace dateline
