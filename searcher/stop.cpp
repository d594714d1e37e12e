#include "searcher/stop.h"

#include <algorithm>

namespace dateline {
namespace {

// Every document, as long as nobody wants to stop: filters a query without changing what it finds.
class StopSource : public Xapian::PostingSource {
public:
    explicit StopSource(const std::atomic<bool>* stop) : stop_(stop) {}

    Xapian::doccount get_termfreq_min() const override { return count_; }
    Xapian::doccount get_termfreq_est() const override { return count_; }
    Xapian::doccount get_termfreq_max() const override { return count_; }
    void next(double) override { move_to(at_ + 1); }
    void skip_to(Xapian::docid document, double) override { move_to(std::max(document, at_)); }
    bool check(Xapian::docid document, double) override {
        move_to(std::max(document, at_));
        return true;
    }
    bool at_end() const override { return at_ > last_; }
    Xapian::docid get_docid() const override { return at_; }
    PostingSource* clone() const override { return new StopSource(stop_); }
    void init(const Xapian::Database& database) override {
        at_ = 0;
        last_ = database.get_lastdocid();
        count_ = database.get_doccount();
    }

private:
    void move_to(Xapian::docid document) {
        check_stop(stop_);
        at_ = document;
    }

    const std::atomic<bool>* stop_;
    Xapian::docid at_ = 0;
    Xapian::docid last_ = 0;
    Xapian::doccount count_ = 0;
};

}  // namespace

Xapian::Query stoppable(const Xapian::Query& query, const std::atomic<bool>* stop) {
    if (stop == nullptr) return query;
    auto* source = new StopSource(stop);  // released to the query
    return {Xapian::Query::OP_FILTER, query, Xapian::Query(source->release())};
}

}  // namespace dateline
