// `--analyze` and `--explain` for people and as JSON.
#pragma once

#include <iosfwd>
#include <string>

#include "searcher/analyze/analyze.h"
#include "searcher/analyze/explain.h"
#include "searcher/output/output.h"

namespace dateline {

// Stage by stage; `query` is the text as typed.
void print_analysis(const Analysis& analysis, const std::string& query, const TextStyle& style,
                    std::ostream& out);
void print_analysis_json(const Analysis& analysis, const std::string& query, std::ostream& out);

// The tree with + (matches), - (does not) or . (not searched) before each part, then the score line
// by line.
void print_explanation(const Explanation& explanation, const Article& article,
                       const TextStyle& style, std::ostream& out);
void print_explanation_json(const Explanation& explanation, const Article& article,
                            const std::string& query, std::ostream& out);

}  // namespace dateline
