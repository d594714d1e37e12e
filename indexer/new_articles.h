// What near-copies are told by, of the articles of a shard that is being written.
#pragma once

#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "indexer/copies/copied_dates.h"
#include "indexer/copies/sketches.h"
#include "indexer/pipeline.h"

namespace dateline {

class NewArticles {
public:
    // The sketches go to a file in the shard's folder.
    explicit NewArticles(const std::string& folder) : folder_(folder), sketches_(folder) {}

    // Articles in the order of their numbers, which rise from 1. Throws Error if the sketches
    // cannot be written.
    void add(const HandedArticle& article) {
        sketches_.add(article.document, article.signature);
        dates_.push_back(article.date);
    }

    // Makes the sketches durable; nothing can be added after that.
    void finish() { sketches_.finish(); }

    // Once it is finished.
    SketchedShard sketched() const {
        std::vector<std::uint32_t> documents(dates_.size());
        std::iota(documents.begin(), documents.end(), 1);
        return {sketches_of(folder_), std::move(documents)};
    }

    // Of an article by its number in the shard, from 1.
    OwnDate date_of(std::uint32_t document) const { return dates_.at(document - 1); }

private:
    std::string folder_;
    SketchWriter sketches_;
    std::vector<OwnDate> dates_;
};

}  // namespace dateline
