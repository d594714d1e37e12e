#include "searcher/search.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/record.h"
#include "common/schema.h"
#include "common/text.h"
#include "searcher/ranking/expand.h"
#include "searcher/similar/similar.h"

namespace dateline {
namespace {

constexpr int kOpenAttempts = 5;  // when updates follow each other while a search runs

// Documents as bits.
class DocumentSet {
public:
    explicit DocumentSet(Xapian::docid last) : bits_(last / 64 + 1) {}

    void add(Xapian::docid id) { bits_[id / 64] |= std::uint64_t{1} << id % 64; }
    bool contains(Xapian::docid id) const {
        return id / 64 < bits_.size() && (bits_[id / 64] >> id % 64 & 1) != 0;
    }

private:
    std::vector<std::uint64_t> bits_;
};

class Collector : public Xapian::MatchSpy {
public:
    explicit Collector(DocumentSet& set) : set_(set) {}
    void operator()(const Xapian::Document& document, double) override {
        set_.add(document.get_docid());
    }

private:
    DocumentSet& set_;
};

// "202405" -> "2024-05"
std::string dashed(const std::string& digits) {
    std::string text = digits.substr(0, 4);
    if (digits.size() > 4) text += "-" + digits.substr(4, 2);
    if (digits.size() > 6) text += "-" + digits.substr(6, 2);
    return text;
}

std::string quoted_if_needed(const std::string& value) {
    const bool plain =
        !value.empty() && std::all_of(value.begin(), value.end(), [](unsigned char byte) {
            return std::isalnum(byte) || byte == '-' || byte == '_' || byte == '.' || byte >= 0x80;
        });
    return plain ? value : '"' + value + '"';
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
    return term.empty() ? term : term.substr(kFilePrefix.size());
}

}  // namespace

FacetRequest parse_facet(const std::string& text, const std::vector<std::string>& metadata_fields) {
    FacetRequest facet;
    facet.name = text;
    std::string name = text;
    const std::size_t colon = name.rfind(':');
    if (colon != std::string::npos && colon + 1 < name.size() &&
        name.find_first_not_of("0123456789", colon + 1) == std::string::npos) {
        const char* const end = name.data() + name.size();
        if (std::from_chars(name.data() + colon + 1, end, facet.most).ec != std::errc())
            facet.most = 0;
        name.resize(colon);
        facet.name = name;
    }
    struct DateFacet {
        std::string_view name;
        std::string_view prefix;
        std::size_t digits;
    };
    static constexpr DateFacet kDates[] = {{"year", kYearPrefix, 4},
                                           {"date:year", kYearPrefix, 4},
                                           {"month", kMonthPrefix, 6},
                                           {"date:month", kMonthPrefix, 6},
                                           {"day", kDayPrefix, 8},
                                           {"date:day", kDayPrefix, 8},
                                           {"mentions:year", kMentionYearPrefix, 4},
                                           {"mentions:month", kMentionMonthPrefix, 6},
                                           {"mentions:day", kMentionDayPrefix, 8}};
    for (const DateFacet& date : kDates) {
        if (date.name != name) continue;
        facet.term_prefix = date.prefix;
        facet.digits = date.digits;
        facet.is_date = true;
        return facet;
    }
    if (name == "source") {
        facet.term_prefix = kSourcePrefix;
    } else if (name == "credit") {
        facet.term_prefix = kCreditPrefix;
    } else if (name == "lang") {
        facet.term_prefix = kLanguagePrefix;
    } else if (std::find(metadata_fields.begin(), metadata_fields.end(), name) !=
               metadata_fields.end()) {
        facet.term_prefix = std::string(kFacetPrefix) + fold(name) + ":";
    } else {
        std::string choices =
            "year, month, day, mentions:year, mentions:month, mentions:day, source, credit, lang";
        for (const std::string& field : metadata_fields)
            choices += ", " + field;
        throw Error("there is no facet \"" + printable(text) + "\"", "choose one of: " + choices);
    }
    return facet;
}

Searcher::Searcher(std::string directory) : directory_(std::move(directory)) {
    open();
}

void Searcher::open() {
    compiler_.reset();
    index_ = open_index(directory_);
    compiler_.emplace(index_);
    metadata_fields_.clear();
    const auto options = nlohmann::json::parse(index_.info.options, nullptr, false);
    if (!options.is_object()) return;
    const auto fields = options.find("facet_fields");
    if (fields == options.end() || !fields->is_array()) return;
    for (const auto& field : *fields) {
        if (field.is_string()) metadata_fields_.push_back(field.get<std::string>());
    }
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
    results.dropped_words = compiled.dropped_words;
    results.unknown_words = compiled.unknown_words;
    const Xapian::Query query = with_filters(request, compiled);
    const Page page = best_documents(request, compiled, query, results);
    for (const ScoredHit& scored : page.hits) {
        Hit hit;
        hit.document = scored.document;
        hit.related = results.hits.size() >= page.related;
        hit.rank = request.offset + results.hits.size() + 1;
        hit.score = scored.score;
        hit.article = decode_record(index_.database.get_document(scored.document).get_data());
        if (request.snippets) {
            hit.snippet = make_snippet(hit.article, compiled.parts, compiler_->stemmer());
        }
        if (request.files) hit.file = file_of(index_.database, scored.document);
        results.hits.push_back(std::move(hit));
    }
    if (!request.facets.empty()) results.facets = count_facets(request, query, results.total);
    if (request.significant > 0) results.significant = significant(request, compiled, query);
    if (!request.text.empty() && results.total <= kFewMatches)
        results.suggestion = suggest(request, results.total);
    results.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return results;
}

CompiledQuery Searcher::compile(const SearchRequest& request, SearchResults& results) {
    if (request.similar) return compile_similar(request, results);
    return compiler_->compile(request.query, request.model, request.plain);
}

// The article itself and its story are not among the hits.
CompiledQuery Searcher::compile_similar(const SearchRequest& request, SearchResults& results) {
    const Xapian::Database& database = index_.database;
    std::vector<SimilarTerm> terms;
    std::vector<Xapian::Query> excluded;
    if (request.similar->id.empty()) {
        terms = similar_terms(database, compiler_->stemmer(), request.similar->text);
    } else {
        const auto document = find_document(request.similar->id);
        if (!document)
            throw Error("there is no article with the id \"" + printable(request.similar->id) +
                        "\"");
        terms = similar_terms(database, compiler_->stemmer(), *document);
        excluded.emplace_back(make_term(kIdPrefix, request.similar->id));
        const std::string story = first_term(database, *document, kStoryPrefix);
        if (!story.empty()) excluded.emplace_back(story);
    }
    CompiledQuery compiled = similar_query(terms);
    for (const SimilarTerm& term : terms)
        results.similar_terms.push_back(term.word);
    if (!std::holds_alternative<Nothing>(request.query.node)) {
        CompiledQuery wanted = compiler_->compile(request.query, request.model, request.plain);
        compiled.query = {Xapian::Query::OP_FILTER, compiled.query, wanted.query};
        compiled.parts.insert(compiled.parts.begin(), wanted.parts.begin(), wanted.parts.end());
        compiled.unknown_words = std::move(wanted.unknown_words);
        compiled.dropped_words = std::move(wanted.dropped_words);
    }
    if (!excluded.empty()) {
        compiled.query = {Xapian::Query::OP_AND_NOT, compiled.query,
                          Xapian::Query(Xapian::Query::OP_OR, excluded.begin(), excluded.end())};
    }
    return compiled;
}

std::optional<Suggestion> Searcher::suggest(const SearchRequest& request, std::uint64_t total) {
    Suggestion suggestion = suggest_query(index_.database, request.text, request.query);
    if (suggestion.changes.empty()) return std::nullopt;
    SearchRequest corrected = request;
    corrected.query = suggestion.tree;
    Xapian::Enquire enquire(index_.database);
    enquire.set_query(with_filters(
        corrected, compiler_->compile(corrected.query, corrected.model, corrected.plain)));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    const auto enough = static_cast<Xapian::doccount>(total + 1);
    if (enquire.get_mset(0, enough, enough).size() <= total) return std::nullopt;
    return suggestion;
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
    return significant_terms(database, compiler_->stemmer(), count_terms(database, documents),
                             options);
}

Analysis Searcher::analyze(const SearchRequest& request) {
    return analyze_query(index_.database, *compiler_, request.query, request.filters, request.model,
                         request.plain);
}

std::optional<Explanation> Searcher::explain(const SearchRequest& request, const std::string& id) {
    const auto document = find_document(id);
    if (!document) return std::nullopt;
    ExplainRequest explain;
    explain.query = request.query;
    explain.filters = request.filters;
    explain.model = request.model;
    explain.plain = request.plain;
    explain.ranked = request.sort == SortOrder::Relevance;
    return explain_document(index_.database, *compiler_, explain, *document);
}

Xapian::Query Searcher::with_filters(const SearchRequest& request, const CompiledQuery& compiled) {
    Xapian::Query query = compiled.query;
    for (const Query& filter : request.filters) {
        query = {Xapian::Query::OP_FILTER, query, compiler_->compile(filter, request.model).query};
    }
    return query;
}

// The documents of the page asked for, in order; sets the total.
Searcher::Page Searcher::best_documents(const SearchRequest& request, const CompiledQuery& compiled,
                                        const Xapian::Query& query, SearchResults& results) {
    const Xapian::doccount all = index_.database.get_doccount();
    const bool ranked = compiled.has_words && request.sort == SortOrder::Relevance;
    Xapian::MultiValueKeyMaker date_key;
    Xapian::Enquire enquire(index_.database);
    enquire.set_query(query);
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
    // Pages must agree, so the second look is at the same hits whatever page is shown.
    const std::size_t end = request.offset + request.limit;
    const std::size_t wanted = ranked && request.limit > 0 ? std::max(end, kRefined) : end;
    const std::uint64_t checked =
        request.exact_total ? all : std::max<std::uint64_t>(kTotalKnown, wanted);
    const auto clamp = [&](std::size_t number) {
        return static_cast<Xapian::doccount>(std::min<std::size_t>(number, all));
    };
    const Xapian::MSet matches = enquire.get_mset(0, clamp(wanted), clamp(checked));
    results.total =
        request.exact_total ? matches.get_matches_estimated() : matches.get_matches_lower_bound();
    results.total_exact = matches.get_matches_lower_bound() == matches.get_matches_upper_bound();
    std::vector<ScoredHit> hits = scored_hits(matches);
    Page page;
    page.related = hits.size();
    if (ranked) {
        hits = refine(index_.database, compiled.plan, std::move(hits));
        expand(request, compiled, query, hits, results);
    }
    const auto at = [&](std::size_t number) {
        return hits.begin() + static_cast<std::ptrdiff_t>(std::min(number, hits.size()));
    };
    page.hits.assign(at(request.offset), at(end));
    page.related -= std::min(request.offset, page.related);
    return page;
}

// Feedback from the hits: for --expand, and for bags of words that hardly anything matches.
void Searcher::expand(const SearchRequest& request, const CompiledQuery& compiled,
                      const Xapian::Query& query, std::vector<ScoredHit>& hits,
                      SearchResults& results) {
    constexpr std::size_t kFillTo = 10;
    constexpr std::size_t kFillTerms = 20;
    const bool fill = request.plain && compiled.plan.model.is_default() && hits.size() < kFillTo;
    if (hits.empty() || !(request.expand || fill)) return;
    const auto feedback_hits = [&](const std::vector<ExpansionTerm>& terms, std::size_t count) {
        Xapian::Query feedback = feedback_query(compiled.plan, terms);
        if (request.plain) {
            for (const Query& filter : request.filters) {
                feedback = {Xapian::Query::OP_FILTER, feedback,
                            compiler_->compile(filter, request.model).query};
            }
        } else {
            feedback = {Xapian::Query::OP_FILTER, feedback,
                        query};  // the query decides what matches
        }
        Xapian::Enquire enquire(index_.database);
        enquire.set_query(feedback);
        enquire.set_weighting_scheme(*make_weight(compiled.plan.model, compiled.plan.verbosity));
        return scored_hits(enquire.get_mset(0, static_cast<Xapian::doccount>(count)));
    };
    const std::vector<ScoredHit> found = hits;
    if (fill) {
        const auto terms =
            feedback_terms(index_.database, compiled.plan, found, kExpandDocuments, kFillTerms);
        if (!terms.empty())
            hits = fill_hits(hits, feedback_hits(terms, found.size() + kFillTo), kFillTo);
    }
    if (!request.expand) return;
    const Expansion expansion = decide_expansion(index_.database, compiled.plan, found);
    results.expansion_reason = expansion.reason;
    if (!expansion.applied) return;
    for (const ExpansionTerm& term : expansion.terms) {
        if (!term.in_query) results.expansion_terms.push_back(term.term.substr(kStemPrefix.size()));
    }
    constexpr std::size_t kMerged = 200;
    const std::size_t count = std::max({request.offset + request.limit, hits.size(), kMerged});
    hits = merge_feedback(hits, feedback_hits(expansion.terms, count), count);
}

// Marks the matching documents, then walks the posting lists of each facet's terms.
std::vector<Facet> Searcher::count_facets(const SearchRequest& request, const Xapian::Query& query,
                                          std::uint64_t total) {
    const Xapian::Database& database = index_.database;
    DocumentSet matching(database.get_lastdocid());
    Collector collector(matching);
    Xapian::Enquire enquire(database);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::DONT_CARE);
    enquire.add_matchspy(&collector);
    enquire.get_mset(0, 0, database.get_doccount());

    std::vector<Facet> facets;
    for (const FacetRequest& wanted : request.facets) {
        Facet facet;
        facet.name = wanted.name;
        const auto count_term = [&](const std::string& term) {
            if (total == database.get_doccount()) return std::uint64_t{database.get_termfreq(term)};
            std::uint64_t count = 0;
            for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) {
                count += matching.contains(*at);
            }
            return count;
        };
        const std::string& prefix = wanted.term_prefix;
        std::uint64_t counted = 0;
        for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
             ++term) {
            const std::string value = (*term).substr(prefix.size());
            if (wanted.is_date && (value.size() != wanted.digits ||
                                   value.find_first_not_of("0123456789") != std::string::npos)) {
                continue;
            }
            const std::uint64_t count = count_term(*term);
            counted += count;
            if (count == 0) continue;
            FacetValue entry{wanted.is_date ? dashed(value) : value, count, ""};
            if (wanted.is_date) {
                entry.filter = (prefix.starts_with("XM") ? "mentions:" : "date:") + entry.value;
            } else {
                entry.filter = wanted.name + ":" + quoted_if_needed(value);
            }
            facet.values.push_back(std::move(entry));
        }
        if (wanted.is_date && !prefix.starts_with("XM")) {
            const std::uint64_t undated = count_term(std::string(kUndatedTerm));
            if (undated > 0) facet.values.push_back({"undated", undated, "date:undated"});
            // Dated, but not as exactly as the facet asks: "2024" has no month.
            if (counted + undated < total)
                facet.values.push_back({"less exact", total - counted - undated, ""});
        }
        facet.values_total = facet.values.size();
        const bool by_count = wanted.most > 0 || !wanted.is_date;
        if (by_count) {
            std::stable_sort(
                facet.values.begin(), facet.values.end(),
                [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
        }
        if (wanted.most > 0 && facet.values.size() > wanted.most) facet.values.resize(wanted.most);
        facets.push_back(std::move(facet));
    }
    return facets;
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
