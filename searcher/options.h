// The checked configuration of a run of dateline-search.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "common/date.h"
#include "searcher/query/parser.h"
#include "searcher/search.h"

namespace dateline {

enum class OutputFormat { Text, Json, JsonLines };

struct SearchOptions {
    std::string query;  // words of the command line, joined by blanks
    std::string directory;
    std::string show;  // id of an article to show instead of searching
    Implicit implicit = Implicit::And;
    bool plain = false;
    std::size_t offset = 0;
    std::size_t limit = 10;
    SortOrder sort = SortOrder::Relevance;
    std::vector<std::string> facets;
    bool count_only = false;
    OutputFormat format = OutputFormat::Text;
    std::string colour = "auto";
    Day now;
};

// Exit statuses of dateline-search.
inline constexpr int kExitHits = 0;
inline constexpr int kExitNoHits = 1;
inline constexpr int kExitError = 2;

struct ParsedSearchOptions {
    std::optional<int>
        exit_status;  // nothing to run: --help, --version or a mistake, which is printed
    SearchOptions options;
};
ParsedSearchOptions parse_search_options(int argc, char** argv);

}  // namespace dateline
