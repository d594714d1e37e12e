#include "searcher/compile.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include "common/schema.h"
#include "searcher/compile/filters.h"
#include "searcher/compile/operands.h"
#include "searcher/compile/repeats.h"
#include "searcher/compile/vocabulary.h"
#include "searcher/places/positional.h"
#include "searcher/query/tree.h"
#include "searcher/ranking/stopwords.h"

namespace dateline {
namespace {

using Operator = Xapian::Query::op;

Xapian::Query combine(Operator op, const std::vector<Xapian::Query>& parts) {
    if (parts.size() == 1) return parts.front();
    return {op, parts.begin(), parts.end()};
}

Xapian::Query unweighted(const Xapian::Query& query) {
    return {Xapian::Query::OP_SCALE_WEIGHT, query, 0};
}

// What an open index lends to a compilation.
struct Lent {
    const Xapian::Database& database;
    const StoryMap& stories;
    Stemmer& stemmer;
    const std::atomic<bool>* stop;
    const glass::PositionTables& positions;
};

// One compilation. Prefixes are those of exact words ("", "S", "B4"); stems have Z before them.
class TreeCompiler {
public:
    // Factors by which the scores of stems are multiplied.
    using Factors = std::map<std::string, double, std::less<>>;

    // Without `factors`, words() are what the ranking is to be planned for.
    TreeCompiler(const Lent& index, CompiledQuery& result, const Factors* factors, bool loose)
        : index_(index),
          vocabulary_(index.database, index.stemmer, index.stop),
          result_(result),
          factors_(factors),
          loose_(loose) {}

    const std::vector<QueryWord>& words() const { return words_; }

    Xapian::Query compile(const Query& query) {
        return std::visit([&](const auto& node) { return compile_node(node, query); }, query.node);
    }

private:
    // ---- Leaves

    Xapian::Query compile_node(const Nothing&, const Query&) { return Xapian::Query::MatchNothing; }

    Xapian::Query compile_node(const Everything&, const Query&) {
        return unweighted(Xapian::Query::MatchAll);
    }

    Xapian::Query compile_node(const Word& word, const Query&) {
        const std::vector<TypedToken> tokens = typed_tokens(word.text);
        if (tokens.empty()) return Xapian::Query::MatchNothing;
        return over_prefixes([&](const std::string& prefix) { return word_query(tokens, prefix); });
    }

    // A single word: its stem. A compound: its joined form or its parts side by side. Several
    // tokens: side by side.
    Xapian::Query word_query(const std::vector<TypedToken>& tokens, const std::string& prefix) {
        result_.has_words = true;
        if (tokens.size() == 1) {
            const std::string stem = vocabulary_.stem(tokens.front());
            note_unknown(tokens.front().folded, kStemPrefix, prefix, stem);
            mark({{{{{stem, true}}}}}, prefix);
            return scored_word(make_term(std::string(kStemPrefix) + prefix, stem, false),
                               make_term(prefix, tokens.front().folded, false), prefix);
        }
        if (loose_) return any_token(tokens, prefix);
        std::vector<Xapian::Query> alternatives;
        std::vector<std::string> parts;
        HighlightPart highlight;
        HighlightPart::Sequence sequence;
        for (const TypedToken& token : tokens) {
            if (token.kind == TokenKind::Compound) {
                if (token.span == tokens.size() - 1) {
                    alternatives.push_back(
                        scored_word(std::string(kStemPrefix) + prefix + vocabulary_.stem(token),
                                    prefix + token.folded, prefix));
                    highlight.sequences.push_back({{{vocabulary_.stem(token), true}}});
                }
                continue;
            }
            parts.push_back(prefix + token.folded);
            sequence.words.push_back({token.folded, false});
        }
        highlight.sequences.push_back(std::move(sequence));
        alternatives.emplace_back(Xapian::Query::OP_PHRASE, parts.begin(), parts.end(),
                                  parts.size());
        mark(std::move(highlight), prefix);
        return combine(Xapian::Query::OP_OR, alternatives);
    }

    // Plain words have no phrases: each token counts for itself.
    Xapian::Query any_token(const std::vector<TypedToken>& tokens, const std::string& prefix) {
        std::vector<Xapian::Query> stems;
        for (const TypedToken& token : tokens) {
            if (dateline::is_stop_word(index_.stemmer.language(), token.folded)) continue;
            mark({{{{{vocabulary_.stem(token), true}}}}}, prefix);
            stems.push_back(scored_word(
                make_term(std::string(kStemPrefix) + prefix, vocabulary_.stem(token), false),
                make_term(prefix, token.folded, false), prefix));
        }
        if (stems.empty()) return Xapian::Query::MatchNothing;
        return combine(Xapian::Query::OP_OR, stems);
    }

    Xapian::Query compile_node(const Wildcard& wildcard, const Query& query) {
        return over_prefixes([&](const std::string& prefix) {
            return any_of(vocabulary_.matching(wildcard, query, prefix), prefix);
        });
    }

    Xapian::Query compile_node(const Fuzzy& fuzzy, const Query& query) {
        return over_prefixes([&](const std::string& prefix) {
            return any_of(vocabulary_.like(fuzzy, query, prefix), prefix);
        });
    }

    Xapian::Query compile_node(const Phrase& phrase, const Query&) {
        const std::vector<std::string> words = phrase_words(phrase);
        if (words.empty()) return Xapian::Query::MatchNothing;
        return over_prefixes([&](const std::string& prefix) {
            result_.has_words = true;
            if (phrase.stemmed) return stemmed_phrase(phrase, prefix);
            HighlightPart highlight;
            highlight.sequences.emplace_back();
            std::vector<std::string> terms;
            for (const std::string& word : words) {
                highlight.sequences.back().words.push_back({word, false});
                terms.push_back(prefix + word);
                note_unknown(word, "", prefix, word);
            }
            mark(std::move(highlight), prefix);
            if (terms.size() == 1) return Xapian::Query(terms.front());
            return stoppable({Xapian::Query::OP_PHRASE, terms.begin(), terms.end(),
                              static_cast<Xapian::termcount>(terms.size())},
                             index_.stop);
        });
    }

    Xapian::Query stemmed_phrase(const Phrase& phrase, const std::string& prefix) {
        PositionalCondition condition;
        condition.kind = PositionalCondition::Kind::Ordered;
        condition.number = 1;
        std::vector<Xapian::Query> stems;
        HighlightPart highlight;
        highlight.sequences.emplace_back();
        for (const TypedToken& token : typed_tokens(phrase.text)) {
            if (token.kind == TokenKind::Compound) continue;
            condition.operands.push_back({{{vocabulary_.forms(token, prefix)}}});
            stems.emplace_back(std::string(kStemPrefix) + prefix + vocabulary_.stem(token));
            highlight.sequences.back().words.push_back({vocabulary_.stem(token), true});
        }
        mark(std::move(highlight), prefix);
        if (stems.size() == 1) return stems.front();
        return {Xapian::Query::OP_FILTER, combine(Xapian::Query::OP_AND, stems),
                positional_query(condition, index_.stop, index_.positions)};
    }

    // ---- Filters

    Xapian::Query compile_node(const Value& value, const Query&) {
        if (field_ == nullptr)
            return Xapian::Query::MatchNothing;  // the parser makes none elsewhere
        return value_query(index_.database, index_.stories, *field_, value, *field_query_);
    }

    Xapian::Query compile_node(const Days& days, const Query&) {
        const bool mentions = field_ != nullptr && field_->field == Field::Mentions;
        if (days.undated && !mentions) return Xapian::Query(std::string(kUndatedTerm));
        const Xapian::Query range =
            date_range_query(index_.database, days.first, days.last,
                             mentions ? kMentionPrefixes : kPublishedPrefixes);
        if (!days.undated) {
            if (mentions) {
                HighlightPart part;
                part.mentioned = days;
                result_.parts.push_back(std::move(part));
            }
            return range;
        }
        return {Xapian::Query::OP_AND_NOT, Xapian::Query::MatchAll, range};
    }

    Xapian::Query compile_node(const Comparison& comparison, const Query&) {
        return confidence_query(index_.database, comparison);
    }

    // ---- Inner nodes

    Xapian::Query compile_node(const And&, const Query& written) {
        const Query query = without_repeats(written);
        std::vector<Xapian::Query> scoring;
        std::vector<Xapian::Query> filters;
        std::vector<Xapian::Query> excluded;
        const bool drop = drops_stop_words(query);
        for (const Query& part : query.parts) {
            if (drop && is_stop_word(part)) {
                result_.dropped_words.push_back(std::get<Word>(part.node).text);
            } else if (std::holds_alternative<Not>(part.node)) {
                excluded.push_back(compile_excluded(part.parts.front()));
            } else if (filters_beside(part)) {
                filters.push_back(compile(part));
            } else {
                scoring.push_back(compile(part));
            }
        }
        Xapian::Query result;
        if (!scoring.empty()) {
            result = combine(Xapian::Query::OP_AND, scoring);
            if (!filters.empty()) {
                result = {Xapian::Query::OP_FILTER, result,
                          combine(Xapian::Query::OP_AND, filters)};
            }
        } else if (!filters.empty()) {
            result = unweighted(combine(Xapian::Query::OP_AND, filters));
        } else {
            result = unweighted(Xapian::Query::MatchAll);
        }
        if (!excluded.empty()) {
            result = {Xapian::Query::OP_AND_NOT, result, combine(Xapian::Query::OP_OR, excluded)};
        }
        return result;
    }

    Xapian::Query compile_node(const Or&, const Query& written) {
        const Query query = without_repeats(written);
        std::vector<Xapian::Query> parts;
        const bool drop = !within_positional_ && drops_stop_words(query);
        for (const Query& part : query.parts) {
            if (drop && is_stop_word(part)) {
                result_.dropped_words.push_back(std::get<Word>(part.node).text);
            } else {
                parts.push_back(compile(part));
            }
        }
        return combine(Xapian::Query::OP_OR, parts);
    }

    Xapian::Query compile_node(const Not&, const Query& query) {
        return {Xapian::Query::OP_AND_NOT, unweighted(Xapian::Query::MatchAll),
                compile_excluded(query.parts.front())};
    }

    Xapian::Query compile_node(const Maybe&, const Query& query) {
        std::vector<Xapian::Query> extras;
        for (std::size_t i = 1; i < query.parts.size(); ++i)
            extras.push_back(compile(query.parts[i]));
        return {Xapian::Query::OP_AND_MAYBE, compile(query.parts.front()),
                combine(Xapian::Query::OP_OR, extras)};
    }

    Xapian::Query compile_node(const Near& near, const Query& query) {
        static constexpr PositionalCondition::Kind kKinds[] = {
            PositionalCondition::Kind::Near, PositionalCondition::Kind::Ordered,
            PositionalCondition::Kind::Sentence, PositionalCondition::Kind::Paragraph};
        const auto kind = kKinds[static_cast<std::size_t>(near.nearness)];
        return over_prefixes([&](const std::string& prefix) {
            PositionalCondition condition;
            condition.kind = kind;
            condition.number = static_cast<std::uint32_t>(std::max(near.distance, 1));
            return positional(query, std::move(condition), prefix, Xapian::Query::OP_AND);
        });
    }

    Xapian::Query compile_node(const AtLeast& at_least, const Query& query) {
        return over_prefixes([&](const std::string& prefix) {
            PositionalCondition condition;
            condition.kind = PositionalCondition::Kind::AtLeast;
            condition.number = static_cast<std::uint32_t>(at_least.count);
            return positional(query, std::move(condition), prefix, Xapian::Query::OP_OR);
        });
    }

    // The parts' own queries score, the condition filters.
    Xapian::Query positional(const Query& query, PositionalCondition condition,
                             const std::string& prefix, Operator op) {
        const std::vector<std::string> outer = std::exchange(prefixes_, {prefix});
        within_positional_ = true;
        std::vector<Xapian::Query> scoring;
        for (const Query& part : query.parts) {
            condition.operands.push_back(positional_operand(part, prefix, vocabulary_));
            scoring.push_back(compile(part));
        }
        within_positional_ = false;
        prefixes_ = outer;
        return {Xapian::Query::OP_FILTER, combine(op, scoring),
                positional_query(condition, index_.stop, index_.positions)};
    }

    Xapian::Query compile_node(const Weighted& weighted, const Query& query) {
        const double outer = std::exchange(weight_, weight_ * weighted.weight);
        const Xapian::Query result = compile(query.parts.front());
        weight_ = outer;
        return {Xapian::Query::OP_SCALE_WEIGHT, result, weighted.weight};
    }

    Xapian::Query compile_node(const InField& field, const Query& query) {
        const std::vector<std::string> outer = prefixes_;
        if (field.field == Field::Title) prefixes_ = {std::string(kTitlePrefix)};
        field_ = &field;
        field_query_ = &query;
        const Xapian::Query result = compile(query.parts.front());
        field_ = nullptr;
        field_query_ = nullptr;
        prefixes_ = outer;
        return is_filter(query) ? unweighted(result) : result;
    }

    Xapian::Query compile_node(const Zoned& zoned, const Query& query) {
        const std::vector<std::string> outer = prefixes_;
        if (zoned.zone == Zone::Body) {
            prefixes_ = {""};
        } else if (zoned.zone) {
            prefixes_ = {zone_prefix(*zoned.zone)};
        } else {
            prefixes_ = {""};
            for (int zone = 1; zone <= static_cast<int>(Zone::Navigation); ++zone) {
                prefixes_.push_back(zone_prefix(static_cast<Zone>(zone)));
            }
        }
        const bool outer_zoned = std::exchange(zoned_, true);
        const Xapian::Query result = compile(query.parts.front());
        zoned_ = outer_zoned;
        prefixes_ = outer;
        return result;
    }

    // ---- Helpers

    // A stem with the factor that the ranking gives it. The first pass over a tree collects the
    // words, the second has their factors. Words of fields and zones score by the plain formula.
    Xapian::Query scored_word(const std::string& stem, const std::string& word,
                              const std::string& prefix) {
        const Xapian::Query query(stem);
        if (!prefix.empty() || excluded_) return query;
        if (factors_ == nullptr) {
            words_.push_back({stem, word, weight_});
            return query;
        }
        const auto factor = factors_->find(stem);
        return {Xapian::Query::OP_SCALE_WEIGHT, query,
                factor == factors_->end() ? 0 : factor->second};
    }

    template <typename Make>
    Xapian::Query over_prefixes(Make make) {
        const std::vector<std::string> prefixes = prefixes_;
        const std::size_t begin = result_.parts.size();
        std::vector<std::string> unknown = std::exchange(result_.unknown_words, {});
        std::vector<std::string> missed;  // under all prefixes so far
        std::vector<Xapian::Query> alternatives;
        for (const std::string& prefix : prefixes) {
            const std::size_t middle = result_.parts.size();
            alternatives.push_back(make(prefix));
            const std::vector<std::string> here = std::exchange(result_.unknown_words, {});
            if (alternatives.size() == 1) {
                missed = here;
            } else {
                merge_parts(begin, middle);
                std::erase_if(missed, [&](const std::string& word) {
                    return std::find(here.begin(), here.end(), word) == here.end();
                });
            }
        }
        unknown.insert(unknown.end(), missed.begin(), missed.end());
        result_.unknown_words = std::move(unknown);
        return combine(Xapian::Query::OP_OR, alternatives);
    }

    // What must not be there is neither marked nor missed.
    Xapian::Query compile_excluded(const Query& query) {
        CompiledQuery dropped;
        std::swap(dropped, result_);
        const bool outer = std::exchange(excluded_, true);
        const Xapian::Query result = compile(query);
        excluded_ = outer;
        std::swap(dropped, result_);
        return result;
    }

    // Within a filter all is, and InField sees to that.
    bool filters_beside(const Query& part) const { return field_ == nullptr && is_filter(part); }

    bool is_stop_word(const Query& query) const {
        const auto* word = std::get_if<Word>(&query.node);
        if (!word) return false;
        const std::vector<TypedToken> tokens = typed_tokens(word->text);
        return tokens.size() == 1 && tokens.front().kind == TokenKind::Word &&
               dateline::is_stop_word(index_.stemmer.language(), tokens.front().folded);
    }

    // Stop words go if another word stays.
    bool drops_stop_words(const Query& query) const {
        return std::any_of(query.parts.begin(), query.parts.end(), [&](const Query& part) {
            return !is_stop_word(part) && !filters_beside(part) &&
                   !std::holds_alternative<Not>(part.node);
        });
    }

    static std::vector<std::string> phrase_words(const Phrase& phrase) {
        std::vector<std::string> words;
        for (TypedToken& token : typed_tokens(phrase.text)) {
            if (token.kind != TokenKind::Compound) words.push_back(std::move(token.folded));
        }
        return words;
    }

    Xapian::Query any_of(const std::vector<std::string>& words, const std::string& prefix) {
        result_.has_words = true;
        HighlightPart highlight;
        std::vector<std::string> terms;
        for (const std::string& word : words) {
            highlight.sequences.push_back({{{word, false}}});
            terms.push_back(prefix + word);
        }
        mark(std::move(highlight), prefix);
        if (words.empty()) return Xapian::Query::MatchNothing;
        return {Xapian::Query::OP_SYNONYM, terms.begin(), terms.end()};
    }

    // Prefixes are those that Zoned and InField set.
    static Places places_of(const std::string& prefix) {
        if (prefix.empty()) return kUsualPlaces;
        if (prefix == kTitlePrefix) return kTitlePlace;
        return place_of(static_cast<Zone>(prefix.back() - '0'));
    }

    void mark(HighlightPart part, const std::string& prefix) {
        for (HighlightPart::Sequence& sequence : part.sequences)
            sequence.places = places_of(prefix);
        result_.parts.push_back(std::move(part));
    }

    // Parts from `middle` on are those from `begin` on compiled for one more prefix: they become
    // one.
    void merge_parts(std::size_t begin, std::size_t middle) {
        std::vector<HighlightPart>& parts = result_.parts;
        assert(parts.size() - middle == middle - begin);
        for (std::size_t i = middle; i < parts.size(); ++i) {
            auto& into = parts[begin + i - middle].sequences;
            into.insert(into.end(), std::make_move_iterator(parts[i].sequences.begin()),
                        std::make_move_iterator(parts[i].sequences.end()));
        }
        parts.resize(middle);
    }

    // The term is begin + prefix + end.
    void note_unknown(const std::string& word, std::string_view begin, const std::string& prefix,
                      const std::string& end) {
        const auto has = [&](const std::string& with) {
            return index_.database.term_exists(make_term(std::string(begin) + with, end, false));
        };
        if (has(prefix)) return;
        if (prefix.empty() && !zoned_) {
            for (int zone = 1; zone <= static_cast<int>(Zone::Navigation); ++zone) {
                if (!has(zone_prefix(static_cast<Zone>(zone)))) continue;
                result_.zone_words.push_back(word);
                return;
            }
        }
        result_.unknown_words.push_back(word);
    }

    const Lent index_;
    Vocabulary vocabulary_;
    CompiledQuery& result_;
    std::vector<std::string> prefixes_{""};
    const Factors* factors_;
    const bool loose_;
    std::vector<QueryWord> words_;
    double weight_ = 1;
    bool excluded_ = false;
    bool within_positional_ = false;  // where every word counts
    bool zoned_ = false;              // the query says in which zone
    const InField* field_ = nullptr;
    const Query* field_query_ = nullptr;  // the node of field_
};

}  // namespace

QueryCompiler::QueryCompiler(const OpenIndex& index)
    : database_(index.database),
      stories_(index.stories),
      positions_(index.positions),
      stemmer_(index.info.language) {}

CompiledQuery QueryCompiler::compile(const Query& tree, const RankModel& model, bool loose) {
    const Lent index{database_, *stories_, stemmer_, stop_, positions_};
    CompiledQuery first;
    TreeCompiler collector(index, first, nullptr, loose);
    collector.compile(tree);
    const RankPlan plan = plan_ranking(database_, collector.words(), model);

    // The tree multiplies by the user's weights itself, and adds up repeated words.
    std::map<std::string, double> weights;
    for (const QueryWord& word : collector.words())
        weights[word.stem] += word.weight;
    TreeCompiler::Factors factors;
    for (const PlannedTerm& term : plan.stems) {
        const double sum = weights[term.term];
        factors[term.term] = sum > 0 ? term.factor / sum : 0;
    }
    CompiledQuery result;
    result.query = TreeCompiler(index, result, &factors, loose).compile(tree);
    result.plan = plan;
    return result;
}

}  // namespace dateline
