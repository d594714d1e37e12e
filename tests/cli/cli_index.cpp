#include "tests/cli/cli_index.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace dateline::testing {
namespace {

// Near-copies are grouped unless this says otherwise, in versions that group them.
const std::vector<std::string>& all_copies() {
    static const std::vector<std::string> options =
        search({"--help"}).out.find("--all-copies") == std::string::npos
            ? std::vector<std::string>{}
            : std::vector<std::string>{"--all-copies"};
    return options;
}

}  // namespace

CliIndex::CliIndex(const std::vector<std::string>& paths, const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"-d", directory()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.insert(arguments.end(), paths.begin(), paths.end());
    built_ = index(arguments);
    if (built_.status != 0 && built_.status != 1) throw std::runtime_error(built_.text());
}

ProcessResult CliIndex::search(const std::vector<std::string>& arguments,
                               const ProcessOptions& options) const {
    std::vector<std::string> all{"-d", directory()};
    all.insert(all.end(), all_copies().begin(), all_copies().end());
    all.insert(all.end(), arguments.begin(), arguments.end());
    return testing::search(all, options);
}

std::vector<std::string> CliIndex::ranked(const std::string& query,
                                          const std::vector<std::string>& options) const {
    std::vector<std::string> arguments{"--format", "jsonl", "-n", "100000"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.insert(arguments.end(), {"--", query});
    const ProcessResult result = search(arguments);
    if (result.status != 0 && result.status != 1) throw std::runtime_error(result.text());
    std::vector<std::string> ids;
    for (const std::string& line : lines_of(result.out))
        ids.push_back(nlohmann::json::parse(line)["id"]);
    return ids;
}

std::set<std::string> CliIndex::ids(const std::string& query,
                                    const std::vector<std::string>& options) const {
    const std::vector<std::string> list = ranked(query, options);
    return {list.begin(), list.end()};
}

}  // namespace dateline::testing
