// --report: what was found in each input, one JSON object a line, so that a person can audit an
// import.
//
// An article's story is known when all have been read. What is known before waits in a nameless
// file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "common/stories.h"
#include "indexer/article_reader.h"
#include "indexer/pipeline.h"
#include "indexer/reporting/problem.h"

namespace dateline {

// What an input and its text tell, as a JSON object without its closing brace: id, file, format,
// charset, title, zones, evidence of the date, problems. Pure.
std::string describe_input(const ReadArticle& read);

// The same of what was wrong with a whole file.
std::string describe_problem(const Problem& problem);

class ReportWriter {
public:
    // Creates the file, which is empty until finish(). Throws Error.
    explicit ReportWriter(std::string path);

    // In input order.
    void add(const HandedArticle& article);
    void add(const Problem& problem);  // of a whole file

    // Writes the report. `stories` has document numbers; `id_of` tells the ids of documents that
    // were not added here, `date_by_copies` what the copies of any that is in a story tell. Throws
    // Error.
    void finish(const StoryMap& stories, const std::function<std::string(std::uint32_t)>& id_of,
                const std::function<std::optional<DateEvidence>(std::uint32_t)>& date_by_copies);

private:
    struct CloseFile {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    using File = std::unique_ptr<std::FILE, CloseFile>;

    void put(std::uint32_t document, const std::string& line, const std::string& dates = {});
    template <typename Use>
    void for_each(Use use);

    std::string path_;
    File out_;
    // For each input: document; length, line without its end; length, a record of its dates.
    File waiting_;
};

}  // namespace dateline
