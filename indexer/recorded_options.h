// What an index says of the options that it was built with, so that updates go on likewise.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "indexer/options.h"

namespace dateline {

// Options that all of an index shares, as JSON for kMetaOptions: an update with others is refused.
std::string recorded_options(const IndexOptions& options);

// The facet fields in what recorded_options() has made; none of what it has not.
std::vector<std::string> recorded_facet_fields(const std::string& recorded);

// Of what articles depend on besides their files: when it differs, an update reads the files again.
std::uint64_t hash_of_options(const IndexOptions& options);

}  // namespace dateline
