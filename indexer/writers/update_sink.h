// Brings an existing index up to date through Xapian's API.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "indexer/writers/api.h"
#include "indexer/writers/sink.h"

namespace dateline {

// What an update did to articles.
struct UpdateCounts {
    std::uint64_t added = 0;
    std::uint64_t changed = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t removed = 0;

    bool any() const { return added + changed + removed > 0; }
};

// Document ids given to its runs do not count: an article that is there keeps its own, a new one gets the next. Articles are the
// same if their content hashes (kSlotContent) and files are.
class UpdateSink : public IndexSink {
public:
    // `folder` holds a database of Dateline's. Throws Error.
    // A trial only counts what it would do.
    explicit UpdateSink(const std::string& folder, bool trial = false);

    std::unique_ptr<RunSink> new_run() override;
    std::vector<Accepted> accept(std::unique_ptr<RunSink> run) override;
    void set_metadata(const std::string& key, const std::string& value) override;
    std::uint64_t finish() override;

    std::string metadata(const std::string& key) const;

    // Sets entries and removes all others whose keys begin with `prefix`; those that are as they
    // should be are not written.
    void replace_metadata(const std::string& prefix,
                          const std::map<std::string, std::string>& entries);

    // The documents there are, by id.
    std::vector<bool> documents() const;

    // A document's stored record.
    std::string data(std::uint32_t document) const;

    // Removes what came from a file, but for articles that were accepted since.
    void remove_file(const std::string& identity, bool keep_accepted);

    // False if there is no such article.
    bool remove_article(const std::string& id);

    // The identities of files whose state is recorded.
    std::vector<std::string> recorded_files() const;

    const UpdateCounts& counts() const { return counts_; }

private:
    const Xapian::Database& database() const { return writer_ ? writer_->database() : database_; }
    std::optional<Xapian::docid> find(const std::string& id_term) const;
    bool remove(Xapian::docid document, const std::string& id_term);

    std::optional<ApiWriter> writer_;            // none in a trial
    Xapian::Database database_;                  // of a trial
    Xapian::docid last_ = 0;                     // given in a trial
    std::unordered_set<std::uint32_t> removed_;  // in a trial
    UpdateCounts counts_;
    std::unordered_set<std::uint32_t> accepted_;
};

}  // namespace dateline
