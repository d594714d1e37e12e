// How many typing mistakes lie between two words.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace dateline {

// Edits: insert, delete or replace a character, or swap two neighbours; each stretch is edited at
// most once (optimal string alignment). Keeps its rows, so that many words cost no memory anew.
class EditDistance {
public:
    // The distance of two strings of characters of any kind, or `limit` + 1 if it is more. Time in
    // proportion to the product of the lengths, at most.
    template <typename Text>
    std::size_t operator()(const Text& a, const Text& b, std::size_t limit) {
        const std::size_t longer = std::max(a.size(), b.size());
        const std::size_t shorter = std::min(a.size(), b.size());
        if (longer - shorter > limit) return limit + 1;
        for (std::vector<std::size_t>* row : {&before_, &last_, &row_})
            row->resize(std::max(row->size(), b.size() + 1));
        for (std::size_t j = 0; j <= b.size(); ++j)
            last_[j] = j;
        for (std::size_t i = 1; i <= a.size(); ++i) {
            row_[0] = i;
            std::size_t best = i;
            for (std::size_t j = 1; j <= b.size(); ++j) {
                std::size_t cost = std::min(
                    {last_[j] + 1, row_[j - 1] + 1, last_[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost = std::min(cost, before_[j - 2] + 1);
                row_[j] = cost;
                best = std::min(best, cost);
            }
            if (best > limit) return limit + 1;
            std::swap(before_, last_);
            std::swap(last_, row_);
        }
        return std::min(last_[b.size()], limit + 1);
    }

private:
    // Distances from the beginnings of `a` to those of `b`: two characters ago, one ago, and now.
    std::vector<std::size_t> before_;
    std::vector<std::size_t> last_;
    std::vector<std::size_t> row_;
};

}  // namespace dateline
