// How much a query may ask for.
#include "searcher/query/limits.h"
#include "tests/catch.h"
#include "tests/unit/query_outcome.h"

using namespace dateline;
using namespace dateline::testing;

TEST_CASE("limits of a query are named", "[query]") {
    SECTION("nesting") {
        const auto nested = [](std::string_view open, std::size_t depth, std::string_view close) {
            return repeat(open, depth) + "a" + repeat(close, depth);
        };
        CHECK(outcome(nested("(", 200, ")")) == "a");
        CHECK(outcome(nested("(", 201, ")")) == "200-201: nested deeper than 200 levels");
        CHECK(outcome(nested("NOT ", 201, "")) == "800-803: nested deeper than 200 levels");
        CHECK(outcome(nested("-(", 201, ")")) == "401-402: nested deeper than 200 levels");
        CHECK(outcome(nested("(", 50'000, "")) == "200-201: nested deeper than 200 levels");
        CHECK(outcome("title:" + nested("(", 201, ")")) ==
              "206-207: nested deeper than 200 levels");
        CHECK(outcome("source:" + nested("(", 201, ")")) ==
              "207-208: nested deeper than 200 levels");
        check_printed(parse_query(nested("NOT (b OR ", 100, ")"), options()));
    }
    SECTION("words") {
        CHECK_NOTHROW(parse_query(repeat("a ", 4096), options()));
        CHECK(outcome(repeat("a ", 4097)) == "8192-8193: more than 4096 words in the query");
        CHECK_NOTHROW(parse_query("\"" + repeat("a ", 4096) + "\"", options()));
        CHECK(outcome("\"" + repeat("a ", 4097) + "\"") ==
              "0-8196: more than 4096 words in the query");
        CHECK(outcome(repeat("a-", 4097)) == "0-8194: more than 4096 words in the query");
        CHECK(outcome(repeat("停", 4097)) == "0-12291: more than 4096 words in the query");
        CHECK(outcome("source:(" + repeat("a OR ", 4096) + "a)") ==
              "20488-20489: more than 4096 words in the query");
        CHECK(outcome(repeat("@war ", 2049)) ==
              "10240-10244: in the saved query @war: more than 4096 words in the query");
    }
    SECTION("words whose places are compared") {
        const std::string most = " words in NEAR, ADJ, w/s, w/p, ATLEAST and ~\"…\" together";
        CHECK_NOTHROW(parse_query(repeat("(a w/s b) ", 64), options()));
        CHECK(outcome(repeat("(a w/s b) ", 1000)) == "641-642: more than 128" + most);
        CHECK(outcome(repeat("a NEAR/5 ", 4000) + "a") == "1152-1153: more than 128" + most);
        CHECK(outcome("(" + repeat("a OR ", 128) + "a) w/p b") == "641-642: more than 128" + most);
        CHECK(outcome(repeat("ATLEAST2 \"a b c\" ", 43)) == "723-730: more than 128" + most);
        CHECK(outcome("~\"" + repeat("a ", 129) + "\"") == "0-261: more than 128" + most);
        CHECK(outcome(repeat("(a ADJ @war) ", 50)) == "553-557: more than 128" + most);
        // All that does not compare places of stems may be longer.
        CHECK_NOTHROW(parse_query(repeat("(a OR \"b c\") ", 1000), options()));
    }
    SECTION("bytes") {
        CHECK_NOTHROW(parse_query("a" + std::string(kMaxQueryBytes - 1, ' '), options()));
        CHECK(outcome(std::string(kMaxQueryBytes + 1, ' ')) ==
              "102400-102401: the query is longer than 102400 bytes");
        CHECK_NOTHROW(parse_query(std::string(kMaxQueryBytes, 'a'), options()));
    }
    SECTION("saved queries that multiply") {
        ParseOptions bombs = options();
        bombs.saved_query = [](std::string_view name) -> std::optional<std::string> {
            const char next = static_cast<char>(name[0] + 1);
            const std::string call = std::string(" @") + next;
            return name[0] == 'i' ? "x" : repeat(call, 10);
        };
        CHECK_THROWS_AS(parse_query("@a", bombs), QueryError);
    }
    SECTION("100 kB of anything end in bounded time") {
        for (const char* piece : {"(",
                                  ")",
                                  "\"",
                                  "a ",
                                  "NOT ",
                                  "-",
                                  "a:",
                                  "title:",
                                  "date:2 ",
                                  "a*",
                                  "\\",
                                  "@war ",
                                  "~",
                                  "a NEAR ",
                                  "a OR ",
                                  "^",
                                  "date:2024 1 ",
                                  "source:x ",
                                  "zone:all ",
                                  "a MAYBE ",
                                  "\xff",
                                  "date:last week ",
                                  "a OR b ",
                                  "é",
                                  "(a ",
                                  "a) "}) {
            CAPTURE(piece);
            const std::string text = repeat(piece, kMaxQueryBytes / std::string(piece).size());
            for (const Implicit implicit : {Implicit::And, Implicit::Or}) {
                try {
                    check_printed(parse_query(text.substr(0, kMaxQueryBytes), options(implicit)));
                } catch (const QueryError& error) {
                    CHECK(error.end() <= text.size());
                    CHECK(show_error(text, error).size() < 2000);
                }
                CHECK_NOTHROW(parse_plain(text, implicit));
            }
        }
    }
}
