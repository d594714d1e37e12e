// Files as the bulk writer needs them: written once from beginning to end, every result checked,
// every failure a dateline::Error that names the file and the system's reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace dateline {

// Throws Error "cannot ACTION FILE: reason" for an errno value; the hint is for a full disk.
[[noreturn]] void throw_file_error(const char* action, const std::string& path, int error);

class OutputFile {
public:
    // Creates the file, which must not exist.
    explicit OutputFile(const std::string& path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    const std::string& path() const { return path_; }
    std::uint64_t size() const { return size_; }

    // Appends. Asks the system every few megabytes to begin writing to disk, so that `finish` has
    // less to wait for.
    void write(const void* bytes, std::size_t length);

    // fdatasync and close.
    void finish();

    // fdatasync of a file that something else has written.
    static void sync(const std::string& path);

private:
    std::string path_;
    int fd_ = -1;
    std::uint64_t size_ = 0;
    std::uint64_t pushed_ = 0;
};

// A file for what does not fit into memory: has no name after it was made, so that nothing is left
// of it whatever happens. Appending is for one thread; reading is for any number, after that.
class SpillFile {
public:
    explicit SpillFile(const std::string& path);
    ~SpillFile();
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;

    std::uint64_t size() const { return size_; }
    void append(const void* bytes, std::size_t length);
    void read(std::uint64_t offset, void* bytes, std::size_t length) const;

    // The bytes [begin, end), multiples of kForgetUnit, will not be read again: the memory in which
    // the system keeps them may serve what is written next. A hint, which cannot fail.
    void forget(std::uint64_t begin, std::uint64_t end) const;
    static constexpr std::uint64_t kForgetUnit = std::uint64_t{256} << 10;  // that of writing

private:
    std::string path_;
    int fd_ = -1;
    std::uint64_t size_ = 0;
};

// fsync of a folder: makes names created or renamed in it durable.
void sync_folder(const std::string& path);

}  // namespace dateline
