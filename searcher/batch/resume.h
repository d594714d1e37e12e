// `--resume OUTPUT`: where an interrupted batch stopped, read from what it wrote.
//
// The output may end anywhere, also in the middle of a line. It is in input order, one group of
// lines for each query that had hits. The last group may lack hits, so it is done again; only with
// one JSON object a query is a whole line a whole answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/batch/batch_reader.h"

namespace dateline {

// How each line begins with its query's id:
//   JsonLines     member "query_id" of an object; one with "hits" or "error" is a whole answer
//   Trec          first of blank-separated fields, as trec_id() writes it
//   TabSeparated  (tsv, ids) first of tab-separated fields; a first line `query_id<TAB>…` is a
//   header
enum class ResumeFormat { JsonLines, Trec, TabSeparated };

struct ResumePoint {
    ResumeFormat format = ResumeFormat::JsonLines;
    std::uint64_t offset = 0;           // cut the output here before going on; keeps a header
    std::vector<std::string> complete;  // ids as written, one for each whole answer, in order
};

// Throws Error, naming `name` and the line, if a whole line is not of the format or over 64 MiB.
ResumePoint find_resume_point(std::istream& output, ResumeFormat format, const std::string& name);

// Tells which queries of the input an interrupted batch has done: all up to the last complete one,
// since those before it that left no trace had no hits. Ids should be unique in the input.
class ResumeFilter {
public:
    explicit ResumeFilter(ResumePoint point);

    // True if the query is done. To be asked for every record of the input in order.
    bool skip(const BatchQuery& query);

    // At the end of the input: the first id of the output that the input lacks, so that this is not
    // the batch which wrote it; empty if all is well.
    std::string_view unmatched() const;

private:
    ResumePoint point_;
    std::size_t matched_ = 0;
};

}  // namespace dateline
