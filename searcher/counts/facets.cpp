#include "searcher/counts/facets.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "common/date.h"
#include "common/error.h"
#include "common/text.h"
#include "searcher/query/escape.h"

namespace dateline {
namespace {

constexpr std::array<std::pair<std::string_view, DateStep>, 6> kSteps = {{
    {"day", DateStep::Day},
    {"week", DateStep::Week},
    {"month", DateStep::Month},
    {"quarter", DateStep::Quarter},
    {"year", DateStep::Year},
    {"decade", DateStep::Decade},
}};

}  // namespace

std::string_view step_name(DateStep step) {
    for (const auto& [name, value] : kSteps) {
        if (value == step) return name;
    }
    return "";
}

std::string date_filter(DateField field, const std::string& value) {
    return (field == DateField::Published ? "date:" : "mentions:") + value;
}

FacetRequest parse_facet(const std::string& text, const std::vector<std::string>& metadata_fields) {
    FacetRequest facet;
    std::string name = text;
    const std::size_t colon = name.rfind(':');
    if (colon != std::string::npos && colon + 1 < name.size() &&
        name.find_first_not_of("0123456789", colon + 1) == std::string::npos) {
        const char* const end = name.data() + name.size();
        if (std::from_chars(name.data() + colon + 1, end, facet.most).ec != std::errc())
            facet.most = 0;
        name.resize(colon);
    }
    facet.name = name;
    // A metadata field may be called "year"; then the facet of dates is "date:year".
    const bool is_field =
        std::find(metadata_fields.begin(), metadata_fields.end(), name) != metadata_fields.end();
    for (const auto& [step_text, step] : kSteps) {
        const std::string unit(step_text);
        const bool mentioned = name == "mentions:" + unit;
        if (!mentioned && name != "date:" + unit && (name != unit || is_field)) continue;
        facet.is_date = true;
        facet.field = mentioned ? DateField::Mentioned : DateField::Published;
        facet.step = step;
        return facet;
    }
    if (name == "source") {
        facet.term_prefix = kSourcePrefix;
    } else if (name == "credit") {
        facet.term_prefix = kCreditPrefix;
    } else if (name == "lang") {
        facet.term_prefix = kLanguagePrefix;
    } else if (is_field) {
        facet.term_prefix = std::string(kFacetPrefix) + fold(name) + ":";
    } else {
        std::string choices =
            "day, week, month, quarter, year, decade, each also as date:day or mentions:day; "
            "source, credit, lang";
        for (const std::string& field : metadata_fields)
            choices += ", " + field;
        throw Error("there is no facet \"" + printable(text) + "\"", "choose one of: " + choices);
    }
    return facet;
}

std::vector<std::string> facet_names(const std::vector<std::string>& metadata_fields) {
    std::vector<std::string> names;
    for (const auto& [name, step] : kSteps)
        names.emplace_back(name);
    for (const auto& [name, step] : kSteps)
        names.push_back("mentions:" + std::string(name));
    names.insert(names.end(), {"source", "credit", "lang"});
    names.insert(names.end(), metadata_fields.begin(), metadata_fields.end());
    return names;
}

const FacetCounter::TermColumn& FacetCounter::term_column(const std::string& prefix) {
    const auto known = terms_.find(prefix);
    if (known != terms_.end()) return known->second;
    TermColumn column;
    for (auto term = database_.allterms_begin(prefix); term != database_.allterms_end(prefix);
         ++term) {
        check_stop(stop_);
        TermColumn::Value value{(*term).substr(prefix.size()), {}};
        const auto end = database_.postlist_end(*term);
        for (auto at = database_.postlist_begin(*term); at != end; ++at)
            value.documents.push_back(*at);
        column.values.push_back(std::move(value));
    }
    return terms_.emplace(prefix, std::move(column)).first->second;
}

void FacetCounter::count_dates(const FacetRequest& request, const DocumentSet& matching,
                               Facet& facet) {
    const DateCounts counts = dates_.count(request.field, request.step, matching);
    facet.values.reserve(counts.intervals.size());
    for (const auto& [first, count] : counts.intervals) {
        const std::string value = format_date(step_interval_from(first, request.step));
        facet.values.push_back(
            {value, count.all, count.inferred, date_filter(request.field, value)});
    }
    facet.values_total = facet.values.size();
    if (request.most > 0) {
        std::stable_sort(
            facet.values.begin(), facet.values.end(),
            [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
        if (facet.values.size() > request.most) facet.values.resize(request.most);
    }
    if (request.field != DateField::Published) return;
    // Dated, but not as exactly as the facet asks: "2024" has no month.
    if (counts.less_exact.all > 0) {
        facet.values.push_back(
            {"less exact", counts.less_exact.all, counts.less_exact.inferred, ""});
    }
    if (counts.undated > 0) facet.values.push_back({"undated", counts.undated, 0, "date:undated"});
    facet.values_total += (counts.less_exact.all > 0) + (counts.undated > 0);
}

void FacetCounter::count_terms(const FacetRequest& request, const DocumentSet& matching,
                               Facet& facet) {
    for (const TermColumn::Value& value : term_column(request.term_prefix).values) {
        check_stop(stop_);
        std::uint64_t count = 0;
        for (const Xapian::docid id : value.documents)
            count += matching.contains(id);
        if (count == 0) continue;
        facet.values.push_back(
            {value.value, count, 0, request.name + ":" + escape_value(value.value)});
    }
    std::stable_sort(facet.values.begin(), facet.values.end(),
                     [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
    facet.values_total = facet.values.size();
    if (request.most > 0 && facet.values.size() > request.most) facet.values.resize(request.most);
}

Facet FacetCounter::count(const FacetRequest& request, const DocumentSet& matching) {
    Facet facet;
    facet.name = request.name;
    facet.published = request.is_date && request.field == DateField::Published;
    if (request.is_date) {
        count_dates(request, matching, facet);
    } else {
        count_terms(request, matching, facet);
    }
    return facet;
}

}  // namespace dateline
