// Writes a whole glass database from runs, straight into its tables: what a rebuild uses.
//
// README.md in this folder tells how. Equality with what Xapian's API writes is tested by
// tests/unit/bulk_writer_test.cpp.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "indexer/writers/glass_version.h"
#include "indexer/writers/merge.h"
#include "indexer/writers/run.h"
#include "indexer/writers/run_streams.h"

namespace dateline {

// Whether the Xapian that is linked writes the format that BulkWriter writes, found by letting it
// make an empty database in a temporary folder. If not, `reason` (if given) says why, and ApiWriter
// is to be used.
bool bulk_format_matches_xapian(std::string* reason = nullptr);

class BulkWriter {
public:
    // Creates `folder`, or uses it if it exists and is empty. Keeps up to `memory` bytes of runs in
    // memory until they are merged; what is beyond goes to files without a name on the folder's
    // file system. Throws Error.
    BulkWriter(const std::string& folder, std::size_t memory);

    // Without a finish() that succeeded, removes the files it made: the folder never was a
    // database.
    ~BulkWriter();
    BulkWriter(const BulkWriter&) = delete;
    BulkWriter& operator=(const BulkWriter&) = delete;

    // `key` has 1 to 253 bytes. An empty value means no entry. Before finish().
    void set_metadata(const std::string& key, const std::string& value);

    // Takes the next run. Its document ids are above those of all runs before. Writes its term
    // lists and records to their tables. Throws Error; after that only the destructor may follow.
    // Any thread may call, one at a time.
    void add(Run&& run);

    // For several threads: takes run number `sequence` (0, 1, 2 …), after waiting for those before
    // it. If another thread gives up, it calls cancel(), and those that wait get an Error.
    void add(std::uint64_t sequence, Run run);
    void cancel();

    // Merges the runs, writes the other tables and makes the folder a database, synced to disk.
    // Uses two threads if `threads` > 1. Throws Error; the folder then is not a database.
    void finish(unsigned threads);

    // Different terms in the database; after finish().
    std::uint64_t term_count() const { return term_count_; }

    // Bytes of runs spilled to disk so far.
    std::uint64_t spilled_bytes() const;

private:
    enum StreamKind : unsigned { kPostings, kPositions, kValues };
    // One stream of one run: in memory, or in the spill file.
    struct Stream {
        ByteBuffer memory;
        std::uint64_t offset = 0;
        std::uint64_t spilled = 0;  // bytes; 0: in memory
    };

    std::string table_path(glass::Table table) const;
    void take(Run& run);
    void write_documents(const Run& run);
    void keep(Run& run);
    void count(const Run& run);
    std::vector<StreamReader> open_streams(StreamKind kind) const;
    glass::TableRoot write_postlist();
    glass::TableRoot write_positions() const;

    std::string folder_;
    std::size_t memory_;
    bool finished_ = false;
    bool made_folder_ = false;

    std::mutex turn_mutex_;
    std::condition_variable turn_changed_;
    std::uint64_t turn_ = 0;
    bool cancelled_ = false;

    std::map<std::string, std::string> metadata_;
    std::unique_ptr<glass::TableWriter> term_lists_;
    std::unique_ptr<glass::TableWriter> data_;
    std::array<std::vector<Stream>, 3> streams_;  // by StreamKind, by run
    std::unique_ptr<SpillFile> spill_;
    std::size_t kept_bytes_ = 0;
    std::map<std::uint64_t, SlotStatistics> slots_;  // by slot_order()
    PostingList lengths_;                            // of the documents, in place of wdf
    glass::Statistics statistics_;
    std::uint64_t term_count_ = 0;
};

}  // namespace dateline
