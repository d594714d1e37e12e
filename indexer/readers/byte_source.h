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

#include "common/error.h"

namespace dateline {

// One member of an archive cannot be read; the others can.
class MemberError : public Error {
public:
    using Error::Error;
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

// A tar or zip archive, compressed or not. `content` reads the member that next() returned last.
class Archive {
public:
    virtual ~Archive() = default;

    // The next member that is a regular file; nothing at the end. Throws Error if the archive is damaged.
    virtual std::optional<ArchiveMember> next() = 0;
    virtual ByteSource& content() = 0;
};

// One of both.
struct OpenedInput {
    std::unique_ptr<ByteSource> source;
    std::unique_ptr<Archive> archive;
};

// Opens a file, or standard input for "-", by what its first bytes are. Compressed data must not
// expand to more than `max_ratio` times their size (nor does that matter below 16 MiB).
// Standard input may not come for long: once `stop` (if given), called again and again meanwhile, says so, it ends.
// Throws Error if the file cannot be opened or is not a regular file.
OpenedInput open_input(const std::string& path, double max_ratio = kDefaultMaxRatio,
                       std::function<bool()> stop = {});

// A member's name as an id: "\" as "/", and "", ".", "..", drive letters and leading "/" left out.
// True if anything but "./" was left out. Empty for a name with nothing left.
bool clean_member_name(std::string& name);

}  // namespace dateline
