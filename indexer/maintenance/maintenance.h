// Looking after an index: --check, --info and --vacuum.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "common/index.h"
#include "indexer/options.h"

namespace dateline {

// Bytes on disk of what is in force; 0 if there is no index.
std::uint64_t index_bytes(const std::string& directory);

// Does what options.upkeep says: results go to `out`, mistakes found to `err`. Returns the exit
// status; an index with errors is a failure. Throws Error for what ends the work.
int run_upkeep(const IndexOptions& options, const WriterLock::KeepWaiting& keep_waiting,
               std::ostream& out, std::ostream& err);

}  // namespace dateline
