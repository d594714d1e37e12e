#include "searcher/prompt/history.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "common/config.h"

namespace dateline {
namespace {

// Longer lines are pasted text, and not worth keeping.
constexpr std::size_t kLongestLine = 4096;

bool append(const std::string& path, const std::string& text, int flags) {
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
    if (fd < 0) return false;
    ssize_t written = 0;
    do {
        written = write(fd, text.data(), text.size());
    } while (written < 0 && errno == EINTR);
    return close(fd) == 0 && written == static_cast<ssize_t>(text.size());
}

}  // namespace

std::vector<std::string> HistoryFile::load() const {
    std::vector<std::string> lines;
    std::ifstream file(path_, std::ios::binary);
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line.size() <= kLongestLine) lines.push_back(line);
    }
    if (lines.size() <= kHistoryLines) return lines;
    const bool grown = lines.size() >= 2 * kHistoryLines;
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(kHistoryLines));
    if (grown) {
        std::string text;
        for (const std::string& line : lines)
            text += line + "\n";
        const std::string shorter = path_ + ".new";
        if (append(shorter, text, O_TRUNC)) {
            std::error_code ignored;  // the longer file does as well
            std::filesystem::rename(shorter, path_, ignored);
        }
    }
    return lines;
}

bool HistoryFile::add(const std::string& line) const {
    if (path_.empty() || line.empty() || line.size() > kLongestLine ||
        line.find('\n') != std::string::npos) {
        return true;
    }
    std::error_code ignored;  // writing tells
    std::filesystem::create_directories(std::filesystem::path(path_).parent_path(), ignored);
    return append(path_, line + "\n", O_APPEND);
}

std::string history_path() {
    const std::string folder = xdg_folder("XDG_STATE_HOME", ".local/state");
    return folder.empty() ? "" : folder + "/dateline/history";
}

}  // namespace dateline
