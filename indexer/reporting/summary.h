// What a run of dateline-index did, and how it is told.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "indexer/update/update.h"

namespace dateline {

// What a run did. Counts are exact.
struct IndexSummary {
    std::uint64_t articles = 0;  // written
    std::uint64_t skipped = 0;   // articles and files that were not
    std::uint64_t warnings = 0;
    std::uint64_t ignored_files = 0;   // of other formats
    std::uint64_t left_out = 0;        // records that are no articles
    std::uint64_t unusable_files = 0;  // in folders and archives, of formats that may hold articles
    std::map<std::string, std::uint64_t>
        reasons;  // of skipping, by the problem's message without numbers and quotes
    std::uint64_t bytes_read = 0;  // uncompressed
    std::uint64_t terms = 0;       // different ones in the index; not counted by an update
    std::uint64_t index_bytes = 0;
    double seconds = 0;
    std::uint64_t articles_in_index = 0;
    std::uint64_t stories = 0;  // that they tell; 0: not known
    bool dry_run = false;       // nothing was written
    bool updated =
        false;  // an index that was there; then `counts` and `unchanged_files` mean something
    UpdateCounts counts;
    std::uint64_t unchanged_files = 0;  // not read again
    std::vector<std::size_t>
        failed_files;  // numbers of inputs of which something was skipped: read again next time
    bool cancelled = false;  // by `cancel` below: nothing was written
};

// "12.3 MB"
std::string megabytes(std::uint64_t bytes);

// For people: a few lines.
void print_summary(const IndexSummary& summary, const std::string& directory, std::ostream& err);

// For scripts: one JSON object.
void print_summary_json(const IndexSummary& summary, const std::string& directory,
                        std::ostream& out);

}  // namespace dateline
