#include "indexer/readers/input.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unordered_set>

#include "common/error.h"
#include "common/text.h"
#include "indexer/readers/byte_source.h"
#include "indexer/readers/format.h"

namespace dateline {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSidecarEnding = ".meta.json";

class Finder {
public:
    explicit Finder(bool any_name) : any_name_(any_name) {}

    void add_argument(const std::string& argument) {
        struct stat status {};
        if (argument == "-") {
            add_standard_input();
        } else if (stat(argument.c_str(), &status) != 0) {
            problem(argument, std::strerror(errno), "check the path");
        } else if (S_ISDIR(status.st_mode)) {
            const std::size_t before = list_.files.size() + list_.problems.size();
            add_folder(argument);
            if (list_.files.size() + list_.problems.size() == before) {
                problem(argument, "no articles in this folder",
                        "articles are files such as *.txt, *.md, *.jsonl, *.json, *.csv, *.html, "
                        "*.xml, *.sgm, *.zip and *.tar.gz; --format reads others");
            }
        } else {
            const std::string sidecar = find_sidecar(argument);
            add_file(argument, fs::path(argument).filename().string(), status, true, sidecar);
        }
    }

    InputList take() { return std::move(list_); }

private:
    void problem(const std::string& path, const std::string& message,
                 const std::string& hint = "") {
        list_.problems.push_back({Problem::Kind::Skipped, path, 0, message, hint});
    }

    void add_standard_input() {
        if (!seen_.insert("-").second) {
            problem("-", "given twice; read once");
            return;
        }
        InputFile file;
        file.path = file.identity = "-";
        file.name = "stdin";
        list_.files.push_back(std::move(file));
    }

    // Beside a file given by name.
    static std::string find_sidecar(const std::string& path) {
        std::error_code code;
        std::string candidate = path + std::string(kSidecarEnding);
        if (fs::is_regular_file(candidate, code)) return candidate;
        candidate = fs::path(path).replace_extension().string() + std::string(kSidecarEnding);
        return fs::is_regular_file(candidate, code) && candidate != path ? candidate : "";
    }

    void add_folder(const std::string& folder) {
        std::error_code code;
        struct Found {
            fs::path path;
            bool link = false;
        };
        std::vector<Found> found;
        std::unordered_set<std::string> sidecars;
        fs::recursive_directory_iterator walk(folder, code);
        if (code) {
            problem(folder, code.message());
            return;
        }
        for (const fs::recursive_directory_iterator end; walk != end;) {
            const fs::directory_entry& entry = *walk;
            std::error_code entry_code;
            const std::string name = entry.path().filename().string();
            if (name.starts_with('.')) {
                if (entry.is_directory(entry_code)) walk.disable_recursion_pending();
                ++list_.ignored;
            } else if (!entry.is_directory(entry_code)) {
                if (name.ends_with(kSidecarEnding)) {
                    sidecars.insert(entry.path().native());
                } else {
                    found.push_back({entry.path(), entry.is_symlink(entry_code)});
                }
            }
            const fs::path at = entry.path();
            walk.increment(code);
            if (code) {
                problem(at.string(), code.message());
                break;
            }
        }
        std::sort(found.begin(), found.end(),
                  [](const Found& a, const Found& b) { return a.path.native() < b.path.native(); });
        for (const auto& [path, link] : found) {
            struct stat status {};
            std::string sidecar;
            if (!sidecars.empty()) {
                sidecar = path.native() + std::string(kSidecarEnding);
                if (!sidecars.contains(sidecar)) {
                    sidecar =
                        fs::path(path).replace_extension().native() + std::string(kSidecarEnding);
                }
                if (!sidecars.contains(sidecar)) sidecar.clear();
            }
            if (stat(path.c_str(), &status) != 0) {
                const bool loop = errno == ELOOP;
                problem(path.string(), loop ? "a loop of symbolic links" : std::strerror(errno));
            } else {
                add_file(path.string(), path.lexically_relative(folder).string(), status, false,
                         sidecar, link);
            }
        }
    }

    // What is not a link has the identity of its folder, which is looked up once for all of its files.
    fs::path identity_of(const fs::path& path, bool link, std::error_code& code) {
        if (link) return fs::canonical(path, code);
        const fs::path folder = path.parent_path();
        if (folder != folder_) {
            canonical_folder_ = fs::canonical(folder, code);
            folder_ = code ? fs::path() : folder;
        }
        return canonical_folder_ / path.filename();
    }

    void add_file(const std::string& path, const std::string& name, const struct stat& status,
                  bool named, const std::string& sidecar, bool link = true) {
        if (!named && !any_name_ && !kind_of_name(fs::path(path).filename().string()).known()) {
            ++list_.ignored;
            return;
        }
        if (!S_ISREG(status.st_mode)) {
            problem(path, "not a regular file",
                    named ? "pipe it into standard input and give -" : "");
            return;
        }
        std::error_code code;
        const fs::path identity = identity_of(path, link, code);
        if (code) {
            problem(path, code.message());
            return;
        }
        if (!seen_.insert(identity.string()).second) {
            problem(path, "given twice; read once");
            return;
        }
        InputFile file;
        file.path = path;
        file.name = to_valid_utf8(name);
        file.identity = identity.string();
        file.sidecar = sidecar;
        file.named = named;
        file.size = static_cast<std::uint64_t>(status.st_size);
        file.mtime_ns = static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
                        status.st_mtim.tv_nsec;
        list_.files.push_back(std::move(file));
    }

    const bool any_name_;
    InputList list_;
    std::unordered_set<std::string> seen_;
    fs::path folder_;  // looked up last
    fs::path canonical_folder_;
};

}  // namespace

InputList find_inputs(const std::vector<std::string>& paths, bool any_name) {
    Finder finder(any_name);
    for (const std::string& path : paths)
        finder.add_argument(path);
    return finder.take();
}

std::vector<std::string> read_files0(const std::string& path) {
    constexpr std::size_t kLargest = std::size_t{1} << 30;
    constexpr std::size_t kPiece = std::size_t{1} << 16;
    const OpenedInput input = open_input(path);
    if (!input.source) throw Error(path + ": an archive, not a list of files");
    std::string bytes;
    for (;;) {
        const std::size_t used = bytes.size();
        bytes.resize(used + kPiece);
        const std::size_t count = input.source->read(bytes.data() + used, kPiece);
        bytes.resize(used + count);
        if (count == 0) break;
        if (bytes.size() > kLargest) throw Error(path + ": a list of files beyond 1 GiB");
    }
    std::vector<std::string> names;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\0', at), bytes.size());
        if (end == at) {
            throw Error(path + ": an empty file name",
                        "names are separated by one NUL byte, as find -print0 does");
        }
        names.push_back(bytes.substr(at, end - at));
        at = end + 1;
    }
    return names;
}

}  // namespace dateline
