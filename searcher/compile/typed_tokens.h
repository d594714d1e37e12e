// The tokens of words as typed in a query.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/tokenizer.h"

namespace dateline {

// A Token that owns its text.
struct TypedToken {
    std::string lower;
    std::string folded;
    TokenKind kind;
    std::uint32_t span;
};

// In order; a Compound comes after its parts.
inline std::vector<TypedToken> typed_tokens(std::string_view text) {
    std::vector<TypedToken> tokens;
    Tokenizer tokenizer(text, Tokenizer::Mode::Query);
    Token token;
    while (tokenizer.next(token)) {
        tokens.push_back(
            {std::string(token.lower), std::string(token.folded), token.kind, token.span});
    }
    return tokens;
}

}  // namespace dateline
