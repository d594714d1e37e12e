#include <algorithm>
#include <chrono>
#include <cmath>
#include <sstream>

#include "common/text.h"
#include "searcher/output/output.h"

namespace dateline {
namespace {

std::string_view source_words(DateSource source) {
    switch (source) {
        case DateSource::Given:
            return "given as metadata";
        case DateSource::Markup:
            return "given in the page's markup";
        case DateSource::Path:
            return "from the URL, folder or file name";
        case DateSource::UpdatedLine:
            return "from a line saying when it was published or updated";
        case DateSource::Dateline:
            return "from the dateline";
        case DateSource::OwnLine:
            return "from a line of its own near the top";
        case DateSource::Copyright:
            return "from the copyright line";
        case DateSource::Copies:
            return "from near-copies that are dated";
        case DateSource::Assumed:
            return "assumed when it was indexed";
        case DateSource::FileTime:
            return "from the file's time";
        case DateSource::None:
            break;
    }
    return "from an unknown source";
}

}  // namespace

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
    return format_date(date.interval) + ", " + std::string(date_source_name(date.source));
}

std::string passage_joint(const Article& article, const Snippet& snippet, std::size_t i) {
    const std::vector<Passage>& passages = snippet.passages;
    const bool first = i == 0;
    const bool last = i == passages.size();
    bool omitted = (!first && passages[i - 1].cut_end) || (!last && passages[i].cut_begin);
    if (!first && !last) {
        const std::size_t end = passages[i - 1].span.end;
        const std::string_view between =
            std::string_view(article.body).substr(end, passages[i].span.begin - end);
        omitted = omitted || between.find_first_not_of(" \t\r\n") != std::string_view::npos;
    }
    if (!omitted) return first || last ? "" : " ";
    return std::string(first ? "" : " ") + "…" + (last ? "" : " ");
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

std::string similar_text(const Hit& hit) {
    constexpr std::size_t kNamed = 4;
    std::vector<std::string> names;
    for (const SimilarArticle& article : hit.similar_articles) {
        std::string name = article.source;
        if (name.empty() && !article.credits.empty()) name = article.credits.front();
        if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) continue;
        names.push_back(std::move(name));
    }
    if (names.size() > kNamed) {
        names.resize(kNamed);
        names.emplace_back("…");
    }
    std::string text = "+" + std::to_string(hit.similar) + " similar";
    if (!names.empty()) text += " (" + printable(joined(names)) + ")";
    return text;
}

std::vector<std::string> evidence_words(const Article& article) {
    std::vector<std::string> lines;
    if (article.dates.empty()) {
        lines.emplace_back(
            "undated: nothing tells when it was published; dates in the running text do not count");
        for (const std::string& note : all_date_notes(article))
            lines.push_back("not dated by " + note);
        return lines;
    }
    std::vector<std::string> conflicts;
    const DateInterval& best = article.dates.front().interval;
    for (const DateEvidence& date : article.dates) {
        const std::string when = format_date(date.interval);
        std::string line = lines.empty() ? "" : "also ";
        line += when + ", " + std::string(source_words(date.source));
        if (date.source == DateSource::Copies) {
            line += " (" + date.text + ")";
        } else if (!date.text.empty() && date.text != when) {
            line += " \"" + date.text + "\"";
        }
        line += ", confidence " + std::to_string(std::lround(date.confidence * 100)) + " %";
        lines.push_back(std::move(line));
        const std::chrono::days apart{1};  // a dateline is a day older than the paper
        if (date.interval.last + apart < best.first || best.last + apart < date.interval.first) {
            conflicts.push_back("conflict: " + format_date(best) + " " +
                                std::string(source_words(article.dates.front().source)) + ", but " +
                                when + " " + std::string(source_words(date.source)));
        }
    }
    lines.insert(lines.end(), conflicts.begin(), conflicts.end());
    for (const std::string& note : all_date_notes(article))
        lines.push_back("not dated by " + note);
    return lines;
}

}  // namespace dateline
