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

#include "indexer/copies/signature.h"
#include "indexer/options.h"
#include "indexer/problem.h"
#include "indexer/readers/input.h"
#include "indexer/summary.h"
#include "indexer/writers/sink.h"

namespace dateline {

struct HandedArticle {
    std::uint32_t document = 0;  // in the index; 0: it was skipped
    IndexSink::Outcome outcome = IndexSink::Outcome::Added;
    CopySignature signature;
    std::string report;       // describe_input()
    bool is_problem = false;  // no article: `report` is describe_problem() of a file's
};

struct PipelineCallbacks {
    std::function<void(const Problem&)> problem;  // in input order
    std::function<void(std::uint64_t articles, std::uint64_t bytes)> progress;
    std::function<bool()> cancelled;

    // What became of every article, in input order: it may be changed. Null: not asked for.
    std::function<void(std::vector<HandedArticle>&)> handed;
    bool signatures = false;  // for `handed`
    bool reports = false;     // the same
};

// Feeds every article of `files` to `sink`, with document ids 1, 2, 3, …. Does not finish the sink. Throws Error if writing fails.
IndexSummary run_pipeline(const IndexOptions& options, const std::vector<InputFile>& files,
                          IndexSink& sink, const PipelineCallbacks& callbacks);

}  // namespace dateline
