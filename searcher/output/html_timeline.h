// A timeline as a part of the HTML page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>

#include "searcher/timeline/timeline.h"

namespace dateline {

// A section: columns as inline SVG, what is inferred lighter on top of each, peaks in a colour of
// their own if there are words that explain them, which stand below; all figures and filters in a
// table that unfolds. print_html() has the styles.
void print_html_timeline(const Timeline& timeline, std::ostream& out);

// The rectangles of the place-th column in a drawing that is 100 high, `most` articles to the top;
// what is inferred lighter, on top of what is certain.
std::string svg_column(std::size_t place, std::uint64_t count, std::uint64_t inferred,
                       std::uint64_t most);

// "2024-05: 3, 2 inferred".
std::string column_title(const std::string& value, std::uint64_t count, std::uint64_t inferred);

// To two decimals, for coordinates.
std::string svg_number(double value);

}  // namespace dateline
