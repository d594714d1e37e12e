#include "indexer/byte_buffer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "tests/catch.h"

using namespace dateline;

namespace {

// Bytes that differ from place to place.
std::string some_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    for (std::size_t i = 0; i < count; ++i)
        bytes[i] = static_cast<char>(i * 31 + i / 4093);
    return bytes;
}

}  // namespace

TEST_CASE("byte buffer: what was written stays through growth, shrinking and moves") {
    // Below, at and beyond the size at which a buffer becomes a mapping, and in many steps or few.
    for (const std::size_t size : {0u, 1u, 255u, 70'000u, 1u << 20, (1u << 20) + 1, 9'000'001u}) {
        for (const std::size_t step :
             {std::size_t{997}, std::size_t{1} << 19, std::size_t{1} << 24}) {
            CAPTURE(size, step);
            const std::string bytes = some_bytes(size);
            ByteBuffer buffer;
            for (std::size_t at = 0; at < size; at += step)
                buffer.append(bytes.data() + at, std::min(step, size - at));
            REQUIRE(buffer.size() == size);
            CHECK(buffer.view() == bytes);
            buffer.shrink();
            CHECK(buffer.view() == bytes);
            ByteBuffer moved(std::move(buffer));
            CHECK(moved.view() == bytes);
            moved.append("end", 3);
            CHECK(moved.view() == bytes + "end");
            moved.cut(size / 2);
            moved.shrink();
            CHECK(moved.view() == bytes.substr(0, size / 2));
            moved.clear();
            moved.shrink();
            CHECK(moved.capacity() == 0);
            moved.append("again", 5);
            CHECK(moved.view() == "again");
        }
    }
}
