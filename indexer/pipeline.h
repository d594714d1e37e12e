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
#include <optional>
#include <string>
#include <vector>

#include "indexer/copies/copied_dates.h"
#include "indexer/copies/signature.h"
#include "indexer/existing_articles.h"
#include "indexer/options.h"
#include "indexer/problem.h"
#include "indexer/readers/input.h"
#include "indexer/summary.h"
#include "indexer/writers/sink.h"

namespace dateline {

struct HandedArticle {
    std::uint32_t document = 0;             // as the sink has it; 0: it was not given to it
    std::optional<std::uint32_t> existing;  // by ExistingArticles::find(): the article stays
    Outcome outcome = Outcome::Added;
    CopySignature signature;
    OwnDate date;
    std::string report;               // describe_input()
    std::vector<DateEvidence> dates;  // that it tells
    std::vector<YearlessDate> yearless_dates;
    bool is_problem = false;  // no article: `report` is describe_problem() of a file's
};

// How far the writing has come.
struct PipelineProgress {
    std::uint64_t begun = 0;        // articles that somebody has begun to read
    std::uint64_t articles = 0;     // written
    std::uint64_t bytes = 0;        // of records
    std::size_t files = 0;          // done
    std::uint64_t input_bytes = 0;  // of the files on disk, as far as they are done
};

struct PipelineCallbacks {
    std::function<void(const Problem&)> problem;  // in input order
    // Told ten times a second, from a thread of its own.
    std::function<void(const PipelineProgress&)> progress;
    std::function<bool()> cancelled;
    ExistingArticles* existing = nullptr;  // of the index that is updated

    // What became of every article, in input order: it may be changed. Null: not asked for.
    std::function<void(std::vector<HandedArticle>&)> handed;
    bool signatures = false;  // and dates for `handed`, of articles given to the sink
    bool reports = false;     // for `handed`, of all
};

// Feeds every article of `files`, but for those that exist, to `sink`, with document ids 1, 2, 3,
// …. Does not finish the sink. Throws Error if writing fails.
IndexSummary run_pipeline(const IndexOptions& options, const std::vector<InputFile>& files,
                          IndexSink& sink, const PipelineCallbacks& callbacks);

}  // namespace dateline
