#include "searcher/session.h"

#include <ostream>

#include "common/error.h"
#include "common/text.h"
#include "searcher/evaluate/trec_run.h"
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
        print_article(*article, style, out, options.zones.has_value());
    } else {
        print_article_json(*article, out, options.zones.has_value());
    }
    return kExitHits;
}

}  // namespace

int run_search(const SearchOptions& options, const TextStyle& style, std::ostream& out,
               std::ostream& err) {
    Searcher searcher(options.directory);
    if (!options.show.empty()) return show_article(searcher, options, style, out);
    SearchRequest request = base_request(options);
    for (const std::string& facet : options.facets) {
        request.facets.push_back(parse_facet(facet, searcher.metadata_fields()));
    }
    SearchResults results;
    try {
        ParseOptions parse;
        parse.implicit = options.implicit;
        parse.now = options.now;
        parse.metadata_fields = searcher.metadata_fields();
        request.plain = options.plain;
        request.query = options.plain ? parse_plain(options.query, Implicit::Or)
                                      : parse_query(options.query, parse);
        if (!options.filter.empty()) request.filters.push_back(parse_query(options.filter, parse));
        results = searcher.search(request);
    } catch (const QueryError& error) {
        err << "dateline-search: " << show_error(options.query, error, style.width);
        return kExitError;
    }
    const ResultContext context{options.query, options.directory, searcher.article_count(),
                                options.now, options.offset};
    switch (options.format) {
        case OutputFormat::Text:
            if (options.count_only) {
                out << results.total << '\n';
            } else {
                print_text(results, context, style, out);
            }
            break;
        case OutputFormat::Json:
            print_json(results, context, out);
            break;
        case OutputFormat::JsonLines:
            print_json_lines(results, context, out);
            break;
        case OutputFormat::Tsv:
        case OutputFormat::Ids:
            for (const Hit& hit : results.hits) {
                out << printable(hit.article.id);
                if (options.format == OutputFormat::Tsv) out << '\t' << tsv_fields(hit);
                out << '\n';
            }
            break;
        case OutputFormat::Trec: {
            std::vector<ScoredId> ids;
            for (const Hit& hit : results.hits)
                ids.push_back({hit.article.id, hit.score});
            out << format_run("1", ids, options.run_tag);
            break;
        }
    }
    return results.total > 0 ? kExitHits : kExitNoHits;
}

}  // namespace dateline
