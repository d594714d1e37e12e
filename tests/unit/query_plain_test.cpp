// --plain: everything is words.
#include "searcher/query/parser.h"
#include "tests/catch.h"
#include "tests/unit/query_outcome.h"

using namespace dateline;
using namespace dateline::testing;

TEST_CASE("plain text is words whatever is in it", "[query]") {
    constexpr Row kPlain[] = {
        {"", "(nothing)"},
        {" - & !!! \xff", "(nothing)"},
        {"gaza", "gaza"},
        {"Who is Blinken?", "(and Who is Blinken?)"},
        {"a AND b OR NOT c", "(and a AND b OR NOT c)"},
        {"-a +b ~c @d", "(and -a (word \"+b\") (word \"~c\") (word \"@d\"))"},
        {"title:x date:nonsense", "(and title:x date:nonsense)"},
        {"\"open (a b))", "(and (word \"\\\"open\") (word \"(a\") (word \"b))\"))"},
        {"a\xff"
         "b \x1b[31mc",
         "(and a b (word \"[31mc\"))"},
        {"w/5 NEAR/3 ATLEAST", "(and w/5 NEAR/3 ATLEAST)"},
        {"x^2 y~1 z*", "(and (word \"x^2\") (word \"y~1\") z*)"},
        {"a \\ b\\", "(and a (word \"b\\\\\"))"},
        {"10% – 20%", "(and 10% 20%)"},
    };
    for (const Row& row : kPlain) {
        CAPTURE(row.query);
        const Query query = parse_plain(row.query);
        CHECK(to_debug_string(query) == row.expected);
        if (!std::holds_alternative<Nothing>(query.node)) {
            check_printed(query);
        }
    }
    CHECK(to_string(parse_plain("")).empty());
    CHECK(to_debug_string(parse_plain("a b", Implicit::Or), true) == "(or a@0-1 b@2-3)@0-3");

    bool complete = false;
    parse_plain(repeat("a ", kMaxQueryTerms), Implicit::And, &complete);
    CHECK(complete);
    CHECK(parse_plain(repeat("a ", kMaxQueryTerms + 1), Implicit::And, &complete).parts.size() ==
          kMaxQueryTerms);
    CHECK_FALSE(complete);
    parse_plain(std::string(kMaxQueryBytes + 1, ' '), Implicit::And, &complete);
    CHECK_FALSE(complete);
}
