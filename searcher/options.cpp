#include "searcher/options.h"

#include <ctime>

#include <CLI/CLI.hpp>

#include "common/index.h"
#include "common/text.h"

namespace dateline {
namespace {

Day local_today() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return *make_day(local.tm_year + 1900, static_cast<unsigned>(local.tm_mon + 1),
                     static_cast<unsigned>(local.tm_mday));
}

}  // namespace

ParsedSearchOptions parse_search_options(int argc, char** argv) {
    ParsedSearchOptions parsed;
    SearchOptions& options = parsed.options;
    std::vector<std::string> words;
    std::string index;
    std::string now;
    std::string format = "text";
    std::string sort = "relevance";
    std::string implicit = "and";

    CLI::App app("Searches an index of news articles built by dateline-index.", "dateline-search");
    app.set_version_flag("--version", std::string("dateline-search ") + DATELINE_VERSION);
    app.add_option("QUERY", words,
                   "Words, \"exact phrases\", -excluded, title:word, date:2024-05..2024-06 …");
    app.add_option(
           "-d,--index", index,
           "Folder of the index (default: $DATELINE_INDEX, else $XDG_DATA_HOME/dateline/index)")
        ->type_name("DIR");
    app.add_option("-n,--limit", options.limit, "Hits to show (default: 10)")
        ->check(CLI::Range(0, 1'000'000))
        ->type_name("N");
    app.add_option("--offset", options.offset, "Hits to pass over")
        ->check(CLI::Range(0, 1'000'000'000))
        ->type_name("N");
    app.add_option("--sort", sort, "Order of hits: relevance, newest or oldest")
        ->check(CLI::IsMember({"relevance", "newest", "oldest"}));
    app.add_option("--default-op", implicit, "What stands between words: and (default) or or")
        ->check(CLI::IsMember({"and", "or"}));
    app.add_flag("--plain", options.plain,
                 "Take the query as words only; articles with any of them match");
    app.add_option("--facet", options.facets,
                   "Count matches by FIELD (year, month, day, source …), the N most frequent")
        ->type_name("FIELD[:N]");
    app.add_flag("--count", options.count_only, "Print only the number of articles found");
    app.add_option("--show", options.show, "Print the article with this id")->type_name("ID");
    app.add_option("--format", format, "text, json (one document) or jsonl (an object a hit)")
        ->check(CLI::IsMember({"text", "json", "jsonl"}));
    app.add_option("--color,--colour", options.colour, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    app.add_option("--now", now, "The day that relative dates count from (default: today)")
        ->type_name("DATE");
    app.footer("Exit status: 0 articles were found, 1 none were, 2 error.");
    try {
        app.parse(argc, argv);
        if (words.empty() && options.show.empty()) throw CLI::RequiredError("QUERY");
        options.now = local_today();
        if (!now.empty()) {
            const auto interval = parse_date(now);
            if (!interval || interval->granularity != Granularity::Day) {
                throw CLI::ValidationError(
                    "--now", "\"" + printable(now) + "\" is not a day like 2024-02-08");
            }
            options.now = interval->first;
        }
        options.directory = resolve_index_directory(index);
    } catch (const CLI::ParseError& error) {
        parsed.exit_status = app.exit(error) == 0 ? 0 : kExitError;
        return parsed;
    }
    for (const std::string& word : words)
        options.query += (options.query.empty() ? "" : " ") + word;
    options.format = format == "json"    ? OutputFormat::Json
                     : format == "jsonl" ? OutputFormat::JsonLines
                                         : OutputFormat::Text;
    options.sort = sort == "newest"   ? SortOrder::Newest
                   : sort == "oldest" ? SortOrder::Oldest
                                      : SortOrder::Relevance;
    options.implicit = implicit == "or" ? Implicit::Or : Implicit::And;
    return parsed;
}

}  // namespace dateline
