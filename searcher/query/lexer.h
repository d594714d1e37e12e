// Query text -> tokens, one at a time. Internal to searcher/query.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "searcher/query/characters.h"
#include "searcher/query/token.h"
#include "searcher/query/word_token.h"

namespace dateline {

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
    std::optional<QueryToken> read_run(WordRun& run);
    QueryToken scan_value();
    QueryToken scan_quoted(bool stems, std::size_t begin);
    bool read_quoted(std::string& text);
    void finish_value(QueryToken& token);
    void finish_phrase(QueryToken& token);
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

// The number as typed: digits, perhaps a point and digits; nothing for anything else or more than 9
// digits.
std::optional<double> parse_decimal(std::string_view text);

}  // namespace dateline
