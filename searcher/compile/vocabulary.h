// The words of an index: which of them a pattern, a misspelling or a stem stands for.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/stemming.h"
#include "searcher/compile/typed_tokens.h"
#include "searcher/places/positions.h"
#include "searcher/query/ast.h"
#include "searcher/query/edit_distance.h"
#include "searcher/stop.h"

namespace dateline {

// For one query: what it asks for is counted. Words are looked for among the exact terms under a
// prefix ("", "S" for titles, "B4" for a zone), and given without it. Looking through the index
// throws Interrupted once `stop` is set.
class Vocabulary {
public:
    // How many words a wildcard or a fuzzy word may stand for, and how many may be looked at for
    // it.
    static constexpr std::size_t kMaxExpansion = 1000;
    static constexpr std::size_t kMaxScanned = 200'000;
    // The same for all of a query, whatever it is made of: some seconds and 100 MB.
    static constexpr std::size_t kMaxExpansionInAll = 50'000;
    static constexpr std::size_t kMaxScannedInAll = 5'000'000;

    // `database` and `stemmer` outlive it.
    Vocabulary(const Xapian::Database& database, Stemmer& stemmer, const std::atomic<bool>* stop)
        : database_(database), stemmer_(stemmer), stop_(stop) {}

    // The words that the pattern fits; those at most so many edits away that begin with the same
    // character. Throw QueryError, at the bytes of `query`, for more than kMaxExpansion or, with
    // those before, kMaxExpansionInAll, and once more than kMaxScannedInAll would be looked at.
    std::vector<std::string> matching(const Wildcard& wildcard, const Query& query,
                                      const std::string& prefix);
    std::vector<std::string> like(const Fuzzy& fuzzy, const Query& query,
                                  const std::string& prefix);

    // As terms with the prefix: the token's word, and all words with its stem, for stems have no
    // positions. At most kMaxExpansion.
    AnyTerm forms(const TypedToken& token, const std::string& prefix);

    std::string stem(const TypedToken& token);

private:
    void for_each_word(const std::string& prefix, const std::string& begin,
                       const std::function<bool(const std::string& word)>& take);
    void check_expansion(const std::vector<std::string>& words, const std::string& pattern,
                         const Query& query);

    const Xapian::Database& database_;
    Stemmer& stemmer_;
    const std::atomic<bool>* stop_;
    EditDistance edit_distance_;
    std::size_t scanned_in_all_ = 0;   // words of the index looked at
    std::size_t expanded_in_all_ = 0;  // and stood for
};

}  // namespace dateline
