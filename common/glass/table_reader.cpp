#include "common/glass/table_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <xapian.h>

#include "common/error.h"
#include "common/text.h"

namespace dateline::glass {
namespace {

constexpr std::size_t kKeptBytes = std::size_t{4} << 20;  // of blocks, for each table

// Whether (key, component) comes before (other, other_component).
bool before(std::string_view key, std::size_t component, std::string_view other,
            std::size_t other_component) {
    const int order = key.compare(other);
    return order != 0 ? order < 0 : component < other_component;
}

}  // namespace

TableReader::TableReader(std::string path, const StoredTable& stored, std::uint32_t revision)
    : path_(std::move(path)), stored_(stored), revision_(revision) {
    if (!stored_.has_root) return;
    fd_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd_ < 0) throw Error("cannot open " + printable(path_) + ": " + std::strerror(errno));
    slots_.resize(kKeptBytes / stored_.block_bytes);
}

TableReader::~TableReader() {
    if (fd_ >= 0) ::close(fd_);
}

void TableReader::damaged(std::uint32_t block) const {
    throw Error(printable(path_) + ": block " + std::to_string(block) + " is damaged",
                "check the index with dateline-index --check, and rebuild it");
}

void TableReader::read(std::uint32_t number, std::uint8_t* block) {
    const std::size_t bytes = stored_.block_bytes;
    for (std::size_t done = 0; done < bytes;) {
        const auto offset = static_cast<off_t>(std::uint64_t{number} * bytes + done);
        const ssize_t count = ::pread(fd_, block + done, bytes - done, offset);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw Error("cannot read " + printable(path_) + ": " + std::strerror(errno));
        if (count == 0) damaged(number);  // the file ends before it
        done += static_cast<std::size_t>(count);
    }
    if (get_be32(block) > revision_) {
        throw Xapian::DatabaseModifiedError("blocks of " + printable(path_) +
                                            " are newer than the database was when it was opened");
    }
    const std::size_t directory_end = get_be16(block + kDirectoryEndAt);
    if (directory_end <= kBlockHeader || directory_end > bytes ||
        (directory_end - kBlockHeader) % kSlotBytes != 0)
        damaged(number);
}

const std::uint8_t* TableReader::block(std::uint32_t number, unsigned level) {
    Slot& slot = slots_[number % slots_.size()];
    if (!slot.holds || slot.number != number) {
        if (slot.block == nullptr)
            slot.block = std::make_unique<std::uint8_t[]>(stored_.block_bytes);
        slot.holds = false;
        read(number, slot.block.get());
        slot.number = number;
        slot.holds = true;
    }
    if (slot.block[kLevelAt] != level) damaged(number);
    return slot.block.get();
}

std::size_t TableReader::Leaf::lower_bound(std::string_view key, std::size_t component,
                                           std::size_t begin) const {
    std::size_t end = size_;
    while (begin < end) {
        const std::size_t middle = begin + (end - begin) / 2;
        const Item item = (*this)[middle];
        if (before(item.key, item.component, key, component)) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    return begin;
}

std::optional<TableReader::Place> TableReader::seek(std::string_view key, std::size_t component) {
    if (!stored_.has_root) return std::nullopt;
    // What is sought may be the first item of the leaf after the one that the tree leads to: then
    // the least that that leaf may hold is sought, which rises each time.
    struct Bound {
        std::string key;
        std::size_t component = 1;
    };
    std::string_view wanted = key;
    std::size_t wanted_component = component;
    std::optional<Bound> next;
    std::string next_key;
    for (;;) {
        next.reset();
        std::uint32_t number = stored_.root;
        for (unsigned level = stored_.level; level > 0; --level) {
            const std::uint8_t* const branch = block(number, level);
            const std::size_t size =
                (get_be16(branch + kDirectoryEndAt) - kBlockHeader) / kSlotBytes;
            struct Child {
                std::uint32_t number;
                std::string_view key;
                std::size_t component;
            };
            const auto child = [&](std::size_t index) -> Child {
                const std::size_t at = get_be16(branch + kBlockHeader + index * kSlotBytes);
                constexpr std::size_t kHead = kChildBytes + 1;
                if (at + kHead > stored_.block_bytes) damaged(number);
                const std::uint8_t* const item = branch + at;
                const std::size_t key_size = item[kChildBytes];
                if (at + kHead + key_size + kComponentBytes > stored_.block_bytes) damaged(number);
                return {get_be32(item),
                        {reinterpret_cast<const char*>(item) + kHead, key_size},
                        get_be16(item + kHead + key_size)};
            };
            std::size_t begin = 0;  // the last child that does not begin after what is sought
            std::size_t end = size;
            while (end - begin > 1) {
                const std::size_t middle = begin + (end - begin) / 2;
                const Child at = child(middle);
                if (before(wanted, wanted_component, at.key, at.component)) {
                    end = middle;
                } else {
                    begin = middle;
                }
            }
            if (begin + 1 < size) {
                const Child after = child(begin + 1);
                next = Bound{std::string(after.key), after.component};
            }
            number = child(begin).number;
        }
        const Leaf found = leaf(number);
        const std::size_t index = found.lower_bound(key, component);
        if (index < found.size()) return Place{number, index};
        if (!next) return std::nullopt;
        if (!before(wanted, wanted_component, next->key, next->component)) damaged(number);
        next_key = std::move(next->key);
        wanted = next_key;
        wanted_component = next->component;
    }
}

}  // namespace dateline::glass
