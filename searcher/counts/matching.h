// Which documents match a query, all of them: what totals, facets and timelines count.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

#include <xapian.h>

#include "searcher/shards.h"
#include "searcher/stop.h"

namespace dateline {

// Documents as bits.
class DocumentSet {
public:
    explicit DocumentSet(Xapian::docid last = 0) : words_(last / 64 + 1) {}

    void add(Xapian::docid id) { words_[id / 64] |= std::uint64_t{1} << id % 64; }
    void remove(Xapian::docid id) { words_[id / 64] &= ~(std::uint64_t{1} << id % 64); }
    bool contains(Xapian::docid id) const {
        return id / 64 < words_.size() && (words_[id / 64] >> id % 64 & 1) != 0;
    }
    std::uint64_t count() const;

    // The first one from this document on; 0: there is none.
    Xapian::docid first_from(Xapian::docid id) const {
        std::size_t i = id / 64;
        if (i >= words_.size()) return 0;
        std::uint64_t word = words_[i] & ~std::uint64_t{0} << id % 64;
        while (word == 0) {
            if (++i == words_.size()) return 0;
            word = words_[i];
        }
        return static_cast<Xapian::docid>(i * 64 + std::countr_zero(word));
    }

    // Both sets must have been made for the same last document.
    void unite(const DocumentSet& other);
    void intersect(const DocumentSet& other);
    void subtract(const DocumentSet& other);
    bool includes(const DocumentSet& other) const;

    // Calls visit(docid) in rising order.
    template <typename Visit>
    void for_each(Visit visit) const {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
                visit(static_cast<Xapian::docid>(i * 64 + std::countr_zero(word)));
            }
        }
    }

private:
    std::vector<std::uint64_t> words_;
};

// Collects what a search finds. All of it only if the search looks at all documents
// (check_at_least).
class MatchCollector : public Xapian::MatchSpy {
public:
    explicit MatchCollector(const Xapian::Database& database)
        : set_(database.get_lastdocid()), tracker_(database) {}

    // The query to run.
    Xapian::Query track(const Xapian::Query& query) const { return tracker_.track(query); }

    const DocumentSet& set() const { return set_; }
    void operator()(const Xapian::Document& document, double weight) override;

private:
    DocumentSet set_;
    ShardTracker tracker_;
};

// By walking posting lists. Nothing for a query with parts that are more than operators over whole
// words (phrases, proximity, what is not Xapian's own): that must be searched for. Throws
// Interrupted.
std::optional<DocumentSet> walk_matching(const Xapian::Database& database,
                                         const Xapian::Query& query,
                                         const std::atomic<bool>* stop = nullptr);

// At least as many documents as match, by the terms' frequencies: a query that cannot be walked may
// match all.
std::uint64_t most_matching(const Xapian::Database& database, const Xapian::Query& query);

}  // namespace dateline
