// The syntax tree of a query -> a Xapian query for one index, and what to mark in its hits.
#pragma once

#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/date_terms.h"
#include "common/error.h"
#include "common/index.h"
#include "common/stemming.h"
#include "common/stories.h"
#include "searcher/query/ast.h"
#include "searcher/ranking/rank_query.h"

namespace dateline {

// Thrown by a search that was asked to stop.
class Interrupted : public Error {
public:
    Interrupted() : Error("stopped") {}
};

// One part of a query as it is to be found again in a text: any of `sequences`, each one or more words in a row.
struct HighlightPart {
    struct Word {
        std::string term;      // folded word, or stem
        bool stemmed = false;  // compare the stem of the text's word
    };
    std::vector<std::vector<Word>> sequences;
};

struct CompiledQuery {
    Xapian::Query query;
    std::vector<HighlightPart> parts;        // of what is searched, not of what is excluded
    std::vector<std::string> dropped_words;  // stop words left out
    std::vector<std::string> unknown_words;  // words that the index does not have
    bool has_words = false;                  // false: filters only, every hit scores 0
    RankPlan plan;                           // of the words, for the weighting scheme and refine()
};

// What an open index means to queries. Not for two threads at once.
class QueryCompiler {
public:
    // How many terms a wildcard or a fuzzy word may stand for, and how many may be looked at for it.
    static constexpr std::size_t kMaxExpansion = 1000;
    static constexpr std::size_t kMaxScanned = 200'000;
    // The same for all of a query, whatever it is made of: some seconds and 100 MB.
    static constexpr std::size_t kMaxExpansionInAll = 50'000;
    static constexpr std::size_t kMaxScannedInAll = 5'000'000;

    explicit QueryCompiler(const OpenIndex& index);

    // Throws QueryError for a wildcard or fuzzy word that stands for more than kMaxExpansion terms, or with those
    // before it for more than kMaxExpansionInAll, and where more than kMaxScannedInAll would be looked at.
    // `loose`: of a word with several tokens ("well-known"), each counts for itself; else they must stand side by side.
    CompiledQuery compile(const Query& tree, const RankModel& model = parse_rank_model("default"),
                          bool loose = false);

    // Looked at while words of the index are gone through for wildcards and like spellings: once it is true, compile() throws
    // Interrupted. It outlives the compiler, or is set to nullptr again.
    void set_stop(const std::atomic<bool>* stop) { stop_ = stop; }

    Stemmer& stemmer() { return stemmer_; }

private:
    friend class TreeCompiler;

    Xapian::Database database_;
    std::shared_ptr<const StoryMap> stories_;
    Stemmer stemmer_;
    const std::atomic<bool>* stop_ = nullptr;
};

// The articles with a date, be it a day, week, month, quarter, year or decade, that lies within the days from `first` to `last`
// (open ends: as far as the index goes): their boolean terms, as few as possible. Nothing matches if the index has no date in
// the range.
Xapian::Query date_range_query(const Xapian::Database& database, std::optional<Day> first,
                               std::optional<Day> last, const DatePrefixes& prefixes);

}  // namespace dateline
