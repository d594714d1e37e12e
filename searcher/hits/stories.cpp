#include "searcher/hits/stories.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "searcher/shards.h"

namespace dateline {
namespace {

// A matcher asks each shard by itself, with numbers of its own, and does not say which one it is:
// its UUID tells.
class DocumentList : public Xapian::PostingSource {
public:
    using Lists = std::map<std::string, std::vector<Xapian::docid>>;

    explicit DocumentList(std::shared_ptr<const Lists> lists) : lists_(std::move(lists)) {}

    Xapian::doccount get_termfreq_min() const override { return size(); }
    Xapian::doccount get_termfreq_est() const override { return size(); }
    Xapian::doccount get_termfreq_max() const override { return size(); }
    void init(const Xapian::Database& shard) override {
        const auto list = lists_->find(shard.get_uuid());
        documents_ = list == lists_->end() ? nullptr : &list->second;
        next_ = 0;
    }
    void next(double) override { ++next_; }
    void skip_to(Xapian::docid document, double) override {
        if (documents_ == nullptr) {
            next_ = 1;
            return;
        }
        const auto from =
            documents_->begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(next_, 1) - 1);
        next_ = static_cast<std::size_t>(std::lower_bound(from, documents_->end(), document) -
                                         documents_->begin()) +
                1;
    }
    bool at_end() const override { return next_ > size(); }
    Xapian::docid get_docid() const override { return (*documents_)[next_ - 1]; }
    PostingSource* clone() const override { return new DocumentList(lists_); }
    std::string get_description() const override { return "documents"; }

private:
    Xapian::doccount size() const {
        return documents_ == nullptr ? 0 : static_cast<Xapian::doccount>(documents_->size());
    }

    std::shared_ptr<const Lists> lists_;                     // by UUID
    const std::vector<Xapian::docid>* documents_ = nullptr;  // of the shard
    std::size_t next_ = 0;                                   // the current one's place + 1
};

}  // namespace

Xapian::Query documents_query(const Xapian::Database& database,
                              const std::vector<Xapian::docid>& documents) {
    if (documents.empty()) return Xapian::Query::MatchNothing;
    const std::vector<std::string> uuids = shard_uuids(database);
    const auto count = static_cast<Xapian::docid>(uuids.size());
    auto lists = std::make_shared<DocumentList::Lists>();
    for (const Xapian::docid document : documents)
        (*lists)[uuids[(document - 1) % count]].push_back((document - 1) / count + 1);
    auto* list = new DocumentList(std::move(lists));  // released to the query
    return {Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(list->release()), 0};
}

std::vector<ScoredHit> first_of_stories(const std::vector<ScoredHit>& hits,
                                        const StoryMap& stories) {
    std::vector<ScoredHit> first;
    first.reserve(hits.size());
    std::vector<bool> taken(stories.size());
    for (const ScoredHit& hit : hits) {
        const std::uint32_t story = stories.story_of(hit.document);
        if (story != StoryMap::kAlone) {
            if (taken[story]) continue;
            taken[story] = true;
        }
        first.push_back(hit);
    }
    return first;
}

std::vector<std::vector<Xapian::docid>> similar_documents(const Xapian::Database& database,
                                                          const StoryMap& stories,
                                                          const Xapian::Query& query,
                                                          const std::vector<ScoredHit>& hits) {
    std::vector<std::vector<Xapian::docid>> similar(hits.size());
    std::vector<Xapian::docid> candidates;
    for (const ScoredHit& hit : hits) {
        const std::uint32_t story = stories.story_of(hit.document);
        if (story == StoryMap::kAlone) continue;
        for (const Xapian::docid member : stories.members(story)) {
            if (member != hit.document) candidates.push_back(member);
        }
    }
    if (candidates.empty()) return similar;
    std::sort(candidates.begin(), candidates.end());
    const auto count = static_cast<Xapian::doccount>(candidates.size());
    Xapian::Enquire enquire(database);
    enquire.set_query({Xapian::Query::OP_FILTER, query, documents_query(database, candidates)});
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    std::vector<std::pair<std::uint32_t, Xapian::docid>> matching;  // by story
    const Xapian::MSet matches = enquire.get_mset(0, count);
    for (auto match = matches.begin(); match != matches.end(); ++match)
        matching.emplace_back(stories.story_of(*match), *match);
    std::sort(matching.begin(), matching.end());
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const std::uint32_t story = stories.story_of(hits[i].document);
        if (story == StoryMap::kAlone) continue;
        auto at = std::lower_bound(matching.begin(), matching.end(),
                                   std::pair<std::uint32_t, Xapian::docid>(story, 0));
        for (; at != matching.end() && at->first == story; ++at)
            similar[i].push_back(at->second);
    }
    return similar;
}

}  // namespace dateline
