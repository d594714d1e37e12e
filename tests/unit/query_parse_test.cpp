// Tables: query -> printed tree, or "begin-end: message" of the error.
#include <random>
#include <set>

#include "searcher/query/parser.h"
#include "tests/catch.h"

using namespace dateline;

namespace {

struct Row {
    const char* query;
    const char* expected;
};

std::optional<std::string> saved_query(std::string_view name) {
    if (name.starts_with("deep")) {
        return "@deep" + std::to_string(std::stoi(std::string(name.substr(4))) + 1);
    }
    static constexpr std::pair<std::string_view, std::string_view> kSaved[] = {
        {"war", "gaza OR rafah"}, {"zoned", "aleppo zone:all"},
        {"nested", "@war x"},     {"loop", "a @loop"},
        {"mutual", "b @mutual2"}, {"mutual2", "@mutual"},
        {"bad", "a AND"},         {"empty", ""},
        {"fielded", "source:x"},
    };
    for (const auto& [saved, text] : kSaved) {
        if (saved == name) {
            return std::string(text);
        }
    }
    return std::nullopt;
}

ParseOptions options(Implicit implicit = Implicit::And) {
    ParseOptions options;
    options.implicit = implicit;
    options.now = *make_day(2024, 5, 17);  // a Friday
    options.metadata_fields = {"section", "Author"};
    options.saved_query = saved_query;
    return options;
}

std::string outcome(std::string_view query, Implicit implicit = Implicit::And,
                    bool offsets = false) {
    try {
        return to_debug_string(parse_query(query, options(implicit)), offsets);
    } catch (const QueryError& error) {
        return std::to_string(error.begin()) + "-" + std::to_string(error.end()) + ": " +
               error.what();
    }
}

// What is printed parses to the same tree, whatever the implicit operator, and prints the same.
void check_printed(const Query& query) {
    const std::string printed = to_string(query);
    CAPTURE(printed);
    for (const Implicit implicit : {Implicit::And, Implicit::Or}) {
        const Query again = parse_query(printed, options(implicit));
        CHECK(to_debug_string(again) == to_debug_string(query));
        CHECK(again == query);
        CHECK(to_string(again) == printed);
    }
}

void check_row(const Row& row, Implicit implicit) {
    const std::string query = row.query;
    CAPTURE(query);
    CHECK(outcome(query, implicit) == row.expected);
    try {
        check_printed(parse_query(query, options(implicit)));
    } catch (const QueryError& error) {
        CHECK(error.begin() <= error.end());
        CHECK(error.end() <= query.size());
        CHECK_FALSE(error.suggestion().empty());
        const std::string message = error.what();
        CHECK(message.find('\n') == std::string::npos);
    }
}

QueryError error_of(std::string_view query) {
    try {
        parse_query(query, options());
    } catch (const QueryError& error) {
        return error;
    }
    FAIL("no error in " << query);
    throw;  // not reached
}

std::string repeat(std::string_view text, std::size_t times) {
    std::string repeated;
    for (std::size_t i = 0; i < times; ++i) {
        repeated += text;
    }
    return repeated;
}

}  // namespace

// clang-format off
constexpr Row kImplicitAnd[] = {
    // The example of ast.h
    {R"(blinken NEAR/5 (gaza OR rafah) title:cease* -"prisoner swap" date:last-week)", R"((and (near 5 blinken (or gaza rafah)) (title: (wild cease*)) (not "prisoner swap") (date: [2024-05-06..2024-05-12 last-week])))"},
    // Words, as typed
    {"blinken", "blinken"},
    {"Blinken", "Blinken"},
    {"US U.S.", "(and US U.S.)"},
    {"34,568", "34,568"},
    {"cease-fire", "cease-fire"},
    {"don't Blinken’s", R"((and don't (word "Blinken’s")))"},
    {"naïve Øre 停火", "(and naïve Øre 停火)"},
    {"C++", R"((word "C++"))"},
    {"AT&T $5 50%", "(and AT&T $5 50%)"},
    {"  two   words  ", "(and two words)"},
    {"tab\tand no-break", "(and tab and no-break)"},
    {"and or not near adj maybe", "(and and or not near adj maybe)"},
    {"AND, ANDY NORTH ORDER", "(and AND, ANDY NORTH ORDER)"},
    {"Gaza.", "Gaza."},
    {"—", "0-3: '—' is a dash, not the minus that excludes a word"},
    {"a — b", "2-5: '—' is a dash, not the minus that excludes a word"},
    {"–word", "0-3: '–' is a dash, not the minus that excludes a word"},
    {"\u22125", "0-3: '\u2212' is a dash, not the minus that excludes a word"},
    {"&", "0-1: nothing to search for in '&'"},
    {"a , b", "2-3: nothing to search for in ','"},
    {"!!!", "0-3: nothing to search for in '!!!'"},
    {"...", "0-3: nothing to search for in '...'"},
    {"-", "0-1: nothing right after '-'"},
    {"- a", "0-1: nothing right after '-'"},
    {"a -", "2-3: nothing right after '-'"},
    {"a - b", "2-3: nothing right after '-'"},
    {"+", "0-1: nothing right after '+'"},
    {"( - )", "2-3: nothing right after '-'"},
    {"😀", "0-4: nothing to search for in '😀'"},
    {"word😀", R"((word "word😀"))"},
    {"U+00AD\u00adsoft", "(word \"U+00AD\u00adsoft\")"},
    {"a\u200bb", "(word \"a\u200bb\")"},
    // Operators
    {"a AND b", "(and a b)"},
    {"a b", "(and a b)"},
    {"a OR b", "(or a b)"},
    {"a b c d", "(and a b c d)"},
    {"a AND b AND c", "(and a b c)"},
    {"a OR b OR c", "(or a b c)"},
    {"(a AND b) AND c", "(and a b c)"},
    {"(a OR b) OR c", "(or a b c)"},
    {"a AND (b OR c)", "(and a (or b c))"},
    {"a OR b AND c", "(or a (and b c))"},
    {"a b OR c d", "(or (and a b) (and c d))"},
    {"a OR b c OR d", "(or a (and b c) d)"},
    {"NOT a", "(not a)"},
    {"NOT NOT a", "(not (not a))"},
    {"NOT a b", "(and (not a) b)"},
    {"NOT (a b)", "(not (and a b))"},
    {"a NOT b", "(and a (not b))"},
    {"a AND NOT b", "(and a (not b))"},
    {"a OR NOT b", "(or a (not b))"},
    {"a -b", "(and a (not b))"},
    {"-a", "(not a)"},
    {"-a -b", "(and (not a) (not b))"},
    {"-(a b)", "(not (and a b))"},
    {"-(a OR b) c", "(and (not (or a b)) c)"},
    {R"(-"a b")", R"((not "a b"))"},
    {R"(-~"a b")", R"((not ~"a b"))"},
    {"-title:a", "(not (title: a))"},
    {"-5", "(not 5)"},
    {"+a", "a"},
    {"+a b", "(and a b)"},
    {"+a -b", "(and a (not b))"},
    {"+(a b)", "(and a b)"},
    {"a +b OR c", "(or (and a b) c)"},
    {"+a OR b", "0-1: '+' beside OR"},
    {"a OR +b", "5-6: '+' beside OR"},
    {"a MAYBE b", "(maybe a b)"},
    {"a MAYBE b MAYBE c", "(maybe a b c)"},
    {"a b MAYBE c d", "(maybe (and a b) (and c d))"},
    {"a MAYBE b OR c", "(or (maybe a b) c)"},
    {"(a MAYBE b) MAYBE c", "(maybe (maybe a b) c)"},
    {"a MAYBE (b OR c)", "(maybe a (or b c))"},
    {"a AND (b MAYBE c)", "(and a (maybe b c))"},
    {"a MAYBE +b", "8-9: '+' beside MAYBE"},
    {"AND", "0-3: nothing before 'AND'"},
    {"OR", "0-2: nothing before 'OR'"},
    {"NOT", "0-3: nothing after 'NOT'"},
    {"a AND", "2-5: nothing after 'AND'"},
    {"AND a", "0-3: nothing before 'AND'"},
    {"a OR", "2-4: nothing after 'OR'"},
    {"OR a", "0-2: nothing before 'OR'"},
    {"a NOT", "2-5: nothing after 'NOT'"},
    {"a AND AND b", "2-9: nothing between 'AND' and 'AND'"},
    {"a AND OR b", "2-8: nothing between 'AND' and 'OR'"},
    {"a OR AND b", "2-8: nothing between 'OR' and 'AND'"},
    {"NOT AND a", "0-7: nothing between 'NOT' and 'AND'"},
    {"NOT OR", "0-6: nothing between 'NOT' and 'OR'"},
    {"a MAYBE", "2-7: nothing after 'MAYBE'"},
    {"MAYBE a", "0-5: nothing before 'MAYBE'"},
    {"a NOT AND b", "2-9: nothing between 'NOT' and 'AND'"},
    {"-AND", "0-4: nothing between '-' and 'AND'"},
    {"-NOT", "1-4: 'NOT' after '-'"},
    {"+OR", "0-3: nothing between '+' and 'OR'"},
    {"--a", "0-2: two signs in a row"},
    {"-+a", "0-2: two signs in a row"},
    {"+-a", "0-2: two signs in a row"},
    {"NOT -a", "(not (not a))"},
    {"NOT +a", "4-5: '+' beside NOT"},
    {"(a AND)", "3-6: nothing after 'AND'"},
    {"(OR a)", "1-3: nothing before 'OR'"},
    {"(NOT)", "1-4: nothing after 'NOT'"},
    // Parentheses
    {"(a)", "a"},
    {"((a))", "a"},
    {"( a )", "a"},
    {"(a b) (c d)", "(and a b c d)"},
    {"(a OR b) c", "(and (or a b) c)"},
    {"a(b)c", "(and a b c)"},
    {"NOT(a)", "(not a)"},
    {"a AND(b)", "(and a b)"},
    {"()", "0-2: nothing between the parentheses"},
    {"( )", "0-3: nothing between the parentheses"},
    {"a () b", "2-4: nothing between the parentheses"},
    {"((a)", "0-1: no ')' for this '('"},
    {"(a", "0-1: no ')' for this '('"},
    {"(a OR (b c)", "0-1: no ')' for this '('"},
    {R"(a (b "c))", "5-6: no closing quote for this one"},
    {"a)", "1-2: no '(' for this ')'"},
    {")", "0-1: no '(' for this ')'"},
    {"a ) b", "2-3: no '(' for this ')'"},
    {"(a))", "3-4: no '(' for this ')'"},
    {")(", "0-1: no '(' for this ')'"},
    {"a AND )", "2-5: nothing after 'AND'"},
    {"( AND )", "2-5: nothing before 'AND'"},
    // Phrases
    {R"("exact phrase")", R"("exact phrase")"},
    {R"(~"stemmed phrase")", R"(~"stemmed phrase")"},
    {R"("cease* fire")", "6-7: '*' is no wildcard between quotes"},
    {R"("cease *fire")", "7-8: '*' is no wildcard between quotes"},
    {R"(a ~"wom?n talk")", "7-8: '?' is no wildcard between quotes"},
    {R"(title:"cease* fire")", "12-13: '*' is no wildcard between quotes"},
    {R"("café* noir")", "6-7: '*' is no wildcard between quotes"},
    {R"("who? me")", R"("who? me")"},
    {R"("a * b")", R"("a * b")"},
    {R"(source:"cease* fire")", R"((source: ="cease* fire"))"},
    {R"("one")", R"("one")"},
    {R"(" padded ")", R"(" padded ")"},
    {R"~("AND OR title:x (b) *")~", R"~("AND OR title:x (b) *")~"},
    {R"("a \"quoted\" word")", R"("a \"quoted\" word")"},
    {R"("back\\slash")", R"("back\\slash")"},
    {R"("C:\dir")", R"("C:\\dir")"},
    {R"("ends in \\")", R"("ends in \\")"},
    {R"("ends in \")", "0-1: no closing quote for this one"},
    {"“curly quotes”", R"("curly quotes")"},
    {"„low and high“", R"("low and high")"},
    {R"("mixed”)", R"("mixed")"},
    {R"(“say ")", R"("say ")"},
    {R"(a "b c" d)", R"((and a "b c" d))"},
    {R"("")", "0-2: nothing to search for between the quotes"},
    {R"(" ")", "0-3: nothing to search for between the quotes"},
    {R"("!?")", "0-4: nothing to search for between the quotes"},
    {"“”", "0-6: nothing to search for between the quotes"},
    {R"(~"")", "0-3: nothing to search for between the quotes"},
    {R"("open)", "0-1: no closing quote for this one"},
    {R"(a "open)", "2-3: no closing quote for this one"},
    {R"("a" "b)", "4-5: no closing quote for this one"},
    {R"(a"b")", "1-1: a blank is missing before the quote"},
    {R"("a"b)", "3-3: a blank is missing after the quote"},
    {R"("a""b")", "3-3: a blank is missing after the quote"},
    {R"("a"(b))", R"((and "a" b))"},
    {R"(("a"))", R"("a")"},
    {"~a", "0-1: '~' without quotes after it"},
    {"~", "0-1: '~' without quotes after it"},
    {"~(a b)", "0-1: '~' without quotes after it"},
    {"a ~ b", "2-3: '~' without quotes after it"},
    {R"("a b"~3)", "5-7: '~' after a phrase"},
    {R"(5" gun)", "1-1: a blank is missing before the quote"},
    // Wildcards
    {"cease*", "(wild cease*)"},
    {"wom?n", "(wild wom?n)"},
    {"g?v*t", "(wild g?v*t)"},
    {"e?mail", "(wild e?mail)"},
    {"cease**", "(wild cease**)"},
    {"中?国", "(wild 中?国)"},
    {"*", "(all)"},
    {"* -date:undated", "(and (all) (not (date: [none undated])))"},
    {"(*)", "(all)"},
    {"-*", "(not (all))"},
    {"a *", "(and a (all))"},
    {"a OR *", "(or a (all))"},
    {"*^2", "0-1: a wildcard without letters"},
    {"a NEAR/3 *", "9-10: 'NEAR/3' takes words and phrases only"},
    {"ATLEAST2 *", "9-10: 'ATLEAST2' takes words and phrases only"},
    {"title:(a *)", "9-10: a wildcard without letters"},
    {"\\*", "0-2: nothing to search for in '*'"},
    {"a !b", "2-3: '!' is not the minus that excludes a word"},
    {"!(a b)", "0-1: '!' is not the minus that excludes a word"},
    {R"(!"a b")", "0-1: '!' is not the minus that excludes a word"},
    {"\\!b", "(word \"!b\")"},
    {"stop!", "(word \"stop!\")"},
    {"a /5 b", "2-4: '/5' is no operator"},
    {"a /S b", "2-4: '/S' is no operator"},
    {"a /p b", "2-4: '/p' is no operator"},
    {"a \\/5 b", "(and a /5 b)"},
    {"/etc/hosts", "/etc/hosts"},
    {"«swap meet» gaza", R"((and "swap meet" gaza))"},
    {"**", "0-2: a wildcard without letters"},
    {"?", "0-1: a wildcard without letters"},
    {"*fire", "0-5: a wildcard at the beginning of a word"},
    {"?omen", "0-5: a wildcard at the beginning of a word"},
    {"a*", "0-2: fewer than two letters beside a wildcard"},
    {"a?b", "(wild a?b)"},
    {"a??", "0-3: '?' at the end of a word"},
    {"gaza?", "0-5: '?' at the end of a word"},
    {"who is blinken?", "7-15: '?' at the end of a word"},
    {"f*ck", "(wild f*ck)"},
    {"cease-f*", "0-8: '-' in a word with * or ?"},
    {"don't*", "0-6: ''' in a word with * or ?"},
    {"http://a.b/c?d=e", "0-16: ':' in a word with * or ?"},
    {"a*b*c*d*e*f*g*h*i", "(wild a*b*c*d*e*f*g*h*i)"},
    {"a*b*c*d*e*f*g*h*", "(wild a*b*c*d*e*f*g*h*)"},
    {"-cease*", "(not (wild cease*))"},
    {"cease*^2", "(weight 2 (wild cease*))"},
    {"cease*~1", "0-8: '*' in a word with ~"},
    {R"(M\*A\*S\*H)", "M*A*S*H"},
    {R"(what\?)", "what?"},
    {R"("what? no *")", R"("what? no *")"},
    // Fuzzy
    {"blinkin~", "(fuzzy blinkin 1)"},
    {"blinkin~1", "(fuzzy blinkin 1)"},
    {"blinkin~2", "(fuzzy blinkin 2)"},
    {"blinkin~0", "7-9: not a number of edits"},
    {"blinkin~3", "7-9: not a number of edits"},
    {"blinkin~12", "7-10: not a number of edits"},
    {"blinkin~x", "7-9: not a number of edits"},
    {"ab~1", "0-4: too short a word for so many edits"},
    {"abc~", "(fuzzy abc 1)"},
    {"abc~2", "0-5: too short a word for so many edits"},
    {"abcd~2", "(fuzzy abcd 2)"},
    {"naïv~", "(fuzzy naïv 1)"},
    {"a-b-c~1", "0-7: '-' in a word with ~"},
    {"~1", "0-1: '~' without quotes after it"},
    {"a~b", "1-3: not a number of edits"},
    {"a~1~1", "1-5: not a number of edits"},
    {R"(word\~1)", R"((word "word~1"))"},
    // Weights
    {"word^2", "(weight 2 word)"},
    {"word^0.5", "(weight 0.5 word)"},
    {"word^0", "(weight 0 word)"},
    {"word^1000", "(weight 1000 word)"},
    {R"("a b"^2)", R"((weight 2 "a b"))"},
    {R"(~"a b"^2)", R"((weight 2 ~"a b"))"},
    {"(a OR b)^1.125", "(weight 1.125 (or a b))"},
    {"a~1^3", "0-3: too short a word for so many edits"},
    {"(a^2)^3", "(weight 3 (weight 2 a))"},
    {"title:a^2", "(weight 2 (title: a))"},
    {"title:(a b)^2", "(weight 2 (title: (and a b)))"},
    {"title:(a^2 b)", "(title: (and (weight 2 a) b))"},
    {"-a^2", "(not (weight 2 a))"},
    {"(a NEAR b)^2", "(weight 2 (near 10 a b))"},
    {"@war^2", "(weight 2 (or gaza rafah))"},
    {"word^", "4-5: not a weight"},
    {"word^x", "4-6: not a weight"},
    {"word^-1", "4-7: not a weight"},
    {"word^1001", "4-9: not a weight"},
    {"word^1.2345", "4-11: not a weight"},
    {"word^1.", "4-7: not a weight"},
    {"word^.5", "4-7: not a weight"},
    {"word^2^3", "4-8: not a weight"},
    {"^2", "0-2: nothing before '^'"},
    {"a ^2", "2-4: nothing before '^'"},
    {"(a b)^", "5-6: not a weight"},
    {R"("a b"^two)", "5-9: not a weight"},
    {"word^99999999999", "4-16: not a weight"},
    {"AND^2", "0-5: an operator carries no weight"},
    {R"(a^2"b")", "3-3: a blank is missing before the quote"},
    {"date:2024^2", "9-11: a filter carries no weight"},
    {"(date:2024 source:a)^2", "20-22: a filter carries no weight"},
    {R"(word\^2)", R"((word "word^2"))"},
    // NEAR and its kin
    {"a NEAR b", "(near 10 a b)"},
    {"a NEAR/5 b", "(near 5 a b)"},
    {"a ADJ b", "(adj 1 a b)"},
    {"a ADJ/3 b", "(adj 3 a b)"},
    {"a near/5 b", "(near 5 a b)"},
    {"a adj/2 b", "(adj 2 a b)"},
    {"a w/5 b", "(near 5 a b)"},
    {"a W/5 b", "(near 5 a b)"},
    {"a pre/5 b", "(adj 5 a b)"},
    {"a PRE/2 b", "(adj 2 a b)"},
    {"a w/s b", "(sentence a b)"},
    {"a W/P b", "(paragraph a b)"},
    {"a w/p b", "(paragraph a b)"},
    {"a NEAR/3 b NEAR/3 c", "(near 3 a b c)"},
    {"a NEAR/3 b w/3 c", "(near 3 a b c)"},
    {"a ADJ b pre/1 c", "(adj 1 a b c)"},
    {R"(a NEAR/5 "b c")", R"((near 5 a "b c"))"},
    {"a NEAR/5 cease*", "(near 5 a (wild cease*))"},
    {"a NEAR/5 blinkin~1", "(near 5 a (fuzzy blinkin 1))"},
    {R"(a NEAR/5 (b OR "c d" OR cease*))", R"((near 5 a (or b "c d" (wild cease*))))"},
    {"(a OR b) ADJ (c OR d)", "(adj 1 (or a b) (or c d))"},
    {"((a)) NEAR ((b))", "(near 10 a b)"},
    {R"(a NEAR ~"b c")", R"((near 10 a ~"b c"))"},
    {"-a NEAR b", "(not (near 10 a b))"},
    {"NOT a NEAR b", "(not (near 10 a b))"},
    {"a b NEAR c d", "(and a (near 10 b c) d)"},
    {"a OR b NEAR c OR d", "(or a (near 10 b c) d)"},
    {"a NEAR b AND c", "(and (near 10 a b) c)"},
    {"a near b", "(and a near b)"},
    {"a adj b", "(and a adj b)"},
    {"a w/o b", "(and a w/o b)"},
    {"a w/x b", "2-5: 'w/x' is no operator"},
    {"a W/X b", "2-5: 'W/X' is no operator"},
    {R"(a \w/x b)", "(and a w/x b)"},
    {R"(a "w/x" b)", R"((and a "w/x" b))"},
    {"a w/xy b", "(and a w/xy b)"},
    {"a w/ b", "(and a w/ b)"},
    {"pre/post", "pre/post"},
    {"and/or", "and/or"},
    {"a near/far b", "(and a near/far b)"},
    {"a NEAR", "2-6: nothing after 'NEAR'"},
    {"NEAR a", "0-4: nothing before 'NEAR'"},
    {"NEAR", "0-4: nothing before 'NEAR'"},
    {"a NEAR/0 b", "2-8: 0 is out of range here"},
    {"a NEAR/256 b", "2-10: 256 is out of range here"},
    {"a NEAR/255 b", "(near 255 a b)"},
    {"a NEAR/99999999999 b", "2-18: 99999999999 is out of range here"},
    {"a NEAR/ b", "2-7: no number after '/'"},
    {"a NEAR/x b", "2-8: 'x' is no number"},
    {"a NEAR/5x b", "2-9: '5x' is no number"},
    {"a w/5x b", "2-6: '5x' is no number"},
    {"a NEAR5 b", "2-7: '/' missing in NEAR5"},
    {"a ADJ2 b", "2-6: '/' missing in ADJ2"},
    {"a NEAR/s b", "2-8: 'NEAR/s' is no operator"},
    {"a pre/s b", "2-7: 'pre/s' is no operator"},
    {"a pre/p b", "2-7: 'pre/p' is no operator"},
    {"a NEAR b ADJ c", "9-12: 'ADJ' after 'NEAR' in one chain"},
    {"a NEAR/3 b NEAR/4 c", "11-17: 'NEAR/4' after 'NEAR/3' in one chain"},
    {"a NEAR (b c)", "7-12: 'NEAR' takes words and phrases only"},
    {"a NEAR (b OR c d)", "13-16: 'NEAR' takes words and phrases only"},
    {"a NEAR NOT b", "7-10: 'NOT' after 'NEAR'"},
    {"a NEAR -b", "7-8: '-' after 'NEAR'"},
    {"a NEAR b^2", "7-10: 'NEAR' takes words and phrases only"},
    {"a^2 NEAR b", "0-3: 'NEAR' takes words and phrases only"},
    {"title:a NEAR b", "0-7: 'NEAR' takes words and phrases only"},
    {"a NEAR title:b", "7-14: 'NEAR' takes words and phrases only"},
    {"title:(a NEAR b)", "(title: (near 10 a b))"},
    {"a NEAR (b NEAR c)", "7-17: 'NEAR' takes words and phrases only"},
    {"a NEAR ATLEAST2 b", "7-17: 'NEAR' takes words and phrases only"},
    {"a NEAR AND b", "2-10: nothing between 'NEAR' and 'AND'"},
    {"a NEAR NEAR b", "2-11: nothing between 'NEAR' and 'NEAR'"},
    {"a NEAR zone:all", "7-15: zone: is no part for 'NEAR'"},
    {"a NEAR date:2024", "7-16: 'NEAR' takes words and phrases only"},
    {R"(\NEAR a)", "(and NEAR a)"},
    // ATLEAST
    {"ATLEAST3 a", "(atleast 3 a)"},
    {R"(ATLEAST3 "a b")", R"((atleast 3 "a b"))"},
    {"ATLEAST3 (a OR b)", "(atleast 3 (or a b))"},
    {"ATLEAST3(a OR b)", "(atleast 3 (or a b))"},
    {"ATLEAST3 cease* b", "(and (atleast 3 (wild cease*)) b)"},
    {"-ATLEAST3 a", "(not (atleast 3 a))"},
    {"NOT ATLEAST3 a", "(not (atleast 3 a))"},
    {"(ATLEAST3 a)^2", "(weight 2 (atleast 3 a))"},
    {"title:(ATLEAST2 a)", "(title: (atleast 2 a))"},
    {"ATLEAST1000 a", "(atleast 1000 a)"},
    {"ATLEAST", "0-7: ATLEAST without a number"},
    {"ATLEAST a", "0-7: ATLEAST without a number"},
    {"ATLEAST0 a", "0-8: 0 is out of range here"},
    {"ATLEAST1001 a", "0-11: 1001 is out of range here"},
    {"ATLEAST3", "0-8: nothing after 'ATLEAST3'"},
    {"ATLEAST3 AND a", "0-12: nothing between 'ATLEAST3' and 'AND'"},
    {"ATLEAST3 )", "0-8: nothing after 'ATLEAST3'"},
    {"ATLEAST3x a", "0-9: '3x' is no number"},
    {"ATLEAST/3 a", "0-9: no '/' in ATLEAST"},
    {"ATLEASTWISE", "ATLEASTWISE"},
    {"atleast3 a", "(and atleast3 a)"},
    {"ATLEAST3 ATLEAST2 a", "0-17: two ATLEAST in a row"},
    {"ATLEAST3 (a b)", "9-14: 'ATLEAST3' takes words and phrases only"},
    {"ATLEAST3 a^2", "9-12: 'ATLEAST3' takes words and phrases only"},
    {"ATLEAST3 title:a", "9-16: 'ATLEAST3' takes words and phrases only"},
    {"ATLEAST3 -a", "9-10: '-' after 'ATLEAST3'"},
    {"ATLEAST3 zone:all", "9-17: zone: is no part for 'ATLEAST3'"},
    // Fields
    {"title:word", "(title: word)"},
    {"TITLE:word", "(title: word)"},
    {R"(title:"a phrase")", R"((title: "a phrase"))"},
    {R"(title:~"a phrase")", R"((title: ~"a phrase"))"},
    {"title:(a b)", "(title: (and a b))"},
    {"title:(a OR -b)", "(title: (or a (not b)))"},
    {"title:cease*", "(title: (wild cease*))"},
    {"title:blinkin~1", "(title: (fuzzy blinkin 1))"},
    {"title:@war", "(title: (or gaza rafah))"},
    {"title:AND", "(title: AND)"},
    {"title:10:30", "(title: 10:30)"},
    {"title:“curly”", R"((title: "curly"))"},
    {"source:reuters", R"((source: ="reuters"))"},
    {R"(source:"The Globe")", R"((source: ="The Globe"))"},
    {R"(source:(reuters OR "The Globe"))", R"((source: (or ="reuters" ="The Globe")))"},
    {"source:(a OR (b AND c))", R"((source: (or ="a" (and ="b" ="c"))))"},
    {"credit:(ap -reuters)", R"((credit: (and ="ap" (not ="reuters"))))"},
    {"source:globe*", R"((source: ="globe"*))"},
    {R"(source:"the globe"*)", R"((source: ="the globe"*))"},
    {"source:AND", R"((source: ="AND"))"},
    {"source:a source:b", R"((and (source: ="a") (source: ="b")))"},
    {"id:2024/05/01/002.txt", R"((id: ="2024/05/01/002.txt"))"},
    {R"(id:"a (1).txt")", R"((id: ="a (1).txt"))"},
    {R"(id:"-x")", R"((id: ="-x"))"},
    {R"(id:C:\dir\f.txt)", R"((id: ="C:\\dir\\f.txt"))"},
    {"url:http://a.b/c?d=e&f#g", R"((url: ="http://a.b/c?d=e&f#g"))"},
    {"url:https://a.b/~me/x", R"((url: ="https://a.b/~me/x"))"},
    {"url:https://a.b/*", R"((url: ="https://a.b/"*))"},
    {"lang:en", R"((lang: ="en"))"},
    {"story:002", R"((story: ="002"))"},
    {"section:world", R"((section: ="world"))"},
    {"SECTION:world", R"((section: ="world"))"},
    {R"(author:"Jo Smith")", R"((Author: ="Jo Smith"))"},
    {"date-confidence:>=0.9", "(date-confidence: >=0.9)"},
    {"date-confidence:<0.5", "(date-confidence: <0.5)"},
    {"date-confidence:=1", "(date-confidence: =1)"},
    {"date-confidence:(>=0.5 AND <0.9)", "(date-confidence: (and >=0.5 <0.9))"},
    {"titel:gaza", "0-6: there is no field 'titel'"},
    {"ttle:x", "0-5: there is no field 'ttle'"},
    {"autor:x", "0-6: there is no field 'autor'"},
    {"xyz:a", "0-4: there is no field 'xyz'"},
    {"Breaking: Gaza falls", "0-9: there is no field 'Breaking'"},
    {"mailto:a@b.c", "0-7: there is no field 'mailto'"},
    {"well-known:x", "0-11: there is no field 'well-known'"},
    {"título:x", "0-8: there is no field 'título'"},
    {"10:30", "10:30"},
    {"3:2", "3:2"},
    {"http://example.org/x", "http://example.org/x"},
    {"HTTPS://example.org", "HTTPS://example.org"},
    {"https:x", "0-6: there is no field 'https'"},
    {"I'm: here", "(and I'm: here)"},
    {"U.S.: here", "(and U.S.: here)"},
    {R"(a\:b)", "a:b"},
    {":x", "0-1: nothing before ':'"},
    {":", "0-1: nothing before ':'"},
    {":)", "0-1: nothing before ':'"},
    {"title:", "0-6: nothing after 'title:'"},
    {"title: word", "0-6: nothing after 'title:'"},
    {"title:)", "0-6: nothing after 'title:'"},
    {"(title:)", "1-7: nothing after 'title:'"},
    {"title:AND b", "(and (title: AND) b)"},
    {"title:-a", "6-7: '-' within a field"},
    {"title:+a", "6-7: '+' within a field"},
    {"title:()", "6-8: nothing between the parentheses"},
    {"title:(a", "6-7: no ')' for this '('"},
    {R"(title:"")", "6-8: nothing to search for between the quotes"},
    {"title:*", "6-7: a wildcard without letters"},
    {"title:&", "6-7: nothing to search for in '&'"},
    {"title:source:x", "6-13: a field within 'title:'"},
    {"title:(source:x)", "7-14: a field within 'title:'"},
    {"title:(a OR date:2024)", "12-17: a field within 'title:'"},
    {"title:(a zone:all)", "9-14: a field within 'title:'"},
    {R"(title:"a"b)", "9-9: a blank is missing after the quote"},
    {"title:–a", "6-9: '–' is a dash, not the minus that excludes a word"},
    {"source:", "0-7: nothing after 'source:'"},
    {"source: x", "0-7: nothing after 'source:'"},
    {R"(source:"")", "7-9: nothing between the quotes"},
    {R"(source:" ")", "7-10: nothing between the quotes"},
    {R"(source:"open)", "7-8: no closing quote for this one"},
    {"source:(The Globe)", "12-17: no operator before 'Globe'"},
    {"source:()", "7-9: nothing between the parentheses"},
    {"source:(a NOT b)", R"((source: (and ="a" (not ="b"))))"},
    {"source:(a OR)", "10-12: nothing after 'OR'"},
    {"source:(+a)", "8-9: '+' within source:(…)"},
    {"source:*", "7-8: '*' without the start of a value"},
    {"source:a*b", "7-10: '*' within a value"},
    {"source:a^2", "8-10: a filter carries no weight"},
    {R"(source:"a"^2)", "10-12: a filter carries no weight"},
    {"source:(a OR b)^2", "15-17: a filter carries no weight"},
    {"source:a~1", "8-10: a filter takes no like spellings"},
    {"source:-a", "7-8: '-' within a field"},
    {R"(source:a"b")", "8-8: a blank is missing before the quote"},
    {R"(source:"a"b)", "10-10: a blank is missing after the quote"},
    {R"(source:~"a b")", "8-8: a blank is missing before the quote"},
    {"source:(title:x OR b)", R"((source: (or ="title:x" ="b")))"},
    {"date-confidence:0.9", "16-19: not a comparison with a number from 0 to 1"},
    {"date-confidence:>=2", "16-19: not a comparison with a number from 0 to 1"},
    {"date-confidence:>=x", "16-19: not a comparison with a number from 0 to 1"},
    {"date-confidence:", "0-16: nothing after 'date-confidence:'"},
    {"date-confidence:>= 0.9", "16-18: not a comparison with a number from 0 to 1"},
    {"zone:all", "0-8: zone: without words to look for"},
    {"zone:all zone:body", "9-18: two zone: side by side"},
    {"aleppo zone:all", "(zone all aleppo)"},
    {"aleppo zone:Teaser", "(zone teaser aleppo)"},
    {"aleppo zone:teaser", "(zone teaser aleppo)"},
    {"aleppo insurgents zone:all", "(zone all (and aleppo insurgents))"},
    {"(aleppo zone:all) gaza", "(and (zone all aleppo) gaza)"},
    {"(aleppo zone:teaser) OR (gaza zone:credit)", "(or (zone teaser aleppo) (zone credit gaza))"},
    {"(aleppo zone:all) zone:body", "(zone body (zone all aleppo))"},
    {"zone:all (a OR b)", "(zone all (or a b))"},
    {"aleppo zone:all zone:body", "16-25: two zone: side by side"},
    {"aleppo OR zone:all", "10-18: zone: without words to look for"},
    {"aleppo OR gaza zone:all", "(or aleppo (zone all gaza))"},
    {"-zone:all a", "1-9: zone: is no part for -"},
    {"a NOT zone:all", "6-14: zone: is no part for NOT"},
    {"(zone:all)", "1-9: zone: without words to look for"},
    {"a (zone:all)", "3-11: zone: without words to look for"},
    {"a MAYBE zone:all", "8-16: zone: without words to look for"},
    {"a zone:titel", "7-12: not the name of a zone"},
    {"a zone:title", "7-12: there is no zone 'title'"},
    {"a zone:", "2-7: nothing after 'zone:'"},
    {"a zone:all*", "7-11: not the name of a zone"},
    {"a zone:(all)", "7-8: not the name of a zone"},
    {"(a zone:all)^2", "(weight 2 (zone all a))"},
    // Dates
    {"date:2024", "(date: [2024-01-01..2024-12-31 2024])"},
    {"date:2024-05", "(date: [2024-05-01..2024-05-31 2024-05])"},
    {"date:2024-05-01", "(date: [2024-05-01 2024-05-01])"},
    {"date:yesterday", "(date: [2024-05-16 yesterday])"},
    {"date:last-week", "(date: [2024-05-06..2024-05-12 last-week])"},
    {R"(date:"three days ago")", R"((date: [2024-05-14 "three days ago"]))"},
    {"date:2024-01..2024-03", "(date: [2024-01-01..2024-03-31 2024-01..2024-03])"},
    {"date:2024-01..", "(date: [2024-01-01.. 2024-01..])"},
    {"date:..2024-03", "(date: [..2024-03-31 ..2024-03])"},
    {R"(date:"since march")", R"((date: [2024-03-01.. "since march"]))"},
    {"date:>=2024-05", R"((date: [2024-05-01.. ">=2024-05"]))"},
    {"mentions:2023-10-07", "(mentions: [2023-10-07 2023-10-07])"},
    {"mentions:(2023-10-07 OR 1990s)", "(mentions: (or [2023-10-07 2023-10-07] [1990-01-01..1999-12-31 1990s]))"},
    {"date:(2024 -may)", "(date: (and [2024-01-01..2024-12-31 2024] (not [2024-05-01..2024-05-31 may])))"},
    {"date:undated", "(date: [none undated])"},
    {"-date:undated", "(not (date: [none undated]))"},
    {"DATE:Today", "(date: [2024-05-17 Today])"},
    {"date:“last week”", R"((date: [2024-05-06..2024-05-12 "last week"]))"},
    {"date:last week", "5-14: 'last' is no date that Dateline knows"},
    {"date:3 days ago", "5-15: '3' is no date that Dateline knows"},
    {"date:march 2024", "5-15: the date may go on after the blank"},
    {"date:march AND 2024", "(and (date: [2024-03-01..2024-03-31 march]) 2024)"},
    {"2024 date:march", "(and 2024 (date: [2024-03-01..2024-03-31 march]))"},
    {"date:2024 .. 2025", "5-17: the date may go on after the blank"},
    {"date:monday to friday", "5-21: the date may go on after the blank"},
    {R"(date:"last week"..today)", "16-16: a blank is missing after the quote"},
    {R"(date:"last wekk")", "11-15: 'last wekk' is no date that Dateline knows"},
    {"date:2024-02-30", "5-15: there is no day '2024-02-30': February 2024 has 29 days"},
    {"date:2024-13", "5-12: there is no month '2024-13'"},
    {"date:05/03/2024", "5-15: '05/03/2024' may be day/month or month/day"},
    {"date:2024-05..2024-01", "5-21: the range ends (2024-01-31) before it begins (2024-05-01)"},
    {"date:2024..2023..2022", "5-21: more than one '..' in a range"},
    {"date:..", "5-7: a range without a date"},
    {"date:", "0-5: nothing after 'date:'"},
    {R"(date:"")", "5-7: nothing between the quotes"},
    {"date:2024*", "9-10: '*' in a date"},
    {"date:soon", "5-9: 'soon' is no date that Dateline knows"},
    {"date:yesterdya", "5-14: 'yesterdya' is no date that Dateline knows"},
    {"date:2024-05-01T10:00:00", "5-24: a day is the shortest time a query can ask for"},
    {"date:(last week)", "6-15: 'last' is no date that Dateline knows"},
    {"date:undated..2024", "5-12: 'undated' cannot be the end of a range"},
    {"date:99999-years-ago", "5-20: '99999-years-ago' is outside the years 1 to 9999"},
    // Saved queries
    {"@war", "(or gaza rafah)"},
    {"@war OR x", "(or gaza rafah x)"},
    {"-@war", "(not (or gaza rafah))"},
    {"@war NEAR x", "(near 10 (or gaza rafah) x)"},
    {"title:@war", "(title: (or gaza rafah))"},
    {"@zoned", "(zone all aleppo)"},
    {"@zoned b", "(and (zone all aleppo) b)"},
    {"@nested", "(and (or gaza rafah) x)"},
    {"@none", "0-5: there is no saved query '@none'"},
    {"@", "0-1: not the name of a saved query"},
    {"@a.b", "0-4: not the name of a saved query"},
    {"x@y.z", R"((word "x@y.z"))"},
    {R"(\@war)", R"((word "@war"))"},
    {"@loop", "0-5: in the saved query @loop: the saved query @loop uses itself"},
    {"@mutual", "0-7: in the saved query @mutual2: the saved query @mutual uses itself"},
    {"@bad", "0-4: in the saved query @bad: nothing after 'AND'"},
    {"@empty", "0-6: in the saved query @empty: the query is empty"},
    {"@deep0", "0-6: in the saved query @deep9: more than 10 saved queries within each other"},
    {"title:@fielded", "6-14: in the saved query @fielded: a field within 'title:'"},
    {"source:(@war)", R"((source: ="@war"))"},
    // Backslashes
    {R"(\AND)", "AND"},
    {R"(\and)", "and"},
    {R"(a\-b)", "a-b"},
    {R"(\-a)", "-a"},
    {R"(\w/5)", "w/5"},
    {R"(\\)", R"(0-2: nothing to search for in '\')"},
    {R"(a\)", R"(1-2: nothing after '\')"},
    {R"(a\ b)", R"(1-2: nothing after '\')"},
    {R"(\(a\))", R"~((word "(a)"))~"},
    {R"(\"a)", R"((word "\"a"))"},
    {R"(a\bc)", R"((word "a\\bc"))"},
    // Blanks of other kinds
    {"a\u00a0b", "(and a b)"},
    {"a\u3000b\u2003c", "(and a b c)"},
    {"a\nb\r\nc", "(and a b c)"},
    {"", "0-0: the query is empty"},
    {" \t ", "0-3: the query is empty"},
    // Bytes that are no text
    {"a \xff b", "2-3: the query is not UTF-8"},
    {"\xed\xa0\x80", "0-1: the query is not UTF-8"},
    {"a \xe2\x80", "2-3: the query is not UTF-8"},
    {"a\x1b[31m", "1-2: a control character in the query"},
    {"a \x7f", "2-3: a control character in the query"},
    {"a\u0085b", "1-3: a control character in the query"},
};

constexpr Row kImplicitOr[] = {
    {"a b", "(or a b)"},
    {"a b c", "(or a b c)"},
    {"a b -c", "(and (or a b) (not c))"},
    {"a b NOT c", "(and (or a b) (not c))"},
    {"+a b", "(maybe a b)"},
    {"+a b c", "(maybe a b c)"},
    {"+a +b c", "(maybe (and a b) c)"},
    {"+a b -c", "(maybe (and a (not c)) b)"},
    {"a +b", "(maybe b a)"},
    {"+a +b", "(and a b)"},
    {"+a", "a"},
    {"-a", "(not a)"},
    {"-a -b", "(and (not a) (not b))"},
    {"a b AND c d", "(or a (and b c) d)"},
    {"a b OR c d", "(or a b c d)"},
    {"a b -c OR d", "(or (and (or a b) (not c)) d)"},
    {"+a b OR c", "(or (maybe a b) c)"},
    {"(a b) c", "(or a b c)"},
    {"(a OR b) c", "(or a b c)"},
    {"(a AND b) c", "(or (and a b) c)"},
    {"(a b) AND c", "(and (or a b) c)"},
    {"a source:x", R"((and a (source: ="x")))"},
    {"a b source:x date:2024", R"((and (or a b) (source: ="x") (date: [2024-01-01..2024-12-31 2024])))"},
    {"source:x source:y", R"((and (source: ="x") (source: ="y")))"},
    {"source:x -a", R"((and (source: ="x") (not a)))"},
    {"a -source:x", R"((and a (not (source: ="x"))))"},
    {"a (source:x OR source:y)", R"((and a (or (source: ="x") (source: ="y"))))"},
    {"+a source:x b", R"((maybe (and a (source: ="x")) b))"},
    {"a OR source:x", R"((or a (source: ="x")))"},
    {"a title:b", "(or a (title: b))"},
    {"a date-confidence:>0.5", "(and a (date-confidence: >0.5))"},
    {"aleppo insurgents zone:all", "(zone all (or aleppo insurgents))"},
    {"+aleppo b zone:all -c source:x", R"((zone all (maybe (and aleppo (not c) (source: ="x")) b)))"},
    {"a MAYBE b c", "(or (maybe a b) c)"},
    {"+a MAYBE b", "0-1: '+' beside MAYBE"},
    {"a MAYBE +b c", "8-9: '+' beside MAYBE"},
    {"title:(a b)", "(title: (or a b))"},
    {"title:(+a b)", "(title: (maybe a b))"},
    {"source:(a OR b)", R"((source: (or ="a" ="b")))"},
    {"source:(a b)", "10-11: no operator before 'b'"},
    {"credit:(a -b)", R"((credit: (and ="a" (not ="b"))))"},
    {"a NEAR b c", "(or (near 10 a b) c)"},
    {"(a b) NEAR c", "(near 10 (or a b) c)"},
    {"ATLEAST2 (a b)", "(atleast 2 (or a b))"},
    {"-a OR b", "(or (not a) b)"},
    {"NOT a b", "(and b (not a))"},
    {"NOT a AND b c", "(or (and (not a) b) c)"},
    {"@war x", "(or gaza rafah x)"},
    {"x @zoned", "(or x (zone all aleppo))"},
    {"a zone:all zone:body", "11-20: two zone: side by side"},
    {"zone:all", "0-8: zone: without words to look for"},
    {"+a AND b", "0-1: '+' beside AND"},
    {"c +a AND b", "2-3: '+' beside AND"},
    {"+a OR b", "0-1: '+' beside OR"},
    {"a +", "2-3: nothing right after '+'"},
    {"a AND", "2-5: nothing after 'AND'"},
    {"(+a b) c", "(or (maybe a b) c)"},
    {"+(a b) c", "(maybe (or a b) c)"},
};

constexpr Row kOffsets[] = {
    {"a b", "(and a@0-1 b@2-3)@0-3"},
    {"a AND (b OR c)", "(and a@0-1 (or b@7-8 c@12-13)@6-14)@0-14"},
    {" (a) ", "a@1-4"},
    {"-a NOT b", "(and (not a@1-2)@0-2 (not b@7-8)@3-8)@0-8"},
    {"title:a^2", "(weight 2 (title: a@6-7)@0-7)@0-9"},
    {"title:(a b)", "(title: (and a@7-8 b@9-10)@6-11)@0-11"},
    {"“x” gaza", R"((and "x"@0-7 gaza@8-12)@0-12)"},
    {R"(~"x y" z)", R"((and ~"x y"@0-6 z@7-8)@0-8)"},
    {"é NEAR/3 bc*", "(near 3 é@0-2 (wild bc*)@10-13)@0-13"},
    {"ATLEAST2 (a OR b)", "(atleast 2 (or a@10-11 b@15-16)@9-17)@0-17"},
    {R"(date:"last week" a)", R"((and (date: [2024-05-06..2024-05-12 "last week"]@5-16)@0-16 a@17-18)@0-18)"},
    {"a zone:all", "(zone all a@0-1)@0-10"},
    {"@war x", "(and (or gaza@0-4 rafah@0-4)@0-4 x@5-6)@0-6"},
    {"(a b) (c d)", "(and a@1-2 b@3-4 c@7-8 d@9-10)@0-11"},
    {"+a b", "(and a@0-2 b@3-4)@0-4"},
};
// clang-format on

TEST_CASE("queries parse to trees or errors with offsets", "[query]") {
    for (const Row& row : kImplicitAnd) {
        check_row(row, Implicit::And);
    }
}

TEST_CASE("queries with implicit Or", "[query]") {
    for (const Row& row : kImplicitOr) {
        check_row(row, Implicit::Or);
    }
}

TEST_CASE("nodes carry the offsets of their text", "[query]") {
    for (const Row& row : kOffsets) {
        CAPTURE(row.query);
        CHECK(outcome(row.query, Implicit::And, true) == row.expected);
    }
}

TEST_CASE("a NUL in a query is an error", "[query]") {
    CHECK(outcome(std::string_view("a\0b", 3)) == "1-2: a control character in the query");
}

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

TEST_CASE("every example of the field table parses", "[query]") {
    std::set<std::string_view> names;
    for (const FieldSpec& spec : kFields) {
        CAPTURE(spec.name);
        CHECK(names.insert(spec.name).second);
        CHECK_FALSE(spec.meaning.empty());
        CHECK(spec.example.find(spec.field == Field::Facet ? ":" : std::string(spec.name) + ":") !=
              std::string_view::npos);
        check_printed(parse_query(spec.example, options()));
        CHECK(&field_spec(spec.field) == &spec);
    }
}

TEST_CASE("fields are found in either case, metadata by exact spelling first", "[query]") {
    std::string name;
    const std::vector<std::string> metadata = {"Author", "author", "Title", "Desk"};
    CHECK(find_field("author", metadata, name) == Field::Facet);
    CHECK(name == "author");
    CHECK(find_field("AUTHOR", metadata, name) == Field::Facet);
    CHECK(name == "Author");
    CHECK(find_field("Title", metadata, name) == Field::Title);
    CHECK(name == "title");
    CHECK(find_field("desk", metadata, name) == Field::Facet);
    CHECK(name == "Desk");
    CHECK_FALSE(find_field("NAME", metadata, name));
    CHECK_FALSE(find_field("", metadata, name));
}

TEST_CASE("the nearest name is near enough or none", "[query]") {
    struct Near {
        const char* name;
        const char* nearest;
    };
    const std::vector<std::string> names = {"title", "date", "mentions", "date-confidence", "id"};
    constexpr Near kNear[] = {
        {"titel", "title"},
        {"tilte", "title"},
        {"titles", "title"},
        {"TITLE", "title"},
        {"tite", "title"},
        {"dat", "date"},
        {"dtae", "date"},
        {"mention", "mentions"},
        {"metnions", "mentions"},
        {"dateconfidence", "date-confidence"},
        {"ib", "id"},
        {"gaza", ""},
        {"x", ""},
        {"", ""},
        {"breaking", ""},
        {"mailto", ""},
        {"https", ""},
    };
    for (const Near& near : kNear) {
        CAPTURE(near.name);
        CHECK(nearest_name(near.name, names) == near.nearest);
    }
    CHECK(nearest_name(std::string(100'000, 'a'), names).empty());
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
