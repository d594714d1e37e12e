// `--analyze`: what becomes of a query on its way to the index, stage by stage, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "searcher/compile.h"
#include "searcher/query/ast.h"
#include "searcher/ranking/model.h"

namespace dateline {

struct AnalyzedTerm {
    std::string term;  // with its prefix, as common/schema.h lists them
    std::uint64_t documents = 0;
    std::uint64_t occurrences = 0;
};

// A leaf of the tree and what it stands for in this index.
struct AnalyzedLeaf {
    std::string label;      // node_label
    std::string where;      // the field or zone it is looked for in; empty: the story and its title
    std::size_t begin = 0;  // bytes of the query text
    std::size_t end = 0;
    bool dropped = false;             // a function word, which is not searched
    std::vector<AnalyzedTerm> terms;  // at most kMaxTermsShown
    std::size_t terms_total = 0;
    std::uint64_t postings = 0;  // of all its terms
};
inline constexpr std::size_t kMaxTermsShown = 12;

// A date as typed and the days it stands for today ("" where open).
struct ResolvedDate {
    std::string field;
    std::string text;
    std::string first;
    std::string last;
};

// How the model weighs a word.
struct AnalyzedWeight {
    std::string term;
    double factor = 0;
    double idf = 0;  // 0 for models other than the default, which have their own
};

struct Analysis {
    std::string tree;                // to_debug_string: one line
    std::string text;                // to_string: the query with everything spelled out
    std::vector<std::string> drawn;  // draw_tree
    std::vector<ResolvedDate> dates;
    std::vector<AnalyzedLeaf> leaves;  // of the query and then of the filters, as they stand in it
    std::vector<std::string> filters;  // to_string of --filter
    std::string xapian;                // Xapian's description of the query that runs
    // Cost: the different terms that are looked up, and the postings that reading them all would
    // take; fewer are read where an AND skips or the best hits are found early. Positions are read
    // beside them where `positions`.
    std::uint64_t terms = 0;
    std::uint64_t postings = 0;
    bool positions = false;
    std::uint64_t documents = 0;  // in the index
    std::string model;            // format_rank_model
    double verbosity = 0;
    Bm25Parameters bm25;  // of the default model
    std::vector<AnalyzedWeight> weights;
    std::vector<std::string> dropped_words;
    std::vector<std::string> unknown_words;
    std::vector<std::string> zone_words;  // that only text outside of stories has
};

// Throws QueryError as compile does. Reads no posting lists.
Analysis analyze_query(const Xapian::Database& database, QueryCompiler& compiler, const Query& tree,
                       const std::vector<Query>& filters, const RankModel& model, bool plain);

}  // namespace dateline
