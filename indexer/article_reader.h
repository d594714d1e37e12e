// Raw records -> complete articles: parsed, cleaned, dated. What one worker does before articles
// meet.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "common/article.h"
#include "indexer/existing_articles.h"
#include "indexer/options.h"
#include "indexer/readers/batch_reader.h"
#include "indexer/reporting/problem.h"

namespace dateline {

struct ReadArticle {
    Article article;
    std::size_t file = 0;
    std::uint64_t line = 0;
    // Of whatever the article is made of: the record's bytes, its file, the options; also of the
    // line if that makes its id.
    std::uint64_t content_hash = 0;
    std::optional<std::uint32_t>
        existing;  // by ExistingArticles::find(); then the article is empty, unless
                   // a report is asked for
    std::uint32_t document_id = 0;               // given later
    bool ok = true;                              // false: to be skipped
    Outcome outcome = Outcome::Added;            // given later
    std::string charset;                         // that it was read in
    std::vector<Problem> problems;               // without file and line
    std::shared_ptr<const RecordOrigin> origin;  // names the file, or the member of an archive
};

class ArticleReader {
public:
    // Articles of `existing` (which may be null) are not read, unless a report is asked for.
    explicit ArticleReader(const IndexOptions& options, const ExistingArticles* existing = nullptr)
        : options_(options), existing_(existing), reads_existing_(!options.report.empty()) {}

    // Asked before each record: true leaves out the rest.
    using Stop = std::function<bool()>;

    // Every record of the batch, in order: parsed, and complete() for those that are to be kept.
    // Changes the batch's bytes.
    std::vector<ReadArticle> read(Batch& batch, const Stop& stop = {}) const;

    // The same, parsed only: as the input has them.
    std::vector<ReadArticle> parse(Batch& batch) const;

private:
    ReadArticle parse_record_of(Batch& batch, const RawRecord& record) const;
    ReadArticle read_record(const RawRecord& record, char* bytes, const RecordOrigin& origin) const;
    void complete(Article& article, const RecordOrigin& origin) const;
    static void take_title(Article& article);
    static std::optional<Day> document_date(const Article& article);

    const IndexOptions& options_;
    const ExistingArticles* existing_;
    bool reads_existing_;
};

}  // namespace dateline
