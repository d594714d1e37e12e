#include "indexer/reporting/problem.h"

#include <cctype>

#include "common/text.h"

namespace dateline {

std::string reason_of(const std::string& message) {
    std::string reason;
    bool quoted = false;
    for (const char byte : message) {
        if (byte == '"') {
            quoted = !quoted;
            if (!quoted) reason += "\"…\"";
        } else if (!quoted && std::isdigit(static_cast<unsigned char>(byte))) {
            if (!reason.ends_with('N')) reason += 'N';
        } else if (!quoted) {
            reason += byte;
        }
    }
    return reason;
}

std::string count_of(std::uint64_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string to_string(const Problem& problem) {
    std::string line = printable(problem.file);
    if (problem.line > 0) line += ":" + std::to_string(problem.line);
    if (!line.empty()) line += ": ";
    line += printable(problem.message);
    if (!problem.hint.empty()) line += " (" + printable(problem.hint) + ")";
    return line;
}

}  // namespace dateline
