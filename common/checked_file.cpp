#include "common/checked_file.h"

#include <fstream>

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
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    const std::streamoff size = file.tellg();
    if (!file || size < static_cast<std::streamoff>(head.size() + kHashBytes)) return std::nullopt;
    std::string bytes(static_cast<std::size_t>(size), '\0');
    file.seekg(0);
    if (!file.read(bytes.data(), size) || !bytes.starts_with(head)) return std::nullopt;
    const std::string hash = bytes.substr(bytes.size() - kHashBytes);
    bytes.resize(bytes.size() - kHashBytes);
    if (hash_bytes(bytes) != hash) return std::nullopt;
    bytes.erase(0, head.size());
    return bytes;
}

void write_checked(const std::string& path, std::string_view head, std::string_view body) {
    std::string bytes(head);
    bytes += body;
    bytes += hash_bytes(bytes);
    write_synced(path, bytes);
}

}  // namespace dateline
