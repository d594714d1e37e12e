#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/temporal/code_points.h"
#include "indexer/temporal/holidays.h"
#include "indexer/temporal/tagger.h"
#include "indexer/temporal/tokens.h"
#include "tests/catch.h"
#include "tests/support/timex_cases.h"

namespace dateline {
namespace {

using namespace testing;
using Case = TimexCase;

TEST_CASE("timex: calendar dates in all their spellings") {
    check_all(
        {
            {"on March 22, 2013 it rained", "[March 22, 2013] DATE 2013-03-22"},
            {"on Tuesday, 12 March 2013, police said", "[Tuesday, 12 March 2013] DATE 2013-03-12"},
            {"born 22nd March 1952", "[22nd March 1952] DATE 1952-03-22"},
            {"died on the 3rd of May, 2009", "[the 3rd of May, 2009] DATE 2009-05-03"},
            {"March the third, 2010", "[March the third, 2010] DATE 2010-03-03"},
            {"Wed, 6 Mar 2013", "[Wed, 6 Mar 2013] DATE 2013-03-06"},
            {"on 6-Mar-2013 and 6-Mar-13",
             "[6-Mar-2013] DATE 2013-03-06 [6-Mar-13] DATE 2013-03-06"},
            {"2013-03-22", "[2013-03-22] DATE 2013-03-22"},
            {"2013/03/22", "[2013/03/22] DATE 2013-03-22"},
            {"as of 2013-03", "[2013-03] DATE 2013-03"},
            {"3/22/2013", "[3/22/2013] DATE 2013-03-22"},
            {"22/3/2013", "[22/3/2013] DATE 2013-03-22"},
            {"3/4/13", "[3/4/13] DATE 2013-03-04"},
            {"22.03.2013", "[22.03.2013] DATE 2013-03-22"},
            {"since 9/11", "[9/11] DATE 2001-09-11"},
            {"March 2012", "[March 2012] DATE 2012-03"},
            {"in March of 2012", "[March of 2012] DATE 2012-03"},
            {"Sept. 2012", "[Sept. 2012] DATE 2012-09"},
            {"in March last year", "[March last year] DATE XXXX-03"},
            {"on 4 May next year", "[4 May next year] DATE XXXX-05-04"},
            {"January nineteen ninety-seven", "[January nineteen ninety-seven] DATE 1997-01"},
            {"on March 22,\n2013", "[March 22,\n2013] DATE 2013-03-22"},
            {"on March\xc2\xa0"
             "22, 2013",
             "[March\xc2\xa0"
             "22, 2013] DATE 2013-03-22"},
            {"in 1066", "[1066] DATE 1066"},
            {"the year 2000", "[the year 2000] DATE 2000"},
            {"since \xe2\x80\x99"
             "98",
             "[\xe2\x80\x99"
             "98] DATE 1998"},
            {"(1879\xe2\x80\x93"
             "1955)",
             "[1879] DATE 1879 [1955] DATE 1955"},
            {"fiscal 2012, FY13 and FY2014",
             "[fiscal 2012] DATE 2012 [FY13] DATE 2013 [FY2014] DATE 2014"},
            {"the 1990s, the '80s and the late 1970s",
             "[the 1990s] DATE 199 [the '80s] DATE 198 [the late 1970s] DATE 197"},
            {"the 20th century", "[the 20th century] DATE 19"},
            {"Feb. 29, 2012", "[Feb. 29, 2012] DATE 2012-02-29"},
        },
        std::nullopt);
}

TEST_CASE("timex: several days of one month") {
    check_all(
        {
            {"May 3-5, 2013", "[May 3] DATE 2013-05-03 [5, 2013] DATE 2013-05-05"},
            {"3\xe2\x80\x93"
             "5 May 2013",
             "[3] DATE 2013-05-03 [5 May 2013] DATE 2013-05-05"},
            {"April 24 and 25", "[April 24] DATE 2013-04-24 [25] DATE 2013-04-25"},
            {"May 3, 4 and 5", "[May 3] DATE 2013-05-03 [4] DATE 2013-05-04 [5] DATE 2013-05-05"},
            {"on May 3 and 5 people", "[May 3] DATE 2013-05-03"},
            {"on May 3, 12 people died", "[May 3] DATE 2013-05-03"},
            {"on May 3 to 2 percent", "[May 3] DATE 2013-05-03"},
        },
        kFriday);
}

TEST_CASE("timex: what is no date") {
    for (const char* text : {"it may rain",
                             "they march on",
                             "May said so",
                             "Theresa May's party",
                             "April Jones left",
                             "the second man came second",
                             "a second chance",
                             "profits fall",
                             "the fall of the wall",
                             "three quarters of voters",
                             "three-quarters full",
                             "a quarter of them",
                             "more than 2000 people",
                             "1,990 votes",
                             "$1990",
                             "1999.5 points",
                             "room 1984",
                             "2013-02-30",
                             "13/13/2013",

                             "192.168.10.11",
                             "a 45-year-old man",
                             "their 6-month-old son",
                             "she is 45 years old",
                             "the Sunday Times",
                             "on Black Friday",
                             "USA Today",
                             "the China Daily",
                             "sat on the sun",
                             "the decimal 3.14",
                             "a score of 3-2",
                             "the 101st time",
                             "in her mid-30s",

                             "12345678901234567890",
                             "the once-great club",
                             "warrants at 0.01 ct each",
                             "the fall in prices",
                             "as soon as",
                             "the Summer Olympics"}) {
        const std::string found = tagged(text, kFriday);
        CAPTURE(text, found);
        CHECK(found.empty());
    }
}

TEST_CASE("timex: May and March need a word that introduces them") {
    check_all({{"in May", "[May] DATE 2013-05"},
               {"by March", "[March] DATE 2013-03"},
               {"early March", "[early March] DATE 2013-03"},
               {"mid-March", "[mid-March] DATE 2013-03"},
               {"last May", "[last May] DATE 2012-05"},
               {"The May election", "[The May] DATE 2013-05"},
               {"The March on Rome", ""},
               {"May 3", "[May 3] DATE 2013-05-03"},
               {"on 4 May", "[4 May] DATE 2013-05-04"}},
              kFriday);
}

TEST_CASE("timex: the year of a day and a month is the likely one") {
    check_values({{"shot on Oct. 7", "2012-10-07"},
                  {"shot on March 1", "2013-03-01"},
                  {"shot on March 20", "2013-03-20"},
                  {"will open on Oct. 7", "2013-10-07"},
                  {"the talks would end by Sept. 20", "2013-09-20"},
                  {"killed on Feb. 29", "2012-02-29"},
                  {"in January", "2013-01"},
                  {"in November", "2012-11"},
                  {"in April", "2013-04"},
                  {"will start in August", "2013-08"},
                  {"until July", "2013-07"},
                  {"last December", "2012-12"},
                  {"next February", "2014-02"}},
                 kFriday);
}

TEST_CASE("timex: weekdays") {
    check_values({{"said on Friday", "2013-03-15"},
                  {"said on Monday", "2013-03-11"},
                  {"said on Saturday", "2013-03-16"},  // tomorrow's name means tomorrow
                  {"last Saturday", "2013-03-09"},
                  {"will meet on Tuesday", "2013-03-19"},
                  {"was to meet on Tuesday", "2013-03-19"},
                  {"He said on Tuesday he will resign", "2013-03-12"},
                  {"last Friday", "2013-03-08"},
                  {"next Friday", "2013-03-22"},
                  {"this coming Sunday", "2013-03-17"},
                  {"Tuesday of last week", "2013-03-05"},
                  {"Sat. and Sun. were wet", "2013-03-16 2013-03-10"},
                  {"Friday night", "2013-03-15TNI"},
                  {"early Tuesday morning", "2013-03-12TMO"},
                  {"every Thursday", "XXXX-WXX-4"},
                  {"on Sundays", "XXXX-WXX-7"},
                  {"Monday nights", "XXXX-WXX-1TNI"}},
                 kFriday);
}

TEST_CASE("timex: times of day and zones") {
    check_all(
        {{"at 10.30am on Tuesday", "[10.30am on Tuesday] TIME 2013-03-12T10:30"},
         {"ends at 5pm", "[5pm] TIME 2013-03-15T17:00"},
         {"at 12 a.m. sharp", "[12 a.m.] TIME 2013-03-15T00:00"},
         {"at 12:30 p.m.", "[12:30 p.m.] TIME 2013-03-15T12:30"},
         {"at 14:30 GMT on Monday", "[14:30 GMT on Monday] TIME 2013-03-11T14:30"},
         {"1845 GMT", "[1845 GMT] TIME 2013-03-15T18:45"},
         {"3:05:20 p.m. EST", "[3:05:20 p.m. EST] TIME 2013-03-15T15:05:20"},
         {"at 15:30 they left", "[15:30] TIME 2013-03-15T15:30"},
         {"won 15:30", ""},
         {"25:30 GMT", ""},
         {"13 p.m.", ""},
         {"7.45 p.m. local time", "[7.45 p.m. local time] TIME 2013-03-15T19:45"},
         {"around midnight Friday", "[midnight Friday] TIME 2013-03-15T24:00"},
         {"at noon", "[noon] TIME 2013-03-15T12:00"},
         {"eight o\xe2\x80\x99"
          "clock",
          "[eight o\xe2\x80\x99"
          "clock] TIME 2013-03-15T08:00"},
         {"2013-04-05T14:30:00Z", "[2013-04-05T14:30:00Z] TIME 2013-04-05T14:30:00"},
         {"April 4th, 2013 at 6:30 a.m.", "[April 4th, 2013 at 6:30 a.m.] TIME 2013-04-04T06:30"},
         {"tonight", "[tonight] TIME 2013-03-15TNI"},
         {"last night", "[last night] TIME 2013-03-14TNI"},
         {"this morning", "[this morning] TIME 2013-03-15TMO"},
         {"tomorrow evening", "[tomorrow evening] TIME 2013-03-16TEV"},
         {"the night of 22 July", "[the night of 22 July] TIME 2012-07-22TNI"},
         {"On March 3 a bomb exploded at 4 p.m.",
          "[March 3] DATE 2013-03-03 [4 p.m.] TIME 2013-03-03T16:00"}},
        kFriday);
}

TEST_CASE("timex: relative to the document date") {
    check_values({{"today yesterday tomorrow", "2013-03-15 2013-03-14 2013-03-16"},
                  {"the day before yesterday", "2013-03-13"},
                  {"last week, this week, next week", "2013-W10 2013-W11 2013-W12"},
                  {"last month and next month", "2013-02 2013-04"},
                  {"last year, this year, next year", "2012 2013 2014"},
                  {"the end of this year", "2013"},
                  {"the weekend", "2013-W11-WE"},
                  {"last weekend", "2013-W10-WE"},
                  {"three days ago", "2013-03-12"},
                  {"two weeks ago", "2013-W09"},
                  {"18 months ago", "2011-09"},
                  {"ten years ago", "2003"},
                  {"a year and a half ago", "2011-09"},
                  {"half a century ago", "1963"},
                  {"three centuries ago", "17"},
                  {"30,000 years ago", "XXXX"},
                  {"several years ago", "PAST_REF"},
                  {"five years from now", "2018"},
                  {"the week of March 6", "2013-W10"},
                  {"last summer, this fall, next spring", "2012-SU 2013-FA 2014-SP"},
                  {"the winter of 2010", "2010-WI"},
                  {"Christmas Eve", "2012-12-24"},
                  {"Easter Sunday", "2013-03-31"},
                  {"next Thanksgiving", "2013-11-28"},
                  {"last Labor Day", "2012-09-03"},
                  {"now", "PRESENT_REF"},
                  {"recently", "PAST_REF"},
                  {"in the near future", "FUTURE_REF"},
                  {"in recent years", "PAST_REF"}},
                 kFriday);
}

TEST_CASE("timex: quarters and what reports compare them with") {
    check_values({{"the third quarter", "2012-Q3"},
                  {"the first quarter", "2013-Q1"},
                  {"third-quarter profit", "2012-Q3"},
                  {"the third quarter of 2011", "2011-Q3"},
                  {"Q3 2011, Q4", "2011-Q3 2012-Q4"},
                  {"last year's third quarter", "2012-Q3"},
                  {"the 1988 third quarter", "1988-Q3"},
                  {"the quarter ended Dec. 31", "2012-Q4 2012-12-31"},
                  {"the latest quarter", "2012-Q4"},
                  {"In the third quarter it earned more than a year earlier", "2012-Q3 2011-Q3"},
                  {"in the third quarter; in the year-ago period", "2012-Q3 2011-Q3"},
                  {"In the first nine months it earned more than a year earlier", "P9M 2012"},
                  {"a year earlier", "2012"},
                  {"the first half of 2012", "2012-H1"},
                  {"the second half of the year", "2013-H2"},
                  {"the last half of 1989", "1989-H2"},
                  {"year-end", "2013"}},
                 kFriday);
}

TEST_CASE("timex: amounts of time and what repeats") {
    check_all({{"for five years", "[five years] DURATION P5Y"},
               {"a three-year term", "[three-year] DURATION P3Y"},
               {"nearly two months", "[nearly two months] DURATION P2M"},
               {"twenty-four hours", "[twenty-four hours] DURATION PT24H"},
               {"two and a half years", "[two and a half years] DURATION P2Y6M"},
               {"2 1/2 years", "[2 1/2 years] DURATION P2Y6M"},
               {"2\xc2\xbd years", "[2\xc2\xbd years] DURATION P2Y6M"},
               {"half an hour", "[half an hour] DURATION PT30M"},
               {"1,500 days", "[1,500 days] DURATION P1500D"},
               {"2.25 years", "[2.25 years] DURATION P2.25Y"},
               {"two decades", "[two decades] DURATION P20Y"},
               {"two to three weeks", "[two to three weeks] DURATION P2W"},
               {"a hundred and ten years", "[a hundred and ten years] DURATION P110Y"},
               {"the past three months", "[the past three months] DURATION P3M"},
               {"the next few days", "[the next few days] DURATION PXD"},
               {"several hours", "[several hours] DURATION PTXH"},
               {"a fortnight", "[a fortnight] DURATION P2W"},
               {"daily", "[daily] SET P1D"},
               {"every two weeks", "[every two weeks] SET P2W"},
               {"every other day", "[every other day] SET P2D"},
               {"each July", "[each July] SET XXXX-07"},
               {"twice a week", "[a week] SET P1W"},
               {"dozens of interviews a day", "[a day] SET P1D"},
               {"a day", ""}},
              kFriday);
}

TEST_CASE("timex: relative to the date mentioned last") {
    check_values(
        {{"In 1995 it opened; the following year it closed.", "1995 1996"},
         {"On May 3, 1996 it closed and the next day it burned.", "1996-05-03 1996-05-04"},
         {"On May 3, 1996 it closed. Three days later it burned.", "1996-05-03 1996-05-06"},
         {"On May 3, 1996 it closed. That year it burned.", "1996-05-03 1996"}},
        kFriday);
}

TEST_CASE("timex: without a document date only absolute expressions have values") {
    check_values({{"raided on Oct. 7, 2023", "2023-10-07"},
                  {"since the Oct. 7 raid", "XXXX-10-07"},
                  {"told reporters on Thursday", "XXXX-WXX-4"},
                  {"in October", "XXXX-10"},
                  {"today, yesterday", "XXXX-XX-XX XXXX-XX-XX"},
                  {"last week", "XXXX-WXX"},
                  {"last month", "XXXX-XX"},
                  {"this year", "XXXX"},
                  {"four months earlier", "XXXX-XX"},
                  {"three days ago", "XXXX-XX-XX"},
                  {"two years ago", "XXXX"},
                  {"the third quarter", "XXXX-Q3"},
                  {"the quarter", "XXXX-QX"},
                  {"next summer", "XXXX-SU"},
                  {"the weekend", "XXXX-WXX-WE"},
                  {"at 5 p.m.", "XXXX-XX-XXT17:00"},
                  {"Friday night", "XXXX-WXX-5TNI"},
                  {"a decade ago", "XXX"},
                  {"this century", "XX"},
                  {"Christmas", "XXXX-XX-XX"},
                  {"now, every day, three weeks", "PRESENT_REF P1D P3W"}},
                 std::nullopt);
    // The same words with one.
    check_values({{"since the Oct. 7 raid", "2023-10-07"},
                  {"told reporters on Thursday", "2024-02-08"},
                  {"four months earlier", "2023-10"}},
                 day(2024, 2, 8));
}

constexpr const char* kHistory =
    "The war began in September 1939. In May 1940 the army invaded, and on 22 June a truce was "
    "signed. In November the fleet was sunk; in February it was raised. In 1941 the land was "
    "taken. In April the king fled. In 1944 they marched; by the autumn they stood at the river. "
    "In May 1945 the war ended. In 1949 the republic was founded. In 1955 it joined. In 1990 it "
    "was whole.";
constexpr const char* kHistoryValues =
    "1939-09 1940-05 1940-06-22 1940-11 1941-02 1941 1941-04 1944 1944-FA 1945-05 1949 1955 1990";

TEST_CASE("timex: histories are read against the date mentioned last") {
    CHECK(values(kHistory, kFriday, TimexMode::Narrative) == kHistoryValues);
    CHECK(values(kHistory, kFriday, TimexMode::Auto) == kHistoryValues);
    CHECK(values(kHistory, std::nullopt, TimexMode::Auto) == kHistoryValues);
    CHECK(values(kHistory, kFriday, TimexMode::News) != kHistoryValues);
    // News stays news, even if it recalls some years.
    const std::string news =
        "He said on Monday that the plants of 1939, 1944, 1949, 1955, 1962, 1971, 1980 and 1990 "
        "close today; last week he had said they close in November. On 22 June they may open.";
    CHECK(values(news, kFriday) == values(news, kFriday, TimexMode::News));
}

TEST_CASE("timex: spans are rising, apart and on character boundaries") {
    const std::string text =
        "\xe2\x80\x9c"
        "By May 15,\xe2\x80\x9d she said \xe2\x80\x94 caf\xc3\xa9 \xe2\x80\x94 "
        "\xe2\x80\x98three years\xe2\x80\x99 since \xe2\x80\x99"
        "98. Today\xe2\x80\x99s 1990s.";
    const auto found = tag_timexes(text, kFriday);
    REQUIRE(found.size() == 5);
    std::size_t last = 0;
    for (const Timex& t : found) {
        CHECK(t.begin >= last);
        CHECK(t.end > t.begin);
        CHECK((static_cast<unsigned char>(text[t.begin]) & 0xc0) != 0x80);
        CHECK((t.end == text.size() || (static_cast<unsigned char>(text[t.end]) & 0xc0) != 0x80));
        CHECK_FALSE(t.rule.empty());
        CHECK(t.confidence > 0);
        CHECK(t.confidence <= 1);
        last = t.end;
    }
}

TEST_CASE("timex: long and hostile texts") {
    const auto repeated = [](std::string_view piece, std::size_t bytes) {
        std::string text;
        while (text.size() < bytes)
            text += piece;
        return text;
    };
    for (const std::string_view piece : {"7",
                                         "1987 ",
                                         "May ",
                                         "a",
                                         "hundred twenty-one ",
                                         "1,000,",
                                         "3-5-",
                                         "Friday, ",
                                         "last ",
                                         "will be on Friday and ",
                                         "\n",
                                         "'90s ",
                                         "\xe2\x80\x99\xc3\xa9 ",
                                         "the year ",
                                         "May 3, 4, 5, 6 and ",
                                         "two and a half ",
                                         "more than ",
                                         "`` ",
                                         "of the ",
                                         "thousand hundred seventy-",
                                         "$9 an ",
                                         "on Tuesday and ",
                                         "year-ago quarter ",
                                         "9999 centuries ago ",
                                         "9999-12-31 ",
                                         "999999999 days ago "}) {
        CAPTURE(piece);
        const std::string text = repeated(piece, 300'000);
        std::size_t last = 0;
        bool sound = true;
        for (const Timex& t : tag_timexes(text, day(9999, 12, 31))) {
            sound = sound && t.begin >= last && t.end > t.begin && t.end <= text.size();
            last = t.end;
        }
        CHECK(sound);
        CHECK_NOTHROW(tag_timexes(text, day(1, 1, 1)));
        CHECK_NOTHROW(tag_timexes(text, std::nullopt, TimexMode::Narrative));
    }
    // Blocks are cut between words: nothing is lost or found twice.
    const std::string text = repeated("They met on May 3, 2012 in Rome. ", 400'000);
    std::size_t count = 0;
    for (const Timex& t : tag_timexes(text, std::nullopt)) {
        count += t.value == "2012-05-03" ? 1U : 0U;
    }
    CHECK(count >= text.size() / 33 - 8);
    CHECK(tag_timexes("", kFriday).empty());
}

TEST_CASE("timex: code points of byte offsets") {
    const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
    CHECK(to_code_points(text, {0, 1, 3, 6, 10, 11}) == std::vector<std::size_t>{0, 1, 2, 3, 4, 5});
    CHECK(to_code_points(text, {}).empty());
    CHECK(to_code_points(text, {3, 3, 3}) == std::vector<std::size_t>{2, 2, 2});
    CHECK(to_code_points("", {0}) == std::vector<std::size_t>{0});
}

TEST_CASE("timex: holidays on their days") {
    const auto on = [](const char* name, int year) -> std::string {
        std::vector<temporal::Token> tokens;
        temporal::tokenize(name, 0, tokens);
        const auto match = temporal::find_holiday(tokens, temporal::kPadding);
        if (match.end == 0) return "none";
        const auto date = temporal::holiday_date(match.number, year);
        return date ? format_day(*date) : "no date";
    };
    CHECK(on("Easter", 2013) == "2013-03-31");
    CHECK(on("Easter", 2024) == "2024-03-31");
    CHECK(on("Easter", 1954) == "1954-04-18");
    CHECK(on("Easter", 1981) == "1981-04-19");
    CHECK(on("Easter", 2038) == "2038-04-25");
    CHECK(on("Good Friday", 2000) == "2000-04-21");
    CHECK(on("Ash Wednesday", 2008) == "2008-02-06");
    CHECK(on("Thanksgiving Day", 2012) == "2012-11-22");
    CHECK(on("Memorial Day", 2021) == "2021-05-31");
    CHECK(on("Memorial Day", 2022) == "2022-05-30");
    CHECK(on("Martin Luther King Day", 2024) == "2024-01-15");
    CHECK(on("Election Day", 1998) == "1998-11-03");
    CHECK(on("New Year\xe2\x80\x99s Eve", 1999) == "1999-12-31");
    CHECK(on("Valentine's Day", 1999) == "1999-02-14");
    CHECK(on("Christmas tree", 1999) == "none");
    CHECK(on("christmas", 1999) == "none");
}

TEST_CASE("timex: what is rarer in news") {
    check_all(
        {
            {"in the 1800s and the mid-1700s", "[the 1800s] DATE 18 [the mid-1700s] DATE 17"},
            {"in 44 BC and AD 79, by 480 B.C. at the latest",
             "[44 BC] DATE BC0044 [AD 79] DATE 0079 [480 B.C] DATE BC0480"},
            {"the fifth of November 1605", "[the fifth of November 1605] DATE 1605-11-05"},
            {"on the twenty-second of June", "[the twenty-second of June] DATE 2013-06-22"},
            {"a thirty-second spot", "[thirty-second] DURATION PT30S"},
            {"on the 5th, they left", "[the 5th] DATE 2013-03-05"},
            {"On May 2, 2011 it began; by the 9th of the month it was over",
             "[May 2, 2011] DATE 2011-05-02 [the 9th of the month] DATE 2011-05-09"},
            {"on the 5th floor", ""},
            {"Not so long ago, and a while ago; some time ago, moments ago",
             "[Not so long ago] DATE PAST_REF [a while ago] DATE PAST_REF [some time ago] DATE "
             "PAST_REF [moments ago] DATE PAST_REF"},
            {"as long ago as that; how long", "[long ago] DATE PAST_REF"},
            {"a months-long siege, a yearlong study",
             "[months-long] DURATION PXM [yearlong] DURATION P1Y"},
            {"the week before last, the year before last, the month after next",
             "[the week before last] DATE 2013-W09 [the year before last] DATE 2011 [the month "
             "after next] DATE 2013-05"},
            {"On May 2, 2011 they met. The day before, they had not.",
             "[May 2, 2011] DATE 2011-05-02 [The day before] DATE 2011-05-01"},
            {"the day before the vote", ""},
            {"half past five, quarter to six",
             "[half past five] TIME 2013-03-15T05:30 [quarter to six] TIME 2013-03-15T05:45"},
            {"by 1430 hours; 0630 hours; 1500 hours of film",
             "[1430 hours] TIME 2013-03-15T14:30 [0630 hours] TIME 2013-03-15T06:30 [1500 hours] "
             "DURATION PT1500H"},
            {"the night of March 9-10, 1945", "[the night of March 9-10, 1945] TIME 1945-03-09TNI"},
            {"the last week of April 1945, the last year of the war",
             "[April 1945] DATE 1945-04 [the last year] DURATION P1Y"},
            {"St. Patrick's Day; April Fools' Day; Mother's Day 2012; the Fourth of July",
             "[St. Patrick's Day] DATE 2013-03-17 [April Fools' Day] DATE 2013-04-01 [Mother's Day "
             "2012] DATE 2012-05-13 [the Fourth of July] DATE 2013-07-04"},
        },
        kFriday);
}

// What words say of each day of 400 years, against arithmetic of its own: days counted one by one,
// weeks from Monday to Sunday.
TEST_CASE("timex: relative days and weeks on every day of 400 years") {
    constexpr std::string_view kText = "yesterday, today, tomorrow. last week. Friday. last month.";
    const Day first = day(1900, 1, 1);  // a Monday
    const Day last = day(2299, 12, 31);
    std::size_t failures = 0;
    std::size_t count = 0;
    for (Day today = first; today <= last; today += std::chrono::days{1}) {
        const auto found = tag_timexes(kText, today, TimexMode::News);
        const std::chrono::year_month_day date{today};
        const std::int64_t weekday = (today - first).count() % 7;  // 0: Monday
        // The Friday that is today, tomorrow or else the last one.
        const std::int64_t friday = weekday == 3 ? 1 : weekday >= 4 ? 4 - weekday : -3 - weekday;
        const auto thursday = today + std::chrono::days{3 - weekday - 7};  // of the week before
        const std::chrono::year_month_day middle{thursday};
        const auto week =
            (thursday - Day{std::chrono::sys_days{middle.year() / 1 / 1}}).count() / 7 + 1;
        const std::string last_week = std::to_string(static_cast<int>(middle.year())) + "-W" +
                                      (week < 10 ? "0" : "") + std::to_string(week);
        const std::string before =
            format_day(today - std::chrono::days{static_cast<unsigned>(date.day())}).substr(0, 7);
        const bool right = found.size() == 6 &&
                           found[0].value == format_day(today - std::chrono::days{1}) &&
                           found[1].value == format_day(today) &&
                           found[2].value == format_day(today + std::chrono::days{1}) &&
                           found[3].value == last_week &&
                           found[4].value == format_day(today + std::chrono::days{friday}) &&
                           found[5].value == before;
        if (!right && ++failures <= 5) {
            CAPTURE(format_day(today), values(kText, today, TimexMode::News), last_week, before);
            CHECK(right);
        }
        ++count;
    }
    CHECK(failures == 0);
    CHECK(count == 146097);
}

TEST_CASE("timex: leap days, two-digit years and words that are more than times") {
    check_values(
        {
            {"Feb. 29", "2012-02-29"},
            {"29 February 2012, Feb. 29, 2013", "2012-02-29"},
            {"29/2/2012, 2/29/12, 2012-02-29", "2012-02-29 2012-02-29 2012-02-29"},
            {"29/2/2013", ""},
            {"3/22/13, 3/22/99, 22-Mar-31, 22-Mar-30",
             "2013-03-22 1999-03-22 1931-03-22 2030-03-22"},
            {"in '98, since '05, the class of '31", "1998 2005 1931"},
            {"He may march in May, or in March.", "2013-05 2013-03"},
            {"March on Rome; they march; May I?", ""},
            {"for 30 seconds, the second time, a second chance, the second quarter",
             "PT30S 2012-Q2"},
            {"this fall, in the fall, the fall in prices, they fall, the fall of 1989",
             "2013-FA 2012-FA 1989-FA"},
            {"no reason for the fall, a fall in this year's trade", "2013"},
        },
        kFriday);
}

TEST_CASE("timex: signs of what is to come") {
    check_values(
        {
            {"The fiscal year begins Oct. 1.", "2013 2013-10-01"},
            {"The trial resumes Tuesday.", "2013-03-19"},
            {"It was adjourned until Monday.", "2013-03-18"},
            {"Tuesday's funeral will be at the Abbey.", "2013-03-19"},
            {"It will be on the shelves for Christmas.", "2013-12-25"},
            {"Sales were weak at Christmas.", "2012-12-25"},
            {"Tuesday's funeral was at the Abbey.", "2013-03-12"},
            {"On Tuesday, voters will choose.", "2013-03-19"},
            {"On Tuesday and Wednesday it will thaw.", "2013-03-19 2013-03-20"},
            {"On Tuesday, he said he will go.", "2013-03-12"},
            {"He said on Tuesday it will go.", "2013-03-12"},
            {"Unions called a strike for Tuesday.", "2013-03-19"},
            {"the figures for Tuesday's session", "2013-03-12"},
            {"It would open in October.", "2013-10"},
            {"It opened in October.", "2012-10"},
            {"The deal should close in the third quarter.", "2013-Q3"},
            {"Sales fell in the third quarter.", "2012-Q3"},
            {"dry by the weekend; quiet over the weekend", "2013-W11-WE 2013-W11-WE"},
            {"the quarter ended June 30", "2012-Q2 2012-06-30"},
            {"This Christmas was lost, last Christmas too.", "2013-12-25 2012-12-25"},
        },
        kFriday);
    check_values({{"It will be towed in the spring.", "2014-SP"}, {"in the spring", "2013-SP"}},
                 day(2013, 7, 29));
    check_values({{"dry by the weekend", "2014-W27-WE"}, {"over the weekend", "2014-W26-WE"}},
                 day(2014, 7, 3));
}

TEST_CASE("timex: beside another time") {
    check_all(
        {
            {"six days a week, $10.50 an hour, $9 a year earlier",
             "[six days a week] SET P1W [an hour] SET PT1H [a year earlier] DATE 2012"},
            {"a year earlier than planned", "[a year] DURATION P1Y"},
            {"a day after the quake; once a day it was over",
             "[a day] DURATION P1D [a day] SET P1D"},
            {"two hours later; hours later; minutes later",
             "[two hours later] DURATION PT2H [hours] DURATION PTXH [minutes] DURATION PTXM"},
            {"after months of talks, the early hours of Friday, within weeks or months of his "
             "visit",
             "[months] DURATION PXM [Friday] DATE 2013-03-15 [within weeks] DURATION PXW"},
            {"fifty years ago today, five decades ago today",
             "[fifty years ago today] DATE 1963-03-15 [five decades ago today] DATE 1963-03-15"},
            {"the day before last Tuesday, the day after next Friday",
             "[the day before last Tuesday] DATE 2013-03-11 [the day after next Friday] DATE "
             "2013-03-23"},
            {"the union dates from 1707 - 307 years",
             "[1707] DATE 1707 [307 years] DURATION P307Y"},
            {"12-18 months", "[12-18 months] DURATION P12M"},
            {"at 6:30 on Tuesday evening", "[6:30 on Tuesday evening] TIME 2013-03-12T18:30"},
            {"at dawn on Friday, overnight, an overnight flight; it will rain overnight",
             "[dawn on Friday] TIME 2013-03-15TMO [overnight] TIME 2013-03-14TNI [overnight] TIME "
             "2013-03-15TNI"},
            {"the last hour, the weeks ahead, every other Thursday",
             "[the last hour] DURATION PT1H [the weeks ahead] DURATION PXW [every other Thursday] "
             "SET XXXX-WXX-4"},
            {"at present; in those days; the present government",
             "[at present] DATE PRESENT_REF [those days] DATE PAST_REF"},
            {"the Sept. 11 attacks; on Sept. 11",
             "[the Sept. 11] DATE 2001-09-11 [Sept. 11] DATE "
             "2012-09-11"},
            {"in February the first protests; on February the third.",
             "[February] DATE 2013-02 [February the third] DATE 2013-02-03"},
            {"highs in the 80s, music of the 80s", "[the 80s] DATE 198"},
            {"No. 1984", ""},
            {"by the end of the century; by the end of 1878",
             "[the end of the century] DATE 20 [the end of 1878] DATE 1878"},
            {"it took weeks, over the years, the years of plenty",
             "[weeks] DURATION PXW [over the years] DURATION PXY"},
            {"On May 2, 2011 they met. In the morning it rained. The night before, it had not.",
             "[May 2, 2011] DATE 2011-05-02 [morning] TIME 2011-05-02TMO [The night before] TIME "
             "2011-05-01TNI"},
            {"good morning, a morning in the park, the night before the vote", ""},
            {"in the year to January", "[the year] DURATION P1Y [January] DATE 2013-01"},
        },
        kFriday);
    check_values(
        {
            {"In the spring of 1968 she moved. That summer they met, and the following year wed.",
             "1968-SP 1968-SU 1969"},
            {"He walked out on March 10, held since 1962. The next day he flew.",
             "2013-03-10 1962 2013-03-11"},
            {"It will get there in 2015, nine years later. In 2015, and nine years later, it will.",
             "2015 2015 2015 2024"},
            {"On Feb. 21, three days earlier, it was settled.", "2013-02-21 2013-02-21"},
            {"By the autumn of 1990 they had turned. She resigned that November.",
             "1990-FA 1990-11"},
            {"She resigned that November.", "2012-11"},
            {"Sales were $5 million last year, down from $6 million the year before.", "2012 2011"},
        },
        kFriday);
}

TEST_CASE("timex: a history counts from what it told last") {
    check_values(
        {
            {"In the spring of 1942 it began. The following spring it ended. That winter was cold.",
             "1942-SP 1943-SP 1943-WI"},
            {"In March 1945 it began. The following May it ended, and the following January all.",
             "1945-03 1945-05 1946-01"},
            {"In April 1945 they met. Ten days later they left.", "1945-04 XXXX-XX-XX"},
            {"In April 1945 they met. Six months earlier they had not.", "1945-04 1944-10"},
        },
        kFriday, TimexMode::Narrative);
}

TEST_CASE("timex: as other English-speaking countries and older papers write") {
    // A Wednesday.
    check_all(
        {
            {"The tribunal sits on Wednesday week.", "[Wednesday week] DATE 2015-03-25"},
            {"It resumes on Tuesday fortnight, he said.", "[Tuesday fortnight] DATE 2015-04-07"},
            {"a Tuesday week-long rally", "[Tuesday] DATE 2015-03-17 [week-long] DURATION P1W"},
            {"Tomorrow week he flies home; and today week.",
             "[Tomorrow week] DATE 2015-03-26 [today week] DATE 2015-03-25"},
            {"They met the Sunday before last in Cork.",
             "[the Sunday before last] DATE 2015-03-08"},
            {"It opens the Tuesday after next.", "[the Tuesday after next] DATE 2015-03-31"},
            {"He said a month back that it was over.", "[a month back] DATE 2015-02"},
            {"He will retire in three years' time.", "[three years' time] DATE 2018"},
            {"He was jailed for five years and six months.",
             "[five years and six months] DURATION P5Y6M"},
            {"It took an hour and ten minutes.", "[an hour and ten minutes] DURATION PT1H10M"},
            {"two years and three months ago",
             "[two years] DURATION P2Y [three months ago] DATE "
             "2014-12"},
            {"Come Monday, the tariffs will bite.", "[Monday] DATE 2015-03-23"},
            {"They had come Monday to vote.", "[Monday] DATE 2015-03-16"},
            {"The curfew ends on Sunday.", "[Sunday] DATE 2015-03-22"},
            {"The rule takes effect at midnight on Thursday.",
             "[midnight on Thursday] TIME 2015-03-19T24:00"},
            {"Figures for the December quarter were weak.", "[the December quarter] DATE 2014-Q4"},
            {"5.25 billion in March quarter 2012", "[March quarter 2012] DATE 2012-Q1"},
            {"In the last quarter of 2013 growth slowed.",
             "[the last quarter of 2013] DATE 2013-Q4"},
            {"the last week of April", "[April] DATE 2015-04"},
            {"The train left at 14h30.", "[14h30] TIME 2015-03-18T14:30"},
            {"the early noughties and the 'twenties",
             "[the early noughties] DATE 200 [the 'twenties] DATE 192"},
            {"Crowds gathered on Anzac Day 2014.", "[Anzac Day 2014] DATE 2014-04-25"},
            {"August Wilson wrote it. In August Wilson left.", "[August] DATE 2014-08"},
            {"Your letter of the 10th inst. came; that of the 28th ultimo did not.",
             "[the 10th inst] DATE 2015-03-10 [the 28th ultimo] DATE 2015-02-28"},
            {"He came yesterday forenoon.", "[yesterday forenoon] TIME 2015-03-17TMO"},
            {"She struck at 10:25 o'clock Sunday night.",
             "[10:25 o'clock Sunday night] TIME 2015-03-15T22:25"},
            {"It closes at 2 a.m. tonight.", "[2 a.m. tonight] TIME 2015-03-18T02:00"},
            {"She struck at 2 a.m. on Saturday night.",
             "[2 a.m. on Saturday night] TIME 2015-03-14T02:00"},
            {"It began at 3:30 in the night.", "[3:30 in the night] TIME 2015-03-18T03:30"},
            {"It began at two o'clock in the forenoon.",
             "[two o'clock in the forenoon] TIME 2015-03-18T02:00"},
            {"It sank at 2:20 o'clock yesterday morning.",
             "[2:20 o'clock yesterday morning] TIME 2015-03-17T02:20"},
        },
        make_day(2015, 3, 18));
}

TEST_CASE("timex: the weekday said tells the year, and so does the event that a day names") {
    check_all(
        {
            {"She was last seen on Wednesday, July 5.", "[Wednesday, July 5] DATE 2023-07-05"},
            {"He was shot on Saturday, July 13.", "[Saturday, July 13] DATE 2024-07-13"},
            {"It opens Wednesday, Jan. 1.", "[Wednesday, Jan. 1] DATE 2025-01-01"},
            {"It is set next Tuesday, Nov. 26.", "[next Tuesday, Nov. 26] DATE 2024-11-26"},
            {"on Friday, 6 December", "[Friday, 6 December] DATE 2024-12-06"},
            // No year near has it so.
            {"on Sunday, Nov. 6", "[Sunday, Nov. 6] DATE 2024-11-06"},
            {"The Oct. 7 attack changed it; an attack on Oct. 7 did not.",
             "[The Oct. 7] DATE 2023-10-07 [Oct. 7] DATE 2024-10-07"},
            {"since the Hamas massacre of October 7", "[October 7] DATE 2023-10-07"},
            {"The Jan. 6 riot case was dropped.", "[The Jan. 6] DATE 2021-01-06"},
        },
        make_day(2024, 11, 20));
    check_all({{"the Oct. 7 attack, the Jan. 6 committee",
                "[the Oct. 7] DATE 2005-10-07 [the Jan. 6] DATE 2006-01-06"}},
              make_day(2005, 10, 20));
    check_all({{"the Oct. 7 attack", "[the Oct. 7] DATE XXXX-10-07"}}, std::nullopt);
}

}  // namespace
}  // namespace dateline
