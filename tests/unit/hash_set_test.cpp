#include "indexer/hash_set.h"

#include <random>
#include <unordered_set>

#include "tests/catch.h"

using namespace dateline;

TEST_CASE("hash set: as the standard library's") {
    std::mt19937_64 random(7);
    for (const std::uint64_t mask :
         {UINT64_MAX, std::uint64_t{0xff}, std::uint64_t{0xfff0000000}, std::uint64_t{0x3fff}}) {
        CAPTURE(mask);
        HashSet set;
        std::unordered_set<std::uint64_t> expected;
        int differ = 0;
        for (int i = 0; i < 50'000; ++i) {
            const std::uint64_t hash = random() & mask;
            differ += set.insert(hash) != expected.insert(hash).second;
        }
        CHECK(differ == 0);
    }
    HashSet set;
    for (const std::uint64_t hash : {std::uint64_t{0}, std::uint64_t{1}, UINT64_MAX}) {
        CHECK(set.insert(hash));
        CHECK_FALSE(set.insert(hash));
    }
}
