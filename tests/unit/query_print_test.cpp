// Trees as text.
#include <random>

#include "searcher/query/ast.h"
#include "searcher/query/escape.h"
#include "tests/catch.h"
#include "tests/unit/query_outcome.h"

using namespace dateline;
using namespace dateline::testing;

TEST_CASE("trees print with the parentheses they need and no others", "[query]") {
    constexpr Row kPrinted[] = {
        {"a b", "a AND b"},
        {"((a) OR (b c))", "a OR b AND c"},
        {"(a OR b) c", "(a OR b) AND c"},
        {"-(a b) -c", "NOT (a AND b) AND NOT c"},
        {"NOT NOT a", "NOT NOT a"},
        {"a MAYBE (b MAYBE c)", "a MAYBE (b MAYBE c)"},
        {"a w/3 (b OR c)", "a NEAR/3 (b OR c)"},
        {"a adj/1 b", "a ADJ/1 b"},
        {"(a NEAR b)^1.50", "(a NEAR/10 b)^1.5"},
        {"title:(a)^2", "title:a^2"},
        {"title:(a^2)", "title:(a^2)"},
        {"TITLE:“x”", "title:\"x\""},
        {"author:x", "Author:x"},
        {"(ATLEAST2 (a))^2", "(ATLEAST2 a)^2"},
        {"blinkin~", "blinkin~1"},
        {"x zone:all -y", "x AND NOT y AND zone:all"},
        {"(x OR y) zone:all", "(x OR y) AND zone:all"},
        {"(x zone:all) zone:body", "(x AND zone:all) AND zone:body"},
        {"\\AND \\w/5 w/o", "\\AND AND \\w/5 AND w/o"},
        {"\\ATLEAST \\NEAR/x", "\\ATLEAST AND \\NEAR/x"},
        {"a\\:b http://c 1:2 \\:d", "a\\:b AND http://c AND 1:2 AND \\:d"},
        {"source:(a OR -b)", "source:(a OR NOT b)"},
        {"source:\"AND\" source:\"-x\"", "source:\"AND\" AND source:\"-x\""},
        {"id:a\\b", "id:\"a\\\\b\""},
        {"date:\"last week\" date:>=2024", "date:\"last week\" AND date:\">=2024\""},
        {"@war @zoned", "(gaza OR rafah) AND (aleppo AND zone:all)"},
    };
    for (const Row& row : kPrinted) {
        CAPTURE(row.query);
        CHECK(to_string(parse_query(row.query, options())) == row.expected);
    }
}

TEST_CASE("words and values are written with as few marks as it takes", "[query]") {
    constexpr Row kWords[] = {
        {"gaza", "gaza"},
        {"-gaza", "\\-gaza"},
        {"a-b", "a-b"},
        {"+1", "\\+1"},
        {"@war", "\\@war"},
        {"a@b", "a@b"},
        {"–x", "\\–x"},
        {"AND", "\\AND"},
        {"and", "and"},
        {"NEAR/5", "\\NEAR/5"},
        {"NEAR/999", "\\NEAR/999"},  // refused as it stands
        {"w/o", "w/o"},
        {"a*b?", "a\\*b\\?"},
        {"x^2", "x\\^2"},
        {"a:b", "a\\:b"},
        {"10:30", "10:30"},
        {"https://example.org", "https://example.org"},
        {"a\\b", "a\\\\b"},
        {"f(x)", "f\\(x\\)"},
        {"5\"", "5\\\""},
    };
    for (const Row& row : kWords) {
        CAPTURE(row.query);
        CHECK(escape_word(row.query) == row.expected);
        const Query query = parse_query(row.expected, options());
        REQUIRE(std::holds_alternative<Word>(query.node));
        CHECK(std::get<Word>(query.node).text == row.query);
    }
    constexpr Row kValues[] = {
        {"reuters", "reuters"},
        {"The Globe", "\"The Globe\""},
        {"https://example.org/a?b=1", "https://example.org/a?b=1"},
        {"", "\"\""},
        {"-x", "\"-x\""},
        {"OR", "\"OR\""},
        {"a*", "\"a*\""},
        {"a\\b", "\"a\\\\b\""},
        {"the \"Globe\"", "\"the \\\"Globe\\\"\""},
    };
    for (const Row& row : kValues) {
        CAPTURE(row.query);
        CHECK(escape_value(row.query) == row.expected);
        CHECK(quote(row.query) ==
              (row.expected[0] == '"' ? row.expected : "\"" + std::string(row.query) + "\""));
    }
}

TEST_CASE("made-up trees print as text that parses to them", "[query]") {
    std::mt19937 random(20240517);
    const auto pick = [&](std::size_t below) { return random() % below; };
    const char* const pieces[] = {
        "a",         "b c",      "\"d e\"", "~\"f\"",   "gh*",      "ijk~1", "title:l", "source:m",
        "date:2024", "(",        ")",       "AND",      "OR",       "NOT",   "MAYBE",   "-n",
        "+o",        "NEAR/3",   "ADJ",     "w/s",      "ATLEAST2", "p^2",   "(q r)^3", "@war",
        "@zoned",    "zone:all", "title:(", "source:(", "\\AND",    "1:2"};
    std::size_t parsed = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (std::size_t i = 0, length = 1 + pick(7); i < length; ++i) {
            text += std::string(pieces[pick(std::size(pieces))]) + " ";
        }
        const Implicit implicit = pick(2) == 0 ? Implicit::And : Implicit::Or;
        Query query;
        try {
            query = parse_query(text, options(implicit));
        } catch (const QueryError&) {
            continue;
        }
        ++parsed;
        const std::string printed = to_string(query);
        const bool same = parse_query(printed, options(Implicit::And)) == query &&
                          parse_query(printed, options(Implicit::Or)) == query;
        if (!same) {
            CAPTURE(text, printed);
            FAIL("another tree");
        }
    }
    CHECK(parsed > 2000);
}
