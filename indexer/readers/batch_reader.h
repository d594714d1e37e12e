// Files -> batches of raw records: the sequential part of reading. Parsing them is parallel.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/byte_buffer.h"
#include "indexer/readers/byte_source.h"
#include "indexer/readers/charset.h"
#include "indexer/readers/input.h"
#include "indexer/readers/origin.h"
#include "indexer/readers/splitter.h"
#include "indexer/reporting/problem.h"

namespace dateline {

// One article as it stands in the input: bytes [begin, begin + size) of its batch.
struct RawRecord {
    std::size_t begin = 0;
    std::size_t size = 0;
    std::size_t file = 0;    // index into the list of inputs
    std::uint64_t line = 0;  // 1-based line it begins at; 0: it is the whole file
    std::uint64_t nth = 1;   // of the records that begin on that line
    std::size_t origin = 0;  // index into the batch's origins
};

// What an article without an id is called by: its file's name, and the record's place if the file
// may hold others: "news.json:7", and behind it on the same line "news.json:7.2".
std::string id_of_place(const std::string& name, const RawRecord& record);

struct Batch {
    std::uint64_t number = 0;  // 0, 1, 2, … in input order
    ByteBuffer bytes;          // each record is followed by at least one byte that belongs to none
    std::vector<RawRecord> records;
    std::vector<std::shared_ptr<const RecordOrigin>> origins;
    std::vector<Problem> problems;
    std::vector<std::size_t> failed_files;  // those of which something is missing
    std::uint64_t ignored = 0;  // members of archives that are hidden or of unknown formats

    // Where the record's bytes are, for parsers that write over them.
    char* begin_of(const RawRecord& record) {
        return reinterpret_cast<char*>(bytes.data()) + record.begin;
    }
};

struct ReadLimits {
    std::size_t max_record = std::size_t{64} << 20;  // bytes of an article; longer ones are skipped
    std::size_t batch_bytes = std::size_t{16} << 20;   // a batch is closed when it holds as much
    std::size_t batch_records = std::size_t{1} << 14;  // or as many records and problems
    double max_ratio = kDefaultMaxRatio;               // of unpacked to packed bytes
    bool verify = true;          // checksums of gzip files before they are read
    std::function<bool()> stop;  // reading ends when it says so; may be empty
};

class BatchReader {
public:
    // `files` must outlive the reader.
    BatchReader(const std::vector<InputFile>& files, ReadLimits limits, ReadSettings settings = {});

    // False at the end. The batches do not depend on anything but the input and the limits.
    bool next(Batch& batch);

    std::uint64_t bytes_read() const { return bytes_read_; }

private:
    bool is_full(const Batch& batch) const;
    bool is_stopped() const { return limits_.stop && limits_.stop(); }
    void start(Batch& batch);
    bool start_member(Batch& batch);
    bool start_content(Batch& batch);
    void leave_archives(std::size_t level);
    void read_records(Batch& batch);
    void fill(ByteBuffer& bytes, std::size_t size);
    void fetch(ByteBuffer& bytes, std::size_t size);
    void finish_content(Batch& batch);
    void finish_file();
    void add_record(Batch& batch, std::size_t begin, std::size_t end, std::uint64_t line);
    std::string place() const;
    void report(Batch& batch, Problem::Kind kind, std::uint64_t line, const std::string& message,
                const std::string& hint = "");

    const std::vector<InputFile>& files_;
    ReadLimits limits_;
    ReadSettings settings_;
    std::uint64_t number_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::size_t file_ = 0;

    // An archive that is open: files_[file_], or a member of the archive around it.
    struct OpenArchive {
        std::unique_ptr<Archive> archive;
        std::string name;             // of the member that it is, with "!" before it; else empty
        std::uint64_t encrypted = 0;  // members
        std::string first_encrypted;
    };

    std::vector<OpenArchive> archives_;  // of files_[file_], the outermost first

    // Of the content being read: the file or a member.
    std::string member_;  // its name, with "!" and the names of archives before it; else empty
    std::unique_ptr<ByteSource> source_;
    std::unique_ptr<Splitter> splitter_;  // null before it is opened
    std::shared_ptr<const RecordOrigin> origin_;
    std::uint64_t last_line_ = 0;  // of its records
    std::uint64_t on_last_line_ = 0;
    std::unique_ptr<Utf16Decoder> utf16_;
    std::string raw_;  // UTF-16 as read
    ByteBuffer rest_;  // read but not yet split: the batch before was full
    bool at_end_ = false;
    bool cr_lines_ = false;  // its lines end in CR alone, read as LF
};

}  // namespace dateline
