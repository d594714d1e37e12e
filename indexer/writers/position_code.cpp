#include "indexer/writers/position_code.h"

#include <bit>

#include "common/glass/encoding.h"

namespace dateline::glass {
namespace {

// Bits from the lowest of each byte upwards.
class BitWriter {
public:
    explicit BitWriter(std::uint8_t* out) : out_(out) {}

    // `value` < `choices`, both of 32 bits. With b the bits that choices - 1 needs, the middle
    // 2^b - choices values get b - 1 bits.
    void code(std::uint64_t value, std::uint64_t choices) {
        if (choices <= 1) return;
        const auto bits = static_cast<unsigned>(std::bit_width(choices - 1));
        const std::uint64_t spare = (std::uint64_t{1} << bits) - choices;
        if (spare == 0) {
            put(value, bits);
            return;
        }
        const std::uint64_t middle = (choices - spare) / 2;
        if (value < middle) {
            put(value, bits);
        } else if (value < middle + spare) {
            put(value, bits - 1);
        } else {
            put((value - middle - spare) | std::uint64_t{1} << (bits - 1), bits);
        }
    }

    // The positions strictly between those at `low` and `high`.
    void interpolate(const std::uint32_t* positions, std::size_t low, std::size_t high) {
        while (high - low > 1) {
            const std::size_t middle = low + (high - low) / 2;
            const std::uint64_t lowest = positions[low] + (middle - low);
            const std::uint64_t choices = positions[high] - positions[low] - (high - low) + 1;
            code(positions[middle] - lowest, choices);
            interpolate(positions, low, middle);
            low = middle;
        }
    }

    std::uint8_t* finish() {
        store_le64(out_, pending_);
        return out_ + (count_ + 7) / 8;
    }

private:
    void put(std::uint64_t value, unsigned bits) {  // bits <= 32
        pending_ |= value << count_;
        count_ += bits;
        if (count_ >= 32) {
            store_le64(out_, pending_);
            out_ += 4;
            pending_ >>= 32;
            count_ -= 32;
        }
    }

    std::uint8_t* out_;
    std::uint64_t pending_ = 0;
    unsigned count_ = 0;
};

}  // namespace

std::uint8_t* put_positions(std::uint8_t* out, const std::uint32_t* positions, std::size_t count) {
    const std::uint32_t last = positions[count - 1];
    out = put_uint(out, last);
    if (count == 1) return out;
    BitWriter bits(out);
    bits.code(positions[0], last);
    bits.code(count - 2, last - positions[0]);
    bits.interpolate(positions, 0, count - 1);
    return bits.finish();
}

}  // namespace dateline::glass
