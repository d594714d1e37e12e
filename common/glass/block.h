// Blocks of glass tables: what the bytes of a B-tree's leaves and branches are.
//
// A block begins with a header of 11 bytes (revision, 4; level, 1: 0 for leaves; free bytes, twice
// 2; end of the directory, 2), then the directory: 2 bytes of offset for each item, in order of
// keys. Items stand anywhere behind it. All numbers have the highest byte first.
//   leaf item    size - 3 and flags (2), length of the key (1), key, number of the component (2)
//                unless it is the first, data
//   branch item  block below (4), length of the key (1), key, number of the component (2): the
//                least that the block below holds. The first item of a branch has no key
// indexer/writers/README.md has the rest of the format.
#pragma once

#include <cstddef>

namespace dateline::glass {

inline constexpr std::size_t kBlockHeader = 11;
inline constexpr std::size_t kLevelAt = 4;
inline constexpr std::size_t kDirectoryEndAt = 9;
inline constexpr std::size_t kSlotBytes = 2;  // of the directory, per item

inline constexpr std::size_t kItemHeader = 3;      // of a leaf: size and flags, key length
inline constexpr std::size_t kChildBytes = 4;      // of a branch
inline constexpr std::size_t kComponentBytes = 2;  // the number of a component
inline constexpr std::size_t kMostComponents = 65535;

inline constexpr unsigned kItemSizeBits = 0x1fff;
inline constexpr unsigned kFlagDeflated = 0x8000;
inline constexpr unsigned kFlagLast = 0x4000;  // component of its tag
inline constexpr unsigned kFlagFirst = 0x2000;

}  // namespace dateline::glass
