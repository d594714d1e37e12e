// Numbers and strings as glass tables hold them. indexer/writers/README.md tells the meaning.
//
// Every put_ function writes at `out`, which has room, and returns the end of what it wrote.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace dateline::glass {

inline constexpr std::size_t kMaxUintBytes = 10;
inline constexpr std::size_t kMaxSortableBytes = 5;
inline constexpr std::size_t kMaxTermBytes = 245;  // by Xapian's API
inline constexpr std::size_t kMaxKeyBytes = 255;

// Seven bits a byte, lowest first, the top bit set on all but the last.
inline std::uint8_t* put_uint(std::uint8_t* out, std::uint64_t value) {
    while (value >= 0x80) {
        *out++ = static_cast<std::uint8_t>(value | 0x80);
        value >>= 7;
    }
    *out++ = static_cast<std::uint8_t>(value);
    return out;
}

// How many bytes put_uint writes.
inline std::size_t uint_bytes(std::uint64_t value) {
    return (static_cast<std::size_t>(std::bit_width(value | 1)) + 6) / 7;
}

// Reads what put_uint wrote and moves `in` behind it. For bytes that this program wrote itself.
inline std::uint64_t take_uint(const std::uint8_t*& in) {
    std::uint64_t value = *in++;
    if (value < 0x80) return value;
    value &= 0x7f;
    for (unsigned shift = 7;; shift += 7) {
        const std::uint64_t byte = *in++;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return value;
    }
}

// The same for bytes of unknown origin. Nothing if they end before the number does, or if it has
// more than 64 bits; `in` is then anywhere before `end`.
inline std::optional<std::uint64_t> take_uint(const std::uint8_t*& in, const std::uint8_t* end) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; in != end && shift < 64; shift += 7) {
        const std::uint64_t byte = *in++;
        if (shift == 63 && byte > 1) return std::nullopt;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return value;
    }
    return std::nullopt;
}

// Little-endian without leading zeros and without a length; 0 is nothing at all.
inline std::uint8_t* put_uint_last(std::uint8_t* out, std::uint64_t value) {
    for (; value != 0; value >>= 8)
        *out++ = static_cast<std::uint8_t>(value);
    return out;
}

inline std::uint8_t* put_bytes(std::uint8_t* out, std::string_view bytes) {
    if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
    return out + bytes.size();
}

// A 32-bit number in 2 to 5 bytes whose order as bytes is that of the numbers.
inline std::uint8_t* put_sortable(std::uint8_t* out, std::uint32_t value) {
    if (value < 1u << 15) {
        *out++ = static_cast<std::uint8_t>(value >> 8);
    } else if (value < 1u << 22) {
        *out++ = static_cast<std::uint8_t>(value >> 16 | 0x80);
        *out++ = static_cast<std::uint8_t>(value >> 8);
    } else if (value < 1u << 29) {
        *out++ = static_cast<std::uint8_t>(value >> 24 | 0xc0);
        *out++ = static_cast<std::uint8_t>(value >> 16);
        *out++ = static_cast<std::uint8_t>(value >> 8);
    } else {
        *out++ = 0xe0;
        *out++ = static_cast<std::uint8_t>(value >> 24);
        *out++ = static_cast<std::uint8_t>(value >> 16);
        *out++ = static_cast<std::uint8_t>(value >> 8);
    }
    *out++ = static_cast<std::uint8_t>(value);
    return out;
}

inline std::size_t sortable_bytes(std::uint32_t value) {
    return value < 1u << 15 ? 2 : value < 1u << 22 ? 3 : value < 1u << 29 ? 4 : 5;
}

// Reads what put_sortable wrote: nothing if these bytes are not one such number and no more.
inline std::optional<std::uint32_t> get_sortable(std::string_view bytes) {
    if (bytes.empty()) return std::nullopt;
    const auto first = static_cast<std::uint8_t>(bytes.front());
    const std::size_t size = first < 0x80 ? 2 : first < 0xc0 ? 3 : first < 0xe0 ? 4 : 5;
    if (bytes.size() != size || first > 0xe0) return std::nullopt;
    std::uint32_t value = size == 2 ? first : size == 3 ? first & 0x3f : first & 0x1f;
    for (const char byte : bytes.substr(1))
        value = value << 8 | static_cast<std::uint8_t>(byte);
    return value;
}

// A term as (the beginning of) a key: each zero byte becomes 00 ff, so that order is kept and a key
// part may follow after one more zero byte. Writes at most 2 x the length.
inline std::uint8_t* put_sortable_term(std::uint8_t* out, std::string_view term) {
    if (std::memchr(term.data(), 0, term.size()) == nullptr) return put_bytes(out, term);
    for (const char byte : term) {
        *out++ = static_cast<std::uint8_t>(byte);
        if (byte == 0) *out++ = 0xff;
    }
    return out;
}

// Big-endian, fixed width.
inline std::uint8_t* put_be16(std::uint8_t* out, std::size_t value) {
    out[0] = static_cast<std::uint8_t>(value >> 8);
    out[1] = static_cast<std::uint8_t>(value);
    return out + 2;
}
inline std::uint8_t* put_be32(std::uint8_t* out, std::uint32_t value) {
    put_be16(out, value >> 16);
    return put_be16(out + 2, value & 0xffff);
}
inline std::size_t get_be16(const std::uint8_t* in) {
    return static_cast<std::size_t>(in[0]) << 8 | in[1];
}

inline std::uint32_t get_be32(const std::uint8_t* in) {
    return static_cast<std::uint32_t>(get_be16(in) << 16 | get_be16(in + 2));
}

// Little-endian, eight bytes. (A loop over bytes is not made one store by every compiler.)
inline void store_le64(std::uint8_t* out, std::uint64_t value) {
    if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
    std::memcpy(out, &value, sizeof(value));
}

inline std::uint64_t load_le64(const std::uint8_t* in) {
    std::uint64_t value = 0;
    std::memcpy(&value, in, sizeof(value));
    return std::endian::native == std::endian::big ? __builtin_bswap64(value) : value;
}

// The first eight bytes as a number that compares like them, shorter strings padded with zeros.
inline std::uint64_t sort_prefix(std::string_view bytes) {
    std::uint64_t value = 0;
    if (bytes.size() >= 8) {
        std::memcpy(&value, bytes.data(), 8);
        return std::endian::native == std::endian::little ? __builtin_bswap64(value) : value;
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        value |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (56 - 8 * i);
    }
    return value;
}

}  // namespace dateline::glass
