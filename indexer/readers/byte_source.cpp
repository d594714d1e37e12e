#include "indexer/readers/byte_source.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

#include "common/error.h"
#include "common/text.h"
#include "indexer/readers/format.h"

namespace dateline {
namespace {

// What a compressed input may expand to in any case.
constexpr std::uint64_t kHarmless = std::uint64_t{16} << 20;

// An open file or standard input, whose first bytes can be looked at before they are read.
class File {
public:
    File(const std::string& path, std::function<bool()> stop) : stop_(std::move(stop)) {
        if (path == "-") {
            fd_ = STDIN_FILENO;
        } else {
            // O_NONBLOCK: a FIFO put in the place of a file must not block the run.
            fd_ = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
            if (fd_ < 0) throw Error(std::string("cannot be opened: ") + std::strerror(errno));
            owned_ = true;
        }
        struct stat status {};
        const bool known = fstat(fd_, &status) == 0;
        regular_ = known && S_ISREG(status.st_mode);
        if (owned_ && !regular_) {
            close(fd_);
            throw Error("not a regular file", "pipe it into standard input and give -");
        }
        seekable_ = regular_ && lseek(fd_, 0, SEEK_CUR) == 0;
        if (seekable_) posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
        size_ = regular_ ? static_cast<std::uint64_t>(status.st_size) : 0;
        modified_ = status.st_mtim;
    }
    ~File() {
        if (owned_) close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    // The first bytes, up to kPackingBytes.
    const std::string& head() {
        if (head_read_) return head_;
        head_read_ = true;
        head_.resize(kPackingBytes);
        std::size_t used = 0;
        while (used < head_.size()) {
            const std::size_t count = read_some(head_.data() + used, head_.size() - used);
            if (count == 0) break;
            used += count;
        }
        head_.resize(used);
        return head_;
    }

    std::size_t read(char* buffer, std::size_t size) {
        if (head_used_ < head_.size()) {
            const std::size_t count = std::min(size, head_.size() - head_used_);
            std::memcpy(buffer, head_.data() + head_used_, count);
            head_used_ += count;
            return count;
        }
        return read_some(buffer, size);
    }

    // As lseek; only if seekable.
    std::int64_t seek(std::int64_t offset, int whence) {
        if (whence == SEEK_CUR) offset -= static_cast<std::int64_t>(head_.size() - head_used_);
        head_used_ = head_.size();
        return lseek(fd_, offset, whence);
    }

    bool seekable() const { return seekable_; }
    std::uint64_t size() const { return size_; }

    // After reading to the end: whether the file is still what it was.
    bool changed() const {
        if (!regular_ || !owned_) return false;
        struct stat status {};
        if (fstat(fd_, &status) != 0) return true;
        return static_cast<std::uint64_t>(status.st_size) != size_ ||
               status.st_mtim.tv_sec != modified_.tv_sec ||
               status.st_mtim.tv_nsec != modified_.tv_nsec;
    }

private:
    std::size_t read_some(char* buffer, std::size_t size) {
        for (;;) {
            if (!wait_for_bytes()) return 0;
            const ssize_t count = ::read(fd_, buffer, size);
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EINTR) throw Error(std::string("cannot be read: ") + std::strerror(errno));
        }
    }

    // Of standard input, which may be a pipe or a terminal; false if reading is to end.
    bool wait_for_bytes() const {
        if (owned_ || !stop_) return true;
        constexpr int kMilliseconds = 50;
        pollfd polled{fd_, POLLIN, 0};
        for (;;) {
            if (stop_()) return false;
            const int ready = poll(&polled, 1, kMilliseconds);
            if (ready > 0 || (ready < 0 && errno != EINTR)) return true;  // read() tells
        }
    }

    std::function<bool()> stop_;
    int fd_ = -1;
    bool owned_ = false;
    bool regular_ = false;
    bool seekable_ = false;
    std::uint64_t size_ = 0;
    struct timespec modified_ {};
    std::string head_;
    bool head_read_ = false;
    std::size_t head_used_ = 0;
};

class PlainSource : public ByteSource {
public:
    explicit PlainSource(std::unique_ptr<File> file) : file_(std::move(file)) {}

    std::size_t read(char* buffer, std::size_t size) override { return file_->read(buffer, size); }

    std::string warning() const override {
        return file_->changed() ? "the file changed while it was read" : "";
    }

private:
    std::unique_ptr<File> file_;
};

// libarchive's handle over a File, with the limit on expansion.
class Unpacker {
public:
    Unpacker(std::unique_ptr<File> file, double max_ratio)
        : file_(std::move(file)), max_ratio_(max_ratio), archive_(archive_read_new()) {
        if (archive_ == nullptr) throw Error("out of memory");
        archive_read_support_filter_gzip(archive_);
        archive_read_support_filter_xz(archive_);
        archive_read_support_filter_zstd(archive_);
        archive_read_support_format_tar(archive_);
        archive_read_support_format_zip(archive_);
        archive_read_support_format_raw(archive_);
        archive_read_set_read_callback(archive_, on_read);
        if (file_->seekable()) archive_read_set_seek_callback(archive_, on_seek);
        archive_read_set_callback_data(archive_, this);
        if (archive_read_open1(archive_) != ARCHIVE_OK) {
            const std::string why = reason();
            archive_read_free(archive_);
            throw Error("cannot be unpacked: " + why);
        }
    }
    ~Unpacker() { archive_read_free(archive_); }
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;

    // The next entry, or null at the end.
    archive_entry* next_entry() {
        archive_entry* entry = nullptr;
        const int result = archive_read_next_header(archive_, &entry);
        check_io();
        if (result == ARCHIVE_EOF) return nullptr;
        if (result < ARCHIVE_WARN) fail();
        check_ratio();
        return entry;
    }

    bool is_raw() const { return archive_format(archive_) == ARCHIVE_FORMAT_RAW; }
    bool is_compressed() const { return archive_filter_count(archive_) > 1; }

    std::size_t read(char* buffer, std::size_t size) {
        const la_ssize_t count = archive_read_data(archive_, buffer, size);
        check_io();
        if (count == ARCHIVE_FAILED && !is_raw()) {
            throw MemberError("damaged: " + reason(), "fetch or copy the archive again");
        }
        if (count < 0) fail();
        produced_ += static_cast<std::uint64_t>(count);
        check_ratio();
        return static_cast<std::size_t>(count);
    }

    bool changed() const { return file_->seekable() && is_raw() && file_->changed(); }

private:
    static la_ssize_t on_read(archive* /*handle*/, void* self, const void** buffer) {
        auto& unpacker = *static_cast<Unpacker*>(self);
        try {
            *buffer = unpacker.buffer_.data();
            return static_cast<la_ssize_t>(
                unpacker.file_->read(unpacker.buffer_.data(), unpacker.buffer_.size()));
        } catch (const Error& error) {
            unpacker.io_error_ = error.what();
            return -1;
        }
    }

    static la_int64_t on_seek(archive* /*handle*/, void* self, la_int64_t offset, int whence) {
        const std::int64_t at = static_cast<Unpacker*>(self)->file_->seek(offset, whence);
        return at < 0 ? static_cast<la_int64_t>(ARCHIVE_FATAL) : static_cast<la_int64_t>(at);
    }

    std::string reason() const {
        const char* text = archive_error_string(archive_);
        return text == nullptr ? "unknown reason" : to_valid_utf8(text);
    }

    void check_io() const {
        if (!io_error_.empty()) throw Error(io_error_);
    }

    [[noreturn]] void fail() const {
        const std::string why = reason();
        std::string lower = fold(why);
        if (lower.find("truncated") != std::string::npos ||
            lower.find("no progress") != std::string::npos) {
            throw Error("the compressed data end too early: the file was cut",
                        "fetch or copy it again");
        }
        if (lower.find("encrypt") != std::string::npos ||
            lower.find("passphrase") != std::string::npos) {
            throw Error("encrypted", "decrypt it first");
        }
        throw Error("the compressed data are damaged: " + why, "fetch or copy it again");
    }

    void check_ratio() const {
        const auto unpacked = std::max<std::uint64_t>(
            produced_,
            static_cast<std::uint64_t>(std::max<la_int64_t>(archive_filter_bytes(archive_, 0), 0)));
        if (unpacked <= kHarmless) return;
        const auto packed = file_->size() > 0 ? file_->size()
                                              : static_cast<std::uint64_t>(std::max<la_int64_t>(
                                                    archive_filter_bytes(archive_, -1), 1));
        if (static_cast<double>(unpacked) <= max_ratio_ * static_cast<double>(packed)) return;
        throw Error("expands to more than " +
                        std::to_string(static_cast<std::uint64_t>(max_ratio_)) +
                        " times its size, as a bomb would",
                    "if it is to be trusted, raise --max-ratio");
    }

    std::unique_ptr<File> file_;
    double max_ratio_;
    archive* archive_;
    std::vector<char> buffer_ = std::vector<char>(std::size_t{1} << 17);
    std::string io_error_;
    std::uint64_t produced_ = 0;
};

class UnpackedSource : public ByteSource {
public:
    explicit UnpackedSource(std::shared_ptr<Unpacker> unpacker) : unpacker_(std::move(unpacker)) {}

    std::size_t read(char* buffer, std::size_t size) override {
        return unpacker_->read(buffer, size);
    }

    std::string warning() const override {
        return unpacker_->changed() ? "the file changed while it was read" : "";
    }

private:
    std::shared_ptr<Unpacker> unpacker_;
};

class EmptySource : public ByteSource {
public:
    std::size_t read(char* /*buffer*/, std::size_t /*size*/) override { return 0; }
};

class PackedArchive : public Archive {
public:
    PackedArchive(std::shared_ptr<Unpacker> unpacker, archive_entry* first)
        : unpacker_(std::move(unpacker)), content_(unpacker_), entry_(first) {}

    std::optional<ArchiveMember> next() override {
        for (;;) {
            if (!first_) {
                // Read to the member's end rather than skipped, so that the limit is kept.
                if (unpacker_->is_compressed() && readable_) discard_rest();
                entry_ = unpacker_->next_entry();
            }
            first_ = false;
            ++number_;
            if (entry_ == nullptr) return std::nullopt;
            readable_ = archive_entry_is_data_encrypted(entry_) == 0;
            if (archive_entry_filetype(entry_) != AE_IFREG ||
                archive_entry_hardlink(entry_) != nullptr) {
                continue;
            }
            ArchiveMember member;
            const char* name = archive_entry_pathname_utf8(entry_);
            if (name == nullptr) name = archive_entry_pathname(entry_);
            member.name = name == nullptr ? "" : to_valid_utf8(name);
            member.name_cleaned = clean_member_name(member.name);
            if (member.name.empty()) member.name = "member-" + std::to_string(number_);
            member.encrypted = !readable_;
            return member;
        }
    }

    ByteSource& content() override { return content_; }

private:
    void discard_rest() {
        try {
            while (unpacker_->read(discard_.data(), discard_.size()) > 0) {
            }
        } catch (const MemberError&) {  // told when it was read, if it was wanted at all
        }
    }

    std::shared_ptr<Unpacker> unpacker_;
    UnpackedSource content_;
    archive_entry* entry_;
    bool first_ = true;
    bool readable_ = true;
    std::uint64_t number_ = 0;
    std::vector<char> discard_ = std::vector<char>(std::size_t{1} << 16);
};

}  // namespace

bool clean_member_name(std::string& name) {
    bool cleaned = false;
    std::replace(name.begin(), name.end(), '\\', '/');
    if (name.starts_with('/')) cleaned = true;
    std::string result;
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t end = std::min(name.find('/', at), name.size());
        const std::string_view part = std::string_view(name).substr(at, end - at);
        at = end + 1;
        if (part.empty() || part == ".") continue;
        if (part == ".." || (result.empty() && part.size() == 2 && part[1] == ':')) {
            cleaned = true;
            continue;
        }
        if (!result.empty()) result += '/';
        result += part;
    }
    name = std::move(result);
    return cleaned;
}

OpenedInput open_input(const std::string& path, double max_ratio, std::function<bool()> stop) {
    auto file = std::make_unique<File>(path, std::move(stop));
    OpenedInput opened;
    const Packing packing = find_packing(file->head());
    if (packing == Packing::None) {
        opened.source = std::make_unique<PlainSource>(std::move(file));
        return opened;
    }
    auto unpacker = std::make_shared<Unpacker>(std::move(file), max_ratio);
    archive_entry* const first = unpacker->next_entry();
    if (first == nullptr && packing != Packing::Zip && packing != Packing::Tar) {
        opened.source = std::make_unique<EmptySource>();
    } else if (unpacker->is_raw()) {
        opened.source = std::make_unique<UnpackedSource>(std::move(unpacker));
    } else {
        opened.archive = std::make_unique<PackedArchive>(std::move(unpacker), first);
    }
    return opened;
}

}  // namespace dateline
