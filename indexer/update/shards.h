// Shards on disk: an update changes copies of them, which share all unchanged bytes with what is in
// force.
#pragma once

#include <string>
#include <vector>

#include <xapian.h>

#include "common/stories.h"
#include "indexer/update/redate.h"

namespace dateline {

// Up to this many documents are changed in a shard, or removed, without a copy of its tables.
inline constexpr std::size_t kMostLinkedChanges = 8000;

struct ShardChanges {
    std::vector<Xapian::docid> removed;  // rising
    std::vector<Redated> redated;        // rising, none of them removed

    bool empty() const { return removed.empty() && redated.empty(); }
    std::size_t size() const { return removed.size() + redated.size(); }
};

// Makes `to` a copy of the shard `from` with these changes, synced.
//
// Few documents: the tables are hard links. That is safe because glass never overwrites a block
// that the revision before uses: one commit to the new folder leaves every block that `from`'s
// version file names as it is, which is how glass survives a crash. (The commit after that may
// reuse them: whoever reads `from` then gets DatabaseModifiedError and opens the index again.) Many
// documents take several commits and get copies of the tables, as does a file system without links.
// The sketches (indexer/copies/sketches.h) are linked as well.
//
// Throws Error. What it made then must be removed.
void copy_shard_changed(const std::string& from, const std::string& to,
                        const ShardChanges& changes);

// Changes documents (rising) of a shard that nobody knows yet. False if there are none. Throws
// Error.
bool redate_documents(const std::string& shard, const std::vector<Redated>& redated);

// The documents of a shard, rising.
std::vector<Xapian::docid> documents_of(const Xapian::Database& shard);

// Makes `to` one compact shard of several, their documents in that order, with new ids; synced. Of
// their sketches too, if they have them. Throws Error.
void merge_shards(const std::vector<std::string>& from, const std::string& to);

// The stories of articles whose shards were put together otherwise, but in the same order: `before`
// has the documents of each shard that counted then and are still there, `after` the shards now.
// Throws Error if these have other articles.
StoryMap moved_stories(const StoryMap& stories,
                       const std::vector<std::vector<Xapian::docid>>& before,
                       const std::vector<std::string>& after);

// How many of the last shards to merge into one, given the number of documents of each: 0 for none.
// Keeps the number of shards at the logarithm of the number of updates, while one update seldom
// rewrites much more than it adds.
std::size_t shards_to_merge(const std::vector<std::size_t>& documents);

}  // namespace dateline
