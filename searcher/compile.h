// The syntax tree of a query -> a Xapian query for one index, and what to mark in its hits.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/article.h"
#include "common/date_terms.h"
#include "common/index.h"
#include "common/stemming.h"
#include "common/stories.h"
#include "searcher/query/ast.h"
#include "searcher/ranking/rank_query.h"
#include "searcher/stop.h"

namespace dateline {

// Where in an article something is found: bits, those of zones (the story is Zone::Body) and one
// for the title.
using Places = std::uint32_t;
inline constexpr Places kTitlePlace = Places{1} << 31;
constexpr Places place_of(Zone zone) {
    return Places{1} << static_cast<unsigned>(zone);
}
inline constexpr Places kUsualPlaces = kTitlePlace | place_of(Zone::Body);

// One part of a query as it is to be found again in a text: any of `sequences`, each one or more
// words in a row, in one of its places; or a date that the story mentions, within the days
// `mentioned`.
struct HighlightPart {
    struct Word {
        std::string term;      // folded word, or stem
        bool stemmed = false;  // compare the stem of the text's word
    };
    struct Sequence {
        std::vector<Word> words;
        Places places = kUsualPlaces;
    };
    std::vector<Sequence> sequences;
    std::optional<Days> mentioned = std::nullopt;
};

struct CompiledQuery {
    Xapian::Query query;
    std::vector<HighlightPart> parts;        // of what is searched, not of what is excluded
    std::vector<std::string> dropped_words;  // stop words left out
    std::vector<std::string> unknown_words;  // words that the index does not have
    std::vector<std::string> zone_words;     // words that only text outside of stories has
    bool has_words = false;                  // false: filters only, every hit scores 0
    RankPlan plan;                           // of the words, for the weighting scheme and refine()
};

// What an open index means to queries. Not for two threads at once.
class QueryCompiler {
public:
    // How many terms a wildcard or a fuzzy word may stand for, and how many may be looked at for
    // it.
    static constexpr std::size_t kMaxExpansion = 1000;
    static constexpr std::size_t kMaxScanned = 200'000;
    // The same for all of a query, whatever it is made of: some seconds and 100 MB.
    static constexpr std::size_t kMaxExpansionInAll = 50'000;
    static constexpr std::size_t kMaxScannedInAll = 5'000'000;

    explicit QueryCompiler(const OpenIndex& index);

    // Throws QueryError for a wildcard or fuzzy word that stands for more than kMaxExpansion terms,
    // or with those before it for more than kMaxExpansionInAll, and where more than
    // kMaxScannedInAll would be looked at. `loose`: of a word with several tokens ("well-known"),
    // each counts for itself; else they must stand side by side.
    CompiledQuery compile(const Query& tree, const RankModel& model = parse_rank_model("default"),
                          bool loose = false);

    // Looked at while words of the index are gone through for wildcards and like spellings, and
    // while places of words are compared in matching: once it is true, these throw Interrupted. It
    // outlives the compiler and its queries, or is set to nullptr again.
    void set_stop(const std::atomic<bool>* stop) { stop_ = stop; }

    Stemmer& stemmer() { return stemmer_; }

private:
    friend class TreeCompiler;

    Xapian::Database database_;
    std::shared_ptr<const StoryMap> stories_;
    glass::PositionTables positions_;
    Stemmer stemmer_;
    const std::atomic<bool>* stop_ = nullptr;
};

// The articles with a date, be it a day, week, month, quarter, year or decade, that lies within the
// days from `first` to `last` (open ends: as far as the index goes): their boolean terms, as few as
// possible. Nothing matches if the index has no date in the range.
Xapian::Query date_range_query(const Xapian::Database& database, std::optional<Day> first,
                               std::optional<Day> last, const DatePrefixes& prefixes);

}  // namespace dateline
