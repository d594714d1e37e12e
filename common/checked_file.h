// Files of an index that are read and written whole: a line that says what it is, a body, and the
// hash of both (XXH3, 8 bytes, little-endian), so that one that was cut or damaged is not believed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dateline {

// The body. Nothing if the file is missing, is another one or is damaged. `head` ends in a line
// end.
std::optional<std::string> read_checked(const std::string& path, std::string_view head);

// Writes and syncs a new file. Throws Error.
void write_checked(const std::string& path, std::string_view head, std::string_view body);

}  // namespace dateline
