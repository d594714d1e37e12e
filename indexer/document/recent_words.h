// The terms of words met lately, so that most words of a text are looked up in one line of memory
// that stays near instead of in a large table.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/document/term_table.h"

namespace dateline {

// The terms of a word: as it stands, and its stem.
struct WordTerms {
    TermId word = 0;
    TermId stem = 0;
};

// A cache with two places for each hash. Not for two threads at once.
class RecentWords {
public:
    static constexpr std::size_t kLongest = 16;  // bytes

    // All bytes of a word of 1 to kLongest.
    struct Key {
        explicit Key(std::string_view word) : size(word.size()) {
            const char* const begin = word.data();
            if (size >= sizeof(head)) {
                head = load<std::uint64_t>(begin);
                tail = load<std::uint64_t>(begin + size - sizeof(tail));
            } else if (size >= 4) {
                head = load<std::uint32_t>(begin);
                tail = load<std::uint32_t>(begin + size - 4);
            } else {
                const auto byte = [&](std::size_t i) {
                    return std::uint64_t{static_cast<unsigned char>(begin[i])};
                };
                head = byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
            }
        }
        Key() = default;
        bool operator==(const Key&) const = default;

        std::uint64_t head = 0;
        std::uint64_t tail = 0;
        std::uint64_t size = 0;  // 0: no word

    private:
        template <typename T>
        static T load(const char* at) {
            T value;
            std::memcpy(&value, at, sizeof(value));
            return value;
        }
    };

    // Takes 64 bytes for each of 2^bits hashes, 1 to 31 bits.
    explicit RecentWords(unsigned bits) : bits_(bits), buckets_(std::size_t{1} << bits) {}

    void clear() { std::fill(buckets_.begin(), buckets_.end(), Bucket()); }

    // Null if it is not known; valid until the next call.
    const WordTerms* find(const Key& key) {
        Bucket& bucket = bucket_of(key);
        if (bucket[0].key == key) return &bucket[0].terms;
        if (bucket[1].key != key) return nullptr;
        std::swap(bucket[0], bucket[1]);
        return &bucket[0].terms;
    }

    // Takes the place of the one that was met less lately.
    const WordTerms& add(const Key& key, const WordTerms& terms) {
        Bucket& bucket = bucket_of(key);
        bucket[1] = bucket[0];
        bucket[0] = {key, terms};
        return bucket[0].terms;
    }

private:
    struct Place {
        Key key;
        WordTerms terms;
    };
    using Bucket = std::array<Place, 2>;
    static_assert(sizeof(Bucket) == 64);

    Bucket& bucket_of(const Key& key) {
        constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15;  // 2^64 divided by the golden ratio
        const std::uint64_t both = key.head ^ (key.tail << 7 | key.tail >> 57) ^ key.size;
        return buckets_[(both * kSpread) >> (64 - bits_)];
    }

    unsigned bits_;
    std::vector<Bucket> buckets_;
};

}  // namespace dateline
