#include "searcher/facets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <optional>

#include "common/date.h"
#include "common/date_terms.h"
#include "common/error.h"
#include "common/text.h"

namespace dateline {
namespace {

constexpr std::array<std::pair<std::string_view, DateStep>, 6> kSteps = {{
    {"day", DateStep::Day},
    {"week", DateStep::Week},
    {"month", DateStep::Month},
    {"quarter", DateStep::Quarter},
    {"year", DateStep::Year},
    {"decade", DateStep::Decade},
}};

std::string quoted_if_needed(const std::string& value) {
    const bool plain =
        !value.empty() && std::all_of(value.begin(), value.end(), [](unsigned char byte) {
            return std::isalnum(byte) || byte == '-' || byte == '_' || byte == '.' || byte >= 0x80;
        });
    return plain ? value : '"' + value + '"';
}

int year_of(const std::chrono::year_month_day& date) {
    return static_cast<int>(date.year());
}

unsigned month_of(const std::chrono::year_month_day& date) {
    return static_cast<unsigned>(date.month());
}

// The first day of the interval of the step that holds all of the date; nothing if the date is not as exact as that.
std::optional<Day> holder(const PackedDate& date, DateStep step) {
    const Day day = date.first();
    if (step == DateStep::Day) {
        return date.granularity() == Granularity::Day ? std::optional(day) : std::nullopt;
    }
    if (step == DateStep::Week) {
        if (date.granularity() > Granularity::Week) return std::nullopt;
        return day - std::chrono::days(iso_weekday(day) - 1);
    }
    const std::chrono::year_month_day calendar(day);
    const auto key = [&](const std::chrono::year_month_day& of) {
        switch (step) {
            case DateStep::Month:
                return year_of(of) * 12 + static_cast<int>(month_of(of)) - 1;
            case DateStep::Quarter:
                return year_of(of) * 4 + static_cast<int>(month_of(of) - 1) / 3;
            case DateStep::Year:
                return year_of(of);
            default:
                return year_of(of) / 10;
        }
    };
    const int first = key(calendar);
    if (date.granularity() != Granularity::Day) {
        const auto last = date.last();
        if (!last || key(std::chrono::year_month_day(*last)) != first) return std::nullopt;
    }
    using std::chrono::month;
    using std::chrono::year;
    switch (step) {
        case DateStep::Month:
            return Day(calendar.year() / calendar.month() / 1);
        case DateStep::Quarter:
            return Day(calendar.year() / month((month_of(calendar) - 1) / 3 * 3 + 1) / 1);
        case DateStep::Year:
            return Day(calendar.year() / 1 / 1);
        default:
            // The first decade has no year 0.
            return Day(year(std::max(first * 10, 1)) / 1 / 1);
    }
}

std::string value_name(Day first, DateStep step) {
    const std::chrono::year_month_day date(first);
    std::optional<DateInterval> interval;
    switch (step) {
        case DateStep::Day:
            interval = day_interval(first);
            break;
        case DateStep::Week: {
            const IsoWeek week = iso_week(first);
            interval = week_interval(week.year, week.week);
            break;
        }
        case DateStep::Month:
            interval = month_interval(year_of(date), month_of(date));
            break;
        case DateStep::Quarter:
            interval = quarter_interval(year_of(date), (month_of(date) + 2) / 3);
            break;
        case DateStep::Year:
            interval = year_interval(year_of(date));
            break;
        case DateStep::Decade:
            interval = decade_interval(year_of(date) / 10 * 10);
            break;
    }
    return interval ? format_date(*interval) : format_day(first);
}

unsigned slot_of(DateField field) {
    return field == DateField::Published ? kSlotDate : kSlotMentions;
}

void append_dates(const std::string& bytes, std::vector<PackedDate>& dates) {
    for (std::size_t at = 0; at + PackedDate::kBytes <= bytes.size(); at += PackedDate::kBytes)
        dates.push_back(PackedDate::read(bytes, at));
}

// Small, so that those of many days stay in the processor's cache.
struct Count {
    std::uint32_t all = 0;
    std::uint32_t inferred = 0;
};

// Days that nearly all dates lie in: an array has room for them.
constexpr Day kNearBegin = std::chrono::year{1900} / 1 / 1;
constexpr Day kNearEnd = std::chrono::year{2050} / 1 / 1;
constexpr auto kNearDays = static_cast<std::size_t>((kNearEnd - kNearBegin).count());

bool is_near(Day day) {
    return day >= kNearBegin && day < kNearEnd;
}

std::size_t near_index(Day day) {
    return static_cast<std::size_t>((day - kNearBegin).count());
}

// Counts by day, a map for those that are far.
class DayCounts {
public:
    DayCounts() : near_(kNearDays) {}

    Count& at(Day day) {
        if (!is_near(day)) return far_[day];
        return near_[near_index(day)];
    }

    std::map<Day, Count> counted() && {
        for (std::size_t i = 0; i < near_.size(); ++i) {
            if (near_[i].all > 0)
                far_.emplace_hint(far_.end(), kNearBegin + std::chrono::days(i), near_[i]);
        }
        return std::move(far_);
    }

private:
    std::vector<Count> near_;
    std::map<Day, Count> far_;
};

// holder() for one step, worked out once for each day.
class Holders {
public:
    explicit Holders(DateStep step) : step_(step) {}

    std::optional<Day> of(const PackedDate& date) {
        if (date.granularity() != Granularity::Day)
            return step_ == DateStep::Day ? std::nullopt : holder(date, step_);
        const Day day = date.first();
        if (step_ == DateStep::Day) return day;
        if (!is_near(day)) return holder(date, step_);
        if (near_.empty()) near_.assign(kNearDays, kUnknown);
        Day& known = near_[near_index(day)];
        if (known == kUnknown) known = *holder(date, step_);  // every step holds days
        return known;
    }

private:
    static constexpr Day kUnknown = Day::max();

    const DateStep step_;
    std::vector<Day> near_;
};

}  // namespace

std::string_view step_name(DateStep step) {
    for (const auto& [name, value] : kSteps) {
        if (value == step) return name;
    }
    return "";
}

FacetRequest parse_facet(const std::string& text, const std::vector<std::string>& metadata_fields) {
    FacetRequest facet;
    std::string name = text;
    const std::size_t colon = name.rfind(':');
    if (colon != std::string::npos && colon + 1 < name.size() &&
        name.find_first_not_of("0123456789", colon + 1) == std::string::npos) {
        const char* const end = name.data() + name.size();
        if (std::from_chars(name.data() + colon + 1, end, facet.most).ec != std::errc())
            facet.most = 0;
        name.resize(colon);
    }
    facet.name = name;
    // A metadata field may be called "year"; then the facet of dates is "date:year".
    const bool is_field =
        std::find(metadata_fields.begin(), metadata_fields.end(), name) != metadata_fields.end();
    for (const auto& [step_text, step] : kSteps) {
        const std::string unit(step_text);
        const bool mentioned = name == "mentions:" + unit;
        if (!mentioned && name != "date:" + unit && (name != unit || is_field)) continue;
        facet.is_date = true;
        facet.field = mentioned ? DateField::Mentioned : DateField::Published;
        facet.step = step;
        return facet;
    }
    if (name == "source") {
        facet.term_prefix = kSourcePrefix;
    } else if (name == "credit") {
        facet.term_prefix = kCreditPrefix;
    } else if (name == "lang") {
        facet.term_prefix = kLanguagePrefix;
    } else if (is_field) {
        facet.term_prefix = std::string(kFacetPrefix) + fold(name) + ":";
    } else {
        std::string choices =
            "day, week, month, quarter, year, decade, each also as date:day or mentions:day; "
            "source, credit, lang";
        for (const std::string& field : metadata_fields)
            choices += ", " + field;
        throw Error("there is no facet \"" + printable(text) + "\"", "choose one of: " + choices);
    }
    return facet;
}

std::vector<std::string> facet_names(const std::vector<std::string>& metadata_fields) {
    std::vector<std::string> names;
    for (const auto& [name, step] : kSteps)
        names.emplace_back(name);
    for (const auto& [name, step] : kSteps)
        names.push_back("mentions:" + std::string(name));
    names.insert(names.end(), {"source", "credit", "lang"});
    names.insert(names.end(), metadata_fields.begin(), metadata_fields.end());
    return names;
}

const FacetCounter::DateColumn& FacetCounter::date_column(DateField field) {
    DateColumn& known = dates_[field];
    if (!known.begins.empty()) return known;
    DateColumn column;
    const unsigned slot = slot_of(field);
    check_stop(stop_);
    column.begins.reserve(database_.get_lastdocid() + 2);
    const auto end = database_.valuestream_end(slot);
    for (auto value = database_.valuestream_begin(slot); value != end; ++value) {
        column.begins.resize(value.get_docid() + 1,
                             static_cast<std::uint32_t>(column.dates.size()));
        append_dates(*value, column.dates);
    }
    column.begins.resize(database_.get_lastdocid() + 2,
                         static_cast<std::uint32_t>(column.dates.size()));
    return known = std::move(column);
}

const FacetCounter::TermColumn& FacetCounter::term_column(const std::string& prefix) {
    const auto known = terms_.find(prefix);
    if (known != terms_.end()) return known->second;
    TermColumn column;
    for (auto term = database_.allterms_begin(prefix); term != database_.allterms_end(prefix);
         ++term) {
        check_stop(stop_);
        TermColumn::Value value{(*term).substr(prefix.size()), {}};
        const auto end = database_.postlist_end(*term);
        for (auto at = database_.postlist_begin(*term); at != end; ++at)
            value.documents.push_back(*at);
        column.values.push_back(std::move(value));
    }
    return terms_.emplace(prefix, std::move(column)).first->second;
}

void FacetCounter::count_dates(const FacetRequest& request, const DocumentSet& matching,
                               Facet& facet) {
    const bool published = request.field == DateField::Published;
    check_stop(stop_);
    DayCounts counts;
    Holders holders(request.step);
    Count coarse;
    std::uint64_t undated = 0;
    std::vector<Day> seen;  // of one document
    const auto count_document = [&](const PackedDate* begin, const PackedDate* end) {
        undated += begin == end;
        seen.clear();
        for (const PackedDate* date = begin; date != end; ++date) {
            const auto first = holders.of(*date);
            if (!first) {
                ++coarse.all;
                coarse.inferred += date->inferred();
                continue;
            }
            // Dates rise, but a week may begin after the month that a later one begins. Days are different as they stand.
            if (!published && request.step != DateStep::Day) {
                if (std::find(seen.rbegin(), seen.rend(), *first) != seen.rend()) continue;
                seen.push_back(*first);
            }
            Count& count = counts.at(*first);
            ++count.all;
            count.inferred += date->inferred();
        }
    };
    // The first time, which may be the last, only the values of these articles are read.
    const bool first_time = dates_.try_emplace(request.field).second;
    if (first_time) {
        std::vector<PackedDate> dates;
        auto value = database_.valuestream_begin(slot_of(request.field));
        const auto end = database_.valuestream_end(slot_of(request.field));
        matching.for_each([&](Xapian::docid id) {
            dates.clear();
            if (value != end) value.skip_to(id);
            if (value != end && value.get_docid() == id) append_dates(*value, dates);
            count_document(dates.data(), dates.data() + dates.size());
        });
    } else {
        const DateColumn& column = date_column(request.field);
        matching.for_each([&](Xapian::docid id) {
            count_document(column.dates.data() + column.begins[id],
                           column.dates.data() + column.begins[id + 1]);
        });
    }
    for (const auto& [first, count] : std::move(counts).counted()) {
        const std::string value = value_name(first, request.step);
        facet.values.push_back(
            {value, count.all, count.inferred, (published ? "date:" : "mentions:") + value});
    }
    facet.values_total = facet.values.size();
    if (request.most > 0) {
        std::stable_sort(
            facet.values.begin(), facet.values.end(),
            [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
        if (facet.values.size() > request.most) facet.values.resize(request.most);
    }
    if (!published) return;
    // Dated, but not as exactly as the facet asks: "2024" has no month.
    if (coarse.all > 0) facet.values.push_back({"less exact", coarse.all, coarse.inferred, ""});
    if (undated > 0) facet.values.push_back({"undated", undated, 0, "date:undated"});
    facet.values_total += (coarse.all > 0) + (undated > 0);
}

void FacetCounter::count_terms(const FacetRequest& request, const DocumentSet& matching,
                               Facet& facet) {
    for (const TermColumn::Value& value : term_column(request.term_prefix).values) {
        check_stop(stop_);
        std::uint64_t count = 0;
        for (const Xapian::docid id : value.documents)
            count += matching.contains(id);
        if (count == 0) continue;
        facet.values.push_back(
            {value.value, count, 0, request.name + ":" + quoted_if_needed(value.value)});
    }
    std::stable_sort(facet.values.begin(), facet.values.end(),
                     [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
    facet.values_total = facet.values.size();
    if (request.most > 0 && facet.values.size() > request.most) facet.values.resize(request.most);
}

Facet FacetCounter::count(const FacetRequest& request, const DocumentSet& matching) {
    Facet facet;
    facet.name = request.name;
    facet.published = request.is_date && request.field == DateField::Published;
    if (request.is_date) {
        count_dates(request, matching, facet);
    } else {
        count_terms(request, matching, facet);
    }
    return facet;
}

std::vector<Xapian::docid> FacetCounter::documents_in(DateField field, DateStep step,
                                                      const DateInterval& interval,
                                                      const DocumentSet& matching) {
    check_stop(stop_);
    const DateColumn& column = date_column(field);
    std::vector<Xapian::docid> documents;
    matching.for_each([&](Xapian::docid id) {
        for (std::uint32_t i = column.begins[id]; i < column.begins[id + 1]; ++i) {
            if (holder(column.dates[i], step) != interval.first) continue;
            documents.push_back(id);
            break;
        }
    });
    return documents;
}

}  // namespace dateline
