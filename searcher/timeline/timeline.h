// How the articles that match a query lie in time, and what its peaks are about.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/date.h"
#include "common/stemming.h"
#include "searcher/counts/date_counts.h"
#include "searcher/counts/matching.h"

namespace dateline {

struct TimelineBar {
    DateInterval interval;
    std::string value;  // as facets show it: "2024-W05"
    std::uint64_t count = 0;
    std::uint64_t inferred = 0;
    std::string filter;  // what to add to the query to see just these; empty without any
};

// A word that is unusually frequent in a peak.
struct PeakTerm {
    std::string word;           // the most frequent form of its stem, folded
    std::uint64_t stories = 0;  // of those looked at in the peak, how many have it
    double share = 0;           // of those stories
    double share_elsewhere = 0;
};

struct TimelinePeak {
    std::size_t bar = 0;        // its place in Timeline::bars
    std::uint64_t stories = 0;  // looked at: a story that many papers copied counts once
    std::vector<PeakTerm> terms;
};

struct Timeline {
    DateField field = DateField::Published;
    DateStep step = DateStep::Year;
    std::vector<TimelineBar> bars;  // in order of time, without gaps
    // Far from the others, so not among the bars: at most 1 in 200 on either side.
    std::uint64_t before = 0;
    std::uint64_t after = 0;
    std::uint64_t less_exact = 0;     // dated, but not as exactly as a bar needs
    std::uint64_t undated = 0;        // always 0 for dates mentioned, as is less_exact
    std::vector<TimelinePeak> peaks;  // in order of time
};

// The number of a document's story, or UINT32_MAX if it stands alone. Empty: all do.
using StoryOf = std::function<std::uint32_t(Xapian::docid)>;

// At most so many bars, unless it takes more decades.
inline constexpr std::size_t kMostBars = 40;

// The finest step that needs at most kMostBars bars for the span [first, last] of days.
DateStep automatic_step(Day first, Day last);

// The bars that stand out: at least three articles, one standard deviation above the mean, and no
// less than either neighbour. The five highest, in order of time.
std::vector<std::size_t> find_peaks(const std::vector<TimelineBar>& bars);

struct TimelineRequest {
    DateField field = DateField::Published;
    StoryOf story_of;
    std::set<std::string> query_stems;  // explain no peak and are left out
};

// Counts are exact. The words of peaks come from a bounded number of their stories, compared with
// those of the other matches, or with all articles if hardly any match outside the peak.
Timeline make_timeline(const Xapian::Database& database, DateCounter& dates,
                       const DocumentSet& matching, Stemmer& stemmer,
                       const TimelineRequest& request);

}  // namespace dateline
