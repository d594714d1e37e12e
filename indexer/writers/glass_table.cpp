#include "indexer/writers/glass_table.h"

#include <algorithm>
#include <cstring>

#include "common/error.h"
#include "common/glass/block.h"
#include "common/glass/encoding.h"

namespace dateline::glass {
namespace {

constexpr std::size_t kLargestItem = (kBlockBytes - kBlockHeader - 4 * kSlotBytes) / 4;
constexpr std::size_t kSmallestPiece = 34;  // a shorter first component is not worth its item
constexpr std::size_t kSmallestSplit = 96;  // a shorter tag moves to the next leaf as a whole
constexpr std::size_t kBufferBlocks = 32;   // 256 KiB a write

// Whether key `a` stands before `b`. Most share all but their last bytes, and are too short for a
// call to be worth its time.
bool is_before(std::string_view a, std::string_view b) {
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= shorter; at += sizeof(std::uint64_t)) {
        const std::uint64_t x = sort_prefix(a.substr(at, sizeof(std::uint64_t)));
        const std::uint64_t y = sort_prefix(b.substr(at, sizeof(std::uint64_t)));
        if (x != y) return x < y;
    }
    for (; at < shorter; ++at) {
        const auto x = static_cast<std::uint8_t>(a[at]);
        const auto y = static_cast<std::uint8_t>(b[at]);
        if (x != y) return x < y;
    }
    return a.size() < b.size();
}

void put_header(std::uint8_t* block, unsigned level, std::size_t directory_end,
                std::size_t lowest) {
    std::uint8_t* out = put_be32(block, 1);  // revision
    *out++ = static_cast<std::uint8_t>(level);
    out = put_be16(out, lowest - directory_end);
    out = put_be16(out, lowest - directory_end);
    put_be16(out, directory_end);
    std::memset(block + directory_end, 0, lowest - directory_end);
}

}  // namespace

TableWriter::TableWriter(const std::string& path)
    : file_(path), buffer_(std::make_unique<std::uint8_t[]>(kBufferBlocks * kBlockBytes)) {
    open_leaf();
    // The null item, which begins the first leaf of every table.
    lowest_ -= kItemHeader;
    put_be16(leaf() + lowest_, kFlagFirst | kFlagLast);
    leaf()[lowest_ + 2] = 0;
    put_be16(leaf() + directory_end_, lowest_);
    directory_end_ += kSlotBytes;
}

void TableWriter::open_leaf() {
    directory_end_ = kBlockHeader;
    lowest_ = kBlockBytes;
}

void TableWriter::next_block() {
    if (next_number_ == ~std::uint32_t{0}) throw Error(path() + ": the table is full");
    ++next_number_;
    if (++used_ == kBufferBlocks) {
        file_.write(buffer_.get(), used_ * kBlockBytes);
        used_ = 0;
    }
}

std::uint32_t TableWriter::emit_leaf() {
    put_header(leaf(), 0, directory_end_, lowest_);
    const std::uint32_t number = next_number_;
    next_block();
    return number;
}

std::uint32_t TableWriter::emit_branch(std::size_t level) {
    Branch& branch = branches_[level];
    put_header(branch.block.get(), static_cast<unsigned>(level) + 1, branch.directory_end,
               branch.lowest);
    std::memcpy(leaf(), branch.block.get(), kBlockBytes);
    const std::uint32_t number = next_number_;
    next_block();
    return number;
}

void TableWriter::add_child(std::size_t level, std::uint32_t child, std::string_view key,
                            unsigned component) {
    if (branches_.size() == level) {
        branches_.emplace_back();
        branches_[level].directory_end = 0;
    }
    constexpr std::size_t kFixed = kChildBytes + 1 + kComponentBytes;
    if (branches_[level].directory_end != 0 &&
        branches_[level].lowest - branches_[level].directory_end <
            kFixed + key.size() + kSlotBytes) {
        const std::uint32_t number = emit_branch(level);
        const std::string full_key = std::move(branches_[level].key);
        const unsigned full_component = branches_[level].component;
        branches_[level].directory_end = 0;
        add_child(level + 1, number, full_key, full_component);
    }
    Branch& branch = branches_[level];
    if (branch.directory_end == 0) {
        // The first child needs no separator here; the level above needs it for the whole block.
        branch.key = key;
        branch.component = component;
        branch.directory_end = kBlockHeader;
        branch.lowest = kBlockBytes;
        key = {};
        component = 0;
    }
    branch.lowest -= kFixed + key.size();
    std::uint8_t* out = put_be32(branch.block.get() + branch.lowest, child);
    *out++ = static_cast<std::uint8_t>(key.size());
    put_be16(put_bytes(out, key), component);
    put_be16(branch.block.get() + branch.directory_end, branch.lowest);
    branch.directory_end += kSlotBytes;
}

void TableWriter::close_leaf() {
    // Its last item begins at lowest_; the key stands behind size and key length.
    const std::uint8_t* item = leaf() + lowest_;
    last_key_.assign(reinterpret_cast<const char*>(item) + kItemHeader, item[2]);
    const std::uint32_t number = emit_leaf();
    add_child(0, number, separator_, separator_component_);
    open_leaf();
}

void TableWriter::begin_leaf_at(std::string_view key, unsigned component) {
    close_leaf();
    separator_component_ = component;
    if (component > 1) {
        separator_ = key;
        return;
    }
    // The shortest beginning of the key that is greater than the key before.
    const std::size_t shorter = std::min(key.size(), last_key_.size());
    const auto differ = std::mismatch(
        key.begin(), key.begin() + static_cast<std::ptrdiff_t>(shorter), last_key_.begin());
    const auto common = static_cast<std::size_t>(differ.first - key.begin());
    separator_ = key.substr(0, common + 1);
}

void TableWriter::put_item(std::string_view key, unsigned component, std::string_view data,
                           unsigned flags) {
    const std::size_t number_bytes = component > 1 ? kComponentBytes : 0;
    const std::size_t size = kItemHeader + key.size() + number_bytes + data.size();
    lowest_ -= size;
    std::uint8_t* block = leaf();
    std::uint8_t* out = put_be16(block + lowest_, (size - 3) | flags);
    *out++ = static_cast<std::uint8_t>(key.size());
    out = put_bytes(out, key);
    if (component > 1) out = put_be16(out, component);
    put_bytes(out, data);
    put_be16(block + directory_end_, lowest_);
    directory_end_ += kSlotBytes;
}

void TableWriter::add(std::string_view key, std::string_view tag, bool deflated) {
    if (key.empty() || key.size() > kMaxKeyBytes) {
        throw Error(path() + ": a key of " + std::to_string(key.size()) +
                    " bytes (1 to 255 are possible)");
    }
    const bool fresh_leaf = directory_end_ == kBlockHeader;
    const std::uint8_t* item = leaf() + lowest_;
    const std::string_view last =
        fresh_leaf ? std::string_view(last_key_)
                   : std::string_view(reinterpret_cast<const char*>(item) + kItemHeader, item[2]);
    if (!is_before(last, key)) throw Error(path() + ": keys out of order");
    ++entries_;

    const std::size_t size = kItemHeader + key.size() + tag.size();
    const std::size_t free = lowest_ - directory_end_;
    if (size > kLargestItem) {
        add_long(key, tag, deflated);
        return;
    }
    if (size + kSlotBytes > free) {
        if (tag.size() >= kSmallestSplit &&
            free >= kSlotBytes + kItemHeader + key.size() + kSmallestPiece) {
            add_long(key, tag, deflated);
            return;
        }
        begin_leaf_at(key, 1);
    }
    put_item(key, 1, tag, kFlagFirst | kFlagLast | (deflated ? kFlagDeflated : 0));
}

void TableWriter::add_long(std::string_view key, std::string_view tag, bool deflated) {
    unsigned component = 1;
    while (true) {
        const std::size_t overhead =
            kItemHeader + key.size() + (component > 1 ? kComponentBytes : 0);
        std::size_t free = lowest_ - directory_end_;
        if (free < kSlotBytes + overhead + std::min(kSmallestPiece, tag.size())) {
            begin_leaf_at(key, component);
            free = lowest_ - directory_end_;
        }
        const std::size_t room = std::min(kLargestItem, free - kSlotBytes) - overhead;
        const std::string_view piece = tag.substr(0, room);
        tag.remove_prefix(piece.size());
        unsigned flags = deflated ? kFlagDeflated : 0;
        if (component == 1) flags |= kFlagFirst;
        if (tag.empty()) flags |= kFlagLast;
        put_item(key, component, piece, flags);
        if (tag.empty()) return;
        if (component == kMostComponents) {
            throw Error(path() + ": an entry is too large for the index (more than 65535 pieces)");
        }
        ++component;
    }
}

TableRoot TableWriter::finish() {
    TableRoot root;
    root.entries = entries_;
    if (entries_ > 0) {
        std::uint32_t number = emit_leaf();
        if (!branches_.empty()) {
            add_child(0, number, separator_, separator_component_);
            for (std::size_t level = 0; level < branches_.size(); ++level) {
                number = emit_branch(level);
                if (level + 1 < branches_.size()) {
                    add_child(level + 1, number, branches_[level].key, branches_[level].component);
                }
            }
        }
        root.root = number;
        root.level = static_cast<unsigned>(branches_.size());
        root.blocks = next_number_;
        if (used_ > 0) file_.write(buffer_.get(), used_ * kBlockBytes);
    }
    buffer_.reset();
    file_.finish();
    return root;
}

}  // namespace dateline::glass
