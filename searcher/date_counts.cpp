#include "searcher/date_counts.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <utility>

namespace dateline {
namespace {

int year_of(const std::chrono::year_month_day& date) {
    return static_cast<int>(date.year());
}

unsigned month_of(const std::chrono::year_month_day& date) {
    return static_cast<unsigned>(date.month());
}

// The first day of the interval of the step that holds the day.
Day holder(Day day, DateStep step) {
    if (step == DateStep::Day) return day;
    if (step == DateStep::Week) return day - std::chrono::days(iso_weekday(day) - 1);
    using std::chrono::month;
    using std::chrono::year;
    const std::chrono::year_month_day date(day);
    switch (step) {
        case DateStep::Month:
            return Day(date.year() / date.month() / 1);
        case DateStep::Quarter:
            return Day(date.year() / month((month_of(date) - 1) / 3 * 3 + 1) / 1);
        case DateStep::Year:
            return Day(date.year() / 1 / 1);
        default:
            // The first decade has no year 0.
            return Day(year(std::max(year_of(date) / 10 * 10, 1)) / 1 / 1);
    }
}

// The same for one that holds all of the date; nothing if the date is not as exact as that.
std::optional<Day> holder(const PackedDate& date, DateStep step) {
    const Day day = date.first();
    if (date.granularity() == Granularity::Day) return holder(day, step);
    if (step == DateStep::Day) return std::nullopt;
    const auto last = date.last();
    const Day first = holder(day, step);
    return last && holder(*last, step) == first ? std::optional(first) : std::nullopt;
}

// Days that nearly all dates lie in: an array has room for them.
constexpr Day kNearBegin = std::chrono::year{1900} / 1 / 1;
constexpr Day kNearEnd = std::chrono::year{2050} / 1 / 1;
constexpr auto kNearDays = static_cast<std::size_t>((kNearEnd - kNearBegin).count());

// kNearDays or more for what is far: days before the first become huge.
std::size_t near_index(Day day) {
    return static_cast<std::size_t>((day - kNearBegin).count());
}

// Counts by day, a map for those that are far.
class DayCounts {
public:
    DayCounts() : near_(kNearDays) {}

    DateCount& at(Day day) {
        const std::size_t index = near_index(day);
        return index < kNearDays ? near_[index] : far_[day];
    }

    // Calls visit(day, count) for each that was counted, in rising order.
    template <typename Visit>
    void for_each(Visit visit) const {
        const auto first_after = far_.lower_bound(kNearBegin);
        for (auto at = far_.begin(); at != first_after; ++at)
            visit(at->first, at->second);
        for (std::size_t i = 0; i < kNearDays; ++i) {
            if (near_[i].all > 0) visit(kNearBegin + std::chrono::days(i), near_[i]);
        }
        for (auto at = first_after; at != far_.end(); ++at)
            visit(at->first, at->second);
    }

private:
    std::vector<DateCount> near_;
    std::map<Day, DateCount> far_;
};

// holder() for days and one step, worked out once for each day.
class Holders {
public:
    explicit Holders(DateStep step) : step_(step), near_(kNearDays, kUnknown) {}

    std::optional<Day> of(const PackedDate& date) {
        if (date.granularity() != Granularity::Day) return holder(date, step_);
        const std::size_t index = near_index(date.first());
        if (index >= kNearDays) return holder(date, step_);
        Day& known = near_[index];
        if (known == kUnknown) known = holder(date.first(), step_);
        return known;
    }

private:
    static constexpr Day kUnknown = Day::max();

    const DateStep step_;
    std::vector<Day> near_;
};

// Appends to intervals that rise, or adds to the last of them.
void append(DateCounts& counts, Day first, const DateCount& count) {
    if (counts.intervals.empty() || counts.intervals.back().first != first)
        counts.intervals.push_back({first, {}});
    counts.intervals.back().count.add(count);
}

unsigned slot_of(DateField field) {
    return field == DateField::Published ? kSlotDate : kSlotMentions;
}

void append_dates(const std::string& bytes, std::vector<PackedDate>& dates) {
    for (std::size_t at = 0; at + PackedDate::kBytes <= bytes.size(); at += PackedDate::kBytes)
        dates.push_back(PackedDate::read(bytes, at));
}

}  // namespace

std::optional<DateInterval> step_interval(Day day, DateStep step) {
    const std::chrono::year_month_day date(day);
    switch (step) {
        case DateStep::Day:
            return day_interval(day);
        case DateStep::Week: {
            const IsoWeek week = iso_week(day);
            return week_interval(week.year, week.week);
        }
        case DateStep::Month:
            return month_interval(year_of(date), month_of(date));
        case DateStep::Quarter:
            return quarter_interval(year_of(date), (month_of(date) + 2) / 3);
        case DateStep::Year:
            return year_interval(year_of(date));
        case DateStep::Decade:
            return decade_interval(year_of(date) / 10 * 10);
    }
    return std::nullopt;
}

DateInterval step_interval_from(Day first, DateStep step) {
    return step_interval(first, step).value_or(day_interval(first));
}

const DateCounter::Column& DateCounter::column(DateField field, const DocumentSet& matching) {
    check_stop(stop_);
    const auto [entry, first_time] = columns_.try_emplace(field);
    Column& known = entry->second;
    if (!first_time && (!known.documents || known.documents->includes(matching))) return known;
    Column column;
    const Xapian::docid last = database_.get_lastdocid();
    column.begins.reserve(last + 2);
    const auto read = [&](Xapian::docid id, const std::string& bytes) {
        column.begins.resize(id + 1, static_cast<std::uint32_t>(column.dates.size()));
        append_dates(bytes, column.dates);
    };
    auto value = database_.valuestream_begin(slot_of(field));
    const auto end = database_.valuestream_end(slot_of(field));
    if (first_time) {
        matching.for_each([&](Xapian::docid id) {
            if (value != end) value.skip_to(id);
            if (value != end && value.get_docid() == id) read(id, *value);
        });
        column.documents = matching;
    } else {
        for (; value != end; ++value)
            read(value.get_docid(), *value);
    }
    column.begins.resize(last + 2, static_cast<std::uint32_t>(column.dates.size()));
    return known = std::move(column);
}

DateCounts DateCounter::count(DateField field, DateStep step, const DocumentSet& matching) {
    const Column& column = this->column(field, matching);
    DateCounts counts;
    const auto for_each_document = [&](auto visit) {
        matching.for_each([&](Xapian::docid id) {
            const PackedDate* const begin = column.dates.data() + column.begins[id];
            const PackedDate* const end = column.dates.data() + column.begins[id + 1];
            counts.undated += begin == end;
            visit(begin, end);
        });
    };
    const auto one = [](const PackedDate& date) { return DateCount{1, date.inferred()}; };
    DayCounts days;
    if (field == DateField::Published || step == DateStep::Day) {
        // No two dates of a document are in one interval, so that days can be added up afterwards.
        std::map<Day, DateCount> coarse;
        for_each_document([&](const PackedDate* begin, const PackedDate* end) {
            for (const PackedDate* date = begin; date != end; ++date) {
                if (date->granularity() == Granularity::Day) {
                    days.at(date->first()).add(one(*date));
                } else if (const auto first = holder(*date, step)) {
                    coarse[*first].add(one(*date));
                } else {
                    counts.less_exact.add(one(*date));
                }
            }
        });
        auto next = coarse.begin();
        days.for_each([&](Day day, const DateCount& count) {
            const Day first = holder(day, step);
            for (; next != coarse.end() && next->first <= first; ++next)
                append(counts, next->first, next->second);
            append(counts, first, count);
        });
        for (; next != coarse.end(); ++next)
            append(counts, next->first, next->second);
        return counts;
    }
    Holders holders(step);
    std::vector<Day> seen;  // of one document
    for_each_document([&](const PackedDate* begin, const PackedDate* end) {
        seen.clear();
        for (const PackedDate* date = begin; date != end; ++date) {
            const auto first = holders.of(*date);
            if (!first) {
                counts.less_exact.add(one(*date));
                continue;
            }
            // Dates rise, but a week may begin after the month that a later one begins.
            if (std::find(seen.rbegin(), seen.rend(), *first) != seen.rend()) continue;
            seen.push_back(*first);
            days.at(*first).add(one(*date));
        }
    });
    days.for_each([&](Day first, const DateCount& count) { append(counts, first, count); });
    return counts;
}

std::vector<std::vector<Xapian::docid>> DateCounter::documents_in(
    DateField field, const std::vector<DateInterval>& intervals, const DocumentSet& matching) {
    const Column& column = this->column(field, matching);
    std::vector<std::vector<Xapian::docid>> documents(intervals.size());
    const auto holds = [](const DateInterval& interval, const PackedDate& date) {
        const Day first = date.first();
        if (first < interval.first || first > interval.last) return false;
        const auto last = date.last();
        return last && *last <= interval.last;
    };
    matching.for_each([&](Xapian::docid id) {
        const auto begin = column.dates.begin() + column.begins[id];
        const auto end = column.dates.begin() + column.begins[id + 1];
        for (std::size_t i = 0; i < intervals.size(); ++i) {
            if (std::any_of(begin, end,
                            [&](const PackedDate& date) { return holds(intervals[i], date); }))
                documents[i].push_back(id);
        }
    });
    return documents;
}

}  // namespace dateline
