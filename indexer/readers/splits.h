// What splitters answer, by name.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "indexer/readers/splitter.h"

namespace dateline::splits {

inline constexpr const char* kTooLong = "longer than the limit";
inline constexpr const char* kRaise = "if it is one article, raise --max-size";

inline std::uint64_t count_lines(std::string_view text) {
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

inline Split record(std::size_t size, std::uint64_t line) {
    Split split;
    split.kind = Split::Kind::Record;
    split.end = split.next = size;
    split.line = line;
    return split;
}

inline Split broken(std::size_t next, std::uint64_t line, std::string message, std::string hint) {
    Split split;
    split.kind = Split::Kind::Broken;
    split.next = next;
    split.line = line;
    split.message = std::move(message);
    split.hint = std::move(hint);
    return split;
}

inline Split nothing(std::size_t next) {
    Split split;
    split.kind = Split::Kind::Nothing;
    split.next = next;
    return split;
}

inline Split more() {
    return {};
}

inline Split end() {
    Split split;
    split.kind = Split::Kind::End;
    return split;
}

}  // namespace dateline::splits
