#include "indexer/temporal/holidays.h"

#include <array>
#include <cstdint>
#include <iterator>

namespace dateline::temporal {
namespace {

enum class Reckoning : unsigned char {
    Fixed,             // month, day
    Nth,               // the day-th `weekday` of the month; -1: the last
    Easter,            // `day` days after Easter Sunday
    AfterFirstMonday,  // the Tuesday after the first Monday of the month
};

struct Holiday {
    std::array<std::uint64_t, 4> words;  // keys; an apostrophe and the s after it may stand between
    Reckoning reckoning;
    unsigned month;
    int day;
    unsigned weekday;  // ISO number
};

// Longer names before their own beginnings.
constexpr Holiday kHolidays[] = {
    {{"christmas"_w, "eve"_w}, Reckoning::Fixed, 12, 24, 0},
    {{"christmas"_w, "day"_w}, Reckoning::Fixed, 12, 25, 0},
    {{"christmas"_w}, Reckoning::Fixed, 12, 25, 0},
    {{"boxing"_w, "day"_w}, Reckoning::Fixed, 12, 26, 0},
    {{"new"_w, "year"_w, "eve"_w}, Reckoning::Fixed, 12, 31, 0},
    {{"new"_w, "year"_w, "day"_w}, Reckoning::Fixed, 1, 1, 0},
    {{"new"_w, "years"_w, "eve"_w}, Reckoning::Fixed, 12, 31, 0},
    {{"new"_w, "years"_w, "day"_w}, Reckoning::Fixed, 1, 1, 0},
    {{"australia"_w, "day"_w}, Reckoning::Fixed, 1, 26, 0},
    {{"waitangi"_w, "day"_w}, Reckoning::Fixed, 2, 6, 0},
    {{"anzac"_w, "day"_w}, Reckoning::Fixed, 4, 25, 0},
    {{"patriots"_w, "day"_w}, Reckoning::Nth, 4, 3, 1},
    {{"cinco"_w, "de"_w, "mayo"_w}, Reckoning::Fixed, 5, 5, 0},
    {{"dominion"_w, "day"_w}, Reckoning::Fixed, 7, 1, 0},
    {{"shrove"_w, "tuesday"_w}, Reckoning::Easter, 0, -47, 0},
    {{"ascension"_w, "day"_w}, Reckoning::Easter, 0, 39, 0},
    {{"whit"_w, "sunday"_w}, Reckoning::Easter, 0, 49, 0},
    {{"whit"_w, "monday"_w}, Reckoning::Easter, 0, 50, 0},
    {{"guy"_w, "fawkes"_w, "day"_w}, Reckoning::Fixed, 11, 5, 0},
    {{"st"_w, "george"_w, "day"_w}, Reckoning::Fixed, 4, 23, 0},
    {{"st"_w, "andrew"_w, "day"_w}, Reckoning::Fixed, 11, 30, 0},
    {{"groundhog"_w, "day"_w}, Reckoning::Fixed, 2, 2, 0},
    {{"st"_w, "patrick"_w, "day"_w}, Reckoning::Fixed, 3, 17, 0},
    {{"april"_w, "fool"_w, "day"_w}, Reckoning::Fixed, 4, 1, 0},
    {{"april"_w, "fools"_w, "day"_w}, Reckoning::Fixed, 4, 1, 0},
    {{"earth"_w, "day"_w}, Reckoning::Fixed, 4, 22, 0},
    {{"mother"_w, "day"_w}, Reckoning::Nth, 5, 2, 7},
    {{"father"_w, "day"_w}, Reckoning::Nth, 6, 3, 7},
    {{"juneteenth"_w}, Reckoning::Fixed, 6, 19, 0},
    {{"canada"_w, "day"_w}, Reckoning::Fixed, 7, 1, 0},
    {{"fourth"_w, "of"_w, "july"_w}, Reckoning::Fixed, 7, 4, 0},
    {{"armistice"_w, "day"_w}, Reckoning::Fixed, 11, 11, 0},
    {{"mardi"_w, "gras"_w}, Reckoning::Easter, 0, -47, 0},
    {{"maundy"_w, "thursday"_w}, Reckoning::Easter, 0, -3, 0},
    {{"pentecost"_w}, Reckoning::Easter, 0, 49, 0},
    {{"epiphany"_w}, Reckoning::Fixed, 1, 6, 0},
    {{"martin"_w, "luther"_w, "king"_w, "day"_w}, Reckoning::Nth, 1, 3, 1},
    {{"valentine"_w, "day"_w}, Reckoning::Fixed, 2, 14, 0},
    {{"valentines"_w, "day"_w}, Reckoning::Fixed, 2, 14, 0},
    {{"presidents"_w, "day"_w}, Reckoning::Nth, 2, 3, 1},
    {{"ash"_w, "wednesday"_w}, Reckoning::Easter, 0, -46, 0},
    {{"palm"_w, "sunday"_w}, Reckoning::Easter, 0, -7, 0},
    {{"good"_w, "friday"_w}, Reckoning::Easter, 0, -2, 0},
    {{"easter"_w, "monday"_w}, Reckoning::Easter, 0, 1, 0},
    {{"easter"_w, "sunday"_w}, Reckoning::Easter, 0, 0, 0},
    {{"easter"_w}, Reckoning::Easter, 0, 0, 0},
    {{"may"_w, "day"_w}, Reckoning::Fixed, 5, 1, 0},
    {{"memorial"_w, "day"_w}, Reckoning::Nth, 5, -1, 1},
    {{"independence"_w, "day"_w}, Reckoning::Fixed, 7, 4, 0},
    {{"bastille"_w, "day"_w}, Reckoning::Fixed, 7, 14, 0},
    {{"labor"_w, "day"_w}, Reckoning::Nth, 9, 1, 1},
    {{"labour"_w, "day"_w}, Reckoning::Fixed, 5, 1, 0},
    {{"columbus"_w, "day"_w}, Reckoning::Nth, 10, 2, 1},
    {{"halloween"_w}, Reckoning::Fixed, 10, 31, 0},
    {{"guy"_w, "fawkes"_w, "night"_w}, Reckoning::Fixed, 11, 5, 0},
    {{"election"_w, "day"_w}, Reckoning::AfterFirstMonday, 11, 0, 0},
    {{"veterans"_w, "day"_w}, Reckoning::Fixed, 11, 11, 0},
    {{"remembrance"_w, "day"_w}, Reckoning::Fixed, 11, 11, 0},
    {{"thanksgiving"_w, "day"_w}, Reckoning::Nth, 11, 4, 4},
    {{"thanksgiving"_w}, Reckoning::Nth, 11, 4, 4},
};

// What makes the name that of a thing: "Christmas tree".
constexpr std::array<std::uint64_t, 16> kThings = {
    "tree"_w, "trees"_w, "card"_w,   "cards"_w,    "carol"_w, "carols"_w, "party"_w, "parties"_w,
    "gift"_w, "gifts"_w, "dinner"_w, "shopping"_w, "sales"_w, "egg"_w,    "eggs"_w,  "island"_w};

// Western Easter Sunday, by the anonymous Gregorian computus.
std::optional<Day> easter(int year) {
    const int golden = year % 19;
    const int century = year / 100;
    const int in_century = year % 100;
    const int skipped = (century - (century + 8) / 25 + 1) / 3;
    const int epact = (19 * golden + century - century / 4 - skipped + 15) % 30;
    const int to_sunday =
        (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
    const int number = epact + to_sunday - 7 * late + 114;
    return make_day(year, static_cast<unsigned>(number / 31),
                    static_cast<unsigned>(number % 31 + 1));
}

std::size_t match_name(const std::vector<Token>& tokens, std::size_t i, const Holiday& holiday) {
    if (tokens[i].key != holiday.words[0]) return 0;
    std::size_t k = i;
    for (const std::uint64_t word : holiday.words) {
        if (word == 0) break;
        if (k > i && tokens[k].mark == '\'' && tokens[k].joined) {
            ++k;
            if (tokens[k].joined && tokens[k].key == "s"_w) ++k;
        }
        if (k == i + 1 && tokens[i].key == "st"_w && tokens[k].mark == '.') ++k;
        const bool capital = tokens[k].capital || word == "of"_w || word == "de"_w;
        if (tokens[k].key != word || !capital) return 0;
        ++k;
    }
    return k;
}

}  // namespace

std::optional<Day> nth_weekday(int year, unsigned month, int nth, unsigned weekday) {
    const auto whole = month_interval(year, month);
    if (!whole) return std::nullopt;
    using std::chrono::days;
    if (nth < 0) {
        const unsigned back = (iso_weekday(whole->last) + 7 - weekday) % 7;
        return whole->last - days{back};
    }
    const unsigned ahead = (weekday + 7 - iso_weekday(whole->first)) % 7;
    const Day day = whole->first + days{static_cast<int>(ahead) + 7 * (nth - 1)};
    if (day > whole->last) return std::nullopt;
    return day;
}

HolidayMatch find_holiday(const std::vector<Token>& tokens, std::size_t i) {
    for (std::size_t n = 0; n < std::size(kHolidays); ++n) {
        const std::size_t end = match_name(tokens, i, kHolidays[n]);
        if (end == 0) continue;
        for (const std::uint64_t thing : kThings) {
            if (tokens[end].key == thing) return {};
        }
        return {n, end};
    }
    return {};
}

std::optional<Day> holiday_date(std::size_t number, int year) {
    if (number >= std::size(kHolidays) || year < 1 || year > 9999) return std::nullopt;
    const Holiday& h = kHolidays[number];
    switch (h.reckoning) {
        case Reckoning::Fixed:
            return make_day(year, h.month, static_cast<unsigned>(h.day));
        case Reckoning::Nth:
            return nth_weekday(year, h.month, h.day, h.weekday);
        case Reckoning::Easter:
            if (const auto sunday = easter(year)) return *sunday + std::chrono::days{h.day};
            return std::nullopt;
        case Reckoning::AfterFirstMonday:
            if (const auto monday = nth_weekday(year, h.month, 1, 1)) {
                return *monday + std::chrono::days{1};
            }
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace dateline::temporal
