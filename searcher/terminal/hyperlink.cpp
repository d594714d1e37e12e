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

void append_encoded(std::string& target, char byte) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto code = static_cast<unsigned char>(byte);
    target += '%';
    target += kDigits[code >> 4];
    target += kDigits[code & 15];
}

}  // namespace

std::string link_target(std::string_view url) {
    if (!has_scheme(url) || url.size() > kLongest) return "";
    std::string target;
    for (const char byte : url) {
        const auto code = static_cast<unsigned char>(byte);
        if (code > 0x20 && code < 0x7f) {
            target += byte;
        } else {
            append_encoded(target, byte);
        }
    }
    return target.size() > kLongest ? "" : target;
}

std::string file_address(std::string_view path) {
    if (path.empty()) return "";
    constexpr std::string_view kPlain = "/-_.~";
    std::string address = "file://";
    for (const char byte : path) {
        const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                            (byte >= '0' && byte <= '9');
        if (letter || kPlain.find(byte) != std::string_view::npos) {
            address += byte;
        } else {
            append_encoded(address, byte);
        }
    }
    return address;
}

std::string link_begin(const std::string& target) {
    return "\033]8;;" + target + "\033\\";
}

std::string link_end() {
    return "\033]8;;\033\\";
}

}  // namespace dateline
