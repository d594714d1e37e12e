// How far the work has come, told while it lasts: on a terminal one line, rewritten a few times a
// second; in a log a line every half minute.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

#include "indexer/pipeline.h"

namespace dateline {

enum class ProgressStyle { None, Terminal, Log };

class Progress {
public:
    using Clock = std::chrono::steady_clock;

    Progress(std::ostream& err, ProgressStyle style) : err_(err), style_(style) {}

    // What there is to do: may be given once it is known.
    void expect(std::size_t files, std::uint64_t input_bytes);

    // `now` is Clock::now(), save in tests.
    void update(const PipelineProgress& progress, Clock::time_point now);

    // The articles have been read: what takes time now.
    void phase(const std::string& name, Clock::time_point now);

    // Takes the line off the terminal, before something else is printed.
    void clear();

    void start(Clock::time_point now);

private:
    void show(const std::string& line);

    std::ostream& err_;
    ProgressStyle style_;
    std::size_t files_ = 0;
    std::uint64_t input_bytes_ = 0;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_ = start_;
    bool drawn_ = false;
};

// "3 of 12 files, 12345 articles, 45.6 MB, 12.3 MB/s, 1234 articles/s, 1:05 left"; what is not
// known is left out.
std::string progress_text(const PipelineProgress& progress, std::size_t files,
                          std::uint64_t input_bytes, double seconds);

}  // namespace dateline
