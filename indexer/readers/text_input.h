// What plain text and Markdown have in common.
#pragma once

#include <string>
#include <string_view>

#include "indexer/readers/fields.h"

namespace dateline {

// The bytes as UTF-8 text without their front matter, which goes to `parsed`, as do warnings. A
// file with neither is to be skipped.
std::string take_text(std::string_view bytes, const FieldNames& fields, ParsedArticle& parsed);

}  // namespace dateline
