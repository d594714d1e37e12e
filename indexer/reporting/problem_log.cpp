#include "indexer/reporting/problem_log.h"

#include <xxhash.h>

#include "common/text.h"

namespace dateline {

std::optional<std::string> ProblemLog::line(const Problem& problem) {
    const std::string reason = reason_of(problem.message);
    const std::uint64_t file = XXH3_64bits(problem.file.data(), problem.file.size());
    std::uint32_t& told = told_[XXH3_64bits_withSeed(reason.data(), reason.size(), file)];
    if (told < kToldOfFile) {
        ++told;
        return to_string(problem);
    }
    Rest& rest = rest_[{problem.file, reason}];
    if (rest.count++ == 0) rest.message = problem.message;
    return std::nullopt;
}

std::vector<std::string> ProblemLog::rest() {
    std::vector<std::string> lines;
    for (const auto& [key, rest] : rest_) {
        lines.push_back((key.first.empty() ? "" : printable(key.first) + ": ") + "… and " +
                        std::to_string(rest.count) + " more: " + printable(rest.message));
    }
    rest_.clear();
    return lines;
}

}  // namespace dateline
