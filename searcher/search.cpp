#include "searcher/search.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/record.h"
#include "common/schema.h"
#include "common/text.h"
#include "searcher/hits/stories.h"
#include "searcher/ranking/expand.h"
#include "searcher/similar/similar.h"

namespace dateline {
namespace {

constexpr int kOpenAttempts = 5;  // when updates follow each other while a search runs

// The query, in the zones asked for.
Query searched(const SearchRequest& request) {
    if (!request.zones) return request.query;
    Query zoned = request.query;
    zoned.node = Zoned{request.zones->zone};
    zoned.parts = {request.query};
    return zoned;
}

// The first term of a document with a prefix; "" if there is none.
std::string first_term(const Xapian::Database& database, Xapian::docid document,
                       std::string_view prefix) {
    auto term = database.termlist_begin(document);
    const auto end = database.termlist_end(document);
    term.skip_to(std::string(prefix));
    return term != end && (*term).starts_with(prefix) ? *term : std::string();
}

std::string file_of(const Xapian::Database& database, Xapian::docid document) {
    const std::string term = first_term(database, document, kFilePrefix);
    // Of a path that is too long the term has only the beginning.
    if (term.empty() || term.size() >= kMaxTermLength - 3) return "";
    return term.substr(kFilePrefix.size());
}

}  // namespace

Searcher::Searcher(std::string directory) : directory_(std::move(directory)) {
    open();
}

void Searcher::open() {
    // Asked before opening: a state that is published in between is then seen by refresh(). If
    // anything fails, all is as before.
    std::optional<IndexState> state = current_state(directory_);
    OpenIndex index = open_index(directory_);
    state_ = std::move(state);
    compiler_.reset();
    facets_.reset();
    index_ = std::move(index);
    stories_ = index_.stories;
    compiler_.emplace(index_);
    facets_.emplace(index_.database);
    metadata_fields_.clear();
    const auto options = nlohmann::json::parse(index_.info.options, nullptr, false);
    if (!options.is_object()) return;
    const auto fields = options.find("facet_fields");
    if (fields == options.end() || !fields->is_array()) return;
    for (const auto& field : *fields) {
        if (field.is_string()) metadata_fields_.push_back(field.get<std::string>());
    }
}

void Searcher::refresh() {
    // Shards that were replaced can still be read, and say nothing of what replaced them.
    if (current_state(directory_) != state_) open();
}

SearchResults Searcher::search(const SearchRequest& request) {
    for (int attempt = 1;; ++attempt) {
        try {
            return run(request);
        } catch (const Xapian::DatabaseModifiedError&) {
            if (attempt == kOpenAttempts) throw;
            open();
        }
    }
}

SearchResults Searcher::run(const SearchRequest& request) {
    const auto start = std::chrono::steady_clock::now();
    SearchResults results;
    const CompiledQuery compiled = compile(request, results);
    results.by_story = request.by_story;
    results.dropped_words = compiled.dropped_words;
    results.unknown_words = compiled.unknown_words;
    results.zone_words = compiled.zone_words;
    const Xapian::Query query = with_filters(request, compiled);
    check_stop(request.stop);
    const Xapian::Query watched = stoppable(query, request.stop);
    // What is counted is looked for first, unless the search itself has to: it then need not look
    // at all of it.
    const bool counts = !request.facets.empty() || request.timeline;
    std::optional<DocumentSet> matching;
    if (counts || request.exact_total)
        matching = walk_matching(index_.database, query, request.stop);
    std::optional<MatchCollector> collector;
    if (counts && !matching) collector.emplace(index_.database);
    const std::vector<ScoredHit> page =
        best_documents(request, compiled, watched, matching ? &*matching : nullptr,
                       collector ? &*collector : nullptr, results);
    for (const ScoredHit& scored : page) {
        check_stop(request.stop);
        Hit hit;
        hit.document = scored.document;
        hit.rank = request.offset + results.hits.size() + 1;
        hit.score = scored.score;
        hit.article = decode_record(index_.database.get_document(scored.document).get_data());
        if (request.snippets) {
            hit.snippet = make_snippet(hit.article, compiled.parts, compiler_->stemmer());
        }
        if (request.files) hit.file = file_of(index_.database, scored.document);
        results.hits.push_back(std::move(hit));
    }
    const bool feedback = request.expand || results.stories < kFillTo;
    if (request.plain && feedback && !page.empty()) mark_related(watched, results.hits);
    add_stories(request, watched, page, results);
    check_stop(request.stop);
    if (counts) count(request, compiled, matching ? *matching : collector->set(), results);
    if (request.significant > 0) results.significant = significant(request, compiled, watched);
    if (!request.text.empty() && results.total <= kFewMatches)
        results.suggestion = suggest(request, results.total);
    results.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return results;
}

// What the hits' stories are, and which of their other articles match.
void Searcher::add_stories(const SearchRequest& request, const Xapian::Query& query,
                           const std::vector<ScoredHit>& page, SearchResults& results) {
    const auto article_of = [&](Xapian::docid document) {
        return decode_record(index_.database.get_document(document).get_data());
    };
    std::vector<std::vector<Xapian::docid>> similar(page.size());
    if (request.by_story) similar = similar_documents(index_.database, *stories_, query, page);
    for (std::size_t i = 0; i < results.hits.size(); ++i) {
        Hit& hit = results.hits[i];
        const std::uint32_t story = stories_->story_of(hit.document);
        if (story == StoryMap::kAlone) continue;
        const Xapian::docid first = stories_->first(story);
        hit.story = first == hit.document ? hit.article.id : article_of(first).id;
        hit.similar = similar[i].size();
        if (!request.snippets) continue;
        similar[i].resize(std::min(similar[i].size(), kSimilarTold));
        for (const Xapian::docid document : similar[i]) {
            Article article = article_of(document);
            hit.similar_articles.push_back(
                {std::move(article.id), std::move(article.source), std::move(article.credits)});
        }
    }
}

CompiledQuery Searcher::compile(const SearchRequest& request, SearchResults& results) {
    compiler_->set_stop(request.stop);
    if (request.similar) return compile_similar(request, results);
    return compiler_->compile(searched(request), request.model, request.plain);
}

// The article itself, or those of the file, and their stories are not among the hits.
CompiledQuery Searcher::compile_similar(const SearchRequest& request, SearchResults& results) {
    const Xapian::Database& database = index_.database;
    std::vector<SimilarTerm> terms;
    std::vector<Xapian::docid> own;  // of the article or the file
    if (request.similar->id.empty()) {
        terms = similar_terms(database, compiler_->stemmer(), request.similar->text);
        const std::string term = make_term(kFilePrefix, request.similar->file);
        if (!request.similar->file.empty())
            own.assign(database.postlist_begin(term), database.postlist_end(term));
    } else {
        const auto document = find_document(request.similar->id);
        if (!document)
            throw Error("there is no article with the id \"" + printable(request.similar->id) +
                        "\"");
        terms = similar_terms(database, compiler_->stemmer(), *document);
        own.push_back(*document);
    }
    std::set<Xapian::docid> excluded(own.begin(), own.end());
    for (const Xapian::docid document : own) {
        const std::uint32_t story = stories_->story_of(document);
        if (story == StoryMap::kAlone) continue;
        const auto members = stories_->members(story);
        excluded.insert(members.begin(), members.end());
    }
    CompiledQuery compiled = similar_query(terms);
    for (const SimilarTerm& term : terms)
        results.similar_terms.push_back(term.word);
    if (!std::holds_alternative<Nothing>(request.query.node)) {
        CompiledQuery wanted = compiler_->compile(searched(request), request.model, request.plain);
        compiled.query = {Xapian::Query::OP_FILTER, compiled.query, wanted.query};
        compiled.parts.insert(compiled.parts.begin(), wanted.parts.begin(), wanted.parts.end());
        compiled.unknown_words = std::move(wanted.unknown_words);
        compiled.zone_words = std::move(wanted.zone_words);
        compiled.dropped_words = std::move(wanted.dropped_words);
    }
    if (!excluded.empty()) {
        compiled.query = {Xapian::Query::OP_AND_NOT, compiled.query,
                          documents_query(database, {excluded.begin(), excluded.end()})};
    }
    return compiled;
}

std::optional<Suggestion> Searcher::suggest(const SearchRequest& request, std::uint64_t total) {
    // A typing mistake beside one that others made, too, is only seen when both are corrected.
    for (const bool common : {false, true}) {
        Suggestion suggestion =
            suggest_query(index_.database, request.text, request.query, request.stop, common);
        if (!suggestion.changes.empty() && finds_more(request, suggestion, total))
            return suggestion;
    }
    return std::nullopt;
}

bool Searcher::finds_more(const SearchRequest& request, const Suggestion& suggestion,
                          std::uint64_t total) {
    SearchRequest corrected = request;
    corrected.query = suggestion.tree;
    Xapian::Enquire enquire(index_.database);
    enquire.set_query(stoppable(
        with_filters(corrected,
                     compiler_->compile(searched(corrected), corrected.model, corrected.plain)),
        request.stop));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    const auto enough = static_cast<Xapian::doccount>(total + 1);
    return enquire.get_mset(0, enough, enough).size() > total;
}

SignificantTerms Searcher::significant(const SearchRequest& request, const CompiledQuery& compiled,
                                       const Xapian::Query& query) {
    const Xapian::Database& database = index_.database;
    Xapian::Enquire enquire(database);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    const Xapian::MSet matches = enquire.get_mset(0, database.get_doccount());
    const std::vector<Xapian::docid> documents(matches.begin(), matches.end());
    SignificantOptions options;
    options.most = request.significant;
    for (const PlannedTerm& term : compiled.plan.stems)
        options.exclude.push_back(term.term.substr(kStemPrefix.size()));
    CountTermsOptions counted;
    counted.story = [this](Xapian::docid document) { return stories_->story_of(document); };
    return significant_terms(database, compiler_->stemmer(),
                             count_terms(database, documents, counted), options);
}

Analysis Searcher::analyze(const SearchRequest& request) {
    return analyze_query(index_.database, *compiler_, searched(request), request.filters,
                         request.model, request.plain);
}

std::optional<Explanation> Searcher::explain(const SearchRequest& request, const std::string& id) {
    const auto document = find_document(id);
    if (!document) return std::nullopt;
    ExplainRequest explain;
    explain.query = searched(request);
    explain.filters = request.filters;
    explain.model = request.model;
    explain.plain = request.plain;
    explain.ranked = request.sort == SortOrder::Relevance;
    explain.stories = request.by_story ? &*stories_ : nullptr;
    explain.stop = request.stop;
    compiler_->set_stop(request.stop);
    return explain_document(index_.database, *compiler_, explain, *document);
}

Xapian::Query Searcher::with_filters(const SearchRequest& request, const CompiledQuery& compiled) {
    Xapian::Query query = compiled.query;
    for (const Query& filter : request.filters) {
        query = {Xapian::Query::OP_FILTER, query, compiler_->compile(filter, request.model).query};
    }
    return query;
}

namespace {

// `date_key` outlives the use of `enquire`.
void set_order(const SearchRequest& request, const CompiledQuery& compiled,
               Xapian::Enquire& enquire, Xapian::MultiValueKeyMaker& date_key) {
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    if (compiled.has_words) {
        enquire.set_weighting_scheme(*make_weight(request.model, compiled.plan.verbosity));
    } else {
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    }
    if (request.sort != SortOrder::Relevance) {
        // What is undated comes last in both orders.
        const bool newest = request.sort == SortOrder::Newest;
        date_key.add_value(kSlotPublished, false, newest ? "" : "99999999");
        enquire.set_sort_by_key_then_relevance(&date_key, newest);
    }
}

}  // namespace

// The documents of the page asked for, in order; sets the total.
std::vector<ScoredHit> Searcher::best_documents(const SearchRequest& request,
                                                const CompiledQuery& compiled,
                                                const Xapian::Query& query,
                                                const DocumentSet* matching,
                                                MatchCollector* collector, SearchResults& results) {
    const Xapian::doccount all = index_.database.get_doccount();
    const bool ranked = compiled.has_words && request.sort == SortOrder::Relevance;
    Xapian::MultiValueKeyMaker date_key;
    Xapian::Enquire enquire(index_.database);
    const ShardTracker tracker(index_.database);
    const Xapian::Query tracked = stories_->size() > 0 ? tracker.track(query) : query;
    enquire.set_query(collector != nullptr ? collector->track(tracked) : tracked);
    set_order(request, compiled, enquire, date_key);
    // Pages must agree, so the second look is at the same hits whatever page is shown.
    const std::size_t end = request.offset + request.limit;
    const bool mixes = ranked && request.half_life > 0;
    const std::size_t wanted =
        ranked && request.limit > 0 ? std::max({end, kRefined, mixes ? kMixed : 0}) : end;
    const bool look_at_all = collector != nullptr || (request.exact_total && matching == nullptr);
    const std::uint64_t checked =
        look_at_all ? all : std::max<std::uint64_t>(matching ? 0 : kTotalKnown, wanted);
    if (collector != nullptr) enquire.add_matchspy(collector);
    const auto clamp = [&](std::size_t number) {
        return static_cast<Xapian::doccount>(std::min<std::size_t>(number, all));
    };
    const bool by_story = request.by_story && stories_->size() > 0;
    RepeatCounter repeats(*stories_, tracker);
    if (stories_->size() > 0 && matching == nullptr) enquire.add_matchspy(&repeats);
    // With room for copies; if that is not enough, once more.
    std::size_t fetched = by_story ? wanted + wanted / 4 : wanted;
    Xapian::MSet matches = enquire.get_mset(0, clamp(fetched), clamp(checked));
    results.total =
        request.exact_total ? matches.get_matches_estimated() : matches.get_matches_lower_bound();
    results.total_exact = matches.get_matches_lower_bound() == matches.get_matches_upper_bound();
    results.stories = results.total - repeats.repeats();
    // Xapian may know how many match without showing them all, and then it takes a walk to count
    // their stories.
    std::optional<DocumentSet> walked;
    if (matching == nullptr && stories_->size() > 0 && repeats.documents() < results.total) {
        if (results.total_exact) walked = walk_matching(index_.database, query, request.stop);
        if (walked) {
            matching = &*walked;
        } else {
            results.total_exact = false;
            results.stories = repeats.documents() - repeats.repeats();
        }
    }
    if (matching != nullptr) {
        RepeatCounter exact(*stories_, tracker);
        matching->for_each([&](Xapian::docid document) { exact.see(document); });
        results.total = matching->count();
        results.total_exact = true;
        results.stories = results.total - exact.repeats();
    }
    std::vector<ScoredHit> hits = scored_hits(matches);
    if (by_story) {
        enquire.clear_matchspies();
        hits = first_of_stories(hits, *stories_);
        while (hits.size() < wanted && matches.size() == clamp(fetched) && fetched < all) {
            fetched *= 4;
            matches = enquire.get_mset(0, clamp(fetched));
            hits = first_of_stories(scored_hits(matches), *stories_);
        }
        if (hits.size() > wanted) hits.resize(wanted);
    }
    if (ranked) hits = second_look(request, compiled, query, std::move(hits), results);
    const auto at = [&](std::size_t number) {
        return hits.begin() + static_cast<std::ptrdiff_t>(std::min(number, hits.size()));
    };
    return {at(request.offset), at(end)};
}

// Ranked hits by all that is only worked out for the best.
std::vector<ScoredHit> Searcher::second_look(const SearchRequest& request,
                                             const CompiledQuery& compiled,
                                             const Xapian::Query& query,
                                             std::vector<ScoredHit> hits, SearchResults& results) {
    hits = refine(index_.database, compiled.plan, std::move(hits));
    const std::size_t found = hits.size();
    if (found > 0 && (request.plain || request.expand))
        hits = with_feedback(request, compiled, query, hits, results);
    if (request.by_story && stories_->size() > 0) hits = first_of_stories(hits, *stories_);
    if (request.half_life > 0) mix_recency(request, hits, found);
    return hits;
}

// Feedback from the hits: for --expand, and for bags of words that hardly anything matches.
std::vector<ScoredHit> Searcher::with_feedback(const SearchRequest& request,
                                               const CompiledQuery& compiled,
                                               const Xapian::Query& query,
                                               const std::vector<ScoredHit>& hits,
                                               SearchResults& results) {
    FeedbackRequest wanted;
    wanted.fill = request.plain;
    wanted.expand = request.expand;
    wanted.count = request.offset + request.limit;
    if (!request.plain) {
        wanted.filter = query;  // the query decides what matches
    } else {
        std::vector<Xapian::Query> filters;
        for (const Query& filter : request.filters)
            filters.push_back(compiler_->compile(filter, request.model).query);
        wanted.filter = {Xapian::Query::OP_AND, filters.begin(), filters.end()};
    }
    FeedbackResult found = apply_feedback(index_.database, compiled.plan, hits, wanted);
    results.expansion_reason = std::move(found.expansion.reason);
    for (const ExpansionTerm& term : found.expansion.terms) {
        if (!term.in_query) results.expansion_terms.push_back(term.term.substr(kStemPrefix.size()));
    }
    return std::move(found.hits);
}

// Marks the hits that feedback found and the query does not match.
void Searcher::mark_related(const Xapian::Query& query, std::vector<Hit>& hits) {
    std::vector<Xapian::docid> documents;
    for (const Hit& hit : hits)
        documents.push_back(hit.document);
    std::sort(documents.begin(), documents.end());
    Xapian::Enquire enquire(index_.database);
    enquire.set_query(
        {Xapian::Query::OP_FILTER, query, documents_query(index_.database, documents)});
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    const Xapian::MSet matches =
        enquire.get_mset(0, static_cast<Xapian::doccount>(documents.size()));
    const std::set<Xapian::docid> matching(matches.begin(), matches.end());
    for (Hit& hit : hits)
        hit.related = matching.count(hit.document) == 0;
}

// Terms are folded. Facets show a value as an article of these has it in its record.
void Searcher::name_values(const FacetRequest& request, const DocumentSet& matching,
                           Facet& facet) const {
    if (request.is_date) return;
    const auto candidates = [&](const Article& article) {
        std::vector<std::string> names;
        if (request.term_prefix == kSourcePrefix) {
            names.push_back(article.source);
        } else if (request.term_prefix == kCreditPrefix) {
            names = article.credits;
        } else if (request.term_prefix == kLanguagePrefix) {
            names.push_back(article.language);
        } else {
            for (const auto& [key, value] : article.metadata) {
                if (fold(key) == fold(request.name)) names.push_back(value);
            }
        }
        return names;
    };
    const Xapian::Database& database = index_.database;
    for (FacetValue& value : facet.values) {
        const std::string term = request.term_prefix + value.value;
        const auto end = database.postlist_end(term);
        auto posting = database.postlist_begin(term);
        while (posting != end && !matching.contains(*posting))
            ++posting;
        if (posting == end) continue;
        const Article article = decode_record(database.get_document(*posting).get_data());
        for (const std::string& name : candidates(article)) {
            if (make_term(request.term_prefix, fold(name)) == term) value.value = name;
        }
    }
}

void Searcher::count(const SearchRequest& request, const CompiledQuery& compiled,
                     const DocumentSet& matching, SearchResults& results) {
    facets_->set_stop(request.stop);
    for (const FacetRequest& wanted : request.facets) {
        results.facets.push_back(facets_->count(wanted, matching));
        name_values(wanted, matching, results.facets.back());
    }
    if (!request.timeline) return;
    Stemmer& stemmer = compiler_->stemmer();
    std::set<std::string> stems;
    for (const HighlightPart& part : compiled.parts) {
        for (const auto& sequence : part.sequences) {
            for (const HighlightPart::Word& word : sequence.words)
                stems.insert(word.stemmed ? word.term : stemmer.stem(word.term, word.term));
        }
    }
    const StoryOf story_of = [this](Xapian::docid document) {
        return stories_->story_of(document);
    };
    results.timeline = make_timeline(index_.database, facets_->dates(), matching, stemmer,
                                     {*request.timeline, story_of, std::move(stems)});
}

// Lets age count among the first `mixed` hits; what is published after `now` is as new as can be.
void Searcher::mix_recency(const SearchRequest& request, std::vector<ScoredHit>& hits,
                           std::size_t mixed) const {
    const std::size_t end = std::min({mixed, hits.size(), kMixed});
    for (std::size_t i = 0; i < end; ++i) {
        const std::string value =
            index_.database.get_document(hits[i].document).get_value(kSlotPublished);
        double freshness = 0;
        if (const auto published = parse_date(value)) {
            const double age = static_cast<double>((request.now - published->first).count());
            freshness = std::exp2(-std::max(0.0, age) / request.half_life);
        }
        hits[i].score *= 0.5 + 0.5 * freshness;
    }
    const auto begin = hits.begin();
    std::stable_sort(begin, begin + static_cast<std::ptrdiff_t>(end),
                     [](const ScoredHit& a, const ScoredHit& b) { return a.score > b.score; });
    // Beyond them the order is that of relevance; scores must not rise.
    for (std::size_t i = end; i > 0 && i < hits.size(); ++i)
        hits[i].score = std::min(hits[i].score, hits[i - 1].score);
}

std::optional<Xapian::docid> Searcher::find_document(const std::string& id) const {
    const std::string term = make_term(kIdPrefix, id);
    const auto posting = index_.database.postlist_begin(term);
    if (posting == index_.database.postlist_end(term)) return std::nullopt;
    return *posting;
}

std::optional<Article> Searcher::find(const std::string& id) {
    for (int attempt = 1;; ++attempt) {
        try {
            const auto document = find_document(id);
            if (!document) return std::nullopt;
            return decode_record(index_.database.get_document(*document).get_data());
        } catch (const Xapian::DatabaseModifiedError&) {
            if (attempt == kOpenAttempts) throw;
            open();
        }
    }
}

}  // namespace dateline
