// Terms as numbers: each different term of a run of documents gets one id, 0, 1, 2, …
#pragma once

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

    std::string_view term(TermId id) const { return terms_[id]; }
    std::size_t size() const { return terms_.size(); }
    std::size_t memory_bytes() const;

private:
    void grow();
    std::string_view store(std::string_view term);

    std::vector<std::string_view> terms_;
    std::vector<std::uint32_t> hashes_;  // by id
    std::vector<TermId> slots_;          // open addressing; kEmpty where free
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t block_used_ = 0;
    std::size_t block_size_ = 0;
};

}  // namespace dateline
