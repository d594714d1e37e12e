#include "indexer/readers/input.h"

#include <fcntl.h>
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
#include "indexer/readers/input_names.h"

namespace dateline {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSidecarEnding = ".meta.json";

class Finder {
public:
    Finder(bool any_name, std::size_t arguments) : any_name_(any_name), once_(arguments < 2) {}

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
            InputFile file;
            file.path = argument;
            file.name = to_valid_utf8(fs::path(argument).filename().string());
            file.sidecar = find_sidecar(argument);
            add_file(std::move(file), status);
        }
    }

    InputList take() {
        drop_second_links();
        return std::move(list_);
    }

private:
    void problem(const std::string& path, const std::string& message,
                 const std::string& hint = "") {
        list_.problems.push_back({Problem::Kind::Skipped, path, 0, message, hint});
    }

    void add_standard_input() {
        if (!is_first("-")) {
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

    struct Entry {
        std::string name;  // of a folder with "/" at its end: in the order of whole paths
        bool folder = false;
        bool link = false;
        int error = 0;  // of stat(); the rest then means nothing
        struct stat status {};
    };

    // What is in a folder but for hidden files and folders, in byte order; links to folders are
    // left out.
    std::vector<Entry> read_folder(const std::string& path) {
        std::vector<Entry> entries;
        const auto fail = [&] {
            const bool root = path.size() == 1;
            problem(root ? path : path.substr(0, path.size() - 1), std::strerror(errno));
        };
        const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(path.c_str()), closedir);
        if (!folder) {
            fail();
            return entries;
        }
        const int fd = dirfd(folder.get());
        for (errno = 0; const dirent* const found = readdir(folder.get()); errno = 0) {
            Entry entry;
            entry.name = found->d_name;
            if (entry.name == "." || entry.name == "..") continue;
            if (entry.name.starts_with('.')) {
                ++list_.ignored;
                continue;
            }
            unsigned char type = found->d_type;
            if (type == DT_UNKNOWN) {  // some file systems do not tell
                const bool known =
                    fstatat(fd, found->d_name, &entry.status, AT_SYMLINK_NOFOLLOW) == 0;
                if (known) type = IFTODT(entry.status.st_mode);
            }
            entry.folder = type == DT_DIR;
            entry.link = type == DT_LNK;
            if (entry.folder) {
                entry.name += '/';
            } else {
                if (fstatat(fd, found->d_name, &entry.status, 0) != 0) entry.error = errno;
                if (entry.link && entry.error == 0 && S_ISDIR(entry.status.st_mode)) continue;
            }
            entries.push_back(std::move(entry));
        }
        if (errno != 0) fail();
        std::sort(entries.begin(), entries.end(),
                  [](const Entry& a, const Entry& b) { return a.name < b.name; });
        return entries;
    }

    static constexpr bool is_sidecar(std::string_view name) {
        return name.ends_with(kSidecarEnding);
    }

    // The sidecar among the names of a folder that belongs to a file there; else "".
    static std::string sidecar_of(const std::string& name,
                                  const std::unordered_set<std::string>& sidecars) {
        if (sidecars.empty()) return "";
        std::string sidecar = name + std::string(kSidecarEnding);
        if (sidecars.contains(sidecar)) return sidecar;
        sidecar = fs::path(name).replace_extension().native() + std::string(kSidecarEnding);
        return sidecars.contains(sidecar) ? sidecar : "";
    }

    void add_folder(const std::string& folder) {
        std::error_code code;
        const fs::path identity = fs::canonical(folder, code);
        if (code) {
            problem(folder, code.message());
            return;
        }
        const std::string path = folder.ends_with('/') ? folder : folder + '/';
        walk(path, path.size(), (identity / "").string());
    }

    // All three paths end in "/". What is no link has the identity of its folder and its name.
    void walk(const std::string& folder, std::size_t top, const std::string& identity) {
        std::unordered_set<std::string> sidecars;
        std::vector<Entry> entries = read_folder(folder);
        for (const Entry& entry : entries) {
            if (is_sidecar(entry.name)) sidecars.insert(entry.name);
        }
        for (const Entry& entry : entries) {
            if (is_sidecar(entry.name)) continue;
            InputFile file;
            file.path = folder + entry.name;
            if (entry.folder) {
                walk(file.path, top, identity + entry.name);
            } else if (entry.error != 0) {
                problem(file.path, entry.error == ELOOP ? "a loop of symbolic links"
                                                        : std::strerror(entry.error));
            } else {
                file.name = to_valid_utf8(std::string_view(file.path).substr(top));
                if (!entry.link) file.identity = identity + entry.name;
                file.sidecar = sidecar_of(entry.name, sidecars);
                if (!file.sidecar.empty()) file.sidecar.insert(0, folder);
                file.named = false;
                add_file(std::move(file), entry.status);
            }
        }
    }

    // A link in a folder to a file that is found itself, or by a link before, is no other article.
    void drop_second_links() {
        if (links_.empty()) return;
        std::unordered_set<std::string> found;
        for (const InputFile& file : list_.files) {
            if (!links_.contains(file.path)) found.insert(file.identity);
        }
        list_.ignored += std::erase_if(list_.files, [&](const InputFile& file) {
            return links_.contains(file.path) && !found.insert(file.identity).second;
        });
    }

    // With path, name, named and sidecar; the identity is missing for links and for what was named.
    void add_file(InputFile file, const struct stat& status) {
        const std::string_view path = file.path;
        if (!file.named && !any_name_ && !kind_of_name(path.substr(path.rfind('/') + 1)).known()) {
            ++list_.ignored;
            return;
        }
        if (!S_ISREG(status.st_mode)) {
            problem(file.path, "not a regular file",
                    file.named ? "pipe it into standard input and give -" : "");
            return;
        }
        const bool link_in_folder = file.identity.empty() && !file.named;
        if (file.identity.empty()) {
            std::error_code code;
            file.identity = fs::canonical(file.path, code).string();
            if (code) {
                problem(file.path, code.message());
                return;
            }
        }
        if (link_in_folder) {
            links_.insert(file.path);
        } else if (!once_ && !is_first(file.identity)) {
            problem(file.path, "given twice; read once");
            return;
        }
        file.size = static_cast<std::uint64_t>(status.st_size);
        file.mtime_ns = static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
                        status.st_mtim.tv_nsec;
        list_.files.push_back(std::move(file));
    }

    bool is_first(const std::string& identity) {
        if (seen_.empty()) {
            for (const InputFile& file : list_.files) {
                if (!links_.contains(file.path)) seen_.insert(file.identity);
            }
        }
        return seen_.insert(identity).second;
    }

    const bool any_name_;
    InputList list_;
    std::unordered_set<std::string> links_;  // paths of those found in folders
    // No file can be met twice: one argument. Else `seen_` has the identities of all but links.
    bool once_;
    std::unordered_set<std::string> seen_;
};

}  // namespace

InputList find_inputs(const std::vector<std::string>& paths, bool any_name) {
    Finder finder(any_name, paths.size());
    for (const std::string& path : paths)
        finder.add_argument(path);
    InputList list = finder.take();
    if (paths.size() > 1) tell_names_apart(list.files);
    return list;
}

std::vector<std::string> read_files0(const std::string& path, std::vector<Problem>& problems) {
    constexpr std::size_t kLargest = std::size_t{1} << 30;
    constexpr std::size_t kPiece = std::size_t{1} << 16;
    std::string bytes;
    try {
        const OpenedInput input = open_input(path);
        if (!input.source) throw Error("an archive, not a list of files");
        for (std::size_t count = 1; count > 0;) {
            const std::size_t used = bytes.size();
            bytes.resize(used + kPiece);
            count = input.source->read(bytes.data() + used, kPiece);
            bytes.resize(used + count);
            if (bytes.size() > kLargest) throw Error("a list of files beyond 1 GiB");
        }
    } catch (const Error& error) {
        throw Error("the list of files " + printable(path) + ": " + error.what(), error.hint());
    }
    std::vector<std::string> names;
    std::uint64_t number = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\0', at), bytes.size());
        ++number;
        if (end == at) {
            problems.push_back({Problem::Kind::Skipped, path, number, "an empty file name",
                                "names are separated by one NUL byte, as find -print0 does"});
        } else {
            names.push_back(bytes.substr(at, end - at));
        }
        at = end + 1;
    }
    return names;
}

}  // namespace dateline
