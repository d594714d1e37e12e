// Raw deflate (RFC 1951) for the tags of docdata and termlist tables: about a kilobyte each,
// hundreds of thousands of them, which is why there is an encoder of our own. Libraries spend most
// of such a call on clearing their tables; this one needs no clearing, and its Huffman codes are
// built for short inputs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/writers/byte_buffer.h"

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
    static constexpr std::size_t kLitLenCodes = 288;  // the last two are never used
    static constexpr std::size_t kDistanceCodes = 30;
    static constexpr std::size_t kHeaderCodes = 19;
    static constexpr std::size_t kHashBits = 12;

    struct Code {
        std::uint16_t bits = 0;  // as they are written, first bit lowest
        std::uint8_t length = 0;
    };
    // A code length as the block's header writes it: a symbol and the value of its extra bits.
    struct HeaderItem {
        std::uint8_t symbol = 0;
        std::uint8_t extra = 0;
    };

    void parse(const std::uint8_t* input, std::size_t begin, std::size_t end, Effort effort);
    std::size_t make_header();
    bool write_block(bool last, const std::uint8_t* input, std::size_t length,
                     std::size_t most_bytes);
    void use_fixed_codes();
    template <std::size_t N>
    static std::size_t make_codes(const std::array<std::uint32_t, N>& counts,
                                  std::array<Code, N>& codes, unsigned longest);

    void put(std::uint64_t bits, unsigned count);

    // Where a hash of four bytes was seen last, counted from base_; what is below base_ is of an
    // earlier call.
    std::vector<std::uint32_t> seen_;
    std::uint32_t base_ = 1;

    // Of the block being made. A token is a literal, or length << 16 | distance.
    std::vector<std::uint32_t> tokens_;
    std::array<std::uint32_t, kLitLenCodes> litlen_counts_ = {};
    std::array<std::uint32_t, kDistanceCodes> distance_counts_ = {};
    std::array<std::uint32_t, kHeaderCodes> header_counts_ = {};
    std::array<Code, kLitLenCodes> litlen_codes_;
    std::array<Code, kDistanceCodes> distance_codes_;
    std::array<Code, kHeaderCodes> header_codes_;
    std::array<HeaderItem, kLitLenCodes + kDistanceCodes> header_items_;
    std::size_t header_length_ = 0;
    std::size_t litlen_used_ = 0;
    std::size_t distance_used_ = 0;
    std::size_t header_used_ = 0;

    ByteBuffer out_;
    std::uint8_t* end_ = nullptr;
    std::uint64_t pending_ = 0;
    unsigned pending_count_ = 0;
};

// Whether every Xapian 1.4 reads back a tag deflated to `stream`, of which `size` bytes come out,
// however the stream is cut into items. Its reader inflates into pieces of 8192 bytes and gives up
// when the stream has been read to its end while output is still pending, which happens where a
// long repetition ends just behind a piece. May say no to a stream that is readable, but not yes to
// one that is not.
bool is_readable(std::string_view stream, std::size_t size);

}  // namespace dateline
