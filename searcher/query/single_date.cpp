#include "searcher/query/single_date.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "searcher/query/date_words.h"
#include "searcher/query/error.h"
#include "searcher/query/fields.h"

namespace dateline {

namespace {

using namespace std::chrono;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool in_calendar(Day day) {
    const int year = static_cast<int>(year_month_day{day}.year());
    return year >= 1 && year <= 9999;
}

// 0 for days and weeks.
int months_of(DateUnit unit) {
    switch (unit) {
        case DateUnit::Month:
            return 1;
        case DateUnit::Quarter:
            return 3;
        case DateUnit::Year:
            return 12;
        case DateUnit::Decade:
            return 120;
        default:
            return 0;
    }
}

Day latest_weekday(unsigned number, Day day) {
    return day - days{(iso_weekday(day) + 7 - number) % 7};
}

// `day` moved by whole units; the last day of a month that is too short.
Day moved(Day day, int count, DateUnit unit) {
    if (unit == DateUnit::Day || unit == DateUnit::Week) {
        return day + days{count * (unit == DateUnit::Week ? 7 : 1)};
    }
    const year_month_day date = year_month_day{day} + months{count * months_of(unit)};
    return date.ok() ? sys_days{date} : sys_days{date.year() / date.month() / last};
}

// The unit of the calendar that holds the day.
std::optional<DateInterval> unit_around(Day day, DateUnit unit) {
    if (!in_calendar(day)) {
        return std::nullopt;
    }
    const year_month_day date{day};
    const int year = static_cast<int>(date.year());
    const unsigned month = static_cast<unsigned>(date.month());
    switch (unit) {
        case DateUnit::Day:
            return day_interval(day);
        case DateUnit::Week: {
            const Day monday = latest_weekday(1, day);
            return DateInterval{monday, monday + days{6}, Granularity::Week};
        }
        case DateUnit::Month:
            return month_interval(year, month);
        case DateUnit::Quarter:
            return quarter_interval(year, (month + 2) / 3);
        case DateUnit::Year:
            return year_interval(year);
        case DateUnit::Decade:
            return decade_interval(year / 10 * 10);
    }
    return std::nullopt;
}

std::string quoted_bytes(std::string_view text, std::size_t begin, std::size_t end) {
    return "'" + std::string(text.substr(begin, end - begin)) + "'";
}

[[noreturn]] void outside(std::string_view text, std::size_t begin, std::size_t end) {
    throw QueryError(quoted_bytes(text, begin, end) + " is outside the years 1 to 9999", begin, end,
                     date_examples());
}

class SingleDate {
public:
    SingleDate(std::string_view text, std::size_t begin, std::size_t end, Day now)
        : text_(text), begin_(begin), end_(end), now_(now), today_(year_month_day{now}) {}

    DateInterval read() const {
        std::string plain(text_.substr(begin_, end_ - begin_));
        // "2024/5/1" can only be read in one way.
        if (plain.size() > 4 && std::all_of(plain.begin(), plain.begin() + 4, is_digit) &&
            plain[4] == '/') {
            std::replace(plain.begin(), plain.end(), '/', '-');
        }
        // "2024q2" and "2024w07" as well.
        if (plain.size() > 5 && std::all_of(plain.begin(), plain.begin() + 4, is_digit) &&
            std::string_view("qQwW").find(plain[4]) != std::string_view::npos) {
            plain.insert(4, 1, '-');
        }
        if (const auto calendar = parse_date(plain)) {
            return *calendar;
        }
        const std::vector<DateWord> words = date_words(text_, begin_, end_);
        const auto joins = [](char c) { return c == '-' || c == '_'; };
        if (!plain.empty() && (joins(plain.front()) || joins(plain.back()))) {
            fail({}, plain);
        }
        if (const auto worded = in_words(words)) {
            checked_day(worded->first, text_, begin_, end_);
            checked_day(worded->last, text_, begin_, end_);
            return *worded;
        }
        fail(words, plain);
    }

private:
    std::string quoted() const { return quoted_bytes(text_, begin_, end_); }

    std::optional<DateInterval> in_words(std::vector<DateWord> words) const {
        if (words.size() > 1 && (words[0].text == "on" || words[0].text == "in") &&
            !relative_words(words)) {
            words.erase(words.begin());
        }
        if (words.size() > 1 && words[0].text == "the") {
            words.erase(words.begin());
        }
        if (words.size() > 2 && words[1].text == "of") {  // 5th of march
            words.erase(words.begin() + 1);
        }
        if (words.empty() || words.size() > 4) {
            return std::nullopt;
        }
        if (words.size() == 1) {
            return one_word(words[0].text);
        }
        if (const auto relative = relative_words(words)) {
            return relative;
        }
        return calendar_words(words);
    }

    std::optional<DateInterval> one_word(const std::string& word) const {
        if (word == "today" || word == "now") {
            return day_interval(now_);
        }
        if (word == "yesterday") {
            return day_interval(now_ - days{1});
        }
        if (word == "tomorrow") {
            return day_interval(now_ + days{1});
        }
        if (const auto name = weekday_number(word)) {
            return day_interval(latest_weekday(*name, now_));
        }
        if (const auto name = month_number(word)) {
            return latest_month(*name);
        }
        if (const auto number = quarter_number(word)) {
            return latest_quarter(*number);
        }
        if (const auto day = days_back(word)) {
            return day_interval(*day);
        }
        return parse_date(word);  // what "the" stood before
    }

    // "7d", "2w", "3m", "1y": the day so far back, as mu and notmuch have it.
    std::optional<Day> days_back(std::string_view word) const {
        static constexpr std::pair<char, DateUnit> kLetters[] = {{'d', DateUnit::Day},
                                                                 {'w', DateUnit::Week},
                                                                 {'m', DateUnit::Month},
                                                                 {'y', DateUnit::Year}};
        if (word.size() < 2) return std::nullopt;
        const std::string_view digits = word.substr(0, word.size() - 1);
        for (const auto& [letter, unit] : kLetters) {
            if (word.back() != letter) continue;
            const auto count = number_of(digits, 4);
            return count ? std::optional(moved(now_, -*count, unit)) : std::nullopt;
        }
        return std::nullopt;
    }

    int this_year() const { return static_cast<int>(today_.year()); }
    unsigned this_month() const { return static_cast<unsigned>(today_.month()); }

    std::optional<DateInterval> latest_month(unsigned month) const {
        return month_interval(month <= this_month() ? this_year() : this_year() - 1, month);
    }

    std::optional<DateInterval> latest_quarter(unsigned quarter) const {
        const unsigned current = (this_month() + 2) / 3;
        return quarter_interval(quarter <= current ? this_year() : this_year() - 1, quarter);
    }

    DateInterval around(int count, DateUnit unit) const {
        check_reach(count, unit);
        const auto interval =
            unit_around(checked_day(moved(now_, count, unit), text_, begin_, end_), unit);
        if (!interval) {
            outside(text_, begin_, end_);
        }
        return *interval;
    }

    void check_reach(int count, DateUnit unit) const {
        const int step = months_of(unit);
        const bool far = step > 0 && std::abs(count) > 12 * 10'000 / step;
        if (far) {
            outside(text_, begin_, end_);
        }
    }

    std::optional<DateInterval> relative_words(const std::vector<DateWord>& words) const {
        const std::string& head = words[0].text;
        const std::string& tail = words.back().text;
        const bool back = head == "last" || head == "past" || head == "previous";
        if (words.size() == 2 && (back || head == "this" || head == "next")) {
            return named(head == "past" && date_unit(tail) ? "past" : back ? "last" : head, tail);
        }
        if (words.size() == 3 && (back || head == "next")) {
            const auto count = count_of(words[1].text);
            const auto unit = date_unit(tail);
            if (count && unit) {
                return rolling(back, *count, *unit, words[1]);
            }
        }
        const bool ago = words.size() == 3 && tail == "ago";
        const bool in = words.size() == 3 && head == "in";
        const bool hence = words.size() == 4 && words[2].text == "from" && tail == "now";
        if (ago || in || hence) {
            const auto count = count_of(words[in ? 1 : 0].text);
            const auto unit = date_unit(words[in ? 2 : 1].text);
            if (count && unit) {
                return around(ago ? -*count : *count, *unit);
            }
        }
        return std::nullopt;
    }

    // "past 7 days", "next 2 weeks".
    DateInterval rolling(bool back, int count, DateUnit unit, const DateWord& number) const {
        if (count == 0) {
            throw QueryError("no days in " + quoted(), number.begin, number.end,
                             "a number from 1 on");
        }
        check_reach(count, unit);
        const Day far = checked_day(moved(now_, back ? -count : count, unit), text_, begin_, end_);
        return back ? DateInterval{far + days{1}, now_, Granularity::Range}
                    : DateInterval{now_ + days{1}, far, Granularity::Range};
    }

    // "last week", "this monday", "next march", "past year".
    std::optional<DateInterval> named(std::string_view which, const std::string& name) const {
        const int step = which == "last" ? -1 : which == "next" ? 1 : 0;
        if (const auto unit = date_unit(name)) {
            if (which == "past") {
                return rolling(true, 1, *unit, DateWord{});
            }
            return around(step, *unit);
        }
        const Day monday = latest_weekday(1, now_);
        if (name == "weekend") {
            const Day saturday = monday + days{5 + 7 * step};
            return DateInterval{saturday, saturday + days{1}, Granularity::Range};
        }
        if (const auto weekday = weekday_number(name)) {
            const Day latest = latest_weekday(*weekday, now_);
            return day_interval(step < 0   ? latest_weekday(*weekday, now_ - days{1})
                                : step > 0 ? latest + days{7}
                                           : monday + days{*weekday - 1});
        }
        if (const auto month = month_number(name)) {
            const int year = this_year() + (step < 0 && *month >= this_month()   ? -1
                                            : step > 0 && *month <= this_month() ? 1
                                                                                 : 0);
            return month_interval(year, *month);
        }
        return std::nullopt;
    }

    // "march 2024", "5 march", "march 5 2024", "q2 2024", with or without a weekday before it.
    std::optional<DateInterval> calendar_words(std::vector<DateWord> words) const {
        std::optional<unsigned> weekday;
        if (words.size() > 2) {
            weekday = weekday_number(words[0].text);
            if (weekday) {
                words.erase(words.begin());
            }
        }
        std::optional<DateInterval> found;
        if (words.size() == 2) {
            const std::string& a = words[0].text;
            const std::string& b = words[1].text;
            if (const auto quarter = quarter_number(a); quarter && year_of(b)) {
                found = quarter_interval(*year_of(b), *quarter);
            } else if (const auto month = month_number(a); month && year_of(b)) {
                found = month_interval(*year_of(b), *month);
            } else if (month && day_of(b)) {
                found = latest_day(*month, *day_of(b));
            } else if (const auto later = month_number(b); later && year_of(a)) {
                found = month_interval(*year_of(a), *later);
            } else if (later && day_of(a)) {
                found = latest_day(*later, *day_of(a));
            }
        } else if (words.size() == 3 && year_of(words[2].text)) {
            const auto first = month_number(words[0].text);
            const auto second = month_number(words[1].text);
            const auto month = first ? first : second;
            const auto day = day_of(words[first ? 1 : 0].text);
            if (month && day) {
                const auto made = make_day(*year_of(words[2].text), *month, *day);
                if (!made) {
                    no_such_day(*year_of(words[2].text), *month);
                }
                found = day_interval(*made);
            }
        }
        if (found && weekday && iso_weekday(found->first) != *weekday) {
            throw QueryError(format_date(*found) + " is a " +
                                 weekday_name(iso_weekday(found->first)) + ", not a " +
                                 weekday_name(*weekday),
                             begin_, end_, format_date(*found));
        }
        return found;
    }

    // The latest such day that is not after now; 29 February up to eight years back.
    DateInterval latest_day(unsigned month, unsigned day) const {
        for (int year = this_year(); year > this_year() - 9; --year) {
            const auto made = make_day(year, month, day);
            if (made && *made <= now_) {
                return day_interval(*made);
            }
        }
        no_such_day();
    }

    [[noreturn]] void no_such_day() const {
        throw QueryError("there is no day " + quoted(), begin_, end_, date_examples());
    }

    // The same where the month is known.
    [[noreturn]] void no_such_day(int year, unsigned month) const {
        const auto interval = month_interval(year, month);
        if (!interval) no_such_day();
        const auto count = (interval->last - interval->first).count() + 1;
        throw QueryError("there is no day " + quoted() + ": " + month_name(month) + " " +
                             std::to_string(year) + " has " + std::to_string(count) + " days",
                         begin_, end_, format_day(interval->last));
    }

    [[noreturn]] void no_such_week(int year) const {
        const unsigned weeks = week_interval(year, 53) ? 53 : 52;
        throw QueryError("there is no week " + quoted() + ": " + std::to_string(year) + " has " +
                             std::to_string(weeks) + " weeks",
                         begin_, end_,
                         "w01 to w" + std::to_string(weeks) + ": " + std::to_string(year) + "-w" +
                             std::to_string(weeks));
    }

    // ---- What is wrong

    [[noreturn]] void fail(const std::vector<DateWord>& words, const std::string& plain) const {
        const auto has = [&](std::string_view of) {
            return plain.find_first_of(of) != std::string::npos;
        };
        const bool digits_only =
            !plain.empty() && plain.find_first_not_of("0123456789-") == std::string::npos;
        if (const std::size_t time = plain.find_first_of("T:"); time != std::string::npos &&
                                                                has(":") && plain.size() > 10 &&
                                                                parse_date(plain.substr(0, 10))) {
            throw QueryError("a day is the shortest time a query can ask for", begin_, end_,
                             plain.substr(0, 10));
        }
        if (has("/") && plain.find_first_not_of("0123456789/") == std::string::npos) {
            throw QueryError(quoted() + " may be day/month or month/day", begin_, end_,
                             "year-month-day: 2024-05-01");
        }
        if (digits_only && words.size() == 3) {
            if (words[0].text.size() == 4) {
                const auto month = number_of(words[1].text, 2);
                if (month && *month >= 1 && *month <= 12) {
                    no_such_day(*number_of(words[0].text, 4), static_cast<unsigned>(*month));
                }
                no_such_day();
            }
            throw QueryError(quoted() + " does not begin with a year", begin_, end_,
                             "year-month-day: 2024-05-01");
        }
        if (digits_only && words.size() == 2 && words[0].text.size() == 4) {
            throw QueryError("there is no month " + quoted(), begin_, end_, "01 to 12: 2024-05");
        }
        if (plain.size() > 6 && year_of(plain.substr(0, 4)) && plain[4] == '-' &&
            (plain[5] == 'w' || plain[5] == 'W') && number_of(plain.substr(6), 2)) {
            no_such_week(*year_of(plain.substr(0, 4)));
        }
        if (words.size() == 1 && is_undated(text_, begin_, end_)) {
            throw QueryError("'undated' stands alone", begin_, end_, "date:undated");
        }
        for (const DateWord& word : words) {
            const std::vector<std::string>& known = known_date_words();
            const bool letters = word.text.size() >= 3 && !is_digit(word.text[0]);
            if (!letters || std::find(known.begin(), known.end(), word.text) != known.end()) {
                continue;
            }
            const std::string near = nearest_name(word.text, known);
            if (!near.empty()) {
                throw QueryError(quoted() + " is no date that Dateline knows", word.begin, word.end,
                                 "'" + near + "' for '" + word.text + "'?");
            }
        }
        throw QueryError(quoted() + " is no date that Dateline knows", begin_, end_,
                         date_examples());
    }

    std::string_view text_;
    std::size_t begin_;
    std::size_t end_;
    Day now_;
    year_month_day today_;
};

}  // namespace

DateInterval single_date(std::string_view text, std::size_t begin, std::size_t end, Day now) {
    trim_date(text, begin, end);
    return SingleDate(text, begin, end, now).read();
}

bool is_undated(std::string_view text, std::size_t begin, std::size_t end) {
    const std::vector<DateWord> words = date_words(text, begin, end);
    return words.size() == 1 && words[0].text == "undated";
}

Day checked_day(Day day, std::string_view text, std::size_t begin, std::size_t end) {
    if (!in_calendar(day)) {
        outside(text, begin, end);
    }
    return day;
}

std::string date_examples() {
    return "a date such as 2024-05-01, 2024-05, 2024-q2, 1990s, march, last-week, \"3 days ago\", "
           "2024-01..2024-03";
}

}  // namespace dateline
