#include "searcher/batch/timing.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/catch.h"

using namespace dateline;
using std::chrono::nanoseconds;

TEST_CASE("durations are printed with three digits", "[timing]") {
    const std::vector<std::pair<std::int64_t, std::string>> cases = {
        {0, "0 ns"},
        {999, "999 ns"},
        {1000, "1.00 µs"},
        {9'994, "9.99 µs"},
        {9'995, "10.0 µs"},
        {99'950, "100 µs"},
        {999'499, "999 µs"},
        {999'500, "1.00 ms"},
        {12'345'678, "12.3 ms"},
        {999'499'999, "999 ms"},
        {999'500'000, "1.00 s"},
        {1'234'000'000'000, "1234 s"},
        {-5, "-5 ns"},
    };
    for (const auto& [value, expected] : cases) {
        CAPTURE(value);
        CHECK(format_duration(nanoseconds(value)) == expected);
    }
}

TEST_CASE("percentiles are within one in a hundred of the exact ones", "[timing]") {
    // Durations from nanoseconds to hours, spread evenly over their logarithms.
    std::uint64_t state = 1;
    std::vector<std::int64_t> values;
    LatencyHistogram histogram;
    for (int i = 0; i < 20000; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        const double exponent = static_cast<double>(state >> 40) / (1 << 24) * 30;
        values.push_back(static_cast<std::int64_t>(std::exp(exponent)));
        histogram.record(nanoseconds(values.back()));
    }
    std::sort(values.begin(), values.end());
    for (const double percent : {0.0, 0.001, 1.0, 10.0, 50.0, 90.0, 95.0, 99.0, 99.9, 99.999}) {
        CAPTURE(percent);
        const auto rank =
            std::max<std::size_t>(static_cast<std::size_t>(std::ceil(percent / 100 * 20000.0)), 1);
        const auto exact = static_cast<double>(values[rank - 1]);
        const auto found = static_cast<double>(histogram.percentile(percent).count());
        CAPTURE(exact, found);
        CHECK(std::abs(found - exact) <= std::max(exact * 0.004, 0.5));
    }
    CHECK(histogram.percentile(100).count() == values.back());
    CHECK(histogram.max().count() == values.back());
}

TEST_CASE("every value finds its place in the histogram", "[timing]") {
    // Around each power of two, where bucket widths change.
    for (int bit = 0; bit < 63; ++bit) {
        for (const std::int64_t step : {-1, 0, 1}) {
            const std::int64_t value = (std::int64_t{1} << bit) + step;
            CAPTURE(value);
            LatencyHistogram histogram;
            histogram.record(nanoseconds(value));
            histogram.record(nanoseconds::max());
            const auto found = static_cast<double>(histogram.percentile(50).count());
            CHECK(std::abs(found - static_cast<double>(value)) <=
                  static_cast<double>(value) * 0.004);
        }
    }
    LatencyHistogram histogram;
    CHECK(histogram.percentile(50).count() == 0);
    histogram.record(nanoseconds(-7));
    CHECK(histogram.percentile(50).count() == 0);
    CHECK(histogram.count() == 1);
}

TEST_CASE("the timing summary is one line", "[timing]") {
    LatencyHistogram latencies;
    CHECK(timing_summary(0, 0, nanoseconds(0), latencies) == "0 queries in 0 ns");
    CHECK(timing_summary(1, 1, nanoseconds(2'000'000), latencies) ==
          "1 query (1 failed) in 2.00 ms: 500 queries/s");
    for (int i = 1; i <= 100; ++i)
        latencies.record(nanoseconds(i * 1'000'000));
    CHECK(
        timing_summary(100, 0, std::chrono::seconds(10), latencies) ==
        "100 queries in 10.0 s: 10.0 queries/s; p50 49.9 ms, p95 95.2 ms, p99 98.8 ms, max 100 ms");
}
