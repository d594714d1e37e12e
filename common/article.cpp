#include "common/article.h"

#include <algorithm>

namespace dateline {

std::optional<DateInterval> mentioned_interval(const Timex& timex) {
    if (timex.type != TimexType::Date && timex.type != TimexType::Time) return std::nullopt;
    std::string_view value = timex.value;
    value = value.substr(0, value.find('T'));  // the time of day
    if (value.size() == 3 || (value.size() == 4 && value[3] == 'X')) {
        return parse_date(std::string(value.substr(0, 3)) + "0s");
    }
    if (value.ends_with("-WE")) value.remove_suffix(3);  // a weekend counts as its week
    return parse_date(value);
}

std::string_view timex_type_name(TimexType type) {
    switch (type) {
        case TimexType::Date:
            return "DATE";
        case TimexType::Time:
            return "TIME";
        case TimexType::Duration:
            return "DURATION";
        case TimexType::Set:
            return "SET";
    }
    return "unknown";
}

std::string_view date_source_name(DateSource source) {
    switch (source) {
        case DateSource::None:
            return "none";
        case DateSource::Given:
            return "given";
        case DateSource::Markup:
            return "markup";
        case DateSource::Path:
            return "path";
        case DateSource::UpdatedLine:
            return "updated line";
        case DateSource::Dateline:
            return "dateline";
        case DateSource::OwnLine:
            return "own line";
        case DateSource::Copyright:
            return "copyright";
        case DateSource::Copies:
            return "copies";
        case DateSource::Assumed:
            return "assumed";
        case DateSource::FileTime:
            return "file time";
    }
    return "unknown";
}

std::string_view zone_name(Zone zone) {
    switch (zone) {
        case Zone::Body:
            return "body";
        case Zone::Title:
            return "title";
        case Zone::Byline:
            return "byline";
        case Zone::Credit:
            return "credit";
        case Zone::Teaser:
            return "teaser";
        case Zone::CommentForm:
            return "comment-form";
        case Zone::Navigation:
            return "navigation";
    }
    return "unknown";
}

std::string_view title_origin_name(TitleOrigin origin) {
    switch (origin) {
        case TitleOrigin::None:
            return "none";
        case TitleOrigin::Given:
            return "given";
        case TitleOrigin::Heading:
            return "heading";
    }
    return "unknown";
}

std::vector<std::string> all_date_notes(const Article& article) {
    std::vector<std::string> notes;
    for (const YearlessDate& yearless : article.yearless_dates) {
        const bool known =
            std::any_of(article.dates.begin(), article.dates.end(), [&](const DateEvidence& date) {
                return date.source == yearless.source && date.text == yearless.text;
            });
        if (!known) notes.push_back("\"" + yearless.text + "\": nothing tells the year");
    }
    notes.insert(notes.end(), article.date_notes.begin(), article.date_notes.end());
    return notes;
}

}  // namespace dateline
