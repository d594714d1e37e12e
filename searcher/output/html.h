// Results as one HTML page that needs nothing else: no network, no scripts, all text escaped, for
// light and dark screens, wide and narrow.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "searcher/output/output.h"

namespace dateline {

// Hits link to their URL if it is one of the web, else to their file; near-copies that stand behind
// them are named. Above them the timeline, if there is one. Facets are tables with bars as inline
// SVG, facets of dates columns in the order of time; each row has the filter that narrows the
// search to it.
void print_html(const SearchResults& results, const ResultContext& context, std::ostream& out);

// For text and attribute values: markup escaped, control characters replaced as printable() does.
std::string escape_html(std::string_view text);

// The address of a hit: its URL if it begins with http:// or https://, else its file as file://
// with all but plain characters percent-encoded; "" if it has neither.
std::string hit_address(const Hit& hit);

}  // namespace dateline
