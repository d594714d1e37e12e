#include "common/record.h"

#include <cmath>
#include <cstring>

#include "common/error.h"

namespace dateline {
namespace {

// On disk: never change or reuse a number.
enum Tag : unsigned char {
    kId = 1,
    kTitle = 2,
    kTitleOrigin = 3,  // number
    kUrl = 4,
    kSource = 5,
    kCredit = 6,  // repeated
    kLanguage = 7,
    kTruncated = 8,  // present, empty
    kDate = 9,       // repeated: see put_date
    kMention = 10,   // repeated: see put_mention
    kMetadata = 11,  // repeated: string key, rest value
    kZones = 12,     // numbers: begin - end of the one before, length, zone
    kDateNote = 13,  // repeated
    kBody = 15,      // last
    kPadding = 16,   // means nothing
    kYearless = 17,  // repeated: numbers month, day, source, confidence; rest text
};

void put_number(std::string& out, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7)
        out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

// Days relative to 1970, zigzag-coded.
void put_day(std::string& out, Day day) {
    const auto days = static_cast<std::int64_t>(day.time_since_epoch().count());
    put_number(out, days < 0 ? (static_cast<std::uint64_t>(-(days + 1)) << 1 | 1)
                             : static_cast<std::uint64_t>(days) << 1);
}

void put_string(std::string& out, std::string_view text) {
    put_number(out, text.size());
    out += text;
}

void put_field(std::string& out, Tag tag, std::string_view value) {
    out += static_cast<char>(tag);
    put_string(out, value);
}

// Confidences are stored in steps of 1/1000.
void put_confidence(std::string& out, double confidence) {
    put_number(out, static_cast<std::uint64_t>(std::lround(confidence * 1000)));
}

std::string date_bytes(const DateEvidence& date) {
    std::string out;
    put_day(out, date.interval.first);
    put_day(out, date.interval.last);
    put_number(out, static_cast<std::uint64_t>(date.interval.granularity));
    put_number(out, static_cast<std::uint64_t>(date.source));
    put_confidence(out, date.confidence);
    return out + date.text;
}

std::string mention_bytes(const Timex& mention, std::size_t previous_begin) {
    std::string out;
    put_number(out, mention.begin - previous_begin);
    put_number(out, mention.end - mention.begin);
    put_number(out, static_cast<std::uint64_t>(mention.type));
    put_confidence(out, mention.confidence);
    put_string(out, mention.value);
    return out + mention.rule;
}

class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    bool at_end() const { return at_ == bytes_.size(); }

    std::uint64_t number() {
        std::uint64_t result = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (at_end()) break;
            const auto byte = static_cast<unsigned char>(bytes_[at_++]);
            result |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80) return result;
        }
        throw Error("a stored article is damaged",
                    "rebuild the index with: dateline-index --rebuild");
    }

    Day day() {
        const std::uint64_t code = number();
        const auto half = static_cast<int>(code >> 1);
        return Day(std::chrono::days(code & 1 ? -half - 1 : half));
    }

    double confidence() { return static_cast<double>(number()) / 1000; }

    std::string_view string() {
        const std::uint64_t size = number();
        if (size > bytes_.size() - at_) {
            throw Error("a stored article is damaged",
                        "rebuild the index with: dateline-index --rebuild");
        }
        const std::string_view result = bytes_.substr(at_, size);
        at_ += size;
        return result;
    }

    std::string_view rest() {
        const std::string_view result = bytes_.substr(at_);
        at_ = bytes_.size();
        return result;
    }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

DateEvidence read_date(std::string_view bytes) {
    Reader in(bytes);
    DateEvidence date;
    date.interval.first = in.day();
    date.interval.last = in.day();
    date.interval.granularity = static_cast<Granularity>(in.number());
    date.source = static_cast<DateSource>(in.number());
    date.confidence = in.confidence();
    date.text = in.rest();
    return date;
}

std::string yearless_bytes(const YearlessDate& date) {
    std::string out;
    put_number(out, date.month);
    put_number(out, date.day);
    put_number(out, static_cast<std::uint64_t>(date.source));
    put_confidence(out, date.confidence);
    return out + date.text;
}

YearlessDate read_yearless(std::string_view bytes) {
    Reader in(bytes);
    YearlessDate date;
    date.month = static_cast<unsigned>(in.number());
    date.day = static_cast<unsigned>(in.number());
    date.source = static_cast<DateSource>(in.number());
    date.confidence = in.confidence();
    date.text = in.rest();
    return date;
}

Timex read_mention(std::string_view bytes, std::size_t previous_begin) {
    Reader in(bytes);
    Timex mention;
    mention.begin = previous_begin + in.number();
    mention.end = mention.begin + in.number();
    mention.type = static_cast<TimexType>(in.number());
    mention.confidence = in.confidence();
    mention.value = in.string();
    mention.rule = in.rest();
    return mention;
}

std::vector<ZoneSpan> read_zones(std::string_view bytes) {
    Reader in(bytes);
    std::vector<ZoneSpan> zones;
    std::size_t end = 0;
    while (!in.at_end()) {
        ZoneSpan span;
        span.begin = end + in.number();
        span.end = end = span.begin + in.number();
        span.zone = static_cast<Zone>(in.number());
        zones.push_back(span);
    }
    return zones;
}

}  // namespace

std::string encode_record(const Article& article) {
    std::string out;
    out.reserve(article.body.size() + article.title.size() + 128);
    put_field(out, kId, article.id);
    if (!article.title.empty()) put_field(out, kTitle, article.title);
    if (article.title_origin != TitleOrigin::None) {
        put_field(out, kTitleOrigin, std::string(1, static_cast<char>(article.title_origin)));
    }
    if (!article.url.empty()) put_field(out, kUrl, article.url);
    if (!article.source.empty()) put_field(out, kSource, article.source);
    for (const std::string& credit : article.credits)
        put_field(out, kCredit, credit);
    if (!article.language.empty()) put_field(out, kLanguage, article.language);
    if (article.truncated) put_field(out, kTruncated, "");
    for (const DateEvidence& date : article.dates)
        put_field(out, kDate, date_bytes(date));
    for (const YearlessDate& date : article.yearless_dates)
        put_field(out, kYearless, yearless_bytes(date));
    for (const std::string& note : article.date_notes)
        put_field(out, kDateNote, note);
    std::size_t previous = 0;
    for (const Timex& mention : article.mentions) {
        put_field(out, kMention, mention_bytes(mention, previous));
        previous = mention.begin;
    }
    for (const auto& [key, value] : article.metadata) {
        std::string pair;
        put_string(pair, key);
        put_field(out, kMetadata, pair + value);
    }
    if (!article.zones.empty()) {
        std::string spans;
        std::size_t end = 0;
        for (const ZoneSpan& span : article.zones) {
            put_number(spans, span.begin - end);
            put_number(spans, span.end - span.begin);
            put_number(spans, static_cast<std::uint64_t>(span.zone));
            end = span.end;
        }
        put_field(out, kZones, spans);
    }
    if (!article.body.empty()) put_field(out, kBody, article.body);
    return out;
}

void add_padding(std::string& record, unsigned seed) {
    std::string bytes;
    unsigned state = seed * 2654435761u + 12345u;
    for (int i = 0; i < 16; ++i) {
        state = state * 1664525u + 1013904223u;
        bytes += static_cast<char>(state >> 24);
    }
    put_field(record, kPadding, bytes);
}

Article decode_record(std::string_view record) {
    Article article;
    Reader in(record);
    std::size_t previous = 0;
    while (!in.at_end()) {
        const std::uint64_t tag = in.number();
        const std::string_view value = in.string();
        switch (tag) {
            case kId:
                article.id = value;
                break;
            case kTitle:
                article.title = value;
                break;
            case kTitleOrigin:
                if (!value.empty()) article.title_origin = static_cast<TitleOrigin>(value[0]);
                break;
            case kUrl:
                article.url = value;
                break;
            case kSource:
                article.source = value;
                break;
            case kCredit:
                article.credits.emplace_back(value);
                break;
            case kLanguage:
                article.language = value;
                break;
            case kTruncated:
                article.truncated = true;
                break;
            case kDate:
                article.dates.push_back(read_date(value));
                break;
            case kYearless:
                article.yearless_dates.push_back(read_yearless(value));
                break;
            case kDateNote:
                article.date_notes.emplace_back(value);
                break;
            case kMention:
                article.mentions.push_back(read_mention(value, previous));
                previous = article.mentions.back().begin;
                break;
            case kMetadata: {
                Reader pair(value);
                const std::string_view key = pair.string();
                article.metadata.emplace_back(key, pair.rest());
                break;
            }
            case kZones:
                article.zones = read_zones(value);
                break;
            case kBody:
                article.body = value;
                break;
            default:
                break;  // of a newer indexer
        }
    }
    return article;
}

}  // namespace dateline
