#include "indexer/update/file_states.h"

#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "common/checked_file.h"

namespace dateline {
namespace {

constexpr std::string_view kHead = "Dateline files 1\n";

}  // namespace

std::string state_of(const InputFile& file, std::uint64_t salt) {
    std::string state = std::to_string(file.size) + ":" + std::to_string(file.mtime_ns);
    struct stat status {};
    if (!file.sidecar.empty() && stat(file.sidecar.c_str(), &status) == 0) {
        state += ":" + std::to_string(status.st_size) + ":" +
                 std::to_string(status.st_mtim.tv_sec) + "." +
                 std::to_string(status.st_mtim.tv_nsec);
    }
    return state + ":" + std::to_string(salt);
}

FileStates read_file_states(const std::string& path, bool& damaged) {
    FileStates states;
    damaged = false;
    if (path.empty()) return states;
    const std::optional<std::string> body = read_checked(path, kHead);
    damaged = !body.has_value();
    if (damaged) return states;
    std::string_view text(*body);
    states.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0')));
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\0'), text.size());
        const std::string_view entry = text.substr(0, end);
        const std::size_t blank = std::min(entry.find(' '), entry.size() - 1);
        states.emplace(entry.substr(blank + 1), entry.substr(0, blank));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return states;
}

void write_file_states(const std::string& path, const FileStates& states) {
    std::vector<const FileStates::value_type*> entries;
    entries.reserve(states.size());
    for (const auto& entry : states)
        entries.push_back(&entry);
    std::sort(entries.begin(), entries.end(),
              [](const auto* a, const auto* b) { return a->first < b->first; });
    std::string bytes;
    for (const auto* entry : entries) {
        bytes += entry->second;
        bytes += ' ';
        bytes += entry->first;
        bytes += '\0';
    }
    write_checked(path, kHead, bytes);
}

}  // namespace dateline
