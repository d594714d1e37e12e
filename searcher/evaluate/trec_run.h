// Runs in TREC's format, `query Q0 document rank score tag`: written, and read for scoring.
#pragma once

#include <functional>
#include <istream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dateline {

// A hit as the writer needs it.
struct ScoredId {
    std::string_view id;
    double score = 0;
};

// The id as it stands in a run. One without blanks stays as it is, even if it has a % in it. In one
// that contains a byte up to 0x20, 0x7F or one of Unicode's blanks, these and every % are
// percent-encoded, so "flood in Assam.txt" becomes "flood%20in%20Assam.txt". Throws Error for an
// empty id.
std::string trec_id(std::string_view id);

// The lines of one query's ranking, best hit first, ranks from 1, with line ends.
//
// Readers of runs, trec_eval for one, ignore the ranks and sort by score, ties by falling document
// id, with scores in single precision. So the scores printed are floats that fall strictly: where
// the next score is not at least 0.000001 and one float below the one before, it is lowered to
// that. A NaN counts as such a tie, and scores beyond ±1e30 as that. An empty tag becomes
// "dateline".
std::string format_run(std::string_view query_id, const std::vector<ScoredId>& hits,
                       std::string_view tag);

// Query ids to document ids, best first, as in a run's file (trec_id).
using Run = std::map<std::string, std::vector<std::string>, std::less<>>;

// Reads a run: falling score, ties by falling document id (bytes), whatever order or rank the lines
// have. Throws Error naming `name:line` for a line without 6 fields, a score that is no number, a
// document that comes twice for a query.
Run read_run(std::istream& input, const std::string& name);

}  // namespace dateline
