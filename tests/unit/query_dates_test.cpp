// Table: date as typed -> days, or "begin-end: message" of the error; then the calendar's corners.
#include <string>

#include "searcher/query/dates.h"
#include "searcher/query/error.h"
#include "tests/catch.h"

using namespace dateline;

namespace {

struct Row {
    const char* text;
    const char* expected;
};

const Day kNow = *make_day(2024, 5, 17);  // a Friday

std::string outcome(std::string_view text, Day now = kNow) {
    try {
        const QueryDate date = parse_query_date(text, now);
        if (date.undated) {
            return "undated";
        }
        if (date.first && date.first == date.last) {
            return format_day(*date.first);
        }
        return (date.first ? format_day(*date.first) : "") + ".." +
               (date.last ? format_day(*date.last) : "");
    } catch (const QueryError& error) {
        return std::to_string(error.begin()) + "-" + std::to_string(error.end()) + ": " +
               error.what();
    }
}

QueryDate resolve(std::string_view text, Day now) {
    return parse_query_date(text, now);
}

}  // namespace

// clang-format off
constexpr Row kDates[] = {
    {"2024", "2024-01-01..2024-12-31"},
    {"2024-05", "2024-05-01..2024-05-31"},
    {"2024-5", "2024-05-01..2024-05-31"},
    {"2024-05-01", "2024-05-01"},
    {"2024-5-1", "2024-05-01"},
    {"20240501", "2024-05-01"},
    {"2024/05/01", "2024-05-01"},
    {"2024/5", "2024-05-01..2024-05-31"},
    {"2024-Q2", "2024-04-01..2024-06-30"},
    {"2024-q2", "2024-04-01..2024-06-30"},
    {"2024-W07", "2024-02-12..2024-02-18"},
    {"1990s", "1990-01-01..1999-12-31"},
    {"the 1990s", "1990-01-01..1999-12-31"},
    {"today", "2024-05-17"},
    {"TODAY", "2024-05-17"},
    {"now", "2024-05-17"},
    {"yesterday", "2024-05-16"},
    {"tomorrow", "2024-05-18"},
    {" yesterday ", "2024-05-16"},
    {"monday", "2024-05-13"},
    {"friday", "2024-05-17"},
    {"saturday", "2024-05-11"},
    {"sun", "2024-05-12"},
    {"Tues", "2024-05-14"},
    {"thurs", "2024-05-16"},
    {"march", "2024-03-01..2024-03-31"},
    {"May", "2024-05-01..2024-05-31"},
    {"june", "2023-06-01..2023-06-30"},
    {"sept", "2023-09-01..2023-09-30"},
    {"sep.", "2023-09-01..2023-09-30"},
    {"december", "2023-12-01..2023-12-31"},
    {"q2", "2024-04-01..2024-06-30"},
    {"q3", "2023-07-01..2023-09-30"},
    {"Q4", "2023-10-01..2023-12-31"},
    {"5 march", "2024-03-05"},
    {"5th march", "2024-03-05"},
    {"5th of march", "2024-03-05"},
    {"march 5", "2024-03-05"},
    {"march-5", "2024-03-05"},
    {"may 17", "2024-05-17"},
    {"may 18", "2023-05-18"},
    {"june 1", "2023-06-01"},
    {"feb 29", "2024-02-29"},
    {"29 february", "2024-02-29"},
    {"5 march 2024", "2024-03-05"},
    {"March 5, 2024", "2024-03-05"},
    {"march 5th 2024", "2024-03-05"},
    {"5-march-2024", "2024-03-05"},
    {"the 5th of march 2024", "2024-03-05"},
    {"Tuesday, March 5, 2024", "2024-03-05"},
    {"tue 5 march 2024", "2024-03-05"},
    {"march 2024", "2024-03-01..2024-03-31"},
    {"2024 march", "2024-03-01..2024-03-31"},
    {"mar-2024", "2024-03-01..2024-03-31"},
    {"may 2025", "2025-05-01..2025-05-31"},
    {"q2 2024", "2024-04-01..2024-06-30"},
    {"2024Q2", "2024-04-01..2024-06-30"},
    {"2024q2..2024w30", "2024-04-01..2024-07-28"},
    {"q4-1999", "1999-10-01..1999-12-31"},
    {"29 feb 2023", "0-11: there is no day '29 feb 2023': February 2023 has 28 days"},
    {"31 april", "0-8: there is no day '31 april'"},
    {"0 march", "0-7: there is no day '0 march'"},
    {"Monday, March 5, 2024", "0-21: 2024-03-05 is a Tuesday, not a Monday"},
    {"last week", "2024-05-06..2024-05-12"},
    {"last-week", "2024-05-06..2024-05-12"},
    {"last_week", "2024-05-06..2024-05-12"},
    {"this week", "2024-05-13..2024-05-19"},
    {"next week", "2024-05-20..2024-05-26"},
    {"last month", "2024-04-01..2024-04-30"},
    {"this month", "2024-05-01..2024-05-31"},
    {"next month", "2024-06-01..2024-06-30"},
    {"last quarter", "2024-01-01..2024-03-31"},
    {"this quarter", "2024-04-01..2024-06-30"},
    {"next quarter", "2024-07-01..2024-09-30"},
    {"last year", "2023-01-01..2023-12-31"},
    {"this year", "2024-01-01..2024-12-31"},
    {"next year", "2025-01-01..2025-12-31"},
    {"last decade", "2010-01-01..2019-12-31"},
    {"this decade", "2020-01-01..2029-12-31"},
    {"previous week", "2024-05-06..2024-05-12"},
    {"last weekend", "2024-05-11..2024-05-12"},
    {"this weekend", "2024-05-18..2024-05-19"},
    {"next weekend", "2024-05-25..2024-05-26"},
    {"last monday", "2024-05-13"},
    {"last friday", "2024-05-10"},
    {"this friday", "2024-05-17"},
    {"this sunday", "2024-05-19"},
    {"next friday", "2024-05-24"},
    {"next monday", "2024-05-20"},
    {"last march", "2024-03-01..2024-03-31"},
    {"last may", "2023-05-01..2023-05-31"},
    {"last june", "2023-06-01..2023-06-30"},
    {"this june", "2024-06-01..2024-06-30"},
    {"next may", "2025-05-01..2025-05-31"},
    {"next june", "2024-06-01..2024-06-30"},
    {"past week", "2024-05-11..2024-05-17"},
    {"past month", "2024-04-18..2024-05-17"},
    {"past year", "2023-05-18..2024-05-17"},
    {"past 7 days", "2024-05-11..2024-05-17"},
    {"past-7-days", "2024-05-11..2024-05-17"},
    {"last 7 days", "2024-05-11..2024-05-17"},
    {"last 1 day", "2024-05-17"},
    {"last 2 weeks", "2024-05-04..2024-05-17"},
    {"last 3 months", "2024-02-18..2024-05-17"},
    {"last two years", "2022-05-18..2024-05-17"},
    {"previous 10 days", "2024-05-08..2024-05-17"},
    {"next 7 days", "2024-05-18..2024-05-24"},
    {"next 2 months", "2024-05-18..2024-07-17"},
    {"last 0 days", "5-6: no days in 'last 0 days'"},
    {"3 days ago", "2024-05-14"},
    {"three days ago", "2024-05-14"},
    {"7d", "2024-05-10"},
    {"2W..", "2024-05-03.."},
    {"1m", "2024-04-17"},
    {"3m..1w", "2024-02-17..2024-05-10"},
    {"1y..", "2023-05-17.."},
    {"0d", "2024-05-17"},
    {"9999y", "0-5: '9999y' is outside the years 1 to 9999"},
    {"12345d", "0-6: '12345d' is no date that Dateline knows"},
    {"7h", "0-2: '7h' is no date that Dateline knows"},
    {"d", "0-1: 'd' is no date that Dateline knows"},
    {"a day ago", "2024-05-16"},
    {"an week ago", "2024-05-06..2024-05-12"},
    {"2 weeks ago", "2024-04-29..2024-05-05"},
    {"a month ago", "2024-04-01..2024-04-30"},
    {"3 months ago", "2024-02-01..2024-02-29"},
    {"1 quarter ago", "2024-01-01..2024-03-31"},
    {"5 years ago", "2019-01-01..2019-12-31"},
    {"two decades ago", "2000-01-01..2009-12-31"},
    {"twenty years ago", "2004-01-01..2004-12-31"},
    {"3-days-ago", "2024-05-14"},
    {"0 days ago", "2024-05-17"},
    {"in 3 days", "2024-05-20"},
    {"in two weeks", "2024-05-27..2024-06-02"},
    {"3 days from now", "2024-05-20"},
    {"a year from now", "2025-01-01..2025-12-31"},
    {"in march", "2024-03-01..2024-03-31"},
    {"on friday", "2024-05-17"},
    {"2024-01..2024-03", "2024-01-01..2024-03-31"},
    {"2024-01 .. 2024-03", "2024-01-01..2024-03-31"},
    {"2024..2024", "2024-01-01..2024-12-31"},
    {"2024-01..", "2024-01-01.."},
    {"..2024-03", "..2024-03-31"},
    {"last-week..", "2024-05-06.."},
    {"last-week..yesterday", "2024-05-06..2024-05-16"},
    {"3 days ago..today", "2024-05-14..2024-05-17"},
    {"march..may", "2024-03-01..2024-05-31"},
    {"1990s..2024-q1", "1990-01-01..2024-03-31"},
    {"2024-01 to 2024-03", "2024-01-01..2024-03-31"},
    {"from 2024-01 to 2024-03", "2024-01-01..2024-03-31"},
    {"between monday and friday", "2024-05-13..2024-05-17"},
    {"between 2023 and 2024", "2023-01-01..2024-12-31"},
    {"monday to friday", "2024-05-13..2024-05-17"},
    {"since march", "2024-03-01.."},
    {"from march", "2024-03-01.."},
    {"since 2024-01 until 2024-03", "2024-01-01..2024-03-31"},
    {"until yesterday", "..2024-05-16"},
    {"to yesterday", "..2024-05-16"},
    {"before 2024", "..2023-12-31"},
    {"after 2024", "2025-01-01.."},
    {"after yesterday", "2024-05-17.."},
    {">2023", "2024-01-01.."},
    {">=2024-05", "2024-05-01.."},
    {"<2024", "..2023-12-31"},
    {"<=2024-05", "..2024-05-31"},
    {"> 2023", "2024-01-01.."},
    {">=last week", "2024-05-06.."},
    {"undated", "undated"},
    {"Undated", "undated"},
    {"", "0-0: no date here"},
    {"   ", "0-3: no date here"},
    {"..", "0-2: a range without a date"},
    {"...", "2-3: '.' is no date that Dateline knows"},
    {"2024...2025", "6-11: '.2025' is no date that Dateline knows"},
    {"2024..2023", "0-10: the range ends (2023-12-31) before it begins (2024-01-01)"},
    {"today..last-week", "0-16: the range ends (2024-05-12) before it begins (2024-05-17)"},
    {"yesterday..3 days ago", "0-21: the range ends (2024-05-14) before it begins (2024-05-16)"},
    {"a..b", "0-1: 'a' is no date that Dateline knows"},
    {"2024..soon", "6-10: 'soon' is no date that Dateline knows"},
    {"soon..2024", "0-4: 'soon' is no date that Dateline knows"},
    {"2023..2024..2025", "0-16: more than one '..' in a range"},
    {"undated..2024", "0-7: 'undated' cannot be the end of a range"},
    {"2024..undated", "6-13: 'undated' cannot be the end of a range"},
    {"since undated", "6-13: 'undated' cannot be the end of a range"},
    {">", "0-1: no date after '>'"},
    {">=", "0-2: no date after '>='"},
    {"<= ", "0-2: no date after '<='"},
    {"2024-13", "0-7: there is no month '2024-13'"},
    {"2024-13-01", "0-10: there is no day '2024-13-01'"},
    {"2024-W53", "0-8: there is no week '2024-W53': 2024 has 52 weeks"},
    {"2024w60", "0-7: there is no week '2024w60': 2024 has 52 weeks"},
    {"2020-w54", "0-8: there is no week '2020-w54': 2020 has 53 weeks"},
    {"2020-w00", "0-8: there is no week '2020-w00': 2020 has 53 weeks"},
    {"last-wek", "5-8: 'last-wek' is no date that Dateline knows"},
    {"2024-00", "0-7: there is no month '2024-00'"},
    {"2024-02-30", "0-10: there is no day '2024-02-30': February 2024 has 29 days"},
    {"2024-04-31", "0-10: there is no day '2024-04-31': April 2024 has 30 days"},
    {"2023-02-29", "0-10: there is no day '2023-02-29': February 2023 has 28 days"},
    {"2023-02-29..2024", "0-10: there is no day '2023-02-29': February 2023 has 28 days"},
    {"0000", "0-4: '0000' is no date that Dateline knows"},
    {"10000", "0-5: '10000' is no date that Dateline knows"},
    {"9999-12-31", "9999-12-31"},
    {"after 9999", "0-10: 'after 9999' is outside the years 1 to 9999"},
    {"before 0001", "0-11: 'before 0001' is outside the years 1 to 9999"},
    {"0001", "0001-01-01..0001-12-31"},
    {"99999 years ago", "0-15: '99999 years ago' is outside the years 1 to 9999"},
    {"999999 weeks ago", "0-16: '999999 weeks ago' is outside the years 1 to 9999"},
    {"9999999 days ago", "0-16: '9999999 days ago' is no date that Dateline knows"},
    {"-3 days ago", "0-11: '-3 days ago' is no date that Dateline knows"},
    {"3 days", "0-6: '3 days' is no date that Dateline knows"},
    {"days ago", "0-8: 'days ago' is no date that Dateline knows"},
    {"three ago", "0-9: 'three ago' is no date that Dateline knows"},
    {"ago", "0-3: 'ago' is no date that Dateline knows"},
    {"last", "0-4: 'last' is no date that Dateline knows"},
    {"last last week", "0-14: 'last last week' is no date that Dateline knows"},
    {"next", "0-4: 'next' is no date that Dateline knows"},
    {"past", "0-4: 'past' is no date that Dateline knows"},
    {"this", "0-4: 'this' is no date that Dateline knows"},
    {"week", "0-4: 'week' is no date that Dateline knows"},
    {"last wekk", "5-9: 'last wekk' is no date that Dateline knows"},
    {"yesterdya", "0-9: 'yesterdya' is no date that Dateline knows"},
    {"wensday", "0-7: 'wensday' is no date that Dateline knows"},
    {"marhc 2024", "0-5: 'marhc 2024' is no date that Dateline knows"},
    {"fort days ago", "0-13: 'fort days ago' is no date that Dateline knows"},
    {"05/03/2024", "0-10: '05/03/2024' may be day/month or month/day"},
    {"5/3", "0-3: '5/3' may be day/month or month/day"},
    {"01-02-2024", "0-10: '01-02-2024' does not begin with a year"},
    {"2024-05-01T10:00", "0-16: a day is the shortest time a query can ask for"},
    {"2024-05-01 10:00", "0-16: a day is the shortest time a query can ask for"},
    {"10:30", "0-5: '10:30' is no date that Dateline knows"},
    {"noon", "0-4: 'noon' is no date that Dateline knows"},
    {"the", "0-3: 'the' is no date that Dateline knows"},
    {"the the", "0-7: 'the the' is no date that Dateline knows"},
    {"of", "0-2: 'of' is no date that Dateline knows"},
    {"between 2023", "0-12: 'between 2023' is no date that Dateline knows"},
    {"from", "0-4: 'from' is no date that Dateline knows"},
    {"since", "0-5: 'since' is no date that Dateline knows"},
    {"2024-05-01-02", "0-13: '2024-05-01-02' is no date that Dateline knows"},
    {"90s", "0-3: '90s' is no date that Dateline knows"},
    {"'90s", "0-4: ''90s' is no date that Dateline knows"},
    {"summer 2024", "0-11: 'summer 2024' is no date that Dateline knows"},
    {"a", "0-1: 'a' is no date that Dateline knows"},
    {"x", "0-1: 'x' is no date that Dateline knows"},
    {"停火", "0-6: '停火' is no date that Dateline knows"},
    {"2024年", "0-7: '2024年' is no date that Dateline knows"},
    {"2024-05-01x", "0-11: '2024-05-01x' is no date that Dateline knows"},
    {"last week today", "0-15: 'last week today' is no date that Dateline knows"},
    {"march 5 2024 x y z", "0-18: 'march 5 2024 x y z' is no date that Dateline knows"},
    {"in 2024", "2024-01-01..2024-12-31"},
    {"in the 1990s", "1990-01-01..1999-12-31"},
    {"on 5 march", "2024-03-05"},
    {"on", "0-2: 'on' is no date that Dateline knows"},
    {"in days", "0-7: 'in days' is no date that Dateline knows"},
    {"2024-", "0-5: '2024-' is no date that Dateline knows"},
    {"_today", "0-6: '_today' is no date that Dateline knows"},
    {"last-", "0-5: 'last-' is no date that Dateline knows"},
};

struct NowRow {
    int year;
    unsigned month;
    unsigned day;
    const char* text;
    const char* expected;
};
constexpr NowRow kOtherDays[] = {
    // The last day of a long month
    {2024, 3, 31, "last month", "2024-02-01..2024-02-29"},
    {2024, 3, 31, "past month", "2024-03-01..2024-03-31"},
    {2024, 3, 31, "a quarter ago", "2023-10-01..2023-12-31"},
    {2023, 3, 31, "past month", "2023-03-01..2023-03-31"},
    // A leap day
    {2024, 2, 29, "a year ago", "2023-01-01..2023-12-31"},
    {2024, 2, 29, "past year", "2023-03-01..2024-02-29"},
    {2024, 2, 29, "feb 29", "2024-02-29"},
    {2024, 2, 28, "feb 29", "2020-02-29"},
    {1904, 2, 28, "feb 29", "1896-02-29"},  // 1900 was no leap year
    // The turn of the year
    {2024, 1, 1, "yesterday", "2023-12-31"},
    {2024, 1, 1, "last week", "2023-12-25..2023-12-31"},
    {2024, 1, 1, "last month", "2023-12-01..2023-12-31"},
    {2024, 1, 1, "last quarter", "2023-10-01..2023-12-31"},
    {2024, 1, 1, "monday", "2024-01-01"},
    {2024, 1, 1, "sunday", "2023-12-31"},
    {2024, 1, 1, "january", "2024-01-01..2024-01-31"},
    {2024, 1, 1, "last january", "2023-01-01..2023-01-31"},
    {2024, 1, 1, "december", "2023-12-01..2023-12-31"},
    {2024, 1, 1, "q1", "2024-01-01..2024-03-31"},
    {2024, 1, 1, "q4", "2023-10-01..2023-12-31"},
    {2023, 12, 31, "this week", "2023-12-25..2023-12-31"},
    {2023, 12, 31, "next week", "2024-01-01..2024-01-07"},
    {2023, 12, 31, "next month", "2024-01-01..2024-01-31"},
    {2023, 12, 31, "tomorrow", "2024-01-01"},
    {2020, 1, 1, "last decade", "2010-01-01..2019-12-31"},
    {2019, 12, 31, "this decade", "2010-01-01..2019-12-31"},
    // The ends of the calendar
    {1, 1, 1, "today", "0001-01-01"},
    {1, 1, 1, "yesterday", "0-9: 'yesterday' is outside the years 1 to 9999"},
    {1, 1, 1, "this week", "0001-01-01..0001-01-07"},
    {1, 1, 1, "last week", "0-9: 'last week' is outside the years 1 to 9999"},
    {1, 1, 1, "past 7 days", "0-11: 'past 7 days' is outside the years 1 to 9999"},
    {1, 1, 1, "this decade", "0-11: 'this decade' is outside the years 1 to 9999"},
    {1, 1, 1, "feb", "0-3: 'feb' is no date that Dateline knows"},
    {1, 1, 1, "feb 3", "0-5: there is no day 'feb 3'"},
    {9999, 12, 31, "today", "9999-12-31"},
    {9999, 12, 31, "tomorrow", "0-8: 'tomorrow' is outside the years 1 to 9999"},
    {9999, 12, 31, "this week", "0-9: 'this week' is outside the years 1 to 9999"},
    {9999, 12, 31, "next month", "0-10: 'next month' is outside the years 1 to 9999"},
    {9999, 12, 31, "after today", "0-11: 'after today' is outside the years 1 to 9999"},
};
// clang-format on

TEST_CASE("dates as typed", "[query][date]") {
    for (const Row& row : kDates) {
        const std::string text = row.text;
        CAPTURE(text);
        CHECK(outcome(text) == row.expected);
        try {
            parse_query_date(text, kNow);
        } catch (const QueryError& error) {
            CHECK(error.begin() <= error.end());
            CHECK(error.end() <= text.size());
            CHECK_FALSE(error.suggestion().empty());
        }
    }
}

TEST_CASE("dates as typed on other days", "[query][date]") {
    for (const NowRow& row : kOtherDays) {
        CAPTURE(row.year, row.month, row.day, row.text);
        CHECK(outcome(row.text, *make_day(row.year, row.month, row.day)) == row.expected);
    }
}

TEST_CASE("relative dates hold on every day of eight years", "[query][date]") {
    using std::chrono::days;
    static constexpr const char* kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                                "friday", "saturday", "sunday"};
    static constexpr const char* kMonths[] = {"january",   "february", "march",    "april",
                                              "may",       "june",     "july",     "august",
                                              "september", "october",  "november", "december"};
    std::size_t wrong = 0;
    const auto expect = [&](bool right) { wrong += right ? 0 : 1; };
    const Day end = *make_day(2028, 1, 1);
    for (Day now = *make_day(2020, 1, 1); now < end; now += days{1}) {
        for (unsigned i = 0; i < 7; ++i) {
            const std::string name = kWeekdays[i];
            const Day latest = *resolve(name, now).first;
            expect(iso_weekday(latest) == i + 1 && latest <= now && latest > now - days{7});
            const Day before = *resolve("last " + name, now).first;
            expect(iso_weekday(before) == i + 1 && before < now && before >= now - days{7});
            const Day next = *resolve("next " + name, now).first;
            expect(iso_weekday(next) == i + 1 && next > now && next <= now + days{7});
        }
        for (const std::string name : kMonths) {
            const QueryDate latest = resolve(name, now);
            expect(*latest.first <= now && *latest.first > now - days{366});
            expect(*resolve("last " + name, now).last < now);
            expect(*resolve("next " + name, now).first > now);
        }
        for (const std::string unit : {"week", "month", "quarter", "year", "decade"}) {
            const QueryDate last = resolve("last " + unit, now);
            const QueryDate current = resolve("this " + unit, now);
            const QueryDate next = resolve("next " + unit, now);
            expect(*current.first <= now && now <= *current.last);
            expect(*last.last + days{1} == *current.first);
            expect(*current.last + days{1} == *next.first);
            expect(last == resolve("1 " + unit + " ago", now));
            expect(next == resolve("in 1 " + unit, now));
            const QueryDate past = resolve("past " + unit, now);
            expect(*past.first <= now && *past.last == now &&
                   past == resolve("last 1 " + unit, now));
        }
        const QueryDate week = resolve("past 7 days", now);
        expect(*week.last == now && *week.first == now - days{6});
        // What is printed of a day reads as that day.
        expect(resolve(format_day(now), kNow) == resolve("today", now));
    }
    CHECK(wrong == 0);
}

TEST_CASE("a date of any length ends at once", "[query][date]") {
    for (const char* piece : {"a ", "-", " ", "..", "2024 ", "last ", ">", "9", "the "}) {
        CAPTURE(piece);
        std::string text;
        while (text.size() < 100'000) {
            text += piece;
        }
        CHECK_THROWS_AS(parse_query_date(text, kNow), QueryError);
    }
}
