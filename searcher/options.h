// The checked configuration of a run of dateline-search.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/date.h"
#include "searcher/batch/batch_reader.h"
#include "searcher/evaluate/metrics.h"
#include "searcher/query/fields.h"
#include "searcher/query/parser.h"
#include "searcher/search.h"

namespace dateline {

enum class OutputFormat { Text, Json, JsonLines, Tsv, Ids, Trec, Html };

struct SearchOptions {
    std::vector<std::string> words;  // of the command line: the query, or run files to be scored
    std::string query;               // the words joined by blanks
    std::string directory;
    std::string show;               // id of an article to show instead of searching
    std::optional<ZoneName> zones;  // where words are looked for; nothing: in stories and titles
    bool analyze = false;           // print what becomes of the query instead of searching
    std::string explain;            // id of an article to be explained instead of searching
    std::string similar;            // id, file or "-": find what is like it
    std::size_t significant = 0;    // words wanted that are unusually frequent in the result
    bool nul = false;               // ids and tsv end their lines with NUL
    Implicit implicit = Implicit::And;
    bool plain = false;
    std::size_t offset = 0;
    std::size_t limit = 10;
    SortOrder sort = SortOrder::Relevance;
    std::vector<std::string> facets;
    bool count_only = false;
    RankModel model = parse_rank_model("default");
    bool expand = false;
    std::string filter;               // added to every query
    std::vector<Query> date_filters;  // --since, --until, --date-confidence: likewise
    std::optional<DateField> timeline;
    double half_life = 0;            // days, see SearchRequest
    std::optional<bool> all_copies;  // nothing: as the output's format wants it
    bool exact_totals = false;       // of batches; single queries have them anyway

    std::string batch;  // file of look-ups, "-" for standard input; empty: none
    std::optional<BatchFormat> batch_format;
    TopicFields topic_fields;
    unsigned threads = 1;
    bool per_query = false;
    bool snippets = false;  // in the answers of a batch too
    bool timing = false;
    bool fail_fast = false;
    bool require_hits = false;
    std::string resume;  // output of an interrupted batch to be continued
    std::string run_tag = "dateline";

    std::string qrels;  // judgements to score run files by
    std::string metrics = std::string(kDefaultMetrics);
    std::string compare;  // run file that the others are compared with
    OutputFormat format = OutputFormat::Text;
    std::string colour = "auto";
    std::string hyperlinks = "auto";
    std::string pager;  // command for what does not fit the terminal; empty: none
    Day now;

    bool prompt = false;  // no query, but somebody to type some
    std::map<std::string, std::string, std::less<>> saved_queries;
    std::string config_path;                  // the file that :save writes; empty: none
    const std::atomic<bool>* stop = nullptr;  // as in SearchRequest
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

// How the parser looks up @name; refers to `options`.
std::function<std::optional<std::string>(std::string_view name)> saved_query_of(
    const SearchOptions& options);

// What the options say of every search; the query is the caller's.
SearchRequest base_request(const SearchOptions& options);

}  // namespace dateline
