// One look-up from the command line: options in, output and exit status out.
#pragma once

#include <iosfwd>

#include "searcher/options.h"
#include "searcher/output/output.h"

namespace dateline {

// Throws Error; a QueryError is printed to `err` with the place of the mistake, and is exit status 2.
int run_search(const SearchOptions& options, const TextStyle& style, std::ostream& out,
               std::ostream& err);

}  // namespace dateline
