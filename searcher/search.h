// Runs a query: a SearchRequest in, SearchResults out, both plain values.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/index.h"
#include "common/stories.h"
#include "searcher/analyze/analyze.h"
#include "searcher/analyze/explain.h"
#include "searcher/compile.h"
#include "searcher/counts/facets.h"
#include "searcher/hits/snippet.h"
#include "searcher/query/ast.h"
#include "searcher/query/fields.h"
#include "searcher/ranking/model.h"
#include "searcher/ranking/refine.h"
#include "searcher/significant/significant.h"
#include "searcher/suggest/suggest.h"
#include "searcher/timeline/timeline.h"

namespace dateline {

enum class SortOrder { Relevance, Newest, Oldest };

// Totals up to this are exact in any case.
inline constexpr std::uint64_t kTotalKnown = 1000;

// What hits are to be like: an article of the index, or else a text.
struct SimilarTo {
    std::string id;
    std::string text;
    std::string file = {};  // that the text is from, without links; empty: none
};

struct SearchRequest {
    Query query;
    bool plain = false;             // the query is a bag of words (parse_plain)
    std::vector<Query> filters;     // must match as well, without a say in the score
    std::optional<ZoneName> zones;  // where words are looked for, unless the query says it
    bool expand = false;            // feedback, where it is likely to help
    std::size_t offset = 0;
    std::size_t limit = 10;
    SortOrder sort = SortOrder::Relevance;
    RankModel model = parse_rank_model("default");
    bool snippets = true;
    bool exact_total = true;  // else totals above kTotalKnown may be lower bounds
    bool by_story = false;    // one hit for each story; else all copies are hits
    std::vector<FacetRequest> facets;
    std::optional<DateField> timeline;
    // Recency: of the best kMixed hits, an article this many days older than `now` counts three
    // quarters, a very old or undated one half: 0.5 + 0.5 * 2^(-age / half_life). 0: age does not
    // count. For SortOrder::Relevance only.
    double half_life = 0;
    Day now;
    // Look for articles like this one, without itself (of a file: its articles) and its story. The
    // query, unless it is Nothing, and the filters must match as well.
    std::optional<SimilarTo> similar;
    std::size_t significant = 0;  // words wanted that are unusually frequent in all that matches
    // The query as typed: where few articles match, a suggestion is looked for; empty: none.
    std::string text;
    bool files = false;  // hits say which file they come from
    // Looked at by whatever may take long: once it is true, the search throws Interrupted. It
    // outlives the search.
    const std::atomic<bool>* stop = nullptr;
};

inline constexpr std::size_t kMixed = 1000;

// A near-copy of a hit.
struct SimilarArticle {
    std::string id;
    std::string source;
    std::vector<std::string> credits;
};

// How many near-copies are listed for each hit.
inline constexpr std::size_t kSimilarTold = 10;

struct Hit {
    std::uint32_t document = 0;
    std::size_t rank = 0;  // 1 and up
    double score = 0;
    bool related = false;  // has none of the words: found by what the other hits have in common
    Article article;
    Snippet snippet;
    std::string story;  // id of the first article of its story; empty: it has no near-copies
    std::uint64_t similar = 0;  // with by_story: other articles of its story that match as well
    std::vector<SimilarArticle> similar_articles;  // the first of them, if snippets are asked for
    std::string file;  // absolute path of the input file; only if asked for, and known
};

struct SearchResults {
    std::uint64_t total = 0;    // articles that match
    std::uint64_t stories = 0;  // among them, each with its near-copies counted once
    bool total_exact = true;    // false: both are lower bounds
    bool by_story = false;      // as asked for
    std::vector<Hit> hits;
    std::vector<Facet> facets;
    std::optional<Timeline> timeline;
    std::vector<std::string> dropped_words;
    std::vector<std::string> unknown_words;
    std::vector<std::string> zone_words;       // that only text outside of stories has
    std::string expansion_reason;              // with --expand: why it was done or not
    std::vector<std::string> expansion_terms;  // stems added
    std::optional<Suggestion> suggestion;      // a like query that finds more
    std::optional<SignificantTerms> significant;
    std::vector<std::string>
        similar_terms;  // words that make up the query of --similar, best first
    double seconds = 0;
};

// One open index and what searching it needs. Not for two threads at once: make one for each.
class Searcher {
public:
    // Throws Error as open_index does.
    explicit Searcher(std::string directory);

    const IndexInfo& info() const { return index_.info; }
    std::uint64_t article_count() const { return index_.database.get_doccount(); }

    // Names given by --facet-field when indexing.
    const std::vector<std::string>& metadata_fields() const { return metadata_fields_; }

    // For looking up words; a search may open another.
    const Xapian::Database& database() const { return index_.database; }

    // Opens the index again if it was updated or replaced since it was opened. Throws Error as
    // open_index does.
    void refresh();

    // Throws QueryError, and Interrupted. An index that was updated or replaced meanwhile is opened
    // again.
    SearchResults search(const SearchRequest& request);

    // What becomes of the request's query. Throws QueryError.
    Analysis analyze(const SearchRequest& request);

    // Why the article with the id matches, or does not; nothing if there is none. The request's
    // page, facets, feedback and likeness have no say. Throws QueryError.
    std::optional<Explanation> explain(const SearchRequest& request, const std::string& id);

    // The article with an id.
    std::optional<Article> find(const std::string& id);

private:
    void open();
    SearchResults run(const SearchRequest& request);
    std::optional<Xapian::docid> find_document(const std::string& id) const;
    CompiledQuery compile(const SearchRequest& request, SearchResults& results);
    CompiledQuery compile_similar(const SearchRequest& request, SearchResults& results);
    std::optional<Suggestion> suggest(const SearchRequest& request, std::uint64_t total);
    bool finds_more(const SearchRequest& request, const Suggestion& suggestion,
                    std::uint64_t total);
    SignificantTerms significant(const SearchRequest& request, const CompiledQuery& compiled,
                                 const Xapian::Query& query);
    Xapian::Query with_filters(const SearchRequest& request, const CompiledQuery& compiled);
    void add_stories(const SearchRequest& request, const Xapian::Query& query,
                     const std::vector<ScoredHit>& page, SearchResults& results);
    std::vector<ScoredHit> best_documents(const SearchRequest& request,
                                          const CompiledQuery& compiled, const Xapian::Query& query,
                                          const DocumentSet* matching, MatchCollector* collector,
                                          SearchResults& results);
    std::vector<ScoredHit> second_look(const SearchRequest& request, const CompiledQuery& compiled,
                                       const Xapian::Query& query, std::vector<ScoredHit> hits,
                                       SearchResults& results);
    std::vector<ScoredHit> with_feedback(const SearchRequest& request,
                                         const CompiledQuery& compiled, const Xapian::Query& query,
                                         const std::vector<ScoredHit>& hits,
                                         SearchResults& results);
    void mark_related(const Xapian::Query& query, std::vector<Hit>& hits);
    void count(const SearchRequest& request, const CompiledQuery& compiled,
               const DocumentSet& matching, SearchResults& results);
    void name_values(const FacetRequest& request, const DocumentSet& matching, Facet& facet) const;
    void mix_recency(const SearchRequest& request, std::vector<ScoredHit>& hits,
                     std::size_t mixed) const;

    std::string directory_;
    std::optional<IndexState> state_;  // that was in force when the index was opened
    OpenIndex index_;
    std::shared_ptr<const StoryMap> stories_;
    std::optional<QueryCompiler> compiler_;
    std::optional<FacetCounter> facets_;
    std::vector<std::string> metadata_fields_;
};

}  // namespace dateline
