// Lines that a source prints in many of its articles: menus and notices that no pattern knows.
//
// A separate, optional step: first every article is fed, then each is asked about. The memory is
// bounded, whatever is fed: when the table is full, the rarest lines are forgotten.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"

namespace dateline {

// The hashes of an article's lines, each once, with the source mixed in; the first is the source's
// own. A pure function, for use by any thread.
std::vector<std::uint64_t> article_line_hashes(std::string_view source, std::string_view body);

class LineStatistics {
public:
    // `capacity` is the number of different lines kept count of, 16 bytes each; at least 1024.
    explicit LineStatistics(std::size_t capacity = std::size_t{1} << 20);

    // Counts an article by its article_line_hashes.
    void add(const std::vector<std::uint64_t>& hashes);

    // How often a short line and a sentence must be repeated to be boilerplate: in so many articles
    // of the source and so large a share of them. A sentence needs more, for agencies repeat their
    // background paragraphs.
    struct Limits {
        std::uint32_t articles = 8;
        double share = 0.05;
        std::uint32_t sentence_articles = 20;
        double sentence_share = 0.3;
    };

    // The zones of `body` with the repeated lines of Zone::Body added as Zone::Navigation, unless
    // nothing of the story would be left. Headings that belong to stories ("Key Takeaways") and
    // credits are never added.
    std::vector<ZoneSpan> add_repeated(std::string_view source, std::string_view body,
                                       std::vector<ZoneSpan> zones, const Limits& limits) const;
    std::vector<ZoneSpan> add_repeated(std::string_view source, std::string_view body,
                                       std::vector<ZoneSpan> zones) const {
        return add_repeated(source, body, std::move(zones), Limits());
    }

    // The sources and lines that were counted in Limits::articles or more, so that add_repeated()
    // finds the same.
    std::string encode() const;

    // Throws Error if the bytes are not of encode().
    static LineStatistics decode(std::string_view bytes);

    std::size_t memory_bytes() const { return slots_.size() * sizeof(Slot); }

private:
    struct Slot {
        std::uint64_t hash = 0;  // 0: free
        std::uint32_t articles = 0;
    };

    const Slot* find(std::uint64_t hash) const;
    void count(std::uint64_t hash);
    void forget_rare();

    std::vector<Slot> slots_;
    std::size_t used_ = 0;
};

}  // namespace dateline
