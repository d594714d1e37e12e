// The manual of the query language is compared with the table that the parser reads.
#include <fstream>
#include <sstream>
#include <string>

#include "searcher/query/fields.h"
#include "tests/catch.h"
#include "tests/support/source_folder.h"

using namespace dateline;

namespace {

std::string in_roff(std::string_view text) {
    std::string roff;
    for (const char c : text) {
        roff += c == '"' ? "\\(dq" : std::string(1, c);
    }
    return roff;
}

}  // namespace

TEST_CASE("dateline-query(7) has every field with its example and meaning", "[query][manual]") {
    std::ifstream file(testing::source_folder() + "/searcher/query/dateline-query.7");
    std::ostringstream manual;
    manual << file.rdbuf();
    REQUIRE_FALSE(manual.str().empty());
    for (const FieldSpec& spec : kFields) {
        const std::string name =
            spec.field == Field::Facet ? "Ar NAME" : "Li " + std::string(spec.name);
        const std::string line = ".It " + name + "\n" + std::string(spec.meaning) + ":\n.Li " +
                                 in_roff(spec.example) + "\n";
        CAPTURE(line);
        CHECK(manual.str().find(line) != std::string::npos);
    }
    for (const ZoneName& zone : kZoneNames) {
        CAPTURE(zone.name);
        CHECK(manual.str().find(std::string(zone.name)) != std::string::npos);
    }
}
