#include "indexer/readers/batch_reader.h"

#include <algorithm>
#include <cstring>

#include "common/error.h"

namespace dateline {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 18;

std::string size_text(std::size_t bytes) {
    return bytes >= (1u << 20) ? std::to_string(bytes >> 20) + " MiB"
                               : std::to_string(bytes) + " bytes";
}

bool is_blank_line(std::string_view line) {
    return line.find_first_not_of(" \t\r\xef\xbb\xbf") == std::string_view::npos;
}

}  // namespace

BatchReader::BatchReader(const std::vector<InputFile>& files, ReadLimits limits)
    : files_(files), limits_(limits) {}

void BatchReader::fail(Batch& batch, std::uint64_t line, const std::string& message,
                       const std::string& hint) {
    batch.problems.push_back({Problem::Kind::Skipped, files_[file_].path, line, message, hint});
}

void BatchReader::finish_file() {
    source_.reset();
    rest_.clear();
    line_ = 0;
    skipping_ = false;
    ++file_;
}

bool BatchReader::next(Batch& batch) {
    batch.number = number_;
    batch.bytes.clear();
    batch.records.clear();
    batch.problems.clear();
    batch.failed_files.clear();
    while (file_ < files_.size() && batch.bytes.size() < limits_.batch_bytes) {
        try {
            if (!source_) source_ = open_file(files_[file_].path, files_[file_].gzip);
            if (files_[file_].format == Format::Text) {
                read_text(batch);
            } else {
                read_lines(batch);
            }
        } catch (const Error& error) {
            fail(batch, line_ > 0 ? line_ + 1 : 0, error.what(), error.hint());
            batch.failed_files.push_back(file_);
            finish_file();
        }
    }
    if (batch.records.empty() && batch.problems.empty() && file_ == files_.size()) return false;
    ++number_;
    return true;
}

void BatchReader::read_text(Batch& batch) {
    const std::size_t begin = batch.bytes.size();
    for (;;) {
        const std::size_t used = batch.bytes.size();
        if (used - begin > limits_.max_record) {
            batch.bytes.resize(begin);
            throw Error("larger than " + size_text(limits_.max_record),
                        "if it is one article, raise --max-size");
        }
        batch.bytes.resize(used + kReadBytes);
        std::size_t count = 0;
        try {
            count = source_->read(batch.bytes.data() + used, kReadBytes);
        } catch (...) {
            batch.bytes.resize(begin);
            throw;
        }
        batch.bytes.resize(used + count);
        bytes_read_ += count;
        if (count == 0) break;
    }
    batch.records.push_back({begin, batch.bytes.size() - begin, file_, 0});
    batch.bytes += '\0';
    finish_file();
}

// Adds whole lines until the batch is full or the file ends.
void BatchReader::read_lines(Batch& batch) {
    std::size_t line_begin = batch.bytes.size();
    batch.bytes += rest_;
    std::size_t scan = batch.bytes.size();
    rest_.clear();
    const auto fail_too_long = [&](std::uint64_t line) {
        fail(batch, line, "a line longer than " + size_text(limits_.max_record),
             "if it is one article, raise --max-size");
    };
    const auto add_line = [&](std::size_t end) {
        ++line_;
        if (skipping_) {
            skipping_ = false;
        } else if (end - line_begin > limits_.max_record) {
            fail_too_long(line_);
        } else if (!is_blank_line(
                       std::string_view(batch.bytes).substr(line_begin, end - line_begin))) {
            batch.records.push_back({line_begin, end - line_begin, file_, line_});
        }
        line_begin = end + 1;
    };
    for (;;) {
        if (batch.bytes.size() - line_begin > limits_.max_record && !skipping_) {
            fail_too_long(line_ + 1);
            skipping_ = true;
        }
        if (skipping_) {  // drop what there is of the line
            batch.bytes.resize(line_begin);
            scan = line_begin;
        }
        const std::size_t used = batch.bytes.size();
        batch.bytes.resize(used + kReadBytes);
        std::size_t count = 0;
        try {
            count = source_->read(batch.bytes.data() + used, kReadBytes);
        } catch (...) {
            batch.bytes.resize(line_begin);
            throw;
        }
        batch.bytes.resize(used + count);
        bytes_read_ += count;
        if (count == 0) {
            if (batch.bytes.size() > line_begin || skipping_) add_line(batch.bytes.size());
            batch.bytes += '\0';
            finish_file();
            return;
        }
        const char* const bytes = batch.bytes.data();
        while (const void* found = std::memchr(bytes + scan, '\n', batch.bytes.size() - scan)) {
            const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes);
            add_line(at);
            scan = at + 1;
        }
        scan = batch.bytes.size();
        if (line_begin >= limits_.batch_bytes) {
            rest_.assign(batch.bytes, line_begin);
            batch.bytes.resize(line_begin);
            return;
        }
    }
}

}  // namespace dateline
