// What may follow where the cursor stands in a line of the prompt.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/prompt/vocabulary.h"

namespace dateline {

// Where the candidates come from, so that completion can be tested without an index.
struct CompletionSource {
    std::function<TermList(std::string_view prefix, std::string_view begin)> terms;
    std::vector<std::string> metadata_fields;
    std::vector<std::string> saved_queries;
    std::vector<std::string> facets;  // names of facets
};

// Replaces line[begin, cursor).
struct Completion {
    struct Candidate {
        std::string text;    // what to put there, without what closes it
        std::string ending;  // put after it if it is the only one: " ", "\" "
    };
    std::size_t begin = 0;
    std::vector<Candidate> candidates;  // the likeliest first
    bool complete = true;               // false: there are more
};

// Commands and their arguments after a colon at the begin of the line; else field names, values of
// the field before the cursor (dates among them), saved queries after @, and words of the index.
Completion complete(std::string_view line, std::size_t cursor, const CompletionSource& source);

// The longest text that all candidates begin with, "" if the list is not complete.
std::string common_begin(const Completion& completion);

}  // namespace dateline
