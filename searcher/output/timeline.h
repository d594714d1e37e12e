// A timeline for people and as JSON.
#pragma once

#include <iosfwd>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "searcher/output/output.h"
#include "searcher/timeline/timeline.h"

namespace dateline {

// A bar of at most `width` columns for `count` of `most`, exact to an eighth of a column, an eighth
// at least unless the count is 0.
std::string bar(std::uint64_t count, std::uint64_t most, std::size_t width);

// One line a bar: what it counts, how many, the bar, for a peak the words that explain it, and how
// many of the dates are inferred. Runs of more than three empty bars are one line.
void print_timeline(const Timeline& timeline, const TextStyle& style, std::ostream& out);

nlohmann::ordered_json timeline_json(const Timeline& timeline);

}  // namespace dateline
