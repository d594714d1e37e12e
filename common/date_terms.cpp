#include "common/date_terms.h"

namespace dateline {
namespace {

constexpr Day kOrigin = std::chrono::year{1} / 1 / 1;

}  // namespace

PackedDate::PackedDate(Day first, Granularity granularity, bool inferred)
    : bits_(static_cast<std::uint32_t>((first - kOrigin).count()) << 5 |
            static_cast<std::uint32_t>(granularity) << 1 | (inferred ? 1U : 0U)) {}

Day PackedDate::first() const {
    return kOrigin + std::chrono::days(bits_ >> 5);
}

std::optional<Day> PackedDate::last() const {
    const std::chrono::year_month_day date(first());
    const int year = static_cast<int>(date.year());
    const auto month = static_cast<unsigned>(date.month());
    const auto end = [](const std::optional<DateInterval>& interval) {
        return interval ? std::optional(interval->last) : std::nullopt;
    };
    switch (granularity()) {
        case Granularity::Day:
            return first();
        case Granularity::Week:
            return first() + std::chrono::days(6);
        case Granularity::Month:
            return end(month_interval(year, month));
        case Granularity::Quarter:
            return end(quarter_interval(year, (month + 2) / 3));
        case Granularity::Year:
            return end(year_interval(year));
        case Granularity::Decade:
            return end(decade_interval(year));
        default:
            return std::nullopt;
    }
}

void PackedDate::append_to(std::string& bytes) const {
    for (unsigned shift = 32; shift > 0; shift -= 8)
        bytes += static_cast<char>(bits_ >> (shift - 8) & 0xff);
}

PackedDate PackedDate::read(const std::string& bytes, std::size_t offset) {
    PackedDate date;
    for (std::size_t i = offset; i < offset + kBytes; ++i)
        date.bits_ = date.bits_ << 8 | static_cast<unsigned char>(bytes[i]);
    return date;
}

}  // namespace dateline
