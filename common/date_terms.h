// The terms and values for dates: part of the index's schema (schema.h), beside what stands there.
//
// Terms
//   XPWYYYYWW XPQYYYYQ XPEYYYY  publication, if it is a week of ISO 8601, a quarter or a decade
//                               (its first year), no finer
//   XMWYYYYWW XMQYYYYQ XMEYYYY  the same for each date that the story mentions
//   XCONFNN                     confidence of the publication date, as in kSlotConfidence
//
// Values
//   kSlotDate      the publication date as a PackedDate; absent if undated. For facets: one pass
//                  over the values is cheaper than opening the posting lists of thousands of days
//   kSlotMentions  the different dates that the story mentions, as PackedDates, rising, at most
//                  kMostMentions
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/date.h"
#include "common/schema.h"

namespace dateline {

inline constexpr std::string_view kConfidencePrefix = "XCONF";
inline constexpr unsigned kSlotDate = 8;
inline constexpr unsigned kSlotMentions = 9;
inline constexpr std::size_t kMostMentions = 1000;

// Prefixes of the terms for one kind of date. A day, month or year has the terms of the day, the
// month and the year that contain it; weeks, quarters and decades have their own besides the month
// and the year that contain them.
struct DatePrefixes {
    std::string_view day;
    std::string_view week;
    std::string_view month;
    std::string_view quarter;
    std::string_view year;
    std::string_view decade;
};
inline constexpr DatePrefixes kPublishedPrefixes{kDayPrefix, "XPW",       kMonthPrefix,
                                                 "XPQ",      kYearPrefix, "XPE"};
inline constexpr DatePrefixes kMentionPrefixes{
    kMentionDayPrefix, "XMW", kMentionMonthPrefix, "XMQ", kMentionYearPrefix, "XME"};

// A date in 32 bits, in order of its first day: days since 0001-01-01, granularity (4 bits), and
// whether it was inferred rather than given. Stored with the highest byte first.
class PackedDate {
public:
    static constexpr std::size_t kBytes = 4;

    PackedDate() = default;
    PackedDate(Day first, Granularity granularity, bool inferred);

    Day first() const;
    // Nothing for a century or a range, of which only the beginning is kept.
    std::optional<Day> last() const;
    Granularity granularity() const { return static_cast<Granularity>(bits_ >> 1 & 15); }
    bool inferred() const { return (bits_ & 1) != 0; }
    std::uint32_t bits() const { return bits_; }

    void append_to(std::string& bytes) const;
    // At `offset`; the bytes must be there.
    static PackedDate read(const std::string& bytes, std::size_t offset);

    bool operator==(const PackedDate&) const = default;
    bool operator<(const PackedDate& other) const { return bits_ < other.bits_; }

private:
    std::uint32_t bits_ = 0;
};

}  // namespace dateline
