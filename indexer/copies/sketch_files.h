// Files of sketches (sketch_record.h), read where they lie, with a bound on how much of them is
// held in memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "indexer/copies/sketch_record.h"

namespace dateline {

// Not for two threads at once.
class SketchFiles {
public:
    // Where a record is: in units of SketchRecord::kUnit over all files.
    using Place = std::uint32_t;

    // Opens the files, one after another. Their first `memory` bytes stay in memory once they were
    // read: the articles that come first are those that others are compared with most. Throws Error
    // if a file cannot be read or is of another kind, or if they have more than 64 GiB.
    SketchFiles(const std::vector<std::string>& paths, std::size_t memory);
    ~SketchFiles();
    SketchFiles(const SketchFiles&) = delete;
    SketchFiles& operator=(const SketchFiles&) = delete;

    // Calls `use(file, place, record)` for each record in order, `file` by its place among the
    // paths. Records stay valid as long as the files are open. One that is cut short or damaged
    // ends its file.
    template <typename Use>
    void for_each(Use use) {
        for (std::size_t file = 0; file < files_.size(); ++file) {
            std::size_t at = files_[file].begin + kSketchMagic.size();
            while (const SketchRecord* const record = record_at(at, files_[file].end)) {
                use(file, static_cast<Place>(at / SketchRecord::kUnit), *record);
                at += record->bytes();
                let_go_before(at);
            }
        }
    }

    // A record at a place that for_each() told; valid until the next call. Throws Error if it
    // cannot be read.
    const SketchRecord& record(Place place) {
        const std::size_t offset = offset_of(place);
        return offset < kept_ ? *reinterpret_cast<const SketchRecord*>(data_ + offset)
                              : read_record(offset);
    }

    // Fetches the first bytes of a record for soon, if it is in memory.
    void prefetch(Place place) const {
        if (offset_of(place) < kept_) __builtin_prefetch(data_ + offset_of(place));
    }

private:
    struct File {
        std::size_t begin = 0;  // in the mapping
        std::size_t end = 0;
        int descriptor = -1;
        std::string path;
    };

    static std::size_t offset_of(Place place) { return std::size_t{place} * SketchRecord::kUnit; }
    void map_all(const std::vector<std::string>& paths);
    const SketchRecord* record_at(std::size_t offset, std::size_t end) const;
    const SketchRecord& read_record(std::size_t offset);
    void let_go_before(std::size_t offset);
    void close() noexcept;

    std::vector<File> files_;
    const char* data_ = nullptr;  // all files in one range of addresses
    std::size_t mapped_ = 0;
    std::size_t kept_;        // bytes of the mapping
    std::size_t passed_ = 0;  // for_each() has let go of what is before
    alignas(SketchRecord) std::array<char, SketchRecord::bytes_of(kSketchSize)> buffer_;
};

}  // namespace dateline
