#include "tests/support/made_stories.h"

#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "indexer/build.h"
#include "indexer/options.h"
#include "tests/catch.h"

namespace dateline::testing {

std::vector<std::string> made_words(std::uint32_t seed, std::size_t count) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < count; ++i) {
        seed = seed * 1664525u + 1013904223u;
        words.push_back("w" + std::to_string(seed >> 20));
    }
    return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i)
        text += (text.empty() ? "" : " ") + words[i];
    return text + ".";
}

void write_inputs(const std::string& path, const std::vector<Input>& inputs) {
    std::ofstream file(path);
    for (const Input& input : inputs) {
        nlohmann::json line = {{"id", input.id}, {"body", input.body}, {"source", input.source}};
        if (!input.date.empty()) line["date"] = input.date;
        file << line.dump() << '\n';
    }
}

int index(const std::string& directory, std::vector<std::string> words) {
    words.insert(words.begin(), {"dateline-index", "-q", "-d", directory});
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    const ParsedOptions parsed =
        parse_index_options(static_cast<int>(arguments.size()), arguments.data());
    REQUIRE_FALSE(parsed.exit_status);
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_index(parsed.options, out, err);
    INFO(err.str());
    return status;
}

}  // namespace dateline::testing
