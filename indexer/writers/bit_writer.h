// Bits of a deflate stream, from the lowest of each byte upwards.
#pragma once

#include <cstdint>

#include "common/glass/encoding.h"

namespace dateline {

// A value: loops copy it, so that it stays in registers, and put the copy back.
class BitWriter {
public:
    BitWriter() = default;

    // Writes eight bytes at a time: there is room for seven more than the bits need.
    explicit BitWriter(std::uint8_t* out) : out_(out) {}

    static constexpr unsigned kMostKept = 63;

    // Keeps `count` bits, with those kept before at most kMostKept; `bits` has no others.
    void add(std::uint64_t bits, unsigned count) {
        pending_ |= bits << count_;
        count_ += count;
    }

    // Writes all whole bytes that are kept; at most seven bits stay.
    void flush() {
        glass::store_le64(out_, pending_);
        out_ += count_ >> 3;
        pending_ >>= count_ & ~7u;
        count_ &= 7;
    }

    void put(std::uint64_t bits, unsigned count) {
        add(bits, count);
        flush();
    }

    unsigned kept() const { return count_; }

    // Fills the last byte with zeros.
    void end_byte() {
        if (count_ > 0) put(0, 8 - count_);
    }

    // The end of the whole bytes.
    std::uint8_t* end() const { return out_; }

private:
    std::uint8_t* out_ = nullptr;
    std::uint64_t pending_ = 0;
    unsigned count_ = 0;
};

}  // namespace dateline
