// What the values of options stand for, where CLI11 cannot read them itself. Each throws
// CLI::ValidationError, which names the option and says what to try, for a value that it does not
// take.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/date.h"
#include "searcher/batch/topics.h"
#include "searcher/query/ast.h"
#include "searcher/query/fields.h"
#include "searcher/search.h"

namespace dateline {

// --now: a date as a query may name it, counted from today (of the local clock), or a timestamp; of
// a month or the like the last day. Empty: today.
Day now_value(const std::string& text);

// --since and --until (empty: not given): filters from the first's first day to the second's last.
std::vector<Query> date_filters(const std::string& since, const std::string& until, Day now);

// --date-confidence: "0.9", ">=0.9", "<0.5".
Query confidence_filter(const std::string& value);

// --recency, in days: "90 days", "90d", "2w", "6 months", "1y", "90".
double half_life_value(const std::string& text);

// --timeline; nothing for "".
std::optional<DateField> timeline_value(const std::string& text);

// --zones; "" is all of them.
ZoneName zones_value(const std::string& text);

// --topic-fields.
TopicFields topic_fields_value(const std::string& text);

}  // namespace dateline
