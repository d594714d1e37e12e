// The syntax tree of a query -> a Xapian query for one index, and what to mark in its hits.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/index.h"
#include "common/stemming.h"
#include "common/stories.h"
#include "searcher/compile/highlight.h"
#include "searcher/query/ast.h"
#include "searcher/ranking/rank_query.h"
#include "searcher/stop.h"

namespace dateline {

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
    explicit QueryCompiler(const OpenIndex& index);

    // Throws QueryError for wildcards and fuzzy words that stand for too many words of the index
    // (Vocabulary), and for beginnings of values that do (value_query). `loose`: of a word with
    // several tokens ("well-known"), each counts for itself; else they must stand side by side.
    CompiledQuery compile(const Query& tree, const RankModel& model = parse_rank_model("default"),
                          bool loose = false);

    // Looked at while words of the index are gone through for wildcards and like spellings, and
    // while places of words are compared in matching: once it is true, these throw Interrupted. It
    // outlives the compiler and its queries, or is set to nullptr again.
    void set_stop(const std::atomic<bool>* stop) { stop_ = stop; }

    Stemmer& stemmer() { return stemmer_; }

private:
    Xapian::Database database_;
    std::shared_ptr<const StoryMap> stories_;
    glass::PositionTables positions_;
    Stemmer stemmer_;
    const std::atomic<bool>* stop_ = nullptr;
};

}  // namespace dateline
