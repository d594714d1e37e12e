#include "indexer/update/prune.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <system_error>

namespace dateline {
namespace {

namespace fs = std::filesystem;

// Not there, and known not to be: what cannot be looked at may be there.
bool is_missing(const fs::path& path) {
    std::error_code code;
    return fs::status(path, code).type() == fs::file_type::not_found;
}

// As InputFile::identity would be if the last part of the path were there.
fs::path identity_of(const std::string& path) {
    std::error_code code;
    fs::path whole = fs::absolute(path, code).lexically_normal();
    if (!whole.has_filename()) whole = whole.parent_path();  // "folder/"
    const fs::path folder = fs::weakly_canonical(whole.parent_path(), code);
    return (code ? whole.parent_path() : folder) / whole.filename();
}

std::vector<std::string> recorded_below(const std::string& folder, const FileStates& states) {
    std::vector<std::string> found;
    states.for_each([&](std::string_view identity, std::string_view) {
        if (identity.starts_with(folder)) found.emplace_back(identity);
    });
    return found;
}

// The lowest of the folders above a missing file that is there.
fs::path lowest_folder_above(const fs::path& file) {
    fs::path folder = file.parent_path();
    while (folder.has_relative_path() && is_missing(folder))
        folder = folder.parent_path();
    return folder;
}

}  // namespace

bool names_gone_file(const std::string& path, const FileStates& states) {
    if (!is_missing(path)) return false;
    const fs::path identity = identity_of(path);
    std::error_code code;
    return fs::is_directory(identity.parent_path(), code) &&
           !states.find(identity.string()).empty();
}

GoneFiles find_gone_files(const std::vector<std::string>& paths,
                          const std::vector<InputFile>& files, const FileStates& states) {
    std::vector<std::string_view> inputs;
    inputs.reserve(files.size());
    for (const InputFile& file : files)
        inputs.emplace_back(file.identity);
    std::sort(inputs.begin(), inputs.end());
    GoneFiles found;
    std::set<std::string> gone;
    const auto keep = [&](const std::string& path, std::size_t count, const std::string& hint) {
        found.kept.push_back({Problem::Kind::Warning, path, 0,
                              "nothing below it is pruned: " + std::to_string(count) +
                                  (count == 1 ? " recorded file" : " recorded files") +
                                  " may only be out of reach",
                              "mount it, or if it is gone for good, " + hint});
    };
    for (const std::string& path : paths) {
        if (path == "-") continue;
        if (names_gone_file(path, states)) {
            gone.insert(identity_of(path).string());
            continue;
        }
        std::error_code code;
        if (fs::is_regular_file(path, code)) continue;
        const fs::path canonical = fs::canonical(path, code);
        const bool there = !code;
        const std::string folder = ((there ? canonical : identity_of(path)) / "").string();
        const std::vector<std::string> recorded = recorded_below(folder, states);
        const auto first = std::lower_bound(inputs.begin(), inputs.end(), folder);
        if (first != inputs.end() && first->starts_with(folder)) {
            std::map<std::string, std::size_t> empty;  // folders: recorded files below each
            for (const std::string& identity : recorded) {
                if (!is_missing(identity)) continue;
                const fs::path above = lowest_folder_above(identity);
                if (fs::is_empty(above, code) || code) {
                    ++empty[above.string()];
                } else {
                    gone.insert(identity);
                }
            }
            for (const auto& [above, count] : empty)
                keep(above, count, "remove the empty folder and prune again");
        } else if (!recorded.empty()) {
            keep(path, recorded.size(),
                 there ? "remove the folder and prune the one above it" : "prune the one above it");
        }
    }
    found.identities.assign(gone.begin(), gone.end());
    return found;
}

}  // namespace dateline
