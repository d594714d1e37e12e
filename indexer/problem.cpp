#include "indexer/problem.h"

#include "common/text.h"

namespace dateline {

std::string to_string(const Problem& problem) {
    std::string line = printable(problem.file);
    if (problem.line > 0) line += ":" + std::to_string(problem.line);
    if (!line.empty()) line += ": ";
    line += printable(problem.message);
    if (!problem.hint.empty()) line += " (" + printable(problem.hint) + ")";
    return line;
}

}  // namespace dateline
