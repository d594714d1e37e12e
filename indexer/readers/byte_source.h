// The bytes of an input: a file, standard input, a compressed file, a member of an archive.
//
// Everything here is hostile: sizes, names and ratios are limited, and nothing is ever written to
// disk. Errors are thrown as Error with a message that lacks the file's name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/error.h"

namespace dateline {

// Something within an archive cannot be read; what stands beside it can.
class MemberError : public Error {
public:
    // `level`: how many archives are around it, 1 or more.
    MemberError(std::size_t level, const std::string& message, const std::string& hint = "")
        : Error(message, hint), level_(level) {}

    std::size_t level() const { return level_; }

private:
    std::size_t level_;
};

inline constexpr double kDefaultMaxRatio = 250;

class ByteSource {
public:
    virtual ~ByteSource() = default;

    // Reads up to `size` bytes; 0 at the end. Throws Error if reading fails, the compressed data
    // are damaged or end too early, or they expand beyond the limit.
    virtual std::size_t read(char* buffer, std::size_t size) = 0;

    // After the end: what the reader of the article should know, e.g. that the file changed
    // meanwhile. Mostly empty.
    virtual std::string warning() const { return ""; }
};

// A member of an archive that is a file, in the archive's order.
struct ArchiveMember {
    std::string name;           // cleaned: valid UTF-8, relative, without "..", "/" between folders
    bool name_cleaned = false;  // it was absolute or held ".."
    bool encrypted = false;
};

struct OpenedInput;

// A tar or zip archive, compressed or not.
class Archive {
public:
    virtual ~Archive() = default;

    // The next member that is a regular file; nothing at the end. Throws Error if the archive is
    // damaged, MemberError if it goes on behind what is.
    virtual std::optional<ArchiveMember> next() = 0;

    // The member that next() returned last, opened as a file is: unpacked if its first bytes are
    // those of compressed data. Good until the next next(). Throws as open_input does.
    virtual OpenedInput open_member() = 0;
};

// One of both.
struct OpenedInput {
    std::unique_ptr<ByteSource> source;
    std::unique_ptr<Archive> archive;
};

// Opens a file, or standard input for "-", by what its first bytes are. All that is unpacked from
// it, members of archives in it included, must not come to more than `max_ratio` times its size
// (nor does that matter below 16 MiB). With `verify` a gzip file that is damaged, not just cut, is
// refused before anything of it is read: its checksum stands behind the data. From standard input,
// or without `verify`, that is only told at the end. Standard input may not come for long: once
// `stop` (if given), called again and again meanwhile, says so, it ends. Throws Error if the file
// cannot be opened or is not a regular file.
OpenedInput open_input(const std::string& path, double max_ratio = kDefaultMaxRatio,
                       std::function<bool()> stop = {}, bool verify = true);

// A member's name as an id: "\" as "/", and "", ".", "..", drive letters and leading "/" left out.
// True if anything but "./" was left out. Empty for a name with nothing left.
bool clean_member_name(std::string& name);

}  // namespace dateline
