// What the options name in files of their own, read before the articles.
#pragma once

#include <iosfwd>

#include "indexer/options.h"

namespace dateline {

// The options with the paths of --files0-from and the --manifest read into them. Rows of the
// manifest that cannot be used are told on `err`. Throws Error if either file cannot be read.
IndexOptions read_option_files(IndexOptions options, std::ostream& err);

}  // namespace dateline
