// The promises of searcher/query/fields.h, one by one.
#include <set>

#include "searcher/query/fields.h"
#include "tests/catch.h"
#include "tests/unit/query_outcome.h"

using namespace dateline;
using namespace dateline::testing;

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
