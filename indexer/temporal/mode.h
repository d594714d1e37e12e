// Whether a text tells the news of a day or a history.
#pragma once

#include <optional>
#include <vector>

#include "common/date.h"
#include "indexer/temporal/expression.h"

namespace dateline::temporal {

// True if dates without a year are better read against the date mentioned last than against the
// document's: the text names many years of its own and hardly ever speaks from its own day
// ("today", bare weekdays, "last week"). `expressions` are those of the whole text.
bool is_narrative(const std::vector<Expression>& expressions, std::optional<Day> document_date);

}  // namespace dateline::temporal
