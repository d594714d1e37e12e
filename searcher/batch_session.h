// The batch loop: look-ups from a stream, answers to a stream.
#pragma once

#include <iosfwd>

#include "searcher/options.h"

namespace dateline {

// Runs options.batch. Answers go to `out`, problems and the timing summary to `err`. Returns the
// exit status: 2 if a look-up failed, 1 if --require-hits is given and one found nothing, else 0.
// Throws Error for what ends the batch.
int run_batch_session(const SearchOptions& options, std::ostream& out, std::ostream& err);

// Scores run files against options.qrels and prints the measures. Throws Error.
int run_evaluation(const SearchOptions& options, std::ostream& out, std::ostream& err);

}  // namespace dateline
