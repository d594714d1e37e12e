#include "searcher/compile/operands.h"

#include <utility>
#include <vector>

namespace dateline {

PositionalOperand positional_operand(const Query& query, const std::string& prefix,
                                     Vocabulary& vocabulary) {
    PositionalOperand result;
    if (const auto* word = std::get_if<Word>(&query.node)) {
        const std::vector<TypedToken> tokens = typed_tokens(word->text);
        if (tokens.size() == 1) return {{{vocabulary.forms(tokens.front(), prefix)}}};
        std::vector<AnyTerm> sequence;
        for (const TypedToken& token : tokens) {
            if (token.kind != TokenKind::Compound) {
                sequence.push_back({prefix + token.folded});
            } else if (token.span == tokens.size() - 1) {
                result.alternatives.push_back({vocabulary.forms(token, prefix)});
            }
        }
        result.alternatives.push_back(std::move(sequence));
    } else if (const auto* wildcard = std::get_if<Wildcard>(&query.node)) {
        for (const std::string& word_found : vocabulary.matching(*wildcard, query, prefix)) {
            result.alternatives.push_back({{prefix + word_found}});
        }
    } else if (const auto* fuzzy = std::get_if<Fuzzy>(&query.node)) {
        for (const std::string& word_found : vocabulary.like(*fuzzy, query, prefix)) {
            result.alternatives.push_back({{prefix + word_found}});
        }
    } else if (const auto* phrase = std::get_if<Phrase>(&query.node)) {
        std::vector<AnyTerm> sequence;
        for (const TypedToken& token : typed_tokens(phrase->text)) {
            if (token.kind == TokenKind::Compound) continue;
            sequence.push_back(phrase->stemmed ? vocabulary.forms(token, prefix)
                                               : AnyTerm{prefix + token.folded});
        }
        if (!sequence.empty()) result.alternatives.push_back(std::move(sequence));
    } else {
        for (const Query& part : query.parts) {
            PositionalOperand inner = positional_operand(part, prefix, vocabulary);
            for (auto& alternative : inner.alternatives)
                result.alternatives.push_back(std::move(alternative));
        }
    }
    return result;
}

}  // namespace dateline
