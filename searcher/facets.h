// Facets: how many of the matching articles there are for each year, week, source …
//
// Dates are read from the documents' values, other facets from the posting lists of their terms, each once, and kept in memory:
// counting is then one pass over the matching documents, or over the lists.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "common/date_terms.h"
#include "searcher/matching.h"

namespace dateline {

enum class DateField { Published, Mentioned };

// What a date is counted by.
enum class DateStep { Day, Week, Month, Quarter, Year, Decade };

// A facet to be counted: "source", "date:month", …
struct FacetRequest {
    std::string name;         // as asked for, and as shown
    std::string term_prefix;  // of its terms, if it is none of dates
    bool is_date = false;
    DateField field = DateField::Published;  // of a facet of dates, as is the step
    DateStep step = DateStep::Year;
    std::size_t most = 0;  // values to return, the most frequent first; 0: all, in order
};

// Reads "year" (week, decade …), "date:month", "mentions:year", "source:10", a metadata field of the index. Throws Error, naming the
// choices.
FacetRequest parse_facet(const std::string& text, const std::vector<std::string>& metadata_fields);

// Names that parse_facet takes, each facet once.
std::vector<std::string> facet_names(const std::vector<std::string>& metadata_fields);

// "day", "week", …
std::string_view step_name(DateStep step);

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
    explicit FacetCounter(Xapian::Database database) : database_(std::move(database)) {}

    Facet count(const FacetRequest& request, const DocumentSet& matching);

    // Of the matching documents, those that the value of a date facet (an interval of its step) counts.
    std::vector<Xapian::docid> documents_in(DateField field, DateStep step,
                                            const DateInterval& interval,
                                            const DocumentSet& matching);

private:
    // The dates of document n are dates[begins[n]] to dates[begins[n + 1] - 1], rising.
    struct DateColumn {
        std::vector<std::uint32_t> begins;
        std::vector<PackedDate> dates;
    };
    struct TermColumn {
        struct Value {
            std::string value;
            std::vector<Xapian::docid> documents;
        };
        std::vector<Value> values;
    };

    const DateColumn& date_column(DateField field);
    const TermColumn& term_column(const std::string& prefix);
    void count_dates(const FacetRequest& request, const DocumentSet& matching, Facet& facet);
    void count_terms(const FacetRequest& request, const DocumentSet& matching, Facet& facet);

    Xapian::Database database_;
    std::map<DateField, DateColumn> dates_;
    std::map<std::string, TermColumn> terms_;
};

}  // namespace dateline
