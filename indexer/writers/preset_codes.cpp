#include "indexer/writers/preset_codes.h"

#include <cstring>
#include <span>

#include "indexer/writers/deflate_symbols.h"

namespace dateline {
namespace {

// Lengths of codes, in bits: bytes 0 to 255, the end of the block, lengths of matches. Sixteen a
// line.
constexpr std::array<std::uint8_t, 286> kText = {
    8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  6,  11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11,
    11, 11, 11, 11, 11, 11, 11, 10, 4,  11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 7,  7,  7,  10,
    8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  12, 12, 12, 12, 12, 12, 12, 9,  9,  9,  9,  9,  9,  9,
    9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  9,  12, 12, 12, 12, 12,
    12, 4,  6,  5,  5,  4,  6,  7,  6,  5,  10, 8,  5,  6,  5,  5,  6,  10, 4,  5,  5,  6,  7,  7,
    9,  7,  10, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 9,  12, 4,  5,  6,  7,  7,  8,
    8,  8,  9,  12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
};
constexpr std::array<std::uint8_t, kDistanceSymbols> kTextDistance = {
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 4, 4, 4, 4, 3, 4, 3, 4, 3, 4, 4, 6, 6, 7, 8, 9, 10, 12, 12, 11,
};
constexpr std::array<std::uint8_t, 257> kTermLists = {
    11, 6,  6,  5,  5,  6,  6,  6,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  7,  8,  8,
    8,  8,  8,  9,  9,  9,  9,  10, 9,  10, 10, 10, 11, 10, 10, 10, 11, 10, 10, 11, 11, 9,  8,  8,
    7,  8,  8,  8,  8,  9,  9,  8,  8,  8,  12, 12, 12, 12, 12, 12, 12, 9,  10, 10, 9,  9,  9,  12,
    12, 10, 12, 12, 10, 10, 10, 11, 11, 10, 10, 9,  10, 11, 12, 12, 10, 10, 10, 12, 12, 12, 12, 12,
    12, 5,  7,  5,  5,  4,  7,  6,  6,  4,  9,  7,  5,  6,  5,  5,  6,  10, 4,  5,  4,  6,  7,  7,
    9,  7,  10, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 10,
};

PresetCodes make_preset(std::span<const std::uint8_t> litlen_lengths,
                        std::span<const std::uint8_t> distance_lengths) {
    PresetCodes codes;
    std::array<HuffmanCode, kLitLenSymbols> litlen;
    for (std::size_t i = 0; i < litlen_lengths.size(); ++i)
        litlen[i].length = litlen_lengths[i];
    for (std::size_t i = 0; i < distance_lengths.size(); ++i)
        codes.distance[i].length = distance_lengths[i];
    number_huffman_codes(litlen);
    number_huffman_codes(codes.distance);
    for (std::size_t byte = 0; byte < codes.literal.size(); ++byte)
        codes.literal[byte] = {litlen[byte].bits, litlen[byte].length};
    for (unsigned length = 3; length < codes.length.size(); ++length) {
        const DeflateSymbol symbol = length_symbol(length);
        const HuffmanCode code = litlen[symbol.code];
        codes.length[length] = {code.bits | symbol.extra << code.length,
                                code.length + symbol.extra_bits};
    }
    codes.end_of_block = litlen[kEndOfBlock];

    CodeLengths lengths;
    constexpr unsigned kBlockBits = 3;
    codes.header_bits = kBlockBits + static_cast<unsigned>(lengths.make(litlen, codes.distance));
    BitWriter out(codes.header.data());
    out.put(kLastBlock | kDynamicBlock << 1, kBlockBits);
    lengths.write(out);
    return codes;
}

}  // namespace

BitWriter PresetCodes::begin(std::uint8_t* out) const {
    const std::size_t bytes = header_bits / 8;
    std::memcpy(out, header.data(), bytes);
    BitWriter writer(out + bytes);
    writer.add(header[bytes], header_bits % 8);
    return writer;
}

const PresetCodes& preset_codes_of_text() {
    static const PresetCodes codes = make_preset(kText, kTextDistance);
    return codes;
}

const PresetCodes& preset_codes_of_term_lists() {
    static const PresetCodes codes = make_preset(kTermLists, {});
    return codes;
}

}  // namespace dateline
