#include "indexer/reporting/summary.h"

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "common/text.h"
#include "indexer/reporting/problem.h"

namespace dateline {

std::string megabytes(std::uint64_t bytes) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(bytes < 10'000'000 ? 2 : 1)
         << static_cast<double>(bytes) / 1e6 << " MB";
    return text.str();
}

void print_summary(const IndexSummary& summary, const std::string& directory, std::ostream& err) {
    const double rate =
        static_cast<double>(summary.bytes_read) / 1e6 / std::max(summary.seconds, 1e-3);
    if (summary.updated) {
        err << summary.counts.added << " added, " << summary.counts.changed << " changed, "
            << summary.counts.removed << " removed, " << summary.counts.unchanged << " as before";
        if (summary.unchanged_files > 0)
            err << " and " << count_of(summary.unchanged_files, "file") << " not read again";
    } else {
        err << summary.articles << (summary.articles == 1 ? " article" : " articles") << " indexed";
    }
    err << ", " << summary.skipped << " skipped; "
        << count_of(summary.articles_in_index, "article");
    if (summary.stories > 0)
        err << " in " << summary.stories << (summary.stories == 1 ? " story" : " stories");
    if (summary.dry_run) {
        err << "; a dry run: nothing was written";
    } else {
        err << ", ";
        if (!summary.updated) err << summary.terms << " terms, ";
        err << megabytes(summary.index_bytes) << " in " << printable(directory);
    }
    err << "; read " << megabytes(summary.bytes_read) << " in " << std::fixed
        << std::setprecision(2) << summary.seconds << " s (" << std::setprecision(1) << rate
        << " MB/s)\n";
    for (const auto& [reason, count] : summary.reasons) {
        err << "  skipped: " << count << " × " << printable(reason) << '\n';
    }
    if (summary.left_out > 0) {
        err << "  left out: " << count_of(summary.left_out, "record")
            << (summary.left_out == 1 ? " that is no article\n" : " that are no articles\n");
    }
    if (summary.unusable_files > 0) {
        err << "  left out: " << summary.unusable_files
            << (summary.unusable_files == 1
                    ? " file in which no article was found, named above\n"
                    : " files in which no article was found, named above\n");
    }
    if (summary.ignored_files > 0) {
        err << "  ignored: " << count_of(summary.ignored_files, "file")
            << ", hidden, of other kinds or a link to another input\n";
    }
}

void print_summary_json(const IndexSummary& summary, const std::string& directory,
                        std::ostream& out) {
    nlohmann::ordered_json json;
    json["index"] = to_valid_utf8(directory);
    json["articles"] = summary.articles_in_index;
    if (summary.stories > 0) json["stories"] = summary.stories;
    json["dry_run"] = summary.dry_run;
    json["added"] = summary.updated ? summary.counts.added : summary.articles;
    json["changed"] = summary.counts.changed;
    json["unchanged"] = summary.counts.unchanged;
    json["unchanged_files"] = summary.unchanged_files;
    json["removed"] = summary.counts.removed;
    json["skipped"] = summary.skipped;
    json["skipped_reasons"] = nlohmann::ordered_json::object();
    for (const auto& [reason, count] : summary.reasons)
        json["skipped_reasons"][reason] = count;
    json["warnings"] = summary.warnings;
    json["left_out"] = summary.left_out;
    json["unusable_files"] = summary.unusable_files;
    json["ignored_files"] = summary.ignored_files;
    if (!summary.updated) json["terms"] = summary.terms;
    json["index_bytes"] = summary.index_bytes;
    json["bytes_read"] = summary.bytes_read;
    json["seconds"] = summary.seconds;
    json["mb_per_second"] =
        static_cast<double>(summary.bytes_read) / 1e6 / std::max(summary.seconds, 1e-3);
    out << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

}  // namespace dateline
