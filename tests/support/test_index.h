// Indexes for tests of the searcher, made in the process by the code that dateline-index is made
// of.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/article.h"
#include "searcher/search.h"
#include "tests/support/temporary_folder.h"

namespace dateline::testing {

// An index in a temporary folder.
class TestIndex {
public:
    // Of these articles as they are.
    explicit TestIndex(const std::vector<Article>& articles,
                       const std::string& language = "english",
                       const std::vector<std::string>& facet_fields = {});

    // Of files, as dateline-index reads them with these options.
    static TestIndex of_paths(const std::vector<std::string>& paths,
                              const std::vector<std::string>& options = {});

    const std::string& directory() const { return folder_->path(); }
    Searcher& searcher() { return *searcher_; }

    // The articles as they are stored, in order.
    std::vector<Article> articles() const;

    // Ids of all hits of a query; `now` is 2024-09-10, a Tuesday.
    std::set<std::string> ids(const Query& query);
    std::set<std::string> ids(const std::string& query);
    Query parse(const std::string& query) const;

private:
    TestIndex() = default;

    std::unique_ptr<TemporaryFolder> folder_ = std::make_unique<TemporaryFolder>();
    std::unique_ptr<Searcher> searcher_;
};

// An article with a title and a body.
Article make_article(const std::string& id, const std::string& title, const std::string& body);

}  // namespace dateline::testing
