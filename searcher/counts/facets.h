// Facets: how many of the matching articles there are for each year, week, source …
//
// Facets of dates are counted by date_counts.h. Others are read from the posting lists of their
// terms, once, and kept in memory: counting is one pass over the lists.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "searcher/counts/date_counts.h"
#include "searcher/counts/matching.h"
#include "searcher/stop.h"

namespace dateline {

// A facet to be counted: "source", "date:month", …
struct FacetRequest {
    std::string name;         // as asked for, and as shown
    std::string term_prefix;  // of its terms, if it is none of dates
    bool is_date = false;
    DateField field = DateField::Published;  // of a facet of dates, as is the step
    DateStep step = DateStep::Year;
    std::size_t most = 0;  // values to return, the most frequent first; 0: all, in order
};

// Reads "year" (week, decade …), "date:month", "mentions:year", "source:10", a metadata field of
// the index. Throws Error, naming the choices.
FacetRequest parse_facet(const std::string& text, const std::vector<std::string>& metadata_fields);

// Names that parse_facet takes, each facet once.
std::vector<std::string> facet_names(const std::vector<std::string>& metadata_fields);

// "day", "week", …
std::string_view step_name(DateStep step);

// What finds the articles that a value of a facet of dates counts: "date:2024-05".
std::string date_filter(DateField field, const std::string& value);

struct FacetValue {
    std::string value;  // "2024-05", "1990s", "reuters", "undated", "less exact"
    std::uint64_t count = 0;
    std::uint64_t inferred =
        0;  // of these, how many have a publication date that is not given but inferred
    std::string filter;  // what to add to the query to see just these
};

struct Facet {
    std::string name;
    std::vector<FacetValue> values;
    std::uint64_t values_total = 0;  // also those beyond `most`
    bool published = false;          // counts publication dates: `inferred` means something
};

// Facets of one open database. Not for two threads at once.
class FacetCounter {
public:
    explicit FacetCounter(const Xapian::Database& database)
        : database_(database), dates_(database) {}

    // Once the flag is set counting throws Interrupted. It outlives the counter, or is set to
    // nullptr again.
    void set_stop(const std::atomic<bool>* stop) {
        stop_ = stop;
        dates_.set_stop(stop);
    }

    Facet count(const FacetRequest& request, const DocumentSet& matching);

    DateCounter& dates() { return dates_; }

private:
    struct TermColumn {
        struct Value {
            std::string value;
            std::vector<Xapian::docid> documents;
        };
        std::vector<Value> values;
    };

    const TermColumn& term_column(const std::string& prefix);
    void count_dates(const FacetRequest& request, const DocumentSet& matching, Facet& facet);
    void count_terms(const FacetRequest& request, const DocumentSet& matching, Facet& facet);

    Xapian::Database database_;
    const std::atomic<bool>* stop_ = nullptr;
    DateCounter dates_;
    std::map<std::string, TermColumn> terms_;
};

}  // namespace dateline
