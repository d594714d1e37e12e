// What the terminal can show, judged by the environment.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "searcher/output/output.h"

namespace dateline {

// The value of an environment variable, or nullptr.
using Environment = std::function<const char*(const char* name)>;

struct TerminalWishes {
    std::string colour = "auto";      // auto, always, never
    std::string hyperlinks = "auto";  // likewise
};

// `terminal`: output goes to a terminal, which has `columns` (0: unknown). With "auto", colour
// needs a terminal, and neither NO_COLOR (not empty) nor TERM unset or "dumb"; hyperlinks need all
// but NO_COLOR, and a terminal known to have them.
TextStyle style_for(const TerminalWishes& wishes, bool terminal, std::size_t columns,
                    const Environment& environment);

// Of this process's standard output.
TextStyle terminal_style(const TerminalWishes& wishes);

// A terminal that is known to show OSC 8 hyperlinks, and no multiplexer between that may not.
bool has_hyperlinks(const Environment& environment);

// Columns and rows of the terminal at standard output, or at standard error; zeros if it is none.
struct TerminalSize {
    std::size_t columns = 0;
    std::size_t rows = 0;
};
TerminalSize terminal_size();
TerminalSize error_terminal_size();

}  // namespace dateline
