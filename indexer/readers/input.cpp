#include "indexer/readers/input.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <unordered_set>

#include "common/text.h"

namespace dateline {
namespace {

namespace fs = std::filesystem;

struct KnownExtension {
    std::string_view extension;
    Format format;
};
constexpr KnownExtension kExtensions[] = {
    {".txt", Format::Text},
    {".text", Format::Text},
    {".jsonl", Format::JsonLines},
    {".ndjson", Format::JsonLines},
};

struct Detected {
    Format format;
    bool gzip;
};

std::optional<Detected> detect_format(const std::string& path) {
    std::string name = fold(fs::path(path).filename().string());
    const bool gzip = name.ends_with(".gz");
    if (gzip) name.resize(name.size() - 3);
    for (const KnownExtension& known : kExtensions) {
        if (name.ends_with(known.extension)) return Detected{known.format, gzip};
    }
    return std::nullopt;
}

class Finder {
public:
    void add_argument(const std::string& argument) {
        struct stat status {};
        if (stat(argument.c_str(), &status) != 0) {
            problem(argument, std::strerror(errno), "check the path");
        } else if (S_ISDIR(status.st_mode)) {
            const std::size_t before = list_.files.size() + list_.problems.size();
            add_folder(argument);
            if (list_.files.size() + list_.problems.size() == before) {
                problem(
                    argument, "no articles in this folder",
                    "articles are files named *.txt, *.text, *.jsonl or *.ndjson, also with .gz");
            }
        } else {
            add_file(argument, fs::path(argument).filename().string(), status, true);
        }
    }

    InputList take() { return std::move(list_); }

private:
    void problem(const std::string& path, const std::string& message,
                 const std::string& hint = "") {
        list_.problems.push_back({Problem::Kind::Skipped, path, 0, message, hint});
    }

    void add_folder(const std::string& folder) {
        std::error_code code;
        std::vector<fs::path> found;
        fs::recursive_directory_iterator walk(folder, code);
        if (code) {
            problem(folder, code.message());
            return;
        }
        for (const fs::recursive_directory_iterator end; walk != end;) {
            const fs::directory_entry& entry = *walk;
            std::error_code entry_code;
            if (entry.path().filename().string().starts_with('.')) {
                if (entry.is_directory(entry_code)) walk.disable_recursion_pending();
                ++list_.ignored;
            } else if (!entry.is_directory(entry_code)) {
                found.push_back(entry.path());
            }
            const fs::path at = entry.path();
            walk.increment(code);
            if (code) {
                problem(at.string(), code.message());
                break;
            }
        }
        std::sort(found.begin(), found.end(),
                  [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
        for (const fs::path& path : found) {
            struct stat status {};
            if (stat(path.c_str(), &status) != 0) {
                problem(path.string(), std::strerror(errno));
            } else {
                add_file(path.string(), path.lexically_relative(folder).string(), status, false);
            }
        }
    }

    void add_file(const std::string& path, const std::string& name, const struct stat& status,
                  bool named) {
        const std::optional<Detected> detected = detect_format(path);
        if (!detected && !named) {
            ++list_.ignored;
            return;
        }
        if (!S_ISREG(status.st_mode)) {
            problem(path, "not a regular file");
            return;
        }
        std::error_code code;
        const fs::path identity = fs::canonical(path, code);
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
        file.format = detected ? detected->format : Format::Text;
        file.gzip = detected && detected->gzip;
        file.size = static_cast<std::uint64_t>(status.st_size);
        file.mtime_ns = static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
                        status.st_mtim.tv_nsec;
        list_.files.push_back(std::move(file));
    }

    InputList list_;
    std::unordered_set<std::string> seen_;
};

}  // namespace

InputList find_inputs(const std::vector<std::string>& paths) {
    Finder finder;
    for (const std::string& path : paths)
        finder.add_argument(path);
    return finder.take();
}

}  // namespace dateline
