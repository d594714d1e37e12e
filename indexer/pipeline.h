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
#include "indexer/readers/input.h"
#include "indexer/reporting/problem.h"
#include "indexer/reporting/summary.h"
#include "indexer/writers/sink.h"

namespace dateline {

// What became of one article, or of a file that has a problem.
struct HandedArticle {
    std::uint32_t document = 0;             // its number in the sink; 0: the sink did not get it
    std::optional<std::uint32_t> existing;  // from ExistingArticles::find(): unchanged, it stays
    Outcome outcome = Outcome::Added;
    CopySignature signature;
    OwnDate date;
    std::string report;               // describe_input()
    std::vector<DateEvidence> dates;  // all evidence of when it was published
    std::vector<YearlessDate> yearless_dates;
    bool is_problem = false;  // no article: `report` is describe_problem() of a file
};

// How far the writing has come.
struct PipelineProgress {
    std::uint64_t begun = 0;        // articles that a worker has begun to read
    std::uint64_t articles = 0;     // articles written
    std::uint64_t bytes = 0;        // size of the records read, unpacked
    std::size_t files = 0;          // files finished
    std::uint64_t input_bytes = 0;  // bytes of the files on disk that have been read
};

struct PipelineCallbacks {
    std::function<void(const Problem&)> problem;  // in input order
    // Called ten times a second, from a thread of its own.
    std::function<void(const PipelineProgress&)> progress;
    std::function<bool()> cancelled;       // true ends the work early
    ExistingArticles* existing = nullptr;  // of the index being updated; null for a rebuild

    // Receives what became of every article, in input order, and may change it. Empty: not wanted.
    std::function<void(std::vector<HandedArticle>&)> handed;
    bool signatures = false;  // `handed` wants signatures and dates of what the sink gets
    bool reports = false;     // `handed` wants reports of everything
};

// Feeds every article of `files` that the index does not have yet to `sink`, with document ids 1,
// 2, 3 and so on. Does not finish the sink. Throws Error if writing fails.
IndexSummary run_pipeline(const IndexOptions& options, const std::vector<InputFile>& files,
                          IndexSink& sink, const PipelineCallbacks& callbacks);

}  // namespace dateline
