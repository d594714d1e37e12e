#include "searcher/query/escape.h"

#include "searcher/query/characters.h"
#include "searcher/query/field_prefix.h"
#include "searcher/query/operators.h"

namespace dateline {

namespace {

using namespace query_characters;

// Beside letters and digits, what a value may hold without quotes.
constexpr std::string_view kSafe = "._/:=?&%#,'-";

}  // namespace

std::string escape_word(std::string_view word) {
    std::string escaped;
    const bool leading =
        !word.empty() && (word[0] == '-' || word[0] == '+' || word[0] == '@' || word[0] == '!' ||
                          is_dash(character_at(word, 0).code) || is_operator_like(word));
    if (leading) {
        escaped += '\\';
    }
    FieldPrefix name;
    if (leading) {
        name.spoil();
    }
    for (std::size_t at = 0; at < word.size();) {
        const Character c = character_at(word, at);
        bool special = c.code == '\\' || c.code == '^' || c.code == '~' || c.code == '*' ||
                       c.code == '?' || c.code == '(' || c.code == ')' || is_quote(c.code);
        if (c.code == ':') {
            special = at == 0 || name.ends_at_colon(word.substr(0, at), word.substr(at + 1));
        }
        if (special) {
            escaped += '\\';
            name.spoil();
        } else {
            name.add(c.code);
        }
        escaped += word.substr(at, c.length);
        at += c.length;
    }
    return escaped;
}

std::string quote(std::string_view text) {
    std::string quoted = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        if (c.code == '\\' || is_quote(c.code)) {
            quoted += '\\';
        }
        quoted += text.substr(at, c.length);
        at += c.length;
    }
    return quoted + "\"";
}

std::string escape_value(std::string_view value) {
    bool bare =
        !value.empty() && value[0] != '-' && value != "AND" && value != "OR" && value != "NOT";
    for (std::size_t at = 0; bare && at < value.size();) {
        const Character c = character_at(value, at);
        bare = is_word(c.code) || is_mark(c.code) ||
               (c.code < 0x80 && kSafe.find(static_cast<char>(c.code)) != std::string_view::npos);
        at += c.length;
    }
    return bare ? std::string(value) : quote(value);
}

}  // namespace dateline
