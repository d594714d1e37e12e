// Reads the inputs and writes the index: the order of the work and its threads.
//
//   one reader:   files -> batches of raw records
//   each worker:  records -> articles (parsed, cleaned, dated)
//                 -- in input order: duplicate ids refused, document ids given --
//                 articles -> documents -> a run
//                 -- in input order: the run handed to the writer --
//
// Document ids and the index's content are the same whatever the number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "indexer/options.h"
#include "indexer/problem.h"
#include "indexer/readers/input.h"
#include "indexer/summary.h"
#include "indexer/writers/sink.h"

namespace dateline {

struct PipelineCallbacks {
    std::function<void(const Problem&)> problem;  // in input order
    std::function<void(std::uint64_t articles, std::uint64_t bytes)> progress;
    std::function<bool()> cancelled;
};

// Feeds every article of `files` to `sink`, with document ids 1, 2, 3, …. Does not finish the sink. Throws Error if writing fails.
IndexSummary run_pipeline(const IndexOptions& options, const std::vector<InputFile>& files,
                          IndexSink& sink, const PipelineCallbacks& callbacks);

}  // namespace dateline
