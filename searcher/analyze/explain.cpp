#include "searcher/analyze/explain.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <variant>

#include "common/schema.h"
#include "searcher/analyze/tree.h"
#include "searcher/hits/stories.h"
#include "searcher/ranking/refine.h"

namespace dateline {
namespace {

using Operator = Xapian::Query::op;

// Asks the index about one document at a time.
class DocumentProbe {
public:
    DocumentProbe(const Xapian::Database& database, Xapian::docid document,
                  std::unique_ptr<Xapian::Weight> weight)
        : enquire_(database), weight_(std::move(weight)) {
        auto term = database.termlist_begin(document);
        const auto end = database.termlist_end(document);
        term.skip_to(std::string(kIdPrefix));
        if (term != end && (*term).starts_with(kIdPrefix)) only_ = Xapian::Query(*term);
    }

    bool matches(const Xapian::Query& query) {
        return run(query, Xapian::BoolWeight()).has_value();
    }

    // The weight of the document for a query, 0 if it does not match.
    double score(const Xapian::Query& query) { return run(query, *weight_).value_or(0); }

private:
    std::optional<double> run(const Xapian::Query& query, const Xapian::Weight& weight) {
        if (query.empty() || only_.empty()) return std::nullopt;
        enquire_.set_query({Xapian::Query::OP_FILTER, query, only_});
        enquire_.set_weighting_scheme(weight);
        const Xapian::MSet found = enquire_.get_mset(0, 1);
        if (found.empty()) return std::nullopt;
        return found.begin().get_weight();
    }

    Xapian::Enquire enquire_;
    std::unique_ptr<Xapian::Weight> weight_;
    Xapian::Query only_;
};

// Matching of each node on its own.
class NodeExplainer {
public:
    NodeExplainer(QueryCompiler& compiler, DocumentProbe& probe, const RankModel& model, bool plain,
                  const std::vector<std::string>& dropped)
        : compiler_(compiler), probe_(probe), model_(model), plain_(plain), dropped_(dropped) {}

    ExplainedNode explain(const Query& query, bool droppable = false) {
        ExplainedNode node;
        node.label = node_label(query);
        if (const auto* word = std::get_if<Word>(&query.node)) {
            node.dropped = droppable && std::find(dropped_.begin(), dropped_.end(), word->text) !=
                                            dropped_.end();
        }
        node.matches =
            probe_.matches(compiler_.compile(in_context(query, around_), model_, plain_).query);
        if (is_context(query)) around_.push_back(&query);
        const bool drops =
            std::holds_alternative<And>(query.node) || std::holds_alternative<Or>(query.node);
        for (const Query& part : query.parts)
            node.parts.push_back(explain(part, drops));
        if (is_context(query)) around_.pop_back();
        return node;
    }

private:
    QueryCompiler& compiler_;
    DocumentProbe& probe_;
    const RankModel& model_;
    const bool plain_;
    const std::vector<std::string>& dropped_;
    std::vector<const Query*> around_;
};

// What a term is called: "run" (stem), "title: run".
std::string term_text(const std::string& term) {
    std::string_view rest = term;
    const bool stem = rest.starts_with(kStemPrefix);
    if (stem) rest.remove_prefix(kStemPrefix.size());
    std::string where;
    if (rest.starts_with(kTitlePrefix)) {
        rest.remove_prefix(kTitlePrefix.size());
        where = "title: ";
    } else if (rest.starts_with(kZonePrefix) && rest.size() > kZonePrefix.size()) {
        rest.remove_prefix(kZonePrefix.size() + 1);
        where = "zone: ";
    }
    return where + std::string(rest) + (stem ? " (stem)" : "");
}

// Takes the scored part of a Xapian query apart. Its weights add up: a conjunction or disjunction
// scores the sum of its matching parts.
class ScoreReader {
public:
    ScoreReader(const Xapian::Database& database, Xapian::docid document, DocumentProbe& probe,
                std::vector<ScorePart>& parts)
        : database_(database), document_(document), probe_(probe), parts_(parts) {}

    // `factor`: by what scales around it the query's weight is multiplied.
    void read(const Xapian::Query& query, double factor) {
        switch (query.get_type()) {
            case Operator::OP_OR:
            case Operator::OP_AND:
            case Operator::OP_AND_MAYBE:
                for (std::size_t i = 0; i < query.get_num_subqueries(); ++i)
                    read(query.get_subquery(i), factor);
                return;
            case Operator::OP_FILTER:
            case Operator::OP_AND_NOT:
                read(query.get_subquery(0), factor);
                return;
            case Operator::OP_SCALE_WEIGHT: {
                const Xapian::Query inner = query.get_subquery(0);
                const double plain = probe_.score(inner);
                if (plain <= 0) return;
                read(inner, factor * probe_.score(query) / plain);
                return;
            }
            default:
                add(query, factor);
        }
    }

private:
    void add(const Xapian::Query& query, double factor) {
        ScorePart part;
        part.score = probe_.score(query) * factor;
        if (part.score == 0) return;
        std::size_t terms = 0;
        constexpr std::size_t kMostNamed = 6;
        for (auto term = query.get_unique_terms_begin(); term != query.get_terms_end(); ++term) {
            const std::uint64_t here = occurrences(*term);
            if (here == 0) continue;
            part.occurrences += here;
            if (++terms > kMostNamed) continue;
            part.documents = database_.get_termfreq(*term);
            part.what += (terms == 1 ? "" : " + ") + term_text(*term);
        }
        if (terms > kMostNamed) part.what += " + …";
        if (terms != 1) part.documents = 0;
        // A word said twice in the query is one part.
        for (ScorePart& other : parts_) {
            if (other.what != part.what) continue;
            other.score += part.score;
            return;
        }
        parts_.push_back(std::move(part));
    }

    std::uint64_t occurrences(const std::string& term) const {
        auto entry = database_.termlist_begin(document_);
        const auto end = database_.termlist_end(document_);
        entry.skip_to(term);
        return entry != end && *entry == term ? entry.get_wdf() : 0;
    }

    const Xapian::Database& database_;
    const Xapian::docid document_;
    DocumentProbe& probe_;
    std::vector<ScorePart>& parts_;
};

// The second look, taken apart by leaving things out: its parts other than feedback add up.
class SecondLook {
public:
    SecondLook(const Xapian::Database& database, const RankPlan& plan, std::vector<ScoredHit> hits,
               Xapian::docid document)
        : database_(database), plan_(plan), hits_(std::move(hits)), document_(document) {}

    void explain(std::vector<ScorePart>& parts) {
        const double first = score(with({"exact", "near", "feedback"}, plan_));
        for (std::size_t i = 0; i < plan_.words.size(); ++i) {
            RankPlan one = with({"near", "feedback"}, plan_);
            one.words = {plan_.words[i]};
            one.pairs.clear();
            add(parts, ScorePart::Kind::Exact, plan_.words[i].term, score(one) - first);
        }
        for (const auto& pair : plan_.pairs) {
            RankPlan one = with({"exact", "feedback"}, plan_);
            one.pairs = {pair};
            add(parts, ScorePart::Kind::Near,
                plan_.words[pair.first].term + " … " + plan_.words[pair.second].term,
                score(one) - first);
        }
    }

private:
    static void add(std::vector<ScorePart>& parts, ScorePart::Kind kind, std::string what,
                    double score) {
        if (std::abs(score) < 1e-12) return;
        ScorePart part;
        part.kind = kind;
        part.what = std::move(what);
        part.score = score;
        parts.push_back(std::move(part));
    }

    // The plan with some of the model's parameters at 0.
    static RankPlan with(const std::vector<std::string>& without, const RankPlan& plan) {
        RankPlan result = plan;
        for (RankParameter& parameter : result.model.parameters) {
            if (std::find(without.begin(), without.end(), parameter.name) != without.end())
                parameter.value = 0;
        }
        return result;
    }

    double score(const RankPlan& plan) const {
        for (const ScoredHit& hit : refine(database_, plan, hits_)) {
            if (hit.document == document_) return hit.score;
        }
        return 0;
    }

    const Xapian::Database& database_;
    const RankPlan& plan_;
    const std::vector<ScoredHit> hits_;
    const Xapian::docid document_;
};

// The best hit of each story, but of the document's the document.
std::vector<ScoredHit> one_of_stories(std::vector<ScoredHit> hits, const StoryMap& stories,
                                      Xapian::docid document) {
    const std::uint32_t own = stories.story_of(document);
    if (own != StoryMap::kAlone) {
        std::erase_if(hits, [&](const ScoredHit& hit) {
            return hit.document != document && stories.story_of(hit.document) == own;
        });
    }
    return first_of_stories(hits, stories);
}

double total(const std::vector<ScorePart>& parts) {
    double sum = 0;
    for (const ScorePart& part : parts)
        sum += part.score;
    return sum;
}

}  // namespace

std::string_view score_part_name(ScorePart::Kind kind) {
    switch (kind) {
        case ScorePart::Kind::Term:
            return "word";
        case ScorePart::Kind::Exact:
            return "exact form";
        case ScorePart::Kind::Near:
            return "close together";
        case ScorePart::Kind::Context:
            return "context";
    }
    return "";
}

Explanation explain_document(const Xapian::Database& database, QueryCompiler& compiler,
                             const ExplainRequest& request, Xapian::docid document) {
    const CompiledQuery compiled = compiler.compile(request.query, request.model, request.plain);
    const auto make_scheme = [&]() -> std::unique_ptr<Xapian::Weight> {
        if (!compiled.has_words) return std::make_unique<Xapian::BoolWeight>();
        return make_weight(request.model, compiled.plan.verbosity);
    };
    Explanation result;
    result.model = format_rank_model(request.model);
    result.length = database.get_doclength(document);
    result.average_length = database.get_avlength();
    DocumentProbe probe(database, document, make_scheme());
    result.tree =
        NodeExplainer(compiler, probe, request.model, request.plain, compiled.dropped_words)
            .explain(request.query);
    Xapian::Query query = compiled.query;
    for (const Query& filter : request.filters) {
        const CompiledQuery compiled_filter = compiler.compile(filter, request.model);
        result.filters.push_back(
            NodeExplainer(compiler, probe, request.model, false, compiled_filter.dropped_words)
                .explain(filter));
        query = {Xapian::Query::OP_FILTER, query, compiled_filter.query};
    }
    result.matches = probe.matches(query);
    if (!result.matches) return result;

    Xapian::Enquire enquire(database);
    enquire.set_query(stoppable(query, request.stop));
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    const auto scheme = make_scheme();
    enquire.set_weighting_scheme(*scheme);
    std::vector<ScoredHit> hits = scored_hits(enquire.get_mset(0, database.get_doccount()));
    if (request.stories != nullptr)
        hits = one_of_stories(std::move(hits), *request.stories, document);
    const auto place = [&](const std::vector<ScoredHit>& list) {
        const auto found = std::find_if(list.begin(), list.end(), [&](const ScoredHit& hit) {
            return hit.document == document;
        });
        return static_cast<std::size_t>(found - list.begin());
    };
    const std::size_t first_place = place(hits);
    if (first_place == hits.size()) return result;
    ScoreReader(database, document, probe, result.parts).read(compiled.query, 1);
    const double first_score = hits[first_place].score;
    result.score = first_score;
    result.rank = first_place + 1;
    // Models may score the document itself beside its words.
    if (const double rest = first_score - total(result.parts);
        std::abs(rest) > 1e-9 * std::max(1.0, std::abs(first_score))) {
        result.parts.push_back({ScorePart::Kind::Term, "the article's length", rest, 0, 0});
    }
    if (!compiled.has_words || !request.ranked) return result;

    const std::vector<ScoredHit> refined = refine(database, compiled.plan, hits);
    const std::size_t last_place = place(refined);
    result.rank = last_place + 1;
    result.score = refined[last_place].score;
    if (first_place < kRefined) {
        hits.resize(std::min(hits.size(), kRefined));
        SecondLook(database, compiled.plan, hits, document).explain(result.parts);
    }
    if (const double rest = result.score - total(result.parts); std::abs(rest) > 1e-9) {
        result.parts.push_back({ScorePart::Kind::Context,
                                "what the best hits have in common, mixed with the above", rest, 0,
                                0});
    }
    return result;
}

}  // namespace dateline
