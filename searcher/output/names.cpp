#include <sstream>

#include "common/text.h"
#include "searcher/output/output.h"

namespace dateline {

std::string_view granularity_name(Granularity granularity) {
    switch (granularity) {
        case Granularity::Day:
            return "day";
        case Granularity::Week:
            return "week";
        case Granularity::Month:
            return "month";
        case Granularity::Quarter:
            return "quarter";
        case Granularity::Year:
            return "year";
        case Granularity::Decade:
            return "decade";
        case Granularity::Century:
            return "century";
        case Granularity::Range:
            return "range";
    }
    return "unknown";
}

std::string tsv_fields(const Hit& hit) {
    std::ostringstream text;
    text << hit.rank << '\t' << hit.score << '\t'
         << (hit.article.dates.empty() ? "" : format_date(hit.article.dates.front().interval))
         << '\t' << printable(hit.article.title);
    return text.str();
}

std::string date_text(const Article& article) {
    if (article.dates.empty()) return "undated";
    const DateEvidence& date = article.dates.front();
    std::string text = format_date(date.interval);
    if (date.source != DateSource::Given) text += ", " + std::string(date_source_name(date.source));
    return text;
}

}  // namespace dateline
