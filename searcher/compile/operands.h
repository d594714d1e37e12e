// Operands of NEAR, ADJ, w/s, w/p and ATLEAST -> sequences of terms whose places are compared.
#pragma once

#include <string>

#include "searcher/compile/vocabulary.h"
#include "searcher/places/positional.h"
#include "searcher/query/ast.h"

namespace dateline {

// `query` is of the kinds that Near (ast.h) takes. Words stand for all their forms in the index, as
// stems have no places; words of exact phrases and of compounds for themselves. Throws as
// Vocabulary does.
PositionalOperand positional_operand(const Query& query, const std::string& prefix,
                                     Vocabulary& vocabulary);

}  // namespace dateline
