// Holidays that have a date of their own each year.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "common/date.h"
#include "indexer/temporal/tokens.h"

namespace dateline::temporal {

struct HolidayMatch {
    std::size_t number = 0;  // for holiday_date
    std::size_t end = 0;     // the token after the name; 0: no holiday
};

// The holiday whose name begins at token i, the longest name first. At most six tokens are read.
HolidayMatch find_holiday(const std::vector<Token>& tokens, std::size_t i);

// Its day in that year (1 to 9999).
std::optional<Day> holiday_date(std::size_t number, int year);

// The nth weekday (ISO number) of a month, -1 for the last; nothing if there is none.
std::optional<Day> nth_weekday(int year, unsigned month, int nth, unsigned weekday);

}  // namespace dateline::temporal
