// The writers behind the interface of sink.h.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <xapian.h>

#include "indexer/writers/sink.h"

namespace dateline {

// Creates a database at `folder` with BulkWriter; runs are kept in `memory` bytes, `threads` finish
// it.
std::unique_ptr<IndexSink> make_bulk_sink(const std::string& folder, std::size_t memory,
                                          unsigned threads);

// Creates a database at `folder` with ApiWriter.
std::unique_ptr<IndexSink> make_api_sink(const std::string& folder);

// Different terms.
std::uint64_t count_terms(const Xapian::Database& database);

// Writes nothing: for a trial.
std::unique_ptr<IndexSink> make_trial_sink();

}  // namespace dateline
