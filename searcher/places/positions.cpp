#include "searcher/places/positions.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace dateline {
namespace {

class TablePositions : public TermPositions {
public:
    TablePositions(std::shared_ptr<glass::TableReader> table, const std::string& term)
        : cursor_(std::move(table), term) {}

    std::uint64_t seek(std::uint64_t document) override { return cursor_.seek(document); }
    void read(std::vector<Position>& positions) override { cursor_.read(positions); }

private:
    glass::PositionCursor cursor_;
};

class ApiPositions : public TermPositions {
public:
    ApiPositions(Xapian::Database database, std::string term)
        : database_(std::move(database)), term_(std::move(term)) {}

    std::uint64_t seek(std::uint64_t document) override {
        if (document >= kNone) return kNone;
        if (at_ == 0 || document < from_) {  // a posting list does not go back
            list_ = database_.postlist_begin(term_);
        } else if (document <= at_) {
            return at_;
        }
        from_ = document;
        if (list_ != Xapian::PostingIterator()) list_.skip_to(static_cast<Xapian::docid>(document));
        at_ = list_ != Xapian::PostingIterator() ? *list_ : kNone;
        return at_;
    }

    void read(std::vector<Position>& positions) override {
        const auto end = list_.positionlist_end();
        for (auto at = list_.positionlist_begin(); at != end; ++at)
            positions.push_back(*at);
    }

private:
    Xapian::Database database_;
    std::string term_;
    Xapian::PostingIterator list_;
    std::uint64_t from_ = 0;
    std::uint64_t at_ = 0;  // none from from_ to before this; 0: the list is not open
};

}  // namespace

AnyTermPositions::AnyTermPositions(const PositionSource& source, const AnyTerm& terms) {
    terms_.reserve(terms.size());
    for (const std::string& term : terms) {
        if (source.table != nullptr) {
            terms_.push_back({0, std::make_unique<TablePositions>(source.table, term)});
        } else {
            terms_.push_back({0, std::make_unique<ApiPositions>(source.database, term)});
        }
    }
}

void AnyTermPositions::read(Xapian::docid document, std::vector<Position>& positions) {
    positions.clear();
    if (document <= last_) {
        for (Entry& entry : terms_)
            entry.at = 0;
    }
    last_ = document;
    std::size_t found = 0;
    while (!terms_.empty() && terms_.front().at <= document) {
        std::pop_heap(terms_.begin(), terms_.end(), std::greater<>());
        Entry& entry = terms_.back();
        if (entry.at < document) entry.at = entry.term->seek(document);
        if (entry.at == document) {
            entry.term->read(positions);
            ++found;
            entry.at = entry.term->seek(std::uint64_t{document} + 1);
        }
        std::push_heap(terms_.begin(), terms_.end(), std::greater<>());
    }
    if (found < 2) return;
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
}

std::uint64_t AnyTermFrequency::in(Xapian::docid document) {
    if (last_ == 0 || document < last_) {  // posting lists do not go back
        lists_.clear();
        for (const std::string& term : terms_) {
            auto begin = database_.postlist_begin(term);
            if (begin != database_.postlist_end(term)) lists_.push_back(std::move(begin));
        }
    }
    last_ = document;
    std::uint64_t count = 0;
    for (Xapian::PostingIterator& list : lists_) {
        if (list == Xapian::PostingIterator()) continue;
        if (*list < document) list.skip_to(document);
        if (list != Xapian::PostingIterator() && *list == document) count += list.get_wdf();
    }
    return count;
}

}  // namespace dateline
