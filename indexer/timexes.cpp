#include "indexer/timexes.h"

#include <ostream>
#include <vector>

#include <nlohmann/json.hpp>

#include "common/error.h"
#include "indexer/article_reader.h"
#include "indexer/build.h"
#include "indexer/inputs.h"
#include "indexer/readers/batch_reader.h"
#include "indexer/reporting/problem_log.h"
#include "indexer/temporal/code_points.h"
#include "indexer/temporal/tagger.h"

namespace dateline {
namespace {

using Json = nlohmann::ordered_json;

Json timexes_json(const Article& article, std::optional<Day> assumed_date, TimexMode mode) {
    std::optional<Day> document_date = assumed_date;
    if (!article.dates.empty()) {
        const DateInterval& given = article.dates.front().interval;
        document_date =
            given.granularity == Granularity::Day ? std::optional(given.first) : std::nullopt;
    }
    const std::vector<Timex> timexes = tag_timexes(article.body, document_date, mode);
    std::vector<std::size_t> offsets;
    for (const Timex& timex : timexes) {
        offsets.push_back(timex.begin);
        offsets.push_back(timex.end);
    }
    const std::vector<std::size_t> points = to_code_points(article.body, offsets);
    Json list = Json::array();
    for (std::size_t i = 0; i < timexes.size(); ++i) {
        const Timex& timex = timexes[i];
        list.push_back({{"begin", points[2 * i]},
                        {"end", points[2 * i + 1]},
                        {"type", timex_type_name(timex.type)},
                        {"value", timex.value},
                        {"text", article.body.substr(timex.begin, timex.end - timex.begin)},
                        {"rule", timex.rule},
                        {"confidence", timex.confidence}});
    }
    return list;
}

}  // namespace

int print_timexes(const IndexOptions& options, std::ostream& out, std::ostream& err) {
    const InputList inputs = find_inputs(options);
    bool skipped = false;
    ProblemLog log;
    const auto report = [&](Problem problem, const std::string& file, std::uint64_t line) {
        if (problem.file.empty()) problem.file = file;
        if (problem.line == 0) problem.line = line;
        skipped |= problem.kind == Problem::Kind::Skipped;
        if (const auto told = log.line(problem)) err << "dateline-index: " << *told << '\n';
    };
    for (const Problem& problem : inputs.problems)
        report(problem, "", 0);
    if (inputs.files.empty()) throw Error("no articles found", "give files or folders of articles");
    ReadLimits limits;
    limits.max_record = options.max_record;
    limits.max_ratio = options.max_ratio;
    BatchReader reader(inputs.files, limits, options.reading);
    const ArticleReader parser(options);
    for (Batch batch; reader.next(batch);) {
        for (const Problem& problem : batch.problems)
            report(problem, "", 0);
        for (const ReadArticle& read : parser.parse(batch)) {
            for (const Problem& problem : read.problems)
                report(problem, read.origin->path, read.line);
            if (!read.ok) continue;
            const Json json = {
                {"doc", read.article.id},
                {"timexes", timexes_json(read.article, options.assumed_date, options.timex_mode)}};
            out << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
        }
    }
    for (const std::string& line : log.rest())
        err << "dateline-index: " << line << '\n';
    return skipped ? kExitSomeSkipped : kExitAllIndexed;
}

}  // namespace dateline
