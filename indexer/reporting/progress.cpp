#include "indexer/reporting/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <limits>
#include <ostream>
#include <sstream>

#include "indexer/reporting/summary.h"

namespace dateline {
namespace {

constexpr std::chrono::milliseconds kTerminalInterval{200};
constexpr std::chrono::seconds kLogInterval{30};

// Of standard error; the largest number if it is no terminal.
std::size_t terminal_columns() {
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return std::numeric_limits<std::size_t>::max();
    return size.ws_col;
}

// "0:42", "2:03:04"
std::string duration_text(double seconds) {
    constexpr double kLongest = 360000;  // 100 hours
    const auto whole = static_cast<long>(std::min(std::ceil(seconds), kLongest));
    std::ostringstream text;
    text << std::setfill('0');
    if (whole >= 3600) text << whole / 3600 << ':' << std::setw(2);
    text << whole / 60 % 60 << ':' << std::setw(2) << whole % 60;
    return text.str();
}

}  // namespace

std::string progress_text(const PipelineProgress& progress, std::size_t files,
                          std::uint64_t input_bytes, double seconds) {
    std::ostringstream text;
    if (progress.bytes == 0 && progress.begun > 0) {  // the first batches are being read
        text << "reading, " << progress.begun << " articles begun";
        return text.str();
    }
    if (files > 1) text << progress.files << " of " << files << " files, ";
    text << progress.articles << " articles, " << megabytes(progress.bytes);
    if (seconds <= 0) return text.str();
    text << ", " << std::fixed << std::setprecision(1)
         << static_cast<double>(progress.bytes) / 1e6 / seconds << " MB/s, " << std::setprecision(0)
         << static_cast<double>(progress.articles) / seconds << " articles/s";
    // Of standard input nobody knows the size.
    if (progress.input_bytes > 0 && progress.input_bytes <= input_bytes) {
        const auto done = static_cast<double>(progress.input_bytes);
        const auto left = static_cast<double>(input_bytes - progress.input_bytes);
        text << ", " << duration_text(seconds * left / done) << " left";
    }
    return text.str();
}

void Progress::start(Clock::time_point now) {
    start_ = last_ = now;
}

void Progress::expect(std::size_t files, std::uint64_t input_bytes) {
    files_ = files;
    input_bytes_ = input_bytes;
}

void Progress::update(const PipelineProgress& progress, Clock::time_point now) {
    if (style_ == ProgressStyle::None) return;
    if (style_ == ProgressStyle::Terminal ? now - last_ < kTerminalInterval
                                          : now - last_ < kLogInterval)
        return;
    last_ = now;
    show(progress_text(progress, files_, input_bytes_,
                       std::chrono::duration<double>(now - start_).count()));
}

void Progress::phase(const std::string& name, Clock::time_point now) {
    // In a log only where the reading took long enough to have been told of.
    if (style_ == ProgressStyle::None) return;
    if (style_ == ProgressStyle::Log && now - start_ < kLogInterval) return;
    show(name);
}

void Progress::show(const std::string& line) {
    if (style_ == ProgressStyle::Terminal) {
        // A line that the terminal breaks could not be rewritten.
        err_ << "\r\033[K" << line.substr(0, terminal_columns() - 1) << std::flush;
        drawn_ = true;
    } else {
        err_ << "dateline-index: " << line << '\n' << std::flush;
    }
}

void Progress::clear() {
    if (drawn_) err_ << "\r\033[K" << std::flush;
    drawn_ = false;
}

}  // namespace dateline
