#include "indexer/cleaning/published.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "common/ascii.h"
#include "common/text.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/patterns.h"
#include "indexer/cleaning/written_date.h"
#include "indexer/cleaning/zones.h"

namespace dateline {
namespace {

// Shares of right dates. Measured on dated news: a day in URL or folder 91.6 %, in a file name 98
// %, a line of its own 74 %; a dateline's day 97.2 % of 18,641 wire stories (Reuters-21578, the
// rest a day off) but 50 % of newspapers' (the rest a day before), of which this is the middle. Not
// measured, so set lower than experience suggests: months and years of folders, "Published" and
// "Updated" lines, copyright years. A test holds made articles of every kind, whose errors are as
// frequent as those measured, to these figures.
constexpr double kFolderDay = 0.91;
constexpr double kFileDay = 0.97;
constexpr double kFolderMonth = 0.90;
constexpr double kFolderYear = 0.80;
constexpr double kPublishedLine = 0.90;
constexpr double kUpdatedLine = 0.70;
constexpr double kOwnLine = 0.74;
constexpr double kDateline = 0.70;
constexpr double kCopyright = 0.60;

constexpr std::size_t kTopLines = 15;      // where an own line or byline may give the date
constexpr std::size_t kDatelineLines = 4;  // lines of the story that may open with a dateline
constexpr std::size_t kDatelineBytes = 110;
constexpr std::size_t kAttributionBytes = 120;
constexpr std::size_t kDateBytes = kAttributionBytes;  // where each of these has its date
constexpr std::size_t kLinesAbove = 40;                // lines looked at, zones included

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

// The number that `digits` spell; nothing unless it is digits alone, `least` to `most` of them.
std::optional<int> digits_value(std::string_view digits, std::size_t least, std::size_t most) {
    if (digits.size() < least || digits.size() > most ||
        !std::all_of(digits.begin(), digits.end(), is_digit)) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : digits) {
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<int> plausible_year(std::string_view digits) {
    const auto year = digits_value(digits, 4, 4);
    return year && *year >= 1700 && *year <= 2199 ? year : std::nullopt;
}

// A month in a path: "05", "5", "may", "mai".
std::optional<unsigned> path_month(std::string_view segment) {
    if (const auto number = digits_value(segment, 1, 2)) {
        return *number >= 1 && *number <= 12 ? std::optional(static_cast<unsigned>(*number))
                                             : std::nullopt;
    }
    if (segment.size() > 12) {
        return std::nullopt;
    }
    const std::string text = std::string(segment) + " 2000";
    const auto date = written_date_at(text, 0);
    return date && date->day == 0 && date->end == text.size() ? std::optional(date->month)
                                                              : std::nullopt;
}

// The host and scheme, the query and the fragment of a URL taken off.
std::string_view url_path(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme != std::string_view::npos) {
        url.remove_prefix(std::min(url.find('/', scheme + 3), url.size()));
    }
    return url.substr(0, std::min(url.find_first_of("?#"), url.size()));
}

std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> segments;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t stop = std::min(path.find_first_of("/\\!", at), path.size());
        if (stop > at) {
            segments.push_back(path.substr(at, stop - at));
        }
        at = stop + 1;
    }
    return segments;
}

// Within one segment: 20240501, 20240501T1000, 202405011000, 2024-05-01, 2024_05_01, 2024.05.01.
std::optional<WrittenDate> date_in_segment(std::string_view segment) {
    for (std::size_t at = 0; at < segment.size(); ++at) {
        if (!is_digit(segment[at]) || (at > 0 && is_digit(segment[at - 1]))) {
            continue;
        }
        std::size_t stop = at;
        while (stop < segment.size() && is_digit(segment[stop])) {
            ++stop;
        }
        const bool letter_before = at > 0 && is_letter(segment[at - 1]);
        const bool letter_behind = stop < segment.size() && is_letter(segment[stop]) &&
                                   segment[stop] != 'T' && segment[stop] != 't';
        const std::string_view run = segment.substr(at, stop - at);
        WrittenDate date;
        if ((run.size() == 8 || run.size() == 12 || run.size() == 14) && !letter_before &&
            !letter_behind) {
            const auto year = plausible_year(run.substr(0, 4));
            date = {year.value_or(0), static_cast<unsigned>(*digits_value(run.substr(4, 2), 2, 2)),
                    static_cast<unsigned>(*digits_value(run.substr(6, 2), 2, 2)), at, stop};
            if (date.day != 0 && date.month != 0 && date.interval()) {
                return date;
            }
        } else if (run.size() == 4 && !letter_before && stop < segment.size()) {
            const char separator = segment[stop];
            const std::string_view rest = segment.substr(stop + 1);
            const std::size_t month_end =
                std::min(rest.find_first_not_of("0123456789"), rest.size());
            const auto year = plausible_year(run);
            const auto month = digits_value(rest.substr(0, month_end), 1, 2);
            if ((separator == '-' || separator == '_' || separator == '.') && year && month &&
                month_end < rest.size() && rest[month_end] == separator) {
                const std::string_view last = rest.substr(month_end + 1);
                const std::size_t day_end =
                    std::min(last.find_first_not_of("0123456789"), last.size());
                const auto day = digits_value(last.substr(0, day_end), 1, 2);
                date = {*year, static_cast<unsigned>(*month),
                        static_cast<unsigned>(day.value_or(0)), at, stop + 2 + month_end + day_end};
                if (day && *day > 0 && *month > 0 && date.interval()) {
                    return date;
                }
            }
        }
        at = stop - 1;
    }
    return std::nullopt;
}

// Collects evidence and what is to be said of it.
class Collector {
public:
    explicit Collector(const PublishedInput& input) : input_(input) { result_.dates = input.known; }

    PublishedEvidence run() {
        add_path(url_path(input_.url), false);
        add_path(input_.path, true);
        scan_lines();
        resolve_yearless();
        order();
        note_conflicts();
        if (result_.dates.empty()) {
            result_.notes.insert(result_.notes.end(), empty_labels_.begin(), empty_labels_.end());
        }
        if (result_.notes.size() > kMostNotes) result_.notes.resize(kMostNotes);
        return std::move(result_);
    }

private:
    void add(const DateInterval& interval, DateSource source, double confidence,
             std::string_view text) {
        const DateEvidence evidence{interval, source, confidence,
                                    std::string(text.substr(0, utf8_prefix_length(text, 200)))};
        const bool known =
            std::any_of(result_.dates.begin(), result_.dates.end(), [&](const DateEvidence& other) {
                return other.interval == interval && other.source == source &&
                       other.confidence >= confidence;
            });
        if (!known) {
            result_.dates.push_back(evidence);
        }
    }

    void add_path(std::string_view path, bool is_file) {
        constexpr std::size_t kLongestPath = 4096;
        path = path.substr(0, kLongestPath);
        const std::vector<std::string_view> segments = split_path(path);
        for (std::size_t i = 0; i < segments.size(); ++i) {
            const std::string_view segment = segments[i];
            const bool last = i + 1 == segments.size();
            if (const auto date = date_in_segment(segment)) {
                add(*date->interval(), DateSource::Path, is_file && last ? kFileDay : kFolderDay,
                    segment.substr(date->begin, date->end - date->begin));
            } else if (const auto year = plausible_year(segment); year && !last) {
                add_folders(segments, i, *year);
            } else if (!last && (segment.size() == 6 || segment.size() == 7)) {
                // 2024-05, 202405
                const std::size_t month_at = segment.size() - 2;
                const auto month_year = plausible_year(segment.substr(0, 4));
                const auto month = digits_value(segment.substr(month_at), 2, 2);
                const bool joined = segment.size() == 6 || segment[4] == '-' || segment[4] == '_';
                if (month_year && month && joined) {
                    if (const auto interval =
                            month_interval(*month_year, static_cast<unsigned>(*month))) {
                        add(*interval, DateSource::Path, kFolderMonth, segment);
                    }
                }
            }
        }
    }

    // year/month/day, year/month, year.
    void add_folders(const std::vector<std::string_view>& segments, std::size_t at, int year) {
        const auto text_to = [&](std::size_t last) {
            const char* const begin = segments[at].data();
            return std::string_view(begin, static_cast<std::size_t>(segments[last].data() +
                                                                    segments[last].size() - begin));
        };
        const auto month = at + 1 < segments.size() ? path_month(segments[at + 1]) : std::nullopt;
        if (month) {
            const bool has_day = at + 2 < segments.size();
            const auto day_number = has_day ? digits_value(segments[at + 2], 1, 2) : std::nullopt;
            const auto day = day_number ? make_day(year, *month, static_cast<unsigned>(*day_number))
                                        : std::nullopt;
            if (day) {
                add(day_interval(*day), DateSource::Path, kFolderDay, text_to(at + 2));
                return;
            }
            if (at + 2 < segments.size()) {
                add(*month_interval(year, *month), DateSource::Path, kFolderMonth, text_to(at + 1));
                return;
            }
        }
        add(*year_interval(year), DateSource::Path, kFolderYear, segments[at]);
    }

    void scan_lines() {
        const std::string_view body = input_.body;
        static const std::vector<ZoneSpan> kNone;
        const std::vector<ZoneSpan>& zones = input_.zones != nullptr ? *input_.zones : kNone;
        std::size_t zone = 0;
        std::size_t number = 0;
        std::size_t story_lines = 0;
        const std::vector<Line> head =
            input_.lines != nullptr ? std::vector<Line>() : split_head(body, kLinesAbove);
        const std::span<const Line> lines(input_.lines != nullptr ? input_.lines->lines : head);
        for (const Line& line : lines.first(std::min(lines.size(), kLinesAbove))) {
            for (; zone < zones.size() && zones[zone].end <= line.begin; ++zone) {
            }
            const bool inside = zone < zones.size() && zones[zone].begin <= line.begin;
            const std::string_view text = line.of(body);
            const bool top = number++ < kTopLines;
            if (inside) {
                if (top && zones[zone].zone == Zone::Byline) {
                    scan_byline(text, true);
                }
                continue;
            }
            if (story_lines++ == kDatelineLines) {
                break;
            }
            if (!may_hold_date(text.substr(0, kDateBytes))) {
                continue;
            }
            const auto own = top && text.size() <= 60 ? only_written_date(text) : std::nullopt;
            if (own) {
                take(*own, DateSource::OwnLine, kOwnLine, text);
            } else if (!top || !scan_attribution(text)) {
                scan_dateline(text);
            }
        }
        for (const ZoneSpan& span : zones) {
            const std::string_view text = body.substr(span.begin, span.end - span.begin);
            if (span.zone != Zone::Byline && span.zone != Zone::Navigation &&
                span.zone != Zone::Credit) {
                continue;
            }
            for (const Line& line : split_lines(text)) {
                if (span.zone == Zone::Byline) {
                    scan_byline(line.of(text), false);
                } else {
                    scan_copyright(line.of(text));
                }
            }
        }
    }

    void take(const WrittenDate& date, DateSource source, double confidence,
              std::string_view text) {
        if (const auto interval = date.interval()) {
            add(*interval, source, confidence, text);
        } else {
            yearless_.push_back({date.month, date.day, source, confidence,
                                 std::string(text.substr(0, utf8_prefix_length(text, 200)))});
        }
    }

    // "Lia Kent | Published 3 May 2024, 06:00 BST", "5 min read · May 3, 2024": a line of names,
    // times to read and dates, and nothing else. False if it is none.
    bool scan_attribution(std::string_view text) {
        if (text.size() > kAttributionBytes) return false;
        std::vector<std::pair<WrittenDate, double>> dates;
        std::size_t others = 0;
        for (const std::string_view part : split_attribution(text)) {
            const std::size_t label_end = end_of_label(part);
            const std::string_view rest = part.substr(label_end);
            if (const auto date = only_written_date(rest)) {
                const bool updated =
                    fold(part.substr(0, label_end)).find("updat") != std::string::npos;
                dates.emplace_back(*date, label_end == 0 ? kOwnLine
                                          : updated      ? kUpdatedLine
                                                         : kPublishedLine);
                if (label_end > 0) ++others;
            } else if (label_end == 0 &&
                       (looks_like_names(without_by(part)) || is_reading_time(part))) {
                ++others;
            } else {
                return false;
            }
        }
        if (dates.empty() || others == 0) return false;
        for (const auto& [date, confidence] : dates) {
            take(date, confidence == kOwnLine ? DateSource::OwnLine : DateSource::UpdatedLine,
                 confidence, text);
        }
        return true;
    }

    // At bars and points, and before a label that stands behind a comma.
    static std::vector<std::string_view> split_attribution(std::string_view text) {
        static constexpr std::string_view kMarks[] = {"|", "·", "•"};
        std::vector<std::string_view> parts;
        const auto add = [&](std::string_view part) {
            const std::size_t begin = part.find_first_not_of(" \t,");
            if (begin == std::string_view::npos) return;
            part.remove_prefix(begin);
            parts.push_back(part.substr(0, part.find_last_not_of(" \t,") + 1));
        };
        std::size_t begin = 0;
        for (std::size_t at = 0; at < text.size();) {
            const auto mark = std::find_if(
                std::begin(kMarks), std::end(kMarks),
                [&](std::string_view each) { return text.substr(at).starts_with(each); });
            const std::size_t size = mark == std::end(kMarks) ? 0 : mark->size();
            if (size > 0 || (text[at] == ',' && text.substr(at).starts_with(", ") &&
                             end_of_label(text.substr(at + 2)) > 0)) {
                add(text.substr(begin, at - begin));
                begin = at + std::max<std::size_t>(size, 1);
            }
            at += std::max<std::size_t>(size, 1);
        }
        add(text.substr(begin));
        return parts;
    }

    // Of "Published on ", "Last updated: "; 0 if none begins the text.
    static std::size_t end_of_label(std::string_view text) {
        static constexpr std::string_view kLabels[] = {
            "published",       "updated", "posted",        "issued",  "last updated",
            "first published", "created", "last modified", "modified"};
        const std::string lower = lower_ascii(text.substr(0, 40));
        for (const std::string_view label : kLabels) {
            if (!lower.starts_with(label)) continue;
            std::size_t at = label.size();
            if (lower.compare(at, 3, " on") == 0 || lower.compare(at, 3, " at") == 0) at += 3;
            if (at < lower.size() && lower[at] == ':') ++at;
            if (at == lower.size()) return at;
            if (lower[at] == ' ') return at + 1;
        }
        return 0;
    }

    static std::string_view without_by(std::string_view text) {
        const bool by =
            text.starts_with("By ") || text.starts_with("BY ") || text.starts_with("by ");
        return by ? text.substr(3) : text;
    }

    // "5 min read", "12 minutes".
    static bool is_reading_time(std::string_view text) {
        const std::size_t digits = text.find_first_not_of("0123456789");
        if (digits == 0 || digits > 3) return false;
        const std::string unit = lower_ascii(text.substr(digits));
        return unit == " min" || unit == " min read" || unit == " mins read" ||
               unit == "-min read" || unit == " minutes" || unit == " minute read" ||
               unit == " minutes read";
    }

    // Every date of a byline, by the word before it.
    void scan_byline(std::string_view text, bool top) {
        if (text.size() > kMaxKeyLine) {
            return;
        }
        std::size_t from = 0;
        double label = 0;
        while (const auto date = find_written_date(text, from, text.size())) {
            const std::string before = fold(text.substr(from, date->begin - from));
            const auto has = [&](std::string_view stem) {
                return before.find(stem) != std::string::npos;
            };
            if (has("updat") || has("aktualis") || has("modif") || has("mis a jour") ||
                has("actualiz") || has("atualiz") || has("aggiorn") || has("stand")) {
                label = kUpdatedLine;
            } else if (has("publi") || has("posted") || has("offentlicht") || has("erstellt") ||
                       has("created") || has("issued") || has("released") || has("pubblic") ||
                       has("date")) {
                label = kPublishedLine;
            }
            if (label > 0) {
                take(*date, DateSource::UpdatedLine, label, text);
            } else if (top && !has("print")) {
                take(*date, DateSource::OwnLine, kOwnLine, text);
            }
            from = date->end;
        }
        if (from != 0 || !top) {
            return;
        }
        const std::string quoted =
            "\"" + std::string(text.substr(0, utf8_prefix_length(text, 100))) + "\": ";
        if (has_ambiguous_date(text)) {
            result_.notes.push_back(quoted + "day and month cannot be told apart");
        } else if (is_empty_label(text)) {
            empty_labels_.push_back(quoted + "no date follows");
        }
    }

    // "Updated On", "Published:".
    static bool is_empty_label(std::string_view text) {
        constexpr std::size_t kLongestLabel = 30;
        if (text.size() > kLongestLabel) {
            return false;
        }
        const std::string folded = fold(text);
        return folded.starts_with("updated") || folded.starts_with("last updated") ||
               folded.starts_with("published") || folded.starts_with("posted") ||
               folded.starts_with("last modified");
    }

    // "3/4/2024".
    static bool has_ambiguous_date(std::string_view text) {
        for (std::size_t slash = text.find('/'); slash != std::string_view::npos;
             slash = text.find('/', slash + 1)) {
            const std::size_t second = text.find('/', slash + 1);
            if (second != std::string_view::npos && second - slash <= 3 && slash > 0 &&
                is_digit(text[slash - 1]) &&
                plausible_year(text.substr(std::min(second + 1, text.size()), 4))) {
                return true;
            }
        }
        return false;
    }

    // "© 2010-2022 Valley Post": the last year.
    void scan_copyright(std::string_view text) {
        if (text.size() > kMaxKeyLine) {
            return;
        }
        std::string key;
        line_key(text, key);
        if (line_hint(key) != Hint::Copyright &&
            key.find("all rights reserved") == std::string::npos) {
            return;
        }
        std::optional<int> year;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const bool begins = is_digit(text[at]) && (at == 0 || !is_digit(text[at - 1]));
            const bool ends = at + 4 >= text.size() || !is_digit(text[at + 4]);
            const auto found = begins && ends ? plausible_year(text.substr(at, 4)) : std::nullopt;
            if (found && (!year || *found > *year)) {
                year = found;
            }
        }
        if (year) {
            add(*year_interval(*year), DateSource::Copyright, kCopyright, text);
        }
    }

    // "CAIRO, May 1, 2024 (Reuters) - ": a place in capitals or an agency in brackets, a date, a
    // dash, and between them nothing else.
    void scan_dateline(std::string_view text) {
        const std::string_view head = text.substr(0, std::min(text.size(), kDatelineBytes));
        const bool dash =
            head.find(" -") != std::string_view::npos ||
            head.find("--") != std::string_view::npos || head.find("–") != std::string_view::npos ||
            head.find("—") != std::string_view::npos || head.find(")-") != std::string_view::npos;
        if (!dash) {
            return;
        }
        const auto date = find_written_date(head, 0, head.size());
        if (!date || date->day == 0) {
            return;
        }
        std::size_t at = std::min(head.find_first_not_of(" ,.:", date->end), head.size());
        bool agency = false;
        if (at < head.size() && head[at] == '(') {
            const std::size_t close = head.find(')', at);
            if (close == std::string_view::npos) {
                return;
            }
            agency = true;
            at = std::min(head.find_first_not_of(' ', close + 1), head.size());
        }
        if (at < head.size() && head[at] == '/') {  // "/Newswire/ --"
            const std::size_t close = head.find('/', at + 1);
            if (close == std::string_view::npos || close - at > 30) {
                return;
            }
            agency = true;
            at = std::min(head.find_first_not_of(' ', close + 1), head.size());
        }
        const std::string_view rest = head.substr(at);
        if (!rest.starts_with('-') && !rest.starts_with("–") && !rest.starts_with("—")) {
            return;
        }
        const std::string_view place = head.substr(0, date->begin);
        const std::size_t capitals = static_cast<std::size_t>(
            std::find_if(place.begin(), place.end(), [](char c) { return c < 'A' || c > 'Z'; }) -
            place.begin());
        const bool has_place = capitals >= 3 || (capitals >= 1 && agency) || starts_upper(place);
        const bool certain = capitals >= 3 || agency;
        if (!certain || (!place.empty() && !has_place) || count_words(place) > 8 ||
            place.find('(') != std::string_view::npos) {
            return;
        }
        take(*date, DateSource::Dateline, kDateline, text.substr(0, at));
    }

    // Years for dates without: that of the best other evidence, or of the day nearest to it.
    void resolve_yearless() {
        const DateEvidence* anchor = nullptr;
        for (const DateEvidence& evidence : result_.dates) {
            const bool fits = evidence.interval.granularity <= Granularity::Year;
            if (fits && (anchor == nullptr || evidence.confidence > anchor->confidence)) {
                anchor = &evidence;
            }
        }
        const DateInterval known = anchor != nullptr ? anchor->interval : DateInterval{};
        const bool has_known = anchor != nullptr;
        for (const YearlessDate& found : yearless_) {
            if (!has_known) {
                if (result_.yearless.size() < kMostNotes) result_.yearless.push_back(found);
                continue;
            }
            const int year = static_cast<int>(std::chrono::year_month_day{known.first}.year());
            const int around = known.granularity == Granularity::Year ? 0 : 1;
            std::vector<Day> days;
            for (int candidate = year - around; candidate <= year + around; ++candidate) {
                if (const auto day = make_day(candidate, found.month, found.day)) {
                    days.push_back(*day);
                }
            }
            const auto nearest = std::min_element(days.begin(), days.end(), [&](Day a, Day b) {
                return std::chrono::abs(a - known.first) < std::chrono::abs(b - known.first);
            });
            if (nearest != days.end()) {
                add(day_interval(*nearest), found.source, found.confidence, found.text);
            } else {
                result_.notes.push_back("\"" + found.text +
                                        "\": no such day in the year that other evidence gives");
            }
        }
    }

    void order() {
        std::vector<DateEvidence>& dates = result_.dates;
        std::stable_sort(dates.begin(), dates.end(),
                         [](const DateEvidence& a, const DateEvidence& b) {
                             return a.confidence != b.confidence
                                        ? a.confidence > b.confidence
                                        : a.interval.granularity < b.interval.granularity;
                         });
        // A day says more than the month or year that contains it.
        for (std::size_t i = 0; i < dates.size(); ++i) {
            for (std::size_t j = i + 1; j < dates.size(); ++j) {
                const bool finer = dates[j].interval.granularity < dates[i].interval.granularity;
                if (finer && dates[i].interval.first <= dates[j].interval.first &&
                    dates[j].interval.last <= dates[i].interval.last) {
                    std::rotate(dates.begin() + static_cast<std::ptrdiff_t>(i),
                                dates.begin() + static_cast<std::ptrdiff_t>(j),
                                dates.begin() + static_cast<std::ptrdiff_t>(j) + 1);
                    break;
                }
            }
        }
    }

    void note_conflicts() {
        const std::vector<DateEvidence>& dates = result_.dates;
        for (std::size_t i = 1; i < dates.size(); ++i) {
            const DateInterval& best = dates.front().interval;
            const DateInterval& other = dates[i].interval;
            if (other.last + std::chrono::days{1} < best.first ||
                best.last + std::chrono::days{1} < other.first) {
                result_.conflicts.push_back("contradiction: \"" + dates.front().text + "\" (" +
                                            format_date(best) + ") and \"" + dates[i].text +
                                            "\" (" + format_date(other) + ")");
            }
        }
    }

    const PublishedInput& input_;
    PublishedEvidence result_;
    std::vector<YearlessDate> yearless_;
    std::vector<std::string> empty_labels_;
};

}  // namespace

PublishedEvidence published_evidence(const PublishedInput& input) {
    return Collector(input).run();
}

}  // namespace dateline
