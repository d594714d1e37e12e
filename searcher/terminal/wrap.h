// Lines of a text broken at words, for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dateline {

// Behind the escape sequence at `at` (an ESC): CSI to its final byte, OSC to its terminator.
std::size_t after_escape(std::string_view text, std::size_t at);

// Lines that are wider than `columns` (0: none are) broken at blanks; what goes on stands as far in
// as the line began, or, in an indented line with a gap ("  :quit   leave"), under what stands
// behind the gap. Escape sequences take no room. A word that is wider than the terminal is broken
// behind commas, if it has any. Linear.
std::string wrap_lines(std::string_view text, std::size_t columns);

}  // namespace dateline
