#include "searcher/shards.h"

#include <algorithm>
#include <utility>

namespace dateline {
namespace {

// Has every document; a shard's own clone of it notes when the matcher comes to that shard.
class ShardMarker : public Xapian::PostingSource {
public:
    ShardMarker(std::vector<std::string> uuids, std::shared_ptr<Xapian::docid> current)
        : uuids_(std::move(uuids)), current_(std::move(current)) {}

    Xapian::doccount get_termfreq_min() const override { return count_; }
    Xapian::doccount get_termfreq_est() const override { return count_; }
    Xapian::doccount get_termfreq_max() const override { return count_; }

    void init(const Xapian::Database& shard) override {
        const auto found = std::find(uuids_.begin(), uuids_.end(), shard.get_uuid());
        shard_ = found == uuids_.end() ? 0 : static_cast<Xapian::docid>(found - uuids_.begin());
        count_ = shard.get_doccount();
        last_ = shard.get_lastdocid();
        at_ = 0;
    }

    void next(double) override { go_to(at_ + 1); }
    void skip_to(Xapian::docid document, double) override { go_to(std::max(document, at_)); }
    bool check(Xapian::docid document, double) override {
        go_to(document);
        return true;
    }
    bool at_end() const override { return at_ > last_; }
    Xapian::docid get_docid() const override { return at_; }
    PostingSource* clone() const override { return new ShardMarker(uuids_, current_); }
    std::string get_description() const override { return "shard"; }

private:
    void go_to(Xapian::docid document) {
        at_ = document;
        *current_ = shard_;
    }

    std::vector<std::string> uuids_;
    std::shared_ptr<Xapian::docid> current_;
    Xapian::docid shard_ = 0;
    Xapian::docid last_ = 0;
    Xapian::docid at_ = 0;
    Xapian::doccount count_ = 0;
};

}  // namespace

std::vector<std::string> shard_uuids(const Xapian::Database& database) {
    std::vector<std::string> uuids{""};
    for (const char byte : database.get_uuid()) {
        if (byte == ':') {
            uuids.emplace_back();
        } else {
            uuids.back() += byte;
        }
    }
    return uuids;
}

ShardTracker::ShardTracker(const Xapian::Database& database)
    : uuids_(shard_uuids(database)), current_(std::make_shared<Xapian::docid>(0)) {}

Xapian::Query ShardTracker::track(const Xapian::Query& query) const {
    if (uuids_.size() == 1) return query;
    auto* marker = new ShardMarker(uuids_, current_);  // released to the query
    return {Xapian::Query::OP_FILTER, query, Xapian::Query(marker->release())};
}

}  // namespace dateline
