#include "indexer/writers/deflate.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>
#include <numeric>

#include <zlib.h>

#include "indexer/writers/glass_encoding.h"

namespace dateline {
namespace {

constexpr std::size_t kNeverDeflated = 18;  // bytes; as the API has it
constexpr std::size_t kReaderPiece = 8192;  // what Xapian inflates at a time

// Limits and numbers of RFC 1951.
constexpr std::size_t kMinMatch = 4;  // 3 are possible, and hardly pay
constexpr std::size_t kMaxMatch = 258;
constexpr std::uint32_t kWindow = 32768;
constexpr std::size_t kEndOfBlock = 256;
constexpr unsigned kLongestCode = 15;
constexpr unsigned kLongestHeaderCode = 7;
constexpr std::array<std::uint8_t, 19> kHeaderOrder = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                       11, 4,  12, 3, 13, 2, 14, 1, 15};
enum BlockType : unsigned { kStored = 0, kFixed = 1, kDynamic = 2 };
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

struct Symbol {
    unsigned code = 0;
    unsigned extra_bits = 0;
    unsigned extra = 0;
};

Symbol length_symbol(unsigned length) {
    if (length == kMaxMatch) return {285, 0, 0};
    const unsigned x = length - 3;
    if (x < 8) return {257 + x, 0, 0};
    const auto top = static_cast<unsigned>(std::bit_width(x)) - 1;
    return {253 + 4 * top + ((x >> (top - 2)) & 3), top - 2, x & ((1u << (top - 2)) - 1)};
}

Symbol distance_symbol(unsigned distance) {
    const unsigned x = distance - 1;
    if (x < 4) return {x, 0, 0};
    const auto top = static_cast<unsigned>(std::bit_width(x)) - 1;
    return {2 * top + ((x >> (top - 1)) & 1), top - 1, x & ((1u << (top - 1)) - 1)};
}

unsigned fixed_length(std::size_t symbol) {
    return symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
}

// The lowest `count` (1 to 15) of the bits, in reverse order.
std::uint16_t reversed(unsigned bits, unsigned count) {
    bits = (bits & 0x5555) << 1 | (bits >> 1 & 0x5555);
    bits = (bits & 0x3333) << 2 | (bits >> 2 & 0x3333);
    bits = (bits & 0x0f0f) << 4 | (bits >> 4 & 0x0f0f);
    bits = (bits & 0x00ff) << 8 | (bits >> 8 & 0x00ff);
    return static_cast<std::uint16_t>(bits >> (16 - count));
}

// The codes that follow from their lengths (RFC 1951, 3.2.2), for the symbols listed, which rise.
template <typename Codes>
void number_codes(Codes& codes, const std::uint16_t* symbols, std::size_t count) {
    std::array<unsigned, kLongestCode + 1> used = {};
    std::array<unsigned, kLongestCode + 1> next = {};
    for (std::size_t i = 0; i < count; ++i)
        ++used[codes[symbols[i]].length];
    for (std::size_t length = 1; length <= kLongestCode; ++length) {
        next[length] = (next[length - 1] + used[length - 1]) << 1;
    }
    for (std::size_t i = 0; i < count; ++i) {
        auto& code = codes[symbols[i]];
        code.bits = reversed(next[code.length]++, code.length);
    }
}

// Sorts (count << 9 | symbol) by rising count, most of which are small.
template <std::size_t N>
void sort_by_count(const std::array<std::uint32_t, N>& from, std::size_t count,
                   std::array<std::uint32_t, N>& to) {
    constexpr std::uint32_t kSmall = 48;
    std::array<std::uint32_t, kSmall + 2> begin = {};
    for (std::size_t i = 0; i < count; ++i)
        ++begin[std::min(from[i] >> 9, kSmall) + 1];
    for (std::size_t i = 1; i < begin.size(); ++i)
        begin[i] += begin[i - 1];
    const std::uint32_t large = begin[kSmall];
    for (std::size_t i = 0; i < count; ++i)
        to[begin[std::min(from[i] >> 9, kSmall)]++] = from[i];
    std::sort(to.begin() + large, to.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace

Deflater::Deflater() : seen_(std::size_t{1} << kHashBits) {
    tokens_.resize(kBlockInput);
}

// Huffman's codes for the symbols that occur, none longer than `longest` bits. One symbol alone
// gets one bit.
template <std::size_t N>
std::size_t Deflater::make_codes(const std::array<std::uint32_t, N>& counts,
                                 std::array<Code, N>& codes, unsigned longest) {
    std::array<std::uint32_t, N> found;
    std::array<std::uint16_t, N> symbols;
    std::size_t used = 0;
    codes = {};
    for (std::size_t symbol = 0; symbol < N; ++symbol) {
        symbols[used] = static_cast<std::uint16_t>(symbol);
        found[used] = counts[symbol] << 9 | static_cast<std::uint32_t>(symbol);
        used += counts[symbol] > 0;
    }
    if (used == 0) return 0;
    if (used == 1) {
        codes[symbols[0]].length = 1;
        return counts[symbols[0]];
    }
    std::array<std::uint32_t, N> order;
    sort_by_count(found, used, order);
    // By rising count, the tree is made in place by Moffat and Katajainen's method ("In-place
    // calculation of minimum-redundancy codes", 1995).
    std::array<std::uint32_t, N> tree;
    for (std::size_t i = 0; i < used; ++i)
        tree[i] = order[i] >> 9;

    // Counts become those of inner nodes, then parents.
    tree[0] += tree[1];
    std::size_t root = 0;
    std::size_t leaf = 2;
    for (std::size_t next = 1; next < used - 1; ++next) {
        std::uint32_t sum = 0;
        for (int child = 0; child < 2; ++child) {
            if (leaf >= used || (root < next && tree[root] < tree[leaf])) {
                sum += tree[root];
                tree[root++] = static_cast<std::uint32_t>(next);
            } else {
                sum += tree[leaf++];
            }
        }
        tree[next] = sum;
    }
    // Parents become depths of inner nodes; from those follows how many leaves each depth has.
    std::array<unsigned, 64> at_depth = {};
    tree[used - 2] = 0;
    for (std::size_t next = used - 2; next-- > 0;)
        tree[next] = tree[tree[next]] + 1;
    std::size_t available = 1;
    std::size_t inner = used - 1;  // inner nodes not yet counted
    for (unsigned depth = 0; available > 0; ++depth) {
        std::size_t nodes = 0;
        while (inner > 0 && tree[inner - 1] == depth) {
            ++nodes;
            --inner;
        }
        at_depth[std::min(depth, longest)] += static_cast<unsigned>(available - nodes);
        available = 2 * nodes;
    }
    // Where codes were too long, Kraft's sum is now above 1: lengthen others until it is not.
    std::uint32_t sum = 0;
    for (unsigned depth = 1; depth <= longest; ++depth) {
        sum += std::uint32_t{at_depth[depth]} << (longest - depth);
    }
    while (sum > 1u << longest) {
        --at_depth[longest];
        unsigned depth = longest - 1;
        while (at_depth[depth] == 0)
            --depth;
        --at_depth[depth];
        at_depth[depth + 1] += 2;
        --sum;
    }
    std::size_t rarest = 0;
    std::size_t bits = 0;
    for (unsigned depth = longest; depth > 0; --depth) {
        for (unsigned i = 0; i < at_depth[depth]; ++i, ++rarest) {
            codes[order[rarest] & 0x1ff].length = static_cast<std::uint8_t>(depth);
            bits += std::size_t{order[rarest] >> 9} * depth;
        }
    }
    number_codes(codes, symbols.data(), used);
    return bits;
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
    std::size_t at = begin;
    const std::size_t last_start = end - begin >= 8 ? end - 8 : begin;
    const auto slot_of = [](std::uint32_t bytes) {
        return (bytes * 0x9e3779b1u) >> (32 - kHashBits);
    };
    std::uint32_t* const seen = seen_.data();
    while (at < last_start) {
        const std::uint32_t bytes = load32(input + at);
        std::uint32_t& slot = seen[slot_of(bytes)];
        const std::uint32_t candidate = slot;
        const auto here = base_ + static_cast<std::uint32_t>(at);
        slot = here;
        if (candidate >= base_ && here - candidate <= kWindow) {
            const std::uint8_t* const earlier = input + (candidate - base_);
            if (load32(earlier) == bytes) {
                const std::size_t length =
                    match_length(earlier, input + at, std::min(kMaxMatch, end - at));
                const std::uint32_t distance = here - candidate;
                *token++ = static_cast<std::uint32_t>(length) << 16 | distance;
                ++litlen_counts_[length_symbol(static_cast<unsigned>(length)).code];
                ++distance_counts_[distance_symbol(distance).code];
                at += length;
                if (at < last_start) {
                    for (const std::size_t inside : {at - 1, at - 3}) {
                        seen[slot_of(load32(input + inside))] =
                            base_ + static_cast<std::uint32_t>(inside);
                    }
                }
                continue;
            }
        }
        ++litlen_counts_[input[at]];
        *token++ = input[at++];
    }
    for (; at < end; ++at) {
        ++litlen_counts_[input[at]];
        *token++ = input[at];
    }
    tokens_.resize(static_cast<std::size_t>(token - tokens_.data()));
}

// Makes all codes of a dynamic block; returns the bits it takes, extra bits of tokens not counted.
std::size_t Deflater::make_header() {
    std::size_t bits = make_codes(litlen_counts_, litlen_codes_, kLongestCode);
    bits += make_codes(distance_counts_, distance_codes_, kLongestCode);
    litlen_used_ = kLitLenCodes;
    while (litlen_codes_[litlen_used_ - 1].length == 0)
        --litlen_used_;
    distance_used_ = kDistanceCodes;
    while (distance_used_ > 1 && distance_codes_[distance_used_ - 1].length == 0)
        --distance_used_;

    const std::size_t total = litlen_used_ + distance_used_;
    const auto length_at = [this](std::size_t i) {
        return i < litlen_used_ ? litlen_codes_[i].length
                                : distance_codes_[i - litlen_used_].length;
    };
    header_counts_ = {};
    header_length_ = 0;
    const auto item = [&](std::size_t symbol, std::size_t extra) {
        header_items_[header_length_++] = {static_cast<std::uint8_t>(symbol),
                                           static_cast<std::uint8_t>(extra)};
        ++header_counts_[symbol];
    };
    for (std::size_t i = 0; i < total;) {
        const std::uint8_t length = length_at(i);
        std::size_t run = 1;
        while (i + run < total && length_at(i + run) == length)
            ++run;
        i += run;
        if (length != 0) {
            item(length, 0);
            --run;
        }
        while (run >= 3) {
            if (length != 0) {
                const std::size_t now = std::min<std::size_t>(run, 6);
                item(16, now - 3);
                bits += 2;
                run -= now;
            } else if (run < 11) {
                item(17, run - 3);
                bits += 3;
                run = 0;
            } else {
                const std::size_t now = std::min<std::size_t>(run, 138);
                item(18, now - 11);
                bits += 7;
                run -= now;
            }
        }
        for (; run > 0; --run)
            item(length, 0);
    }
    bits += make_codes(header_counts_, header_codes_, kLongestHeaderCode);
    header_used_ = kHeaderCodes;
    while (header_codes_[kHeaderOrder[header_used_ - 1]].length == 0)
        --header_used_;
    bits += 5 + 5 + 4 + 3 * header_used_;
    return bits;
}

void Deflater::put(std::uint64_t bits, unsigned count) {
    pending_ |= bits << pending_count_;
    pending_count_ += count;
    for (unsigned i = 0; i < 8; ++i)
        end_[i] = static_cast<std::uint8_t>(pending_ >> (8 * i));
    end_ += pending_count_ >> 3;
    pending_ >>= pending_count_ & ~7u;
    pending_count_ &= 7;
}

std::string_view Deflater::deflate(std::string_view tag, Effort effort) {
    if (tag.size() <= kNeverDeflated) return {};
    const auto* const input = reinterpret_cast<const std::uint8_t*>(tag.data());
    if (tag.size() >= ~std::uint32_t{0} - base_) {
        if (tag.size() >= ~std::uint32_t{0} - 1) return {};
        std::fill(seen_.begin(), seen_.end(), 0);
        base_ = 1;
    }
    out_.clear();
    end_ = out_.room(tag.size() + 64);  // bits are written eight bytes at a time
    pending_ = 0;
    pending_count_ = 0;
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
        put(1 | kStored << 1, 3);
        if (pending_count_ > 0) put(0, 8 - pending_count_);
        put(0xffff0000, 32);  // length 0 and its complement
    } else if (pending_count_ > 0) {
        put(0, 8 - pending_count_);
    }
    out_.end_at(end_);
    return out_.size() < tag.size() ? out_.view() : std::string_view();
}

void Deflater::use_fixed_codes() {
    for (std::size_t symbol = 0; symbol < kLitLenCodes; ++symbol) {
        litlen_codes_[symbol].length = static_cast<std::uint8_t>(fixed_length(symbol));
    }
    for (Code& code : distance_codes_)
        code.length = 5;
    std::array<std::uint16_t, kLitLenCodes> all;
    std::iota(all.begin(), all.end(), std::uint16_t{0});
    number_codes(litlen_codes_, all.data(), kLitLenCodes);
    number_codes(distance_codes_, all.data(), kDistanceCodes);
}

// Writes the tokens, or if there are none the bytes themselves, as a block. False if the stream
// would then be larger than `most_bytes`.
bool Deflater::write_block(bool last, const std::uint8_t* input, std::size_t length,
                           std::size_t most_bytes) {
    constexpr std::size_t kNeverFixed = 1000;  // bytes: codes of its own are worth their header
    std::size_t dynamic_bits = make_header();
    std::size_t extra_bits = 0;
    for (std::size_t symbol = 265; symbol < 285; ++symbol) {
        extra_bits += std::size_t{litlen_counts_[symbol]} * ((symbol - 261) / 4);
    }
    for (std::size_t symbol = 4; symbol < kDistanceCodes; ++symbol) {
        extra_bits += std::size_t{distance_counts_[symbol]} * (symbol / 2 - 1);
    }
    dynamic_bits += extra_bits;
    std::size_t fixed_bits = dynamic_bits + 1;
    if (length < kNeverFixed) {
        fixed_bits = extra_bits;
        for (std::size_t symbol = 0; symbol < kLitLenCodes; ++symbol) {
            fixed_bits += litlen_counts_[symbol] * fixed_length(symbol);
        }
        for (const std::uint32_t count : distance_counts_)
            fixed_bits += std::size_t{count} * 5;
    }
    const bool fixed = fixed_bits <= dynamic_bits;
    const auto written = static_cast<std::size_t>(end_ - out_.data());
    if (written + (std::min(fixed_bits, dynamic_bits) + 3 + 7) / 8 > most_bytes) return false;

    put((last ? 1u : 0u) | (fixed ? kFixed : kDynamic) << 1, 3);
    if (fixed) {
        use_fixed_codes();
    } else {
        put(litlen_used_ - 257, 5);
        put(distance_used_ - 1, 5);
        put(header_used_ - 4, 4);
        for (std::size_t i = 0; i < header_used_; ++i)
            put(header_codes_[kHeaderOrder[i]].length, 3);
        for (std::size_t i = 0; i < header_length_; ++i) {
            const HeaderItem item = header_items_[i];
            put(header_codes_[item.symbol].bits, header_codes_[item.symbol].length);
            if (item.symbol >= 16)
                put(item.extra, item.symbol == 16 ? 2 : item.symbol == 17 ? 3 : 7);
        }
    }
    // Bits in registers while the bulk is written.
    std::uint64_t pending = pending_;
    unsigned count = pending_count_;
    std::uint8_t* out = end_;
    const auto flush = [&] {
        for (unsigned i = 0; i < 8; ++i)
            out[i] = static_cast<std::uint8_t>(pending >> (8 * i));
        out += count >> 3;
        pending >>= count & ~7u;
        count &= 7;
    };
    const auto add = [&](std::uint64_t bits, unsigned bit_count) {
        pending |= bits << count;
        count += bit_count;
    };
    if (tokens_.empty()) {
        std::size_t i = 0;
        for (; i + 3 <= length; i += 3) {
            for (std::size_t k = 0; k < 3; ++k) {
                const Code code = litlen_codes_[input[i + k]];
                add(code.bits, code.length);
            }
            flush();
        }
        for (; i < length; ++i) {
            const Code code = litlen_codes_[input[i]];
            add(code.bits, code.length);
            flush();
        }
    }
    for (const std::uint32_t token : tokens_) {
        if (token < 0x10000) {
            const Code code = litlen_codes_[token];
            add(code.bits, code.length);
        } else {
            const Symbol symbol = length_symbol(token >> 16);
            const Code code = litlen_codes_[symbol.code];
            add(code.bits, code.length);
            add(symbol.extra, symbol.extra_bits);
            const Symbol distance = distance_symbol(token & 0xffff);
            const Code distance_code = distance_codes_[distance.code];
            add(distance_code.bits, distance_code.length);
            add(distance.extra, distance.extra_bits);
        }
        if (count > 15) flush();  // a token has up to 48 bits
    }
    flush();
    const Code end_code = litlen_codes_[kEndOfBlock];
    add(end_code.bits, end_code.length);
    flush();
    pending_ = pending;
    pending_count_ = count;
    end_ = out;
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
