// The values of fields that hold dates and numbers -> leaves of the tree. Internal to
// searcher/query.
#pragma once

#include <string>
#include <string_view>

#include "common/date.h"
#include "searcher/query/ast.h"
#include "searcher/query/token.h"

namespace dateline {

// The Days of a Value token of `query`; `field`: the field's name as typed, for messages. Throws
// QueryError with offsets in the query for what is no date, and where words after the token would
// make a longer date with it (date:march 2024), which needs quotes.
Query date_value(std::string_view query, const QueryToken& token, const std::string& field,
                 Day now);

// The Comparison of a Value token: >, >=, =, <= or < and a number from 0 to 1. Throws QueryError
// for all else.
Query number_value(const QueryToken& token, const std::string& field);

}  // namespace dateline
