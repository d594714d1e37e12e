#include "indexer/term_table.h"

#include <algorithm>
#include <cstring>

#include <xxhash.h>

namespace dateline {
namespace {

constexpr TermId kEmpty = ~TermId{0};
constexpr std::size_t kBlockBytes = std::size_t{1} << 16;

std::uint32_t hash_of(std::string_view term) {
    return static_cast<std::uint32_t>(XXH3_64bits(term.data(), term.size()));
}

}  // namespace

TermTable::TermTable() : slots_(1 << 12, kEmpty) {}

TermId TermTable::intern(std::string_view term) {
    const std::uint32_t hash = hash_of(term);
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash & mask;
    for (; slots_[slot] != kEmpty; slot = (slot + 1) & mask) {
        const TermId id = slots_[slot];
        if (hashes_[id] == hash && terms_[id] == term) return id;
    }
    const auto id = static_cast<TermId>(terms_.size());
    slots_[slot] = id;
    terms_.push_back(store(term));
    hashes_.push_back(hash);
    if (terms_.size() * 2 > slots_.size()) grow();
    return id;
}

void TermTable::grow() {
    slots_.assign(slots_.size() * 2, kEmpty);
    const std::size_t mask = slots_.size() - 1;
    for (TermId id = 0; id < terms_.size(); ++id) {
        std::size_t slot = hashes_[id] & mask;
        while (slots_[slot] != kEmpty)
            slot = (slot + 1) & mask;
        slots_[slot] = id;
    }
}

std::string_view TermTable::store(std::string_view term) {
    if (blocks_.empty() || term.size() > block_size_ - block_used_) {
        block_size_ = std::max(kBlockBytes, term.size());
        blocks_.push_back(std::make_unique<char[]>(block_size_));
        block_used_ = 0;
    }
    char* place = blocks_.back().get() + block_used_;
    std::memcpy(place, term.data(), term.size());
    block_used_ += term.size();
    return {place, term.size()};
}

std::size_t TermTable::memory_bytes() const {
    return blocks_.size() * kBlockBytes + terms_.capacity() * sizeof(terms_[0]) +
           hashes_.capacity() * sizeof(hashes_[0]) + slots_.capacity() * sizeof(slots_[0]);
}

}  // namespace dateline
