#include "tests/support/test_index.h"

#include <sstream>
#include <stdexcept>

#include "common/index.h"
#include "common/record.h"
#include "common/schema.h"
#include "indexer/build.h"
#include "indexer/document/document.h"
#include "indexer/options.h"
#include "indexer/writers/sinks.h"
#include "searcher/query/parser.h"

namespace dateline::testing {

TestIndex::TestIndex(const std::vector<Article>& articles, const std::string& language,
                     const std::vector<std::string>& facet_fields) {
    const std::string generation = prepare_generation(directory());
    const auto sink = make_bulk_sink(generation, std::size_t{64} << 20, 1);
    auto run = sink->new_run();
    DocumentBuilder builder(language, facet_fields);
    builder.use_terms(run->terms());
    PreparedDocument document;
    std::uint32_t id = 0;
    for (const Article& article : articles) {
        builder.build(article, "", id, document);
        run->add(++id, document);
    }
    run->finish();
    sink->accept(std::move(run));
    sink->set_metadata(std::string(kMetaSchema), std::to_string(kSchemaVersion));
    sink->set_metadata(std::string(kMetaLanguage), language);
    sink->set_metadata(std::string(kMetaTool), "test");
    std::string fields;
    for (const std::string& field : facet_fields)
        fields += (fields.empty() ? "\"" : ",\"") + field + "\"";
    sink->set_metadata(std::string(kMetaOptions), "{\"facet_fields\":[" + fields + "]}");
    sink->finish();
    publish_generation(directory(), generation);
    searcher_ = std::make_unique<Searcher>(directory());
}

TestIndex TestIndex::of_paths(const std::vector<std::string>& paths,
                              const std::vector<std::string>& options) {
    TestIndex index;
    std::vector<std::string> words{"dateline-index", "-q", "-d", index.directory()};
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(), paths.begin(), paths.end());
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    const ParsedOptions parsed =
        parse_index_options(static_cast<int>(arguments.size()), arguments.data());
    if (parsed.exit_status) throw std::runtime_error("bad options of a test");
    std::ostringstream out;
    std::ostringstream err;
    run_index(parsed.options, out, err);
    index.searcher_ = std::make_unique<Searcher>(index.directory());
    return index;
}

std::vector<Article> TestIndex::articles() const {
    std::vector<Article> result;
    const OpenIndex index = open_index(directory());
    const Xapian::Database& database = index.database;
    for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at)
        result.push_back(decode_record(database.get_document(*at).get_data()));
    return result;
}

Query TestIndex::parse(const std::string& query) const {
    ParseOptions options;
    options.now = *make_day(2024, 9, 10);
    options.metadata_fields = searcher_->metadata_fields();
    return parse_query(query, options);
}

std::set<std::string> TestIndex::ids(const Query& query) {
    SearchRequest request;
    request.query = query;
    request.limit = 1'000'000;
    request.snippets = false;
    const SearchResults results = searcher_->search(request);
    std::set<std::string> ids;
    for (const Hit& hit : results.hits)
        ids.insert(hit.article.id);
    if (ids.size() != results.total) {
        throw std::runtime_error("total " + std::to_string(results.total) + " but " +
                                 std::to_string(ids.size()) + " hits: " + to_string(query));
    }
    return ids;
}

std::set<std::string> TestIndex::ids(const std::string& query) {
    return ids(parse(query));
}

Article make_article(const std::string& id, const std::string& title, const std::string& body) {
    Article article;
    article.id = id;
    article.title = title;
    if (!title.empty()) article.title_origin = TitleOrigin::Given;
    article.body = body;
    return article;
}

}  // namespace dateline::testing
