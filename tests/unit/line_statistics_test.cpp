#include "indexer/cleaning/line_statistics.h"

#include <string>

#include "tests/catch.h"

using namespace dateline;

namespace {

std::string article(int number) {
    return "Valley Post delivers the valley\nStory number " +
           std::string(static_cast<std::size_t>(number), 'x') +
           " begins here and goes on for a while.\nKey Takeaways\nIt was story " +
           std::string(static_cast<std::size_t>(number), 'y') + ".\n";
}

}  // namespace

TEST_CASE("lines repeated over a source's articles", "[line-statistics]") {
    LineStatistics statistics;
    for (int i = 1; i <= 30; ++i) {
        statistics.add(article_line_hashes("valley", article(i)));
        statistics.add(article_line_hashes(
            "other", "Other story " + std::string(static_cast<std::size_t>(i), 'z') + "\n"));
    }
    const std::string body = article(3);
    const auto zones = statistics.add_repeated("valley", body, {});
    REQUIRE(zones.size() == 1);
    CHECK(zones[0] == ZoneSpan{0, 31, Zone::Navigation});
    SECTION("another source's line is its own") {
        CHECK(statistics.add_repeated("other", body, {}).empty());
        CHECK(statistics.add_repeated("unknown", body, {}).empty());
    }
    SECTION("zones that are there stay") {
        const std::vector<ZoneSpan> given = {{0, 31, Zone::Byline}};
        CHECK(statistics.add_repeated("valley", body, given) == given);
    }
    SECTION("what holds nothing else is left alone") {
        CHECK(statistics.add_repeated("valley", "Valley Post delivers the valley\n", {}).empty());
    }
    SECTION("a line twice in one article counts once") {
        LineStatistics twice;
        for (int i = 0; i < 7; ++i) {
            twice.add(article_line_hashes("s", "again\nagain\nagain\nand a story.\n"));
        }
        CHECK(twice.add_repeated("s", "again\nand another story.\n", {}).empty());
    }
}

TEST_CASE("line statistics keep frequent lines in bounded memory", "[line-statistics]") {
    LineStatistics statistics(1024);
    const std::size_t before = statistics.memory_bytes();
    for (int i = 0; i < 20000; ++i) {
        statistics.add(article_line_hashes(
            "s", "The Daily Menu\nline " + std::string(static_cast<std::size_t>(i % 200), 'q') +
                     static_cast<char>('a' + i % 26) + static_cast<char>('a' + i / 26 % 26) +
                     "\n"));
    }
    CHECK(statistics.memory_bytes() == before);
    CHECK(statistics.add_repeated("s", "The Daily Menu\nand a story.\n", {}).size() == 1);
}
