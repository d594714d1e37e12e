// The stored record: an article as a Xapian document's data, so that the searcher needs no other
// file.
//
// Layout: a sequence of (tag, length, bytes), numbers as LEB128; unknown tags are skipped, so that
// a newer indexer may add some. Tags are listed in record.cpp.
#pragma once

#include <string>
#include <string_view>

#include "common/article.h"

namespace dateline {

// Appends nothing for what is empty. Inverse of decode_record.
std::string encode_record(const Article& article);

// Adds a field that decode_record passes over; `seed` varies its bytes.
void add_padding(std::string& record, unsigned seed);

// Throws Error if the bytes are not a record.
Article decode_record(std::string_view record);

}  // namespace dateline
