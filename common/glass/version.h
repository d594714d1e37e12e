// The file `iamglass`, which makes a folder of tables a glass database: what stands in it, and
// reading it. indexer/writers/glass_version.h writes it.
//
// Magic and version of the format (16 bytes), UUID (16), revision; for each table: block of the
// root, level of the root times 4 (and bits: the file is sequential 2, there is no root 1),
// entries, bytes of a block over 2048, from how many bytes on tags are deflated, and the list of
// free blocks with its length before it; then statistics. All numbers as put_uint (encoding.h)
// writes them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace dateline::glass {

// In the order in which the file lists them.
enum Table : unsigned { kPostlist, kDocdata, kTermlist, kPosition, kSpelling, kSynonym };
inline constexpr std::array<const char*, 6> kTableFiles = {"postlist.glass", "docdata.glass",
                                                           "termlist.glass", "position.glass",
                                                           "spelling.glass", "synonym.glass"};

inline constexpr std::size_t kUuidBytes = 16;

// The level of a table's root.
inline constexpr unsigned kRootLevelShift = 2;
inline constexpr std::uint64_t kSequential = 2;
inline constexpr std::uint64_t kNoRoot = 1;
inline constexpr unsigned kBlockSizeShift = 11;

// The first 16 bytes: magic and format version (2016-03-14), the one that Xapian 1.4 writes.
std::string version_magic();

struct StoredTable {
    bool has_root = false;   // false: no entries, and perhaps no file
    std::uint32_t root = 0;  // number of a block
    unsigned level = 0;      // of that block; 0: it is a leaf
    std::size_t block_bytes = 0;
};

struct Version {
    std::string uuid;  // as Xapian::Database::get_uuid() writes it
    std::uint32_t revision = 0;
    std::array<StoredTable, kTableFiles.size()> tables;
};

// Of the database in a folder. Nothing if there is none, if it is one of another format, or if the
// file does not make sense.
std::optional<Version> read_version(const std::string& folder);

}  // namespace dateline::glass
