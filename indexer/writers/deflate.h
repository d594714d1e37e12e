// Raw deflate (RFC 1951) for the tags of docdata and termlist tables: about a kilobyte each,
// hundreds of thousands of them, which is why there is an encoder of our own. Libraries spend most
// of such a call on clearing their tables and making codes; this one needs no clearing, and most
// tags are written with codes that are known beforehand (preset_codes.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/byte_buffer.h"
#include "indexer/writers/bit_writer.h"
#include "indexer/writers/huffman.h"

namespace dateline {

// Not for two threads at once. The same input gives the same output, whatever came before.
class Deflater {
public:
    enum class Effort {
        Matches,  // repeated strings and Huffman codes: for text
        Symbols,  // Huffman codes alone: for bytes that hardly repeat, such as term lists
    };

    Deflater();

    // The raw deflate stream of `tag`, valid until the next call; nothing (empty) if the tag is to
    // be stored as it is: it has at most 18 bytes or would not shrink. Every Xapian 1.4 can read
    // the stream: see is_readable.
    std::string_view deflate(std::string_view tag, Effort effort = Effort::Matches);

private:
    static constexpr std::size_t kHashBits = 12;

    template <typename Literal, typename Match>
    void find_matches(const std::uint8_t* input, std::size_t begin, std::size_t end,
                      Literal literal, Match match);
    void deflate_preset(std::string_view tag, Effort effort);
    std::string_view deflate_with_own_codes(std::string_view tag, Effort effort);
    void parse(const std::uint8_t* input, std::size_t begin, std::size_t end, Effort effort);
    bool write_block(bool last, const std::uint8_t* input, std::size_t length,
                     std::size_t most_bytes);
    void use_fixed_codes();

    // Where a hash of four bytes was seen last, counted from base_; what is below base_ is of an
    // earlier reading.
    std::vector<std::uint32_t> seen_;
    std::uint32_t base_ = 1;

    // Of the block being made. A token is a literal, or length << 16 | distance.
    std::vector<std::uint32_t> tokens_;
    std::array<std::uint32_t, kLitLenSymbols> litlen_counts_ = {};
    std::array<std::uint32_t, kDistanceSymbols> distance_counts_ = {};
    std::array<HuffmanCode, kLitLenSymbols> litlen_codes_;
    std::array<HuffmanCode, kDistanceSymbols> distance_codes_;
    CodeLengths code_lengths_;

    ByteBuffer out_;
    BitWriter bits_;
};

// Whether every Xapian 1.4 reads back a tag deflated to `stream`, of which `size` bytes come out,
// however the stream is cut into items. Its reader inflates into pieces of 8192 bytes and gives up
// when the stream has been read to its end while output is still pending, which happens where a
// long repetition ends just behind a piece. May say no to a stream that is readable, but not yes to
// one that is not.
bool is_readable(std::string_view stream, std::size_t size);

}  // namespace dateline
