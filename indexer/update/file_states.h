// The states of input files as they were when their articles were written: an update reads again
// only what has changed since.
//
// A file of its own in the index directory: a line "Dateline files 1", then for each input
// its state, a blank, its identity (a path, as bytes), NUL (common/checked_file.h).
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/readers/input.h"

namespace dateline {

// By identity. A state is text without blanks or NUL.
using FileStates = std::unordered_map<std::string, std::string>;

// What tells whether an input must be read again: sizes and times of the file and its sidecar, and `salt`, a hash
// of the options that articles depend on.
std::string state_of(const InputFile& file, std::uint64_t salt);

// An empty path gives no states. A file that is missing or damaged gives none either, and sets `damaged`.
FileStates read_file_states(const std::string& path, bool& damaged);

// Writes and syncs a new file. Throws Error.
void write_file_states(const std::string& path, const FileStates& states);

}  // namespace dateline
