// Document numbers in an index of several shards. Xapian's matcher asks one shard after another,
// and posting sources and match spies get the numbers that the shard counts by, without its name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

namespace dateline {

// The UUIDs of a database's shards, in order. Of one shard without any: "".
std::vector<std::string> shard_uuids(const Xapian::Database& database);

// Tells match spies the number that a document has in the whole database. For shards on this
// machine with UUIDs of their own.
class ShardTracker {
public:
    explicit ShardTracker(const Xapian::Database& database);

    // The same query; while it is matched number() knows the shard.
    Xapian::Query track(const Xapian::Query& query) const;

    // Of the document that a spy is shown.
    Xapian::docid number(const Xapian::Document& document) const {
        const auto shards = static_cast<Xapian::docid>(uuids_.size());
        return (document.get_docid() - 1) * shards + *current_ + 1;
    }

private:
    std::vector<std::string> uuids_;
    std::shared_ptr<Xapian::docid> current_;  // the shard being matched
};

}  // namespace dateline
