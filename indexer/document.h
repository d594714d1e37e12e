// Article -> what the index holds of it: terms, positions, values, stored record. No I/O.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "common/article.h"
#include "common/stemming.h"
#include "indexer/term_table.h"

namespace dateline {

// A term at a position. Adds 1 to the term's wdf in the document, unless kNoWdf is set in
// `position`.
struct Occurrence {
    static constexpr std::uint32_t kNoWdf = 1u << 31;

    TermId term = 0;
    std::uint32_t position = 0;  // below 2^31
};

// A term without position. Adds `wdf`, which may be 0.
struct WeightedTerm {
    TermId term = 0;
    std::uint32_t wdf = 0;
};

// A document as writers take it, terms being ids of a TermTable. A term may come in any number of
// entries: their wdf add up, their positions unite (the same position twice counts once). Order has
// no meaning.
struct PreparedDocument {
    std::vector<Occurrence> occurrences;
    std::vector<WeightedTerm> weighted;
    std::vector<std::pair<unsigned, std::string>> values;  // slot (rising), value not empty
    std::string data;

    void clear();  // keeps the memory
};

}  // namespace dateline
