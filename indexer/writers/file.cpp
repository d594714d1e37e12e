#include "indexer/writers/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "common/error.h"

namespace dateline {
namespace {

constexpr std::uint64_t kPushBytes = std::uint64_t{8} << 20;

// For longer writes the kernel takes pages of up to 2 MiB, which are soon rare or, in a virtual
// machine, have to come from the host: 800 MB in such writes took 1.8 s of its time instead of 0.2.
constexpr std::size_t kMostAtOnce = SpillFile::kForgetUnit;

void write_all(int fd, const std::string& path, const void* bytes, std::size_t length) {
    const auto* at = static_cast<const std::uint8_t*>(bytes);
    while (length > 0) {
        const ssize_t written = ::write(fd, at, std::min(length, kMostAtOnce));
        if (written < 0) {
            if (errno == EINTR) continue;
            throw_file_error("write", path, errno);
        }
        at += written;
        length -= static_cast<std::size_t>(written);
    }
}

void sync_data(int fd, const std::string& path) {
    int synced = 0;
    do {
        synced = ::fdatasync(fd);
    } while (synced != 0 && errno == EINTR);
    if (synced != 0) throw_file_error("sync", path, errno);
}

}  // namespace

void throw_file_error(const char* action, const std::string& path, int error) {
    std::string hint;
    if (error == ENOSPC || error == EDQUOT) hint = "free some disk space and try again";
    if (error == EFBIG) hint = "raise the limit on file sizes (ulimit -f)";
    throw Error(std::string("cannot ") + action + " " + path + ": " +
                    std::generic_category().message(error),
                hint);
}

OutputFile::OutputFile(const std::string& path) : path_(path) {
    fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd_ < 0) throw_file_error("create", path, errno);
}

OutputFile::~OutputFile() {
    if (fd_ >= 0) ::close(fd_);
}

void OutputFile::write(const void* bytes, std::size_t length) {
    write_all(fd_, path_, bytes, length);
    size_ += length;
    if (size_ - pushed_ >= kPushBytes) {
#ifdef SYNC_FILE_RANGE_WRITE
        // Only a hint: errors come back from fdatasync.
        (void)::sync_file_range(fd_, static_cast<off_t>(pushed_),
                                static_cast<off_t>(size_ - pushed_), SYNC_FILE_RANGE_WRITE);
#endif
        pushed_ = size_;
    }
}

void OutputFile::finish() {
    sync_data(fd_, path_);
    const int fd = fd_;
    fd_ = -1;
    if (::close(fd) != 0 && errno != EINTR) throw_file_error("close", path_, errno);
}

void OutputFile::sync(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0) throw_file_error("open", path, errno);
    try {
        sync_data(fd, path);
    } catch (...) {
        ::close(fd);
        throw;
    }
    ::close(fd);
}

SpillFile::SpillFile(const std::string& path) : path_(path) {
    fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd_ < 0) throw_file_error("create", path, errno);
    if (::unlink(path.c_str()) != 0) {
        const int error = errno;
        ::close(fd_);
        throw_file_error("unlink", path, error);
    }
}

SpillFile::~SpillFile() {
    ::close(fd_);
}

void SpillFile::append(const void* bytes, std::size_t length) {
    write_all(fd_, path_, bytes, length);
    size_ += length;
}

void SpillFile::read(std::uint64_t offset, void* bytes, std::size_t length) const {
    auto* at = static_cast<std::uint8_t*>(bytes);
    while (length > 0) {
        const ssize_t got = ::pread(fd_, at, length, static_cast<off_t>(offset));
        if (got < 0) {
            if (errno == EINTR) continue;
            throw_file_error("read", path_, errno);
        }
        if (got == 0) throw_file_error("read", path_, EIO);
        at += got;
        offset += static_cast<std::uint64_t>(got);
        length -= static_cast<std::size_t>(got);
    }
}

void SpillFile::forget(std::uint64_t begin, std::uint64_t end) const {
#ifdef POSIX_FADV_DONTNEED
    (void)::posix_fadvise(fd_, static_cast<off_t>(begin), static_cast<off_t>(end - begin),
                          POSIX_FADV_DONTNEED);
#endif
}

void sync_folder(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) throw_file_error("open", path, errno);
    const int synced = ::fsync(fd);
    const int error = errno;
    ::close(fd);
    if (synced != 0) throw_file_error("sync", path, error);
}

}  // namespace dateline
