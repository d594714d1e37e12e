// A set of 64-bit hashes in 11 to 21 bytes each: of an index's articles there may be tens of millions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace dateline {

class HashSet {
public:
    // False if it was there.
    bool insert(std::uint64_t hash) {
        if (hash == kFree) return !std::exchange(has_free_, true);
        if (4 * (size_ + 1) > 3 * slots_.size()) grow();
        std::uint64_t& slot = slots_[find(hash)];
        if (slot == hash) return false;
        slot = hash;
        ++size_;
        return true;
    }

private:
    static constexpr std::uint64_t kFree = 0;  // told by has_free_

    // Where it is or belongs. There is a free slot.
    std::size_t find(std::uint64_t hash) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = hash & mask;
        while (slots_[at] != kFree && slots_[at] != hash)
            at = (at + 1) & mask;
        return at;
    }

    void grow() {
        const std::vector<std::uint64_t> old =
            std::exchange(slots_, std::vector<std::uint64_t>(slots_.size() * 2, kFree));
        for (const std::uint64_t hash : old) {
            if (hash != kFree) slots_[find(hash)] = hash;
        }
    }

    std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(1024, kFree);
    std::size_t size_ = 0;
    bool has_free_ = false;
};

}  // namespace dateline
