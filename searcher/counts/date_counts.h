// How many documents there are for each day, week, month …: what facets of dates and timelines are
// made of.
//
// Dates are read from the documents' values. For the first set of documents, which may be the last,
// only theirs are read; from the second set on those of all documents, once, and kept in memory.
// There are far fewer different dates than dates: the calendar is asked only for these.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <xapian.h>

#include "common/date.h"
#include "common/date_terms.h"
#include "searcher/counts/matching.h"
#include "searcher/stop.h"

namespace dateline {

enum class DateField { Published, Mentioned };

// What a date is counted by.
enum class DateStep { Day, Week, Month, Quarter, Year, Decade };

// The interval of the step that holds the day. Nothing outside the years 1 to 9999.
std::optional<DateInterval> step_interval(Day day, DateStep step);

// The same from an interval's first day: where there is none (the first decade lacks year 0), that
// day.
DateInterval step_interval_from(Day first, DateStep step);

struct DateCount {
    std::uint32_t all = 0;
    std::uint32_t inferred = 0;  // of these: the date is not given but inferred

    void add(const DateCount& other) {
        all += other.all;
        inferred += other.inferred;
    }
};

struct DateCounts {
    struct Interval {
        Day first;
        DateCount count;
    };
    std::vector<Interval> intervals;  // that hold a date, rising
    DateCount less_exact;             // dates that no interval of the step holds
    std::uint64_t undated = 0;        // documents without any date
};

// Not for two threads at once.
class DateCounter {
public:
    explicit DateCounter(Xapian::Database database) : database_(std::move(database)) {}

    // Once the flag is set counting throws Interrupted. It outlives the counter, or is set to
    // nullptr again.
    void set_stop(const std::atomic<bool>* stop) { stop_ = stop; }

    // A document counts once in each interval that holds one of its dates.
    DateCounts count(DateField field, DateStep step, const DocumentSet& matching);

    // For each interval the matching documents that have a date in it, all of the date; rising.
    std::vector<std::vector<Xapian::docid>> documents_in(DateField field,
                                                         const std::vector<DateInterval>& intervals,
                                                         const DocumentSet& matching);

private:
    // The dates of document n are number numbers[begins[n]] to numbers[begins[n + 1] - 1] of
    // `different`; both rise.
    struct Column {
        std::vector<std::uint32_t> begins;
        std::vector<std::uint32_t> numbers;
        std::vector<PackedDate> different;
        std::optional<DocumentSet> documents;  // whose dates these are; nothing: all documents'
    };

    DateCounts count_by_date(const Column& column, DateStep step, const DocumentSet& matching);
    DateCounts count_by_document(const Column& column, DateStep step, const DocumentSet& matching);
    const Column& column(DateField field, const DocumentSet& matching);

    Xapian::Database database_;
    const std::atomic<bool>* stop_ = nullptr;
    std::map<DateField, Column> columns_;
};

}  // namespace dateline
