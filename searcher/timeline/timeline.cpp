#include "searcher/timeline/timeline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

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

// Nothing outside the years 1 to 9999.
std::optional<DateInterval> step_around(Day day, DateStep step) {
    switch (step) {
        case DateStep::Day:
            return day_interval(day);
        case DateStep::Week: {
            const IsoWeek week = iso_week(day);
            return week_interval(week.year, week.week);
        }
        case DateStep::Month:
            return month_interval(year_of(day), static_cast<unsigned>(month_of(day)));
        case DateStep::Quarter:
            return quarter_interval(year_of(day), static_cast<unsigned>(month_of(day) + 2) / 3);
        case DateStep::Year:
            return year_interval(year_of(day));
        case DateStep::Decade:
            return decade_interval(year_of(day) / 10 * 10);
    }
    return std::nullopt;
}

struct CountedInterval {
    DateInterval interval;
    FacetValue value;
};

std::vector<CountedInterval> counted_intervals(const Facet& facet) {
    std::vector<CountedInterval> counted;
    for (const FacetValue& value : facet.values) {
        const auto interval = parse_date(value.value);
        if (interval) counted.push_back({*interval, value});
    }
    return counted;
}

std::uint64_t total_of(const std::vector<CountedInterval>& counted) {
    std::uint64_t total = 0;
    for (const CountedInterval& entry : counted)
        total += entry.value.count;
    return total;
}

// Without the first and the last 1 in 200.
std::pair<std::size_t, std::size_t> crowded(const std::vector<CountedInterval>& counted) {
    const std::uint64_t far = total_of(counted) / 200;
    std::size_t first = 0;
    std::size_t last = counted.size() - 1;
    for (std::uint64_t passed = counted[first].value.count; passed <= far;
         passed += counted[first].value.count) {
        ++first;
    }
    for (std::uint64_t passed = counted[last].value.count; passed <= far && last > first;
         passed += counted[last].value.count) {
        --last;
    }
    return {first, std::max(first, last)};
}

class TimelineMaker {
public:
    TimelineMaker(const Xapian::Database& database, FacetCounter& facets,
                  const DocumentSet& matching, DateField field, const StoryOf& story_of)
        : database_(database),
          facets_(facets),
          matching_(matching),
          field_(field),
          story_of_(story_of) {}

    Timeline make(Stemmer& stemmer, const std::set<std::string>& query_stems) {
        Timeline timeline;
        timeline.field = field_;
        const Facet facet = choose_step();
        timeline.step = step_;
        for (const FacetValue& value : facet.values) {
            if (value.value == "undated") timeline.undated = value.count;
            if (value.value == "less exact") timeline.less_exact = value.count;
        }
        const std::vector<CountedInterval> counted = counted_intervals(facet);
        if (counted.empty()) return timeline;
        const auto [first, last] = crowded(counted);
        for (std::size_t i = 0; i < counted.size(); ++i) {
            if (i < first) timeline.before += counted[i].value.count;
            if (i > last) timeline.after += counted[i].value.count;
            if (i < first || i > last) continue;
            if (i > first) fill_gap(counted[i].interval.first, timeline.bars);
            const FacetValue& value = counted[i].value;
            timeline.bars.push_back(
                {counted[i].interval, value.value, value.count, value.inferred, value.filter});
        }
        const std::vector<std::size_t> peaks = find_peaks(timeline.bars);
        if (peaks.empty()) return timeline;
        std::vector<std::vector<Xapian::docid>> inside;
        DocumentSet rest = matching_;
        for (const std::size_t bar : peaks) {
            inside.push_back(
                facets_.documents_in(field_, step_, timeline.bars[bar].interval, matching_));
            for (const Xapian::docid id : inside.back())
                rest.remove(id);
        }
        std::vector<Xapian::docid> outside;
        rest.for_each([&](Xapian::docid id) { outside.push_back(id); });
        const TermCounts others = counted_terms(std::move(outside), kStoriesOutside, false);
        for (std::size_t i = 0; i < peaks.size(); ++i) {
            const TermCounts here = counted_terms(std::move(inside[i]), kStoriesOfPeak, true);
            timeline.peaks.push_back(explained(here, others, peaks[i], stemmer, query_stems));
        }
        return timeline;
    }

private:
    Facet facet(DateStep step) {
        FacetRequest request;
        request.is_date = true;
        request.field = field_;
        request.step = step;
        return facets_.count(request, matching_);
    }

    // The span decides, and coarser than that if most dates are not so exact.
    Facet choose_step() {
        const std::uint64_t all = total_of(counted_intervals(facet(DateStep::Decade)));
        for (const DateStep exactness : {DateStep::Day, DateStep::Month, DateStep::Year}) {
            const std::vector<CountedInterval> counted = counted_intervals(facet(exactness));
            if (counted.empty() || total_of(counted) * 2 < all) continue;
            const auto [first, last] = crowded(counted);
            step_ =
                std::max(automatic_step(counted[first].interval.first, counted[last].interval.last),
                         exactness);
            return facet(step_);
        }
        step_ = DateStep::Decade;
        return facet(step_);
    }

    // Empty bars up to the one that begins at `next`.
    void fill_gap(Day next, std::vector<TimelineBar>& bars) const {
        constexpr std::size_t kMost = 1000;
        for (auto interval = step_around(bars.back().interval.last + days(1), step_);
             interval && interval->first < next && bars.size() < kMost;
             interval = step_around(interval->last + days(1), step_)) {
            bars.push_back({*interval, format_date(*interval), 0, 0, ""});
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
        TermCounts all = others;
        all.documents += here.documents;
        for (const auto& [stem, documents] : here.stems)
            all.stems[stem] += documents;
        SignificantOptions wanted;
        wanted.most = kTermsOfPeak;
        wanted.exclude.assign(query_stems.begin(), query_stems.end());
        for (const std::string_view word : kCalendarWords)
            wanted.exclude.push_back(stemmer.stem(word, word));
        const SignificantTerms found =
            significant_terms(database_, stemmer, here, wanted, against_all ? nullptr : &all);
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
    FacetCounter& facets_;
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

Timeline make_timeline(const Xapian::Database& database, FacetCounter& facets,
                       const DocumentSet& matching, DateField field, const StoryOf& story_of,
                       Stemmer& stemmer, const std::set<std::string>& query_stems) {
    return TimelineMaker(database, facets, matching, field, story_of).make(stemmer, query_stems);
}

}  // namespace dateline
