// Relevance judgements.
#pragma once

#include <functional>
#include <istream>
#include <map>
#include <string>
#include <unordered_map>

namespace dateline {

// Document ids to grades; above 0 is relevant. Ids are as in runs (trec_id).
using Grades = std::unordered_map<std::string, int>;
// Query ids to grades.
using Qrels = std::map<std::string, Grades, std::less<>>;

// Reads TREC's `query 0 document grade` or BEIR's `query-id<TAB>corpus-id<TAB>score`, the latter
// with or without its header line, after which ids may contain blanks. A grade with a fraction is
// cut towards 0; the last of repeated judgements counts. Throws Error naming `name:line` for any
// other line.
Qrels read_qrels(std::istream& input, const std::string& name);

}  // namespace dateline
