#include "searcher/counts/matching.h"

#include <algorithm>
#include <string>
#include <utility>

namespace dateline {
namespace {

class Walker {
public:
    Walker(const Xapian::Database& database, const std::atomic<bool>* stop)
        : database_(database), stop_(stop), last_(database.get_lastdocid()) {}

    static bool can_walk(const Xapian::Query& query) {
        switch (query.get_type()) {
            case Xapian::Query::LEAF_TERM:
            case Xapian::Query::LEAF_MATCH_ALL:
            case Xapian::Query::LEAF_MATCH_NOTHING:
                return true;
            case Xapian::Query::OP_SCALE_WEIGHT:
            case Xapian::Query::OP_AND_MAYBE:
                return can_walk(query.get_subquery(0));
            case Xapian::Query::OP_AND:
            case Xapian::Query::OP_FILTER:
            case Xapian::Query::OP_OR:
            case Xapian::Query::OP_SYNONYM:
            case Xapian::Query::OP_MAX:
            case Xapian::Query::OP_AND_NOT:
                for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) {
                    if (!can_walk(query.get_subquery(i))) return false;
                }
                return true;
            default:
                return false;
        }
    }

    // Of a query that can_walk.
    DocumentSet evaluate(const Xapian::Query& query) {
        switch (query.get_type()) {
            case Xapian::Query::LEAF_TERM:
                return postings(*query.get_terms_begin());
            case Xapian::Query::LEAF_MATCH_ALL:
                return postings("");
            case Xapian::Query::LEAF_MATCH_NOTHING:
                return DocumentSet(last_);
            case Xapian::Query::OP_SCALE_WEIGHT:
            case Xapian::Query::OP_AND_MAYBE:
                return evaluate(query.get_subquery(0));
            case Xapian::Query::OP_AND:
            case Xapian::Query::OP_FILTER:
                return all_parts(query);
            case Xapian::Query::OP_OR:
            case Xapian::Query::OP_SYNONYM:
            case Xapian::Query::OP_MAX: {
                DocumentSet set(last_);
                for (std::size_t i = 0; i < query.get_num_subqueries(); ++i)
                    add(query.get_subquery(i), set);
                return set;
            }
            case Xapian::Query::OP_AND_NOT: {
                DocumentSet set = evaluate(query.get_subquery(0));
                for (std::size_t i = 1; i < query.get_num_subqueries(); ++i) {
                    DocumentSet unwanted = set;
                    restrict(query.get_subquery(i), unwanted);
                    set.subtract(unwanted);
                }
                return set;
            }
            default:
                return DocumentSet(last_);
        }
    }

private:
    // The rarest part first: the others are then only looked at where it is.
    DocumentSet all_parts(const Xapian::Query& query) {
        std::vector<std::pair<std::uint64_t, Xapian::Query>> parts;
        for (std::size_t i = 0; i < query.get_num_subqueries(); ++i)
            parts.emplace_back(most_matching(database_, query.get_subquery(i)),
                               query.get_subquery(i));
        std::stable_sort(parts.begin(), parts.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        DocumentSet set = evaluate(parts.front().second);
        for (std::size_t i = 1; i < parts.size(); ++i)
            restrict(parts[i].second, set);
        return set;
    }

    // Leaves those of the set that match.
    void restrict(const Xapian::Query& query, DocumentSet& set) {
        switch (query.get_type()) {
            case Xapian::Query::LEAF_TERM:
                restrict_to_term(*query.get_terms_begin(), set);
                return;
            case Xapian::Query::OP_AND:
            case Xapian::Query::OP_FILTER:
                for (std::size_t i = 0; i < query.get_num_subqueries(); ++i)
                    restrict(query.get_subquery(i), set);
                return;
            case Xapian::Query::OP_OR:
            case Xapian::Query::OP_SYNONYM:
            case Xapian::Query::OP_MAX: {
                DocumentSet found(last_);
                for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) {
                    DocumentSet part = set;
                    restrict(query.get_subquery(i), part);
                    found.unite(part);
                }
                set = std::move(found);
                return;
            }
            default:
                set.intersect(evaluate(query));
        }
    }

    void restrict_to_term(const std::string& term, DocumentSet& set) {
        // To skip to a document costs as much as to walk over about so many.
        constexpr std::uint64_t kSkip = 8;
        if (set.count() * kSkip >= database_.get_termfreq(term)) {
            set.intersect(postings(term));
            return;
        }
        check_stop(stop_);
        DocumentSet found(last_);
        const auto end = database_.postlist_end(term);
        auto at = database_.postlist_begin(term);
        set.for_each([&](Xapian::docid id) {
            if (at != end) at.skip_to(id);
            if (at != end && *at == id) found.add(id);
        });
        set = std::move(found);
    }

    void add(const Xapian::Query& query, DocumentSet& set) {
        if (query.get_type() == Xapian::Query::LEAF_TERM) {
            add_postings(*query.get_terms_begin(), set);
        } else {
            set.unite(evaluate(query));
        }
    }

    void add_postings(const std::string& term, DocumentSet& set) {
        check_stop(stop_);
        const auto end = database_.postlist_end(term);
        for (auto at = database_.postlist_begin(term); at != end; ++at)
            set.add(*at);
    }

    DocumentSet postings(const std::string& term) {
        DocumentSet set(last_);
        add_postings(term, set);
        return set;
    }

    const Xapian::Database& database_;
    const std::atomic<bool>* stop_;
    const Xapian::docid last_;
};

}  // namespace

std::uint64_t DocumentSet::count() const {
    std::uint64_t count = 0;
    for (const std::uint64_t word : words_)
        count += static_cast<std::uint64_t>(std::popcount(word));
    return count;
}

void DocumentSet::unite(const DocumentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i)
        words_[i] |= other.words_[i];
}

void DocumentSet::intersect(const DocumentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i)
        words_[i] &= other.words_[i];
}

void DocumentSet::subtract(const DocumentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i)
        words_[i] &= ~other.words_[i];
}

bool DocumentSet::includes(const DocumentSet& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if ((other.words_[i] & ~words_[i]) != 0) return false;
    }
    return true;
}

void MatchCollector::operator()(const Xapian::Document& document, double) {
    set_.add(tracker_.number(document));
}

std::uint64_t most_matching(const Xapian::Database& database, const Xapian::Query& query) {
    const std::size_t parts = query.get_num_subqueries();
    switch (query.get_type()) {
        case Xapian::Query::LEAF_TERM:
            return database.get_termfreq(*query.get_terms_begin());
        case Xapian::Query::LEAF_MATCH_NOTHING:
            return 0;
        case Xapian::Query::OP_SCALE_WEIGHT:
        case Xapian::Query::OP_AND_MAYBE:
        case Xapian::Query::OP_AND_NOT:
            return most_matching(database, query.get_subquery(0));
        case Xapian::Query::OP_AND:
        case Xapian::Query::OP_FILTER: {
            std::uint64_t most = database.get_doccount();
            for (std::size_t i = 0; i < parts; ++i)
                most = std::min(most, most_matching(database, query.get_subquery(i)));
            return most;
        }
        case Xapian::Query::OP_OR:
        case Xapian::Query::OP_SYNONYM:
        case Xapian::Query::OP_MAX: {
            std::uint64_t most = 0;
            for (std::size_t i = 0; i < parts; ++i)
                most += most_matching(database, query.get_subquery(i));
            return most;
        }
        default:
            return database.get_doccount();
    }
}

std::optional<DocumentSet> walk_matching(const Xapian::Database& database,
                                         const Xapian::Query& query,
                                         const std::atomic<bool>* stop) {
    if (query.empty()) return DocumentSet(database.get_lastdocid());
    if (!Walker::can_walk(query)) return std::nullopt;
    return Walker(database, stop).evaluate(query);
}

}  // namespace dateline
