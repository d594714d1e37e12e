// --prune: which of the recorded files are gone for good. A folder or a disk may only be out of
// reach for a while, so nothing is taken for gone but what the paths of this run could have shown.
#pragma once

#include <string>
#include <vector>

#include "indexer/readers/input.h"
#include "indexer/reporting/problem.h"
#include "indexer/update/file_states.h"

namespace dateline {

struct GoneFiles {
    std::vector<std::string> identities;  // rising
    // A warning for each path below which recorded files may only be out of reach.
    std::vector<Problem> kept;
};

// Of the recorded files those are gone that are not there any more and
//   - stand below a folder among `paths` with at least one of `files`, the inputs found, in it; or
//   - are named by `paths` themselves, and the folder that they stood in is there.
// A folder that is missing, cannot be read, has no article files or, deeper down, nothing at all
// (an empty mount point) loses nothing.
GoneFiles find_gone_files(const std::vector<std::string>& paths,
                          const std::vector<InputFile>& files, const FileStates& states);

// Whether a path names a recorded file that is gone: then it is no mistake to prune it.
bool names_gone_file(const std::string& path, const FileStates& states);

}  // namespace dateline
