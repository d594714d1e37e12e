// Which files to read: arguments -> files in a stable order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "indexer/problem.h"

namespace dateline {

enum class Format { Text, JsonLines };

struct InputFile {
    std::string path;      // to open
    std::string name;      // relative to the argument it was found under: the id of a text file
    std::string identity;  // absolute, without symbolic links: the same file has one, however named
    Format format = Format::Text;
    bool gzip = false;
    std::uint64_t size = 0;     // bytes on disk
    std::int64_t mtime_ns = 0;  // since 1970
};

struct InputList {
    std::vector<InputFile> files;
    std::vector<Problem> problems;
    std::uint64_t ignored = 0;  // files in folders that are not of a known format, and hidden ones
};

// Folders are walked recursively, names in byte order; hidden files and folders and unknown extensions are
// left out there, links to folders are not followed. A file given by name is read in any case: as text if its extension is unknown. What is not
// a regular file, unreadable, missing or found twice is a problem; a folder without articles is one, too.
InputList find_inputs(const std::vector<std::string>& paths);

}  // namespace dateline
