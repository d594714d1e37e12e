#include "common/date.h"

#include <algorithm>
#include <array>

namespace dateline {
namespace {

using std::chrono::days;

constexpr int kFirstYear = 1;
constexpr int kLastYear = 9999;

bool is_year(int year) {
    return year >= kFirstYear && year <= kLastYear;
}

int year_of(Day day) {
    return static_cast<int>(std::chrono::year_month_day{day}.year());
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Monday of the week that holds 4 January, which by definition is week 1.
Day first_monday(int iso_year) {
    using namespace std::chrono;
    const sys_days fourth = std::chrono::year{iso_year} / January / 4;
    return fourth - (weekday{fourth} - Monday);
}

DateInterval whole(Day first, Day next, Granularity granularity) {
    return {first, next - days{1}, granularity};
}

Day first_of_month(int year, unsigned month) {
    return std::chrono::year{year} / std::chrono::month{month} / 1;
}

void append_digits(std::string& out, int number, std::size_t width) {
    std::string digits = std::to_string(number);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

// Takes a text apart from the left. A step that fails takes nothing.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }

    bool take(char c) {
        if (rest_.empty() || lower(rest_.front()) != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // At least `least` and at most `most` (up to 9) digits, the following character not being one.
    std::optional<int> number(std::size_t least, std::size_t most) {
        std::size_t length = 0;
        int value = 0;
        while (length < rest_.size() && is_digit(rest_[length])) {
            if (length == most) return std::nullopt;
            value = value * 10 + (rest_[length] - '0');
            ++length;
        }
        if (length < least) return std::nullopt;
        rest_.remove_prefix(length);
        return value;
    }

    // Exactly `length` digits, whatever follows them.
    std::optional<int> digits(std::size_t length) {
        if (rest_.size() < length) return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < length; ++i) {
            if (!is_digit(rest_[i])) return std::nullopt;
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(length);
        return value;
    }

    // The letters up to the next character that is none, in lower case; at most 9, else none.
    std::string word() {
        std::string letters;
        while (letters.size() < rest_.size() && lower(rest_[letters.size()]) >= 'a' &&
               lower(rest_[letters.size()]) <= 'z') {
            if (letters.size() == 9) return {};
            letters += lower(rest_[letters.size()]);
        }
        rest_.remove_prefix(letters.size());
        return letters;
    }

    bool blanks() {
        std::size_t length = 0;
        while (length < rest_.size() && is_blank(rest_[length]))
            ++length;
        rest_.remove_prefix(length);
        return length > 0;
    }

private:
    std::string_view rest_;
};

// The place (from 0) of a three-letter name in a run of such names.
std::optional<unsigned> index_of(std::string_view names, std::string_view name) {
    if (name.size() != 3) return std::nullopt;
    for (std::size_t i = 0; i + 3 <= names.size(); i += 3) {
        if (names.substr(i, 3) == name) return static_cast<unsigned>(i / 3);
    }
    return std::nullopt;
}

constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
constexpr std::string_view kWeekdays = "montuewedthufrisatsun";

// "+02:00", "+0200", "+02", "-05:30".
bool take_offset(Reader& reader) {
    if (!reader.take('+') && !reader.take('-')) return false;
    const auto hours = reader.digits(2);
    if (!hours || *hours > 23) return false;
    const bool colon = reader.take(':');
    const auto minutes = reader.digits(2);
    if (!minutes) return !colon;
    return *minutes < 60;
}

// "23:30", "23:30:00", "23:30:00.125"; the second 60 is a leap second.
bool take_clock(Reader& reader) {
    const auto hours = reader.digits(2);
    if (!hours || *hours > 23 || !reader.take(':')) return false;
    const auto minutes = reader.digits(2);
    if (!minutes || *minutes > 59) return false;
    if (!reader.take(':')) return true;
    const auto seconds = reader.digits(2);
    if (!seconds || *seconds > 60) return false;
    if (!reader.take('.') && !reader.take(',')) return true;
    bool any = false;
    while (reader.digits(1))
        any = true;
    return any;
}

// "233000", "2330", the basic form, which follows a T only.
bool take_basic_clock(Reader& reader) {
    const auto hours = reader.digits(2);
    const auto minutes = reader.digits(2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return false;
    const auto seconds = reader.digits(2);
    return !seconds || *seconds <= 60;
}

std::optional<DateInterval> parse_iso_with_time(std::string_view text) {
    const auto cut = text.find_first_of("Tt \t");
    if (cut == std::string_view::npos) return std::nullopt;
    const auto date = parse_date(text.substr(0, cut));
    if (!date || date->granularity != Granularity::Day) return std::nullopt;

    const bool letter = lower(text[cut]) == 't';
    Reader reader(text.substr(cut));
    if (letter) {
        reader.take('t');
    } else {
        reader.blanks();
    }
    Reader basic = reader;
    if (!take_clock(reader)) {
        if (!letter || !take_basic_clock(basic)) return std::nullopt;
        reader = basic;
    }
    if (reader.at_end()) return date;
    reader.blanks();
    if (!reader.take('z') && !take_offset(reader)) {
        const std::string zone = reader.word();
        if (zone != "utc" && zone != "gmt") return std::nullopt;
    }
    return reader.at_end() ? date : std::nullopt;
}

constexpr std::array<std::string_view, 12> kZoneNames = {"ut",  "utc", "gmt", "z",   "est", "edt",
                                                         "cst", "cdt", "mst", "mdt", "pst", "pdt"};

bool is_zone_name(std::string_view name) {
    return std::find(kZoneNames.begin(), kZoneNames.end(), name) != kZoneNames.end();
}

// RFC 2822, 3.3, with the two-digit years and named zones of 4.3 and one comment at the end.
std::optional<DateInterval> parse_rfc2822(std::string_view text) {
    Reader reader(text);
    std::optional<unsigned> weekday;
    if (!is_digit(text.front())) {
        weekday = index_of(kWeekdays, reader.word());
        if (!weekday || !reader.take(',')) return std::nullopt;
        reader.blanks();
    }
    const auto day = reader.number(1, 2);
    if (!day || !reader.blanks()) return std::nullopt;
    const auto month = index_of(kMonths, reader.word());
    if (!month || !reader.blanks()) return std::nullopt;
    const std::size_t before = reader.rest().size();
    auto year = reader.number(2, 4);
    const std::size_t width = before - reader.rest().size();
    if (!year || width == 3) return std::nullopt;
    if (width == 2) *year += *year < 50 ? 2000 : 1900;

    const auto date = make_day(*year, *month + 1, static_cast<unsigned>(*day));
    if (!date || (weekday && iso_weekday(*date) != *weekday + 1)) return std::nullopt;
    const DateInterval interval = day_interval(*date);
    if (reader.at_end()) return interval;

    if (!reader.blanks() || !take_clock(reader)) return std::nullopt;
    if (reader.at_end()) return interval;
    if (!reader.blanks()) return std::nullopt;
    if (!take_offset(reader) && !is_zone_name(reader.word())) return std::nullopt;
    if (reader.at_end()) return interval;
    if (!reader.blanks() || !reader.take('(') || reader.word().empty() || !reader.take(')')) {
        return std::nullopt;
    }
    return reader.at_end() ? std::optional(interval) : std::nullopt;
}

}  // namespace

std::optional<Day> make_day(int year, unsigned month, unsigned day) {
    if (!is_year(year) || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                           std::chrono::day{day}};
    if (!date.ok()) return std::nullopt;
    return Day{date};
}

DateInterval day_interval(Day day) {
    return {day, day, Granularity::Day};
}

std::optional<DateInterval> week_interval(int iso_year, unsigned week) {
    if (!is_year(iso_year) || week < 1 || week > 53) return std::nullopt;
    const Day monday = first_monday(iso_year) + days{7 * (static_cast<int>(week) - 1)};
    if (week == 53 && monday >= first_monday(iso_year + 1)) return std::nullopt;
    const DateInterval interval = whole(monday, monday + days{7}, Granularity::Week);
    if (!is_year(year_of(interval.last))) return std::nullopt;  // the week that leaves 9999
    return interval;
}

std::optional<DateInterval> month_interval(int year, unsigned month) {
    if (!is_year(year) || month < 1 || month > 12) return std::nullopt;
    const Day next = month == 12 ? first_of_month(year + 1, 1) : first_of_month(year, month + 1);
    return whole(first_of_month(year, month), next, Granularity::Month);
}

std::optional<DateInterval> quarter_interval(int year, unsigned quarter) {
    if (!is_year(year) || quarter < 1 || quarter > 4) return std::nullopt;
    const Day next =
        quarter == 4 ? first_of_month(year + 1, 1) : first_of_month(year, quarter * 3 + 1);
    return whole(first_of_month(year, quarter * 3 - 2), next, Granularity::Quarter);
}

std::optional<DateInterval> year_interval(int year) {
    if (!is_year(year)) return std::nullopt;
    return whole(first_of_month(year, 1), first_of_month(year + 1, 1), Granularity::Year);
}

std::optional<DateInterval> decade_interval(int first_year) {
    if (!is_year(first_year) || first_year % 10 != 0) return std::nullopt;
    return whole(first_of_month(first_year, 1), first_of_month(first_year + 10, 1),
                 Granularity::Decade);
}

IsoWeek iso_week(Day day) {
    // A week belongs to the year of its Thursday.
    const Day thursday = day + days{4 - static_cast<int>(iso_weekday(day))};
    const int year = year_of(thursday);
    const auto week = (thursday - first_monday(year)).count() / 7 + 1;
    return {year, static_cast<unsigned>(week)};
}

unsigned iso_weekday(Day day) {
    return std::chrono::weekday{day}.iso_encoding();
}

std::optional<DateInterval> parse_date(std::string_view text) {
    Reader reader(text);
    const auto number = reader.number(4, 8);
    if (!number) return std::nullopt;
    const std::size_t width = text.size() - reader.rest().size();
    if (width == 8) {
        if (!reader.at_end()) return std::nullopt;
        const auto day = make_day(*number / 10000, static_cast<unsigned>(*number / 100 % 100),
                                  static_cast<unsigned>(*number % 100));
        return day ? std::optional(day_interval(*day)) : std::nullopt;
    }
    if (width != 4) return std::nullopt;

    const int year = *number;
    if (reader.at_end()) return year_interval(year);
    std::optional<DateInterval> result;
    if (reader.take('s')) {
        result = decade_interval(year);
    } else if (!reader.take('-')) {
        return std::nullopt;
    } else if (reader.take('q')) {
        const auto quarter = reader.number(1, 1);
        if (quarter) result = quarter_interval(year, static_cast<unsigned>(*quarter));
    } else if (reader.take('w')) {
        const auto week = reader.number(2, 2);
        if (week) result = week_interval(year, static_cast<unsigned>(*week));
    } else if (const auto month = reader.number(1, 2)) {
        result = month_interval(year, static_cast<unsigned>(*month));
        if (reader.take('-')) {
            const auto day = reader.number(1, 2);
            if (!day) return std::nullopt;
            const auto date =
                make_day(year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
            result = date ? std::optional(day_interval(*date)) : std::nullopt;
        }
    }
    return reader.at_end() ? result : std::nullopt;
}

std::optional<DateInterval> parse_given_date(std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (auto date = parse_date(text)) return date;
    if (auto date = parse_iso_with_time(text)) return date;
    return parse_rfc2822(text);
}

std::string format_day(Day day) {
    const std::chrono::year_month_day date{day};
    std::string out;
    append_digits(out, static_cast<int>(date.year()), 4);
    out += '-';
    append_digits(out, static_cast<int>(static_cast<unsigned>(date.month())), 2);
    out += '-';
    append_digits(out, static_cast<int>(static_cast<unsigned>(date.day())), 2);
    return out;
}

std::string format_date(const DateInterval& interval) {
    std::string first = format_day(interval.first);
    switch (interval.granularity) {
        case Granularity::Day:
            return first;
        case Granularity::Week: {
            const IsoWeek week = iso_week(interval.first);
            std::string out;
            append_digits(out, week.year, 4);
            out += "-W";
            append_digits(out, static_cast<int>(week.week), 2);
            return out;
        }
        case Granularity::Month:
            return first.substr(0, 7);
        case Granularity::Quarter: {
            const std::chrono::year_month_day date{interval.first};
            return first.substr(0, 4) + "-Q" +
                   std::to_string((static_cast<unsigned>(date.month()) + 2) / 3);
        }
        case Granularity::Year:
            return first.substr(0, 4);
        case Granularity::Decade:
            return first.substr(0, 4) + "s";
        case Granularity::Century:
            return first.substr(0, 4) + ".." + format_day(interval.last).substr(0, 4);
        case Granularity::Range:
            break;
    }
    return first + ".." + format_day(interval.last);
}

std::string compact_day(Day day) {
    std::string out = format_day(day);
    std::erase(out, '-');
    return out;
}

}  // namespace dateline
