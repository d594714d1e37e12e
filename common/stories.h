// Which articles are near-copies of each other, as the index holds it: groups of document numbers.
//
// Stories of one article are not stored: most are. The groups are database metadata, for what
// belongs to a story may only be known when later articles have been read. Each entry holds the
// stories whose first articles lie in one range of numbers, so that an update writes few of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

namespace dateline {

class StoryMap {
public:
    StoryMap() = default;

    // As the database says. Throws Error if an entry is damaged.
    explicit StoryMap(const Xapian::Database& database);

    // From pairs of articles that belong together, in any order: (one of the story, another). All
    // pairs of a story share their first member.
    explicit StoryMap(std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs);

    // The entries for the database, by key.
    std::map<std::string, std::string> entries() const;

    // Stories of two articles or more, numbered from 0 by their first articles.
    std::size_t size() const { return begins_.empty() ? 0 : begins_.size() - 1; }

    // The documents of a story, rising; two or more.
    std::span<const std::uint32_t> members(std::uint32_t story) const {
        return {members_.data() + begins_[story], begins_[story + 1] - begins_[story]};
    }

    static constexpr std::uint32_t kAlone = UINT32_MAX;

    // The story of a document, or kAlone.
    std::uint32_t story_of(std::uint32_t document) const {
        return document < stories_.size() ? stories_[document] : kAlone;
    }

private:
    void add(const std::vector<std::uint32_t>& members);
    void number();

    std::vector<std::uint32_t> members_;  // of all stories, one after another
    std::vector<std::size_t> begins_;     // into members_, and its end
    std::vector<std::uint32_t> stories_;  // by document
};

}  // namespace dateline
