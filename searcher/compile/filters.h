// Filters -> Xapian queries over boolean terms, which say yes or no and have no score.
#pragma once

#include <optional>
#include <string>

#include <xapian.h>

#include "common/date.h"
#include "common/date_terms.h"
#include "common/stories.h"
#include "searcher/query/ast.h"

namespace dateline {

// The articles that have the value (folded, but for ids and addresses), or one that begins with it,
// in the field; of `story:` also all near-copies of these. Throws QueryError, at the bytes of
// `query`, if a beginning stands for more than kMaxFieldValues values.
inline constexpr std::size_t kMaxFieldValues = 10'000;
Xapian::Query value_query(const Xapian::Database& database, const StoryMap& stories,
                          const InField& field, const Value& value, const Query& query);

// The articles with a date, be it a day, week, month, quarter, year or decade, that lies within the
// days from `first` to `last` (open ends: as far as the index goes): their boolean terms, as few as
// possible. Nothing matches if the index has no date in the range.
Xapian::Query date_range_query(const Xapian::Database& database, std::optional<Day> first,
                               std::optional<Day> last, const DatePrefixes& prefixes);

// The articles whose date is that sure.
Xapian::Query confidence_query(const Xapian::Database& database, const Comparison& comparison);

}  // namespace dateline
