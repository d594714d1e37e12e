#include "common/checked_file.h"

#include <fstream>
#include <iterator>

#include <xxhash.h>

#include "common/index.h"

namespace dateline {
namespace {

constexpr std::size_t kHashBytes = 8;

std::string hash_bytes(std::string_view bytes) {
    std::uint64_t hash = XXH3_64bits(bytes.data(), bytes.size());
    std::string text;
    for (std::size_t i = 0; i < kHashBytes; ++i, hash >>= 8)
        text += static_cast<char>(hash & 0xff);
    return text;
}

}  // namespace

std::optional<std::string> read_checked(const std::string& path, std::string_view head) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file || !bytes.starts_with(head) || bytes.size() < head.size() + kHashBytes)
        return std::nullopt;
    const std::string hash = bytes.substr(bytes.size() - kHashBytes);
    bytes.resize(bytes.size() - kHashBytes);
    if (hash_bytes(bytes) != hash) return std::nullopt;
    return bytes.substr(head.size());
}

void write_checked(const std::string& path, std::string_view head, std::string_view body) {
    std::string bytes(head);
    bytes += body;
    bytes += hash_bytes(bytes);
    write_synced(path, bytes);
}

}  // namespace dateline
