// Terms as numbers: each different term of a run of documents gets one id, 0, 1, 2, …
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace dateline {

using TermId = std::uint32_t;

// Term bytes <-> ids. Not for two threads at once. Pointers into the bytes stay valid.
class TermTable {
public:
    TermTable();

    // The id of `term` (1 to 245 bytes), a new one if it was not seen before.
    TermId intern(std::string_view term);

    // As when made, save that it keeps the memory of its lists.
    void clear();

    std::string_view term(TermId id) const { return {entries_[id].bytes, entries_[id].length}; }
    std::size_t size() const { return entries_.size(); }

private:
    static constexpr TermId kEmpty = ~TermId{0};

    // A term begins with its first eight bytes, zeros behind a shorter one: most comparisons end
    // there, without touching `bytes`.
    struct Entry {
        std::uint64_t head = 0;
        const char* bytes = nullptr;
        std::uint32_t length = 0;
    };
    struct Slot {
        std::uint32_t hash = 0;
        TermId id = kEmpty;
    };

    void grow();
    const char* store(std::string_view term);

    std::vector<Entry> entries_;  // by id
    std::vector<Slot> slots_;     // open addressing
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t block_used_ = 0;
    std::size_t block_size_ = 0;
};

}  // namespace dateline
