// Symbols of a deflate block and their extra bits (RFC 1951, 3.2.5).
#pragma once

#include <bit>
#include <cstddef>

namespace dateline {

inline constexpr unsigned kLastBlock = 1;
inline constexpr unsigned kStoredBlock = 0;
inline constexpr unsigned kFixedBlock = 1;
inline constexpr unsigned kDynamicBlock = 2;

inline constexpr unsigned kMostMatched = 258;  // bytes of a match

struct DeflateSymbol {
    unsigned code = 0;
    unsigned extra_bits = 0;
    unsigned extra = 0;
};

// 3 to 258 bytes.
inline DeflateSymbol length_symbol(unsigned length) {
    if (length == kMostMatched) return {285, 0, 0};
    const unsigned x = length - 3;
    if (x < 8) return {257 + x, 0, 0};
    const auto top = static_cast<unsigned>(std::bit_width(x)) - 1;
    return {253 + 4 * top + ((x >> (top - 2)) & 3), top - 2, x & ((1u << (top - 2)) - 1)};
}

// 1 to 32768 bytes back.
inline DeflateSymbol distance_symbol(unsigned distance) {
    const unsigned x = distance - 1;
    if (x < 4) return {x, 0, 0};
    const auto top = static_cast<unsigned>(std::bit_width(x)) - 1;
    return {2 * top + ((x >> (top - 1)) & 1), top - 1, x & ((1u << (top - 1)) - 1)};
}

}  // namespace dateline
