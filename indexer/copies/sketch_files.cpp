#include "indexer/copies/sketch_files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>

#include "common/error.h"

namespace dateline {
namespace {

constexpr std::size_t kAlign = std::size_t{1} << 16;         // a multiple of a page's size
constexpr std::size_t kPassedAtOnce = std::size_t{4} << 20;  // bytes
constexpr std::size_t kMostBytes =
    std::size_t{std::numeric_limits<SketchFiles::Place>::max()} * SketchRecord::kUnit;

[[noreturn]] void fail(const std::string& path, int error) {
    throw Error(path + ": " + std::strerror(error), "rebuild the index");
}

// Up to `length` bytes: fewer where the file ends.
std::size_t read_at(int descriptor, const std::string& path, std::size_t offset, char* out,
                    std::size_t length) {
    std::size_t done = 0;
    while (done < length) {
        const ssize_t got =
            ::pread(descriptor, out + done, length - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(path, errno);
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

}  // namespace

SketchFiles::SketchFiles(const std::vector<std::string>& paths, std::size_t memory)
    : kept_(memory / kAlign * kAlign), passed_(kept_) {
    try {
        map_all(paths);
    } catch (...) {
        close();
        throw;
    }
}

SketchFiles::~SketchFiles() {
    close();
}

void SketchFiles::close() noexcept {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), mapped_);
    data_ = nullptr;
    for (const File& file : files_) {
        if (file.descriptor >= 0) ::close(file.descriptor);
    }
    files_.clear();
}

void SketchFiles::map_all(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
        files_.push_back({mapped_, mapped_, -1, path});
        File& file = files_.back();
        file.descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file.descriptor < 0) fail(path, errno);
        struct stat status {};
        if (::fstat(file.descriptor, &status) != 0) fail(path, errno);
        std::array<char, kSketchMagic.size()> magic{};
        if (read_at(file.descriptor, path, 0, magic.data(), magic.size()) != magic.size() ||
            magic != kSketchMagic) {
            throw Error(path + ": not a file of Dateline's sketches", "rebuild the index");
        }
        file.end += static_cast<std::size_t>(status.st_size);
        mapped_ = (file.end + kAlign - 1) / kAlign * kAlign;
    }
    if (mapped_ == 0) return;
    if (mapped_ > kMostBytes) throw Error(paths.front() + ": more than 64 GiB of sketches");
    void* const range =
        ::mmap(nullptr, mapped_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (range == MAP_FAILED) fail(paths.front(), errno);
    data_ = static_cast<const char*>(range);
    for (const File& file : files_) {
        if (::mmap(static_cast<char*>(range) + file.begin, file.end - file.begin, PROT_READ,
                   MAP_SHARED | MAP_FIXED, file.descriptor, 0) == MAP_FAILED) {
            fail(file.path, errno);
        }
    }
}

// The article's record at an offset, or null if there is none that ends by `end`.
const SketchRecord* SketchFiles::record_at(std::size_t offset, std::size_t end) const {
    if (offset + sizeof(SketchRecord) > end) return nullptr;
    const auto* const record = reinterpret_cast<const SketchRecord*>(data_ + offset);
    const bool good = (record->size & SketchRecord::kPresent) != 0 && !record->is_end() &&
                      record->hashes() <= kSketchSize && record->bytes() <= end - offset &&
                      std::is_sorted(record->sketch(), record->sketch() + record->hashes());
    return good ? record : nullptr;
}

// One by one through a buffer: to map the pages around each and let go of them takes longer.
const SketchRecord& SketchFiles::read_record(std::size_t offset) {
    const auto behind =
        std::upper_bound(files_.begin(), files_.end(), offset,
                         [](std::size_t at, const File& file) { return at < file.begin; });
    const File& file = *std::prev(behind);
    const std::size_t length = std::min(buffer_.size(), file.end - offset);
    const auto& record = *reinterpret_cast<const SketchRecord*>(buffer_.data());
    if (read_at(file.descriptor, file.path, offset - file.begin, buffer_.data(), length) !=
            length ||
        record.hashes() > kSketchSize || record.bytes() > length) {
        throw Error(file.path + ": changed while it was read", "rebuild the index");
    }
    return record;
}

// The pages stay in the system's cache.
void SketchFiles::let_go_before(std::size_t offset) {
    if (offset < passed_ + kPassedAtOnce) return;
    const std::size_t whole = offset / kAlign * kAlign;
    // An error only means more memory.
    static_cast<void>(
        ::madvise(const_cast<char*>(data_) + passed_, whole - passed_, MADV_DONTNEED));
    passed_ = whole;
}

}  // namespace dateline
