#include "indexer/writers/deflate.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

#include <zlib.h>

#include "indexer/writers/deflate_symbols.h"
#include "indexer/writers/preset_codes.h"

namespace dateline {
namespace {

constexpr std::size_t kNeverDeflated = 18;  // bytes; as the API has it
constexpr std::size_t kReaderPiece = 8192;  // what Xapian inflates at a time

constexpr std::size_t kWorthOwnCodes = 1024;  // bytes

constexpr std::size_t kMinMatch = 4;  // 3 are possible, and hardly pay
constexpr std::uint32_t kWindow = 32768;
constexpr std::size_t kBlockInput = std::size_t{1} << 16;  // bytes of input to a block

std::uint32_t load32(const std::uint8_t* at) {
    std::uint32_t value = 0;
    std::memcpy(&value, at, sizeof(value));
    return value;
}

std::uint64_t load64(const std::uint8_t* at) {
    std::uint64_t value = 0;
    std::memcpy(&value, at, sizeof(value));
    return value;
}

// How many bytes are the same at `a` and `b`, up to `most`, of which the first four are known to
// be.
std::size_t match_length(const std::uint8_t* a, const std::uint8_t* b, std::size_t most) {
    std::size_t length = kMinMatch;
    while (length + 8 <= most) {
        const std::uint64_t differ = load64(a + length) ^ load64(b + length);
        if (differ != 0) {
            const int same = std::endian::native == std::endian::little ? std::countr_zero(differ)
                                                                        : std::countl_zero(differ);
            return length + static_cast<std::size_t>(same) / 8;
        }
        length += 8;
    }
    while (length < most && a[length] == b[length])
        ++length;
    return length;
}

unsigned fixed_length(std::size_t symbol) {
    return symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
}

}  // namespace

Deflater::Deflater() : seen_(std::size_t{1} << kHashBits) {
    tokens_.resize(kBlockInput);
}

// Calls literal(byte) and match(length, distance) for what input[begin, end) is made of.
template <typename Literal, typename Match>
void Deflater::find_matches(const std::uint8_t* input, std::size_t begin, std::size_t end,
                            Literal literal, Match match) {
    std::size_t at = begin;
    const std::size_t last_start = end - begin >= 8 ? end - 8 : begin;
    const auto slot_of = [](std::uint32_t bytes) {
        return (bytes * 0x9e3779b1u) >> (32 - kHashBits);
    };
    std::uint32_t* const seen = seen_.data();
    const std::uint32_t base = base_;
    while (at < last_start) {
        const std::uint32_t bytes = load32(input + at);
        std::uint32_t& slot = seen[slot_of(bytes)];
        const std::uint32_t candidate = slot;
        const auto here = base + static_cast<std::uint32_t>(at);
        slot = here;
        if (candidate >= base && here - candidate <= kWindow) {
            const std::uint8_t* const earlier = input + (candidate - base);
            if (load32(earlier) == bytes) {
                const std::size_t length = match_length(
                    earlier, input + at, std::min<std::size_t>(kMostMatched, end - at));
                match(static_cast<unsigned>(length), here - candidate);
                at += length;
                if (at < last_start) {
                    for (const std::size_t inside : {at - 1, at - 3}) {
                        seen[slot_of(load32(input + inside))] =
                            base + static_cast<std::uint32_t>(inside);
                    }
                }
                continue;
            }
        }
        literal(input[at++]);
    }
    for (; at < end; ++at)
        literal(input[at]);
}

// Turns input[begin, end) into tokens_ and counts their symbols.
void Deflater::parse(const std::uint8_t* input, std::size_t begin, std::size_t end, Effort effort) {
    tokens_.clear();
    litlen_counts_ = {};
    distance_counts_ = {};
    litlen_counts_[kEndOfBlock] = 1;
    if (effort == Effort::Symbols) {
        for (std::size_t at = begin; at < end; ++at)
            ++litlen_counts_[input[at]];
        return;
    }
    tokens_.resize(end - begin);
    std::uint32_t* token = tokens_.data();
    find_matches(
        input, begin, end,
        [&](std::uint8_t byte) {
            ++litlen_counts_[byte];
            *token++ = byte;
        },
        [&](unsigned length, std::uint32_t distance) {
            ++litlen_counts_[length_symbol(length).code];
            ++distance_counts_[distance_symbol(distance).code];
            *token++ = length << 16 | distance;
        });
    tokens_.resize(static_cast<std::size_t>(token - tokens_.data()));
}

// The tag in one block with preset codes, written while it is read.
void Deflater::deflate_preset(std::string_view tag, Effort effort) {
    const auto* const input = reinterpret_cast<const std::uint8_t*>(tag.data());
    const PresetCodes& codes =
        effort == Effort::Symbols ? preset_codes_of_term_lists() : preset_codes_of_text();
    out_.clear();
    BitWriter out = codes.begin(
        out_.room(PresetCodes::kMostHeaderBytes + tag.size() * PresetCodes::kLongest / 8 + 16));
    const auto add_literal = [&](std::uint8_t byte) {
        out.add(codes.literal[byte].bits, codes.literal[byte].count);
    };
    if (effort == Effort::Symbols) {
        // Seven bits and four codes fit.
        std::size_t at = 0;
        for (; at + 4 <= tag.size(); at += 4) {
            for (std::size_t i = 0; i < 4; ++i)
                add_literal(input[at + i]);
            out.flush();
        }
        for (; at < tag.size(); ++at)
            add_literal(input[at]);
    } else {
        constexpr unsigned kMostOfMatch = 2 * PresetCodes::kLongest + 5 + 13;
        const auto make_room = [&](unsigned bits) {
            if (out.kept() > BitWriter::kMostKept - bits) out.flush();
        };
        find_matches(
            input, 0, tag.size(),
            [&](std::uint8_t byte) {
                make_room(PresetCodes::kLongest);
                add_literal(byte);
            },
            [&](unsigned length, std::uint32_t distance) {
                make_room(kMostOfMatch);
                out.add(codes.length[length].bits, codes.length[length].count);
                const DeflateSymbol symbol = distance_symbol(distance);
                const HuffmanCode code = codes.distance[symbol.code];
                out.add(code.bits | symbol.extra << code.length, code.length + symbol.extra_bits);
            });
        base_ += static_cast<std::uint32_t>(tag.size());
    }
    out.flush();
    out.put(codes.end_of_block.bits, codes.end_of_block.length);
    out.end_byte();
    out_.end_at(out.end());
}

std::string_view Deflater::deflate(std::string_view tag, Effort effort) {
    if (tag.size() <= kNeverDeflated) return {};
    // It may be read twice, each time at places of its own.
    if (tag.size() >= (~std::uint32_t{0} - base_) / 2) {
        if (tag.size() >= ~std::uint32_t{0} / 2 - 1) return {};
        std::fill(seen_.begin(), seen_.end(), 0);
        base_ = 1;
    }
    // Codes of its own are worth their time for a long tag, and for one that these do not shrink
    // unless it is short: of news, a fifth of the records are short tables, which codes of their own
    // would make a tenth smaller, 0.4 % of all.
    if (tag.size() < kReaderPiece) {
        deflate_preset(tag, effort);
        if (out_.size() <= tag.size() - tag.size() / 16) return out_.view();
        if (tag.size() < kWorthOwnCodes) return {};
    }
    return deflate_with_own_codes(tag, effort);
}

std::string_view Deflater::deflate_with_own_codes(std::string_view tag, Effort effort) {
    const auto* const input = reinterpret_cast<const std::uint8_t*>(tag.data());
    out_.clear();
    bits_ = BitWriter(out_.room(tag.size() + 64));
    // A long tag ends in an empty block, which a reader reaches only when all output has been
    // delivered.
    const bool long_tag = tag.size() >= kReaderPiece;
    bool smaller = true;
    for (std::size_t begin = 0; begin < tag.size() && smaller; begin += kBlockInput) {
        const std::size_t end = std::min(begin + kBlockInput, tag.size());
        parse(input, begin, end, effort);
        smaller =
            write_block(end == tag.size() && !long_tag, input + begin, end - begin, tag.size());
    }
    base_ += static_cast<std::uint32_t>(tag.size());
    if (!smaller) return {};
    if (long_tag) {
        bits_.put(kLastBlock | kStoredBlock << 1, 3);
        bits_.end_byte();
        bits_.put(0xffff0000, 32);  // length 0 and its complement
    } else {
        bits_.end_byte();
    }
    out_.end_at(bits_.end());
    return out_.size() < tag.size() ? out_.view() : std::string_view();
}

void Deflater::use_fixed_codes() {
    for (std::size_t symbol = 0; symbol < kLitLenSymbols; ++symbol) {
        litlen_codes_[symbol].length = static_cast<std::uint8_t>(fixed_length(symbol));
    }
    for (HuffmanCode& code : distance_codes_)
        code.length = 5;
    number_huffman_codes(litlen_codes_);
    number_huffman_codes(distance_codes_);
}

// Writes the tokens, or if there are none the bytes themselves, as a block. False if the stream
// would then be larger than `most_bytes`.
bool Deflater::write_block(bool last, const std::uint8_t* input, std::size_t length,
                           std::size_t most_bytes) {
    constexpr std::size_t kNeverFixed = 1000;  // bytes: codes of its own are worth their header
    std::size_t dynamic_bits =
        make_huffman_codes(litlen_counts_, litlen_codes_, kLongestHuffmanCode) +
        make_huffman_codes(distance_counts_, distance_codes_, kLongestHuffmanCode);
    dynamic_bits += code_lengths_.make(litlen_codes_, distance_codes_);
    std::size_t extra_bits = 0;
    for (std::size_t symbol = 265; symbol < 285; ++symbol) {
        extra_bits += std::size_t{litlen_counts_[symbol]} * ((symbol - 261) / 4);
    }
    for (std::size_t symbol = 4; symbol < kDistanceSymbols; ++symbol) {
        extra_bits += std::size_t{distance_counts_[symbol]} * (symbol / 2 - 1);
    }
    dynamic_bits += extra_bits;
    std::size_t fixed_bits = dynamic_bits + 1;
    if (length < kNeverFixed) {
        fixed_bits = extra_bits;
        for (std::size_t symbol = 0; symbol < kLitLenSymbols; ++symbol) {
            fixed_bits += litlen_counts_[symbol] * fixed_length(symbol);
        }
        for (const std::uint32_t count : distance_counts_)
            fixed_bits += std::size_t{count} * 5;
    }
    const bool fixed = fixed_bits <= dynamic_bits;
    const auto written = static_cast<std::size_t>(bits_.end() - out_.data());
    if (written + (std::min(fixed_bits, dynamic_bits) + 3 + 7) / 8 > most_bytes) return false;

    bits_.put((last ? kLastBlock : 0) | (fixed ? kFixedBlock : kDynamicBlock) << 1, 3);
    if (fixed) {
        use_fixed_codes();
    } else {
        code_lengths_.write(bits_);
    }
    BitWriter out = bits_;
    const auto add = [&](HuffmanCode code) { out.add(code.bits, code.length); };
    if (tokens_.empty()) {
        for (std::size_t i = 0; i < length; ++i) {
            add(litlen_codes_[input[i]]);
            if (out.kept() > BitWriter::kMostKept - kLongestHuffmanCode) out.flush();
        }
    }
    for (const std::uint32_t token : tokens_) {
        if (token < 0x10000) {
            add(litlen_codes_[token]);
        } else {
            const DeflateSymbol symbol = length_symbol(token >> 16);
            add(litlen_codes_[symbol.code]);
            out.add(symbol.extra, symbol.extra_bits);
            const DeflateSymbol distance = distance_symbol(token & 0xffff);
            add(distance_codes_[distance.code]);
            out.add(distance.extra, distance.extra_bits);
        }
        if (out.kept() > 15) out.flush();  // a token has up to 48 bits
    }
    out.flush();
    add(litlen_codes_[kEndOfBlock]);
    out.flush();
    bits_ = out;
    return true;
}

bool is_readable(std::string_view stream, std::size_t size) {
    if (size < kReaderPiece) return true;
    if (stream.empty()) return false;
    // A reader can have all of the stream and miss some output only if output depends on the last
    // byte; so hold that back and count what comes out.
    z_stream zlib = {};
    if (inflateInit2(&zlib, -15) != Z_OK) throw std::bad_alloc();
    ByteBuffer piece;
    std::size_t left = stream.size() - 1;
    // zlib does not write to its input.
    zlib.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(stream.data()));
    std::size_t inflated = 0;
    int result = Z_OK;
    constexpr std::size_t kMostInput = std::size_t{1} << 30;
    constexpr std::size_t kPiece = std::size_t{1} << 16;
    do {
        if (zlib.avail_in == 0) {
            zlib.avail_in = static_cast<uInt>(left < kMostInput ? left : kMostInput);
            left -= zlib.avail_in;
        }
        zlib.next_out = piece.room(kPiece);
        zlib.avail_out = kPiece;
        result = inflate(&zlib, Z_SYNC_FLUSH);
        inflated += kPiece - zlib.avail_out;
    } while (result == Z_OK && (zlib.avail_out == 0 || zlib.avail_in > 0 || left > 0));
    inflateEnd(&zlib);
    return inflated == size;
}

}  // namespace dateline
