// Shards on disk: an update changes copies of them, which share all unchanged bytes with what is in force.
#pragma once

#include <string>
#include <vector>

#include <xapian.h>

namespace dateline {

// Up to this many documents are removed from a shard without a copy of its tables.
inline constexpr std::size_t kMostLinkedRemovals = 8000;

// Makes `to` a copy of the shard `from` without the documents `ids` (rising), synced.
//
// Few documents: the tables are hard links. That is safe because glass never overwrites a block that
// the revision before uses: one commit to the new folder leaves every block that `from`'s version file names as it is, which is how
// glass survives a crash. (The commit after that may reuse them: whoever reads `from` then gets
// DatabaseModifiedError and opens the index again.) Many documents take several commits and get copies
// of the tables, as does a file system without links.
//
// Throws Error. What it made then must be removed.
void copy_shard_without(const std::string& from, const std::string& to,
                        const std::vector<Xapian::docid>& ids);

// Makes `to` one compact shard of several, their documents in that order, with new ids; synced. Throws
// Error.
void merge_shards(const std::vector<std::string>& from, const std::string& to);

// How many of the last shards to merge into one, given the number of documents of each: 0 for none. Keeps
// the number of shards at the logarithm of the number of updates, while one update seldom
// rewrites much more than it adds.
std::size_t shards_to_merge(const std::vector<std::size_t>& documents);

}  // namespace dateline
