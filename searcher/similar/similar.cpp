#include "searcher/similar/similar.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "common/schema.h"
#include "common/text.h"
#include "common/tokenizer.h"
#include "searcher/ranking/stopwords.h"

namespace dateline {
namespace {

constexpr double kSaturation = 1.2;        // BM25's k1
constexpr double kMaxShare = 0.25;         // of all articles: words that more have say nothing
constexpr std::size_t kMaxTerms = 20'000;  // looked at
constexpr std::size_t kMarked = 10;

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char byte) { return byte >= '0' && byte <= '9'; });
}

// Gives terms the most frequent word of their stem.
void name_terms(Stemmer& stemmer, const std::unordered_map<std::string, double>& words,
                std::vector<SimilarTerm>& terms) {
    std::unordered_map<std::string, std::pair<double, std::string>> best;
    for (const auto& [word, count] : words) {
        auto& form = best[stemmer.stem(word, word)];
        if (count > form.first || (count == form.first && word < form.second)) form = {count, word};
    }
    for (SimilarTerm& term : terms) {
        if (const auto form = best.find(term.word); form != best.end())
            term.word = form->second.second;
    }
}

// Counts by bare stem and by word -> the best terms.
std::vector<SimilarTerm> best_terms(const Xapian::Database& database, Stemmer& stemmer,
                                    const std::unordered_map<std::string, double>& counts,
                                    const std::unordered_map<std::string, double>& words) {
    const auto all = static_cast<double>(database.get_doccount());
    std::vector<SimilarTerm> terms;
    for (const auto& [stem, count] : counts) {
        if (stem.size() < 2 || has_digit(stem)) continue;
        const std::string term = make_term(kStemPrefix, stem, false);
        const auto documents = static_cast<double>(database.get_termfreq(term));
        if (documents < 1 || (all > 20 && documents > kMaxShare * all)) continue;
        const double idf = std::log(1 + (all - documents + 0.5) / (documents + 0.5));
        terms.push_back({term, idf * count * (kSaturation + 1) / (count + kSaturation), stem});
    }
    std::sort(terms.begin(), terms.end(), [](const SimilarTerm& a, const SimilarTerm& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
    });
    if (terms.size() > kSimilarTerms) terms.resize(kSimilarTerms);
    for (std::size_t i = terms.size(); i-- > 0;)
        terms[i].weight /= terms.front().weight;
    name_terms(stemmer, words, terms);
    return terms;
}

}  // namespace

std::vector<SimilarTerm> similar_terms(const Xapian::Database& database, Stemmer& stemmer,
                                       Xapian::docid document) {
    // Function words go by what they are as words; of most, the stem is the word.
    std::unordered_map<std::string, double> counts;
    auto entry = database.termlist_begin(document);
    const auto end = database.termlist_end(document);
    entry.skip_to(std::string(kStemPrefix));
    for (std::size_t read = 0; entry != end && read < kMaxTerms; ++entry, ++read) {
        const std::string term = *entry;
        if (!term.starts_with(kStemPrefix)) break;
        std::string stem = term.substr(kStemPrefix.size());
        if (stem.empty() || (stem[0] >= 'A' && stem[0] <= 'Z')) continue;  // of a field
        if (is_stop_word(stemmer.language(), stem)) continue;
        counts.emplace(std::move(stem), static_cast<double>(entry.get_wdf()));
    }
    // Words stand after all prefixes, which are capitals.
    std::unordered_map<std::string, double> words;
    auto word = database.termlist_begin(document);
    word.skip_to("a");
    for (std::size_t read = 0; word != end && read < kMaxTerms; ++word, ++read)
        words.emplace(*word, static_cast<double>(word.get_wdf()));
    return best_terms(database, stemmer, counts, words);
}

std::vector<SimilarTerm> similar_terms(const Xapian::Database& database, Stemmer& stemmer,
                                       std::string_view text) {
    const std::string valid =
        to_valid_utf8(text.substr(0, utf8_prefix_length(text, kSimilarTextBytes)));
    std::unordered_map<std::string, double> counts;
    std::unordered_map<std::string, double> words;
    Tokenizer tokenizer(valid);
    Token token;
    while (tokenizer.next(token)) {
        if (is_stop_word(stemmer.language(), token.folded)) continue;
        std::string stem = token.kind == TokenKind::Initialism
                               ? std::string(token.folded)
                               : stemmer.stem(token.lower, token.folded);
        if (counts.size() == kMaxTerms && counts.find(stem) == counts.end()) continue;
        counts[std::move(stem)] += 1;
        words[std::string(token.folded)] += 1;
    }
    return best_terms(database, stemmer, counts, words);
}

CompiledQuery similar_query(const std::vector<SimilarTerm>& terms) {
    CompiledQuery compiled;
    std::vector<Xapian::Query> parts;
    for (const SimilarTerm& term : terms) {
        parts.emplace_back(term.weight, Xapian::Query(term.term));
        if (parts.size() <= kMarked) {
            compiled.parts.push_back(
                HighlightPart{{{{{term.term.substr(kStemPrefix.size()), true}}}}});
        }
    }
    compiled.has_words = !parts.empty();
    compiled.query = parts.empty()
                         ? Xapian::Query::MatchNothing
                         : Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
    return compiled;
}

}  // namespace dateline
