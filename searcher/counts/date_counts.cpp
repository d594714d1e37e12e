#include "searcher/counts/date_counts.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <string>
#include <unordered_map>
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

// Numbers the different dates, first as they come, then in order.
class DateNumbers {
public:
    DateNumbers() : near_(2 * kNearDays, kNew) {}

    std::uint32_t of(const PackedDate& date) {
        const std::size_t index = near_index(date.first());
        const bool near = date.granularity() == Granularity::Day && index < kNearDays;
        std::uint32_t& number = near ? near_[2 * index + (date.inferred() ? 1 : 0)]
                                     : others_.try_emplace(date.bits(), kNew).first->second;
        if (number == kNew) {
            number = static_cast<std::uint32_t>(dates_.size());
            dates_.push_back(date);
        }
        return number;
    }

    // The dates in order. Puts their numbers in this order in place of those that of() gave.
    std::vector<PackedDate> in_order(std::vector<std::uint32_t>& numbers) const {
        std::vector<std::uint32_t> order(dates_.size());
        std::iota(order.begin(), order.end(), 0);
        std::sort(order.begin(), order.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return dates_[a] < dates_[b]; });
        std::vector<PackedDate> sorted;
        std::vector<std::uint32_t> places(dates_.size());
        for (const std::uint32_t number : order) {
            places[number] = static_cast<std::uint32_t>(sorted.size());
            sorted.push_back(dates_[number]);
        }
        for (std::uint32_t& number : numbers)
            number = places[number];
        return sorted;
    }

private:
    static constexpr std::uint32_t kNew = ~std::uint32_t{0};

    std::vector<std::uint32_t> near_;
    std::unordered_map<std::uint32_t, std::uint32_t> others_;  // by their bits
    std::vector<PackedDate> dates_;
};

unsigned slot_of(DateField field) {
    return field == DateField::Published ? kSlotDate : kSlotMentions;
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
    DateNumbers numbers;
    const auto read = [&](Xapian::docid id, const std::string& bytes) {
        column.begins.resize(id + 1, static_cast<std::uint32_t>(column.numbers.size()));
        for (std::size_t at = 0; at + PackedDate::kBytes <= bytes.size(); at += PackedDate::kBytes)
            column.numbers.push_back(numbers.of(PackedDate::read(bytes, at)));
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
    column.begins.resize(last + 2, static_cast<std::uint32_t>(column.numbers.size()));
    column.different = numbers.in_order(column.numbers);
    return known = std::move(column);
}

DateCounts DateCounter::count(DateField field, DateStep step, const DocumentSet& matching) {
    const Column& column = this->column(field, matching);
    // Else two dates of one document may be in one interval.
    const bool apart = field == DateField::Published || step == DateStep::Day;
    return apart ? count_by_date(column, step, matching)
                 : count_by_document(column, step, matching);
}

// No two dates of a document are in one interval: how often each date occurs says it all.
DateCounts DateCounter::count_by_date(const Column& column, DateStep step,
                                      const DocumentSet& matching) {
    DateCounts counts;
    std::vector<std::uint32_t> times(column.different.size());
    matching.for_each([&](Xapian::docid id) {
        const std::uint32_t begin = column.begins[id];
        const std::uint32_t end = column.begins[id + 1];
        counts.undated += begin == end;
        for (std::uint32_t at = begin; at < end; ++at)
            ++times[column.numbers[at]];
    });
    std::vector<DateCounts::Interval> found;
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (times[i] == 0) continue;
        const PackedDate& date = column.different[i];
        const DateCount count{times[i], date.inferred() ? times[i] : 0};
        if (const auto first = holder(date, step)) {
            found.push_back({*first, count});
        } else {
            counts.less_exact.add(count);
        }
    }
    // A week may begin after the month that a later date is.
    const auto begins_first = [](const DateCounts::Interval& a, const DateCounts::Interval& b) {
        return a.first < b.first;
    };
    if (!std::is_sorted(found.begin(), found.end(), begins_first))
        std::sort(found.begin(), found.end(), begins_first);
    for (const auto& [first, count] : found) {
        if (counts.intervals.empty() || counts.intervals.back().first != first)
            counts.intervals.push_back({first, {}});
        counts.intervals.back().count.add(count);
    }
    return counts;
}

DateCounts DateCounter::count_by_document(const Column& column, DateStep step,
                                          const DocumentSet& matching) {
    constexpr std::uint32_t kNoInterval = ~std::uint32_t{0};
    std::vector<std::optional<Day>> holders;  // of each date
    std::vector<Day> firsts;                  // of the intervals
    for (const PackedDate& date : column.different) {
        holders.push_back(holder(date, step));
        if (holders.back()) firsts.push_back(*holders.back());
    }
    std::sort(firsts.begin(), firsts.end());
    firsts.erase(std::unique(firsts.begin(), firsts.end()), firsts.end());
    std::vector<std::uint32_t> intervals;  // of each date
    for (const std::optional<Day>& first : holders) {
        const auto found =
            first ? std::lower_bound(firsts.begin(), firsts.end(), *first) : firsts.end();
        intervals.push_back(first ? static_cast<std::uint32_t>(found - firsts.begin())
                                  : kNoInterval);
    }

    DateCounts counts;
    std::vector<DateCount> times(firsts.size());
    std::vector<Xapian::docid> counted(firsts.size());  // the last document that each counted
    matching.for_each([&](Xapian::docid id) {
        const std::uint32_t begin = column.begins[id];
        const std::uint32_t end = column.begins[id + 1];
        counts.undated += begin == end;
        for (std::uint32_t at = begin; at < end; ++at) {
            const std::uint32_t number = column.numbers[at];
            const std::uint32_t interval = intervals[number];
            const DateCount one{1, column.different[number].inferred()};
            if (interval == kNoInterval) {
                counts.less_exact.add(one);
            } else if (counted[interval] != id) {
                counted[interval] = id;
                times[interval].add(one);
            }
        }
    });
    for (std::size_t i = 0; i < firsts.size(); ++i) {
        if (times[i].all > 0) counts.intervals.push_back({firsts[i], times[i]});
    }
    return counts;
}

std::vector<std::vector<Xapian::docid>> DateCounter::documents_in(
    DateField field, const std::vector<DateInterval>& intervals, const DocumentSet& matching) {
    const Column& column = this->column(field, matching);
    std::vector<std::vector<Xapian::docid>> documents;
    for (const DateInterval& interval : intervals) {
        std::vector<char> holds;  // each date
        for (const PackedDate& date : column.different) {
            const auto last = date.last();
            holds.push_back(date.first() >= interval.first && last && *last <= interval.last);
        }
        documents.emplace_back();
        matching.for_each([&](Xapian::docid id) {
            const auto begin = column.numbers.begin() + column.begins[id];
            const auto end = column.numbers.begin() + column.begins[id + 1];
            if (std::any_of(begin, end, [&](std::uint32_t number) { return holds[number] != 0; }))
                documents.back().push_back(id);
        });
    }
    return documents;
}

}  // namespace dateline
