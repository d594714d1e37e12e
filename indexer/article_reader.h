// Raw records -> complete articles: parsed, cleaned, dated. What one worker does before articles meet.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "common/article.h"
#include "indexer/options.h"
#include "indexer/problem.h"
#include "indexer/readers/batch_reader.h"

namespace dateline {

struct ReadArticle {
    Article article;
    std::size_t file = 0;
    std::uint64_t line = 0;
    std::uint64_t content_hash = 0;  // of the record as read
    std::uint32_t document_id = 0;   // given later
    bool ok = true;                  // false: to be skipped
    std::vector<Problem> problems;   // without file and line
};

class ArticleReader {
public:
    explicit ArticleReader(const IndexOptions& options) : options_(options) {}

    // Every record of the batch, in order. Changes the batch's bytes.
    std::vector<ReadArticle> read(Batch& batch, const std::vector<InputFile>& files) const;

private:
    ReadArticle read_record(const RawRecord& record, char* bytes, const InputFile& file) const;
    void complete(Article& article, const InputFile& file) const;
    static void take_title(Article& article);
    static std::optional<Day> document_date(const Article& article);

    const IndexOptions& options_;
};

}  // namespace dateline
