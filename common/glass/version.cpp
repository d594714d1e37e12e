#include "common/glass/version.h"

#include <fstream>
#include <iterator>
#include <limits>

#include "common/glass/encoding.h"

namespace dateline::glass {
namespace {

// 16 bytes as 8-4-4-4-12 hexadecimal digits.
std::string uuid_text(const std::uint8_t* bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < kUuidBytes; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += kDigits[bytes[i] >> 4];
        text += kDigits[bytes[i] & 15];
    }
    return text;
}

// Numbers and strings one after another; `ok` turns false where one is not there.
struct Input {
    const std::uint8_t* at;
    const std::uint8_t* end;
    bool ok = true;

    std::uint64_t number(std::uint64_t most) {
        const auto value = take_uint(at, end);
        ok = ok && value && *value <= most;
        return ok ? *value : 0;
    }

    void skip(std::uint64_t bytes) {
        ok = ok && bytes <= static_cast<std::uint64_t>(end - at);
        if (ok) at += bytes;
    }
};

StoredTable take_table(Input& in) {
    constexpr std::uint64_t kMostLevels = 10;  // as Xapian has it
    constexpr std::uint64_t kMost32 = std::numeric_limits<std::uint32_t>::max();
    constexpr std::uint64_t kMost64 = std::numeric_limits<std::uint64_t>::max();
    constexpr std::uint64_t kSmallestBlock = 1;  // 2 kB to 64 kB, in units of kBlockSizeShift
    constexpr std::uint64_t kLargestBlock = 32;
    StoredTable table;
    table.root = static_cast<std::uint32_t>(in.number(kMost32));
    const std::uint64_t level = in.number(kMostLevels << kRootLevelShift | kSequential | kNoRoot);
    table.level = static_cast<unsigned>(level >> kRootLevelShift);
    table.has_root = (level & kNoRoot) == 0;
    in.number(kMost64);  // entries
    const std::uint64_t block = in.number(kLargestBlock);
    in.ok = in.ok && block >= kSmallestBlock && (block & (block - 1)) == 0;
    table.block_bytes = static_cast<std::size_t>(block << kBlockSizeShift);
    in.number(kMost64);           // threshold of deflating
    in.skip(in.number(kMost64));  // free blocks
    return table;
}

}  // namespace

std::string version_magic() {
    constexpr unsigned kFormat = (2016 - 2014) << 9 | 3 << 5 | 14;
    std::string magic = "\x0f\x0dXapian Glass";
    magic += static_cast<char>(kFormat >> 8);
    magic += static_cast<char>(kFormat & 0xff);
    return magic;
}

std::optional<Version> read_version(const std::string& folder) {
    constexpr std::size_t kMostBytes = 4096;
    std::ifstream file(folder + "/iamglass", std::ios::binary);
    std::string bytes(kMostBytes, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    const std::string magic = version_magic();
    if (!bytes.starts_with(magic) || bytes.size() < magic.size() + kUuidBytes) return std::nullopt;
    Version version;
    const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
    version.uuid = uuid_text(begin + magic.size());
    Input in{begin + magic.size() + kUuidBytes, begin + bytes.size()};
    version.revision =
        static_cast<std::uint32_t>(in.number(std::numeric_limits<std::uint32_t>::max()));
    for (StoredTable& table : version.tables)
        table = take_table(in);
    if (!in.ok) return std::nullopt;
    return version;
}

}  // namespace dateline::glass
