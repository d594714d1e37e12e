// The file of sketches: kSketchMagic, then a record for each article, each begun at a multiple of
// 16 bytes, and one that ends it with a hash of the others (earlier builds wrote none). Zeros may
// follow the last.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "indexer/copies/signature.h"

namespace dateline {

inline constexpr std::array<char, 16> kSketchMagic = {'d', 'a', 't', 'e', 'l', 'i', 'n', 'e',
                                                      ' ', 'c', 'o', 'p', 'i', 'e', 's', '1'};

// In the file its sketch follows it. In the machine's byte order.
struct SketchRecord {
    std::uint64_t exact;
    std::uint32_t key;
    std::uint32_t size;  // hashes that follow; kPresent, and kComplete if they are all

    static constexpr std::uint32_t kPresent = 1U << 31;
    static constexpr std::uint32_t kComplete = 1U << 30;
    static constexpr std::size_t kUnit = 16;

    static constexpr std::uint32_t kEndKey = 0;  // documents count from 1

    // Whether it ends the file; then `exact` is the hash of the records before: XXH3 of each, with
    // that of those before it as the seed.
    bool is_end() const { return key == kEndKey && hashes() == 0; }

    std::size_t hashes() const { return size & 0xFFFF; }
    bool complete() const { return (size & kComplete) != 0; }
    const std::uint32_t* sketch() const { return reinterpret_cast<const std::uint32_t*>(this + 1); }
    std::size_t bytes() const { return bytes_of(hashes()); }

    static constexpr std::size_t bytes_of(std::size_t hashes) {
        const std::size_t bytes = sizeof(SketchRecord) + hashes * sizeof(std::uint32_t);
        return (bytes + kUnit - 1) / kUnit * kUnit;
    }
    static std::size_t bytes_of(const CopySignature& signature) {
        return bytes_of(std::min(signature.sketch.size(), kSketchSize));
    }

    // Writes bytes_of(signature) bytes. What makes them a record comes last.
    static void write(std::uint32_t key, const CopySignature& signature, char* out) {
        const std::size_t hashes = std::min(signature.sketch.size(), kSketchSize);
        SketchRecord record{signature.exact, key, static_cast<std::uint32_t>(hashes)};
        record.size |= kPresent | (signature.complete ? kComplete : 0);
        char* const end = out + sizeof(record) + hashes * sizeof(std::uint32_t);
        std::memcpy(out + sizeof(record), signature.sketch.data(), hashes * sizeof(std::uint32_t));
        std::fill(end, out + bytes_of(hashes), '\0');
        std::memcpy(out, &record, sizeof(record));
    }

    // The same of bytes_of(0) bytes.
    static void write_end(std::uint64_t hash, char* out) {
        const SketchRecord record{hash, kEndKey, kPresent};
        std::memcpy(out, &record, sizeof(record));
    }
};

}  // namespace dateline
