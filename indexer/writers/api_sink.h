// Writes through Xapian's API: the reference that the bulk writer equals, and its fallback.
#pragma once

#include <string>

#include "indexer/writers/sink.h"

namespace dateline {

// A sink that creates a glass database at `path`, which must not exist. Throws Error.
std::unique_ptr<IndexSink> make_api_sink(const std::string& path);

}  // namespace dateline
