// Texts that resemble each other by known amounts, as inputs of dateline-index run within the test.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dateline::testing {

// The same for the same seed.
std::vector<std::string> made_words(std::uint32_t seed, std::size_t count);

// The words [begin, end) as a sentence.
std::string joined(const std::vector<std::string>& words, std::size_t begin, std::size_t end);

struct Input {
    std::string id;
    std::string body;
    std::string source = {};
    std::string date = "2024-05-01";  // "": none
};

// As JSON Lines.
void write_inputs(const std::string& path, const std::vector<Input>& inputs);

// Runs dateline-index in this process; returns its exit status.
int index(const std::string& directory, std::vector<std::string> words);

}  // namespace dateline::testing
