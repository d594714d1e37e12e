// Function words, which a query drops unless it has nothing else.
//
// All words are indexed, so phrases and queries of function words alone ("to be or not to be", "The
// Who") still find them. The lists hold what grammar calls closed classes: articles, pronouns,
// prepositions, conjunctions, auxiliaries, question words, adverbs of degree and negation. No
// nouns, verbs or adjectives of meaning.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dateline {

// Snowball's names of the languages that have a list.
std::vector<std::string_view> stop_word_languages();

// Whether `folded` (a token's folded form, apostrophes out) is a function word of `language`, a
// name as Stemmer takes it ("english"). False for a language without a list.
bool is_stop_word(std::string_view language, std::string_view folded);

// Which words of a query to keep: true for each that is no function word, or for all if every word
// is one. As long as `folded`.
std::vector<bool> kept_words(std::string_view language, const std::vector<std::string>& folded);

}  // namespace dateline
