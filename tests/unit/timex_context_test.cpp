// What the words around a time expression decide: which of two days, a date or a number.
#include <string>

#include "indexer/temporal/tagger.h"
#include "tests/catch.h"
#include "tests/support/timex_cases.h"

namespace dateline {
namespace {

using namespace testing;

TEST_CASE("timex: dates and periods in figures and codes") {
    check_all(
        {
            {"sent 2013-03-12 14:05, got 2013-03-12T14:05:33.250+01:00",
             "[2013-03-12 14:05] TIME 2013-03-12T14:05 [2013-03-12T14:05:33.250+01:00] TIME "
             "2013-03-12T14:05:33"},
            {"2013-03-12T14:05Z, 2013-03-12T14:05-0500; 2013-03-12 14 men",
             "[2013-03-12T14:05Z] TIME 2013-03-12T14:05 [2013-03-12T14:05-0500] TIME "
             "2013-03-12T14:05 [2013-03-12] DATE 2013-03-12"},
            {"in 1Q 2012, 4Q12, Q2/2012, Q3 FY13 and 2011 Q1",
             "[1Q 2012] DATE 2012-Q1 [4Q12] DATE 2012-Q4 [Q2/2012] DATE 2012-Q2 [Q3 FY13] DATE "
             "2013-Q3 [2011 Q1] DATE 2011-Q1"},
            {"in 1H 2012, 2H13 and H1 of last year",
             "[1H 2012] DATE 2012-H1 [2H13] DATE 2013-H2 [H1 of last year] DATE 2012-H1"},
            {"an H1 visa, H1N1, H2O, Q5, 5Q, 3H13, 1q", ""},
            {"COPPER MAY7 6270 JUL7 1912", "[1912] DATE 1912"},  // futures contracts
            {"in January-February, the April-June quarter of 2011, a June-August tour",
             "[January] DATE 2013-01 [February] DATE 2013-02 [the April-June quarter of 2011] DATE "
             "2011-Q2 [June] DATE 2012-06 [August] DATE 2012-08"},
            {"by December 3,000 men had left; May 104, June 3.5", "[December] DATE 2012-12"},
            {"Jul 1265, Sep 1290 BID; Jul 1990, July 1265",
             "[Jul 1990] DATE 1990-07 [July 1265] DATE 1265-07"},
            {"In 1878 women were let in; found in 1878 cases", "[1878] DATE 1878"},
            {"Resolution 1973, Article 2012, Section 1999", ""},
            {"from 1820 to 1845; in 1849 and 1854; by 1611 they spoke; by 1611 votes",
             "[1820] DATE 1820 [1845] DATE 1845 [1849] DATE 1849 [1854] DATE 1854 [1611] DATE "
             "1611"},
            {"open from 1800 to 2100 local time; the index is around 2050",
             "[1800] TIME 2013-03-15T18:00 [2100 local time] TIME 2013-03-15T21:00"},
        },
        kFriday);
}

TEST_CASE("timex: over or to come") {
    check_values(
        {
            // What was done on a day is over, whatever the clause plans.
            {"Savers would lose under the plan announced on Tuesday.", "2013-03-12"},
            {"The plan will be announced on Tuesday.", "2013-03-19"},
            {"The plan will be formally announced on Tuesday.", "2013-03-19"},
            {"The offer was to have expired Tuesday.", "2013-03-19"},
            {"They will pay as soon as trading opened Tuesday.", "2013-03-19"},
            {"It will pay accrued second quarter dividends.", "2013-Q2"},
            // What lasts until a day has not reached it.
            {"Banks are shut until Tuesday.", "2013-03-19"},
            {"Banks have been shut until Tuesday.", "2013-03-19"},
            {"Banks were shut until Tuesday.", "2013-03-12"},
            {"Until Tuesday they had not called him.", "2013-03-12"},
            {"The final is on Tuesday; the vote is Tuesday.", "2013-03-19 2013-03-19"},
            {"The results due on Tuesday will show a loss.", "2013-03-19"},
            {"Its next bond falls due in early August.", "2013-08"},
            {"It plans to build 485,000 cars in August.", "2013-08"},
            {"It expects to report a loss for the third quarter ended Jan. 31.",
             "2012-Q3 2013-01-31"},
            // A noun is no intention.
            {"Her plan lost by 149 votes on Tuesday.", "2013-03-12"},
            {"Her plan to close it on Tuesday was known.", "2013-03-19"},
            // "may" looks ahead, "could" where it stands right before the verb.
            {"It could be hit as early as May.", "2013-05"},
            {"He may call an election in June.", "2013-06"},
            {"She may bring it back by Thursday.", "2013-03-21"},
            {"A ruling could come Tuesday.", "2013-03-19"},
            {"He may have left on Tuesday.", "2013-03-12"},
            {"He may have to leave on Tuesday.", "2013-03-19"},
            {"Prices would have fallen in October.", "2012-10"},
            {"He could not be found Tuesday.", "2013-03-12"},
            {"Work is planned for the fall.", "2013-FA"},
            // The month just over is called "last month".
            {"since last February; since last January; since last March",
             "2012-02 2013-01 2012-03"},
        },
        kFriday);
}

TEST_CASE("timex: what belongs together goes forward") {
    check_values(
        {
            {"from November to April", "2012-11 2013-04"},
            {"a July-June year", "2012-07 2013-06"},
            {"in January and December, in April and June", "2013-01 2012-12 2013-04 2013-06"},
            {"from Thursday to Tuesday", "2013-03-14 2013-03-19"},
            {"It flew by in March of 1979 and again the next year.", "1979-03 1980"},
            {"It flew by in March of 1979. It will end in the next year.", "1979-03 2014"},
        },
        kFriday);
    // A timeline: its entries follow one another.
    check_values(
        {
            {"Aug. 23, 2010: he is shot. Oct. 30: he is charged. Jan. 4: he is tried. He died in "
             "March.",
             "2010-08-23 2010-10-30 2011-01-04 2013-03"},
            {"Nov. 2010 -- It opens.\n\nDecember -- It closes.\n\nFeb. 4 -- It burns.",
             "2010-11 2010-12 2011-02-04"},
            {"Oct. 30: he is charged. Jan. 4: he is tried.", "2012-10-30 2013-01-04"},
        },
        kFriday);
}

TEST_CASE("timex: the day of a time by the clock") {
    check_values(
        {
            {"They met on Jan. 4 at the lake and left at 5 p.m.", "2013-01-04 2013-01-04T17:00"},
            {"They met on Jan. 4. A curfew began at 5 p.m.", "2013-01-04 2013-03-15T17:00"},
            {"They met on Wednesday. They left at 5 p.m.", "2013-03-13 2013-03-13T17:00"},
            {"They met at noon on Wednesday, after talks last summer. They left that morning.",
             "2013-03-13T12:00 2012-SU 2013-03-13TMO"},
            {"The call came at 3:30 in the morning.", "2013-03-15T03:30"},
            {"The call came at 8:30 in the evening.", "2013-03-15T20:30"},
        },
        kFriday);
}

TEST_CASE("timex: seasons, holidays and amounts with what belongs to them") {
    check_all(
        {
            {"on Valentine's Day last year, since Easter this year",
             "[Valentine's Day last year] DATE 2012-02-14 [Easter this year] DATE 2013-03-31"},
            {"the 2012 summer was wet; the 1987 winter wheat crop",
             "[the 2012 summer] DATE 2012-SU [the 1987] DATE 1987"},
            {"last year's fall in prices, last year's summer",
             "[last year] DATE 2012 [last year's summer] DATE 2012-SU"},
            {"20th Century Fox and the 20th Century", "[the 20th Century] DATE 19"},
            {"an 8 percent fall last year; in the fall of last year",
             "[last year] DATE 2012 [the fall of last year] DATE 2012-FA"},
            {"rain in spring, a rise in spring wheat, by fall it was gone",
             "[spring] DATE 2013-SP [fall] DATE 2012-FA"},
            {"a quarter century, three-quarters of a century, a quarter of the vote",
             "[a quarter century] DURATION P25Y [three-quarters of a century] DURATION P75Y"},
            {"the third attack in as many weeks; many weeks of rain", "[many weeks] DURATION PXW"},
            {"It comes a day before the vote.", "[a day] DURATION P1D"},
            {"He was 17 at the time. At the time of the vote, at the time the vote came",
             "[the time] DATE PAST_REF"},
            {"at 15:00 local time (14:00 GMT) on Thursday",
             "[15:00 local time (14:00 GMT)] TIME 2013-03-14T15:00 [Thursday] DATE 2013-03-14"},
            {"millions of years, millions of people", "[millions of years] DURATION PXY"},
            {"in the near term, over the long term. the long term debt, the short-term debt",
             "[the near term] DATE FUTURE_REF [the long term] DATE FUTURE_REF"},
            {"in future, farms in future will; in future years, in future Soviet plants",
             "[in future] DATE FUTURE_REF [in future] DATE FUTURE_REF"},
            {"well into the summer; a high for the year of $42, the year of the monkey",
             "[the summer] DATE 2013-SU [the year] DATE 2013"},
            {"every second Tuesday, every second year, every second",
             "[every second Tuesday] SET XXXX-WXX-2 [every second year] SET P2Y [every second] SET "
             "PT1S"},
        },
        kFriday);
}

TEST_CASE("timex: weekdays of a month, some weekday, decades and centuries") {
    check_values(
        {
            {"the first Monday in October", "2012-10-01"},
            {"the last Friday of May 2012, the fifth Friday of May", "2012-05-25 2013-05-31"},
            {"the fifth Monday in February", ""},
            {"one Sunday in 2011", "2011"},
            {"It was a Tuesday in May.", "2013-05"},
            {"on a Friday afternoon; a Monday meeting", "2013-03-11"},
            {"music of the '20s, the '10s and the '90s", "192 201 199"},
            {"the 5th century, the early third century, the fifth century B.C., a third century",
             "04 02"},
            {"ten years back, they came back ten years", "2003 P10Y"},
            {"by midnight tonight, at 7:30 tonight", "2013-03-15T24:00 2013-03-15T19:30"},
        },
        kFriday);
    check_values({{"music of the '20s", "202"}}, day(2022, 5, 1));
    check_values({{"the first Monday in October", "XXXX-10-XX"}}, std::nullopt);
}

TEST_CASE("timex: words of any length end where they end") {
    // Words are read eight letters at a time: each length, wherever the text ends.
    for (const std::string filler :
         {"", "a", "Abc", "abcdefg", "abcdefgh", "abcdefghi", "ABCDEFGHIJKLMNO", "abcdefghijklmnop",
          "abcdefghijklmnopq", "abcd\xc3\xa9x"}) {
        for (const char* const gap : {" ", "@", "[", "`", "{", "\xe2\x80\x94"}) {
            CAPTURE(filler, gap);
            CHECK(values(filler + gap + "yesterday", kFriday) == "2013-03-14");
            CHECK(values(filler + gap + "YESTERDAY" + gap + filler, kFriday) == "2013-03-14");
            CHECK(values(filler + gap + "in November", kFriday) == "2012-11");
        }
    }
    CHECK(values("yesterdays yesterdayx", kFriday).empty());
    CHECK(values("yesterda", kFriday).empty());
}

TEST_CASE("timex: short histories are read as such") {
    // One year, long past, to which the dates after it belong.
    check_values(
        {
            {"The army came on 3 June 1644. On the 16th it attacked. In December the governor was "
             "tried, and in January he was dead.",
             "1644-06-03 1644-06-16 1644-12 1645-01"},
            {"He wrote in 1899. They came in September 1900 and again in July of the next year. "
             "The next year they stayed, and in May they left.",
             "1899 1900-09 1901-07 1902 1902-05"},
            {"Digging began in the spring of 1768. In October a bank gave way; in the spring of "
             "the following year it was mended. In May boats came.",
             "1768-SP 1768-10 1769-SP 1769-05"},
            {"It opened on 5 April 1862. In May it met a wall, and the next day it fought. In "
             "June, "
             "in July and in August it rained. The field is now a park.",
             "1862-04-05 1862-05 XXXX-XX-XX 1862-06 1862-07 1862-08 PRESENT_REF"},
            // News of an old case speaks from its own day.
            {"He was born on 3 June 1944. In December he was tried, in January freed, and on "
             "Tuesday he died.",
             "1944-06-03 2012-12 2013-01 2013-03-12"},
            {"In December a man was tried. He was born on 3 June 1944 and moved in May, in June.",
             "2012-12 1944-06-03 2013-05 2012-06"},
            {"He led the bank in 1987, in 1990 and in May, June and July.",
             "1987 1990 1990-05 1990-06 1990-07"},
        },
        kFriday);
}

}  // namespace
}  // namespace dateline
