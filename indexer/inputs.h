// What the options name in files of their own, read before the articles.
#pragma once

#include "indexer/options.h"
#include "indexer/readers/input.h"

namespace dateline {

// The options with the paths of --files0-from and the --manifest read into them, and what is wrong
// with rows of the manifest. Throws Error if either file cannot be read.
IndexOptions read_option_files(IndexOptions options);

// The inputs that such options name; problems of the manifest are among theirs.
InputList find_inputs(const IndexOptions& options);

}  // namespace dateline
