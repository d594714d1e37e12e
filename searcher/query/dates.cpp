#include "searcher/query/dates.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "searcher/query/error.h"
#include "searcher/query/fields.h"

namespace dateline {

namespace {

using namespace std::chrono;

constexpr std::string_view kExamples =
    "2024-05-01, 2024-05, 2024-q2, 1990s, march, last-week, \"3 days ago\", 2024-01..2024-03";
// Longer than any date in words, so that hostile ones cost nothing.
constexpr std::size_t kLongestDate = 120;

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 20> kNumbers = {
    "one",     "two",     "three",     "four",     "five",     "six",      "seven",
    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};

enum class Unit { Day, Week, Month, Quarter, Year, Decade };

constexpr std::array<std::pair<std::string_view, Unit>, 6> kUnits = {{
    {"day", Unit::Day},
    {"week", Unit::Week},
    {"month", Unit::Month},
    {"quarter", Unit::Quarter},
    {"year", Unit::Year},
    {"decade", Unit::Decade},
}};

struct Piece {
    std::string text;  // lower case
    std::size_t begin = 0;
    std::size_t end = 0;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_separator(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '-' || c == '_' || c == ',';
}

// The place of a name, of which three letters or more may stand for all ("sept").
template <std::size_t N>
std::optional<unsigned> find_name(const std::array<std::string_view, N>& names,
                                  std::string_view text) {
    if (text.size() < 3) {
        return std::nullopt;
    }
    if (text.back() == '.') {
        text.remove_suffix(1);
    }
    for (std::size_t i = 0; i < N; ++i) {
        const bool whole = text == names[i];
        const bool cut =
            text.size() >= 3 && text.size() <= 5 && names[i].substr(0, text.size()) == text;
        if (whole || cut) {
            return static_cast<unsigned>(i);
        }
    }
    return std::nullopt;
}

std::optional<int> number_of(std::string_view text, std::size_t most_digits) {
    if (text.empty() || text.size() > most_digits) {
        return std::nullopt;
    }
    int number = 0;
    for (const char c : text) {
        if (!is_digit(c)) {
            return std::nullopt;
        }
        number = number * 10 + (c - '0');
    }
    return number;
}

std::string capitalised(std::string_view name) {
    std::string text(name);
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

// "3", "three", "a".
std::optional<int> count_of(std::string_view text) {
    if (text == "a" || text == "an") {
        return 1;
    }
    for (std::size_t i = 0; i < kNumbers.size(); ++i) {
        if (text == kNumbers[i]) {
            return static_cast<int>(i) + 1;
        }
    }
    return number_of(text, 6);
}

// "5", "5th", "21st": a day of a month.
std::optional<unsigned> day_of(std::string_view text) {
    for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
        if (text.ends_with(ending)) {
            text.remove_suffix(2);
            break;
        }
    }
    const std::optional<int> day = number_of(text, 2);
    return day ? std::optional<unsigned>(static_cast<unsigned>(*day)) : std::nullopt;
}

std::optional<int> year_of(std::string_view text) {
    return text.size() == 4 ? number_of(text, 4) : std::nullopt;
}

std::optional<Unit> unit_of(std::string_view text) {
    for (const auto& [name, unit] : kUnits) {
        if (text == name || (text.size() == name.size() + 1 && text.back() == 's' &&
                             text.substr(0, name.size()) == name)) {
            return unit;
        }
    }
    return std::nullopt;
}

bool in_calendar(Day day) {
    const int year = static_cast<int>(year_month_day{day}.year());
    return year >= 1 && year <= 9999;
}

// What a misspelt word may have been.
const std::vector<std::string>& known_words() {
    static const std::vector<std::string> words = [] {
        std::vector<std::string> known = {"today",   "yesterday", "tomorrow", "undated", "last",
                                          "this",    "next",      "past",     "week",    "month",
                                          "quarter", "year",      "days",     "weeks",   "months",
                                          "years",   "ago",       "since",    "until",   "weekend"};
        known.insert(known.end(), kMonths.begin(), kMonths.end());
        known.insert(known.end(), kWeekdays.begin(), kWeekdays.end());
        return known;
    }();
    return words;
}

// 0 for days and weeks.
int months_of(Unit unit) {
    switch (unit) {
        case Unit::Month:
            return 1;
        case Unit::Quarter:
            return 3;
        case Unit::Year:
            return 12;
        case Unit::Decade:
            return 120;
        default:
            return 0;
    }
}

class DateReader {
public:
    DateReader(std::string_view text, Day now)
        : text_(text), now_(now), today_(year_month_day{now}) {}

    QueryDate read() {
        std::size_t begin = 0;
        std::size_t end = text_.size();
        trim(begin, end);
        if (begin == end) {
            throw QueryError("no date here", 0, text_.size(), examples());
        }
        if (end - begin > kLongestDate) {
            throw QueryError("too long for a date", begin, end, examples());
        }
        const std::size_t dots = text_.find("..", begin);
        if (dots != std::string_view::npos) {
            return range(begin, dots, dots + 2, end);
        }
        if (const auto compared = comparison(begin, end)) {
            return *compared;
        }
        if (const auto worded = range_in_words(begin, end)) {
            return *worded;
        }
        if (is_undated(begin, end)) {
            return {std::nullopt, std::nullopt, true};
        }
        const DateInterval interval = point(begin, end);
        return {interval.first, interval.last, false};
    }

private:
    static std::string examples() { return "a date such as " + std::string(kExamples); }

    std::string quoted(std::size_t begin, std::size_t end) const {
        return "'" + std::string(text_.substr(begin, end - begin)) + "'";
    }

    void trim(std::size_t& begin, std::size_t& end) const {
        const auto blank = [&](std::size_t at) {
            return is_separator(text_[at]) && text_[at] != '-' && text_[at] != '_';
        };
        while (begin < end && blank(begin)) {
            ++begin;
        }
        while (end > begin && blank(end - 1)) {
            --end;
        }
    }

    std::vector<Piece> pieces(std::size_t begin, std::size_t end) const {
        std::vector<Piece> found;
        for (std::size_t at = begin; at < end;) {
            if (is_separator(text_[at])) {
                ++at;
                continue;
            }
            Piece piece;
            piece.begin = at;
            for (; at < end && !is_separator(text_[at]); ++at) {
                const char c = text_[at];
                piece.text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            }
            piece.end = at;
            found.push_back(std::move(piece));
        }
        return found;
    }

    bool is_undated(std::size_t begin, std::size_t end) const {
        const std::vector<Piece> words = pieces(begin, end);
        return words.size() == 1 && words[0].text == "undated";
    }

    // ---- Ranges

    QueryDate range(std::size_t begin, std::size_t dots, std::size_t after, std::size_t end) const {
        if (after < end && text_.substr(after, end - after).find("..") != std::string_view::npos) {
            throw QueryError("more than one '..' in a range", begin, end,
                             "one range: 2024-01..2024-03");
        }
        std::size_t first_end = dots;
        std::size_t last_begin = after;
        trim(begin, first_end);
        trim(last_begin, end);
        QueryDate date;
        if (begin == first_end && last_begin == end) {
            throw QueryError("a range without a date", dots, after,
                             "2024-01..2024-03, 2024-01.. or ..2024-03");
        }
        if (begin < first_end) {
            date.first = end_of_range(begin, first_end).first;
        }
        if (last_begin < end) {
            date.last = end_of_range(last_begin, end).last;
        }
        check_order(date, begin, first_end, last_begin, end);
        return date;
    }

    DateInterval end_of_range(std::size_t begin, std::size_t end) const {
        if (is_undated(begin, end)) {
            throw QueryError("'undated' cannot be the end of a range", begin, end,
                             "date:undated OR date:2024-01..");
        }
        return point(begin, end);
    }

    void check_order(const QueryDate& date, std::size_t begin, std::size_t first_end,
                     std::size_t last_begin, std::size_t end) const {
        if (date.first && date.last && *date.last < *date.first) {
            const auto part = [&](std::size_t from, std::size_t to) {
                return std::string(text_.substr(from, to - from));
            };
            throw QueryError(
                "the range ends (" + format_day(*date.last) + ") before it begins (" +
                    format_day(*date.first) + ")",
                begin, end,
                "the other way round: " + part(last_begin, end) + ".." + part(begin, first_end));
        }
    }

    QueryDate since(const DateInterval& interval) const {
        return {interval.first, std::nullopt, false};
    }
    QueryDate until(const DateInterval& interval) const {
        return {std::nullopt, interval.last, false};
    }
    QueryDate after(const DateInterval& interval, std::size_t begin, std::size_t end) const {
        return {checked(interval.last + days{1}, begin, end), std::nullopt, false};
    }
    QueryDate before(const DateInterval& interval, std::size_t begin, std::size_t end) const {
        return {std::nullopt, checked(interval.first - days{1}, begin, end), false};
    }

    std::optional<QueryDate> comparison(std::size_t begin, std::size_t end) const {
        const char sign = text_[begin];
        if (sign != '<' && sign != '>') {
            return std::nullopt;
        }
        std::size_t at = begin + 1;
        const bool equal = at < end && text_[at] == '=';
        at += equal ? 1 : 0;
        trim(at, end);
        if (at == end) {
            throw QueryError("no date after '" + std::string(text_.substr(begin, at - begin)) + "'",
                             begin, end, examples());
        }
        const DateInterval interval = end_of_range(at, end);
        if (sign == '>') {
            return equal ? since(interval) : after(interval, begin, end);
        }
        return equal ? until(interval) : before(interval, begin, end);
    }

    // "since A", "from A to B", "A to B", "between A and B".
    std::optional<QueryDate> range_in_words(std::size_t begin, std::size_t end) const {
        const std::vector<Piece> words = pieces(begin, end);
        if (words.size() < 2) {
            return std::nullopt;
        }
        const std::string& head = words[0].text;
        const bool between = head == "between";
        for (std::size_t i = 1; i + 1 < words.size(); ++i) {
            const bool joint = between ? words[i].text == "and"
                                       : words[i].text == "to" || words[i].text == "until";
            if (joint) {
                const std::size_t from =
                    between || head == "from" || head == "since" ? words[1].begin : words[0].begin;
                return range(from, words[i - 1].end, words[i + 1].begin, end);
            }
        }
        const std::size_t rest = words[1].begin;
        if (head == "since" || head == "from") {
            return since(end_of_range(rest, end));
        }
        if (head == "until" || head == "to") {
            return until(end_of_range(rest, end));
        }
        if (head == "after") {
            return after(end_of_range(rest, end), begin, end);
        }
        if (head == "before") {
            return before(end_of_range(rest, end), begin, end);
        }
        return std::nullopt;
    }

    // ---- One date

    Day checked(Day day, std::size_t begin, std::size_t end) const {
        if (!in_calendar(day)) {
            throw QueryError(quoted(begin, end) + " is outside the years 1 to 9999", begin, end,
                             examples());
        }
        return day;
    }

    DateInterval point(std::size_t begin, std::size_t end) const {
        trim(begin, end);
        std::string plain(text_.substr(begin, end - begin));
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
        const std::vector<Piece> words = pieces(begin, end);
        const auto joins = [](char c) { return c == '-' || c == '_'; };
        if (!plain.empty() && (joins(plain.front()) || joins(plain.back()))) {
            fail({}, plain, begin, end);
        }
        if (const auto worded = in_words(words, begin, end)) {
            checked(worded->first, begin, end);
            checked(worded->last, begin, end);
            return *worded;
        }
        fail(words, plain, begin, end);
    }

    std::optional<DateInterval> in_words(std::vector<Piece> words, std::size_t begin,
                                         std::size_t end) const {
        if (words.size() > 1 && (words[0].text == "on" || words[0].text == "in") &&
            !relative_words(words, begin, end)) {
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
        if (const auto relative = relative_words(words, begin, end)) {
            return relative;
        }
        return calendar_words(words, begin, end);
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
        if (const auto name = find_name(kWeekdays, word)) {
            return day_interval(latest_weekday(*name + 1, now_));
        }
        if (const auto name = find_name(kMonths, word)) {
            return latest_month(*name + 1);
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
        static constexpr std::pair<char, Unit> kLetters[] = {
            {'d', Unit::Day}, {'w', Unit::Week}, {'m', Unit::Month}, {'y', Unit::Year}};
        if (word.size() < 2) return std::nullopt;
        const std::string_view digits = word.substr(0, word.size() - 1);
        for (const auto& [letter, unit] : kLetters) {
            if (word.back() != letter) continue;
            const auto count = number_of(digits, 4);
            return count ? std::optional(moved(now_, -*count, unit)) : std::nullopt;
        }
        return std::nullopt;
    }

    static std::optional<unsigned> quarter_number(std::string_view word) {
        if (word.size() == 2 && word[0] == 'q' && word[1] >= '1' && word[1] <= '4') {
            return static_cast<unsigned>(word[1] - '0');
        }
        return std::nullopt;
    }

    static Day latest_weekday(unsigned number, Day day) {
        return day - days{(iso_weekday(day) + 7 - number) % 7};
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

    // `day` moved by whole units; the last day of a month that is too short.
    static Day moved(Day day, int count, Unit unit) {
        if (unit == Unit::Day || unit == Unit::Week) {
            return day + days{count * (unit == Unit::Week ? 7 : 1)};
        }
        const year_month_day date = year_month_day{day} + months{count * months_of(unit)};
        return date.ok() ? sys_days{date} : sys_days{date.year() / date.month() / last};
    }

    // The unit of the calendar that holds the day.
    static std::optional<DateInterval> unit_around(Day day, Unit unit) {
        if (!in_calendar(day)) {
            return std::nullopt;
        }
        const year_month_day date{day};
        const int year = static_cast<int>(date.year());
        const unsigned month = static_cast<unsigned>(date.month());
        switch (unit) {
            case Unit::Day:
                return day_interval(day);
            case Unit::Week: {
                const Day monday = latest_weekday(1, day);
                return DateInterval{monday, monday + days{6}, Granularity::Week};
            }
            case Unit::Month:
                return month_interval(year, month);
            case Unit::Quarter:
                return quarter_interval(year, (month + 2) / 3);
            case Unit::Year:
                return year_interval(year);
            case Unit::Decade:
                return decade_interval(year / 10 * 10);
        }
        return std::nullopt;
    }

    DateInterval around(int count, Unit unit, std::size_t begin, std::size_t end) const {
        check_reach(count, unit, begin, end);
        const auto interval = unit_around(checked(moved(now_, count, unit), begin, end), unit);
        if (!interval) {
            outside(begin, end);
        }
        return *interval;
    }

    void check_reach(int count, Unit unit, std::size_t begin, std::size_t end) const {
        const int step = months_of(unit);
        const bool far = step > 0 && std::abs(count) > 12 * 10'000 / step;
        if (far) {
            outside(begin, end);
        }
    }

    [[noreturn]] void outside(std::size_t begin, std::size_t end) const {
        throw QueryError(quoted(begin, end) + " is outside the years 1 to 9999", begin, end,
                         examples());
    }

    std::optional<DateInterval> relative_words(const std::vector<Piece>& words, std::size_t begin,
                                               std::size_t end) const {
        const std::string& head = words[0].text;
        const std::string& tail = words.back().text;
        const bool back = head == "last" || head == "past" || head == "previous";
        if (words.size() == 2 && (back || head == "this" || head == "next")) {
            return named(head == "past" && unit_of(tail) ? "past"
                         : back                          ? "last"
                                                         : head,
                         tail, begin, end);
        }
        if (words.size() == 3 && (back || head == "next")) {
            const auto count = count_of(words[1].text);
            const auto unit = unit_of(tail);
            if (count && unit) {
                return rolling(back, *count, *unit, words[1], begin, end);
            }
        }
        const bool ago = words.size() == 3 && tail == "ago";
        const bool in = words.size() == 3 && head == "in";
        const bool hence = words.size() == 4 && words[2].text == "from" && tail == "now";
        if (ago || in || hence) {
            const auto count = count_of(words[in ? 1 : 0].text);
            const auto unit = unit_of(words[in ? 2 : 1].text);
            if (count && unit) {
                return around(ago ? -*count : *count, *unit, begin, end);
            }
        }
        return std::nullopt;
    }

    // "past 7 days", "next 2 weeks".
    DateInterval rolling(bool back, int count, Unit unit, const Piece& number, std::size_t begin,
                         std::size_t end) const {
        if (count == 0) {
            throw QueryError("no days in " + quoted(begin, end), number.begin, number.end,
                             "a number from 1 on");
        }
        check_reach(count, unit, begin, end);
        const Day far = checked(moved(now_, back ? -count : count, unit), begin, end);
        return back ? DateInterval{far + days{1}, now_, Granularity::Range}
                    : DateInterval{now_ + days{1}, far, Granularity::Range};
    }

    // "last week", "this monday", "next march", "past year".
    std::optional<DateInterval> named(std::string_view which, const std::string& name,
                                      std::size_t begin, std::size_t end) const {
        const int step = which == "last" ? -1 : which == "next" ? 1 : 0;
        if (const auto unit = unit_of(name)) {
            if (which == "past") {
                return rolling(true, 1, *unit, Piece{}, begin, end);
            }
            return around(step, *unit, begin, end);
        }
        const Day monday = latest_weekday(1, now_);
        if (name == "weekend") {
            const Day saturday = monday + days{5 + 7 * step};
            return DateInterval{saturday, saturday + days{1}, Granularity::Range};
        }
        if (const auto weekday = find_name(kWeekdays, name)) {
            const Day latest = latest_weekday(*weekday + 1, now_);
            return day_interval(step < 0   ? latest_weekday(*weekday + 1, now_ - days{1})
                                : step > 0 ? latest + days{7}
                                           : monday + days{*weekday});
        }
        if (const auto month = find_name(kMonths, name)) {
            const unsigned number = *month + 1;
            const int year = this_year() + (step < 0 && number >= this_month()   ? -1
                                            : step > 0 && number <= this_month() ? 1
                                                                                 : 0);
            return month_interval(year, number);
        }
        return std::nullopt;
    }

    // "march 2024", "5 march", "march 5 2024", "q2 2024", with or without a weekday before it.
    std::optional<DateInterval> calendar_words(std::vector<Piece> words, std::size_t begin,
                                               std::size_t end) const {
        std::optional<unsigned> weekday;
        if (words.size() > 2) {
            weekday = find_name(kWeekdays, words[0].text);
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
            } else if (const auto month = find_name(kMonths, a); month && year_of(b)) {
                found = month_interval(*year_of(b), *month + 1);
            } else if (month && day_of(b)) {
                found = latest_day(*month + 1, *day_of(b), begin, end);
            } else if (const auto later = find_name(kMonths, b); later && year_of(a)) {
                found = month_interval(*year_of(a), *later + 1);
            } else if (later && day_of(a)) {
                found = latest_day(*later + 1, *day_of(a), begin, end);
            }
        } else if (words.size() == 3 && year_of(words[2].text)) {
            const auto first = find_name(kMonths, words[0].text);
            const auto second = find_name(kMonths, words[1].text);
            const auto month = first ? first : second;
            const auto day = day_of(words[first ? 1 : 0].text);
            if (month && day) {
                const auto made = make_day(*year_of(words[2].text), *month + 1, *day);
                if (!made) {
                    no_such_day(*year_of(words[2].text), *month + 1, begin, end);
                }
                found = day_interval(*made);
            }
        }
        if (found && weekday && iso_weekday(found->first) != *weekday + 1) {
            throw QueryError(format_date(*found) + " is a " +
                                 capitalised(kWeekdays[iso_weekday(found->first) - 1]) +
                                 ", not a " + capitalised(kWeekdays[*weekday]),
                             begin, end, format_date(*found));
        }
        return found;
    }

    // The latest such day that is not after now; 29 February up to eight years back.
    DateInterval latest_day(unsigned month, unsigned day, std::size_t begin,
                            std::size_t end) const {
        for (int year = this_year(); year > this_year() - 9; --year) {
            const auto made = make_day(year, month, day);
            if (made && *made <= now_) {
                return day_interval(*made);
            }
        }
        no_such_day(begin, end);
    }

    [[noreturn]] void no_such_day(std::size_t begin, std::size_t end) const {
        throw QueryError("there is no day " + quoted(begin, end), begin, end, examples());
    }

    // The same where the month is known.
    [[noreturn]] void no_such_day(int year, unsigned month, std::size_t begin,
                                  std::size_t end) const {
        const auto interval = month_interval(year, month);
        if (!interval) no_such_day(begin, end);
        const auto count = (interval->last - interval->first).count() + 1;
        throw QueryError("there is no day " + quoted(begin, end) + ": " +
                             capitalised(kMonths[month - 1]) + " " + std::to_string(year) +
                             " has " + std::to_string(count) + " days",
                         begin, end, format_day(interval->last));
    }

    [[noreturn]] void no_such_week(int year, std::size_t begin, std::size_t end) const {
        const unsigned weeks = week_interval(year, 53) ? 53 : 52;
        throw QueryError("there is no week " + quoted(begin, end) + ": " + std::to_string(year) +
                             " has " + std::to_string(weeks) + " weeks",
                         begin, end,
                         "w01 to w" + std::to_string(weeks) + ": " + std::to_string(year) + "-w" +
                             std::to_string(weeks));
    }

    // ---- What is wrong

    [[noreturn]] void fail(const std::vector<Piece>& words, const std::string& plain,
                           std::size_t begin, std::size_t end) const {
        const auto has = [&](std::string_view of) {
            return plain.find_first_of(of) != std::string::npos;
        };
        const bool digits_only =
            !plain.empty() && plain.find_first_not_of("0123456789-") == std::string::npos;
        if (const std::size_t time = plain.find_first_of("T:"); time != std::string::npos &&
                                                                has(":") && plain.size() > 10 &&
                                                                parse_date(plain.substr(0, 10))) {
            throw QueryError("a day is the shortest time a query can ask for", begin, end,
                             plain.substr(0, 10));
        }
        if (has("/") && plain.find_first_not_of("0123456789/") == std::string::npos) {
            throw QueryError(quoted(begin, end) + " may be day/month or month/day", begin, end,
                             "year-month-day: 2024-05-01");
        }
        if (digits_only && words.size() == 3) {
            if (words[0].text.size() == 4) {
                const auto month = number_of(words[1].text, 2);
                if (month && *month >= 1 && *month <= 12) {
                    no_such_day(*number_of(words[0].text, 4), static_cast<unsigned>(*month), begin,
                                end);
                }
                no_such_day(begin, end);
            }
            throw QueryError(quoted(begin, end) + " does not begin with a year", begin, end,
                             "year-month-day: 2024-05-01");
        }
        if (digits_only && words.size() == 2 && words[0].text.size() == 4) {
            throw QueryError("there is no month " + quoted(begin, end), begin, end,
                             "01 to 12: 2024-05");
        }
        if (plain.size() > 6 && year_of(plain.substr(0, 4)) && plain[4] == '-' &&
            (plain[5] == 'w' || plain[5] == 'W') && number_of(plain.substr(6), 2)) {
            no_such_week(*year_of(plain.substr(0, 4)), begin, end);
        }
        if (words.size() == 1 && is_undated(begin, end)) {
            throw QueryError("'undated' stands alone", begin, end, "date:undated");
        }
        for (const Piece& word : words) {
            const std::vector<std::string>& known = known_words();
            const bool letters = word.text.size() >= 3 && !is_digit(word.text[0]);
            if (!letters || std::find(known.begin(), known.end(), word.text) != known.end()) {
                continue;
            }
            const std::string near = nearest_name(word.text, known);
            if (!near.empty()) {
                throw QueryError(quoted(begin, end) + " is no date that Dateline knows", word.begin,
                                 word.end, "'" + near + "' for '" + word.text + "'?");
            }
        }
        throw QueryError(quoted(begin, end) + " is no date that Dateline knows", begin, end,
                         examples());
    }

    std::string_view text_;
    Day now_;
    year_month_day today_;
};

}  // namespace

QueryDate parse_query_date(std::string_view text, Day now) {
    return DateReader(text, now).read();
}

}  // namespace dateline
