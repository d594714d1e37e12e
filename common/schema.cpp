#include "common/schema.h"

#include <array>
#include <cstdio>

#include <xxhash.h>

#include "common/text.h"

namespace dateline {

std::string zone_prefix(Zone zone) {
    std::string prefix(kZonePrefix);
    return prefix += static_cast<char>('0' + static_cast<int>(zone));
}

std::string make_term(std::string_view prefix, std::string_view value, bool unique) {
    constexpr std::size_t kHashDigits = 16;
    std::string term(prefix);
    const std::size_t room = kMaxTermLength - prefix.size();
    if (value.size() <= room) return term.append(value);
    if (!unique) return term.append(value.substr(0, utf8_prefix_length(value, room)));
    term.append(value.substr(0, utf8_prefix_length(value, room - kHashDigits)));
    std::array<char, kHashDigits + 1> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx",
                  static_cast<unsigned long long>(XXH3_64bits(value.data(), value.size())));
    return term.append(digits.data(), kHashDigits);
}

}  // namespace dateline
