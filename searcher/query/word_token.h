// A run of characters that is no operator and no field -> a word, a pattern or a word with like
// spellings. Internal to searcher/query.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/query/token.h"

namespace dateline {

// What stands between blanks, quotes and parentheses.
struct WordRun {
    // One of ^ ~ * ? without a backslash.
    struct Special {
        char sign = 0;
        std::size_t in_text = 0;   // offset
        std::size_t in_query = 0;  // offset
    };

    std::string text;  // backslashes taken out
    std::vector<Special> specials;
    bool escaped = false;   // there was a backslash
    std::size_t begin = 0;  // in the query
    std::size_t end = 0;

    // The first of any of these signs; nullptr if there is none.
    const Special* find(std::string_view signs) const;

    // Leaves what stands before the special.
    void cut(Special special);
};

// A Fuzzy, Wildcard or Word token. Throws QueryError for a pattern or a number of edits that the
// language does not have (see Wildcard and Fuzzy in ast.h) and for a run without a letter or digit.
QueryToken word_token(const WordRun& run);

}  // namespace dateline
