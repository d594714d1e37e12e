#include "indexer/temporal/tagger.h"

#include <algorithm>
#include <cstdint>

#include "common/text.h"
#include "indexer/temporal/mode.h"
#include "indexer/temporal/parser.h"
#include "indexer/temporal/resolver.h"
#include "indexer/temporal/tokens.h"

namespace dateline {
namespace {

using namespace temporal;

// The text is read in blocks so that tokens need little memory, however long it is. A block ends at
// a blank line or, failing that, at the end of a line or at a blank.
constexpr std::size_t kBlock = std::size_t{64} << 10;

std::size_t block_end(std::string_view text, std::size_t begin) {
    if (text.size() - begin <= kBlock) return text.size();
    std::size_t line = 0;
    std::size_t blank = 0;
    const std::size_t least = begin + kBlock / 2;
    for (std::size_t end = begin + kBlock; end > least; --end) {
        const char last = text[end - 1];
        if (last == '\n' && text[end - 2] == '\n') return end;
        if (last == '\n' && line == 0) line = end;
        if (last == ' ' && blank == 0) blank = end;
    }
    if (line != 0) return line;
    if (blank != 0) return blank;
    std::size_t end = begin + kBlock;
    while (end > least && is_continuation(text[end]))
        --end;
    return end;
}

}  // namespace

std::vector<Timex> tag_timexes(std::string_view text, std::optional<Day> document_date,
                               TimexMode mode) {
    std::vector<Expression> expressions;
    std::vector<Token> tokens;
    std::uint32_t sentence = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = block_end(text, begin);
        sentence = tokenize(text.substr(begin, end - begin), sentence, tokens);
        Parser(tokens, begin).parse(expressions);
        begin = end;
    }

    bool narrative = mode == TimexMode::Narrative;
    if (mode == TimexMode::Auto) narrative = is_narrative(expressions, document_date);
    Resolver resolver(document_date, narrative);
    std::vector<Timex> timexes;
    timexes.reserve(expressions.size());
    for (const Expression& e : expressions) {
        if (auto timex = resolver.resolve(e)) timexes.push_back(std::move(*timex));
    }
    return timexes;
}

}  // namespace dateline
