#include "common/date.h"

#include <string>
#include <vector>

#include "tests/catch.h"

namespace dateline {
namespace {

using std::chrono::days;

Day day_of(int year, unsigned month, unsigned day) {
    const auto made = make_day(year, month, day);
    REQUIRE(made);
    return *made;
}

// The rules of the calendar once more, by counting, to compare <chrono> and the library with.
bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned days_in(int year, unsigned month) {
    switch (month) {
        case 2:
            return is_leap(year) ? 29 : 28;
        case 4:
        case 6:
        case 9:
        case 11:
            return 30;
        default:
            return 31;
    }
}

TEST_CASE("every day of 400 years: numbers, weekdays, weeks, formats and back") {
    // 1 January 1700 was a Friday, and so in the last week of 1699. A Monday from 29 December to
    // 4 January begins week 1.
    Day expected_day = day_of(1700, 1, 1);
    unsigned weekday = 5;
    int week_year = 1699;
    unsigned week = 53;
    std::size_t failures = 0;
    std::size_t count = 0;
    std::string previous;
    for (int year = 1700; year < 2100; ++year) {
        for (unsigned month = 1; month <= 12; ++month) {
            for (unsigned day = 1; day <= days_in(year, month); ++day) {
                if (weekday == 1) {
                    const bool begins_early = month == 12 && day >= 29;
                    const bool first = begins_early || (month == 1 && day <= 4);
                    week = first ? 1 : week + 1;
                    if (first) week_year = begins_early ? year + 1 : year;
                }
                const auto made = make_day(year, month, day);
                const Day found = made.value_or(Day{});
                const DateInterval interval = day_interval(found);
                const std::string iso = format_day(found);
                const std::string compact = compact_day(found);
                const auto weeks_days = week_interval(week_year, week);
                const auto month_days = month_interval(year, month);
                const auto quarter_days = quarter_interval(year, (month + 2) / 3);
                const auto year_days = year_interval(year);
                const auto inside = [&](const std::optional<DateInterval>& whole) {
                    return whole && whole->first <= found && found <= whole->last &&
                           parse_date(format_date(*whole)) == whole;
                };
                const bool right = made && found == expected_day && iso_weekday(found) == weekday &&
                                   iso_week(found) == IsoWeek{week_year, week} &&
                                   parse_date(iso) == interval && parse_date(compact) == interval &&
                                   format_date(interval) == iso && compact.size() == 8 &&
                                   previous < compact && inside(weeks_days) && inside(month_days) &&
                                   inside(quarter_days) && inside(year_days);
                if (!right && ++failures <= 5) {
                    CAPTURE(iso, weekday, week_year, week);
                    CHECK(right);
                }
                previous = compact;
                expected_day += days{1};
                weekday = weekday % 7 + 1;
                ++count;
            }
            CHECK_FALSE(make_day(year, month, days_in(year, month) + 1));
        }
    }
    CHECK(failures == 0);
    CHECK(count == 146097);
}

TEST_CASE("intervals follow one another without gaps") {
    Day next = day_of(1700, 1, 1);
    for (int year = 1700; year < 2100; ++year) {
        Day next_quarter = next;
        const auto whole = year_interval(year);
        REQUIRE(whole);
        CHECK(whole->first == next);
        for (unsigned quarter = 1; quarter <= 4; ++quarter) {
            const auto three = quarter_interval(year, quarter);
            REQUIRE(three);
            CHECK(three->first == next_quarter);
            next_quarter = three->last + days{1};
        }
        for (unsigned month = 1; month <= 12; ++month) {
            const auto days_of_month = month_interval(year, month);
            REQUIRE(days_of_month);
            CHECK(days_of_month->first == next);
            next = days_of_month->last + days{1};
        }
        CHECK(whole->last + days{1} == next);
        CHECK(next_quarter == next);
        const auto decade = decade_interval(year);
        CHECK(decade.has_value() == (year % 10 == 0));
        if (decade) {
            CHECK(decade->first == whole->first);
            CHECK(format_date(*decade) == std::to_string(year) + "s");
            CHECK(parse_date(format_date(*decade)) == decade);
        }
    }
}

TEST_CASE("week 53 and the turn of the year") {
    struct Case {
        int year;
        unsigned month, day;
        IsoWeek week;
    };
    for (const Case& c : std::vector<Case>{{2020, 12, 31, {2020, 53}},
                                           {2021, 1, 1, {2020, 53}},
                                           {2021, 1, 3, {2020, 53}},
                                           {2021, 1, 4, {2021, 1}},
                                           {2024, 12, 29, {2024, 52}},
                                           {2024, 12, 30, {2025, 1}},
                                           {2016, 1, 1, {2015, 53}},
                                           {2005, 1, 1, {2004, 53}},
                                           {2008, 12, 29, {2009, 1}},
                                           {1, 1, 1, {1, 1}},
                                           {9999, 12, 31, {9999, 52}}}) {
        CAPTURE(c.year, c.month, c.day);
        CHECK(iso_week(day_of(c.year, c.month, c.day)) == c.week);
    }
    int long_years = 0;
    for (int year = 1700; year < 2100; ++year)
        long_years += week_interval(year, 53) ? 1 : 0;
    CHECK(long_years == 71);
}

TEST_CASE("numbers out of range make no interval") {
    CHECK_FALSE(make_day(0, 1, 1));
    CHECK_FALSE(make_day(10000, 1, 1));
    CHECK_FALSE(make_day(-1, 1, 1));
    CHECK_FALSE(make_day(2024, 0, 1));
    CHECK_FALSE(make_day(2024, 13, 1));
    CHECK_FALSE(make_day(2024, 1, 0));
    CHECK_FALSE(make_day(2023, 2, 29));
    CHECK_FALSE(make_day(1900, 2, 29));
    CHECK(make_day(2000, 2, 29));
    CHECK_FALSE(make_day(2024, 257, 1));  // would wrap to January in eight bits
    CHECK_FALSE(make_day(2024, 1, 257));
    CHECK_FALSE(make_day(65536 + 2024, 1, 1));
    CHECK_FALSE(week_interval(2024, 0));
    CHECK_FALSE(week_interval(2024, 53));
    CHECK_FALSE(week_interval(2020, 54));
    CHECK_FALSE(week_interval(0, 1));
    CHECK_FALSE(week_interval(9999, 52));  // would end in the year 10000
    CHECK_FALSE(month_interval(2024, 0));
    CHECK_FALSE(month_interval(2024, 13));
    CHECK_FALSE(quarter_interval(2024, 0));
    CHECK_FALSE(quarter_interval(2024, 5));
    CHECK_FALSE(year_interval(0));
    CHECK_FALSE(year_interval(10000));
    CHECK_FALSE(decade_interval(1995));
    CHECK_FALSE(decade_interval(0));
    CHECK(year_interval(9999)->last == day_of(9999, 12, 31));
    CHECK(decade_interval(9990)->last == day_of(9999, 12, 31));
}

TEST_CASE("parse_date reads ISO forms") {
    struct Case {
        const char* text;
        Day first, last;
        Granularity granularity;
    };
    for (const Case& c : std::vector<Case>{
             {"2024", day_of(2024, 1, 1), day_of(2024, 12, 31), Granularity::Year},
             {"0001", day_of(1, 1, 1), day_of(1, 12, 31), Granularity::Year},
             {"2024-05", day_of(2024, 5, 1), day_of(2024, 5, 31), Granularity::Month},
             {"2024-5", day_of(2024, 5, 1), day_of(2024, 5, 31), Granularity::Month},
             {"2024-02", day_of(2024, 2, 1), day_of(2024, 2, 29), Granularity::Month},
             {"2024-12", day_of(2024, 12, 1), day_of(2024, 12, 31), Granularity::Month},
             {"2024-05-01", day_of(2024, 5, 1), day_of(2024, 5, 1), Granularity::Day},
             {"2024-5-1", day_of(2024, 5, 1), day_of(2024, 5, 1), Granularity::Day},
             {"2024-02-29", day_of(2024, 2, 29), day_of(2024, 2, 29), Granularity::Day},
             {"20240501", day_of(2024, 5, 1), day_of(2024, 5, 1), Granularity::Day},
             {"2024-Q2", day_of(2024, 4, 1), day_of(2024, 6, 30), Granularity::Quarter},
             {"2024-q4", day_of(2024, 10, 1), day_of(2024, 12, 31), Granularity::Quarter},
             {"2024-W07", day_of(2024, 2, 12), day_of(2024, 2, 18), Granularity::Week},
             {"2020-w53", day_of(2020, 12, 28), day_of(2021, 1, 3), Granularity::Week},
             {"2025-W01", day_of(2024, 12, 30), day_of(2025, 1, 5), Granularity::Week},
             {"1990s", day_of(1990, 1, 1), day_of(1999, 12, 31), Granularity::Decade},
             {"1990S", day_of(1990, 1, 1), day_of(1999, 12, 31), Granularity::Decade}}) {
        CAPTURE(c.text);
        CHECK(parse_date(c.text) == DateInterval{c.first, c.last, c.granularity});
        CHECK(parse_given_date(c.text) == DateInterval{c.first, c.last, c.granularity});
    }
}

TEST_CASE("parse_date and parse_given_date refuse what is no date") {
    for (const char* text : {"",
                             " ",
                             "2",
                             "24",
                             "202",
                             "20245",
                             "202405",
                             "2024050",
                             "202405011",
                             "0000",
                             "2024-",
                             "2024-0",
                             "2024-00",
                             "2024-13",
                             "2024-1-",
                             "2024-001",
                             "2024-05-00",
                             "2024-05-32",
                             "2023-02-29",
                             "2024-04-31",
                             "2024-05-001",
                             "2024-05-01-",
                             "2024--05",
                             "2024/05/01",
                             "2024.05.01",
                             "2024-Q",
                             "2024-Q0",
                             "2024-Q5",
                             "2024-Q22",
                             "2024-W",
                             "2024-W7",
                             "2024-W00",
                             "2024-W53",
                             "2024-W54",
                             "2024-W077",
                             "9999-W52",
                             "1995s",
                             "0000s",
                             "1990ss",
                             "1990s ",
                             " 2024",
                             "2024 ",
                             "-2024",
                             "+2024",
                             "2024x",
                             "x2024",
                             "2024-05-01x",
                             "20240532",
                             "20241301",
                             "00000101",
                             "99999999999999999999",
                             "2024-99999999999",
                             "2024\n",
                             "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa4",
                             "today",
                             "May 2024",
                             "May 1, 2024"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_date(text));
        CHECK_FALSE(parse_given_date(text));
    }
    CHECK_FALSE(parse_date(std::string_view("2024\0", 5)));
    CHECK_FALSE(parse_date("2024-05-01T10:00:00Z"));
    CHECK_FALSE(parse_date("Wed, 1 May 2024"));
}

TEST_CASE("parse_given_date reads times, zones and RFC 2822, and keeps the local date") {
    const DateInterval may = day_interval(day_of(2024, 5, 1));
    for (const char* text :
         {"2024-05-01T23:30:00+02:00", "2024-05-01T23:30:00Z", "2024-05-01t23:30:00z",
          "2024-05-01 23:30:00", "2024-05-01 23:30", "2024-05-01T23:30", "2024-05-01T23:30Z",
          "2024-05-01 23:30:00 +0200", "2024-05-01 23:30:00 UTC", "2024-05-01T23:30:00.5Z",
          "2024-05-01T23:30:00.123456789-11:00", "2024-05-01T23:30:00,5", "2024-05-01T00:30:00+14",
          "2024-05-01T23:59:60Z", "20240501T233000Z", "20240501T2330", "2024-5-1 09:30"}) {
        CAPTURE(text);
        CHECK(parse_given_date(text) == may);
    }
    for (const char* text :
         {"Wed, 1 May 2024 10:00:00 +0200", "wed, 01 may 2024 10:00:00 +0200",
          "Wed,1 May 2024 10:00 GMT", "1 May 2024 10:00:00 -0700", "1 May 2024", "Wed, 1 May 2024",
          "01 May 24", "Wed, 1 May 2024 23:59:60 EST", "Wed,  1  May  2024  10:00:00  +0000",
          "Wed, 1 May 2024 10:00:00 +0200 (CEST)", "1 MAY 2024 10:00", "1 May 2024 10:00:00 Z"}) {
        CAPTURE(text);
        CHECK(parse_given_date(text) == may);
    }
    CHECK(parse_given_date("Sat, 1 May 99 10:00:00 GMT") == day_interval(day_of(1999, 5, 1)));
    CHECK(parse_given_date("1 May 49") == day_interval(day_of(2049, 5, 1)));
    CHECK(parse_given_date("1 May 50") == day_interval(day_of(1950, 5, 1)));
    CHECK(parse_given_date("Thu, 29 Feb 2024") == day_interval(day_of(2024, 2, 29)));

    for (const char* text : {"2024-05-01T",
                             "2024-05-01T24:00:00",
                             "2024-05-01T10",
                             "2024-05-01T10:60",
                             "2024-05-01T10:00:61",
                             "2024-05-01T10:00:00.",
                             "2024-05-01T10:00:00+",
                             "2024-05-01Z",
                             "2024-05-01T10:00:00+2",
                             "2024-05-01T10:00:00+24:00",
                             "2024-05-01T10:00:00+02:60",
                             "2024-05-01T10:00:00+02:",
                             "2024-05-01T10:00:00Zulu",
                             "2024-05-01T10:00:00 CEST",
                             "2024-05-01X10:00:00",
                             "2024-05-01T10:00:00Z ",
                             "2024-05-01 1000",
                             "2024-05T10:00:00",
                             "2024T10:00",
                             "2023-02-29T10:00:00Z",
                             "2024-05-01T1:00:00",
                             "2024-5-1 9:30",
                             "2024-05-01T10:0:00",
                             "2024-05-01 ",
                             "Thu, 1 May 2024",
                             "Thu, 1 May 2024 10:00:00 +0200",
                             "Wed 1 May 2024",
                             "Wednesday, 1 May 2024",
                             "Wed, 1 May",
                             "Wed, May 1 2024",
                             "1 Mai 2024",
                             "1 May 024",
                             "1 May 2",
                             "1 May 20245",
                             "31 Apr 2024",
                             "0 May 2024",
                             "29 Feb 2023",
                             "1May 2024",
                             "1 May2024",
                             "1 May 2024 25:00",
                             "1 May 2024 10:00 +02000",
                             "1 May 2024 10:00 XYZ",
                             "1 May 2024 10:00 +0200 CEST",
                             "1 May 2024 10:00 +0200 ()",
                             "1 May 2024,",
                             "001 May 2024",
                             "Xyz, 1 May 2024",
                             ", 1 May 2024",
                             "1",
                             "Wed,",
                             "Wed, ",
                             "1 ",
                             "1 May",
                             "1 May "}) {
        CAPTURE(text);
        CHECK_FALSE(parse_given_date(text));
    }
}

TEST_CASE("format_date writes every granularity") {
    CHECK(format_date({day_of(1900, 1, 1), day_of(1999, 12, 31), Granularity::Century}) ==
          "1900..1999");
    CHECK(format_date({day_of(2024, 5, 1), day_of(2024, 5, 3), Granularity::Range}) ==
          "2024-05-01..2024-05-03");
    CHECK(format_date(*week_interval(2025, 1)) == "2025-W01");
    CHECK(format_date(*quarter_interval(2024, 3)) == "2024-Q3");
    CHECK(format_date(*year_interval(7)) == "0007");
    CHECK(format_day(day_of(7, 8, 9)) == "0007-08-09");
    CHECK(compact_day(day_of(7, 8, 9)) == "00070809");
}

}  // namespace
}  // namespace dateline
