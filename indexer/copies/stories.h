// Which articles are copies of each other: stories, found one article at a time.
//
// Articles are compared when they share two of their eight smallest shingle hashes (or all of their
// words), which two texts of resemblance 0.5 or more do in about 97 of 100 cases, and are linked if
// their sketches show that resemblance. A story is what links connect. A hash that eight articles
// have is no longer noted: the cost of an article is bounded.
//
// Memory: at most 64 bytes an article, and what is held of the files of sketches (4 bytes for each
// different shingle of an article, at most 1 KiB).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "common/stories.h"
#include "indexer/byte_buffer.h"
#include "indexer/copies/signature.h"
#include "indexer/copies/sketch_files.h"

namespace dateline {

// Texts that resemble each other by this or more are copies.
inline constexpr double kCopyResemblance = 0.5;

class StoryFinder {
public:
    // Finds the stories of the articles of several files, in their order; the files are only read.
    // `key_of` tells the key to call an article by, given its file's place and its key there;
    // kPassedOver: it does not count. At most `articles` count. `known` (may be null) has, by those
    // keys, the stories that the articles of all files but the last make, so that these are not
    // compared again. About `memory` bytes of the files are held in memory at a time. A record cut
    // short ends its file; an article without words is a story of its own. Throws Error if a file
    // cannot be used.
    StoryFinder(const std::vector<std::string>& paths, std::size_t articles,
                const std::function<std::uint32_t(std::size_t file, std::uint32_t key)>& key_of,
                const StoryMap* known, std::size_t memory);
    static constexpr std::uint32_t kPassedOver = UINT32_MAX;

    // Calls `use(key, story)` for every article, in order; a story is called by the key of its
    // first article.
    void for_each(const std::function<void(std::uint32_t key, std::uint32_t story)>& use);

    // Of the article that for_each() comes to at this place, counted from 0.
    CopySignature signature(std::uint32_t place);

    std::size_t size() const { return places_.size(); }

    // The most that the finder held in memory of its own, the files not counted.
    std::size_t most_memory() const { return most_memory_; }

private:
    // An article as it is being added.
    struct Article {
        std::uint32_t number = 0;
        const SketchRecord* record = nullptr;
        bool is_known = false;  // its story is
    };
    // Another one, and how many hashes both share; the same text counts as all.
    struct Candidate {
        std::uint32_t number = 0;
        std::uint32_t shared = 0;
    };

    void add(const Article& article);
    void link(const Article& article);
    void find_candidates(const Article& article);
    void add_candidate(std::uint32_t number, std::uint32_t weight);
    std::uint32_t find_root(std::uint32_t number);

    void make_table(std::size_t articles);
    std::uint32_t* slot_of(std::uint64_t hash);
    template <typename Use>
    void for_each_hash(const SketchRecord& record, Use use) const;
    void prefetch(const SketchRecord& record);
    template <typename Found>
    void note(std::uint64_t hash, std::uint32_t number, Found found);

    SketchFiles files_;
    std::vector<SketchFiles::Place> places_;  // of articles, as the next two
    std::vector<std::uint32_t> keys_;
    std::vector<std::uint32_t> parents_;  // towards the story's first article
    std::size_t most_memory_ = 0;

    // Articles by hash, while they are added: open addressing, slots with a tag of the hash above
    // and number + 1 below; 0 is free.
    ByteBuffer table_{ByteBuffer::Pages::Huge};
    std::size_t slots_ = 0;
    std::uint32_t number_mask_ = 0;

    std::vector<Candidate> candidates_;
    std::vector<std::uint8_t> candidate_at_;  // by hash of the number: place + 1; 0 is free
};

}  // namespace dateline
