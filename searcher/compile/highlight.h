// What of a query is to be found again, and marked, in the texts of its hits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/article.h"
#include "searcher/query/ast.h"

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

}  // namespace dateline
