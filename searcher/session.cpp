#include "searcher/session.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <ostream>

#include "common/error.h"
#include "common/text.h"
#include "searcher/evaluate/trec_run.h"
#include "searcher/output/analysis.h"
#include "searcher/output/html.h"
#include "searcher/similar/similar.h"

namespace dateline {
namespace {

void print_ids(const SearchResults& results, OutputFormat format, char end, std::ostream& out) {
    for (const Hit& hit : results.hits) {
        // Before a NUL an id needs no repair: it holds none.
        out << (end == '\0' ? hit.article.id : printable(hit.article.id));
        if (format == OutputFormat::Tsv) out << '\t' << tsv_fields(hit);
        out << end;
    }
}

// At most kSimilarTextBytes of a file, or of standard input for "-".
std::string read_text(const std::string& path) {
    std::ifstream file;
    if (path != "-") file.open(path, std::ios::binary);
    std::istream& in = path == "-" ? std::cin : file;
    std::string text(kSimilarTextBytes, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

Error no_article(const std::string& id) {
    return Error("there is no article with the id \"" + printable(id) + "\"",
                 "ids are the last thing in the second line of each hit");
}

// Runs `work`; a mistake in the query or the filter is printed with its place, and is exit status
// 2.
int with_mistakes(const std::string& query, const TextStyle& style, std::ostream& err,
                  const std::function<int()>& work) {
    try {
        return work();
    } catch (const FilterError& error) {
        err << "dateline-search: " << show_error(error.filter(), error, style.width);
    } catch (const QueryError& error) {
        err << "dateline-search: " << show_error(query, error, style.width);
    }
    return kExitError;
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
    if (!options_.similar.empty() && query.empty()) {
        request.query.node = Nothing{};
    } else {
        request.query =
            options_.plain ? parse_plain(query, Implicit::Or) : parse_query(query, parse);
        request.text = query;
    }
    request.significant = options_.significant;
    request.files = options_.format == OutputFormat::Html ||
                    (options_.format == OutputFormat::Text && style_.hyperlinks);
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
    SearchRequest wanted = request(query);
    if (!options_.similar.empty()) wanted.similar = similar_to(options_.similar);
    return searcher_.search(wanted);
}

// An id of the index, else a file.
SimilarTo SearchSession::similar_to(const std::string& what) {
    SimilarTo similar;
    if (what != "-" && searcher_.find(what)) {
        similar.id = what;
        return similar;
    }
    if (what != "-" && !std::ifstream(what, std::ios::binary).good()) {
        throw Error(
            "\"" + printable(what) + "\" is neither an article's id nor a file that can be read",
            "ids are the last thing in the second line of each hit");
    }
    similar.text = read_text(what);
    if (similar.text.empty()) throw Error("there is no text in " + printable(what));
    // As the indexer names files.
    std::error_code unknown;
    if (what != "-") similar.file = std::filesystem::canonical(what, unknown).string();
    return similar;
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
            print_ids(results, options_.format, options_.nul ? '\0' : '\n', out);
            break;
        case OutputFormat::Html:
            print_html(results, context, out);
            break;
        case OutputFormat::Trec:
            print_run(results, options_.run_tag, out);
            break;
    }
}

int SearchSession::answer(const std::string& query, std::ostream& out, std::ostream& err) {
    return with_mistakes(query, style_, err, [&] {
        const SearchResults results = search(query);
        print(results, query, out);
        return results.total > 0 ? kExitHits : kExitNoHits;
    });
}

int SearchSession::analyze(const std::string& query, std::ostream& out, std::ostream& err) {
    return with_mistakes(query, style_, err, [&] {
        const Analysis analysis = searcher_.analyze(request(query));
        if (options_.format == OutputFormat::Json) {
            print_analysis_json(analysis, query, out);
        } else {
            print_analysis(analysis, query, style_, out);
        }
        return kExitHits;
    });
}

int SearchSession::explain(const std::string& query, const std::string& id, std::ostream& out,
                           std::ostream& err) {
    return with_mistakes(query, style_, err, [&] {
        const auto explanation = searcher_.explain(request(query), id);
        const auto article = searcher_.find(id);
        if (!explanation || !article) throw no_article(id);
        if (options_.format == OutputFormat::Json) {
            print_explanation_json(*explanation, *article, query, out);
        } else {
            print_explanation(*explanation, *article, style_, out);
        }
        return explanation->matches ? kExitHits : kExitNoHits;
    });
}

int SearchSession::show(const std::string& id, std::ostream& out) {
    const std::optional<Article> article = searcher_.find(id);
    if (!article) throw no_article(id);
    if (options_.format == OutputFormat::Text) {
        print_article(*article, style_, out, options_.zones.has_value());
    } else {
        print_article_json(*article, out, options_.zones.has_value(),
                           options_.format == OutputFormat::JsonLines);
    }
    return kExitHits;
}

int run_search(const SearchOptions& options, const TextStyle& style, std::ostream& out,
               std::ostream& err) {
    SearchSession session(options, style);
    if (!options.show.empty()) return session.show(options.show, out);
    if (options.analyze) return session.analyze(options.query, out, err);
    if (!options.explain.empty()) return session.explain(options.query, options.explain, out, err);
    return session.answer(options.query, out, err);
}

}  // namespace dateline
