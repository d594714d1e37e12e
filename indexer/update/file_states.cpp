#include "indexer/update/file_states.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>

#include <xxhash.h>

#include "common/index.h"

namespace dateline {
namespace {

constexpr std::string_view kHead = "Dateline files 1\n";
constexpr std::size_t kHashBytes = 8;

std::string hash_bytes(std::string_view bytes) {
    std::uint64_t hash = XXH3_64bits(bytes.data(), bytes.size());
    std::string text;
    for (std::size_t i = 0; i < kHashBytes; ++i, hash >>= 8)
        text += static_cast<char>(hash & 0xff);
    return text;
}

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
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::string_view text(bytes);
    damaged = !file || !text.starts_with(kHead) || text.size() < kHead.size() + kHashBytes ||
              hash_bytes(text.substr(0, text.size() - kHashBytes)) !=
                  text.substr(text.size() - kHashBytes);
    if (damaged) return states;
    text.remove_suffix(kHashBytes);
    text.remove_prefix(kHead.size());
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
    std::string bytes(kHead);
    for (const auto* entry : entries) {
        bytes += entry->second;
        bytes += ' ';
        bytes += entry->first;
        bytes += '\0';
    }
    bytes += hash_bytes(bytes);
    write_synced(path, bytes);
}

}  // namespace dateline
