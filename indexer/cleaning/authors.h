// The names that an article's bylines give, to know a line on its author by.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>

namespace dateline {

class Authors {
public:
    // Remembers every two capitalised words that stand side by side in a byline; up to 1,000.
    void add(std::string_view byline);

    // True if the line's first two words are such a name.
    bool begin_line(std::string_view line) const;

private:
    std::unordered_set<std::uint64_t> names_;
};

}  // namespace dateline
