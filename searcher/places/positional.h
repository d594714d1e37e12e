// Conditions on the places of words that Xapian's own operators cannot express: distances between
// stems and phrases, sentences and paragraphs, numbers of occurrences.
#pragma once

#include <cstdint>
#include <vector>

#include <xapian.h>

#include "searcher/places/positions.h"
#include "searcher/stop.h"

namespace dateline {

// What must occur: one of several sequences of terms at successive positions, most often of one
// position each.
struct PositionalOperand {
    std::vector<std::vector<AnyTerm>> alternatives;
};

struct PositionalCondition {
    enum class Kind {
        Near,       // within `number` - 1 other words among them, in any order, not overlapping
        Ordered,    // the same in the order given
        Sentence,   // all within one sentence
        Paragraph,  // all within one paragraph
        AtLeast,    // `number` occurrences of the operands taken together; the joined form of a
                    // hyphenated word, which stands at two positions, counts once
    };

    Kind kind = Kind::Near;
    std::uint32_t number = 1;
    std::vector<PositionalOperand> operands;
};

// True if the document fulfils the condition.
bool fulfils(const PositionSource& source, Xapian::docid document,
             const PositionalCondition& condition);

// The documents that fulfil the condition, as a query of weight 0. Cost: the AND of the operands,
// and once the position lists of the documents that it matches, however often the query is matched.
// Matching it throws Interrupted once `stop` is set, which outlives the query. For databases whose
// shards have UUIDs of their own; those that `tables` has are read there.
Xapian::Query positional_query(const PositionalCondition& condition,
                               const std::atomic<bool>* stop = nullptr,
                               const glass::PositionTables& tables = {});

}  // namespace dateline
