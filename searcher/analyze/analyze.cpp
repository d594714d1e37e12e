#include "searcher/analyze/analyze.h"

#include <algorithm>
#include <set>
#include <variant>

#include "searcher/analyze/tree.h"

namespace dateline {
namespace {

bool needs_positions(const Query& query) {
    if (std::holds_alternative<Phrase>(query.node) || std::holds_alternative<Near>(query.node) ||
        std::holds_alternative<AtLeast>(query.node)) {
        return true;
    }
    return std::any_of(query.parts.begin(), query.parts.end(), needs_positions);
}

// Walks a tree and looks at its leaves, each compiled on its own.
class LeafReader {
public:
    LeafReader(const Xapian::Database& database, QueryCompiler& compiler, const RankModel& model,
               bool plain, Analysis& result)
        : database_(database), compiler_(compiler), model_(model), plain_(plain), result_(result) {}

    void read(const Query& query, bool droppable) {
        if (query.parts.empty()) {
            add_leaf(query, droppable);
            return;
        }
        if (is_context(query)) around_.push_back(&query);
        const bool drops =
            std::holds_alternative<And>(query.node) || std::holds_alternative<Or>(query.node);
        for (const Query& part : query.parts)
            read(part, drops);
        if (is_context(query)) around_.pop_back();
    }

private:
    void add_leaf(const Query& query, bool droppable) {
        if (std::holds_alternative<Everything>(query.node)) return;  // it has no terms
        AnalyzedLeaf leaf;
        leaf.label = node_label(query);
        leaf.begin = query.begin;
        leaf.end = query.end;
        for (const Query* outer : around_)
            leaf.where += (leaf.where.empty() ? "" : ", ") + node_label(*outer);
        if (const auto* days = std::get_if<Days>(&query.node); days && !days->undated) {
            const auto* field =
                around_.empty() ? nullptr : std::get_if<InField>(&around_.back()->node);
            result_.dates.push_back({field ? field->name : "", days->text,
                                     days->first ? format_day(*days->first) : "",
                                     days->last ? format_day(*days->last) : ""});
        }
        if (const auto* word = std::get_if<Word>(&query.node)) {
            leaf.dropped =
                droppable && std::find(result_.dropped_words.begin(), result_.dropped_words.end(),
                                       word->text) != result_.dropped_words.end();
        }
        const Xapian::Query compiled =
            compiler_.compile(in_context(query, around_), model_, plain_).query;
        for (auto term = compiled.get_unique_terms_begin(); term != compiled.get_terms_end();
             ++term) {
            const std::uint64_t documents = database_.get_termfreq(*term);
            ++leaf.terms_total;
            leaf.postings += documents;
            if (leaf.terms.size() < kMaxTermsShown) {
                leaf.terms.push_back({*term, documents, database_.get_collection_freq(*term)});
            }
        }
        result_.leaves.push_back(std::move(leaf));
    }

    const Xapian::Database& database_;
    QueryCompiler& compiler_;
    const RankModel& model_;
    const bool plain_;
    Analysis& result_;
    std::vector<const Query*> around_;
};

}  // namespace

Analysis analyze_query(const Xapian::Database& database, QueryCompiler& compiler, const Query& tree,
                       const std::vector<Query>& filters, const RankModel& model, bool plain) {
    Analysis result;
    result.tree = to_debug_string(tree);
    result.text = to_string(tree);
    result.drawn = draw_tree(tree);
    const CompiledQuery compiled = compiler.compile(tree, model, plain);
    result.dropped_words = compiled.dropped_words;
    result.unknown_words = compiled.unknown_words;
    result.zone_words = compiled.zone_words;
    result.positions = needs_positions(tree);
    LeafReader reader(database, compiler, model, plain, result);
    reader.read(tree, false);
    Xapian::Query query = compiled.query;
    for (const Query& filter : filters) {
        result.filters.push_back(to_string(filter));
        result.positions = result.positions || needs_positions(filter);
        LeafReader(database, compiler, model, false, result).read(filter, false);
        query = {Xapian::Query::OP_FILTER, query, compiler.compile(filter, model).query};
    }
    result.xapian = query.get_description();
    for (auto term = query.get_unique_terms_begin(); term != query.get_terms_end(); ++term) {
        ++result.terms;
        result.postings += database.get_termfreq(*term);
    }
    result.documents = database.get_doccount();
    result.model = format_rank_model(model);
    result.verbosity = compiled.plan.verbosity;
    result.bm25 = compiled.plan.bm25;
    for (const PlannedTerm& term : compiled.plan.stems)
        result.weights.push_back({term.term, term.factor, term.idf});
    return result;
}

}  // namespace dateline
