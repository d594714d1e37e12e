#include <string>
#include <utility>

#include "common/error.h"
#include "indexer/writers/glass_table.h"
#include "tests/catch.h"
#include "tests/support/temporary_folder.h"

using namespace dateline;

TEST_CASE("a table takes keys that rise as bytes do, and no others", "[bulk]") {
    const testing::TemporaryFolder folder;
    const std::string long_key(20, 'k');
    const std::pair<std::string, std::string> rising[] = {
        {"a", "b"},
        {"a", "aa"},
        {"a", std::string("a\0", 2)},
        {"\x7f", "\x80"},
        {"abcdefgh", "abcdefghi"},
        {"abcdefgh1", "abcdefgh2"},
        {long_key, long_key + "\x01"},
        {long_key + "\x7f", long_key + "\xff"},
        {std::string("term\0\0\0\x01\xff", 9), std::string("term\0\0\0\x02\0", 9)},
    };
    int tables = 0;
    const auto takes = [&](const std::string& first, const std::string& second) {
        glass::TableWriter table(folder / ("table" + std::to_string(++tables)));
        table.add(first, "tag");
        try {
            table.add(second, "tag");
        } catch (const Error&) {
            return false;
        }
        return true;
    };
    for (const auto& [first, second] : rising) {
        CAPTURE(first, second);
        CHECK(takes(first, second));
        CHECK_FALSE(takes(second, first));
        CHECK_FALSE(takes(first, first));
        CHECK_FALSE(takes(second, second));
    }
    CHECK_FALSE(takes("a", ""));
    CHECK(takes("a", std::string(255, 'b')));
    CHECK_FALSE(takes("a", std::string(256, 'b')));
}
