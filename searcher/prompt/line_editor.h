// Line editing on a terminal, by libedit.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/prompt/complete.h"

namespace dateline {

// Only one at a time. Reads standard input, writes standard output. The keys are those of
// ~/.editrc, or else Emacs's.
class LineEditor {
public:
    using Completer = std::function<Completion(std::string_view line, std::size_t cursor)>;

    enum class Outcome { Line, Interrupted, End };  // End: Ctrl-D, or the terminal is gone

    // Throws Error if the terminal cannot be used.
    LineEditor(std::string prompt, Completer completer, const std::vector<std::string>& history);
    ~LineEditor();
    LineEditor(const LineEditor&) = delete;
    LineEditor& operator=(const LineEditor&) = delete;

    // `line` receives what was typed, without the line break. Interrupted: Ctrl-C, and the line is
    // given up.
    Outcome read(std::string& line);

    // Adds to what the arrow keys and Ctrl-R find, unless it is the same as the last.
    void remember(const std::string& line);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace dateline
