#include "searcher/compile.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <iterator>
#include <map>
#include <optional>

#include "common/schema.h"
#include "common/text.h"
#include "searcher/positional.h"
#include "searcher/query/error.h"
#include "searcher/ranking/stopwords.h"
#include "searcher/stories.h"

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

// The tokens of a word as typed, copied.
struct QueryToken {
    std::string lower;
    std::string folded;
    TokenKind kind;
    std::uint32_t span;
};

std::vector<QueryToken> tokens_of(const std::string& text) {
    std::vector<QueryToken> tokens;
    Tokenizer tokenizer(text, Tokenizer::Mode::Query);
    Token token;
    while (tokenizer.next(token)) {
        tokens.push_back(
            {std::string(token.lower), std::string(token.folded), token.kind, token.span});
    }
    return tokens;
}

// True if `word` (folded) matches a folded pattern of *, ? (one character) and plain bytes. Linear
// but for the number of stars.
bool matches_pattern(std::string_view word, std::string_view pattern) {
    std::size_t w = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_word = 0;
    const auto next_character = [&](std::size_t at) {
        do {
            ++at;
        } while (at < word.size() && (static_cast<unsigned char>(word[at]) & 0xc0) == 0x80);
        return at;
    };
    while (w < word.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_word = w;
        } else if (p < pattern.size() && pattern[p] == '?') {
            w = next_character(w);
            ++p;
        } else if (p < pattern.size() && pattern[p] == word[w]) {
            ++w;
            ++p;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            w = ++star_word;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

// The characters of valid UTF-8.
std::u32string characters(std::string_view text) {
    std::u32string result;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at++]);
        char32_t code = lead < 0x80 ? lead : lead < 0xe0 ? lead & 0x1fu : lead & 0x0fu;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80)
            code = code << 6 | (static_cast<unsigned char>(text[at++]) & 0x3fu);
        result += code;
    }
    return result;
}

// True if at most `limit` insertions, deletions, replacements and swaps of neighbouring characters
// lead from one word to the other.
bool within_edits(std::u32string_view a, std::u32string_view b, std::size_t limit) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > limit) return false;
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        std::size_t best = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min(
                {last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
            best = std::min(best, row[j]);
        }
        if (best > limit) return false;
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()] <= limit;
}

}  // namespace

// One compilation. Prefixes are those of exact words ("", "S", "B4"); stems have Z before them.
class TreeCompiler {
public:
    // Factors by which the scores of stems are multiplied.
    using Factors = std::map<std::string, double, std::less<>>;

    // Without `factors`, words() are what the ranking is to be planned for.
    TreeCompiler(QueryCompiler& owner, CompiledQuery& result, const Factors* factors, bool loose)
        : database_(owner.database_),
          stories_(*owner.stories_),
          stemmer_(owner.stemmer_),
          stop_(owner.stop_),
          positions_(owner.positions_),
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

    Xapian::Query compile_node(const Word& word, const Query&) {
        const std::vector<QueryToken> tokens = tokens_of(word.text);
        if (tokens.empty()) return Xapian::Query::MatchNothing;
        return over_prefixes([&](const std::string& prefix) { return word_query(tokens, prefix); });
    }

    // A single word: its stem. A compound: its joined form or its parts side by side. Several
    // tokens: side by side.
    Xapian::Query word_query(const std::vector<QueryToken>& tokens, const std::string& prefix) {
        result_.has_words = true;
        if (tokens.size() == 1) {
            const std::string stem = stem_of(tokens.front());
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
        for (const QueryToken& token : tokens) {
            if (token.kind == TokenKind::Compound) {
                if (token.span == tokens.size() - 1) {
                    alternatives.push_back(
                        scored_word(std::string(kStemPrefix) + prefix + stem_of(token),
                                    prefix + token.folded, prefix));
                    highlight.sequences.push_back({{{stem_of(token), true}}});
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
    Xapian::Query any_token(const std::vector<QueryToken>& tokens, const std::string& prefix) {
        std::vector<Xapian::Query> stems;
        for (const QueryToken& token : tokens) {
            if (dateline::is_stop_word(stemmer_.language(), token.folded)) continue;
            mark({{{{{stem_of(token), true}}}}}, prefix);
            stems.push_back(
                scored_word(make_term(std::string(kStemPrefix) + prefix, stem_of(token), false),
                            make_term(prefix, token.folded, false), prefix));
        }
        if (stems.empty()) return Xapian::Query::MatchNothing;
        return combine(Xapian::Query::OP_OR, stems);
    }

    Xapian::Query compile_node(const Wildcard& wildcard, const Query& query) {
        return over_prefixes([&](const std::string& prefix) {
            return any_of(wildcard_terms(wildcard, query, prefix), prefix);
        });
    }

    Xapian::Query compile_node(const Fuzzy& fuzzy, const Query& query) {
        return over_prefixes([&](const std::string& prefix) {
            return any_of(fuzzy_terms(fuzzy, query, prefix), prefix);
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
                             stop_);
        });
    }

    Xapian::Query stemmed_phrase(const Phrase& phrase, const std::string& prefix) {
        PositionalCondition condition;
        condition.kind = PositionalCondition::Kind::Ordered;
        condition.number = 1;
        std::vector<Xapian::Query> stems;
        HighlightPart highlight;
        highlight.sequences.emplace_back();
        for (const QueryToken& token : tokens_of(phrase.text)) {
            if (token.kind == TokenKind::Compound) continue;
            condition.operands.push_back({{{word_forms(token, prefix)}}});
            stems.emplace_back(std::string(kStemPrefix) + prefix + stem_of(token));
            highlight.sequences.back().words.push_back({stem_of(token), true});
        }
        mark(std::move(highlight), prefix);
        if (stems.size() == 1) return stems.front();
        return {Xapian::Query::OP_FILTER, combine(Xapian::Query::OP_AND, stems),
                positional_query(condition, stop_, positions_)};
    }

    // ---- Filters

    Xapian::Query compile_node(const Value& value, const Query&) {
        if (field_ == nullptr)
            return Xapian::Query::MatchNothing;  // the parser makes none elsewhere
        const FieldSpec& spec = field_spec(field_->field);
        std::string prefix(spec.prefix);
        if (field_->field == Field::Facet) prefix += fold(field_->name) + ":";
        const bool verbatim = field_->field == Field::Id || field_->field == Field::Url ||
                              field_->field == Field::Story;
        const std::string text = verbatim ? value.text : fold(value.text);
        if (!value.prefix) return articles_or_stories({make_term(prefix, text)});
        std::vector<std::string> terms;
        const std::string start = make_term(prefix, text, false);
        for (auto term = database_.allterms_begin(start); term != database_.allterms_end(start);
             ++term) {
            if (terms.size() == kMaxValues) break;
            terms.push_back(*term);
        }
        if (terms.size() == kMaxValues) {
            throw QueryError("\"" + value.text + "*\" stands for more than " +
                                 std::to_string(kMaxValues) + " values",
                             value_begin_, value_end_, "write more of its beginning");
        }
        if (terms.empty()) return Xapian::Query::MatchNothing;
        return articles_or_stories(terms);
    }

    // The articles that have any of the terms; for `story:` also all near-copies of these.
    Xapian::Query articles_or_stories(const std::vector<std::string>& terms) {
        if (field_->field != Field::Story) {
            if (terms.size() == 1) return Xapian::Query(terms.front());
            return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
        }
        std::vector<Xapian::docid> documents;
        for (const std::string& term : terms) {
            const auto end = database_.postlist_end(term);
            for (auto at = database_.postlist_begin(term); at != end; ++at) {
                const std::uint32_t story = stories_.story_of(*at);
                if (story == StoryMap::kAlone) {
                    documents.push_back(*at);
                } else {
                    const auto members = stories_.members(story);
                    documents.insert(documents.end(), members.begin(), members.end());
                }
            }
        }
        std::sort(documents.begin(), documents.end());
        documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
        return documents_query(database_, documents);
    }

    Xapian::Query compile_node(const Days& days, const Query&) {
        const bool mentions = field_ != nullptr && field_->field == Field::Mentions;
        if (days.undated && !mentions) return Xapian::Query(std::string(kUndatedTerm));
        const Xapian::Query range = date_range_query(
            database_, days.first, days.last, mentions ? kMentionPrefixes : kPublishedPrefixes);
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

    // Confidences are stored as two digits, "A0" being 100.
    Xapian::Query compile_node(const Comparison& comparison, const Query&) {
        const double percent = comparison.number * 100;
        int low = 0;
        int high = 100;
        switch (comparison.relation) {
            case Relation::Less:
                high = static_cast<int>(std::ceil(percent - 1e-9)) - 1;
                break;
            case Relation::LessOrEqual:
                high = static_cast<int>(std::floor(percent + 1e-9));
                break;
            case Relation::Equal:
                low = static_cast<int>(std::ceil(percent - 1e-9));
                high = static_cast<int>(std::floor(percent + 1e-9));
                break;
            case Relation::GreaterOrEqual:
                low = static_cast<int>(std::ceil(percent - 1e-9));
                break;
            case Relation::Greater:
                low = static_cast<int>(std::floor(percent + 1e-9)) + 1;
                break;
        }
        const std::string prefix(kConfidencePrefix);
        std::vector<std::string> terms;
        for (auto term = database_.allterms_begin(prefix); term != database_.allterms_end(prefix);
             ++term) {
            const std::string value = (*term).substr(prefix.size());
            const int stored = value == "A0" ? 100 : std::stoi("0" + value);
            if (stored >= low && stored <= high) terms.push_back(*term);
        }
        if (terms.empty()) return Xapian::Query::MatchNothing;
        return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
    }

    // ---- Inner nodes

    // Whether matching it reads the places of words.
    static bool reads_positions(const Query& query) {
        if (std::holds_alternative<Phrase>(query.node) ||
            std::holds_alternative<Near>(query.node) ||
            std::holds_alternative<AtLeast>(query.node)) {
            return true;
        }
        if (const auto* word = std::get_if<Word>(&query.node))
            return tokens_of(word->text).size() > 1;
        return std::any_of(query.parts.begin(), query.parts.end(), reads_positions);
    }

    // Places are compared once for what is written several times: it scores as often as it is
    // written.
    static Query without_repeats(const Query& query) {
        std::map<std::string, std::size_t> places;
        Query result;
        result.node = query.node;
        result.begin = query.begin;
        result.end = query.end;
        std::vector<int> times;
        for (const Query& part : query.parts) {
            if (reads_positions(part)) {
                const auto [place, fresh] =
                    places.try_emplace(to_debug_string(part), result.parts.size());
                if (!fresh) {
                    ++times[place->second];
                    continue;
                }
            }
            result.parts.push_back(part);
            times.push_back(1);
        }
        for (std::size_t i = 0; i < times.size(); ++i) {
            Query& part = result.parts[i];
            if (times[i] == 1 || std::holds_alternative<Not>(part.node)) continue;
            Query weighted;
            weighted.node = Weighted{static_cast<double>(times[i])};
            weighted.begin = part.begin;
            weighted.end = part.end;
            weighted.parts.push_back(std::move(part));
            part = std::move(weighted);
        }
        return result;
    }

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
            } else if (is_filter(part)) {
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
            condition.operands.push_back(operand(part, prefix));
            scoring.push_back(compile(part));
        }
        within_positional_ = false;
        prefixes_ = outer;
        return {Xapian::Query::OP_FILTER, combine(op, scoring),
                positional_query(condition, stop_, positions_)};
    }

    PositionalOperand operand(const Query& query, const std::string& prefix) {
        PositionalOperand result;
        if (const auto* word = std::get_if<Word>(&query.node)) {
            const std::vector<QueryToken> tokens = tokens_of(word->text);
            if (tokens.size() == 1) return {{{word_forms(tokens.front(), prefix)}}};
            std::vector<AnyTerm> sequence;
            for (const QueryToken& token : tokens) {
                if (token.kind != TokenKind::Compound) {
                    sequence.push_back({prefix + token.folded});
                } else if (token.span == tokens.size() - 1) {
                    result.alternatives.push_back({word_forms(token, prefix)});
                }
            }
            result.alternatives.push_back(std::move(sequence));
        } else if (const auto* wildcard = std::get_if<Wildcard>(&query.node)) {
            for (const std::string& word_found : wildcard_terms(*wildcard, query, prefix)) {
                result.alternatives.push_back({{prefix + word_found}});
            }
        } else if (const auto* fuzzy = std::get_if<Fuzzy>(&query.node)) {
            for (const std::string& word_found : fuzzy_terms(*fuzzy, query, prefix)) {
                result.alternatives.push_back({{prefix + word_found}});
            }
        } else if (const auto* phrase = std::get_if<Phrase>(&query.node)) {
            std::vector<AnyTerm> sequence;
            for (const QueryToken& token : tokens_of(phrase->text)) {
                if (token.kind == TokenKind::Compound) continue;
                sequence.push_back(phrase->stemmed ? word_forms(token, prefix)
                                                   : AnyTerm{prefix + token.folded});
            }
            if (!sequence.empty()) result.alternatives.push_back(std::move(sequence));
        } else {
            for (const Query& part : query.parts) {
                PositionalOperand inner = operand(part, prefix);
                for (auto& alternative : inner.alternatives)
                    result.alternatives.push_back(std::move(alternative));
            }
        }
        return result;
    }

    Xapian::Query compile_node(const Weighted& weighted, const Query& query) {
        const double outer = std::exchange(weight_, weight_ * weighted.weight);
        const Xapian::Query result = compile(query.parts.front());
        weight_ = outer;
        return {Xapian::Query::OP_SCALE_WEIGHT, result, weighted.weight};
    }

    Xapian::Query compile_node(const InField& field, const Query& query) {
        const InField* outer = std::exchange(field_, &field);
        const std::vector<std::string> outer_prefixes = prefixes_;
        if (field.field == Field::Title) prefixes_ = {std::string(kTitlePrefix)};
        value_begin_ = query.begin;
        value_end_ = query.end;
        const Xapian::Query result = compile(query.parts.front());
        field_ = outer;
        prefixes_ = outer_prefixes;
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

    static bool is_filter(const Query& query) {
        if (const auto* field = std::get_if<InField>(&query.node)) {
            return field_spec(field->field).kind != FieldKind::Text;
        }
        if (!std::holds_alternative<And>(query.node) && !std::holds_alternative<Or>(query.node) &&
            !std::holds_alternative<Not>(query.node)) {
            return false;
        }
        return std::all_of(query.parts.begin(), query.parts.end(), is_filter);
    }

    bool is_stop_word(const Query& query) const {
        const auto* word = std::get_if<Word>(&query.node);
        if (!word) return false;
        const std::vector<QueryToken> tokens = tokens_of(word->text);
        return tokens.size() == 1 && tokens.front().kind == TokenKind::Word &&
               dateline::is_stop_word(stemmer_.language(), tokens.front().folded);
    }

    // Stop words go if another word stays.
    bool drops_stop_words(const Query& query) const {
        return std::any_of(query.parts.begin(), query.parts.end(), [&](const Query& part) {
            return !is_stop_word(part) && !is_filter(part) &&
                   !std::holds_alternative<Not>(part.node);
        });
    }

    std::string stem_of(const QueryToken& token) {
        return token.kind == TokenKind::Initialism ? token.folded
                                                   : stemmer_.stem(token.lower, token.folded);
    }

    static std::vector<std::string> phrase_words(const Phrase& phrase) {
        std::vector<std::string> words;
        for (QueryToken& token : tokens_of(phrase.text)) {
            if (token.kind != TokenKind::Compound) words.push_back(std::move(token.folded));
        }
        return words;
    }

    // Calls `take` for each exact word with the given begin that the index has under `prefix`,
    // until it returns false.
    void for_each_word(const std::string& prefix, const std::string& begin,
                       const std::function<bool(const std::string& word)>& take) {
        const std::string start = prefix + begin;
        std::size_t scanned = 0;
        for (auto term = database_.allterms_begin(start); term != database_.allterms_end(start);
             ++term) {
            if (++scanned > QueryCompiler::kMaxScanned) return;
            if (++scanned_in_all_ > QueryCompiler::kMaxScannedInAll) return;
            check_stop(stop_);
            const std::string word = (*term).substr(prefix.size());
            if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z') continue;  // a longer prefix
            if (!take(word)) return;
        }
    }

    // The exact words that have the token's stem: what a stem without positions stands for.
    AnyTerm word_forms(const QueryToken& token, const std::string& prefix) {
        AnyTerm result{prefix + token.folded};
        const std::string stem = stem_of(token);
        if (token.kind == TokenKind::Initialism || token.kind == TokenKind::Ideograph ||
            stem.size() < 2) {
            return result;
        }
        // Snowball changes at most the last two letters of what it keeps (happi <- happy, die <-
        // dying).
        const std::size_t kept = stem.size() > 4        ? stem.size() - 2
                                 : stem.ends_with("ie") ? stem.size() - 2
                                                        : 2;
        const std::string begin = stem.substr(0, utf8_prefix_length(stem, kept));
        for_each_word(prefix, begin, [&](const std::string& word) {
            if (word != token.folded && stemmer_.stem(word, word) == stem)
                result.push_back(prefix + word);
            return result.size() < QueryCompiler::kMaxExpansion;
        });
        return result;
    }

    std::vector<std::string> wildcard_terms(const Wildcard& wildcard, const Query& query,
                                            const std::string& prefix) {
        const std::string pattern = fold(wildcard.pattern);
        const std::string begin = pattern.substr(0, pattern.find_first_of("*?"));
        std::vector<std::string> words;
        for_each_word(prefix, begin, [&](const std::string& word) {
            if (matches_pattern(word, pattern)) words.push_back(word);
            return words.size() <= QueryCompiler::kMaxExpansion;
        });
        check_expansion(words, wildcard.pattern, query);
        return words;
    }

    // The first character must be right.
    std::vector<std::string> fuzzy_terms(const Fuzzy& fuzzy, const Query& query,
                                         const std::string& prefix) {
        const std::string typed = fold(fuzzy.text);
        const std::u32string wanted = characters(typed);
        const std::size_t longest = typed.size() + 4 * static_cast<std::size_t>(fuzzy.distance);
        std::size_t first = 1;
        while (first < typed.size() && (static_cast<unsigned char>(typed[first]) & 0xc0) == 0x80)
            ++first;
        std::vector<std::string> words;
        for_each_word(prefix, typed.substr(0, first), [&](const std::string& word) {
            if (word.size() <= longest &&
                within_edits(wanted, characters(word), static_cast<std::size_t>(fuzzy.distance)))
                words.push_back(word);
            return words.size() <= QueryCompiler::kMaxExpansion;
        });
        check_expansion(words, fuzzy.text + "~", query);
        return words;
    }

    void check_expansion(const std::vector<std::string>& words, const std::string& pattern,
                         const Query& query) {
        expanded_in_all_ += words.size();
        if (expanded_in_all_ > QueryCompiler::kMaxExpansionInAll ||
            scanned_in_all_ > QueryCompiler::kMaxScannedInAll) {
            throw QueryError(
                "wildcards and like spellings: with this one the query stands for more than " +
                    std::to_string(QueryCompiler::kMaxExpansionInAll) +
                    " words of the index, or looks at too many",
                query.begin, query.end, "ask in several queries");
        }
        if (words.size() <= QueryCompiler::kMaxExpansion) return;
        throw QueryError("\"" + pattern + "\" stands for more than " +
                             std::to_string(QueryCompiler::kMaxExpansion) + " words of the index",
                         query.begin, query.end, "write more of the word");
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
        if (parts.size() - middle != middle - begin) return;  // cannot be
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
            return database_.term_exists(make_term(std::string(begin) + with, end, false));
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

    static constexpr std::size_t kMaxValues = 10'000;

    Xapian::Database database_;
    const StoryMap& stories_;
    Stemmer& stemmer_;
    const std::atomic<bool>* stop_;
    const glass::PositionTables& positions_;
    std::size_t scanned_in_all_ = 0;   // words of the index looked at
    std::size_t expanded_in_all_ = 0;  // and stood for
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
    std::size_t value_begin_ = 0;
    std::size_t value_end_ = 0;
};

QueryCompiler::QueryCompiler(const OpenIndex& index)
    : database_(index.database),
      stories_(index.stories),
      positions_(index.positions),
      stemmer_(index.info.language) {}

CompiledQuery QueryCompiler::compile(const Query& tree, const RankModel& model, bool loose) {
    CompiledQuery first;
    TreeCompiler collector(*this, first, nullptr, loose);
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
    result.query = TreeCompiler(*this, result, &factors, loose).compile(tree);
    result.plan = plan;
    return result;
}

}  // namespace dateline
