#include "indexer/readers/byte_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <zlib.h>

#include "common/error.h"

namespace dateline {
namespace {

// O_NONBLOCK: a FIFO put in the place of a file must not block the run.
int open_or_throw(const std::string& path) {
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) throw Error(std::string("cannot be opened: ") + std::strerror(errno));
    return fd;
}

class PlainSource : public ByteSource {
public:
    explicit PlainSource(const std::string& path) : fd_(open_or_throw(path)) {
        posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    ~PlainSource() override { close(fd_); }
    PlainSource(const PlainSource&) = delete;
    PlainSource& operator=(const PlainSource&) = delete;

    std::size_t read(char* buffer, std::size_t size) override {
        for (;;) {
            const ssize_t count = ::read(fd_, buffer, size);
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EINTR) throw Error(std::string("cannot be read: ") + std::strerror(errno));
        }
    }

private:
    int fd_;
};

class GzipSource : public ByteSource {
public:
    explicit GzipSource(const std::string& path) : file_(gzdopen(open_or_throw(path), "rb")) {
        if (!file_) throw Error("out of memory");
        gzbuffer(file_, 1 << 17);
    }
    ~GzipSource() override { gzclose_r(file_); }
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;

    std::size_t read(char* buffer, std::size_t size) override {
        const auto wanted = static_cast<unsigned>(std::min<std::size_t>(size, 1u << 30));
        const int count = gzread(file_, buffer, wanted);
        int code = Z_OK;
        const char* message = gzerror(file_, &code);
        if (count < 0 || (code != Z_OK && code != Z_STREAM_END)) {
            if (code == Z_BUF_ERROR) throw Error("the gzip data end too early: the file was cut");
            throw Error(std::string("the gzip data are damaged: ") + message);
        }
        return static_cast<std::size_t>(count);
    }

private:
    gzFile file_;
};

}  // namespace

std::unique_ptr<ByteSource> open_file(const std::string& path, bool gzip) {
    if (gzip) return std::make_unique<GzipSource>(path);
    return std::make_unique<PlainSource>(path);
}

}  // namespace dateline
