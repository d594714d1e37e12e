// Which problems are told: of a file that has one and the same a million times, the first few and
// then how many more. (The report has all.)
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/reporting/problem.h"

namespace dateline {

class ProblemLog {
public:
    static constexpr std::uint32_t kToldOfFile = 10;  // with one reason

    // The line to print; nothing if enough like it have been.
    std::optional<std::string> line(const Problem& problem);

    // What was left out since the last call, by file and reason: "FILE: … and 17 more: MESSAGE".
    std::vector<std::string> rest();

private:
    struct Rest {
        std::uint64_t count = 0;
        std::string message;  // of the first that was left out
    };
    std::unordered_map<std::uint64_t, std::uint32_t> told_;  // by a hash of file and reason
    std::map<std::pair<std::string, std::string>, Rest> rest_;
};

}  // namespace dateline
