// The checked configuration of a run of dateline-index.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/date.h"
#include "indexer/readers/byte_source.h"
#include "indexer/readers/origin.h"
#include "indexer/reporting/problem.h"
#include "indexer/temporal/tagger.h"

namespace dateline {

enum class StatsFormat { None, Text, Json };
enum class WriterKind { Auto, Api, Bulk };
enum class Upkeep { None, Check, Info, Vacuum };  // instead of indexing

class LineStatistics;

struct IndexOptions {
    std::vector<std::string> paths;
    std::string directory;  // of the index
    std::string language = "english";
    bool language_given = false;         // else an update goes by what the index has
    ReadSettings reading;                // formats and field names
    std::string files0_from;             // a file of more paths, separated by NUL; empty: none
    std::string manifest;                // a table of metadata by file; empty: none
    std::vector<Problem> file_problems;  // of these two files, once they are read
    std::vector<std::string> facet_fields;
    unsigned threads = 1;
    std::size_t memory = std::size_t{1} << 30;       // bytes for runs
    std::size_t max_record = std::size_t{64} << 20;  // bytes of one article
    double max_ratio = kDefaultMaxRatio;             // of unpacked to packed bytes
    WriterKind writer = WriterKind::Auto;
    bool rebuild = false;
    bool prune = false;                // remove what is no longer in the inputs
    std::vector<std::string> deleted;  // ids of articles to remove
    bool mentions = true;              // look for the dates that articles mention
    TimexMode timex_mode = TimexMode::Auto;
    bool timexes_only = false;  // print time expressions, write no index
    std::optional<Day> assumed_date;
    bool date_from_mtime = false;  // the file's time dates what nothing else does
    StatsFormat stats = StatsFormat::Text;
    bool repeated_lines = true;                   // look for lines that sources repeat
    std::shared_ptr<const LineStatistics> lines;  // what was found; null: nothing
    std::optional<bool> copies;  // tell near-copies; nothing: as the index does, a new one does
    std::string report;          // file to be told of every input; empty: none
    bool dry_run = false;        // do everything but write
    bool quiet = false;
    // For another writer to finish: not at all, for so long, or (the inner one empty) for ever.
    std::optional<std::optional<std::chrono::seconds>> wait;
    Upkeep upkeep = Upkeep::None;
};

// Reads the command line. Returns an exit status instead if there is nothing to run: after --help
// and --version 0, after a mistake, which is printed to standard error, 2.
struct ParsedOptions {
    std::optional<int> exit_status;
    IndexOptions options;
};
ParsedOptions parse_index_options(int argc, char** argv);

}  // namespace dateline
