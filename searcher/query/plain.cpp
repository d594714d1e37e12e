#include <utility>

#include "searcher/query/characters.h"
#include "searcher/query/parser.h"
#include "searcher/query/tree.h"

namespace dateline {

using namespace query_characters;

Query parse_plain(std::string_view text, Implicit implicit, bool* complete) {
    bool whole = text.size() <= kMaxQueryBytes;
    text = text.substr(0, kMaxQueryBytes);
    std::vector<Query> words;
    std::size_t terms = 0;
    const auto separates = [](char32_t code) {
        return code == kInvalid || is_blank(code) || is_control(code);
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        Character c = character_at(text, at);
        while (at < text.size() && !separates(c.code)) {
            at += c.length;
            c = at < text.size() ? character_at(text, at) : Character{};
        }
        if (at == begin) {
            at += c.length;
            continue;
        }
        const std::string_view word = text.substr(begin, at - begin);
        if (!has_word(word)) {
            continue;
        }
        terms += count_words(word);
        if (terms > kMaxQueryTerms) {
            whole = false;
            break;
        }
        words.push_back(make_query(Word{std::string(word)}, begin, at));
    }
    if (complete != nullptr) {
        *complete = whole;
    }
    if (words.empty()) {
        return Query{};
    }
    return implicit == Implicit::And ? join_flat(And{}, std::move(words))
                                     : join_flat(Or{}, std::move(words));
}

}  // namespace dateline
