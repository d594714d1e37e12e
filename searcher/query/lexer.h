// Query text -> tokens, one at a time. Internal to searcher/query.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/query/ast.h"
#include "searcher/query/characters.h"

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

// Reads tokens from `text`, which must outlive it. Every function throws QueryError for what is no
// token.
class QueryLexer {
public:
    explicit QueryLexer(std::string_view text);

    // Words: the query language. Values: what stands between blanks and parentheses is one value,
    // but for AND, OR, NOT and a leading - or +. Counts from the next token on.
    enum class Mode { Words, Values };
    void set_mode(Mode mode) { mode_ = mode; }

    const QueryToken& peek();
    QueryToken take();

    // The token right after a field's colon: Open, Phrase or Value (Exact), or a word of some kind
    // (Text). `field` as typed, for messages.
    QueryToken take_value(Mode mode, const QueryToken& field);

    // The end of the token taken last.
    std::size_t end_of_last() const { return last_end_; }
    std::string_view text() const { return text_; }

private:
    QueryToken scan();
    QueryToken scan_word(bool operators);
    QueryToken scan_value();
    QueryToken scan_quoted(bool stems, std::size_t begin);
    QueryToken scan_saved();
    void scan_weight(QueryToken& token);
    void check_sign() const;
    void check_no_wildcard(char32_t before, const query_characters::Character& character) const;
    std::size_t skip_blanks(std::size_t at) const;
    std::size_t end_of_run(std::size_t at) const;
    bool at_boundary(std::size_t at) const;

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t last_end_ = 0;
    Mode mode_ = Mode::Words;
    std::optional<QueryToken> next_;
};

// How a word must be written so that it is read as that Word, with as few backslashes as that
// takes.
std::string escape_word(std::string_view word);
// How a value must be written: bare where that is safe, else in quotes.
std::string escape_value(std::string_view value);
// "text" with quotes, and backslashes before those inside.
std::string quote(std::string_view text);

// The number as typed: digits, perhaps a point and digits; nothing for anything else or more than 9
// digits.
std::optional<double> parse_decimal(std::string_view text);

}  // namespace dateline
