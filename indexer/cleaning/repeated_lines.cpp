#include "indexer/cleaning/repeated_lines.h"

#include <algorithm>
#include <cstdint>

#include "common/error.h"
#include "indexer/article_reader.h"
#include "indexer/readers/batch_reader.h"

namespace dateline {
namespace {

constexpr std::size_t kSampledFiles = 4096;
constexpr std::size_t kSampledBytes = std::size_t{64} << 20;
constexpr std::size_t kLeastOfFile = std::size_t{16} << 10;
constexpr std::uint64_t kArticlesWithoutSource = 1000;

// Feeds the statistics with the articles of one file's first bytes.
class FileSampler {
public:
    FileSampler(const IndexOptions& options, LineStatistics& statistics,
                const std::function<bool()>& stop)
        : options_(options), parser_(options), statistics_(statistics), stop_(stop) {}

    // False if there is no use in reading more.
    bool read(const InputFile& file, std::size_t bytes) {
        const std::vector<InputFile> files{file};
        ReadLimits limits;
        limits.max_record = options_.max_record;
        limits.max_ratio = options_.max_ratio;
        limits.verify = false;  // it is a sample
        limits.stop = stop_;
        limits.batch_bytes = std::min(bytes, std::size_t{1} << 20);
        BatchReader reader(files, limits, options_.reading);
        std::size_t taken = 0;
        for (Batch batch; taken < bytes && reader.next(batch);) {
            taken += batch.bytes.size();
            for (const ReadArticle& article : parser_.parse(batch)) {
                if (article.ok) add(article.article);
            }
            if (articles_ >= kArticlesWithoutSource && with_source_ == 0) return false;
        }
        return true;
    }

    std::uint64_t with_source() const { return with_source_; }

private:
    void add(const Article& article) {
        ++articles_;
        const std::string source = line_source(article);
        if (source.empty()) return;
        ++with_source_;
        statistics_.add(article_line_hashes(source, article.body));
    }

    const IndexOptions& options_;
    const ArticleReader parser_;
    LineStatistics& statistics_;
    const std::function<bool()>& stop_;
    std::uint64_t articles_ = 0;
    std::uint64_t with_source_ = 0;
};

}  // namespace

std::string line_source(const Article& article) {
    if (!article.source.empty()) return article.source;
    const std::size_t scheme = article.url.find("://");
    if (scheme == std::string::npos) return "";
    const std::size_t begin = scheme + 3;
    return article.url.substr(begin, article.url.find_first_of("/?#", begin) - begin);
}

std::shared_ptr<const LineStatistics> sample_lines(const IndexOptions& options,
                                                   const std::vector<InputFile>& files,
                                                   const std::function<bool()>& stop) {
    const std::size_t step = std::max<std::size_t>(1, files.size() / kSampledFiles);
    const std::size_t sampled = std::max<std::size_t>(1, files.size() / step);
    const std::size_t share = std::max(kSampledBytes / sampled, kLeastOfFile);
    auto statistics = std::make_shared<LineStatistics>();
    FileSampler sampler(options, *statistics, stop);
    for (std::size_t i = 0; i < files.size(); i += step) {
        if (files[i].path == "-") continue;
        if (stop && stop()) break;
        if (!sampler.read(files[i], share)) break;
    }
    if (sampler.with_source() == 0) return nullptr;
    return statistics;
}

}  // namespace dateline
