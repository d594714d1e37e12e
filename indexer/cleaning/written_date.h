// Dates as people write them: "12 March 2024", "March 12, 2024", "Tue 12 Mar 2024 14:05 GMT", "1er
// mai 2024".
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "common/date.h"

namespace dateline {

struct WrittenDate {
    int year = 0;           // 0 if none is written
    unsigned month = 0;     // 1 to 12; 0 if only a year is written
    unsigned day = 0;       // 1 to 31; 0 if only a month is written
    std::size_t begin = 0;  // bytes [begin, end) of the text, weekday included
    std::size_t end = 0;

    // The day, month or year; nothing without a year or if there is no such day.
    std::optional<DateInterval> interval() const;
};

// The date that begins at `at` (a word's begin), weekday first or not. Reads
//   [weekday] 12[th|.] [of|de] March[,] [de] [2024]   [weekday] March 12[th][,] [2024]   March 2024
//   2024-03-12  2024/3/12  20240312  12.3.2024   13/3/2024, 3/13/2024 (nothing for 3/4/2024, which
//   says two things)
// Months in English, German, French, Spanish, Italian, Portuguese, Dutch, in full or shortened as
// is usual. Nothing for a number that cannot be a date, or a bare year or month.
std::optional<WrittenDate> written_date_at(std::string_view text, std::size_t at);

// The first date in [from, to) of `text`.
std::optional<WrittenDate> find_written_date(std::string_view text, std::size_t from,
                                             std::size_t to);

// True if a date may be in the text: all have digits.
bool may_hold_date(std::string_view text);

// The date that `line` is, if it is nothing else: a time of day, a zone and words such as "at" may
// stand beside it.
std::optional<WrittenDate> only_written_date(std::string_view line);

}  // namespace dateline
