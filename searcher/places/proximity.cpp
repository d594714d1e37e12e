#include "searcher/places/proximity.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace dateline {
namespace {

// More combinations than this within one window, or within one document, are given up: nobody's
// query, only an attacker's.
constexpr int kMaxSteps = 20'000;
constexpr int kMaxAllSteps = 1'000'000;

std::uint32_t words_of(const Span& span) {
    return span.last - span.first + 1;
}

}  // namespace

bool WindowSearch::found(const Occurrences& lists) {
    if (order_ == Order::AsGiven) return found_ordered(lists);
    operand_words_ = 0;
    for (const std::vector<Span>& list : lists) {
        std::uint32_t longest = 1;
        for (const Span& span : list)
            longest = std::max(longest, words_of(span));
        operand_words_ += longest;
    }
    all_steps_ = 0;
    for (std::size_t leftmost = 0; leftmost < lists.size(); ++leftmost) {
        for (const Span& span : lists[leftmost]) {
            chosen_.assign(1, span);
            steps_ = 0;
            if (place(lists, leftmost, 0, span.first)) return true;
        }
    }
    return false;
}

// Operand by operand: the fewest other words between the first span and one of this operand, for
// chains that end in that span.
bool WindowSearch::found_ordered(const Occurrences& lists) {
    chains_.clear();
    for (const Span& span : lists.front())
        chains_.push_back({span.last, 0});
    for (std::size_t i = 1; i < lists.size(); ++i) {
        const auto ends_first = [](const Chain& a, const Chain& b) { return a.last < b.last; };
        if (!std::is_sorted(chains_.begin(), chains_.end(), ends_first))
            std::sort(chains_.begin(), chains_.end(), ends_first);
        longer_.clear();
        std::size_t ended = 0;             // chains that end before the span at hand
        std::optional<std::int64_t> best;  // of those, the least `between` minus the end
        for (const Span& span : lists[i]) {
            for (; ended < chains_.size() && chains_[ended].last < span.first; ++ended) {
                const std::int64_t offset =
                    chains_[ended].between - std::int64_t{chains_[ended].last};
                if (!best || offset < *best) best = offset;
            }
            if (best) longer_.push_back({span.last, *best + std::int64_t{span.first} - 1});
        }
        std::swap(chains_, longer_);
    }
    return std::any_of(chains_.begin(), chains_.end(), [&](const Chain& chain) {
        return chain.between <= std::int64_t{most_between_};
    });
}

bool WindowSearch::overlaps(const Span& span) const {
    return std::any_of(chosen_.begin(), chosen_.end(), [&](const Span& other) {
        return span.first <= other.last && other.first <= span.last;
    });
}

// Chooses spans for operands from `operand` on, all at or after `begin`, where the one of
// `leftmost` begins.
bool WindowSearch::place(const Occurrences& lists, std::size_t leftmost, std::size_t operand,
                         std::uint32_t begin) {
    if (operand == lists.size()) return fits(begin);
    if (operand == leftmost) return place(lists, leftmost, operand + 1, begin);
    const std::vector<Span>& list = lists[operand];
    for (auto span = std::lower_bound(list.begin(), list.end(), Span{begin, 0}); span != list.end();
         ++span) {
        if (++steps_ > kMaxSteps || ++all_steps_ > kMaxAllSteps) return false;
        if (overlaps(*span)) continue;
        if (span->first - begin > most_between_ + operand_words_) break;
        chosen_.push_back(*span);
        if (place(lists, leftmost, operand + 1, begin)) return true;
        chosen_.pop_back();
    }
    return false;
}

bool WindowSearch::fits(std::uint32_t begin) const {
    std::uint32_t end = begin;
    std::uint32_t words = 0;
    for (const Span& span : chosen_) {
        end = std::max(end, span.last);
        words += words_of(span);
    }
    return end - begin + 1 - words <= most_between_;
}

bool StretchSearch::found(const Occurrences& lists, std::span<const std::uint32_t> marks) {
    // Stretch by stretch that has an occurrence of the first operand. Neither marks nor lists are
    // gone back in.
    next_.assign(lists.size(), 0);
    const std::vector<Span>& leading = lists.front();
    auto mark = marks.begin();  // the first one behind the stretch at hand
    for (std::size_t& lead = next_.front(); lead < leading.size();) {
        mark = std::upper_bound(mark, marks.end(), leading[lead].first);
        const std::uint32_t begin = mark == marks.begin() ? 0 : *(mark - 1);
        const std::uint64_t end = mark == marks.end() ? std::uint64_t{1} << 32 : *mark;
        bool all = true;
        for (std::size_t i = 0; i < lists.size() && all; ++i) {
            const std::vector<Span>& list = lists[i];
            std::size_t& next = next_[i];
            while (next < list.size() && list[next].first < begin)
                ++next;
            while (next < list.size() && list[next].first < end && list[next].last >= end)
                ++next;
            all = next < list.size() && list[next].first < end;
        }
        if (all) return true;
        while (lead < leading.size() && leading[lead].first < end)
            ++lead;
    }
    return false;
}

}  // namespace dateline
