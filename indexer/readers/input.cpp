#include "indexer/readers/input.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <dirent.h>

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

    struct Found {
        std::string path;
        bool link = false;
    };

    // What is in a folder and below it, in no order: files, links to files and to nothing, and whatever else is no folder.
    std::vector<Found> walk(const std::string& top) {
        std::vector<Found> found;
        std::vector<std::string> folders{top};  // to be read; without links, so they end
        while (!folders.empty()) {
            std::string prefix = std::move(folders.back());
            folders.pop_back();
            const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(prefix.c_str()), closedir);
            if (!folder) {
                problem(prefix, std::strerror(errno));
                continue;
            }
            if (!prefix.ends_with('/')) prefix += '/';
            for (errno = 0; const dirent* const entry = readdir(folder.get()); errno = 0) {
                const std::string_view name = entry->d_name;
                if (name == "." || name == "..") continue;
                std::string path = prefix + entry->d_name;
                const unsigned char type = type_of(*entry, path);
                if (name.starts_with('.')) {
                    ++list_.ignored;
                } else if (type == DT_DIR) {
                    folders.push_back(std::move(path));
                } else if (type != DT_LNK || !is_folder(path)) {
                    found.push_back({std::move(path), type == DT_LNK});
                }
            }
            if (errno != 0) problem(prefix, std::strerror(errno));
        }
        return found;
    }

    static unsigned char type_of(const dirent& entry, const std::string& path) {
        if (entry.d_type != DT_UNKNOWN) return entry.d_type;  // some file systems do not say
        struct stat status {};
        return lstat(path.c_str(), &status) == 0 ? IFTODT(status.st_mode) : DT_UNKNOWN;
    }

    static bool is_folder(const std::string& path) {
        struct stat status {};
        return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
    }

    void add_folder(const std::string& folder) {
        std::vector<Found> found = walk(folder);
        std::sort(found.begin(), found.end(),
                  [](const Found& a, const Found& b) { return a.path < b.path; });
        std::unordered_set<std::string_view> sidecars;
        for (const Found& file : found) {
            if (file.path.ends_with(kSidecarEnding)) sidecars.insert(file.path);
        }
        // What is below "in" is called "in/…", what is below "in/" as well.
        const std::size_t prefix = folder.size() + (folder.ends_with('/') ? 0 : 1);
        list_.files.reserve(list_.files.size() + found.size());
        for (const auto& [path, link] : found) {
            if (path.ends_with(kSidecarEnding)) continue;
            struct stat status {};
            std::string sidecar;
            if (!sidecars.empty()) {
                sidecar = path + std::string(kSidecarEnding);
                if (!sidecars.contains(sidecar)) {
                    sidecar =
                        fs::path(path).replace_extension().native() + std::string(kSidecarEnding);
                }
                if (!sidecars.contains(sidecar)) sidecar.clear();
            }
            if (stat(path.c_str(), &status) != 0) {
                const bool loop = errno == ELOOP;
                problem(path, loop ? "a loop of symbolic links" : std::strerror(errno));
            } else {
                add_file(path, path.substr(prefix), status, false, sidecar, link);
            }
        }
    }

    // What is not a link has the identity of its folder, which is looked up once for all of its files.
    std::string identity_of(const std::string& path, bool link, std::error_code& code) {
        if (link) return fs::canonical(path, code).string();
        const std::size_t slash = path.rfind('/');
        const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
        if (!folder_known_ || path.compare(0, name, folder_) != 0) {
            folder_ = path.substr(0, name);
            canonical_folder_ = fs::canonical(name == 0 ? "." : folder_, code).string();
            folder_known_ = !code;
            if (!canonical_folder_.ends_with('/')) canonical_folder_ += '/';
        }
        return canonical_folder_ + path.substr(name);
    }

    void add_file(const std::string& path, const std::string& name, const struct stat& status,
                  bool named, const std::string& sidecar, bool link = true) {
        if (!named && !any_name_ &&
            !kind_of_name(std::string_view(path).substr(path.rfind('/') + 1)).known()) {
            ++list_.ignored;
            return;
        }
        if (!S_ISREG(status.st_mode)) {
            problem(path, "not a regular file",
                    named ? "pipe it into standard input and give -" : "");
            return;
        }
        std::error_code code;
        std::string identity = identity_of(path, link, code);
        if (code) {
            problem(path, code.message());
            return;
        }
        if (!seen_.insert(identity).second) {
            problem(path, "given twice; read once");
            return;
        }
        InputFile file;
        file.path = path;
        file.name = to_valid_utf8(name);
        file.identity = std::move(identity);
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
    bool folder_known_ = false;
    std::string folder_;            // looked up last: "" or up to its slash
    std::string canonical_folder_;  // likewise
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
