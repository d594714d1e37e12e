#include "searcher/significant/significant.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <unordered_set>

#include "common/schema.h"
#include "searcher/ranking/stopwords.h"

namespace dateline {
namespace {

bool is_upper(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

// A word worth showing: a letter and a second character, not a number with a sign or two.
bool is_word(std::string_view word) {
    if (word.size() < 2) return false;
    return std::none_of(word.begin(), word.end(),
                        [](char byte) { return byte >= '0' && byte <= '9'; });
}

double entropy_part(double observed, double expected) {
    return observed > 0 && expected > 0 ? observed * std::log(observed / expected) : 0;
}

// The most frequent word of each stem, for those asked for.
std::unordered_map<std::string, std::string> best_forms(
    const TermCounts& counts, const std::unordered_set<std::string>& stems, Stemmer& stemmer) {
    // Snowball never changes the first letter; most words are passed over by it.
    std::set<char> first;
    for (const std::string& stem : stems)
        first.insert(stem.front());
    std::unordered_map<std::string, std::pair<std::uint32_t, std::string>> best;
    std::unordered_map<std::string_view, std::uint32_t> words;
    for (const std::string& word : counts.words) {
        if (first.count(word.front()) != 0) ++words[word];
    }
    for (const auto& [word, count] : words) {
        std::string stem = stemmer.stem(word, word);
        if (stems.count(stem) == 0) continue;
        auto& form = best[stem];
        if (count > form.first || (count == form.first && word < form.second))
            form = {count, std::string(word)};
    }
    std::unordered_map<std::string, std::string> forms;
    for (auto& [stem, form] : best)
        forms[stem] = std::move(form.second);
    return forms;
}

}  // namespace

double log_likelihood_ratio(double inside, double inside_all, double outside, double outside_all) {
    if (inside_all <= 0 || outside_all <= 0) return 0;
    if (inside * outside_all <= outside * inside_all) return 0;
    const double all = inside_all + outside_all;
    const double with = inside + outside;
    const double without = all - with;
    return 2 * (entropy_part(inside, inside_all * with / all) +
                entropy_part(outside, outside_all * with / all) +
                entropy_part(inside_all - inside, inside_all * without / all) +
                entropy_part(outside_all - outside, outside_all * without / all));
}

TermCounts count_terms(const Xapian::Database& database, std::vector<Xapian::docid> documents,
                       const CountTermsOptions& options) {
    if (options.story) {
        std::vector<bool> seen;
        std::erase_if(documents, [&](Xapian::docid document) {
            const std::uint32_t story = options.story(document);
            if (story == UINT32_MAX) return false;
            if (story >= seen.size()) seen.resize(std::size_t{story} + 1);
            const bool repeat = seen[story];
            seen[story] = true;
            return repeat;
        });
    }
    TermCounts counts;
    counts.documents = std::min(documents.size(), options.max_documents);
    for (std::size_t i = 0; i < counts.documents; ++i) {
        const Xapian::docid document = documents[i * documents.size() / counts.documents];
        auto entry = database.termlist_begin(document);
        const auto end = database.termlist_end(document);
        entry.skip_to(std::string(kStemPrefix));
        std::size_t stems = 0;
        std::size_t words = 0;
        for (; entry != end; ++entry) {
            std::string term = *entry;
            // "ZS…" and "ZB…" are stems of fields. Prefixes are capitals, which stand before all
            // words.
            if (term.starts_with(kStemPrefix)) {
                if (stems == options.max_terms) continue;
                ++stems;
                if (term.size() > kStemPrefix.size() && !is_upper(term[kStemPrefix.size()]))
                    ++counts.stems[std::move(term)];
            } else {
                if (!options.words || words == options.max_terms) break;
                if (term < "a") continue;
                ++words;
                if (is_word(term)) counts.words.push_back(std::move(term));
            }
        }
    }
    return counts;
}

SignificantTerms significant_terms(const Xapian::Database& database, Stemmer& stemmer,
                                   const TermCounts& counts, const SignificantOptions& options,
                                   const TermCounts* others) {
    SignificantTerms result;
    result.documents = counts.documents;
    result.background = others ? others->documents + counts.documents : database.get_doccount();
    const auto inside_all = static_cast<double>(counts.documents);
    // The background without the set itself.
    const double outside_all = static_cast<double>(result.background) - inside_all;
    const std::unordered_set<std::string> excluded(options.exclude.begin(), options.exclude.end());
    for (const auto& [term, documents] : counts.stems) {
        if (documents < options.min_documents) continue;
        std::string stem = term.substr(kStemPrefix.size());
        if (!is_word(stem) || excluded.count(stem) != 0) continue;
        std::uint64_t with_term = documents;
        if (others == nullptr) {
            with_term = database.get_termfreq(term);
        } else if (const auto found = others->stems.find(term); found != others->stems.end()) {
            with_term += found->second;
        }
        const double outside = std::max(0.0, static_cast<double>(with_term) - documents);
        const double score =
            log_likelihood_ratio(documents, inside_all, outside, std::max(outside_all, outside));
        if (score < options.min_score) continue;
        result.terms.push_back({"", std::move(stem), score, documents, with_term});
    }
    std::sort(result.terms.begin(), result.terms.end(),
              [](const SignificantTerm& a, const SignificantTerm& b) {
                  return a.score != b.score ? a.score > b.score : a.stem < b.stem;
              });
    // Function words go by their form, so some more than wanted are looked at.
    constexpr std::size_t kSpare = 50;
    if (result.terms.size() > options.most + kSpare) result.terms.resize(options.most + kSpare);
    std::unordered_set<std::string> stems;
    for (const SignificantTerm& term : result.terms)
        stems.insert(term.stem);
    const auto forms = best_forms(counts, stems, stemmer);
    std::erase_if(result.terms, [&](SignificantTerm& term) {
        const auto form = forms.find(term.stem);
        // An initialism is its own stem: "u.s".
        term.word = form != forms.end() ? form->second : term.stem;
        return is_stop_word(stemmer.language(), term.word);
    });
    if (result.terms.size() > options.most) result.terms.resize(options.most);
    return result;
}

}  // namespace dateline
