// Position lists as the position table holds them: interpolative coding, see README.md.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dateline::glass {

// The most bytes that `put_positions` writes for `count` positions.
inline constexpr std::size_t positions_room(std::size_t count) {
    return 24 + 5 * count;
}

// Writes `count` >= 1 strictly rising positions at `out` and returns the end.
std::uint8_t* put_positions(std::uint8_t* out, const std::uint32_t* positions, std::size_t count);

}  // namespace dateline::glass
