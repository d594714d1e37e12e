#include "searcher/batch/timing.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>

namespace dateline {

namespace {

// Three significant digits, at least the whole part.
std::string three_digits(double value) {
    const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return text.data();
}

}  // namespace

// A value below 2 * 128 is its own bucket. Above, its highest 8 bits and their place make the
// number, which goes on from there without a gap.
std::size_t LatencyHistogram::bucket(std::uint64_t value) {
    const unsigned width = static_cast<unsigned>(std::bit_width(value));
    const unsigned shift = width > kSubBits + 1 ? width - kSubBits - 1 : 0;
    return (std::size_t{shift} << kSubBits) + static_cast<std::size_t>(value >> shift);
}

std::uint64_t LatencyHistogram::middle(std::size_t bucket) {
    if (bucket < (std::size_t{2} << kSubBits)) return bucket;
    const std::size_t shift = (bucket >> kSubBits) - 1;
    const std::uint64_t low = std::uint64_t{bucket - (shift << kSubBits)} << shift;
    return low + (std::uint64_t{1} << shift) / 2;
}

void LatencyHistogram::record(std::chrono::nanoseconds duration) {
    const std::int64_t value = std::max<std::int64_t>(duration.count(), 0);
    ++counts_[bucket(static_cast<std::uint64_t>(value))];
    ++count_;
    max_ = std::max(max_, value);
}

std::chrono::nanoseconds LatencyHistogram::percentile(double percent) const {
    if (count_ == 0) return std::chrono::nanoseconds(0);
    const double exact = std::ceil(percent / 100 * static_cast<double>(count_));
    const auto rank =
        static_cast<std::uint64_t>(std::clamp(exact, 1.0, static_cast<double>(count_)));
    if (rank == count_) return max();
    std::uint64_t seen = 0;
    std::size_t at = 0;
    while ((seen += counts_[at]) < rank)
        ++at;
    const auto value = static_cast<std::int64_t>(middle(at));
    return std::chrono::nanoseconds(std::min(value, max_));
}

std::string format_duration(std::chrono::nanoseconds duration) {
    const auto value = static_cast<double>(duration.count());
    if (duration.count() < 1000) return std::to_string(duration.count()) + " ns";
    if (value < 999.5e3) return three_digits(value / 1e3) + " µs";
    if (value < 999.5e6) return three_digits(value / 1e6) + " ms";
    return three_digits(value / 1e9) + " s";
}

std::string timing_summary(std::size_t queries, std::size_t failed,
                           std::chrono::nanoseconds elapsed, const LatencyHistogram& latencies) {
    std::string text = std::to_string(queries) + (queries == 1 ? " query" : " queries");
    if (failed != 0) text += " (" + std::to_string(failed) + " failed)";
    text += " in " + format_duration(elapsed);
    if (elapsed.count() > 0) {
        const double seconds = static_cast<double>(elapsed.count()) / 1e9;
        text += ": " + three_digits(static_cast<double>(queries) / seconds) + " queries/s";
    }
    if (latencies.count() != 0) {
        text += "; p50 " + format_duration(latencies.percentile(50)) + ", p95 " +
                format_duration(latencies.percentile(95)) + ", p99 " +
                format_duration(latencies.percentile(99)) + ", max " +
                format_duration(latencies.max());
    }
    return text;
}

}  // namespace dateline
