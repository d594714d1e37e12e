// The lines that sources repeat, found in a sample of the inputs before they are indexed.
//
// The sample depends on the inputs alone, so that an index is the same whatever the threads and the
// memory. What is found is kept in the index: updates judge articles by the lines of the rebuild,
// so that an article is cleaned the same way whenever it comes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/cleaning/line_statistics.h"
#include "indexer/options.h"
#include "indexer/readers/input.h"

namespace dateline {

// The metadata key of what was found, as LineStatistics::encode writes it. None: nothing was.
inline constexpr std::string_view kMetaLines = "dateline.lines";

// Whose lines an article's are: its source, else the host of its URL; empty if neither is known,
// and then no line is taken for a repeated one.
std::string line_source(const Article& article);

// Reads about 64 MiB at most, of up to 4,096 files, evenly from the list, an even share (or one
// article) each. Problems are not reported: the files will be read again. Ends early if the first
// thousand articles have no source, and when `stop` says so. Standard input cannot be read twice
// and is left out.
std::shared_ptr<const LineStatistics> sample_lines(const IndexOptions& options,
                                                   const std::vector<InputFile>& files,
                                                   const std::function<bool()>& stop = {});

}  // namespace dateline
