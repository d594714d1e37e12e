#include "searcher/terminal/hyperlink.h"

#include <algorithm>
#include <array>

namespace dateline {
namespace {

constexpr std::size_t kLongest = 2000;

bool has_scheme(std::string_view url) {
    static constexpr std::array<std::string_view, 3> kSchemes = {"https://", "http://", "ftp://"};
    return std::any_of(kSchemes.begin(), kSchemes.end(), [&](std::string_view scheme) {
        return url.size() > scheme.size() &&
               std::equal(scheme.begin(), scheme.end(), url.begin(),
                          [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
    });
}

}  // namespace

std::string link_target(std::string_view url) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    if (!has_scheme(url) || url.size() > kLongest) return "";
    std::string target;
    for (const char byte : url) {
        const auto code = static_cast<unsigned char>(byte);
        if (code > 0x20 && code < 0x7f) {
            target += byte;
        } else {
            target += '%';
            target += kDigits[code >> 4];
            target += kDigits[code & 15];
        }
    }
    return target.size() > kLongest ? "" : target;
}

std::string link_begin(const std::string& target) {
    return "\033]8;;" + target + "\033\\";
}

std::string link_end() {
    return "\033]8;;\033\\";
}

}  // namespace dateline
