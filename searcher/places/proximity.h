// Whether words stand together in a text: within some words of each other, or between the same two
// marks. Judges the places of one document; positions.h reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dateline {

// An occurrence of a word or a sequence of words: positions first to last, both included.
struct Span {
    std::uint32_t first;
    std::uint32_t last;

    bool operator<(const Span& other) const {
        return first != other.first ? first < other.first : last < other.last;
    }
    bool operator==(const Span& other) const { return first == other.first && last == other.last; }
};

// Of each operand in one document: its occurrences, rising, none twice.
using Occurrences = std::vector<std::vector<Span>>;

// Looks for one occurrence of each operand that do not overlap, with at most `most_between` other
// words among them. One search serves many documents.
class WindowSearch {
public:
    enum class Order { Any, AsGiven };

    WindowSearch(Order order, std::uint32_t most_between)
        : order_(order), most_between_(most_between) {}

    // Where there are too many ways to choose (more than any sensible query has), those that are
    // tried last count as none.
    bool found(const Occurrences& lists);

private:
    // The end of a choice of an occurrence for each operand up to one.
    struct Chain {
        std::uint32_t last;
        std::int64_t between;  // the fewest other words among them
    };

    bool found_ordered(const Occurrences& lists);
    bool place(const Occurrences& lists, std::size_t leftmost, std::size_t operand,
               std::uint32_t begin);
    bool overlaps(const Span& span) const;
    bool fits(std::uint32_t begin) const;

    const Order order_;
    const std::uint32_t most_between_;
    std::vector<Chain> chains_;
    std::vector<Chain> longer_;
    std::vector<Span> chosen_;
    std::uint32_t operand_words_ = 0;  // the most words that operands themselves can fill
    int steps_ = 0;
    int all_steps_ = 0;
};

// Looks for a whole occurrence of each operand between the same two marks: a mark belongs to what
// follows, and before the first and behind the last there is one stretch more. One search serves
// many documents.
class StretchSearch {
public:
    // `marks` rise.
    bool found(const Occurrences& lists, std::span<const std::uint32_t> marks);

private:
    std::vector<std::size_t> next_;  // of each list
};

}  // namespace dateline
