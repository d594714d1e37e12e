#include "indexer/copies/stories.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "common/error.h"
#include "indexer/copies/sketch_record.h"

namespace dateline {

struct StoryFinder::Record : SketchRecord {};

namespace {

constexpr std::size_t kUnit = SketchRecord::kUnit;
constexpr std::size_t kKeys = 8;  // hashes by which an article is found
constexpr std::size_t kEntries = kKeys + 1;
constexpr std::size_t kMostSharing = 8;    // articles noted for one hash
constexpr std::size_t kMostProbes = 512;   // slots looked at for one hash
constexpr std::size_t kMostCompared = 24;  // candidates whose sketches are compared
constexpr double kFullest = 0.85;
constexpr double kGrowth = 1.3;
constexpr std::size_t kFirstMapping = std::size_t{1} << 16;
constexpr std::size_t kMostTouched = std::size_t{16} << 20;  // bytes held of the mapped file
constexpr std::size_t kFaultBytes = std::size_t{1} << 16;    // mapped when one of them is read

std::uint64_t spread(std::uint64_t hash) {
    hash *= 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32;
    return hash * 0xD6E8FEB86659FD93ULL;
}

// Keys of hashes and of whole texts must not meet.
std::uint64_t key_of_text(std::uint64_t exact) {
    return spread(exact ^ 0x5555555555555555ULL);
}

// Grows as asked but by no more than a tenth beyond, so that memory stays near what is used.
void push_tightly(std::vector<std::uint32_t>& values, std::uint32_t value) {
    if (values.size() == values.capacity()) {
        values.reserve(values.size() + values.size() / 10 + 64);
    }
    values.push_back(value);
}

}  // namespace

StoryFinder::StoryFinder(const std::string& path) : path_(path) {
    try {
        open();
        while (const Record* const next = record_at(used_, mapped_)) {
            const std::size_t offset = used_;
            used_ += next->bytes();
            link(note(offset), false);
        }
    } catch (...) {
        close();
        throw;
    }
}

StoryFinder::StoryFinder(
    const std::vector<std::string>& paths, std::size_t articles,
    const std::function<std::uint32_t(std::size_t file, std::uint32_t key)>& key_of,
    const StoryMap* known) {
    constexpr std::uint32_t kNone = UINT32_MAX;
    std::vector<std::uint32_t> firsts(known ? known->size() : 0, kNone);  // by story: its article
    const auto join_known = [&](std::uint32_t number) {
        const std::uint32_t story = known->story_of(keys_[number]);
        std::uint32_t root = number;
        if (story != StoryMap::kAlone) {
            if (firsts[story] == kNone) firsts[story] = number;
            root = firsts[story];
        }
        push_tightly(parents_, root);
        if (record(number)->exact != 0) insert_all(number);
    };
    try {
        const std::vector<Range> files = open_all(paths);
        const auto room =
            static_cast<std::size_t>(static_cast<double>(articles * kEntries) / kFullest);
        make_table(std::max<std::size_t>(room, 1024));
        offsets_.reserve(articles);
        parents_.reserve(articles);
        keys_.reserve(articles);
        for (std::size_t file = 0; file < paths.size(); ++file) {
            std::size_t at = files[file].begin + kSketchMagic.size();
            while (const Record* const next = record_at(at, files[file].end)) {
                const std::uint32_t key = key_of(file, next->key);
                if (key != kPassedOver) {
                    push_tightly(keys_, key);
                    const std::uint32_t number = note(at);
                    if (known && file + 1 < paths.size()) {
                        join_known(number);
                    } else {
                        link(number, false);
                    }
                }
                const std::size_t size = next->bytes();
                at += size;
                touch_pages(size);
            }
        }
    } catch (...) {
        close();
        throw;
    }
}

// Maps all files into one range of addresses, one after another; returns where they are in it.
std::vector<StoryFinder::Range> StoryFinder::open_all(const std::vector<std::string>& paths) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    std::vector<Range> files;
    std::size_t all = 0;
    for (const std::string& path : paths) {
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) {
            throw Error(path + ": " + std::strerror(errno), "rebuild the index");
        }
        const auto size = static_cast<std::size_t>(status.st_size);
        files.push_back({all, all + size});
        all += (size + page - 1) / page * page;
    }
    if (all == 0) return files;
    path_ = paths.front();
    void* const range =
        ::mmap(nullptr, all, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (range == MAP_FAILED) throw Error(path_ + ": " + std::strerror(errno));
    data_ = static_cast<char*>(range);
    mapped_ = all;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const int file = ::open(paths[i].c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0) throw Error(paths[i] + ": " + std::strerror(errno));
        std::array<char, 16> magic{};
        const bool good = ::pread(file, magic.data(), magic.size(), 0) == 16 &&
                          magic == kSketchMagic &&
                          ::mmap(data_ + files[i].begin, files[i].end - files[i].begin, PROT_READ,
                                 MAP_SHARED | MAP_FIXED, file, 0) != MAP_FAILED;
        ::close(file);
        if (!good) {
            throw Error(paths[i] + ": not a file of Dateline's sketches", "rebuild the index");
        }
    }
    return files;
}

void StoryFinder::open() {
    fd_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd_ < 0) {
        throw Error(path_ + ": " + std::strerror(errno));
    }
    struct stat status {};
    if (::fstat(fd_, &status) != 0 || !S_ISREG(status.st_mode)) {
        throw Error(path_ + ": not a file that can hold sketches");
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    std::array<char, 16> magic{};
    if (size > 0 && (::pread(fd_, magic.data(), magic.size(), 0) != 16 || magic != kSketchMagic)) {
        throw Error(path_ + ": not a file of Dateline's sketches",
                    "remove it and rebuild the index");
    }
    map(std::max(size, kFirstMapping));
    std::copy(kSketchMagic.begin(), kSketchMagic.end(), data_);
    used_ = kSketchMagic.size();
}

StoryFinder::~StoryFinder() {
    close();
}

void StoryFinder::close() noexcept {
    if (data_ != nullptr) {
        ::munmap(data_, mapped_);
        data_ = nullptr;
    }
    if (fd_ >= 0) {
        // The room reserved for growth goes; if that fails the zeros stay, which readers skip.
        if (used_ > 0 && ::ftruncate(fd_, static_cast<off_t>(used_)) != 0) {
            used_ = 0;
        }
        ::close(fd_);
        fd_ = -1;
    }
}

// Room is really taken on the disk: writing to a mapped file that has none would end the process.
void StoryFinder::map(std::size_t size) {
    const int failure = ::posix_fallocate(fd_, 0, static_cast<off_t>(size));
    if (failure != 0) {
        throw Error(path_ + ": " + std::strerror(failure));
    }
    void* const data = data_ == nullptr
                           ? ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd_, 0)
                           : ::mremap(data_, mapped_, size, MREMAP_MAYMOVE);
    if (data == MAP_FAILED) {
        throw Error(path_ + ": " + std::strerror(errno));
    }
    data_ = static_cast<char*>(data);
    mapped_ = size;
}

void StoryFinder::sync() {
    if (::msync(data_, mapped_, MS_SYNC) != 0) {
        throw Error(path_ + ": " + std::strerror(errno));
    }
}

const StoryFinder::Record* StoryFinder::record(std::uint32_t number) const {
    return reinterpret_cast<const Record*>(data_ + std::size_t{offsets_[number]} * kUnit);
}

// The record at an offset, or null if there is none that ends by `end`.
const StoryFinder::Record* StoryFinder::record_at(std::size_t offset, std::size_t end) const {
    if (offset + sizeof(Record) > end) return nullptr;
    const auto* const next = reinterpret_cast<const Record*>(data_ + offset);
    const bool good = (next->size & Record::kPresent) != 0 && next->hashes() <= kSketchSize &&
                      next->bytes() <= end - offset &&
                      std::is_sorted(next->sketch(), next->sketch() + next->hashes());
    return good ? next : nullptr;
}

// Takes the record there for the next article's; returns the article's number.
std::uint32_t StoryFinder::note(std::size_t offset) {
    if (offset / kUnit > UINT32_MAX) {
        throw Error(path_ + ": more than 64 GiB of sketches");
    }
    push_tightly(offsets_, static_cast<std::uint32_t>(offset / kUnit));
    return static_cast<std::uint32_t>(offsets_.size() - 1);
}

// Pages of the file that were read stay in the system's cache; this process lets go of them now and
// then.
void StoryFinder::touch_pages(std::size_t bytes) {
    touched_ += bytes;
    if (touched_ < kMostTouched) return;
    touched_ = 0;
    ::madvise(data_, mapped_, MADV_DONTNEED);
}

std::uint32_t StoryFinder::append(std::uint32_t key, const CopySignature& signature) {
    const std::size_t size = SketchRecord::bytes_of(signature);
    if (used_ + size > mapped_) {
        map(std::max(mapped_ + mapped_ / 2, used_ + size));
    }
    if (used_ / kUnit > UINT32_MAX) {
        throw Error(path_ + ": more than 64 GiB of sketches");
    }
    SketchRecord::write(key, signature, data_ + used_);
    push_tightly(offsets_, static_cast<std::uint32_t>(used_ / kUnit));
    used_ += size;
    return static_cast<std::uint32_t>(offsets_.size() - 1);
}

std::size_t StoryFinder::slot_of(std::uint64_t hash) const {
    return static_cast<std::size_t>((hash >> 32) * table_.size() >> 32);
}

// Adds the numbers noted under a hash, as far as its tag tells, and notes `number` behind them.
void StoryFinder::collect_and_insert(std::uint64_t hash, std::uint32_t number,
                                     std::vector<std::uint32_t>& numbers) {
    const std::uint32_t number_mask = (1U << number_bits_) - 1;
    const auto tag = static_cast<std::uint32_t>(hash) & ~number_mask;
    std::size_t at = slot_of(hash);
    std::size_t sharing = 0;
    for (std::size_t probe = 0; probe < kMostProbes; ++probe) {
        if (table_[at] == 0) {
            if (sharing < kMostSharing) {
                table_[at] = tag | (number + 1);
                ++entries_;
            }
            return;
        }
        if ((table_[at] & ~number_mask) == tag) {
            numbers.push_back((table_[at] & number_mask) - 1);
            ++sharing;
        }
        at = at + 1 == table_.size() ? 0 : at + 1;
    }
}

void StoryFinder::insert(std::uint64_t hash, std::uint32_t number) {
    const std::uint32_t number_mask = (1U << number_bits_) - 1;
    const auto tag = static_cast<std::uint32_t>(hash) & ~number_mask;
    std::size_t at = slot_of(hash);
    std::size_t sharing = 0;
    for (std::size_t probe = 0; probe < kMostProbes; ++probe) {
        if (table_[at] == 0) {
            table_[at] = tag | (number + 1);
            ++entries_;
            return;
        }
        sharing += (table_[at] & ~number_mask) == tag ? 1 : 0;
        if (sharing == kMostSharing) {
            return;
        }
        at = at + 1 == table_.size() ? 0 : at + 1;
    }
}

void StoryFinder::insert_all(std::uint32_t number) {
    const Record* const article = record(number);
    for (std::size_t i = 0; i < std::min(article->hashes(), kKeys); ++i) {
        insert(spread(article->sketch()[i]), number);
    }
    insert(key_of_text(article->exact), number);
}

// A larger table, filled from the file: the old one is gone before the new one is made.
void StoryFinder::grow_table() {
    const auto size = static_cast<std::size_t>(
        static_cast<double>(std::max<std::size_t>(table_.size(), 1024)) * kGrowth);
    make_table(size);
    for (std::uint32_t number = 0; number + 1 < offsets_.size(); ++number) {
        if (record(number)->exact != 0) {
            insert_all(number);
        }
    }
}

// Makes the table anew, empty.
void StoryFinder::make_table(std::size_t size) {
    std::vector<std::uint32_t>().swap(table_);
    table_.resize(size);
    while (number_bits_ < 31 && (std::size_t{1} << number_bits_) < size / 4) {
        ++number_bits_;
    }
    entries_ = 0;
}

std::uint32_t StoryFinder::find_root(std::uint32_t number) {
    while (parents_[number] != number) {
        parents_[number] = parents_[parents_[number]];
        number = parents_[number];
    }
    return number;
}

// Without `all_copies` those of a story that the article is known to belong to are not compared.
StoryFinder::Assigned StoryFinder::link(std::uint32_t number, bool all_copies) {
    push_tightly(parents_, number);
    const Record* const article = record(number);
    Assigned assigned;
    assigned.story = article->key;
    if (article->exact == 0) {
        return assigned;
    }
    if (static_cast<double>(entries_ + kEntries) > static_cast<double>(table_.size()) * kFullest) {
        grow_table();
    }
    const std::size_t keys = std::min(article->hashes(), kKeys);
    found_.clear();
    for (std::size_t i = 0; i < keys; ++i) {
        collect_and_insert(spread(article->sketch()[i]), number, found_);
    }
    const std::size_t by_hash = found_.size();
    collect_and_insert(key_of_text(article->exact), number, found_);

    // Candidates: how many hashes each shares; the same text counts as all.
    struct Candidate {
        std::uint32_t number;
        std::uint32_t shared;
    };
    std::array<Candidate, kEntries * kMostSharing * 2> candidates;
    std::size_t count = 0;
    for (std::size_t i = 0; i < found_.size(); ++i) {
        if (found_[i] >= number) {
            continue;  // a tag that met by chance
        }
        const std::uint32_t weight = i < by_hash ? 1 : kKeys;
        const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(count);
        const auto at = std::find_if(candidates.begin(), end,
                                     [&](const Candidate& c) { return c.number == found_[i]; });
        if (at != end) {
            at->shared += weight;
        } else if (count < candidates.size()) {
            candidates[count++] = {found_[i], weight};
        }
    }
    const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(count);
    std::sort(candidates.begin(), end, [](const Candidate& a, const Candidate& b) {
        return a.shared != b.shared ? a.shared > b.shared : a.number < b.number;
    });
    const std::uint32_t least = keys >= 4 ? 2 : 1;
    std::uint32_t root = number;
    for (std::size_t i = 0; i < std::min(count, kMostCompared) && candidates[i].shared >= least;
         ++i) {
        const std::uint32_t other_root = find_root(candidates[i].number);
        if (!all_copies && other_root == root) {
            continue;
        }
        const Record* const other = record(candidates[i].number);
        touch_pages(kFaultBytes);
        const bool exact = other->exact == article->exact;
        const double alike =
            exact ? 1.0
                  : resemblance(article->sketch(), article->hashes(), article->complete(),
                                other->sketch(), other->hashes(), other->complete());
        if (alike < kCopyResemblance) {
            continue;
        }
        assigned.copies.push_back({other->key, alike, exact});
        if (other_root == root) {
            continue;
        }
        if (root != number) {
            const std::uint32_t from = std::max(root, other_root);
            const std::uint32_t into = std::min(root, other_root);
            assigned.merged.push_back({record(from)->key, record(into)->key});
        }
        const std::uint32_t into = std::min(root, other_root);
        parents_[std::max(root, other_root)] = into;
        root = into;
    }
    assigned.story = record(root)->key;
    return assigned;
}

StoryFinder::Assigned StoryFinder::add(std::uint32_t key, const CopySignature& signature) {
    return link(append(key, signature), true);
}

std::uint32_t StoryFinder::key(std::uint32_t number) const {
    return keys_.empty() ? record(number)->key : keys_[number];
}

void StoryFinder::for_each(const std::function<void(std::uint32_t, std::uint32_t)>& use) {
    for (std::uint32_t number = 0; number < offsets_.size(); ++number) {
        use(key(number), key(find_root(number)));
    }
}

CopySignature StoryFinder::signature(std::uint32_t place) {
    const Record* const article = record(place);
    touch_pages(kFaultBytes);
    return {article->exact,
            {article->sketch(), article->sketch() + article->hashes()},
            article->complete()};
}

void StoryFinder::finish_adding() {
    std::vector<std::uint32_t>().swap(table_);
}

std::size_t StoryFinder::memory_bytes() const {
    return (offsets_.capacity() + keys_.capacity() + parents_.capacity() + table_.capacity() +
            found_.capacity()) *
           sizeof(std::uint32_t);
}

}  // namespace dateline
