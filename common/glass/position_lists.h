// The positions of words, read from the position table of a glass database: for one term after the
// other, in documents that rise, which is the order in which the table has them.
//
// Through Xapian's API each list costs a look-up from the root of the table; here the next one is
// the next item of a leaf.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/glass/table_reader.h"

namespace dateline::glass {

// More positions in one list are taken for damage: no document has so many words.
inline constexpr std::size_t kMostPositions = std::size_t{1} << 26;

// Appends the positions, which rise strictly, of a list as the table holds it: the last one, and if
// there are more the first, the number and the others by binary interpolation (as
// indexer/writers/README.md has it). False if the bytes are no such list.
[[nodiscard]] bool take_positions(std::string_view bytes, std::vector<std::uint32_t>& positions);

// Goes through the lists of one term in the position table. Throws what TableReader throws.
class PositionCursor {
public:
    static constexpr std::uint64_t kNone = std::uint64_t{1} << 32;  // above all documents

    PositionCursor(std::shared_ptr<TableReader> table, std::string_view term);

    // The first document from this one on that has positions of the term; kNone if there is none.
    // Cheap as long as documents rise.
    std::uint64_t seek(std::uint64_t document);

    // Appends the positions, rising, that it has in the document where seek() came to.
    void read(std::vector<std::uint32_t>& positions);

private:
    std::uint64_t descend(std::uint64_t document);
    std::uint32_t document_of(std::string_view key) const;
    std::string_view read_long(const TableReader::Item& first);

    std::shared_ptr<TableReader> table_;
    std::string key_;           // of the list sought last
    std::size_t prefix_ = 0;    // of which so many bytes are the term's
    std::uint64_t from_ = 1;    // no list from this document on …
    std::uint64_t at_ = 0;      // … to before this one; 0: not known yet
    TableReader::Place place_;  // of the list of `at_`
    std::size_t end_ = 0;       // of the term's items in that leaf
    std::string joined_;        // a list that was cut
};

// The position tables of an index's shards, by the shards' UUIDs. Those that are not there can only
// be read through Xapian's API.
using PositionTables = std::map<std::string, std::shared_ptr<TableReader>, std::less<>>;

// Adds the database in a folder if it is a glass database of the format known here.
void add_position_table(const std::string& folder, PositionTables& tables);

}  // namespace dateline::glass
