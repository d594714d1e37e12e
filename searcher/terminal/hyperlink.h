// OSC 8: text on a terminal that leads to an address.
#pragma once

#include <string>
#include <string_view>

namespace dateline {

// The address as it may stand in an escape sequence: http, https and ftp only, at most 2,000 bytes,
// everything but printable ASCII percent-encoded. Empty if it may not.
std::string link_target(std::string_view url);

// A file's address, "file:///news/a%20b.txt": all but plain characters percent-encoded. `path` is
// absolute; "" of an empty one.
std::string file_address(std::string_view path);

// What begins and ends a link; `target` is from link_target() or file_address().
std::string link_begin(const std::string& target);
std::string link_end();

}  // namespace dateline
