#include "searcher/session.h"

#include <ostream>

#include "common/error.h"
#include "common/text.h"
#include "searcher/query/error.h"

namespace dateline {
namespace {

int show_article(Searcher& searcher, const SearchOptions& options, const TextStyle& style,
                 std::ostream& out) {
    const std::optional<Article> article = searcher.find(options.show);
    if (!article) {
        throw Error("there is no article with the id \"" + printable(options.show) + "\"",
                    "ids are the last thing in the second line of each hit");
    }
    if (options.format == OutputFormat::Text) {
        print_article(*article, style, out);
    } else {
        print_article_json(*article, out);
    }
    return kExitHits;
}

}  // namespace

int run_search(const SearchOptions& options, const TextStyle& style, std::ostream& out,
               std::ostream& err) {
    Searcher searcher(options.directory);
    if (!options.show.empty()) return show_article(searcher, options, style, out);
    SearchRequest request;
    request.offset = options.offset;
    request.limit = options.count_only ? 0 : options.limit;
    request.sort = options.sort;
    for (const std::string& facet : options.facets) {
        request.facets.push_back(parse_facet(facet, searcher.metadata_fields()));
    }
    SearchResults results;
    try {
        if (options.plain) {
            request.query = parse_plain(options.query, Implicit::Or);
        } else {
            ParseOptions parse;
            parse.implicit = options.implicit;
            parse.now = options.now;
            parse.metadata_fields = searcher.metadata_fields();
            request.query = parse_query(options.query, parse);
        }
        results = searcher.search(request);
    } catch (const QueryError& error) {
        err << "dateline-search: " << show_error(options.query, error, style.width);
        return kExitError;
    }
    const ResultContext context{options.query, options.directory, searcher.article_count(),
                                options.now, options.offset};
    if (options.count_only && options.format == OutputFormat::Text) {
        out << results.total << '\n';
    } else if (options.format == OutputFormat::Text) {
        print_text(results, context, style, out);
    } else if (options.format == OutputFormat::Json) {
        print_json(results, context, out);
    } else {
        print_json_lines(results, context, out);
    }
    return results.total > 0 ? kExitHits : kExitNoHits;
}

}  // namespace dateline
