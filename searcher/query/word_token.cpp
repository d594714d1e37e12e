#include "searcher/query/word_token.h"

#include <algorithm>
#include <string_view>

#include "searcher/query/characters.h"
#include "searcher/query/error.h"
#include "searcher/query/limits.h"

namespace dateline {

namespace {

using namespace query_characters;

QueryToken wildcard_token(const WordRun& run) {
    const std::string_view text = run.text;
    const auto fail = [&](const std::string& message, const std::string& suggestion) {
        throw QueryError(message, run.begin, run.end, suggestion);
    };
    std::size_t wildcards = 0;
    std::size_t letters = 0;
    std::size_t before = 0;  // letters before the first wildcard
    auto special = run.specials.begin();
    for (std::size_t at = 0; at < text.size();) {
        const Character c = character_at(text, at);
        while (special != run.specials.end() && special->in_text < at) {
            ++special;
        }
        const bool wild = special != run.specials.end() && special->in_text == at &&
                          (special->sign == '*' || special->sign == '?');
        if (wild) {
            ++wildcards;
        } else if (is_word(c.code)) {
            ++letters;
            before += wildcards == 0 ? 1 : 0;
        } else if (!is_mark(c.code)) {
            fail("'" + std::string(text.substr(at, c.length)) + "' in a word with * or ?",
                 "letters and digits with * or ?; quotes around text that is to be taken as it is");
        }
        at += c.length;
    }
    if (letters == 0) {
        fail("a wildcard without letters",
             "the first letters of a word: cease*; * by itself for every article");
    }
    if (before == 0) {
        fail("a wildcard at the beginning of a word", "the first letters of a word: cease*");
    }
    if (text.back() == '?') {
        fail("'?' at the end of a word",
             "leave out a question mark; * for any ending: cease*; ? within a word: wom?n");
    }
    if (letters < 2) {
        fail("fewer than two letters beside a wildcard", "more letters: cease*");
    }
    if (wildcards > kMaxWildcards) {
        fail("more than " + std::to_string(kMaxWildcards) + " wildcards in a word",
             "fewer of them");
    }
    QueryToken token;
    token.type = TokenType::Wildcard;
    token.text = text;
    return token;
}

QueryToken fuzzy_token(const WordRun& run, const WordRun::Special& tilde) {
    const std::string_view text = run.text;
    const std::string_view number = text.substr(tilde.in_text + 1);
    const std::string_view word = text.substr(0, tilde.in_text);
    if (!number.empty() && number != "1" && number != "2") {
        throw QueryError("not a number of edits", tilde.in_query, run.end,
                         "word~1 or word~2; \\~ for the character itself");
    }
    QueryToken token;
    token.type = TokenType::Fuzzy;
    token.text = word;
    token.number = number == "2" ? 2 : 1;
    std::size_t letters = 0;
    for (std::size_t at = 0; at < word.size();) {
        const Character c = character_at(word, at);
        if (!is_word(c.code) && !is_mark(c.code)) {
            throw QueryError("'" + std::string(word.substr(at, c.length)) + "' in a word with ~",
                             run.begin, run.end, "letters and digits only before the ~: blinkin~1");
        }
        ++letters;
        at += c.length;
    }
    if (letters < static_cast<std::size_t>(token.number) + 2) {
        throw QueryError("too short a word for so many edits", run.begin, run.end,
                         "at least " + std::to_string(token.number + 2) + " letters before ~" +
                             std::to_string(token.number));
    }
    return token;
}

QueryToken plain_token(const WordRun& run) {
    if (!has_word(run.text)) {
        throw QueryError("nothing to search for in '" + excerpt(run.text) + "'", run.begin, run.end,
                         "words or numbers; leave lone punctuation out");
    }
    QueryToken token;
    token.type = TokenType::Word;
    token.text = run.text;
    return token;
}

}  // namespace

const WordRun::Special* WordRun::find(std::string_view signs) const {
    const auto found = std::find_if(specials.begin(), specials.end(), [&](const Special& special) {
        return signs.find(special.sign) != std::string_view::npos;
    });
    return found == specials.end() ? nullptr : &*found;
}

void WordRun::cut(Special special) {
    text.resize(special.in_text);
    end = special.in_query;
    std::erase_if(specials, [&](const Special& other) { return other.in_text >= text.size(); });
}

QueryToken word_token(const WordRun& run) {
    const WordRun::Special* tilde = run.find("~");
    QueryToken token = tilde != nullptr            ? fuzzy_token(run, *tilde)
                       : run.find("*?") != nullptr ? wildcard_token(run)
                                                   : plain_token(run);
    token.begin = run.begin;
    token.end = run.end;
    return token;
}

}  // namespace dateline
