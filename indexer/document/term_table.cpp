#include "indexer/document/term_table.h"

#include <algorithm>
#include <cstring>
#include <utility>

#define XXH_INLINE_ALL  // a call and its checks take longer than the hash of a word
#include <xxhash.h>

namespace dateline {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 16;

// The first eight bytes, zeros behind a shorter term.
std::uint64_t head_of(std::string_view term) {
    std::uint64_t head = 0;
    if (term.size() >= sizeof(head)) {
        std::memcpy(&head, term.data(), sizeof(head));
    } else {
        std::memcpy(&head, term.data(), term.size());
    }
    return head;
}

}  // namespace

TermTable::TermTable() : slots_(1 << 12) {}

TermId TermTable::intern(std::string_view term) {
    const auto hash = static_cast<std::uint32_t>(XXH3_64bits(term.data(), term.size()));
    const std::uint64_t head = head_of(term);
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    for (; slots_[at].id != kEmpty; at = (at + 1) & mask) {
        if (slots_[at].hash != hash) continue;
        const Entry& entry = entries_[slots_[at].id];
        if (entry.head == head && entry.length == term.size() &&
            (term.size() <= sizeof(head) ||
             std::memcmp(entry.bytes, term.data(), term.size()) == 0)) {
            return slots_[at].id;
        }
    }
    const auto id = static_cast<TermId>(entries_.size());
    slots_[at] = {hash, id};
    entries_.push_back({head, store(term), static_cast<std::uint32_t>(term.size())});
    if (entries_.size() * 2 > slots_.size()) grow();
    return id;
}

void TermTable::clear() {
    entries_.clear();
    std::fill(slots_.begin(), slots_.end(), Slot());
    blocks_.clear();
    block_used_ = 0;
    block_size_ = 0;
}

void TermTable::grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
        if (slot.id == kEmpty) continue;
        std::size_t at = slot.hash & mask;
        while (slots_[at].id != kEmpty)
            at = (at + 1) & mask;
        slots_[at] = slot;
    }
}

const char* TermTable::store(std::string_view term) {
    if (blocks_.empty() || term.size() > block_size_ - block_used_) {
        block_size_ = std::max(kBlockBytes, term.size());
        blocks_.push_back(std::make_unique<char[]>(block_size_));
        block_used_ = 0;
    }
    char* place = blocks_.back().get() + block_used_;
    std::memcpy(place, term.data(), term.size());
    block_used_ += term.size();
    return place;
}

}  // namespace dateline
