// Dates as people type them in a query, resolved against one day. A pure function: nothing here
// asks a clock.
//
// Read in either case; words may be joined by blanks, '-' or '_' ("last week", last-week). With
// now = Friday 2024-05-17:
//
//   calendar   2024-05-01 2024/5/1 20240501   2024-05   2024   2024-q2 2024q2   2024-w07   1990s
//   in words   "5 march 2024" "March 5, 2024" "5th of march" "march 2024" "q2 2024" "the 1990s"
//              "in 2024" "on friday"
//   no year    march, "5 march", q2: the latest that has begun       2024-03, 2024-03-05, 2024-Q2
//   weekday    monday: the latest, today counts                      2024-05-13
//              "last monday" before today, "next monday" after it, "this monday" of this week
//   relative   now, today, yesterday, tomorrow
//              last, this, next + week (Monday to Sunday), weekend, month, quarter, year, decade,
//              or a month's name
//              "3 days ago" a day; "2 weeks ago", "a month ago" the week, month … that far back
//              "in 3 days", "3 days from now" likewise
//              7d, 2w, 3m, 1y: the day that many days, weeks … back        2024-05-10, 2024-05-03 …
//              "past 7 days", "last 3 months", "past year": up to today, today counted
//                                                               2024-05-11..2024-05-17
//              "next 7 days": from tomorrow on                  2024-05-18..2024-05-24
//   ranges     A..B  A..  ..B  "A to B"  "from A to B"  "between A and B"
//              "since A" >=A   "until A" <=A   "after A" >A   "before A" <A
//   undated    articles without a date
//
// A range runs from the first day of A to the last of B. "07/05/2024" is refused: it is two days.
#pragma once

#include <optional>
#include <string_view>

#include "common/date.h"

namespace dateline {

// The days `first` to `last`, both included; a missing end is open. `undated`: no day at all.
struct QueryDate {
    std::optional<Day> first;
    std::optional<Day> last;
    bool undated = false;

    bool operator==(const QueryDate&) const = default;
};

// Reads the whole of `text`, in linear time. Throws QueryError with offsets within `text` and a
// suggestion. The year of every day is within 1 to 9999; `now` must be too.
QueryDate parse_query_date(std::string_view text, Day now);

}  // namespace dateline
