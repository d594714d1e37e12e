// `--explain ID`: why an article matches a query or which part of it fails, and how its score comes
// about.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/stories.h"
#include "searcher/compile.h"
#include "searcher/query/ast.h"
#include "searcher/ranking/model.h"

namespace dateline {

// A node of the query's tree and whether the article matches that part alone.
struct ExplainedNode {
    std::string label;  // node_label
    bool matches = false;
    bool dropped = false;  // a function word: not searched, so it fails nothing
    std::vector<ExplainedNode> parts;
};

// A part of the score: all of them add up to it.
struct ScorePart {
    enum class Kind {
        Term,     // a word's formula: its stem, or the words of a phrase or pattern
        Exact,    // the word as typed, beside its stem
        Near,     // two words of the query close together
        Context,  // what the best hits have in common, and places kept at the top
    };

    Kind kind = Kind::Term;
    std::string what;
    double score = 0;
    // Of a term: how often it stands here, and how many articles have it; else 0.
    std::uint64_t occurrences = 0;
    std::uint64_t documents = 0;
};

// "word", "exact form", …
std::string_view score_part_name(ScorePart::Kind kind);

struct Explanation {
    bool matches = false;
    ExplainedNode tree;
    std::vector<ExplainedNode> filters;  // of --filter
    // Of an article that matches:
    std::uint64_t rank = 0;  // 1 and up, among all hits by relevance; see ExplainRequest::stories
    double score = 0;        // as the search shows it
    std::vector<ScorePart> parts;
    std::string model;
    std::uint64_t length = 0;  // of the article, in Xapian's units: words, stems and fields
    double average_length = 0;
};

struct ExplainRequest {
    Query query;
    std::vector<Query> filters;
    RankModel model;
    bool plain = false;
    bool ranked = true;  // false: sorted by date, so without the second look (refine.h)
    // One hit for each story, the article for its own; nullptr: all copies are hits.
    const StoryMap* stories = nullptr;
    const std::atomic<bool>* stop = nullptr;  // once it is set, explaining throws Interrupted
};

// Runs the query for all its hits, and for each part of the tree once.
Explanation explain_document(const Xapian::Database& database, QueryCompiler& compiler,
                             const ExplainRequest& request, Xapian::docid document);

}  // namespace dateline
