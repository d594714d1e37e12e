// Files -> batches of raw records: the sequential part of reading. Parsing them is parallel.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/problem.h"
#include "indexer/readers/byte_source.h"
#include "indexer/readers/input.h"

namespace dateline {

// One article as it stands in the input: bytes [begin, begin + size) of its batch.
struct RawRecord {
    std::size_t begin = 0;
    std::size_t size = 0;
    std::size_t file = 0;    // index into the list of inputs
    std::uint64_t line = 0;  // 1-based line it begins at; 0: it is the whole file
};

struct Batch {
    std::uint64_t number = 0;  // 0, 1, 2, … in input order
    std::string bytes;         // each record is followed by at least one byte that belongs to none
    std::vector<RawRecord> records;
    std::vector<Problem> problems;
    std::vector<std::size_t> failed_files;  // those that were not read to their end
};

struct ReadLimits {
    std::size_t max_record = std::size_t{64} << 20;  // bytes of an article; longer ones are skipped
    std::size_t batch_bytes = std::size_t{16} << 20;  // a batch is closed when it holds as much
};

class BatchReader {
public:
    // `files` must outlive the reader.
    BatchReader(const std::vector<InputFile>& files, ReadLimits limits);

    // False at the end. The batches do not depend on anything but the input and the limits.
    bool next(Batch& batch);

    std::uint64_t bytes_read() const { return bytes_read_; }

private:
    bool fill(Batch& batch);
    void read_text(Batch& batch);
    void read_lines(Batch& batch);
    void finish_file();
    void fail(Batch& batch, std::uint64_t line, const std::string& message,
              const std::string& hint = "");

    const std::vector<InputFile>& files_;
    ReadLimits limits_;
    std::uint64_t number_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::size_t file_ = 0;
    std::unique_ptr<ByteSource> source_;  // of files_[file_]; null before it is opened
    std::string rest_;                    // the begin of a line that the next batch continues
    std::uint64_t line_ = 0;              // lines read of the file
    bool skipping_ = false;               // within a line that is too long
};

}  // namespace dateline
