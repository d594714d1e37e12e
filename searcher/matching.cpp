#include "searcher/matching.h"

#include <string>

namespace dateline {
namespace {

class Walker {
public:
    explicit Walker(const Xapian::Database& database)
        : database_(database), last_(database.get_lastdocid()) {}

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
                for (std::size_t i = 1; i < query.get_num_subqueries(); ++i)
                    set.subtract(evaluate(query.get_subquery(i)));
                return set;
            }
            default:
                return DocumentSet(last_);
        }
    }

private:
    DocumentSet all_parts(const Xapian::Query& query) {
        DocumentSet set = evaluate(query.get_subquery(0));
        for (std::size_t i = 1; i < query.get_num_subqueries(); ++i)
            set.intersect(evaluate(query.get_subquery(i)));
        return set;
    }

    void add(const Xapian::Query& query, DocumentSet& set) {
        if (query.get_type() == Xapian::Query::LEAF_TERM) {
            add_postings(*query.get_terms_begin(), set);
        } else {
            set.unite(evaluate(query));
        }
    }

    void add_postings(const std::string& term, DocumentSet& set) {
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

void MatchCollector::operator()(const Xapian::Document& document, double) {
    set_.add(tracker_.number(document));
}

std::optional<DocumentSet> walk_matching(const Xapian::Database& database,
                                         const Xapian::Query& query) {
    if (query.empty()) return DocumentSet(database.get_lastdocid());
    if (!Walker::can_walk(query)) return std::nullopt;
    return Walker(database).evaluate(query);
}

}  // namespace dateline
