// The text in which scores are printed: tab-separated lines, to be read by people and by awk.
#pragma once

#include <ostream>
#include <string_view>

#include "searcher/evaluate/metrics.h"

namespace dateline {

// For each metric a line `run  ndcg@10  0.5370  225 queries`. If `first` is given (an evaluation by
// the same metrics and judgements), the line goes on with the difference to it, the p-value of
// compare() and the queries that won and lost:
// `+0.0101  p=0.0312  +120 -88`. With `per_query` the lines of each metric's queries follow it:
// `run  ndcg@10  0.7500  QUERY`.
void write_scores(std::ostream& output, std::string_view run, const Evaluation& evaluation,
                  bool per_query = false, const Evaluation* first = nullptr);

// What a reader of the scores should know: queries of the judgements that the run lacks, queries of
// the run without judgements; a line each, nothing if there are none.
void write_coverage(std::ostream& diagnostics, std::string_view run, const Evaluation& evaluation);

}  // namespace dateline
