#include "indexer/writers/huffman.h"

#include <algorithm>
#include <array>

namespace dateline {
namespace {

constexpr std::size_t kMostSymbols = kLitLenSymbols;
constexpr unsigned kLongestLengthCode = 7;
constexpr std::array<std::uint8_t, 19> kOrder = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                 11, 4,  12, 3, 13, 2, 14, 1, 15};

// The lowest `count` (1 to 15) of the bits, in reverse order.
std::uint16_t reversed(unsigned bits, unsigned count) {
    bits = (bits & 0x5555) << 1 | (bits >> 1 & 0x5555);
    bits = (bits & 0x3333) << 2 | (bits >> 2 & 0x3333);
    bits = (bits & 0x0f0f) << 4 | (bits >> 4 & 0x0f0f);
    bits = (bits & 0x00ff) << 8 | (bits >> 8 & 0x00ff);
    return static_cast<std::uint16_t>(bits >> (16 - count));
}

// Sorts (count << 9 | symbol) by rising count, most of which are small.
void sort_by_count(const std::array<std::uint32_t, kMostSymbols>& from, std::size_t count,
                   std::array<std::uint32_t, kMostSymbols>& to) {
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

std::size_t make_huffman_codes(std::span<const std::uint32_t> counts, std::span<HuffmanCode> codes,
                               unsigned longest) {
    std::array<std::uint32_t, kMostSymbols> found;
    std::size_t used = 0;
    std::fill(codes.begin(), codes.end(), HuffmanCode());
    for (std::size_t symbol = 0; symbol < counts.size(); ++symbol) {
        found[used] = counts[symbol] << 9 | static_cast<std::uint32_t>(symbol);
        used += counts[symbol] > 0;
    }
    if (used == 0) return 0;
    if (used == 1) {
        codes[found[0] & 0x1ff].length = 1;
        return found[0] >> 9;
    }
    std::array<std::uint32_t, kMostSymbols> order;
    sort_by_count(found, used, order);
    // By rising count, the tree is made in place by Moffat and Katajainen's method ("In-place
    // calculation of minimum-redundancy codes", 1995).
    std::array<std::uint32_t, kMostSymbols> tree;
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
    number_huffman_codes(codes);
    return bits;
}

void number_huffman_codes(std::span<HuffmanCode> codes) {
    std::array<unsigned, kLongestHuffmanCode + 1> used = {};
    std::array<unsigned, kLongestHuffmanCode + 1> next = {};
    for (const HuffmanCode code : codes)
        ++used[code.length];
    used[0] = 0;
    for (std::size_t length = 1; length <= kLongestHuffmanCode; ++length) {
        next[length] = (next[length - 1] + used[length - 1]) << 1;
    }
    for (HuffmanCode& code : codes) {
        if (code.length != 0) code.bits = reversed(next[code.length]++, code.length);
    }
}

std::size_t CodeLengths::make(std::span<const HuffmanCode> litlen,
                              std::span<const HuffmanCode> distance) {
    litlen_used_ = litlen.size();
    while (litlen[litlen_used_ - 1].length == 0)
        --litlen_used_;
    distance_used_ = distance.size();
    while (distance_used_ > 1 && distance[distance_used_ - 1].length == 0)
        --distance_used_;

    const std::size_t total = litlen_used_ + distance_used_;
    const auto length_at = [&](std::size_t i) {
        return i < litlen_used_ ? litlen[i].length : distance[i - litlen_used_].length;
    };
    std::array<std::uint32_t, kSymbols> counts = {};
    item_count_ = 0;
    std::size_t bits = 0;
    const auto item = [&](std::size_t symbol, std::size_t extra) {
        items_[item_count_++] = {static_cast<std::uint8_t>(symbol),
                                 static_cast<std::uint8_t>(extra)};
        ++counts[symbol];
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
    bits += make_huffman_codes(counts, codes_, kLongestLengthCode);
    codes_used_ = kSymbols;
    while (codes_[kOrder[codes_used_ - 1]].length == 0)
        --codes_used_;
    bits += 5 + 5 + 4 + 3 * codes_used_;
    return bits;
}

void CodeLengths::write(BitWriter& out) const {
    out.put(litlen_used_ - 257, 5);
    out.put(distance_used_ - 1, 5);
    out.put(codes_used_ - 4, 4);
    for (std::size_t i = 0; i < codes_used_; ++i)
        out.put(codes_[kOrder[i]].length, 3);
    for (std::size_t i = 0; i < item_count_; ++i) {
        const Item item = items_[i];
        out.put(codes_[item.symbol].bits, codes_[item.symbol].length);
        if (item.symbol >= 16)
            out.put(item.extra, item.symbol == 16 ? 2 : item.symbol == 17 ? 3 : 7);
    }
}

}  // namespace dateline
