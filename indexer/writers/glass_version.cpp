#include "indexer/writers/glass_version.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdio>

#include "common/error.h"
#include "common/glass/encoding.h"
#include "indexer/byte_buffer.h"

namespace dateline::glass {
namespace {

constexpr std::uint64_t kRevision = 1;
constexpr std::size_t kLargestFile = 256;  // readers take no more

// Tags above this many bytes are deflated; never in the tables of postings and positions.
constexpr std::uint64_t compression_threshold(unsigned table) {
    return table == kPostlist || table == kPosition ? 0 : 18;
}

std::uint8_t* put_root(std::uint8_t* out, const TableRoot& root, std::uint64_t threshold) {
    const bool empty = root.blocks == 0;
    out = put_uint(out, root.root);
    out = put_uint(
        out, std::uint64_t{root.level} << kRootLevelShift | kSequential | (empty ? kNoRoot : 0));
    out = put_uint(out, root.entries);
    out = put_uint(out, kBlockBytes >> kBlockSizeShift);
    out = put_uint(out, threshold);
    // The list of free blocks, of which there are none.
    std::uint8_t record[6 * kMaxUintBytes];
    std::uint8_t* end = record;
    if (!empty) {
        end = put_uint(end, kRevision);
        end = put_uint(end, root.blocks);
        for (int i = 0; i < 4; ++i)
            end = put_uint(end, 0);
    }
    const std::string_view view(reinterpret_cast<const char*>(record),
                                static_cast<std::size_t>(end - record));
    return put_bytes(put_uint(out, view.size()), view);
}

}  // namespace

void write_version(const std::string& folder, const std::array<TableRoot, 6>& roots,
                   const Statistics& statistics) {
    ByteBuffer file;
    const std::string magic = version_magic();
    file.append(magic.data(), magic.size());
    if (::getrandom(file.room(kUuidBytes), kUuidBytes, 0) != ssize_t{kUuidBytes}) {
        throw_file_error("make an identifier for", folder, errno);
    }
    file.end_at(file.data() + file.size() + kUuidBytes);
    std::uint8_t* out = file.room(roots.size() * 13 * kMaxUintBytes + 9 * kMaxUintBytes);
    out = put_uint(out, kRevision);
    for (unsigned table = 0; table < roots.size(); ++table) {
        out = put_root(out, roots[table], compression_threshold(table));
    }
    out = put_uint(out, statistics.documents);
    out = put_uint(out, statistics.last_id - statistics.documents);
    out = put_uint(out, statistics.shortest_length);
    out = put_uint(out, statistics.largest_wdf);
    out = put_uint(out, statistics.longest_length - statistics.largest_wdf);
    out = put_uint(out, 0);  // oldest changeset: there are none
    out = put_uint(out, statistics.total_length);
    out = put_uint(out, 0);  // largest frequency in the spelling table
    file.end_at(out);
    if (file.size() > kLargestFile) throw Error(folder + ": the version file is too large");

    const std::string temporary = folder + "/v.tmp";
    OutputFile output(temporary);
    output.write(file.data(), file.size());
    output.finish();
    const std::string name = folder + "/iamglass";
    if (std::rename(temporary.c_str(), name.c_str()) != 0) {
        throw_file_error("create", name, errno);
    }
    sync_folder(folder);
}

}  // namespace dateline::glass
