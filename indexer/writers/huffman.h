// Huffman codes of a deflate stream, and the header that tells a reader what they are (RFC 1951,
// 3.2).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "indexer/writers/bit_writer.h"

namespace dateline {

inline constexpr std::size_t kLitLenSymbols = 288;  // the last two are never used
inline constexpr std::size_t kDistanceSymbols = 30;
inline constexpr std::size_t kEndOfBlock = 256;
inline constexpr unsigned kLongestHuffmanCode = 15;

struct HuffmanCode {
    std::uint16_t bits = 0;   // as they are written, first bit lowest
    std::uint8_t length = 0;  // in bits; 0: the symbol has no code
};

// Shortest codes for the symbols that occur, none longer than `longest` bits; one symbol alone gets
// one bit. At most 288 symbols, counts below 2^23. Returns the bits that all of them take.
std::size_t make_huffman_codes(std::span<const std::uint32_t> counts, std::span<HuffmanCode> codes,
                               unsigned longest);

// The bits that follow from the codes' lengths (RFC 1951, 3.2.2).
void number_huffman_codes(std::span<HuffmanCode> codes);

// The lengths of a dynamic block's codes, as the block begins with them.
class CodeLengths {
public:
    // Returns the bits that write() takes.
    std::size_t make(std::span<const HuffmanCode> litlen, std::span<const HuffmanCode> distance);

    void write(BitWriter& out) const;

private:
    static constexpr std::size_t kSymbols = 19;

    // A code length, or a repetition with the value of its extra bits.
    struct Item {
        std::uint8_t symbol = 0;
        std::uint8_t extra = 0;
    };

    std::array<Item, kLitLenSymbols + kDistanceSymbols> items_;
    std::size_t item_count_ = 0;
    std::array<HuffmanCode, kSymbols> codes_;  // of items
    std::size_t litlen_used_ = 0;
    std::size_t distance_used_ = 0;
    std::size_t codes_used_ = 0;
};

}  // namespace dateline
