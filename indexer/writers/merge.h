// The contents of the postlist and position tables, from the streams of all runs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "indexer/byte_buffer.h"
#include "indexer/writers/glass_table.h"
#include "indexer/writers/run.h"
#include "indexer/writers/run_streams.h"

namespace dateline {

// Documents with a number each, as the stream of postings has them.
struct PostingList {
    DocumentId first = 0;  // 0: none
    DocumentId last = 0;
    std::uint32_t first_number = 0;
    ByteBuffer further;  // for each but the first: id - previous id - 1, number

    void add(DocumentId id, std::uint32_t number);
};

// All functions add to `table`, which has come to their keys in the order of this file, and throw
// Error for what does not fit. `streams` are those of the runs, in order, and are read to their
// ends.

// `entries`: key -> value, neither empty.
void write_metadata(glass::TableWriter& table, const std::map<std::string, std::string>& entries);

// Statistics of all slots, by slot_order().
void write_slot_statistics(glass::TableWriter& table,
                           const std::map<std::uint64_t, SlotStatistics>& slots);

void write_values(glass::TableWriter& table, std::vector<StreamReader>& streams);

void write_lengths(glass::TableWriter& table, const PostingList& lengths);

// Returns the number of terms.
std::uint64_t write_postings(glass::TableWriter& table, std::vector<StreamReader>& streams);

// The whole of the position table.
void write_positions(glass::TableWriter& table, std::vector<StreamReader>& streams);

}  // namespace dateline
