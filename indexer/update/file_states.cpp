#include "indexer/update/file_states.h"

#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <utility>

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

bool differs_by_options(std::string_view before, std::string_view now) {
    const std::size_t salt = now.rfind(':');
    return before != now && salt != std::string_view::npos && before.rfind(':') == salt &&
           before.substr(0, salt) == now.substr(0, salt);
}

FileStates FileStates::read(const std::string& path, bool& damaged) {
    FileStates states;
    damaged = false;
    if (path.empty()) return states;
    std::optional<std::string> body = read_checked(path, kHead);
    damaged = !body.has_value();
    if (damaged) return states;
    states.bytes_ = std::make_shared<const std::string>(std::move(*body));
    std::string_view text(*states.bytes_);
    states.read_.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0')));
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\0'), text.size());
        const std::string_view entry = text.substr(0, end);
        const std::size_t blank = std::min(entry.find(' '), entry.size() - 1);
        states.read_.push_back({entry.substr(blank + 1), entry.substr(0, blank)});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    std::sort(states.read_.begin(), states.read_.end(),
              [](const Entry& a, const Entry& b) { return a.identity < b.identity; });
    return states;
}

void FileStates::write(const std::string& path) const {
    std::string bytes;
    for_each([&](std::string_view identity, std::string_view state) {
        bytes += state;
        bytes += ' ';
        bytes += identity;
        bytes += '\0';
    });
    write_checked(path, kHead, bytes);
}

std::string_view FileStates::find(std::string_view identity) const {
    if (!changed_.empty()) {
        const auto changed = changed_.find(identity);
        if (changed != changed_.end()) return changed->second;
    }
    if (next_ >= read_.size() || read_[next_].identity != identity) {
        const auto found = std::lower_bound(
            read_.begin(), read_.end(), identity,
            [](const Entry& entry, std::string_view wanted) { return entry.identity < wanted; });
        if (found == read_.end() || found->identity != identity) return "";
        next_ = static_cast<std::size_t>(found - read_.begin());
    }
    return read_[next_++].state;
}

bool FileStates::set(const std::string& identity, const std::string& state) {
    if (find(identity) == state) return false;
    changed_[identity] = state;
    return true;
}

bool FileStates::erase(const std::string& identity) {
    return set(identity, "");
}

void FileStates::for_each(
    const std::function<void(std::string_view, std::string_view)>& use) const {
    auto changed = changed_.begin();
    const auto use_changed = [&] {
        if (!changed->second.empty()) use(changed->first, changed->second);
        ++changed;
    };
    for (const Entry& entry : read_) {
        while (changed != changed_.end() && changed->first < entry.identity)
            use_changed();
        if (changed != changed_.end() && changed->first == entry.identity) {
            use_changed();
        } else {
            use(entry.identity, entry.state);
        }
    }
    while (changed != changed_.end())
        use_changed();
}

std::size_t FileStates::size() const {
    std::size_t count = 0;
    for_each([&](std::string_view, std::string_view) { ++count; });
    return count;
}

}  // namespace dateline
