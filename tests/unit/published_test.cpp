#include "indexer/cleaning/published.h"

#include <string>
#include <vector>

#include "indexer/cleaning/written_date.h"
#include "indexer/cleaning/zones.h"
#include "tests/catch.h"

using namespace dateline;

namespace {

const std::string kStory =
    "The council met on Monday and put off its vote on the bridge until October 7, 2031.\n"
    "Members said that the figures of March 12, 2019 were out of date by now.\n";

// "path 2024-05-01, dateline 2024-04-30".
std::string words(const PublishedEvidence& evidence) {
    const char* const names[] = {"none", "given",     "markup", "path",    "line", "dateline",
                                 "own",  "copyright", "copies", "assumed", "file"};
    std::string result;
    for (const DateEvidence& date : evidence.dates) {
        result += result.empty() ? "" : ", ";
        result += names[static_cast<unsigned>(date.source)];
        result += ' ' + format_date(date.interval);
    }
    return result;
}

PublishedEvidence evidence_of(const std::string& url, const std::string& path,
                              const std::string& body, std::vector<DateEvidence> known = {}) {
    const std::vector<ZoneSpan> zones = classify_zones(body, "");
    PublishedInput input;
    input.url = url;
    input.path = path;
    input.body = body;
    input.zones = &zones;
    input.known = std::move(known);
    return published_evidence(input);
}

}  // namespace

TEST_CASE("dates as people write them", "[published]") {
    struct Case {
        const char* text;
        const char* date;  // "" for none; "-05-01" for one without a year
    };
    const std::vector<Case> cases = {
        {"12 March 2024", "2024-03-12"},
        {"March 12, 2024", "2024-03-12"},
        {"Tue 12 Mar 2024 14:05 GMT", "2024-03-12"},
        {"Tuesday, March 12th, 2024", "2024-03-12"},
        {"the 12th of March, 2024", "2024-03-12"},
        {"Sept. 9, 2001", "2001-09-09"},
        {"1er mai 2024", "2024-05-01"},
        {"14 juillet 2021 à 18h20", "2021-07-14"},
        {"3. Mai 2022, 17:45 Uhr", "2022-05-03"},
        {"12. März 2024", "2024-03-12"},
        {"12 de marzo de 2024", "2024-03-12"},
        {"15 août 2019", "2019-08-15"},
        {"2024-03-12T10:00:00Z", "2024-03-12"},
        {"2024/3/12", "2024-03-12"},
        {"20240312", "2024-03-12"},
        {"03.05.2022", "2022-05-03"},
        {"13/3/2024", "2024-03-13"},
        {"3/13/2024", "2024-03-13"},
        {"4/4/2024", "2024-04-04"},
        {"March 2024", "2024-03"},
        {"May 1", "-05-01"},
        {"1 May", "-05-01"},
        {"29 February 2024", "2024-02-29"},
        {"February 29", "-02-29"},
        // Not dates, or dates that say two things.
        {"3/4/2024", ""},
        {"29 February 2023", ""},
        {"31 April 2024", ""},
        {"February 30", ""},
        {"32 March", ""},
        {"May", ""},
        {"2024", ""},
        {"May 150.5", ""},
        {"March 12.5", ""},
        {"in 2024 he may go", ""},
        {"20241301", ""},
        {"20240312ab", ""},
        {"123456789", ""},
        {"marching 12, 2024", ""},
        {"12/2024", ""},
        {"10-12-8", ""},
        {"", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        const std::string text = c.text;
        const auto found = find_written_date(text, 0, text.size());
        std::string date;
        if (found) {
            const auto interval = found->interval();
            date = interval ? format_date(*interval)
                            : format_date(day_interval(*make_day(2000, found->month, found->day)))
                                  .substr(4);
        }
        CHECK(date == c.date);
    }
}

TEST_CASE("lines that are nothing but a date", "[published]") {
    for (const char* const line :
         {"12 March 2024", "March 12, 2024 at 9:15 a.m. EST", "Tue, 12 Mar 2024 14:05:00 GMT",
          "2024-03-12 14:05", "Oct. 19, 2016", "14 juillet 2021 18:20"}) {
        CAPTURE(line);
        CHECK(only_written_date(line));
    }
    for (const char* const line :
         {"On 12 March 2024 the bridge fell", "MAY  192.00 192.50", "May 61.50 62.50 Jun 61.00",
          "12 March 2024 was a Tuesday", "3,839", "March", ""}) {
        CAPTURE(line);
        CHECK_FALSE(only_written_date(line));
    }
}

TEST_CASE("publication dates from address and lines", "[published]") {
    struct Case {
        std::string url;
        std::string path;
        std::string body;
        std::string evidence;
    };
    const std::vector<Case> cases = {
        // Address and path.
        {"https://example.org/2024/05/01/bridge-vote", "", kStory, "path 2024-05-01"},
        {"https://example.org/news/2024/may/01/bridge-vote", "", kStory, "path 2024-05-01"},
        {"https://example.org/2024/05/bridge-vote", "", kStory, "path 2024-05"},
        {"https://example.org/news/bridge-20240501.html", "", kStory, "path 2024-05-01"},
        {"https://example.org/news/2024-05-01-bridge?d=2019-01-01#2018-01-01", "", kStory,
         "path 2024-05-01"},
        {"https://2019-01-01.example.org/bridge", "", kStory, ""},
        {"", "archive/1987/02/26/reut.txt", kStory, "path 1987-02-26"},
        {"", "archive/2019/bridge.txt", kStory, "path 2019"},
        {"", "2024-05/bridge.txt", kStory, "path 2024-05"},
        {"", "dump.tar!2024/5/1/bridge.txt", kStory, "path 2024-05-01"},
        {"", "x_20240501T1000.txt", kStory, "path 2024-05-01"},
        {"", "20240501103000.txt", kStory, "path 2024-05-01"},
        {"", "bridge_2024_05_01.txt", kStory, "path 2024-05-01"},
        {"", "000_20240501ab.txt", kStory, ""},
        {"", "915898793a5c04c7.txt", kStory, ""},
        {"", "20241332.txt", kStory, ""},
        {"", "202405011.txt", kStory, ""},
        {"", "election-2020-results.txt", kStory, ""},
        {"", "2020.txt", kStory, ""},
        {"", "2024-13-01.txt", kStory, ""},
        // Lines.
        {"", "", "Published: 12 March 2024, 14:05 GMT\n" + kStory, "line 2024-03-12"},
        {"", "",
         "PUBLISHED: May 20, 2019 at 6:00 a.m. | UPDATED: May 21, 2019 at 4:30 a.m.\n" + kStory,
         "line 2019-05-20, line 2019-05-21"},
        {"", "", "Publié le 14 juillet 2021 à 18h20\n" + kStory, "line 2021-07-14"},
        {"", "", "Stand: 03.05.2022, 17:45 Uhr\n" + kStory, "line 2022-05-03"},
        {"", "", "Updated On\nNew Update\n" + kStory, ""},
        {"", "", "By Jane Doe | March 3, 2020 | 9:15 a.m.\n" + kStory, "own 2020-03-03"},
        {"", "", "March 3, 2020\n" + kStory, "own 2020-03-03"},
        {"", "", kStory + kStory + kStory + "March 3, 2020\n" + kStory, ""},
        // Names, times to read and dates on one line.
        {"", "", "Lia Kent | Published 3 May 2024, 06:00 BST\n" + kStory, "line 2024-05-03"},
        {"", "", "Lia Kent, Published 3 May 2024\n" + kStory, "line 2024-05-03"},
        {"", "", "Lia Kent · 3 May 2024\n" + kStory, "own 2024-05-03"},
        {"", "", "Bridge vote is put off\n\n5 min read · May 3, 2024\n" + kStory, "own 2024-05-03"},
        {"", "", "Lia Kent and Jo Park | May 3, 2024 | 5 min read\n" + kStory, "own 2024-05-03"},
        {"", "",
         "Lia Kent • Published on: May 3, 2024 • Updated May 4, 2024 at 6:00 a.m.\n" + kStory,
         "line 2024-05-03, line 2024-05-04"},
        {"", "", "Lia Kent, 3 May 2024\n" + kStory, ""},  // a caption may say the same
        {"", "", "Lia Kent | they met on 3 May 2024\n" + kStory, ""},
        {"", "", "Turnout was low | 3 May 2024\n" + kStory, ""},
        {"", "", "The plan, published 3 May 2024, has failed | Lia Kent\n" + kStory, ""},
        {"", "", "Published 3 May 2024 by the council, the plan has failed.\n" + kStory, ""},
        {"", "", "3 May 2024 | 4 May 2024\n" + kStory, ""},
        {"", "", kStory + kStory + kStory + "Lia Kent | Published 3 May 2024\n" + kStory, ""},
        // Datelines.
        {"", "", "CAIRO, May 1, 2024 (Reuters) - The vote was put off.\n", "dateline 2024-05-01"},
        {"", "", "OSLO, Feb. 2, 2021 (GLOBE NEWSWIRE) -- The vote was put off.\n",
         "dateline 2021-02-02"},
        {"", "", "CAIRO, May 1 (Reuters) - The vote was put off.\n", ""},
        {"", "2024/x/a.txt", "CAIRO, May 1 (Reuters) - The vote was put off.\n",
         "dateline 2024-05-01, path 2024"},
        {"https://example.org/2025/01/01/a", "",
         "CAIRO, Dec 31 (Reuters) - The vote was put off.\n",
         "path 2025-01-01, dateline 2024-12-31"},
        {"", "", "CAIRO, May 1 (Reuters) - The vote was put off.\n© 2024 Reuters\n",
         "dateline 2024-05-01, copyright 2024"},
        {"", "", "The vote of May 1, 2024 - the third this year - was put off.\n", ""},
        {"", "", "They met in CAIRO on May 1, 2024 - a hot day.\n", ""},
        // Copyright.
        {"", "", kStory + "© 2010-2022 Valley Post. All rights reserved.\n", "copyright 2022"},
        {"", "", kStory + "Copyright 2020 by Channel 9. All rights reserved.\n", "copyright 2020"},
        // Running text, teasers and comments date nothing.
        {"", "", kStory, ""},
        {"", "", kStory + "\nRelated Articles\n\nMay 2, 2012\n", ""},
        {"", "", "Blinken met them on February 8, 2024 in Tel Aviv, after three days of talks.\n",
         ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.url, c.path, c.body);
        CHECK(words(evidence_of(c.url, c.path, c.body)) == c.evidence);
    }
}

TEST_CASE("given evidence leads, contradictions are noted", "[published]") {
    const DateEvidence given{day_interval(*make_day(2024, 5, 1)), DateSource::Given, 1.0,
                             "2024-05-01"};
    const auto evidence = evidence_of("https://example.org/2023/01/09/a", "", kStory, {given});
    CHECK(words(evidence) == "given 2024-05-01, path 2023-01-09");
    CHECK(evidence.notes.empty());
    REQUIRE(evidence.conflicts.size() == 1);
    CHECK(evidence.conflicts[0] ==
          "contradiction: \"2024-05-01\" (2024-05-01) and \"2023/01/09\" (2023-01-09)");
}

TEST_CASE("what does not date an article is said", "[published]") {
    const auto yearless = evidence_of("", "", "CAIRO, May 1 (Reuters) - The vote was put off.\n");
    CHECK(yearless.notes.empty());
    CHECK(yearless.yearless ==
          std::vector<YearlessDate>{{5, 1, DateSource::Dateline, 0.7, "CAIRO, May 1 (Reuters) "}});
    const auto leap =
        evidence_of("", "2023/x/a.txt", "CAIRO, Feb 29 (Reuters) - The vote was put off.\n");
    REQUIRE(leap.notes.size() == 1);
    CHECK(leap.notes[0] ==
          "\"CAIRO, Feb 29 (Reuters) \": no such day in the year that other evidence gives");
    const std::string story = std::string("Waqas Arain\nUpdated On\n\n") + kStory;
    const auto empty = evidence_of("", "", story);
    CHECK(empty.dates.empty());
    REQUIRE(empty.notes.size() == 1);
    CHECK(empty.notes[0] == "\"Updated On\": no date follows");
    CHECK(evidence_of("https://example.org/2023/01/09/a", "", story).notes.empty());
}

TEST_CASE("hostile addresses and lines", "[published][hostile]") {
    for (const char* const unit :
         {"2024/", "2024-", "May ", "1 ", "1/1/", "mon ", "((", "May 1, ", "9999/99/"}) {
        std::string text;
        while (text.size() < 1'000'000) {
            text += unit;
        }
        CAPTURE(unit);
        CHECK(evidence_of(text, text, text).dates.size() < 3000);
        CHECK(evidence_of("", "", "CAIRO, " + text + "(Reuters) - x\n").dates.size() < 3000);
        find_written_date(text, 0, text.size());
    }
}
