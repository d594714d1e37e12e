// Two databases compared through everything that Xapian's API shows of them.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

namespace dateline::testing {

// A term fit for a message.
inline std::string shown(const std::string& bytes) {
    std::string text;
    for (const char byte : bytes.substr(0, 40)) {
        const bool plain = byte >= ' ' && byte <= '~';
        text +=
            plain ? std::string(1, byte) : "\\" + std::to_string(static_cast<unsigned char>(byte));
    }
    return bytes.size() > 40 ? text + "… (" + std::to_string(bytes.size()) + " bytes)" : text;
}

class DatabaseComparison {
public:
    DatabaseComparison(const Xapian::Database& a, const Xapian::Database& b) : a_(a), b_(b) {}

    // The first difference found, or nothing if the databases are equal. Slots that no document
    // uses need not be in `slots`.
    std::string run(const std::set<Xapian::valueno>& slots,
                    const std::vector<Xapian::Query>& queries) {
        statistics();
        if (ok()) metadata();
        if (ok()) all_terms();
        if (ok()) documents();
        for (const Xapian::valueno slot : slots) {
            if (ok()) value_slot(slot);
        }
        for (const Xapian::Query& query : queries) {
            if (ok()) results(query);
        }
        return difference_;
    }

private:
    bool ok() const { return difference_.empty(); }

    template <typename T>
    void same(const T& x, const T& y, const std::string& what) {
        if (!(x == y) && ok()) difference_ = what;
    }

    void statistics() {
        same(a_.get_doccount(), b_.get_doccount(), "number of documents");
        same(a_.get_lastdocid(), b_.get_lastdocid(), "last id");
        same(a_.get_total_length(), b_.get_total_length(), "total length");
        same(a_.get_avlength(), b_.get_avlength(), "average length");
        same(a_.get_doclength_lower_bound(), b_.get_doclength_lower_bound(), "shortest length");
        same(a_.get_doclength_upper_bound(), b_.get_doclength_upper_bound(), "longest length");
        same(a_.has_positions(), b_.has_positions(), "has positions");
        same(a_.spellings_begin() == a_.spellings_end(), b_.spellings_begin() == b_.spellings_end(),
             "spellings");
        same(a_.synonym_keys_begin() == a_.synonym_keys_end(),
             b_.synonym_keys_begin() == b_.synonym_keys_end(), "synonyms");
    }

    void metadata() {
        std::vector<std::pair<std::string, std::string>> x;
        std::vector<std::pair<std::string, std::string>> y;
        for (auto i = a_.metadata_keys_begin(); i != a_.metadata_keys_end(); ++i) {
            x.emplace_back(*i, a_.get_metadata(*i));
        }
        for (auto i = b_.metadata_keys_begin(); i != b_.metadata_keys_end(); ++i) {
            y.emplace_back(*i, b_.get_metadata(*i));
        }
        same(x, y, "metadata");
    }

    void all_terms() {
        auto i = a_.allterms_begin();
        auto j = b_.allterms_begin();
        for (; i != a_.allterms_end() && j != b_.allterms_end() && ok(); ++i, ++j) {
            const std::string term = *i;
            same(term, *j, "term " + shown(term) + " / " + shown(*j));
            same(i.get_termfreq(), j.get_termfreq(), "frequency of " + shown(term));
            same(a_.get_collection_freq(term), b_.get_collection_freq(term),
                 "collection frequency of " + shown(term));
            same(a_.get_wdf_upper_bound(term), b_.get_wdf_upper_bound(term),
                 "wdf bound of " + shown(term));
            if (ok()) postings(term);
        }
        if (ok()) same(i == a_.allterms_end(), j == b_.allterms_end(), "number of terms");
    }

    void postings(const std::string& term) {
        auto i = a_.postlist_begin(term);
        auto j = b_.postlist_begin(term);
        for (; i != a_.postlist_end(term) && j != b_.postlist_end(term) && ok(); ++i, ++j) {
            const std::string at = " of " + shown(term) + " in " + std::to_string(*i);
            same(*i, *j, "posting" + at);
            same(i.get_wdf(), j.get_wdf(), "wdf" + at);
            same(i.get_doclength(), j.get_doclength(), "document length" + at);
            auto p = i.positionlist_begin();
            auto q = j.positionlist_begin();
            for (; p != i.positionlist_end() && q != j.positionlist_end() && ok(); ++p, ++q) {
                same(*p, *q, "position" + at);
            }
            if (ok()) {
                same(p == i.positionlist_end(), q == j.positionlist_end(),
                     "number of positions" + at);
            }
        }
        if (ok()) {
            same(i == a_.postlist_end(term), j == b_.postlist_end(term),
                 "number of postings of " + shown(term));
        }
    }

    void documents() {
        auto i = a_.postlist_begin("");
        auto j = b_.postlist_begin("");
        for (; i != a_.postlist_end("") && j != b_.postlist_end("") && ok(); ++i, ++j) {
            same(*i, *j, "document " + std::to_string(*i));
            if (ok()) document(*i);
        }
        if (ok()) same(i == a_.postlist_end(""), j == b_.postlist_end(""), "all documents");
    }

    void document(Xapian::docid id) {
        const std::string of = " of document " + std::to_string(id);
        same(a_.get_doclength(id), b_.get_doclength(id), "length" + of);
        same(a_.get_unique_terms(id), b_.get_unique_terms(id), "unique terms" + of);
        const Xapian::Document x = a_.get_document(id);
        const Xapian::Document y = b_.get_document(id);
        same(x.get_data(), y.get_data(), "data" + of);
        auto v = x.values_begin();
        auto w = y.values_begin();
        for (; v != x.values_end() && w != y.values_end() && ok(); ++v, ++w) {
            same(v.get_valueno(), w.get_valueno(), "slot" + of);
            same(*v, *w, "value in slot " + std::to_string(v.get_valueno()) + of);
        }
        if (ok()) same(v == x.values_end(), w == y.values_end(), "number of values" + of);
        auto s = a_.termlist_begin(id);
        auto t = b_.termlist_begin(id);
        for (; s != a_.termlist_end(id) && t != b_.termlist_end(id) && ok(); ++s, ++t) {
            same(*s, *t, "listed term" + of);
            same(s.get_wdf(), t.get_wdf(), "listed wdf" + of);
            same(s.get_termfreq(), t.get_termfreq(), "listed frequency" + of);
        }
        if (ok()) same(s == a_.termlist_end(id), t == b_.termlist_end(id), "length of list" + of);
    }

    void value_slot(Xapian::valueno slot) {
        const std::string of = " of slot " + std::to_string(slot);
        same(a_.get_value_freq(slot), b_.get_value_freq(slot), "count" + of);
        same(a_.get_value_lower_bound(slot), b_.get_value_lower_bound(slot), "lower bound" + of);
        same(a_.get_value_upper_bound(slot), b_.get_value_upper_bound(slot), "upper bound" + of);
        auto v = a_.valuestream_begin(slot);
        auto w = b_.valuestream_begin(slot);
        for (; v != a_.valuestream_end(slot) && w != b_.valuestream_end(slot) && ok(); ++v, ++w) {
            same(v.get_docid(), w.get_docid(), "document" + of);
            same(*v, *w, "value" + of);
        }
        if (ok()) {
            same(v == a_.valuestream_end(slot), w == b_.valuestream_end(slot), "values" + of);
        }
    }

    void results(const Xapian::Query& query) {
        const Xapian::MSet x = search(a_, query);
        const Xapian::MSet y = search(b_, query);
        const std::string of = " of " + query.get_description().substr(0, 200);
        same(x.size(), y.size(), "number of results" + of);
        same(x.get_matches_estimated(), y.get_matches_estimated(), "estimate" + of);
        same(x.get_max_possible(), y.get_max_possible(), "greatest possible weight" + of);
        for (Xapian::doccount i = 0; i < x.size() && ok(); ++i) {
            same(*x[i], *y[i], "result" + of);
            same(x[i].get_weight(), y[i].get_weight(), "weight" + of);  // to the last bit
        }
    }

    static Xapian::MSet search(const Xapian::Database& database, const Xapian::Query& query) {
        Xapian::Enquire enquire(database);
        enquire.set_query(query);
        return enquire.get_mset(0, 1000);
    }

    const Xapian::Database& a_;
    const Xapian::Database& b_;
    std::string difference_;
};

}  // namespace dateline::testing
