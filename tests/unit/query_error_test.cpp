// What a mistake in a query looks like.
#include "searcher/query/error.h"
#include "tests/catch.h"
#include "tests/unit/query_outcome.h"

using namespace dateline;
using namespace dateline::testing;

TEST_CASE("errors suggest what to try", "[query]") {
    constexpr Row kSuggestions[] = {
        {"titel:gaza", "title:; \\: or quotes if it is no field"},
        {"SOURC:x", "source:; \\: or quotes if it is no field"},
        {"autor:x", "Author:; \\: or quotes if it is no field"},
        {"menitons:2024", "mentions:; \\: or quotes if it is no field"},
        {"Breaking: x",
         "one of title, source, credit, id, url, lang, story, date, mentions, date-confidence, "
         "zone, "
         "section, Author; \\: or quotes if it is no field"},
        {"date:last week", "quotes: date:\"last week\""},
        {"mentions:3 days ago", "quotes: mentions:\"3 days ago\""},
        {"date:march 2024", "date:\"march 2024\" for one date; else the words before the date"},
        {"date:yesterdya", "'yesterday' for 'yesterdya'?"},
        {"date:last-wek", "'week' for 'wek'?"},
        {"date:2023-02-30", "2023-02-28"},
        {"date:2024-W53", "w01 to w52: 2024-w52"},
        {"date:2024-05..2024-01", "the other way round: 2024-01..2024-05"},
        {"date:2024-05-01T10:00", "2024-05-01"},
        {"a NEAR5 b", "NEAR/5"},
        {"a pre/s b", "w/s for the same sentence"},
        {"ATLEAST/4 a", "ATLEAST4"},
        {"title:-a", "the sign before the field, -title:…, or quotes if it belongs to the value"},
        {"a zone:title", "title:word for words of the title"},
        {"a zone:x", "one of all, body, teaser, byline, credit, comment-form, navigation"},
        {"title:a NEAR b", "the field around all: title:(a NEAR/5 b)"},
        {"source:(The Globe)", "source:(a OR b), or quotes around a value with blanks"},
    };
    for (const Row& row : kSuggestions) {
        CAPTURE(row.query);
        CHECK(error_of(row.query).suggestion() == row.expected);
    }
}

// Messages were cut after 40 bytes, in the middle of a character.
TEST_CASE("what a message repeats of a query ends at a character", "[query]") {
    const std::string dots = repeat("…", 13);
    const std::string accents = repeat("é", 19);
    CHECK(outcome(repeat("…", 14)) == "0-42: nothing to search for in '" + dots + "…'");
    CHECK(outcome(dots) == "0-39: nothing to search for in '" + dots + "'");
    CHECK(outcome("a NEAR/x" + repeat("é", 30)) == "2-68: 'x" + accents + "…' is no number");
    CHECK(outcome(repeat("é", 30) + ":x") == "0-61: there is no field '" + repeat("é", 20) + "…'");
    CHECK(error_of("NEAR/x" + repeat("é", 30) + "^2").suggestion() ==
          "\\NEAR/x" + repeat("é", 17) + "…^2 for the word itself");
}

TEST_CASE("errors are shown with carets under the query", "[query]") {
    const auto shown = [](std::string_view query, std::size_t begin, std::size_t end,
                          std::size_t width = 80) {
        return show_error(query, QueryError("wrong", begin, end, "right"), width);
    };
    CHECK(shown("a AND", 2, 5) == "wrong\n  a AND\n    ^^^\n  try: right\n");
    CHECK(shown("", 0, 0) == "wrong\n  try: right\n");
    CHECK(show_error("a", QueryError("wrong", 0, 1)) == "wrong\n  a\n  ^\n");
    // Where something is missing
    CHECK(shown("ab", 1, 1) == "wrong\n  ab\n   ^\n  try: right\n");
    CHECK(shown("ab", 2, 2) == "wrong\n  ab\n    ^\n  try: right\n");
    // Offsets beyond the query
    CHECK(shown("ab", 7, 9) == "wrong\n  ab\n    ^\n  try: right\n");
    // Wide and combining characters
    CHECK(shown("停火 AND", 7, 10) == "wrong\n  停火 AND\n       ^^^\n  try: right\n");
    CHECK(shown("停火", 0, 6) == "wrong\n  停火\n  ^^^^\n  try: right\n");
    CHECK(shown("e\u0301 (", 4, 5) == "wrong\n  e\u0301 (\n    ^\n  try: right\n");
    CHECK(shown("“a", 0, 3) == "wrong\n  “a\n  ^\n  try: right\n");
    // Controls, and bytes that are no text
    CHECK(shown("\x1b[31m)", 5, 6) == "wrong\n  ␛[31m)\n       ^\n  try: right\n");
    CHECK(shown("a\tb\nc", 4, 5) == "wrong\n  a␉b␊c\n      ^\n  try: right\n");
    CHECK(shown("\x7f\xff)", 2, 3) == "wrong\n  ␡\\xFF)\n       ^\n  try: right\n");
    CHECK(shown("\u202Ea", 3, 4) == "wrong\n  \\u{202E}a\n          ^\n  try: right\n");
    CHECK(shown("\u0085", 0, 2) == "wrong\n  \\u{0085}\n  ^^^^^^^^\n  try: right\n");
    // Within a character: all of it
    CHECK(shown("é)", 1, 2) == "wrong\n  é)\n  ^\n  try: right\n");
    // Long queries
    CHECK(shown(std::string(100, 'a') + ")" + std::string(100, 'b'), 100, 101, 20) ==
          "wrong\n  …aaaaaaaaaa)bbbbb…\n             ^\n  try: right\n");
    CHECK(shown(std::string(50, 'a') + "(", 0, 51, 20) ==
          "wrong\n  aaaaaaaaaaaaaaaa…\n  ^^^^^^^^^^^^^^^^\n  try: right\n");
    CHECK(shown(repeat("停", 40), 120, 120, 20) ==
          "wrong\n  …停停停停停停停\n                 ^\n  try: right\n");
    CHECK(shown(std::string("a") + repeat("\u0301", 10'000) + ")", 20'001, 20'002).size() < 2000);
}
