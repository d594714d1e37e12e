// How long queries took: a histogram of bounded size and the `--timing` summary made from it.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace dateline {

// Counts durations in buckets whose width is at most 1/128 of their value (as HdrHistogram's are),
// so that a percentile is at most 0.4 % off, in 60 KiB whatever is recorded. One thread at a time.
class LatencyHistogram {
public:
    // Negative durations count as 0.
    void record(std::chrono::nanoseconds duration);

    std::uint64_t count() const { return count_; }
    std::chrono::nanoseconds max() const { return std::chrono::nanoseconds(max_); }

    // The duration that `percent` (0 to 100) of those recorded do not exceed, by nearest rank; 0
    // if there are none. percentile(100) is exact.
    std::chrono::nanoseconds percentile(double percent) const;

private:
    static constexpr unsigned kSubBits = 7;  // buckets in each doubling: 128
    static constexpr std::size_t kBuckets = std::size_t{64 - kSubBits} << kSubBits;

    static std::size_t bucket(std::uint64_t value);
    static std::uint64_t middle(std::size_t bucket);

    std::array<std::uint64_t, kBuckets> counts_{};
    std::uint64_t count_ = 0;
    std::int64_t max_ = 0;
};

// "10000 queries (3 failed) in 12.3 s: 813 queries/s; p50 1.20 ms, p95 3.41 ms, p99 8.10 ms, max
// 20.1 ms", without line end. The latencies are left out if none was recorded.
std::string timing_summary(std::size_t queries, std::size_t failed,
                           std::chrono::nanoseconds elapsed, const LatencyHistogram& latencies);

// Three digits and a unit: "0 ns", "999 ns", "1.00 µs", "12.3 ms", "1.50 s", "1234 s".
std::string format_duration(std::chrono::nanoseconds duration);

}  // namespace dateline
