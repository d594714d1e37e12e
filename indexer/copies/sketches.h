// The sketches of a shard's articles, and the stories that those of all shards make.
//
// A shard's sketches are a file in its folder (sketch_record.h), which is never changed once it is
// there: a shard that an update takes articles out of links it, and passes over what is gone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/stories.h"
#include "indexer/copies/signature.h"
#include "indexer/writers/file.h"

namespace dateline {

class StoryFinder;

// The file in a shard's folder.
std::string sketches_of(const std::string& folder);

class SketchWriter {
public:
    // Makes the file in a folder that has none. Throws Error.
    explicit SketchWriter(const std::string& folder);

    // An article by its number in the shard. Throws Error if it cannot be written.
    void add(std::uint32_t document, const CopySignature& signature);

    // The same of a record as for_each_sketch() gives it, with another number.
    void add_record(std::uint32_t document, std::string_view record);

    // Makes the file durable; after that nothing can be added.
    void finish();

private:
    void take_record(std::size_t begin);

    OutputFile file_;
    std::string buffer_;
    std::uint64_t hash_ = 0;  // of the records
};

// Calls `use` for every record of the file. Throws Error if it cannot be read or is damaged.
void for_each_sketch(
    const std::string& path,
    const std::function<void(std::uint32_t document, std::string_view record)>& use);

struct SketchedShard {
    std::string sketches;                  // the file
    std::vector<std::uint32_t> documents;  // that count, rising
};

// What is held of files of sketches at a time unless told otherwise.
inline constexpr std::size_t kSketchMemory = std::size_t{16} << 20;  // bytes

struct FindLimits {
    std::size_t memory = kSketchMemory;      // bytes of the files held at a time
    std::function<void()> before_each = {};  // called for each article; may throw
};

// The stories of all these articles, by the numbers that a database of the shards gives them. Takes
// about 60 bytes of memory an article, and what is held of the files. `known` (may be null) are the
// stories that all shards but the last make, by the same numbers: their articles are not compared
// again. `use` (may be empty) is called with what was found while the sketches can still be read;
// not if the last of several shards is empty and the others known. Throws Error if an article has
// no sketch.
StoryMap find_stories(const std::vector<SketchedShard>& shards, const StoryMap* known = nullptr,
                      const std::function<void(StoryFinder&, const StoryMap&)>& use = {},
                      const FindLimits& limits = {});

}  // namespace dateline
