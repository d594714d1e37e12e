// Passages of an article that show why it matches, with the matching words marked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "common/stemming.h"
#include "searcher/compile.h"

namespace dateline {

// Bytes [begin, end) of a text.
struct TextSpan {
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const TextSpan&) const = default;
};

// A stretch of the body, with what matched in it: offsets are into the body.
struct Passage {
    TextSpan span;
    Zone zone = Zone::Body;       // all of it lies in
    bool cut_begin = false;       // it begins within a sentence
    bool cut_end = false;         // it ends within one
    std::vector<TextSpan> marks;  // rising, not overlapping, within the span
};

struct Snippet {
    std::vector<TextSpan> title_marks;  // into the title
    std::vector<Passage> passages;      // rising; empty if the article has no body
};

struct SnippetOptions {
    std::size_t length = 240;  // bytes of all passages together, roughly
    std::size_t max_passages = 2;
    std::size_t max_scanned = std::size_t{1} << 20;  // bytes of the body looked at
};

// Whole sentences that show the most different parts of the query: of the story, and of other zones
// where parts of the query look for something there (the story's of equals); the story's begin if
// none occurs. Phrases are marked only as whole phrases. Linear in the body's length. Dates that
// the article mentions count like words where the query asks for them.
Snippet make_snippet(const Article& article, const std::vector<HighlightPart>& parts,
                     Stemmer& stemmer, const SnippetOptions& options = {});

}  // namespace dateline
