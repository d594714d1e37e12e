// Small numbers by 64-bit hashes, in 16 to 32 bytes each: of an index's articles there may be tens
// of millions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace dateline {

class HashMap {
public:
    // Nothing if the hash is new; else what it was inserted with before, which stays.
    std::optional<std::uint32_t> insert(std::uint64_t hash, std::uint32_t value) {
        if (hash == kFree) {
            if (of_free_) return of_free_;
            of_free_ = value;
            return std::nullopt;
        }
        if (4 * (size_ + 1) > 3 * slots_.size()) grow();
        const std::size_t at = find(hash);
        if (slots_[at] == hash) return values_[at];
        slots_[at] = hash;
        values_[at] = value;
        ++size_;
        return std::nullopt;
    }

    std::optional<std::uint32_t> at(std::uint64_t hash) const {
        if (hash == kFree) return of_free_;
        const std::size_t at = find(hash);
        return slots_[at] == hash ? std::optional(values_[at]) : std::nullopt;
    }

private:
    static constexpr std::uint64_t kFree = 0;  // has its value in of_free_
    static constexpr std::size_t kFirstSlots = 1024;

    // Where it is or belongs. There is a free slot.
    std::size_t find(std::uint64_t hash) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = hash & mask;
        while (slots_[at] != kFree && slots_[at] != hash)
            at = (at + 1) & mask;
        return at;
    }

    void grow() {
        const std::size_t size = slots_.size() * 2;
        const auto old = std::exchange(slots_, std::vector<std::uint64_t>(size, kFree));
        const auto values = std::exchange(values_, std::vector<std::uint32_t>(size));
        for (std::size_t i = 0; i < old.size(); ++i) {
            if (old[i] == kFree) continue;
            const std::size_t at = find(old[i]);
            slots_[at] = old[i];
            values_[at] = values[i];
        }
    }

    std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(kFirstSlots, kFree);
    std::vector<std::uint32_t> values_ = std::vector<std::uint32_t>(kFirstSlots);
    std::size_t size_ = 0;
    std::optional<std::uint32_t> of_free_;
};

}  // namespace dateline
