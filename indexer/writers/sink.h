// The small interface behind which the writers stand: documents in, by runs.
//
// A run is a contiguous range of document ids. One thread fills it; several threads may fill
// different runs at once. Finished runs are handed over in the order of their ids.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "indexer/document/document.h"
#include "indexer/document/term_table.h"

namespace dateline {

// Filled by one thread at a time.
class RunSink {
public:
    virtual ~RunSink() = default;

    // The table whose ids the documents' terms are.
    virtual TermTable& terms() = 0;

    // Ids rise. Throws Error, naming the document, for what the index cannot hold.
    virtual void add(std::uint32_t id, const PreparedDocument& document) = 0;

    // The heavy part of the work, once after the last add().
    virtual void finish() = 0;
};

class IndexSink {
public:
    virtual ~IndexSink() = default;

    // May be called by any thread.
    virtual std::unique_ptr<RunSink> new_run() = 0;

    // Takes a finished run; ids are higher than those of runs taken before. One thread at a time.
    virtual void accept(std::unique_ptr<RunSink> run) = 0;

    // Metadata key and value, not empty. Before finish().
    virtual void set_metadata(const std::string& key, const std::string& value) = 0;

    // Writes what is left and makes it durable. Returns the number of different terms.
    virtual std::uint64_t finish() = 0;
};

}  // namespace dateline
