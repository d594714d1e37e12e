#include "indexer/temporal/holidays.h"

#include <array>
#include <iterator>
#include <string_view>

namespace dateline::temporal {
namespace {

enum class Reckoning : unsigned char {
    Fixed,             // month, day
    Nth,               // the day-th `weekday` of the month; -1: the last
    Easter,            // `day` days after Easter Sunday
    AfterFirstMonday,  // the Tuesday after the first Monday of the month
};

struct Holiday {
    std::array<std::string_view, 4> words;  // an apostrophe and the s after it may stand in between
    Reckoning reckoning;
    unsigned month;
    int day;
    unsigned weekday;  // ISO number
};

// Longer names before their own beginnings.
constexpr Holiday kHolidays[] = {
    {{"christmas", "eve"}, Reckoning::Fixed, 12, 24, 0},
    {{"christmas", "day"}, Reckoning::Fixed, 12, 25, 0},
    {{"christmas"}, Reckoning::Fixed, 12, 25, 0},
    {{"boxing", "day"}, Reckoning::Fixed, 12, 26, 0},
    {{"new", "year", "eve"}, Reckoning::Fixed, 12, 31, 0},
    {{"new", "year", "day"}, Reckoning::Fixed, 1, 1, 0},
    {{"new", "years", "eve"}, Reckoning::Fixed, 12, 31, 0},
    {{"new", "years", "day"}, Reckoning::Fixed, 1, 1, 0},
    {{"australia", "day"}, Reckoning::Fixed, 1, 26, 0},
    {{"groundhog", "day"}, Reckoning::Fixed, 2, 2, 0},
    {{"st", "patrick", "day"}, Reckoning::Fixed, 3, 17, 0},
    {{"april", "fool", "day"}, Reckoning::Fixed, 4, 1, 0},
    {{"april", "fools", "day"}, Reckoning::Fixed, 4, 1, 0},
    {{"earth", "day"}, Reckoning::Fixed, 4, 22, 0},
    {{"mother", "day"}, Reckoning::Nth, 5, 2, 7},
    {{"father", "day"}, Reckoning::Nth, 6, 3, 7},
    {{"juneteenth"}, Reckoning::Fixed, 6, 19, 0},
    {{"canada", "day"}, Reckoning::Fixed, 7, 1, 0},
    {{"fourth", "of", "july"}, Reckoning::Fixed, 7, 4, 0},
    {{"armistice", "day"}, Reckoning::Fixed, 11, 11, 0},
    {{"mardi", "gras"}, Reckoning::Easter, 0, -47, 0},
    {{"maundy", "thursday"}, Reckoning::Easter, 0, -3, 0},
    {{"pentecost"}, Reckoning::Easter, 0, 49, 0},
    {{"epiphany"}, Reckoning::Fixed, 1, 6, 0},
    {{"martin", "luther", "king", "day"}, Reckoning::Nth, 1, 3, 1},
    {{"valentine", "day"}, Reckoning::Fixed, 2, 14, 0},
    {{"valentines", "day"}, Reckoning::Fixed, 2, 14, 0},
    {{"presidents", "day"}, Reckoning::Nth, 2, 3, 1},
    {{"ash", "wednesday"}, Reckoning::Easter, 0, -46, 0},
    {{"palm", "sunday"}, Reckoning::Easter, 0, -7, 0},
    {{"good", "friday"}, Reckoning::Easter, 0, -2, 0},
    {{"easter", "monday"}, Reckoning::Easter, 0, 1, 0},
    {{"easter", "sunday"}, Reckoning::Easter, 0, 0, 0},
    {{"easter"}, Reckoning::Easter, 0, 0, 0},
    {{"may", "day"}, Reckoning::Fixed, 5, 1, 0},
    {{"memorial", "day"}, Reckoning::Nth, 5, -1, 1},
    {{"independence", "day"}, Reckoning::Fixed, 7, 4, 0},
    {{"bastille", "day"}, Reckoning::Fixed, 7, 14, 0},
    {{"labor", "day"}, Reckoning::Nth, 9, 1, 1},
    {{"labour", "day"}, Reckoning::Fixed, 5, 1, 0},
    {{"columbus", "day"}, Reckoning::Nth, 10, 2, 1},
    {{"halloween"}, Reckoning::Fixed, 10, 31, 0},
    {{"guy", "fawkes", "night"}, Reckoning::Fixed, 11, 5, 0},
    {{"election", "day"}, Reckoning::AfterFirstMonday, 11, 0, 0},
    {{"veterans", "day"}, Reckoning::Fixed, 11, 11, 0},
    {{"remembrance", "day"}, Reckoning::Fixed, 11, 11, 0},
    {{"thanksgiving", "day"}, Reckoning::Nth, 11, 4, 4},
    {{"thanksgiving"}, Reckoning::Nth, 11, 4, 4},
};

// What makes the name that of a thing: "Christmas tree".
constexpr std::array<std::string_view, 16> kThings = {
    "tree", "trees", "card",   "cards",    "carol", "carols", "party", "parties",
    "gift", "gifts", "dinner", "shopping", "sales", "egg",    "eggs",  "island"};

std::optional<Day> nth_weekday(int year, unsigned month, int nth, unsigned weekday) {
    const auto whole = month_interval(year, month);
    if (!whole) return std::nullopt;
    using std::chrono::days;
    if (nth < 0) {
        const unsigned back = (iso_weekday(whole->last) + 7 - weekday) % 7;
        return whole->last - days{back};
    }
    const unsigned ahead = (weekday + 7 - iso_weekday(whole->first)) % 7;
    return whole->first + days{static_cast<int>(ahead) + 7 * (nth - 1)};
}

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
    std::size_t k = i;
    for (const std::string_view word : holiday.words) {
        if (word.empty()) break;
        if (k > i && tokens[k].mark == '\'' && tokens[k].joined) {
            ++k;
            if (tokens[k].joined && tokens[k].key == "s"_w) ++k;
        }
        if (k == i + 1 && tokens[i].key == "st"_w && tokens[k].mark == '.') ++k;
        const bool capital = tokens[k].capital || word == "of";
        if (tokens[k].key != word_key(word) || !capital) return 0;
        ++k;
    }
    return k;
}

}  // namespace

HolidayMatch find_holiday(const std::vector<Token>& tokens, std::size_t i) {
    for (std::size_t n = 0; n < std::size(kHolidays); ++n) {
        const std::size_t end = match_name(tokens, i, kHolidays[n]);
        if (end == 0) continue;
        for (const std::string_view thing : kThings) {
            if (tokens[end].key == word_key(thing)) return {};
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
