// Which files to read: arguments -> files in a stable order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "indexer/reporting/problem.h"

namespace dateline {

struct InputFile {
    std::string path;  // to open; "-" is standard input
    std::string name;  // relative to the argument it was found under, but if another has it, see
                       // input_names.h: the id of a text file
    std::string identity;  // absolute, without symbolic links: the same file has one, however named
    std::string sidecar;   // path of its NAME.meta.json; empty: it has none
    bool named = true;     // given by name, not found in a folder: must be an input
    std::uint64_t size = 0;     // bytes on disk
    std::int64_t mtime_ns = 0;  // since 1970
};

struct InputList {
    std::vector<InputFile> files;
    std::vector<Problem> problems;
    std::uint64_t ignored = 0;  // files in folders that are not of a known format, and hidden ones
};

// Folders are walked recursively, names in byte order; hidden files and folders and unknown
// extensions are left out there unless `any_name` is set, links to folders are not followed (so
// that a loop of links ends), and NAME.meta.json belongs to the file NAME or NAME.* beside it. A
// file given by name is read in any case. "-" is standard input. What is not a regular file,
// unreadable, missing or found twice is a problem; a folder without articles is one, too.
InputList find_inputs(const std::vector<std::string>& paths, bool any_name = false);

// The names in a file that separates them by NUL bytes, as `find -print0` writes; "-" is standard
// input. An empty name is a problem, with its number as the line. Throws Error, which names the
// file, if it cannot be read or is longer than 1 GiB.
std::vector<std::string> read_files0(const std::string& path, std::vector<Problem>& problems);

}  // namespace dateline
