// A search session: an open index and the options that hold for its queries. Answers one query
// after another and prints the answers, for the command line (one query) and for the prompt (many).
#pragma once

#include <iosfwd>
#include <string>

#include "searcher/options.h"
#include "searcher/output/output.h"
#include "searcher/query/error.h"

namespace dateline {

// A mistake in the query of --filter: to be shown under its own text.
class FilterError : public QueryError {
public:
    FilterError(std::string filter, const QueryError& error)
        : QueryError(std::string("in --filter: ") + error.what(), error.begin(), error.end(),
                     error.suggestion()),
          filter_(std::move(filter)) {}

    const std::string& filter() const { return filter_; }

private:
    std::string filter_;
};

// Not for two threads at once.
class SearchSession {
public:
    // Opens options.directory. Throws Error. The options `words`, `query` and `show` and those of
    // batches and evaluation are not looked at: each call gets its query as an argument.
    SearchSession(SearchOptions options, TextStyle style);

    // They hold for all queries that follow; the prompt changes them between queries.
    SearchOptions& options() { return options_; }
    TextStyle& style() { return style_; }
    Searcher& searcher() { return searcher_; }

    // How queries are read: the index's fields, today, the implicit operator.
    ParseOptions parse_options() const;

    // What the options and this query make of a search. Throws Error for an unknown facet,
    // QueryError for a mistake in the query, FilterError for one in options().filter.
    SearchRequest request(const std::string& query) const;

    // Throws as request() does, and QueryError for what only the index can tell (too many words for
    // a wildcard).
    SearchResults search(const std::string& query);

    // In the format of the options. Each format is a consumer of the same plain results.
    void print(const SearchResults& results, const std::string& query, std::ostream& out) const;

    // search() and print(). A mistake in a query is printed to `err` with the place of the mistake.
    // Returns the exit status.
    int answer(const std::string& query, std::ostream& out, std::ostream& err);

    // What becomes of the query, stage by stage, as text or JSON. Mistakes and exit status as
    // answer(); searches nothing.
    int analyze(const std::string& query, std::ostream& out, std::ostream& err);

    // Why the article with this id matches the query, and how it scores, or which part of the query
    // fails. Throws Error if there is no such article. Exit status: as if the article were the only
    // one of the index.
    int explain(const std::string& query, const std::string& id, std::ostream& out,
                std::ostream& err);

    // Prints the article with this id. Throws Error if there is none. Returns the exit status.
    int show(const std::string& id, std::ostream& out);

private:
    SimilarTo similar_to(const std::string& what);

    SearchOptions options_;
    TextStyle style_;
    Searcher searcher_;
};

// One call of dateline-search: an article, or the answer to a query. Throws Error. Returns the exit
// status.
int run_search(const SearchOptions& options, const TextStyle& style, std::ostream& out,
               std::ostream& err);

}  // namespace dateline
