// The names of wire agencies, as line_key (lines.h) folds them.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace dateline {

// A wire agency by its key ("associated press", "ap"): its canonical name ("AP"), or nothing.
std::string_view agency_name(std::string_view key);

// Every key that agency_name knows.
std::vector<std::string_view> agency_keys();

// The longest agency name that begins at the begin of `key` and ends with a word.
struct AgencyMatch {
    std::string_view name;   // canonical; empty if there is none
    std::size_t length = 0;  // bytes of the key
};
AgencyMatch match_agency(std::string_view key);

}  // namespace dateline
