#include "indexer/readers/input_names.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "common/text.h"

namespace dateline {
namespace {

// Bytes of the identity up to the lowest folder that both are in, "/" included.
std::size_t common_folder(std::string_view a, std::string_view b) {
    const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
    const std::string_view same = a.substr(0, static_cast<std::size_t>(differ - a.begin()));
    return same.rfind('/') + 1;  // npos + 1 is 0
}

// Files by name, where several have it.
std::vector<std::vector<InputFile*>> find_equal_names(std::vector<InputFile>& files) {
    std::unordered_map<std::string_view, std::vector<InputFile*>> by_name;
    for (InputFile& file : files)
        by_name[file.name].push_back(&file);
    std::vector<std::vector<InputFile*>> equal;
    for (auto& [name, group] : by_name) {
        if (group.size() > 1) equal.push_back(std::move(group));
    }
    return equal;
}

}  // namespace

void tell_names_apart(std::vector<InputFile>& files) {
    for (std::vector<InputFile*>& group : find_equal_names(files)) {
        std::erase_if(group, [](const InputFile* file) { return file->identity == "-"; });
        std::size_t folder = group.front()->identity.rfind('/') + 1;
        for (const InputFile* file : group)
            folder = std::min(folder, common_folder(group.front()->identity, file->identity));
        for (InputFile* file : group)
            file->name = to_valid_utf8(std::string_view(file->identity).substr(folder));
    }
    // A name made so may be that of a file that had it before.
    for (const std::vector<InputFile*>& group : find_equal_names(files)) {
        for (InputFile* file : group) {
            if (file->identity != "-")
                file->name = to_valid_utf8(std::string_view(file->identity).substr(1));
        }
    }
}

}  // namespace dateline
