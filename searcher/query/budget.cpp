#include "searcher/query/budget.h"

#include <string>
#include <variant>

#include "searcher/query/characters.h"
#include "searcher/query/error.h"

namespace dateline {

using query_characters::count_words;

void QueryBudget::add_terms(std::size_t words, std::size_t begin, std::size_t end) {
    terms_ += words;
    if (terms_ > kMaxQueryTerms) {
        throw QueryError("more than " + std::to_string(kMaxQueryTerms) + " words in the query",
                         begin, end, "fewer words");
    }
}

void QueryBudget::add_positional_terms(std::size_t words, std::size_t begin, std::size_t end) {
    positional_terms_ += words;
    if (positional_terms_ > kMaxPositionalTerms) {
        throw QueryError("more than " + std::to_string(kMaxPositionalTerms) +
                             " words in NEAR, ADJ, w/s, w/p, ATLEAST and ~\"…\" together",
                         begin, end, "fewer of them, in several queries");
    }
}

void QueryBudget::add_positional_terms(const Query& operand) {
    if (std::holds_alternative<Or>(operand.node)) {
        for (const Query& part : operand.parts)
            add_positional_terms(part);
        return;
    }
    std::size_t words = 1;  // patterns and like spellings
    if (const auto* word = std::get_if<Word>(&operand.node)) words = count_words(word->text);
    if (const auto* phrase = std::get_if<Phrase>(&operand.node)) words = count_words(phrase->text);
    add_positional_terms(words, operand.begin, operand.end);
}

void QueryBudget::add_saved_text(std::size_t bytes, std::size_t begin, std::size_t end) {
    saved_bytes_ += bytes;
    if (saved_bytes_ > kMaxQueryBytes) {
        throw QueryError("the saved queries are longer than " + std::to_string(kMaxQueryBytes) +
                             " bytes together",
                         begin, end, "fewer of them");
    }
}

}  // namespace dateline
