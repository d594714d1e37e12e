// `--timexes`: the time expressions of the inputs, without an index.
#pragma once

#include <iosfwd>

#include "indexer/options.h"

namespace dateline {

// Prints for each article one line of JSON, in input order:
//   {"doc": id, "timexes": [{"begin","end","type","value","text","rule","confidence"}]}
// Offsets count code points of the body as given (nothing is cleaned away); the document date is
// the article's date if that is a day, else options.assumed_date. Problems go to `err`. Returns the
// exit status.
int print_timexes(const IndexOptions& options, std::ostream& out, std::ostream& err);

}  // namespace dateline
