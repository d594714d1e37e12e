// What stands side by side in a query -> one tree: here a + and a `zone:` take effect. Internal to
// searcher/query.
#pragma once

#include <string>
#include <vector>

#include "searcher/query/ast.h"

namespace dateline {

// A query, or a `zone:` that is to be applied to what stands beside it.
struct QueryPart {
    Query query;
    bool zone_mark = false;
    bool required = false;  // has a +
};

// Throw QueryError if the part is a `zone:`, or has a +, which `beside` (an operator as typed) does
// not take.
void refuse_zone(const QueryPart& part, const std::string& beside);
void refuse_plus(const QueryPart& part, const std::string& beside);

// The query of a part that stands alone, or with `beside` is an operand of OR or MAYBE. Throws
// QueryError if it is a `zone:`, or an operand with a +.
Query take_query(QueryPart part, const std::string& beside);

// Parts (at least one) that must all match: joined by AND, or side by side with implicit And.
// Throws QueryError for two `zone:`, or one without anything to apply to.
Query combine_all(std::vector<QueryPart> parts);

// Parts (at least one) side by side with implicit Or, as parser.h explains. Throws likewise.
Query combine_any(std::vector<QueryPart> parts);

}  // namespace dateline
