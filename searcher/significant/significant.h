// Words that are unusually frequent in some articles: `--significant`, and what explains a peak of
// the timeline.
//
// The measure is the log-likelihood ratio (Dunning 1993) of a 2x2 table of articles: with and
// without the word, inside and outside the set looked at. With k of n articles having the word
// against K of N in the background,
//
//   G2 = 2 sum over the four cells of observed * log(observed / expected)
//
// where the expected numbers are those of a word that has nothing to do with the set. It is 0 or
// more, grows with the number of articles and with the difference, and does not prefer words of two
// or three articles as plain ratios do. 10.8 is exceeded by chance once in a thousand words. Only
// words that are more frequent inside count.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "common/stemming.h"

namespace dateline {

struct SignificantTerm {
    std::string word;                 // the most frequent form in the set, folded
    std::string stem;                 // without prefix
    double score = 0;                 // G2
    std::uint64_t documents = 0;      // that have it, of those looked at
    std::uint64_t in_background = 0;  // the same of the background
};

struct SignificantTerms {
    std::vector<SignificantTerm> terms;  // best first
    std::uint64_t documents = 0;         // looked at: a sample of large sets, one of each story
    std::uint64_t background = 0;        // documents compared with
};

// In how many documents each stem and word occurs.
struct TermCounts {
    std::uint64_t documents = 0;
    std::unordered_map<std::string, std::uint32_t> stems;  // terms with prefix Z
    std::vector<std::string> words;  // folded; each once for every document that has it
};

struct CountTermsOptions {
    // Of larger sets every second, third, … document is read, always the same ones.
    std::size_t max_documents = 400;
    std::size_t max_terms = 4000;  // read of one document, of stems and of words
    bool words = true;             // stems alone are enough for a background
    // The number of a document's story: of several with the same one the first counts. Empty, or
    // UINT32_MAX: alone.
    std::function<std::uint32_t(Xapian::docid)> story;
};

// Reads the documents' term lists. `documents` rise.
TermCounts count_terms(const Xapian::Database& database, std::vector<Xapian::docid> documents,
                       const CountTermsOptions& options = {});

struct SignificantOptions {
    std::size_t most = 10;
    std::uint64_t min_documents = 2;  // of the set that must have the word
    double min_score = 10.8;
    std::vector<std::string> exclude;  // stems that say nothing new: the query's
};

// Compared with all documents of the index, or with those of `others`, none of which is in the set;
// the background is then both together. Left out are function words, numbers and single characters.
SignificantTerms significant_terms(const Xapian::Database& database, Stemmer& stemmer,
                                   const TermCounts& counts, const SignificantOptions& options = {},
                                   const TermCounts* others = nullptr);

// G2 for `inside` of `inside_all` against `outside` of `outside_all`, disjoint sets; 0 if the word
// is not more frequent inside.
double log_likelihood_ratio(double inside, double inside_all, double outside, double outside_all);

}  // namespace dateline
