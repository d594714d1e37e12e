#include "indexer/readers/byte_source.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <utility>
#include <vector>

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <zlib.h>

#include "common/error.h"
#include "common/text.h"
#include "indexer/readers/format.h"

namespace dateline {
namespace {

// What a compressed input may expand to in any case.
constexpr std::uint64_t kHarmless = std::uint64_t{16} << 20;

// An open file or standard input.
class File : public ByteSource {
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
    ~File() override {
        if (owned_) close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::size_t read(char* buffer, std::size_t size) override {
        for (;;) {
            if (!wait_for_bytes()) return 0;
            const ssize_t count = ::read(fd_, buffer, size);
            if (count >= 0) {
                taken_ += static_cast<std::uint64_t>(count);
                return static_cast<std::size_t>(count);
            }
            if (errno != EINTR) throw Error(std::string("cannot be read: ") + std::strerror(errno));
        }
    }

    std::string warning() const override {
        return changed() ? "the file changed while it was read" : "";
    }

    // As lseek; only if seekable.
    std::int64_t seek(std::int64_t offset, int whence) { return lseek(fd_, offset, whence); }

    bool seekable() const { return seekable_; }
    // Of a regular file its size, else what was read so far.
    std::uint64_t size() const { return regular_ ? size_ : taken_; }

private:
    // After reading to the end: whether the file is still what it was.
    bool changed() const {
        if (!regular_ || !owned_) return false;
        struct stat status {};
        if (fstat(fd_, &status) != 0) return true;
        return static_cast<std::uint64_t>(status.st_size) != size_ ||
               status.st_mtim.tv_sec != modified_.tv_sec ||
               status.st_mtim.tv_nsec != modified_.tv_nsec;
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
    std::uint64_t taken_ = 0;
    struct timespec modified_ {};
};

// What is unpacked from a file, by all that unpacks any of it.
class Expansion {
public:
    // `file` must outlive it.
    Expansion(const File& file, double max_ratio) : file_(file), max_ratio_(max_ratio) {}

    // Counts bytes that came out. Throws Error if they are too many by now.
    void add(std::uint64_t bytes) {
        unpacked_ += bytes;
        if (unpacked_ <= kHarmless) return;
        const auto packed = static_cast<double>(std::max<std::uint64_t>(file_.size(), 1));
        if (static_cast<double>(unpacked_) <= max_ratio_ * packed) return;
        throw Error("expands to more than " +
                        std::to_string(static_cast<std::uint64_t>(max_ratio_)) +
                        " times its size, as a bomb would",
                    "if it is to be trusted, raise --max-ratio");
    }

private:
    const File& file_;
    double max_ratio_;
    std::uint64_t unpacked_ = 0;
};

// The file at the bottom, which all of its contents share.
struct Bottom {
    Bottom(const std::string& path, std::function<bool()> stop, double max_ratio)
        : file(path, std::move(stop)), expansion(file, max_ratio) {}

    File file;
    Expansion expansion;
};

[[noreturn]] void fail_at(std::size_t level, const std::string& message, const std::string& hint) {
    if (level > 0) throw MemberError(level, message, hint);
    throw Error(message, hint);
}

constexpr const char* kCut = "the compressed data end too early: the file was cut";
constexpr const char* kFetch = "fetch or copy it again";

// Bytes whose begin can be looked at before they are read.
class PeekedSource : public ByteSource {
public:
    explicit PeekedSource(std::shared_ptr<ByteSource> below) : below_(std::move(below)) {}

    // The first bytes, up to kPackingBytes.
    const std::string& head() {
        if (read_) return head_;
        read_ = true;
        head_.resize(kPackingBytes);
        std::size_t used = 0;
        while (used < head_.size()) {
            const std::size_t count = below_->read(head_.data() + used, head_.size() - used);
            if (count == 0) break;
            used += count;
        }
        head_.resize(used);
        return head_;
    }

    std::size_t read(char* buffer, std::size_t size) override {
        if (used_ == head_.size()) return below_->read(buffer, size);
        const std::size_t count = std::min(size, head_.size() - used_);
        std::memcpy(buffer, head_.data() + used_, count);
        used_ += count;
        return count;
    }

    std::string warning() const override { return below_->warning(); }

    // What of the head was not read yet; it is skipped.
    std::size_t drop_head() { return head_.size() - std::exchange(used_, head_.size()); }

private:
    std::shared_ptr<ByteSource> below_;
    std::string head_;
    bool read_ = false;
    std::size_t used_ = 0;
};

// What is to be unpacked, and where it is.
struct Content {
    std::shared_ptr<Bottom> bottom;
    std::size_t level = 0;  // archives around it
    std::unique_ptr<PeekedSource> bytes;
};

// Unpacks gzip (RFC 1952), one member or several. Not libarchive's filter: that checks neither the
// checksum nor the length at a member's end.
class GunzipSource : public ByteSource {
public:
    explicit GunzipSource(Content packed) : packed_(std::move(packed)) {
        constexpr int kGzip = 15 + 16;  // the largest window, gzip's header and end
        if (inflateInit2(&stream_, kGzip) != Z_OK) throw Error("out of memory");
    }
    ~GunzipSource() override { inflateEnd(&stream_); }
    GunzipSource(const GunzipSource&) = delete;
    GunzipSource& operator=(const GunzipSource&) = delete;

    std::size_t read(char* buffer, std::size_t size) override {
        size = std::min<std::size_t>(size, std::size_t{1} << 30);  // zlib counts in 32 bits
        stream_.next_out = reinterpret_cast<Bytef*>(buffer);
        stream_.avail_out = static_cast<uInt>(size);
        while (stream_.avail_out == size && !ended_) {
            if (stream_.avail_in == 0) refill();
            if (between_) {
                next_member();
                continue;
            }
            if (at_end_) fail_at(packed_.level, kCut, kFetch);
            const int result = inflate(&stream_, Z_NO_FLUSH);
            if (result == Z_STREAM_END) {
                between_ = true;
            } else if (result == Z_MEM_ERROR) {
                throw Error("out of memory");
            } else if (result != Z_OK && result != Z_BUF_ERROR) {
                damaged_ = true;
                fail_at(packed_.level,
                        std::string("the gzip data are damaged: ") +
                            (stream_.msg == nullptr ? "unknown reason" : stream_.msg),
                        kFetch);
            }
        }
        const std::size_t count = size - stream_.avail_out;
        packed_.bottom->expansion.add(count);
        return count;
    }

    bool damaged() const { return damaged_; }

    std::string warning() const override {
        const std::string below = packed_.bytes->warning();
        return below.empty() && garbage_ ? "bytes behind the compressed data were left out" : below;
    }

private:
    void refill() {
        const std::size_t count = packed_.bytes->read(buffer_.data(), buffer_.size());
        at_end_ = count == 0;
        stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
        stream_.avail_in = static_cast<uInt>(count);
    }

    // Behind a member: another one, zeros that fill a block of a tape, the end, or what is no gzip.
    void next_member() {
        constexpr Bytef kFirst = 0x1f;
        if (stream_.avail_in == 0) {
            ended_ = at_end_;
        } else if (*stream_.next_in == 0) {
            ++stream_.next_in;
            --stream_.avail_in;
        } else if (*stream_.next_in == kFirst) {
            inflateReset(&stream_);
            between_ = false;
        } else {
            garbage_ = ended_ = true;
        }
    }

    Content packed_;
    z_stream stream_{};
    std::vector<char> buffer_ = std::vector<char>(std::size_t{1} << 16);
    bool at_end_ = false;   // of packed_
    bool between_ = false;  // behind a member
    bool ended_ = false;
    bool garbage_ = false;
    bool damaged_ = false;
};

// While it lives, libarchive gives this thread names in UTF-8. It converts them to the locale's
// charset, and in that of a program that sets none, "C", all but those in ASCII are lost.
class Utf8Names {
public:
    Utf8Names() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
        if (locale_ != nullptr) before_ = uselocale(locale_);
    }
    ~Utf8Names() {
        if (locale_ == nullptr) return;
        uselocale(before_);
        freelocale(locale_);
    }
    Utf8Names(const Utf8Names&) = delete;
    Utf8Names& operator=(const Utf8Names&) = delete;

private:
    locale_t locale_;
    locale_t before_{};
};

// libarchive's handle over a content, with the limit on expansion.
class Unpacker {
public:
    // `file` is the content itself if it can be sought in, else null.
    Unpacker(Content packed, File* file)
        : packed_(std::move(packed)), file_(file), archive_(archive_read_new()) {
        if (archive_ == nullptr) throw Error("out of memory");
        archive_read_support_filter_xz(archive_);
        archive_read_support_filter_zstd(archive_);
        archive_read_support_format_tar(archive_);
        archive_read_support_format_zip(archive_);
        archive_read_support_format_raw(archive_);
        archive_read_set_read_callback(archive_, on_read);
        if (file_ != nullptr) archive_read_set_seek_callback(archive_, on_seek);
        archive_read_set_callback_data(archive_, this);
        if (archive_read_open1(archive_) != ARCHIVE_OK) {
            const std::string why = reason();
            archive_read_free(archive_);
            if (error_below_) std::rethrow_exception(error_below_);
            fail_at(level(), "cannot be unpacked: " + why, "");
        }
    }
    ~Unpacker() { archive_read_free(archive_); }
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;

    // The next entry, or null at the end. `damaged` is set if damaged ones were left out before it.
    archive_entry* next_entry(bool& damaged) {
        const Utf8Names utf8;
        archive_entry* entry = nullptr;
        int result = ARCHIVE_RETRY;
        while (result == ARCHIVE_RETRY) {  // the next header may be good
            result = archive_read_next_header(archive_, &entry);
            check_below();
            check_expansion();
            damaged = damaged || result == ARCHIVE_RETRY;
        }
        if (result == ARCHIVE_EOF) {
            // A checksum may stand behind the archive's own end.
            while (file_ == nullptr && packed_.bytes->read(buffer_.data(), buffer_.size()) > 0) {
            }
            return nullptr;
        }
        if (result < ARCHIVE_WARN) fail();
        return entry;
    }

    bool is_raw() const { return archive_format(archive_) == ARCHIVE_FORMAT_RAW; }
    bool is_compressed() const { return archive_filter_count(archive_) > 1; }
    std::size_t level() const { return packed_.level; }
    const std::shared_ptr<Bottom>& bottom() const { return packed_.bottom; }

    std::size_t read(char* buffer, std::size_t size) {
        const la_ssize_t count = archive_read_data(archive_, buffer, size);
        check_below();
        if (count == ARCHIVE_FAILED && !is_raw()) {
            throw MemberError(level() + 1, "damaged: " + reason(),
                              "fetch or copy the archive again");
        }
        if (count < 0) fail();
        produced_ += static_cast<std::uint64_t>(count);
        check_expansion();
        return static_cast<std::size_t>(count);
    }

    std::string warning() const { return is_raw() ? packed_.bytes->warning() : ""; }

private:
    static la_ssize_t on_read(archive* /*handle*/, void* self, const void** buffer) {
        auto& unpacker = *static_cast<Unpacker*>(self);
        try {
            *buffer = unpacker.buffer_.data();
            return static_cast<la_ssize_t>(
                unpacker.packed_.bytes->read(unpacker.buffer_.data(), unpacker.buffer_.size()));
        } catch (const Error&) {
            unpacker.error_below_ = std::current_exception();
            return -1;
        }
    }

    static la_int64_t on_seek(archive* /*handle*/, void* self, la_int64_t offset, int whence) {
        Unpacker& unpacker = *static_cast<Unpacker*>(self);
        const std::size_t ahead = unpacker.packed_.bytes->drop_head();
        if (whence == SEEK_CUR) offset -= static_cast<std::int64_t>(ahead);
        const std::int64_t at = unpacker.file_->seek(offset, whence);
        return at < 0 ? static_cast<la_int64_t>(ARCHIVE_FATAL) : static_cast<la_int64_t>(at);
    }

    std::string reason() const {
        const char* text = archive_error_string(archive_);
        return text == nullptr ? "unknown reason" : to_valid_utf8(text);
    }

    void check_below() const {
        if (error_below_) std::rethrow_exception(error_below_);
    }

    [[noreturn]] void fail() const {
        const std::string why = reason();
        std::string lower = fold(why);
        if (lower.find("truncated") != std::string::npos ||
            lower.find("no progress") != std::string::npos) {
            fail_at(level(), kCut, kFetch);
        }
        if (lower.find("encrypt") != std::string::npos ||
            lower.find("passphrase") != std::string::npos) {
            fail_at(level(), "encrypted", "decrypt it first");
        }
        fail_at(level(), "the compressed data are damaged: " + why, kFetch);
    }

    // A tar file that is not compressed expands to nothing.
    void check_expansion() {
        const bool unpacks = is_compressed() || (archive_format(archive_) &
                                                 ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
        if (!unpacks) return;
        const auto unpacked = std::max<std::uint64_t>(
            produced_,
            static_cast<std::uint64_t>(std::max<la_int64_t>(archive_filter_bytes(archive_, 0), 0)));
        if (unpacked > counted_) {
            packed_.bottom->expansion.add(unpacked - std::exchange(counted_, unpacked));
        }
    }

    Content packed_;
    File* file_;
    archive* archive_;
    std::vector<char> buffer_ = std::vector<char>(std::size_t{1} << 17);
    std::exception_ptr error_below_;
    std::uint64_t produced_ = 0;
    std::uint64_t counted_ = 0;  // by the expansion
};

class UnpackedSource : public ByteSource {
public:
    explicit UnpackedSource(std::shared_ptr<Unpacker> unpacker) : unpacker_(std::move(unpacker)) {}

    std::size_t read(char* buffer, std::size_t size) override {
        return unpacker_->read(buffer, size);
    }

    std::string warning() const override { return unpacker_->warning(); }

private:
    std::shared_ptr<Unpacker> unpacker_;
};

class EmptySource : public ByteSource {
public:
    std::size_t read(char* /*buffer*/, std::size_t /*size*/) override { return 0; }
};

OpenedInput open_content(std::shared_ptr<Bottom> bottom, std::size_t level,
                         std::shared_ptr<ByteSource> bytes, File* file);

class PackedArchive : public Archive {
public:
    PackedArchive(std::shared_ptr<Unpacker> unpacker, archive_entry* first, bool damaged)
        : unpacker_(std::move(unpacker)), entry_(first), damaged_(damaged) {}

    std::optional<ArchiveMember> next() override {
        for (;;) {
            if (!first_) {
                // Read to the member's end rather than skipped, so that the limit is kept.
                if (unpacker_->is_compressed() && readable_) discard_rest();
                entry_ = unpacker_->next_entry(damaged_);
            }
            first_ = damaged_;  // it waits
            if (std::exchange(damaged_, false)) {
                throw MemberError(unpacker_->level() + 1,
                                  "damaged: headers cannot be read, and their members are lost",
                                  "fetch or copy the archive again");
            }
            ++number_;
            if (entry_ == nullptr) return std::nullopt;
            readable_ = archive_entry_is_data_encrypted(entry_) == 0;
            if (archive_entry_filetype(entry_) != AE_IFREG ||
                archive_entry_hardlink(entry_) != nullptr) {
                continue;
            }
            ArchiveMember member;
            const Utf8Names utf8;
            const char* name = archive_entry_pathname_utf8(entry_);
            if (name == nullptr) name = archive_entry_pathname(entry_);
            member.name = name == nullptr ? "" : to_valid_utf8(name);
            member.name_cleaned = clean_member_name(member.name);
            if (member.name.empty()) member.name = "member-" + std::to_string(number_);
            member.encrypted = !readable_;
            return member;
        }
    }

    OpenedInput open_member() override {
        return open_content(unpacker_->bottom(), unpacker_->level() + 1,
                            std::make_shared<UnpackedSource>(unpacker_), nullptr);
    }

private:
    void discard_rest() {
        try {
            while (unpacker_->read(discard_.data(), discard_.size()) > 0) {
            }
        } catch (const MemberError& error) {  // told when it was read, if it was wanted at all
            if (error.level() <= unpacker_->level()) throw;
        }
    }

    std::shared_ptr<Unpacker> unpacker_;
    archive_entry* entry_;
    bool first_ = true;  // entry_ is still to be returned
    bool damaged_;
    bool readable_ = true;
    std::uint64_t number_ = 0;
    std::vector<char> discard_ = std::vector<char>(std::size_t{1} << 16);
};

// `file` as for Unpacker.
OpenedInput open_content(std::shared_ptr<Bottom> bottom, std::size_t level,
                         std::shared_ptr<ByteSource> bytes, File* file) {
    OpenedInput opened;
    auto peeked = std::make_unique<PeekedSource>(std::move(bytes));
    const Packing packing = find_packing(peeked->head());
    if (packing == Packing::None) {
        opened.source = std::move(peeked);
        return opened;
    }
    Content content{std::move(bottom), level, std::move(peeked)};
    if (packing == Packing::Gzip) {
        const std::shared_ptr<Bottom> same = content.bottom;
        auto unzipped = std::make_shared<GunzipSource>(std::move(content));
        content = {same, level, std::make_unique<PeekedSource>(std::move(unzipped))};
        file = nullptr;
    }
    auto unpacker = std::make_shared<Unpacker>(std::move(content), file);
    bool damaged = false;
    archive_entry* const first = unpacker->next_entry(damaged);
    const bool is_archive = packing == Packing::Zip || packing == Packing::Tar || damaged;
    if (first == nullptr && !is_archive) {
        opened.source = std::make_unique<EmptySource>();
    } else if (unpacker->is_raw()) {
        opened.source = std::make_unique<UnpackedSource>(std::move(unpacker));
    } else {
        opened.archive = std::make_unique<PackedArchive>(std::move(unpacker), first, damaged);
    }
    return opened;
}

// Throws Error if a gzip file is damaged: its checksum stands behind what would be read by then. A
// cut file, or one that expands too far, is left to the reading.
void check_gzip(const std::string& path, double max_ratio, const std::function<bool()>& stop) {
    auto bottom = std::make_shared<Bottom>(path, stop, max_ratio);
    const std::shared_ptr<ByteSource> file(bottom, &bottom->file);
    GunzipSource source({bottom, 0, std::make_unique<PeekedSource>(file)});
    std::vector<char> buffer(std::size_t{1} << 17);
    try {
        while (source.read(buffer.data(), buffer.size()) > 0 && !(stop && stop())) {
        }
    } catch (const Error& error) {
        if (!source.damaged()) return;
        throw Error(error.what(),
                    "fetch or copy it again; what zcat still makes of it can be given as -");
    }
}

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

OpenedInput open_input(const std::string& path, double max_ratio, std::function<bool()> stop,
                       bool verify) {
    auto bottom = std::make_shared<Bottom>(path, stop, max_ratio);
    File& file = bottom->file;
    const std::shared_ptr<ByteSource> bytes(bottom, &file);
    if (path != "-" && verify) {
        std::string head(kPackingBytes, '\0');
        head.resize(file.read(head.data(), head.size()));
        if (find_packing(head) == Packing::Gzip) check_gzip(path, max_ratio, stop);
        file.seek(0, SEEK_SET);
    }
    return open_content(std::move(bottom), 0, bytes, file.seekable() ? &file : nullptr);
}

}  // namespace dateline
