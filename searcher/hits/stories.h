// One result for each story: near-copies of an article stand behind the best of them.
#pragma once

#include <cstdint>
#include <vector>

#include <xapian.h>

#include "common/stories.h"
#include "searcher/ranking/refine.h"
#include "searcher/shards.h"

namespace dateline {

// These documents of the database and no others, with weight 0. `documents` rise. For databases on
// this machine whose shards all have UUIDs of their own.
Xapian::Query documents_query(const Xapian::Database& database,
                              const std::vector<Xapian::docid>& documents);

// Only the first hit of each story; what belongs to none stays.
std::vector<ScoredHit> first_of_stories(const std::vector<ScoredHit>& hits,
                                        const StoryMap& stories);

// Counts, among the documents that a match shows it, those of a story that it was shown before.
class RepeatCounter : public Xapian::MatchSpy {
public:
    RepeatCounter(const StoryMap& stories, const ShardTracker& tracker)
        : stories_(stories), tracker_(tracker), seen_(stories.size()) {}

    void operator()(const Xapian::Document& document, double) override {
        see(tracker_.number(document));
    }

    void see(Xapian::docid document) {
        ++seen_documents_;
        const std::uint32_t story = stories_.story_of(document);
        if (story == StoryMap::kAlone) return;
        repeats_ += seen_[story] ? 1 : 0;
        seen_[story] = true;
    }

    std::uint64_t documents() const { return seen_documents_; }  // that it was shown
    std::uint64_t repeats() const { return repeats_; }

private:
    const StoryMap& stories_;
    const ShardTracker& tracker_;
    std::vector<bool> seen_;
    std::uint64_t seen_documents_ = 0;
    std::uint64_t repeats_ = 0;
};

// For each hit the other documents of its story that match `query`, rising. One match, of no more
// documents than the stories have.
std::vector<std::vector<Xapian::docid>> similar_documents(const Xapian::Database& database,
                                                          const StoryMap& stories,
                                                          const Xapian::Query& query,
                                                          const std::vector<ScoredHit>& hits);

}  // namespace dateline
