// The checked configuration of a run of dateline-index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "indexer/readers/parse.h"

namespace dateline {

enum class StatsFormat { None, Text, Json };
enum class WriterKind { Auto, Api, Bulk };

struct IndexOptions {
    std::vector<std::string> paths;
    std::string directory;  // of the index
    std::string language = "english";
    FieldNames fields = default_field_names();
    std::vector<std::string> facet_fields;
    unsigned threads = 1;
    std::size_t memory = std::size_t{1} << 30;       // bytes for runs
    std::size_t max_record = std::size_t{64} << 20;  // bytes of one article
    WriterKind writer = WriterKind::Auto;
    bool rebuild = false;
    bool timexes_only = false;  // print time expressions, write no index
    std::optional<Day> assumed_date;
    StatsFormat stats = StatsFormat::Text;
    bool quiet = false;
};

// Reads the command line. Returns an exit status instead if there is nothing to run: after --help and
// --version 0, after a mistake, which is printed to standard error, 2.
struct ParsedOptions {
    std::optional<int> exit_status;
    IndexOptions options;
};
ParsedOptions parse_index_options(int argc, char** argv);

}  // namespace dateline
