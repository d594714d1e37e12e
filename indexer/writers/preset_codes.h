// Huffman codes that are known before a tag is read: those that records and term lists of English
// news have on average. A tag of a kilobyte is hardly longer with them than with codes of its own,
// and making its own takes as long as writing it. Lengths are those of agency news, abstracts and
// scraped articles in equal parts; symbols that hardly occur have the same length as their
// neighbours, which keeps a block's header short.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "indexer/writers/bit_writer.h"
#include "indexer/writers/huffman.h"

namespace dateline {

struct PresetCodes {
    // As they are written, first bit lowest.
    struct Bits {
        std::uint32_t bits = 0;
        std::uint32_t count = 0;
    };

    // No literal, length or distance has more, extra bits not counted.
    static constexpr unsigned kLongest = 12;
    static constexpr std::size_t kMostHeaderBytes = 128;

    std::array<Bits, 256> literal;
    std::array<Bits, 259> length;  // by the length of a match, 3 to 258: with its extra bits
    std::array<HuffmanCode, kDistanceSymbols> distance;
    HuffmanCode end_of_block;

    // Begins a stream of one block at `out`.
    BitWriter begin(std::uint8_t* out) const;

    // Of the block: its kind and its codes' lengths.
    std::array<std::uint8_t, kMostHeaderBytes> header = {};
    unsigned header_bits = 0;
};

const PresetCodes& preset_codes_of_text();

// Has no lengths and distances.
const PresetCodes& preset_codes_of_term_lists();

}  // namespace dateline
