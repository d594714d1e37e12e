// Calendar values: days, and the intervals that a year, month or week stands for.
//
// The calendar is the proleptic Gregorian one, years 1 to 9999; weeks are ISO 8601's. Nothing here
// knows a time zone: the date of an article is the local date that its source printed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dateline {

// How exact a date is. The numbers are stored in indexes: never change or reuse one.
enum class Granularity : std::uint8_t {
    Day = 1,
    Week = 2,
    Month = 3,
    Quarter = 4,
    Year = 5,
    Decade = 6,
    Century = 7,
    Range = 8,  // any other interval, such as A..B
};

using Day = std::chrono::sys_days;

// The days `first` to `last`, both included; first <= last.
struct DateInterval {
    Day first;
    Day last;
    Granularity granularity = Granularity::Day;

    bool operator==(const DateInterval&) const = default;
};

struct IsoWeek {
    int year = 0;       // of the week, which may differ from the calendar year
    unsigned week = 0;  // 1 to 53

    bool operator==(const IsoWeek&) const = default;
};

// The day, or nothing if there is no such day or the year is not within 1 to 9999.
std::optional<Day> make_day(int year, unsigned month, unsigned day);

// Intervals; nothing where the year is not within 1 to 9999 or a number is out of its range.
DateInterval day_interval(Day day);
std::optional<DateInterval> week_interval(int iso_year, unsigned week);
std::optional<DateInterval> month_interval(int year, unsigned month);
std::optional<DateInterval> quarter_interval(int year, unsigned quarter);
std::optional<DateInterval> year_interval(int year);
std::optional<DateInterval> decade_interval(int first_year);  // 1990: 1990-01-01 to 1999-12-31

IsoWeek iso_week(Day day);

// The number 1 (Monday) to 7 (Sunday).
unsigned iso_weekday(Day day);

// Reads one calendar date in ISO style, the whole of `text`:
//   2024  2024-05  2024-05-01  20240501  2024-Q2  2024-W07  1990s
// Letters in either case, one- or two-digit months and days ("2024-5-1"). Nothing for anything
// else.
std::optional<DateInterval> parse_date(std::string_view text);

// Reads a date as articles' metadata give it, the whole of `text`: what parse_date reads, ISO 8601
// with time and zone ("2024-05-01T23:30:00+02:00", blank instead of T, fractions, Z), and RFC 2822
// ("Wed, 1 May 2024 10:00:00 +0200", weekday and time optional). The local date counts: time and
// zone are checked for form and dropped. Nothing for anything else, also if a weekday contradicts
// the date.
std::optional<DateInterval> parse_given_date(std::string_view text);

// The inverse of parse_date: "2024-05-01", "2024-W07", "2024-05", "2024-Q2", "2024", "1990s"; a
// century as "1900..1999", a range as "2024-05-01..2024-05-03".
std::string format_date(const DateInterval& interval);
std::string format_day(Day day);  // "2024-05-01"

// Eight digits, "20240501": order of bytes = order of days.
std::string compact_day(Day day);

}  // namespace dateline
