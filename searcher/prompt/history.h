// The lines typed at the prompt, kept from one session to the next: one a line, the newest last.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace dateline {

// Lines kept in the file.
inline constexpr std::size_t kHistoryLines = 2000;

class HistoryFile {
public:
    // `path` empty: nothing is kept. The file need not exist.
    explicit HistoryFile(std::string path) : path_(std::move(path)) {}

    // The newest lines, oldest first. Shortens a file that has grown to twice as many. A file that
    // cannot be read is none.
    std::vector<std::string> load() const;

    // Adds a line, so that prompts open at the same time do not lose each other's. Creates file
    // (readable by its owner only) and folder. False if it cannot be written.
    bool add(const std::string& line) const;

private:
    std::string path_;
};

// $XDG_STATE_HOME/dateline/history; empty if there is no such place.
std::string history_path();

}  // namespace dateline
