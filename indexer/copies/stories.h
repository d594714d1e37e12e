// Which articles are copies of each other: stories, found one article at a time.
//
// Articles are compared when they share two of their eight smallest shingle hashes (or all of their
// words), which two texts of resemblance 0.5 or more do in about 97 of 100 cases, and are linked if
// their sketches show that resemblance. A story is what links connect. A hash that eight articles
// have is no longer noted: the cost of an article is bounded.
//
// Memory: at most 64 bytes an article. The sketches (4 bytes for each different shingle of an
// article, at most 1 KiB) are in a file that is mapped and grows; the finder can be made again from
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "common/stories.h"
#include "indexer/copies/signature.h"

namespace dateline {

// Texts that resemble each other by this or more are copies.
inline constexpr double kCopyResemblance = 0.5;

class StoryFinder {
public:
    // Opens the file, or makes it; the articles of an existing one are added again, in order (about
    // 2 µs each). A record cut short by a crash ends the file. Throws Error if the file cannot be
    // used or is not one of these.
    explicit StoryFinder(const std::string& path);

    // Of the articles of several files, in their order; the files are only read, and nothing can be
    // added. `key_of` tells the key to call an article by, given its file's place and its key
    // there; kPassedOver: it does not count. `articles`: about so many do. `known` (may be null)
    // has, by those keys, the stories that the articles of all files but the last make, so that
    // these are not compared again.
    StoryFinder(const std::vector<std::string>& paths, std::size_t articles,
                const std::function<std::uint32_t(std::size_t file, std::uint32_t key)>& key_of,
                const StoryMap* known = nullptr);
    static constexpr std::uint32_t kPassedOver = UINT32_MAX;
    ~StoryFinder();
    StoryFinder(const StoryFinder&) = delete;
    StoryFinder& operator=(const StoryFinder&) = delete;

    struct Copy {
        std::uint32_t key = 0;
        double resemblance = 0;
        bool exact = false;  // the same words in the same order
    };
    // Two stories turned out to be one: what was named `from` is part of `into`.
    struct Merge {
        std::uint32_t from = 0;
        std::uint32_t into = 0;
    };
    struct Assigned {
        std::uint32_t story = 0;  // key of the story's first article, perhaps this one
        std::vector<Copy>
            copies;  // articles added before that it was found to copy; not all of a story's
        std::vector<Merge> merged;  // stories that this article connects
    };

    // Adds an article by a key of the caller's (a document number). The same key may come again,
    // for a new version; the old one stays, so that stories keep their names. An article without
    // words is a story of its own.
    Assigned add(std::uint32_t key, const CopySignature& signature);

    // Calls `use(key, story)` for every article added, in order, with what is known by now.
    void for_each(const std::function<void(std::uint32_t, std::uint32_t)>& use);

    // Of the article that for_each() comes to at this place, counted from 0.
    CopySignature signature(std::uint32_t place);

    // Gives back the memory of what add() needs, which must not be called after it.
    void finish_adding();

    std::size_t size() const { return offsets_.size(); }

    // What the finder holds in memory of its own, the mapped file not counted.
    std::size_t memory_bytes() const;

    // Writes the file's pages to disk. Throws Error if that fails.
    void sync();

private:
    struct Record;
    struct Range {
        std::size_t begin = 0;  // in the mapping
        std::size_t end = 0;
    };

    void open();
    const Record* record_at(std::size_t offset, std::size_t end) const;
    const Record* record(std::uint32_t number) const;
    std::uint32_t append(std::uint32_t key, const CopySignature& signature);
    std::vector<Range> open_all(const std::vector<std::string>& paths);
    std::uint32_t key(std::uint32_t number) const;
    std::uint32_t note(std::size_t offset);
    Assigned link(std::uint32_t number, bool all_copies);
    std::uint32_t find_root(std::uint32_t number);
    std::size_t slot_of(std::uint64_t hash) const;
    void collect_and_insert(std::uint64_t hash, std::uint32_t number,
                            std::vector<std::uint32_t>& numbers);
    void insert(std::uint64_t hash, std::uint32_t number);
    void insert_all(std::uint32_t number);
    void grow_table();
    void make_table(std::size_t size);
    void touch_pages(std::size_t bytes);
    void map(std::size_t size);
    void close() noexcept;

    std::string path_;
    int fd_ = -1;
    char* data_ = nullptr;
    std::size_t mapped_ = 0;
    std::size_t used_ = 0;                // bytes of the file that hold records
    std::vector<std::uint32_t> offsets_;  // of records, in units of 16 bytes
    std::vector<std::uint32_t> keys_;     // of several files' articles
    std::vector<std::uint32_t> parents_;  // towards the story's first article
    std::vector<std::uint32_t> table_;    // open addressing: tag above, number + 1 below; 0 is free
    unsigned number_bits_ = 8;
    std::size_t entries_ = 0;
    std::size_t touched_ = 0;           // bytes of the mapping, since they were let go
    std::vector<std::uint32_t> found_;  // scratch
};

}  // namespace dateline
