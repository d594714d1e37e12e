// One table file of a glass database: a B-tree written in a single pass, from entries in key order.
// README.md in this folder describes the blocks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/writers/file.h"

namespace dateline::glass {

inline constexpr std::size_t kBlockBytes = 8192;

// No tag may be larger, as stored: it is cut into items of about 2 kB, numbered in 16 bits.
inline constexpr std::size_t kMaxStoredTag = std::size_t{65535} * 1700;

// What `iamglass` says of a table.
struct TableRoot {
    std::uint32_t root = 0;
    unsigned level = 0;
    std::uint64_t entries = 0;
    std::uint32_t blocks = 0;  // 0: empty, the file has no bytes
};

class TableWriter {
public:
    // Creates the file, which must not exist. Throws Error, as all functions do that write.
    explicit TableWriter(const std::string& path);

    // The next entry. Keys have 1 to 255 bytes and rise from call to call (a longer or a falling
    // one is an Error). `deflated`: the tag is raw deflate, to be inflated by readers.
    void add(std::string_view key, std::string_view tag, bool deflated = false);

    // Closes the tree, syncs and closes the file.
    TableRoot finish();

    const std::string& path() const { return file_.path(); }

private:
    // An open block above the leaves.
    struct Branch {
        std::unique_ptr<std::uint8_t[]> block = std::make_unique<std::uint8_t[]>(kBlockBytes);
        std::size_t directory_end = 0;
        std::size_t lowest = 0;
        // What separates this block from the one before it, for the level above.
        std::string key;
        unsigned component = 0;
    };

    std::uint8_t* leaf() { return buffer_.get() + used_ * kBlockBytes; }
    void open_leaf();
    void close_leaf();
    std::uint32_t emit_leaf();
    void add_long(std::string_view key, std::string_view tag, bool deflated);
    void put_item(std::string_view key, unsigned component, std::string_view data, unsigned flags);
    void begin_leaf_at(std::string_view key, unsigned component);
    void add_child(std::size_t level, std::uint32_t child, std::string_view key,
                   unsigned component);
    std::uint32_t emit_branch(std::size_t level);
    void next_block();

    OutputFile file_;
    std::unique_ptr<std::uint8_t[]> buffer_;  // blocks not yet written; the last is the open leaf
    std::size_t used_ = 0;                    // complete blocks in it
    std::uint32_t next_number_ = 0;
    std::uint64_t entries_ = 0;

    // The open leaf: bytes [directory_end_, lowest_) are free.
    std::size_t directory_end_ = 0;
    std::size_t lowest_ = 0;
    std::string separator_;  // between the leaf before and the open one
    unsigned separator_component_ = 0;

    std::string last_key_;
    std::vector<Branch> branches_;  // [0] is level 1
};

}  // namespace dateline::glass
