// One date as typed, without a range around it -> the days that it stands for. dates.h lists the
// forms. Internal to searcher/query.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/date.h"

namespace dateline {

// The date that the bytes [begin, end) of `text` are, with `now` for what is relative. Throws
// QueryError, with offsets in `text`, for all else.
DateInterval single_date(std::string_view text, std::size_t begin, std::size_t end, Day now);

// Whether the bytes are the word "undated".
bool is_undated(std::string_view text, std::size_t begin, std::size_t end);

// The day itself; throws QueryError for the bytes that it comes from if its year is not within 1 to
// 9999.
Day checked_day(Day day, std::string_view text, std::size_t begin, std::size_t end);

// The suggestion of a message: "a date such as 2024-05-01, …".
std::string date_examples();

}  // namespace dateline
