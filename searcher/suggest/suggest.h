// "Did you mean": words of the index like a query's rare or unknown ones. There is no dictionary:
// the candidates are the index's own words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "searcher/compile.h"
#include "searcher/query/ast.h"
#include "searcher/stop.h"

namespace dateline {

// A query with one or more of its words replaced.
struct Suggestion {
    struct Change {
        std::string from;  // folded
        std::string to;
        std::size_t articles = 0;  // that have `to`
    };

    std::string query;  // the text as typed but for the words changed
    Query tree;
    std::vector<Change> changes;
};

// Suggestions are looked for where so few articles match, for words that so few have.
inline constexpr std::size_t kFewMatches = 5;

inline constexpr double kEditOdds = 50;

// The likeliest word that `word` (folded) was to be: at most one edit away up to four characters,
// two beyond, where an edit weighs as much as being in kEditOdds times as many articles; it must be
// in at least `min_articles` articles, and have the first character right or only the first two
// swapped. "" if there is none, or `word` has fewer than three characters or a digit. Looks at no
// more than `budget` words of the index and takes what it looked at from it. Throws Interrupted.
std::string nearest_word(const Xapian::Database& database, std::string_view word,
                         std::size_t min_articles, std::size_t& budget,
                         const std::atomic<bool>* stop = nullptr);

// Replaces the words and words of phrases that hardly an article has, and that are not excluded.
// `text` is what `tree` was parsed from; its offsets say where. No changes: nothing to suggest. The
// caller looks whether the new query finds more. `common`: also words that more articles have,
// where kEditOdds times as many have the likeliest other one. Throws Interrupted.
Suggestion suggest_query(const Xapian::Database& database, std::string_view text, const Query& tree,
                         const std::atomic<bool>* stop = nullptr, bool common = false);

}  // namespace dateline
