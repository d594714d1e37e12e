// dateline-search without a query on a terminal: reads lines, answers them, until the end.
#pragma once

#include <string>

#include "searcher/options.h"
#include "searcher/output/output.h"

namespace dateline {

// Throws Error. Returns the exit status: 0.
int run_prompt(const SearchOptions& options, const TextStyle& style);

}  // namespace dateline
