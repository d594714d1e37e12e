#include "searcher/compile/vocabulary.h"

#include <string_view>

#include "common/text.h"
#include "searcher/query/characters.h"
#include "searcher/query/error.h"

namespace dateline {
namespace {

// True if `word` (folded) matches a folded pattern of *, ? (one character) and plain bytes. Linear
// but for the number of stars.
bool matches_pattern(std::string_view word, std::string_view pattern) {
    std::size_t w = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_word = 0;
    while (w < word.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_word = w;
        } else if (p < pattern.size() && pattern[p] == '?') {
            w = character_end(word, w);
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

std::u32string characters(std::string_view text) {
    std::u32string result;
    for (std::size_t at = 0; at < text.size();) {
        const query_characters::Character character = query_characters::character_at(text, at);
        result += character.code;
        at += character.length;
    }
    return result;
}

}  // namespace

std::string Vocabulary::stem(const TypedToken& token) {
    return token.kind == TokenKind::Initialism ? token.folded
                                               : stemmer_.stem(token.lower, token.folded);
}

// Calls `take` for each exact word with the given begin that the index has under `prefix`,
// until it returns false.
void Vocabulary::for_each_word(const std::string& prefix, const std::string& begin,
                               const std::function<bool(const std::string& word)>& take) {
    const std::string start = prefix + begin;
    std::size_t scanned = 0;
    for (auto term = database_.allterms_begin(start); term != database_.allterms_end(start);
         ++term) {
        if (++scanned > kMaxScanned) return;
        if (++scanned_in_all_ > kMaxScannedInAll) return;
        check_stop(stop_);
        const std::string word = (*term).substr(prefix.size());
        if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z') continue;  // a longer prefix
        if (!take(word)) return;
    }
}

AnyTerm Vocabulary::forms(const TypedToken& token, const std::string& prefix) {
    AnyTerm result{prefix + token.folded};
    const std::string wanted = stem(token);
    if (token.kind == TokenKind::Initialism || token.kind == TokenKind::Ideograph ||
        wanted.size() < 2) {
        return result;
    }
    // Snowball changes at most the last two letters of what it keeps (happi <- happy, die <-
    // dying).
    const std::size_t kept = wanted.size() > 4        ? wanted.size() - 2
                             : wanted.ends_with("ie") ? wanted.size() - 2
                                                      : 2;
    const std::string begin = wanted.substr(0, utf8_prefix_length(wanted, kept));
    for_each_word(prefix, begin, [&](const std::string& word) {
        if (word != token.folded && stemmer_.stem(word, word) == wanted)
            result.push_back(prefix + word);
        return result.size() < kMaxExpansion;
    });
    return result;
}

std::vector<std::string> Vocabulary::matching(const Wildcard& wildcard, const Query& query,
                                              const std::string& prefix) {
    const std::string pattern = fold(wildcard.pattern);
    const std::string begin = pattern.substr(0, pattern.find_first_of("*?"));
    std::vector<std::string> words;
    for_each_word(prefix, begin, [&](const std::string& word) {
        if (matches_pattern(word, pattern)) words.push_back(word);
        return words.size() <= kMaxExpansion;
    });
    check_expansion(words, wildcard.pattern, query);
    return words;
}

std::vector<std::string> Vocabulary::like(const Fuzzy& fuzzy, const Query& query,
                                          const std::string& prefix) {
    const std::string typed = fold(fuzzy.text);
    const std::u32string wanted = characters(typed);
    const auto edits = static_cast<std::size_t>(fuzzy.distance);
    const std::size_t longest = typed.size() + 4 * edits;
    std::vector<std::string> words;
    for_each_word(prefix, typed.substr(0, character_end(typed, 0)), [&](const std::string& word) {
        if (word.size() <= longest && edit_distance_(wanted, characters(word), edits) <= edits)
            words.push_back(word);
        return words.size() <= kMaxExpansion;
    });
    check_expansion(words, fuzzy.text + "~", query);
    return words;
}

void Vocabulary::check_expansion(const std::vector<std::string>& words, const std::string& pattern,
                                 const Query& query) {
    expanded_in_all_ += words.size();
    if (expanded_in_all_ > kMaxExpansionInAll || scanned_in_all_ > kMaxScannedInAll) {
        throw QueryError(
            "wildcards and like spellings: with this one the query stands for more than " +
                std::to_string(kMaxExpansionInAll) + " words of the index, or looks at too many",
            query.begin, query.end, "ask in several queries");
    }
    if (words.size() <= kMaxExpansion) return;
    throw QueryError("\"" + pattern + "\" stands for more than " + std::to_string(kMaxExpansion) +
                         " words of the index",
                     query.begin, query.end, "write more of the word");
}

}  // namespace dateline
