#include "searcher/query/values.h"

#include <algorithm>
#include <optional>

#include "searcher/query/characters.h"
#include "searcher/query/dates.h"
#include "searcher/query/error.h"
#include "searcher/query/escape.h"
#include "searcher/query/lexer.h"
#include "searcher/query/tree.h"

namespace dateline {

namespace {

using namespace query_characters;

// A date of several words without quotes: at most so many words after the first, and bytes.
constexpr int kMostWords = 4;
constexpr std::size_t kMostBytes = 60;

std::size_t skip_spaces(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] == ' ') {
        ++at;
    }
    return at;
}

// A token with words after it that make one date with it.
struct LongerDate {
    std::string_view text;
    std::size_t end = 0;
};

// The longest, if there is one.
std::optional<LongerDate> longer_date(std::string_view query, const QueryToken& token, Day now) {
    std::optional<LongerDate> longest;
    std::size_t end = token.end;
    for (int words = 0; words < kMostWords; ++words) {
        const std::size_t begin = skip_spaces(query, end);
        const std::size_t next = std::min(query.find_first_of(" ()\"", begin), query.size());
        if (next == begin || next - token.begin > kMostBytes) {
            break;
        }
        end = next;
        const std::string_view text = query.substr(token.begin, end - token.begin);
        try {
            parse_query_date(text, now);
            longest = {text, end};
        } catch (const QueryError&) {
            continue;  // perhaps with one word more
        }
    }
    return longest;
}

// date:march 2024 is more likely to be one date than a date and a word.
void check_longer_date(std::string_view query, const QueryToken& token, const std::string& field,
                       Day now) {
    const std::string_view rest = query.substr(skip_spaces(query, token.end));
    const bool likely =
        !rest.empty() && ((rest[0] >= '0' && rest[0] <= '9') || rest.starts_with("..") ||
                          rest.starts_with("to ") || rest.starts_with("until "));
    if (!likely) {
        return;
    }
    if (const auto longer = longer_date(query, token, now)) {
        throw QueryError(
            "the date may go on after the blank", token.begin, longer->end,
            field + ":" + quote(longer->text) + " for one date; else the words before the date");
    }
}

std::optional<Comparison> parse_comparison(std::string_view text) {
    Comparison comparison;
    const bool equal = text.size() > 1 && text[1] == '=';
    if (text.starts_with('>')) {
        comparison.relation = equal ? Relation::GreaterOrEqual : Relation::Greater;
    } else if (text.starts_with('<')) {
        comparison.relation = equal ? Relation::LessOrEqual : Relation::Less;
    } else if (text.starts_with('=')) {
        comparison.relation = Relation::Equal;
    } else {
        return std::nullopt;
    }
    text.remove_prefix(equal && text[0] != '=' ? 2 : 1);
    const std::optional<double> number = parse_decimal(text);
    if (!number || *number > 1) {
        return std::nullopt;
    }
    comparison.number = *number;
    return comparison;
}

}  // namespace

Query date_value(std::string_view query, const QueryToken& token, const std::string& field,
                 Day now) {
    if (token.prefix) {
        throw QueryError("'*' in a date", token.end - 1, token.end,
                         "2024-05 for all of a month, 2024-05.. for all from then on");
    }
    const Character first = character_at(query, token.begin);
    const bool quoted = is_quote(first.code);
    QueryDate date;
    try {
        date = parse_query_date(token.text, now);
    } catch (const QueryError& error) {
        if (!quoted) {
            if (const auto longer = longer_date(query, token, now)) {
                throw QueryError(error.what(), token.begin, longer->end,
                                 "quotes: " + field + ":" + quote(longer->text));
            }
        }
        const std::size_t base = token.begin + (quoted ? first.length : 0);
        throw QueryError(error.what(), std::min(base + error.begin(), token.end),
                         std::min(base + error.end(), token.end), error.suggestion());
    }
    if (!quoted) {
        check_longer_date(query, token, field, now);
    }
    return make_query(Days{date.first, date.last, date.undated, token.text}, token.begin,
                      token.end);
}

Query number_value(const QueryToken& token, const std::string& field) {
    const std::optional<Comparison> comparison = parse_comparison(token.text);
    if (!comparison || token.prefix) {
        throw QueryError("not a comparison with a number from 0 to 1", token.begin, token.end,
                         field + ":>=0.9, also with >, <, <= or =");
    }
    return make_query(*comparison, token.begin, token.end);
}

}  // namespace dateline
