#include "searcher/query/field_prefix.h"

#include <algorithm>
#include <array>
#include <utility>

#include "common/ascii.h"
#include "searcher/query/characters.h"

namespace dateline {

namespace {

using namespace query_characters;

constexpr std::array<std::string_view, 3> kUrlSchemes = {"http", "https", "ftp"};

bool is_url(std::string_view name, std::string_view rest) {
    return rest.starts_with("//") && std::find(kUrlSchemes.begin(), kUrlSchemes.end(),
                                               lower_ascii(name)) != kUrlSchemes.end();
}

}  // namespace

void FieldPrefix::add(char32_t code) {
    const bool first = std::exchange(first_, false);
    if (first) {
        name_ = is_word(code) && !(code >= '0' && code <= '9');
    } else {
        name_ = name_ && (is_word(code) || is_mark(code) || code == '-' || code == '_');
    }
}

void FieldPrefix::spoil() {
    first_ = false;
    name_ = false;
}

bool FieldPrefix::ends_at_colon(std::string_view name, std::string_view rest) const {
    return name_ && !is_url(name, rest);
}

}  // namespace dateline
