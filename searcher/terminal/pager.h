// What does not fit the screen is shown through a pager, as git does it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "searcher/terminal/terminal.h"

namespace dateline {

// The command by precedence: $DATELINE_PAGER, $PAGER, less. Empty if the first that is set is empty
// or "cat", or if there is only less and the terminal is dumb.
std::string pager_command(const Environment& environment);

// Rows that a text takes on a terminal of `columns` (0: lines are not broken); escape sequences for
// colour and links take no room.
std::size_t rows_of(std::string_view text, std::size_t columns);

// Writes to standard output, through `command` (run by the shell) if the text is higher than the
// terminal and the command is not empty. The pager gets LESS=FRX and LV=-c where these are not set.
// If it cannot be run, the text is written without it; if it is left early, the rest is dropped
// quietly. Ctrl-C is the pager's while it runs. Throws Error if the text cannot be written.
void page(std::string_view text, const std::string& command, const TerminalSize& size);

}  // namespace dateline
