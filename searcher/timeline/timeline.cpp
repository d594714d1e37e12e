#include "searcher/timeline/timeline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "searcher/counts/facets.h"
#include "searcher/significant/significant.h"

namespace dateline {
namespace {

// With fewer stories outside of the peaks than this they are compared with all articles.
constexpr std::uint64_t kFewOthers = 10;

// Looked at, of a peak and outside of all peaks: five peaks together some 5 ms.
constexpr std::size_t kStoriesOfPeak = 60;
constexpr std::size_t kStoriesOutside = 120;

// A peak in October has "October" in it, which explains nothing.
constexpr std::array<std::string_view, 46> kCalendarWords = {
    "january",   "february", "march",     "april",    "may",    "june",     "july",   "august",
    "september", "october",  "november",  "december", "jan",    "feb",      "mar",    "apr",
    "jun",       "jul",      "aug",       "sep",      "sept",   "oct",      "nov",    "dec",
    "monday",    "tuesday",  "wednesday", "thursday", "friday", "saturday", "sunday", "today",
    "yesterday", "tomorrow", "week",      "month",    "year",   "day",      "weeks",  "months",
    "years",     "days",     "said",      "say",      "says",   "told"};

using std::chrono::days;
using std::chrono::year_month_day;

constexpr std::array<DateStep, 6> kFinestFirst = {DateStep::Day,   DateStep::Week,
                                                  DateStep::Month, DateStep::Quarter,
                                                  DateStep::Year,  DateStep::Decade};
constexpr std::size_t kMostPeaks = 5;
constexpr std::size_t kTermsOfPeak = 4;
constexpr std::uint64_t kFewestInPeak = 3;

int year_of(Day day) {
    return static_cast<int>(year_month_day(day).year());
}

int month_of(Day day) {
    return static_cast<int>(static_cast<unsigned>(year_month_day(day).month()));
}

// The number of steps from some fixed time to the one that holds the day.
int step_number(Day day, DateStep step) {
    const int months = year_of(day) * 12 + month_of(day) - 1;
    switch (step) {
        case DateStep::Day:
            return static_cast<int>(day.time_since_epoch().count());
        case DateStep::Week:  // day 4 of 1970 was a Monday
            return static_cast<int>(
                std::floor((static_cast<double>(day.time_since_epoch().count()) - 4) / 7));
        case DateStep::Month:
            return months;
        case DateStep::Quarter:
            return months / 3;
        case DateStep::Year:
            return year_of(day);
        case DateStep::Decade:
            return year_of(day) / 10;
    }
    return 0;
}

using Counted = std::vector<DateCounts::Interval>;

std::uint64_t total_of(const Counted& counted) {
    std::uint64_t total = 0;
    for (const DateCounts::Interval& interval : counted)
        total += interval.count.all;
    return total;
}

// Without the first and the last 1 in 200.
std::pair<std::size_t, std::size_t> crowded(const Counted& counted) {
    const std::uint64_t far = total_of(counted) / 200;
    std::size_t first = 0;
    std::size_t last = counted.size() - 1;
    for (std::uint64_t passed = counted[first].count.all; passed <= far;
         passed += counted[first].count.all) {
        ++first;
    }
    for (std::uint64_t passed = counted[last].count.all; passed <= far && last > first;
         passed += counted[last].count.all) {
        --last;
    }
    return {first, std::max(first, last)};
}

class TimelineMaker {
public:
    TimelineMaker(const Xapian::Database& database, DateCounter& dates, const DocumentSet& matching,
                  DateField field, const StoryOf& story_of)
        : database_(database),
          dates_(dates),
          matching_(matching),
          field_(field),
          story_of_(story_of) {}

    Timeline make(Stemmer& stemmer, const std::set<std::string>& query_stems) {
        Timeline timeline;
        timeline.field = field_;
        const DateCounts counts = choose_step();
        timeline.step = step_;
        if (field_ == DateField::Published) {
            timeline.undated = counts.undated;
            timeline.less_exact = counts.less_exact.all;
        }
        const Counted& counted = counts.intervals;
        if (counted.empty()) return timeline;
        const auto [first, last] = crowded(counted);
        for (std::size_t i = 0; i < counted.size(); ++i) {
            const DateCount& count = counted[i].count;
            if (i < first) timeline.before += count.all;
            if (i > last) timeline.after += count.all;
            if (i < first || i > last) continue;
            if (i > first) fill_gap(counted[i].first, timeline.bars);
            const DateInterval interval = step_interval_from(counted[i].first, step_);
            const std::string value = format_date(interval);
            timeline.bars.push_back(
                {interval, value, count.all, count.inferred, date_filter(field_, value)});
        }
        explain_peaks(stemmer, query_stems, timeline);
        return timeline;
    }

private:
    // The span decides, and coarser than that if most dates are not so exact.
    DateCounts choose_step() {
        DateCounts decades = dates_.count(field_, DateStep::Decade, matching_);
        const std::uint64_t all = total_of(decades.intervals);
        for (const DateStep exactness : {DateStep::Day, DateStep::Month, DateStep::Year}) {
            DateCounts counts = dates_.count(field_, exactness, matching_);
            const Counted& counted = counts.intervals;
            if (counted.empty() || total_of(counted) * 2 < all) continue;
            const auto [first, last] = crowded(counted);
            step_ = std::max(automatic_step(counted[first].first, counted[last].first), exactness);
            return step_ == exactness ? std::move(counts) : dates_.count(field_, step_, matching_);
        }
        step_ = DateStep::Decade;
        return decades;
    }

    // Empty bars up to the one that begins at `next`.
    void fill_gap(Day next, std::vector<TimelineBar>& bars) const {
        constexpr std::size_t kMost = 1000;
        for (auto interval = step_interval(bars.back().interval.last + days(1), step_);
             interval && interval->first < next && bars.size() < kMost;
             interval = step_interval(interval->last + days(1), step_)) {
            bars.push_back({*interval, format_date(*interval), 0, 0, ""});
        }
    }

    void explain_peaks(Stemmer& stemmer, const std::set<std::string>& query_stems,
                       Timeline& timeline) const {
        const std::vector<std::size_t> peaks = find_peaks(timeline.bars);
        if (peaks.empty()) return;
        std::vector<DateInterval> intervals;
        for (const std::size_t bar : peaks)
            intervals.push_back(timeline.bars[bar].interval);
        std::vector<std::vector<Xapian::docid>> inside =
            dates_.documents_in(field_, intervals, matching_);
        DocumentSet rest = matching_;
        for (const std::vector<Xapian::docid>& documents : inside) {
            for (const Xapian::docid id : documents)
                rest.remove(id);
        }
        std::vector<Xapian::docid> outside;
        rest.for_each([&](Xapian::docid id) { outside.push_back(id); });
        const TermCounts others = counted_terms(std::move(outside), kStoriesOutside, false);
        for (std::size_t i = 0; i < peaks.size(); ++i) {
            const TermCounts here = counted_terms(std::move(inside[i]), kStoriesOfPeak, true);
            timeline.peaks.push_back(explained(here, others, peaks[i], stemmer, query_stems));
        }
    }

    TermCounts counted_terms(std::vector<Xapian::docid> documents, std::size_t most,
                             bool words) const {
        CountTermsOptions options;
        options.story = story_of_;
        options.max_documents = most;
        options.words = words;
        return count_terms(database_, std::move(documents), options);
    }

    TimelinePeak explained(const TermCounts& here, const TermCounts& others, std::size_t number,
                           Stemmer& stemmer, const std::set<std::string>& query_stems) const {
        const bool against_all = others.documents < kFewOthers;
        SignificantOptions wanted;
        wanted.most = kTermsOfPeak;
        wanted.exclude.assign(query_stems.begin(), query_stems.end());
        for (const std::string_view word : kCalendarWords)
            wanted.exclude.push_back(stemmer.stem(word, word));
        const SignificantTerms found =
            significant_terms(database_, stemmer, here, wanted, against_all ? nullptr : &others);
        TimelinePeak peak{number, found.documents, {}};
        for (const SignificantTerm& term : found.terms) {
            const auto elsewhere = static_cast<double>(found.background - found.documents);
            peak.terms.push_back(
                {term.word, term.documents,
                 static_cast<double>(term.documents) / static_cast<double>(found.documents),
                 elsewhere > 0
                     ? static_cast<double>(term.in_background - term.documents) / elsewhere
                     : 0});
        }
        return peak;
    }

    const Xapian::Database& database_;
    DateCounter& dates_;
    const DocumentSet& matching_;
    const DateField field_;
    const StoryOf& story_of_;
    DateStep step_ = DateStep::Decade;
};

}  // namespace

DateStep automatic_step(Day first, Day last) {
    for (const DateStep step : kFinestFirst) {
        if (step_number(last, step) - step_number(first, step) < static_cast<int>(kMostBars))
            return step;
    }
    return DateStep::Decade;
}

std::vector<std::size_t> find_peaks(const std::vector<TimelineBar>& bars) {
    if (bars.size() < 3) return {};
    double sum = 0;
    double squares = 0;
    for (const TimelineBar& bar : bars) {
        const auto count = static_cast<double>(bar.count);
        sum += count;
        squares += count * count;
    }
    const auto number = static_cast<double>(bars.size());
    const double mean = sum / number;
    const double deviation = std::sqrt(std::max(0.0, squares / number - mean * mean));
    std::vector<std::size_t> peaks;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const std::uint64_t count = bars[i].count;
        const bool higher = (i == 0 || bars[i - 1].count < count) &&
                            (i + 1 == bars.size() || bars[i + 1].count <= count);
        if (higher && count >= kFewestInPeak && static_cast<double>(count) >= mean + deviation &&
            static_cast<double>(count) > mean) {
            peaks.push_back(i);
        }
    }
    std::stable_sort(peaks.begin(), peaks.end(),
                     [&](std::size_t a, std::size_t b) { return bars[a].count > bars[b].count; });
    if (peaks.size() > kMostPeaks) peaks.resize(kMostPeaks);
    std::sort(peaks.begin(), peaks.end());
    return peaks;
}

Timeline make_timeline(const Xapian::Database& database, DateCounter& dates,
                       const DocumentSet& matching, Stemmer& stemmer,
                       const TimelineRequest& request) {
    return TimelineMaker(database, dates, matching, request.field, request.story_of)
        .make(stemmer, request.query_stems);
}

}  // namespace dateline
