// What dated near-copies tell of when an article was published.
//
// Most copies of a story are printed on its day or the next, but formulaic ones (dividends,
// results, prices) come again and again in nearly the same words. So all copies that are surely
// dated must agree, one must be close to the article, and its text must be long enough to be no
// mere form. Only copies of the article itself count, not all of its story, and what they say by
// evidence of their own, not by their copies.
//
// Measured on Reuters-21578, given dates hidden for 10 to 70 % of the articles
// (tests/unit/copied_dates_test.cpp): more than half of those with dated copies are dated; of these
// days 79 to 82 % are right and 96 to 99 % at most one off. Without the demands on closeness and
// length it is 69 to 74 % and 83 to 90 %.
//
// A dateline without a year takes its year from them, and says the day itself: of the same articles
// 93 % of 707 such days were right, while 79 % of what copies tell were.
//
// The evidence stands in the record beside all other (DateSource::Copies), and is made anew
// whenever a story changes, so that an update leaves what a rebuild would. It is less sure than
// kSureDate, so that no mention is ever resolved by it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "common/article.h"
#include "common/date_terms.h"
#include "common/stories.h"

namespace dateline {

class StoryFinder;

// How an article is dated by its own evidence.
struct OwnDate {
    PackedDate date;    // if it is sure
    bool sure = false;  // as kSureDate says; other articles are dated by their copies
};
OwnDate own_date(const std::vector<DateEvidence>& dates);

// Share of right days, as measured; rounded down.
inline constexpr double kCopiesConfidence = 0.75;

// What surely dated near-copies say, gathered in any order.
class CopiesAgreement {
public:
    // A copy's date, and how closely it resembles the article (kCopyResemblance or more).
    void add(const PackedDate& date, double resemblance);
    void add(const CopiesAgreement& other, double resemblance);  // all copies of one text

    // The day that the copies agree on; if they are of two neighbouring days, the week or month
    // that holds both. Nothing if they disagree, if none tells a day, or if none is close to the
    // article, which has `shingles` different runs of three words. The text says how many articles
    // agree.
    std::optional<DateEvidence> evidence(std::size_t shingles) const;

private:
    std::size_t days_ = 0;  // copies that are dated to the day
    Day first_ = Day::max();
    Day last_ = Day::min();
    Day latest_begin_ = Day::min();  // of all dates, less exact ones as well
    Day earliest_end_ = Day::max();
    double closest_ = 0;
};

// What copies told, if it is among the evidence.
std::optional<DateEvidence> date_by_copies(const std::vector<DateEvidence>& dates);

// Puts the evidence in place of what copies told before, with all else left in its order: behind
// what is more confident unless it says more exactly the same, behind what it confirms, and behind
// an assumed date, from which mentions were counted. Days without a year that lie at most
// kMostFromCopies from what copies tell get their year from it, and are no surer than it is.
void set_date_by_copies(Article& article, const std::optional<DateEvidence>& evidence);
inline constexpr std::chrono::days kMostFromCopies{7};

// By document number: evidence, or nothing where an article that is not surely dated has none.
using CopiedDates = std::map<std::uint32_t, std::optional<DateEvidence>>;

// Of the articles of all stories that are not just as they were `before` (may be null: of all
// stories), and of those that were in a story and are in none. Numbers of stories are the keys of
// `finder`, `date_of` is asked for them. Of a story that is told in more than kMostTexts different
// texts by surely dated articles, those with the smallest hashes are compared.
CopiedDates find_copied_dates(StoryFinder& finder, const StoryMap& stories, const StoryMap* before,
                              const std::function<OwnDate(std::uint32_t)>& date_of);
inline constexpr std::size_t kMostTexts = 64;

}  // namespace dateline
