// A look-up as a JSON object on one line.
#pragma once

#include <cstddef>
#include <string_view>

#include "searcher/batch/batch_query.h"

namespace dateline {

// The look-up of an object with the members that batch_reader.h names; others are passed over. Time
// and memory are linear in the text (valid UTF-8), however deep it nests.
BatchRecord read_json_query(std::string_view text, std::size_t line);

}  // namespace dateline
