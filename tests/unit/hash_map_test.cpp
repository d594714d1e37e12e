#include "indexer/hash_map.h"

#include <random>
#include <unordered_map>

#include "tests/catch.h"

using namespace dateline;

TEST_CASE("hash map: as the standard library's") {
    std::mt19937_64 random(7);
    for (const std::uint64_t mask :
         {UINT64_MAX, std::uint64_t{0xff}, std::uint64_t{0xfff0000000}, std::uint64_t{0x3fff}}) {
        CAPTURE(mask);
        HashMap map;
        std::unordered_map<std::uint64_t, std::uint32_t> expected;
        int differ = 0;
        for (std::uint32_t i = 0; i < 50'000; ++i) {
            const std::uint64_t hash = random() & mask;
            const auto [entry, is_new] = expected.emplace(hash, i);
            const std::optional<std::uint32_t> before = map.insert(hash, i);
            differ += before.has_value() == is_new || (before && *before != entry->second);
        }
        for (const auto& [hash, value] : expected)
            differ += map.at(hash) != value;
        CHECK(differ == 0);
        CHECK(map.at(0x123456789abcdef1).has_value() == expected.contains(0x123456789abcdef1));
    }
    HashMap map;
    for (const std::uint64_t hash : {std::uint64_t{0}, std::uint64_t{1}, UINT64_MAX}) {
        CHECK_FALSE(map.at(hash));
        CHECK_FALSE(map.insert(hash, 7));
        CHECK(map.insert(hash, 8) == 7);
        CHECK(map.at(hash) == 7);
    }
}
