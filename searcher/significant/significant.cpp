#include "searcher/significant/significant.h"

#include <algorithm>
#include <cmath>
#include <set>
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

// Counts the terms from `begin` on as long as `wanted` holds; those that `counted` refuses are passed over.
template <typename Wanted, typename Name>
void count_range(const Xapian::Database& database, Xapian::docid document, const std::string& begin,
                 std::size_t most, Wanted wanted, Name name,
                 std::unordered_map<std::string, std::uint32_t>& counts) {
    auto entry = database.termlist_begin(document);
    const auto end = database.termlist_end(document);
    entry.skip_to(begin);
    for (std::size_t read = 0; entry != end && read < most; ++entry, ++read) {
        const std::string term = *entry;
        if (!wanted(term)) break;
        if (name(term)) ++counts[term];
    }
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
    for (const auto& [word, count] : counts.words) {
        if (first.count(word.front()) == 0) continue;
        const std::string stem = stemmer.stem(word, word);
        if (stems.count(stem) == 0) continue;
        auto& form = best[stem];
        if (count > form.first || (count == form.first && word < form.second)) form = {count, word};
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
        std::unordered_set<std::uint32_t> seen;
        std::erase_if(documents, [&](Xapian::docid document) {
            const std::uint32_t story = options.story(document);
            return story != UINT32_MAX && !seen.insert(story).second;
        });
    }
    TermCounts counts;
    const std::size_t read = std::min(documents.size(), options.max_documents);
    for (std::size_t i = 0; i < read; ++i) {
        const Xapian::docid document = documents[i * documents.size() / read];
        ++counts.documents;
        const std::string stem_begin(kStemPrefix);
        const auto has_prefix = [&](const std::string& term) {
            return term.starts_with(kStemPrefix);
        };
        // "ZS…" and "ZB…" are stems of fields.
        const auto bare = [&](const std::string& term) {
            return term.size() > kStemPrefix.size() && !is_upper(term[kStemPrefix.size()]);
        };
        count_range(database, document, stem_begin, options.max_terms, has_prefix, bare,
                    counts.stems);
        if (!options.words) continue;
        // Prefixes are capitals, which stand before all words in lower case.
        const auto any = [](const std::string&) { return true; };
        count_range(database, document, "a", options.max_terms, any, is_word, counts.words);
    }
    return counts;
}

SignificantTerms significant_terms(const Xapian::Database& database, Stemmer& stemmer,
                                   const TermCounts& counts, const SignificantOptions& options,
                                   const TermCounts* background) {
    SignificantTerms result;
    result.documents = counts.documents;
    result.background = background ? background->documents : database.get_doccount();
    const auto inside_all = static_cast<double>(counts.documents);
    // The background without the set itself.
    const double outside_all = static_cast<double>(result.background) - inside_all;
    const std::unordered_set<std::string> excluded(options.exclude.begin(), options.exclude.end());
    for (const auto& [term, documents] : counts.stems) {
        if (documents < options.min_documents) continue;
        std::string stem = term.substr(kStemPrefix.size());
        if (!is_word(stem) || excluded.count(stem) != 0) continue;
        std::uint64_t with_term = 0;
        if (background == nullptr) {
            with_term = database.get_termfreq(term);
        } else if (const auto found = background->stems.find(term);
                   found != background->stems.end()) {
            with_term = found->second;
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
