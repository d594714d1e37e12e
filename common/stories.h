// Which articles are near-copies of each other, as the index holds it: groups of document numbers.
//
// The numbers are those that a Xapian::Database of all shards gives: (number in the shard - 1) *
// shards + shard + 1. Stories of one article are not listed: most are. The list is a file of its
// own in the index directory (common/index.h), for what belongs to a story may only be known when
// later articles have been read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dateline {

// The number that a database of `shards` shards gives to document `document` (from 1) of shard
// `shard` (from 0).
inline std::uint32_t number_among(std::size_t shards, std::size_t shard, std::uint32_t document) {
    return static_cast<std::uint32_t>((document - 1) * shards + shard + 1);
}

class StoryMap {
public:
    StoryMap() = default;

    // From pairs (first article of a story, another article of it), in any order. All pairs of a
    // story have the same first member.
    explicit StoryMap(std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs,
                      std::uint32_t shards = 1);

    // Throws Error if the file cannot be read or is damaged.
    static StoryMap read(const std::string& path);

    // Writes and syncs a new file. Throws Error.
    void write(const std::string& path) const;

    // The same stories in an index of `shards` shards, where `number` gives each article its new
    // number.
    StoryMap renumbered(std::uint32_t shards,
                        const std::function<std::uint32_t(std::uint32_t)>& number) const;

    std::uint32_t shards() const { return shards_; }

    // Stories of two articles or more, numbered from 0 by their smallest numbers.
    std::size_t size() const { return begins_.empty() ? 0 : begins_.size() - 1; }

    // How many results disappear when each story is shown once: members minus one, summed up.
    std::size_t repeats() const { return members_.size() - size(); }

    // The documents of a story, rising; two or more.
    std::span<const std::uint32_t> members(std::uint32_t story) const {
        return {members_.data() + begins_[story], begins_[story + 1] - begins_[story]};
    }

    // The document that was indexed first; its id names the story.
    std::uint32_t first(std::uint32_t story) const { return firsts_[story]; }

    static constexpr std::uint32_t kAlone = UINT32_MAX;

    // The story of a document, or kAlone.
    std::uint32_t story_of(std::uint32_t document) const {
        if (stories_.empty() || document == 0) return kAlone;
        const std::vector<std::uint32_t>& shard = stories_[(document - 1) % shards_];
        const std::uint32_t at = (document - 1) / shards_;
        return at < shard.size() ? shard[at] : kAlone;
    }

private:
    void add(const std::vector<std::uint32_t>& members, std::uint32_t first);
    void index();

    std::uint32_t shards_ = 1;
    std::vector<std::uint32_t> members_;  // of all stories, one after another
    std::vector<std::size_t> begins_;     // into members_, and its end
    std::vector<std::uint32_t> firsts_;   // by story
    // By shard and number in it, from 0: the numbers of all shards together have gaps where shards
    // differ in size.
    std::vector<std::vector<std::uint32_t>> stories_;
};

}  // namespace dateline
