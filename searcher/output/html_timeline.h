// A timeline as a part of the HTML page.
#pragma once

#include <iosfwd>
#include <string>

#include "searcher/timeline/timeline.h"

namespace dateline {

// A section: columns as inline SVG, what is inferred lighter on top of each, peaks in a colour of
// their own if there are words that explain them, which stand below; all figures and filters in a
// table that unfolds. print_html() has the styles.
void print_html_timeline(const Timeline& timeline, std::ostream& out);

// To two decimals, for coordinates.
std::string svg_number(double value);

}  // namespace dateline
