#include "searcher/session.h"

#include <ostream>

#include "common/error.h"
#include "common/text.h"
#include "searcher/evaluate/trec_run.h"

namespace dateline {
namespace {

void print_ids(const SearchResults& results, OutputFormat format, std::ostream& out) {
    for (const Hit& hit : results.hits) {
        out << printable(hit.article.id);
        if (format == OutputFormat::Tsv) out << '\t' << tsv_fields(hit);
        out << '\n';
    }
}

void print_run(const SearchResults& results, const std::string& tag, std::ostream& out) {
    std::vector<ScoredId> ids;
    for (const Hit& hit : results.hits)
        ids.push_back({hit.article.id, hit.score});
    out << format_run("1", ids, tag);
}

}  // namespace

SearchSession::SearchSession(SearchOptions options, TextStyle style)
    : options_(std::move(options)), style_(style), searcher_(options_.directory) {}

ParseOptions SearchSession::parse_options() const {
    ParseOptions parse;
    parse.implicit = options_.implicit;
    parse.now = options_.now;
    parse.metadata_fields = searcher_.metadata_fields();
    parse.saved_query = saved_query_of(options_);
    return parse;
}

SearchRequest SearchSession::request(const std::string& query) const {
    SearchRequest request = base_request(options_);
    for (const std::string& facet : options_.facets) {
        request.facets.push_back(parse_facet(facet, searcher_.metadata_fields()));
    }
    const ParseOptions parse = parse_options();
    request.plain = options_.plain;
    request.query = options_.plain ? parse_plain(query, Implicit::Or) : parse_query(query, parse);
    if (!options_.filter.empty()) {
        try {
            request.filters.push_back(parse_query(options_.filter, parse));
        } catch (const QueryError& error) {
            throw FilterError(options_.filter, error);
        }
    }
    return request;
}

SearchResults SearchSession::search(const std::string& query) {
    return searcher_.search(request(query));
}

void SearchSession::print(const SearchResults& results, const std::string& query,
                          std::ostream& out) const {
    const ResultContext context{query, options_.directory, searcher_.article_count(), options_.now,
                                options_.offset};
    switch (options_.format) {
        case OutputFormat::Text:
            if (options_.count_only) {
                out << results.total << '\n';
            } else {
                print_text(results, context, style_, out);
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
            print_ids(results, options_.format, out);
            break;
        case OutputFormat::Trec:
            print_run(results, options_.run_tag, out);
            break;
    }
}

int SearchSession::answer(const std::string& query, std::ostream& out, std::ostream& err) {
    try {
        const SearchResults results = search(query);
        print(results, query, out);
        return results.total > 0 ? kExitHits : kExitNoHits;
    } catch (const FilterError& error) {
        err << "dateline-search: " << show_error(error.filter(), error, style_.width);
        return kExitError;
    } catch (const QueryError& error) {
        err << "dateline-search: " << show_error(query, error, style_.width);
        return kExitError;
    }
}

int SearchSession::show(const std::string& id, std::ostream& out) {
    const std::optional<Article> article = searcher_.find(id);
    if (!article) {
        throw Error("there is no article with the id \"" + printable(id) + "\"",
                    "ids are the last thing in the second line of each hit");
    }
    if (options_.format == OutputFormat::Text) {
        print_article(*article, style_, out);
    } else {
        print_article_json(*article, out);
    }
    return kExitHits;
}

int run_search(const SearchOptions& options, const TextStyle& style, std::ostream& out,
               std::ostream& err) {
    SearchSession session(options, style);
    return options.show.empty() ? session.answer(options.query, out, err)
                                : session.show(options.show, out);
}

}  // namespace dateline
