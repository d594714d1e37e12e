#include "indexer/copies/copied_dates.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "indexer/cleaning/published.h"
#include "indexer/copies/stories.h"
#include "indexer/document/document.h"

namespace dateline {
namespace {

constexpr std::chrono::days kMostApart{1};
constexpr double kClose = 0.7;         // resemblance of the closest copy
constexpr std::size_t kShingles = 50;  // of a text that is no mere form

struct Member {
    std::uint32_t number = 0;
    std::uint32_t place = 0;  // in the finder
    OwnDate date;
};

// A story's surely dated articles, by text.
class DatedTexts {
public:
    DatedTexts(const std::vector<Member>& members, StoryFinder& finder) {
        for (const Member& member : members) {
            if (!member.date.sure) continue;
            CopySignature signature = finder.signature(member.place);
            texts_[signature.exact].add(member.date.date, 1);
            sketches_.try_emplace(signature.exact, std::move(signature));
            if (sketches_.size() > kMostTexts) sketches_.erase(std::prev(sketches_.end()));
        }
    }

    bool empty() const { return texts_.empty(); }

    std::optional<DateEvidence> date(const CopySignature& article) const {
        CopiesAgreement agreement;
        const auto same = texts_.find(article.exact);
        if (same != texts_.end()) agreement.add(same->second, 1);
        for (const auto& [exact, sketch] : sketches_) {
            if (exact == article.exact) continue;
            const double alike = resemblance(article, sketch);
            if (alike >= kCopyResemblance) agreement.add(texts_.at(exact), alike);
        }
        return agreement.evidence(article.sketch.size());
    }

private:
    std::map<std::uint64_t, CopiesAgreement> texts_;
    std::map<std::uint64_t, CopySignature> sketches_;  // of those with the smallest hashes
};

// Whether the story was there before with the same articles and no other.
bool is_as_before(std::span<const std::uint32_t> members, const StoryMap& before) {
    const std::uint32_t story = before.story_of(members.front());
    if (story == StoryMap::kAlone) return false;
    const std::span<const std::uint32_t> then = before.members(story);
    return std::equal(members.begin(), members.end(), then.begin(), then.end());
}

// The day, else the week or the month that holds both; nothing if they are in different ones.
std::optional<DateInterval> interval_of(Day first, Day last) {
    if (first == last) return day_interval(first);
    const IsoWeek week = iso_week(first);
    if (iso_week(last) == week) return week_interval(week.year, week.week);
    const std::chrono::year_month_day a(first);
    const std::chrono::year_month_day b(last);
    if (a.year() != b.year() || a.month() != b.month()) return std::nullopt;
    return month_interval(static_cast<int>(a.year()), static_cast<unsigned>(a.month()));
}

// Confidences as they are stored, in steps of 1/1000: what was read back is compared alike.
bool is_as_sure(const DateEvidence& a, const DateEvidence& b) {
    return std::lround(a.confidence * 1000) >= std::lround(b.confidence * 1000);
}

bool says_more_exactly(const DateEvidence& a, const DateEvidence& b) {
    return a.interval.granularity < b.interval.granularity &&
           b.interval.first <= a.interval.first && a.interval.last <= b.interval.last;
}

// What the article says as exactly and copies confirm, for these may be of the next day.
bool is_confirmed(const DateEvidence& own, const DateEvidence& copies) {
    return own.interval.granularity <= copies.interval.granularity &&
           own.interval.first <= copies.interval.last + kMostApart &&
           copies.interval.first <= own.interval.last + kMostApart;
}

// The day in the year in which it is nearest, if that is near enough.
std::optional<Day> day_near(const YearlessDate& yearless, const DateInterval& copies) {
    const int year = static_cast<int>(std::chrono::year_month_day{copies.first}.year());
    for (const int candidate : {year - 1, year, year + 1}) {
        const std::optional<Day> day = make_day(candidate, yearless.month, yearless.day);
        if (day && copies.first <= *day + kMostFromCopies && *day <= copies.last + kMostFromCopies)
            return day;
    }
    return std::nullopt;
}

}  // namespace

OwnDate own_date(const std::vector<DateEvidence>& dates) {
    if (dates.empty()) return {};
    // As it is stored: what an update reads back counts alike.
    if (confidence_digits(dates.front().confidence) < confidence_digits(kSureDate)) return {};
    const DateInterval& interval = dates.front().interval;
    return {PackedDate(interval.first, interval.granularity, false), true};
}

void CopiesAgreement::add(const PackedDate& date, double resemblance) {
    const Day begin = date.first();
    const std::optional<Day> end = date.last();
    if (!end) return;
    latest_begin_ = std::max(latest_begin_, begin);
    earliest_end_ = std::min(earliest_end_, *end);
    if (date.granularity() != Granularity::Day) return;
    ++days_;
    first_ = std::min(first_, begin);
    last_ = std::max(last_, begin);
    closest_ = std::max(closest_, resemblance);
}

void CopiesAgreement::add(const CopiesAgreement& other, double resemblance) {
    latest_begin_ = std::max(latest_begin_, other.latest_begin_);
    earliest_end_ = std::min(earliest_end_, other.earliest_end_);
    if (other.days_ == 0) return;
    days_ += other.days_;
    first_ = std::min(first_, other.first_);
    last_ = std::max(last_, other.last_);
    closest_ = std::max(closest_, resemblance);
}

std::optional<DateEvidence> CopiesAgreement::evidence(std::size_t shingles) const {
    if (days_ == 0 || closest_ < kClose || shingles < kShingles) return std::nullopt;
    if (last_ - first_ > kMostApart || latest_begin_ > last_ || earliest_end_ < first_)
        return std::nullopt;
    const std::optional<DateInterval> interval = interval_of(first_, last_);
    if (!interval) return std::nullopt;
    return DateEvidence{*interval, DateSource::Copies, kCopiesConfidence,
                        std::to_string(days_) + (days_ == 1 ? " article" : " articles")};
}

std::optional<DateEvidence> date_by_copies(const std::vector<DateEvidence>& dates) {
    const auto found = std::find_if(dates.begin(), dates.end(), [](const DateEvidence& date) {
        return date.source == DateSource::Copies;
    });
    return found == dates.end() ? std::nullopt : std::optional(*found);
}

void set_date_by_copies(Article& article, const std::optional<DateEvidence>& evidence) {
    std::vector<DateEvidence>& dates = article.dates;
    const auto rests_on_copies = [&](const DateEvidence& date) {
        return date.source == DateSource::Copies ||
               std::any_of(article.yearless_dates.begin(), article.yearless_dates.end(),
                           [&](const YearlessDate& yearless) {
                               return date.source == yearless.source && date.text == yearless.text;
                           });
    };
    std::erase_if(dates, rests_on_copies);
    if (!evidence) return;
    std::vector<DateEvidence> with_year;
    for (const YearlessDate& yearless : article.yearless_dates) {
        if (const auto day = day_near(yearless, evidence->interval)) {
            with_year.push_back({day_interval(*day), yearless.source,
                                 std::min(yearless.confidence, evidence->confidence),
                                 yearless.text});
        }
    }
    std::stable_sort(
        with_year.begin(), with_year.end(),
        [](const DateEvidence& a, const DateEvidence& b) { return a.confidence > b.confidence; });
    const auto own = std::find_if(dates.begin(), dates.end(), [](const DateEvidence& date) {
        return date.source != DateSource::Assumed;
    });
    dates.insert(own, with_year.begin(), with_year.end());
    const auto behind = std::find_if(dates.rbegin(), dates.rend(), [&](const DateEvidence& other) {
        return other.source == DateSource::Assumed || is_confirmed(other, *evidence) ||
               (is_as_sure(other, *evidence) && !says_more_exactly(*evidence, other));
    });
    dates.insert(behind.base(), *evidence);
}

CopiedDates find_copied_dates(StoryFinder& finder, const StoryMap& stories, const StoryMap* before,
                              const std::function<OwnDate(std::uint32_t)>& date_of) {
    CopiedDates dates;
    std::vector<std::vector<Member>> changed(stories.size());
    std::vector<bool> is_changed(stories.size());
    for (std::uint32_t story = 0; story < stories.size(); ++story)
        is_changed[story] = !before || !is_as_before(stories.members(story), *before);
    std::uint32_t place = 0;
    finder.for_each([&](std::uint32_t number, std::uint32_t) {
        const std::uint32_t story = stories.story_of(number);
        if (story != StoryMap::kAlone) {
            if (is_changed[story]) changed[story].push_back({number, place, date_of(number)});
        } else if (before && before->story_of(number) != StoryMap::kAlone &&
                   !date_of(number).sure) {
            dates[number] = std::nullopt;
        }
        ++place;
    });
    for (const std::vector<Member>& members : changed) {
        if (std::all_of(members.begin(), members.end(),
                        [](const Member& member) { return member.date.sure; }))
            continue;
        const DatedTexts dated(members, finder);
        std::map<std::uint64_t, std::optional<DateEvidence>> known;  // by text
        for (const Member& member : members) {
            if (member.date.sure) continue;
            std::optional<DateEvidence>& evidence = dates[member.number];
            if (dated.empty()) continue;
            const CopySignature article = finder.signature(member.place);
            const auto [at, is_new] = known.try_emplace(article.exact);
            if (is_new) at->second = dated.date(article);
            evidence = at->second;
        }
    }
    return dates;
}

}  // namespace dateline
