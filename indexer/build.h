// The whole of dateline-index: builds, updates or looks after the index that the options name.
#pragma once

#include <iosfwd>

#include "indexer/options.h"

namespace dateline {

// Exit statuses of dateline-index.
inline constexpr int kExitAllIndexed = 0;
inline constexpr int kExitSomeSkipped = 1;
inline constexpr int kExitFailed = 2;
inline constexpr int kExitLocked = 75;  // EX_TEMPFAIL: another process writes the index

// Problems, progress and the text summary go to `err`, the JSON summary to `out`. Returns the exit
// status; throws Error for what ends the work.
int run_index(const IndexOptions& options, std::ostream& out, std::ostream& err);

}  // namespace dateline
