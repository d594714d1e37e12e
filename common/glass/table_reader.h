// Reads one table file of a glass database: a B-tree whose leaves have the entries in order of
// their keys. block.h tells how blocks look.
//
// Xapian's API reaches the tables only one look-up at a time, each from the root down. This reader
// lets its user walk along a leaf. It believes nothing that it reads: whatever the bytes are, a
// call returns or throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/glass/block.h"
#include "common/glass/encoding.h"
#include "common/glass/version.h"

namespace dateline::glass {

// Not for two threads at once. All functions throw Error if the file cannot be read or is damaged,
// and Xapian::DatabaseModifiedError if somebody has changed it since it was opened.
class TableReader {
public:
    // An entry, or one component of an entry that was cut.
    struct Item {
        std::string_view key;  // empty for the first item of the table, which is no entry
        std::size_t component = 1;
        std::string_view data;
        unsigned flags = 0;

        bool is_last() const { return (flags & kFlagLast) != 0; }
    };

    // A view of a leaf, good until the table is asked for something else.
    class Leaf {
    public:
        std::size_t size() const { return size_; }
        Item operator[](std::size_t index) const;       // index < size()
        std::string_view key(std::size_t index) const;  // of that item

        // The first item from number `begin` on that is not before this key and component; size()
        // if there is none.
        std::size_t lower_bound(std::string_view key, std::size_t component,
                                std::size_t begin = 0) const;

    private:
        friend class TableReader;
        Leaf(const TableReader& table, const std::uint8_t* block, std::uint32_t number)
            : table_(&table),
              block_(block),
              number_(number),
              size_((get_be16(block + kDirectoryEndAt) - kBlockHeader) / kSlotBytes) {}

        const TableReader* table_;
        const std::uint8_t* block_;
        std::uint32_t number_;
        std::size_t size_;
    };

    // Where an item stands.
    struct Place {
        std::uint32_t leaf = 0;  // number of a block
        std::size_t index = 0;   // in the leaf
    };

    // `revision`: of the database. A table that has no root need not have a file.
    TableReader(std::string path, const StoredTable& stored, std::uint32_t revision);
    ~TableReader();
    TableReader(const TableReader&) = delete;
    TableReader& operator=(const TableReader&) = delete;

    // The first item that is not before this key and component. Nothing: all are.
    std::optional<Place> seek(std::string_view key, std::size_t component = 1);

    // The leaf with this number, as seek() found it.
    Leaf leaf(std::uint32_t number) { return {*this, block(number, 0), number}; }

    [[noreturn]] void damaged(std::uint32_t block) const;

private:
    // What is kept of blocks read: each has one place where it may be.
    struct Slot {
        std::uint32_t number = 0;
        bool holds = false;  // that block
        std::unique_ptr<std::uint8_t[]> block;
    };

    // Block `number`, which must be of this level; good until the next call.
    const std::uint8_t* block(std::uint32_t number, unsigned level);
    void read(std::uint32_t number, std::uint8_t* block);

    const std::string path_;
    const StoredTable stored_;
    const std::uint32_t revision_;
    int fd_ = -1;
    std::vector<Slot> slots_;
};

inline std::string_view TableReader::Leaf::key(std::size_t index) const {
    const std::size_t end = table_->stored_.block_bytes;
    const std::size_t at = get_be16(block_ + kBlockHeader + index * kSlotBytes);
    if (at + kItemHeader > end) table_->damaged(number_);
    const std::size_t size = block_[at + 2];
    if (at + kItemHeader + size > end) table_->damaged(number_);
    return {reinterpret_cast<const char*>(block_) + at + kItemHeader, size};
}

inline TableReader::Item TableReader::Leaf::operator[](std::size_t index) const {
    const std::size_t end = table_->stored_.block_bytes;
    const std::size_t at = get_be16(block_ + kBlockHeader + index * kSlotBytes);
    if (at + kItemHeader > end) table_->damaged(number_);
    const std::uint8_t* const item = block_ + at;
    Item result;
    result.flags = static_cast<unsigned>(get_be16(item));
    const std::size_t size = (result.flags & kItemSizeBits) + 3;
    const std::size_t key_size = item[2];
    std::size_t head = kItemHeader + key_size;
    if ((result.flags & kFlagFirst) == 0) head += kComponentBytes;
    if (size < head || at + size > end) table_->damaged(number_);
    const auto* const bytes = reinterpret_cast<const char*>(item);
    result.key = {bytes + kItemHeader, key_size};
    if ((result.flags & kFlagFirst) == 0)
        result.component = get_be16(item + kItemHeader + key_size);
    result.data = {bytes + head, size - head};
    return result;
}

}  // namespace dateline::glass
