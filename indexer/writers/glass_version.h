// Writes the file `iamglass`, which makes a folder of tables a database. common/glass/version.h
// says what stands in it.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "common/glass/version.h"
#include "indexer/writers/glass_table.h"

namespace dateline::glass {

struct Statistics {
    std::uint64_t documents = 0;
    std::uint32_t last_id = 0;
    std::uint32_t shortest_length = 0;  // of the documents whose length is not 0
    std::uint32_t longest_length = 0;
    std::uint32_t largest_wdf = 0;  // of any term in any document
    std::uint64_t total_length = 0;
};

// Makes `folder`, whose tables are complete and synced, a database: writes the file under another
// name, syncs it, renames it and syncs the folder. The database's UUID is random. Throws Error.
void write_version(const std::string& folder, const std::array<TableRoot, 6>& roots,
                   const Statistics& statistics);

}  // namespace dateline::glass
