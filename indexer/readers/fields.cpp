#include "indexer/readers/fields.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <iterator>

#include "common/text.h"
#include "indexer/cleaning/written_date.h"
#include "indexer/readers/html_text.h"

namespace dateline {
namespace {

struct UsualName {
    std::string_view name;
    std::string_view target;
};
// In lower case, with blanks, hyphens and points as "_". Of a target's names the plainest come
// first: where an input has several, the first counts.
constexpr UsualName kUsualNames[] = {
    {"id", "id"},
    {"guid", "id"},
    {"docno", "id"},
    {"article_id", "id"},
    {"title", "title"},
    {"headline", "title"},
    {"heading", "title"},
    {"headline_main", "title"},
    {"webtitle", "title"},
    {"headline_text", "title"},
    {"article_title", "title"},
    {"subject", "title"},
    {"body", "body"},
    {"text", "body"},
    {"content", "body"},
    {"article", "body"},
    {"article_text", "body"},
    {"article_body", "body"},
    {"articlebody", "body"},
    {"full_text", "body"},
    {"fulltext", "body"},
    {"maintext", "body"},
    {"plain_text", "body"},
    {"content_text", "body"},
    {"content_html", "body"},
    {"article_content", "body"},
    {"story", "body"},
    {"selftext", "body"},
    {"bodytext", "body"},
    {"lead_paragraph", "body"},  // of the New York Times
    {"date", "date"},
    {"published", "date"},
    {"published_at", "date"},
    {"published_date", "date"},
    {"publishedat", "date"},
    {"publish_date", "date"},
    {"publication_date", "date"},
    {"date_published", "date"},
    {"date_publish", "date"},
    {"datepublished", "date"},
    {"pubdate", "date"},
    {"pub_date", "date"},
    {"webpublicationdate", "date"},
    {"publish_time", "date"},
    {"published_time", "date"},
    {"post_date", "date"},
    {"article_date", "date"},
    {"posted", "date"},
    {"url", "url"},
    {"link", "url"},
    {"canonical", "url"},
    {"permalink", "url"},
    {"web_url", "url"},
    {"weburl", "url"},
    {"article_url", "url"},
    {"requested_url", "url"},
    {"source", "source"},
    {"publication", "source"},
    {"publisher", "source"},
    {"newspaper", "source"},
    {"outlet", "source"},
    {"site", "source"},
    {"site_name", "source"},
    {"source_name", "source"},
    {"publisher_name", "source"},
    {"source_domain", "source"},
    {"sitename", "source"},
    {"source_hostname", "source"},
    {"hostname", "source"},
    {"domain", "source"},
    {"summary", "summary"},
    {"description", "summary"},
    {"short_description", "summary"},
    {"abstract", "summary"},
    {"excerpt", "summary"},
    {"snippet", "summary"},
    {"standfirst", "summary"},
};

// What is around a record in what programs write: Elasticsearch, JSON:API, the Guardian, Reddit.
constexpr std::string_view kAroundRecords[] = {"_source", "attributes", "fields", "data"};
// Members of a value in place of the value itself: WordPress, MongoDB.
constexpr std::string_view kInValues[] = {"rendered", "$oid", "$date", "$numberlong"};
// Lists of a text's parts, beside the names of the text itself, and members of these parts.
constexpr std::string_view kPartLists[] = {"paragraphs", "contents", "blocks", "sections",
                                           "content_elements"};
constexpr std::string_view kInParts[] = {"text", "content", "value", "html"};
// What a name weighs less that is so found.
constexpr std::size_t kWrappedRank = 1000;
constexpr std::size_t kPartRank = 2000;

// The letter of a key as it is compared.
char plain(char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    return c == ' ' || c == '-' || c == '.' ? '_' : c;
}

bool is_ascii(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// True if keys of ASCII differ in case and separators alone.
bool same_plain_key(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return plain(x) == plain(y); });
}

// The same of any keys.
bool same_key(std::string_view a, std::string_view b) {
    if (same_plain_key(a, b)) return true;
    return !is_ascii(b) && same_plain_key(fold(a), fold(b));
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

template <std::size_t N>
bool is_one_of(std::string_view key, const std::string_view (&names)[N]) {
    return std::any_of(std::begin(names), std::end(names),
                       [&](std::string_view name) { return same_plain_key(key, name); });
}

// By `fields` and the usual names alone.
std::optional<FieldMatch> match_plain_field(std::string_view key, const FieldNames& fields) {
    const auto exact = fields.find(key);
    if (exact != fields.end()) return FieldMatch{exact->second, 0};
    for (const auto& [name, target] : fields) {
        if (same_key(key, name)) return FieldMatch{target, 1};
    }
    std::size_t rank = 1;
    for (const UsualName& usual : kUsualNames) {
        ++rank;
        if (same_plain_key(key, usual.name)) return FieldMatch{usual.target, rank};
    }
    return std::nullopt;
}

// "26-FEB-1987 15:01:01.79"
std::optional<DateInterval> parse_agency_date(std::string_view text) {
    static constexpr std::array<std::string_view, 12> kMonths{
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    const std::size_t digits = text.find_first_not_of("0123456789");
    if (digits == 0 || digits > 2 || text.size() < digits + 9) return std::nullopt;
    if (text[digits] != '-' || text[digits + 4] != '-') return std::nullopt;
    const std::string month = fold(text.substr(digits + 1, 3));
    const auto found = std::find(kMonths.begin(), kMonths.end(), month);
    const std::string_view year = text.substr(digits + 5, 4);
    if (found == kMonths.end() || !std::all_of(year.begin(), year.end(), is_digit)) {
        return std::nullopt;
    }
    if (text.find_first_not_of("0123456789:. ", digits + 9) != std::string_view::npos) {
        return std::nullopt;
    }
    const auto day = make_day(std::atoi(std::string(year).c_str()),
                              static_cast<unsigned>(found - kMonths.begin()) + 1,
                              static_cast<unsigned>(std::atoi(std::string(text).c_str())));
    if (!day) return std::nullopt;
    return day_interval(*day);
}

// "910514", as the Financial Times has it in TREC's collections. Nothing for what may be a year and
// a month, "191012".
std::optional<DateInterval> parse_short_date(std::string_view text) {
    if (text.size() != 6 || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    const int number = std::atoi(std::string(text).c_str());
    const auto month_of_year = static_cast<unsigned>(number % 100);
    const int whole_year = number / 100;
    constexpr int kFirst = 1700;
    constexpr int kLast = 2199;
    if (whole_year >= kFirst && whole_year <= kLast && month_of_year >= 1 && month_of_year <= 12)
        return std::nullopt;
    constexpr int kOldest = 40;  // of the 20th century
    const int year = number / 10'000;
    const auto day = make_day(year + (year < kOldest ? 2000 : 1900),
                              static_cast<unsigned>(number / 100 % 100), month_of_year);
    return day ? std::optional(day_interval(*day)) : std::nullopt;
}

// "1714521600", "1714521600000" or "1714521600.0", as programs count time. Nothing for what may be
// a day and an hour, "2024050110".
std::optional<DateInterval> parse_unix_time(std::string_view text) {
    constexpr std::size_t kSeconds = 10;
    constexpr std::size_t kMilliseconds = 13;
    if (text.ends_with(".0")) text.remove_suffix(2);
    if (text.size() != kSeconds && text.size() != kMilliseconds) return std::nullopt;
    if (!std::all_of(text.begin(), text.end(), is_digit) || text.front() == '0')
        return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t size) {
        return std::atoll(std::string(text.substr(at, size)).c_str());
    };
    const bool may_be_day =
        text.size() == kSeconds &&
        make_day(static_cast<int>(number(0, 4)), static_cast<unsigned>(number(4, 2)),
                 static_cast<unsigned>(number(6, 2))) &&
        number(8, 2) < 24;
    if (may_be_day) return std::nullopt;
    const std::chrono::sys_seconds time{std::chrono::seconds(number(0, kSeconds))};
    return day_interval(std::chrono::floor<std::chrono::days>(time));
}

}  // namespace

FieldNames default_field_names() {
    return {{"id", "id"},     {"_id", "id"},    {"title", "title"}, {"body", "body"},
            {"text", "body"}, {"date", "date"}, {"url", "url"},     {"source", "source"}};
}

void ParsedArticle::warn(std::string message, std::string hint) {
    problems.push_back({Problem::Kind::Warning, "", 0, std::move(message), std::move(hint)});
}

void ParsedArticle::skip(std::string message, std::string hint) {
    ok = false;
    problems.push_back({Problem::Kind::Skipped, "", 0, std::move(message), std::move(hint)});
}

void ParsedArticle::leave_out(std::string message) {
    ok = false;
    problems.push_back({Problem::Kind::Ignored, "", 0, std::move(message), ""});
}

std::optional<FieldMatch> match_field(std::string_view key, const FieldNames& fields) {
    if (const auto match = match_plain_field(key, fields)) return match;
    std::size_t point = key.find('.');
    if (point == std::string_view::npos) return std::nullopt;
    std::string_view inner = key;
    if (is_one_of(key.substr(0, point), kAroundRecords)) inner.remove_prefix(point + 1);
    while ((point = inner.rfind('.')) != std::string_view::npos &&
           is_one_of(inner.substr(point + 1), kInValues))
        inner = inner.substr(0, point);
    if (inner.size() < key.size()) {
        if (auto match = match_plain_field(inner, fields)) {
            match->rank += kWrappedRank;
            return match;
        }
    }
    if (point == std::string_view::npos || !is_one_of(inner.substr(point + 1), kInParts))
        return std::nullopt;
    const std::string_view list = inner.substr(0, point);
    const auto match = match_plain_field(list, fields);
    if (!is_one_of(list, kPartLists) && (!match || match->target != "body")) return std::nullopt;
    return FieldMatch{"body", kPartRank};
}

std::optional<std::string_view> field_target(std::string_view key, const FieldNames& fields) {
    const auto match = match_field(key, fields);
    return match ? std::optional(match->target) : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n\f\v";
    const std::size_t begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlank) + 1 - begin);
}

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : trimmed(text)) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank) {
            line += c;
        } else if (!line.ends_with(' ')) {
            line += ' ';
        }
    }
    return line;
}

std::string_view take_line(std::string_view text, std::size_t& at) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::optional<DateInterval> parse_metadata_date(std::string_view text) {
    constexpr std::size_t kLongest = 100;
    text = trimmed(text);
    if (text.empty() || text.size() > kLongest) return std::nullopt;
    if (const auto date = parse_given_date(text)) return date;
    if (const auto date = parse_agency_date(text)) return date;
    if (const auto date = parse_short_date(text)) return date;
    if (const auto date = parse_unix_time(text)) return date;
    if (const auto written = only_written_date(text)) {
        if (const auto date = written->interval()) return date;
    }
    // "May 1, 1991, Wednesday, Home Edition"
    if (const auto written = written_date_at(text, 0)) return written->interval();
    return std::nullopt;
}

void add_date(ParsedArticle& parsed, std::string_view text, DateSource source, double confidence) {
    text = trimmed(text);
    if (text.empty()) return;
    Article& article = parsed.article;
    if (const auto interval = parse_metadata_date(text)) {
        for (const DateEvidence& known : article.dates) {
            if (known.interval == *interval && known.source == source) return;
        }
        article.dates.push_back({*interval, source, confidence, std::string(text)});
        return;
    }
    constexpr std::size_t kMostNotes = 8;
    const std::string quoted =
        "\"" + std::string(text.substr(0, utf8_prefix_length(text, 60))) + "\"";
    parsed.warn("the date " + quoted + " is not understood",
                "write dates as 2024-05-01 or in the form of e-mails");
    if (article.date_notes.size() < kMostNotes)
        article.date_notes.push_back(quoted + ": not understood");
}

void add_field(ParsedArticle& parsed, std::optional<std::string_view> target, std::string_view key,
               std::string_view value, DateSource source, double confidence) {
    value = trimmed(value);
    if (value.empty()) return;
    Article& article = parsed.article;
    if (target == "date") {
        add_date(parsed, value, source, confidence);
        return;
    }
    std::string* field = !target               ? nullptr
                         : *target == "id"     ? &article.id
                         : *target == "title"  ? &article.title
                         : *target == "body"   ? &article.body
                         : *target == "url"    ? &article.url
                         : *target == "source" ? &article.source
                                               : nullptr;
    if (field == nullptr || !field->empty()) {
        article.metadata.emplace_back(key, value);
        return;
    }
    *field = value;
    if (field == &article.title) article.title_origin = TitleOrigin::Given;
}

void finish_text(const FieldNames& fields, ParsedArticle& parsed) {
    Article& article = parsed.article;
    article.title = plain_text_of(std::move(article.title));
    article.body = plain_text_of(std::move(article.body));
    if (article.body.empty() && !article.title.empty()) {
        const auto summary = [&](const auto& entry) {
            return field_target(entry.first, fields) == "summary";
        };
        const auto found = std::find_if(article.metadata.begin(), article.metadata.end(), summary);
        if (found != article.metadata.end()) {
            article.body = plain_text_of(std::move(found->second));
            article.metadata.erase(found);
        }
    }
    if (article.body.empty() && !article.title.empty()) {
        constexpr std::size_t kLeast = 200;  // bytes; other fields are mostly shorter
        const auto longest = std::max_element(
            article.metadata.begin(), article.metadata.end(),
            [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
        if (longest != article.metadata.end() && longest->second.size() >= kLeast) {
            const std::string_view key = longest->first;
            const std::string name(key.substr(0, utf8_prefix_length(key, 60)));
            parsed.warn("a title, but no text: it may be in \"" + name + "\"",
                        "name its field with --field body=" + name);
        }
    }
}

void make_valid(Article& article) {
    const auto repair = [](std::string& text) {
        if (text.find('\0') != std::string::npos || !is_valid_utf8(text)) {
            text = to_valid_utf8(text);
        }
    };
    for (std::string* text : {&article.id, &article.title, &article.body, &article.url,
                              &article.source, &article.language}) {
        repair(*text);
    }
    for (auto& [key, value] : article.metadata) {
        repair(key);
        repair(value);
    }
    for (DateEvidence& date : article.dates)
        repair(date.text);
    for (std::string& note : article.date_notes)
        repair(note);
}

void merge_given(const Article& given, bool given_wins, ParsedArticle& parsed) {
    Article& article = parsed.article;
    const auto merge = [&](const std::string& value, std::string& target, const char* name) {
        if (value.empty() || value == target) return false;
        if (!target.empty()) {
            if (!given_wins) return false;
            article.metadata.emplace_back(name, target);
        }
        target = value;
        return true;
    };
    if (given_wins || article.id.empty()) merge(given.id, article.id, "id");
    if (merge(given.title, article.title, "title")) article.title_origin = TitleOrigin::Given;
    if (article.body.empty()) article.body = given.body;
    merge(given.url, article.url, "url");
    merge(given.source, article.source, "source");
    merge(given.language, article.language, "language");
    if (given_wins || article.dates.empty()) {
        article.dates.insert(article.dates.begin(), given.dates.begin(), given.dates.end());
    }
    article.date_notes.insert(article.date_notes.end(), given.date_notes.begin(),
                              given.date_notes.end());
    article.metadata.insert(article.metadata.end(), given.metadata.begin(), given.metadata.end());
}

}  // namespace dateline
