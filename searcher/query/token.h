// What the lexer makes of a query's text. Internal to searcher/query.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "searcher/query/ast.h"

namespace dateline {

enum class TokenType {
    End,
    Open,
    Close,
    And,
    Or,
    Not,
    Maybe,
    Minus,
    Plus,
    Near,        // nearness, number
    AtLeast,     // number
    Word,        // text
    Everything,  // *
    Wildcard,
    Fuzzy,  // number: distance
    Phrase,
    Stems,  // a phrase with ~
    Field,  // text: name; the value is next
    Value,  // text; prefix
    Saved,  // text: name
};

struct QueryToken {
    TokenType type = TokenType::End;
    std::string text;
    Nearness nearness = Nearness::Near;
    int number = 0;
    bool prefix = false;
    std::optional<double> weight;  // ^number after a word, phrase, saved query or parenthesis
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t weight_begin = 0;  // of the ^, if there is one
    std::size_t weight_end = 0;
};

}  // namespace dateline
