// An index made by dateline-index in a temporary folder, and queries to it through dateline-search.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/cli/process.h"
#include "tests/support/source_folder.h"

namespace dateline::testing {

inline const std::string kCorpus = source_folder() + "/corpus/articles";

class CliIndex {
public:
    // Throws std::runtime_error if the index cannot be built; exit status 1 (something was skipped)
    // is fine.
    explicit CliIndex(const std::vector<std::string>& paths,
                      const std::vector<std::string>& options = {});

    std::string directory() const { return folder_ / "index"; }
    const ProcessResult& built() const { return built_; }

    ProcessResult search(const std::vector<std::string>& arguments,
                         const ProcessOptions& options = {}) const;

    // Ids of all hits, near-copies included, best first.
    std::vector<std::string> ranked(const std::string& query,
                                    const std::vector<std::string>& options = {}) const;
    std::set<std::string> ids(const std::string& query,
                              const std::vector<std::string>& options = {}) const;

private:
    TemporaryFolder folder_;
    ProcessResult built_;
};

}  // namespace dateline::testing
