// TIMEX3 values written from numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "common/date.h"
#include "indexer/temporal/expression.h"

namespace dateline::temporal {

std::string four_digits(int year);
std::string two_digits(int number);
std::string year_month(int year, int month);                    // "1998-03"
std::string week_value(Day day);                                // "1998-W08"
std::string quarter_text(int year, int quarter);                // "1998-Q3"
std::string shifted_quarter(int year, int quarter, int shift);  // `shift` quarters from that one
std::string season_code(int season);                            // 1 to 4: SP SU FA WI
std::string part_code(DayPart part);                            // MO MI AF EV NI
std::string clock_text(const Clock& clock);                     // "10:35", "24:00"
std::string duration_value(const Quantity& q, Unit unit);       // "P18M", "PT5H30M", "PXD"
const char* reference_value(int shift);                         // -1: PAST_REF, 0: PRESENT_REF
std::string unknown_value(Unit unit);                           // "XXXX-WXX", "XXXX-XX", "XXXX"

// Whether `count` digits stand at `from`, and their number if they do.
bool has_digits(const std::string& value, std::size_t from, std::size_t count);
int number_at(const std::string& value, std::size_t from, std::size_t count);

bool is_year(std::int64_t year);  // 1 to 9999
int quarter_of(int month);        // 1 to 4

// Year, month and day of a day.
struct Calendar {
    int year = 0;
    int month = 0;
    int day = 0;
};
Calendar calendar(Day day);

// A month `shift` months from year-month.
Calendar shifted_month(int year, int month, int shift);

}  // namespace dateline::temporal
