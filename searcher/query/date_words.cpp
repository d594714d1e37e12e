#include "searcher/query/date_words.h"

#include <array>
#include <utility>

#include "common/ascii.h"

namespace dateline {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 20> kNumbers = {
    "one",     "two",     "three",     "four",     "five",     "six",      "seven",
    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
constexpr std::array<std::pair<std::string_view, DateUnit>, 6> kUnits = {{
    {"day", DateUnit::Day},
    {"week", DateUnit::Week},
    {"month", DateUnit::Month},
    {"quarter", DateUnit::Quarter},
    {"year", DateUnit::Year},
    {"decade", DateUnit::Decade},
}};

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',';
}

bool is_separator(char c) {
    return is_blank(c) || c == '-' || c == '_';
}

// The place of a name, from 1, of which three to five letters may stand for all.
template <std::size_t N>
std::optional<unsigned> place_of_name(const std::array<std::string_view, N>& names,
                                      std::string_view word) {
    if (word.size() < 3) {
        return std::nullopt;
    }
    if (word.back() == '.') {
        word.remove_suffix(1);
    }
    for (std::size_t i = 0; i < N; ++i) {
        const bool cut = word.size() >= 3 && word.size() <= 5 && names[i].starts_with(word);
        if (word == names[i] || cut) {
            return static_cast<unsigned>(i + 1);
        }
    }
    return std::nullopt;
}

std::string capitalised(std::string_view name) {
    std::string text(name);
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace

std::vector<DateWord> date_words(std::string_view text, std::size_t begin, std::size_t end) {
    std::vector<DateWord> words;
    for (std::size_t at = begin; at < end;) {
        if (is_separator(text[at])) {
            ++at;
            continue;
        }
        DateWord word;
        word.begin = at;
        while (at < end && !is_separator(text[at])) {
            ++at;
        }
        word.end = at;
        word.text = lower_ascii(text.substr(word.begin, word.end - word.begin));
        words.push_back(std::move(word));
    }
    return words;
}

void trim_date(std::string_view text, std::size_t& begin, std::size_t& end) {
    while (begin < end && is_blank(text[begin])) {
        ++begin;
    }
    while (end > begin && is_blank(text[end - 1])) {
        --end;
    }
}

std::optional<unsigned> month_number(std::string_view word) {
    return place_of_name(kMonths, word);
}

std::optional<unsigned> weekday_number(std::string_view word) {
    return place_of_name(kWeekdays, word);
}

std::optional<unsigned> quarter_number(std::string_view word) {
    if (word.size() == 2 && word[0] == 'q' && word[1] >= '1' && word[1] <= '4') {
        return static_cast<unsigned>(word[1] - '0');
    }
    return std::nullopt;
}

std::optional<DateUnit> date_unit(std::string_view word) {
    if (word.ends_with('s')) {
        word.remove_suffix(1);
    }
    for (const auto& [name, unit] : kUnits) {
        if (word == name) {
            return unit;
        }
    }
    return std::nullopt;
}

std::optional<int> number_of(std::string_view word, std::size_t most_digits) {
    if (word.empty() || word.size() > most_digits) {
        return std::nullopt;
    }
    int number = 0;
    for (const char c : word) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        number = number * 10 + (c - '0');
    }
    return number;
}

std::optional<int> count_of(std::string_view word) {
    if (word == "a" || word == "an") {
        return 1;
    }
    for (std::size_t i = 0; i < kNumbers.size(); ++i) {
        if (word == kNumbers[i]) {
            return static_cast<int>(i) + 1;
        }
    }
    return number_of(word, 6);
}

std::optional<unsigned> day_of(std::string_view word) {
    for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
        if (word.ends_with(ending)) {
            word.remove_suffix(2);
            break;
        }
    }
    const std::optional<int> day = number_of(word, 2);
    return day ? std::optional<unsigned>(static_cast<unsigned>(*day)) : std::nullopt;
}

std::optional<int> year_of(std::string_view word) {
    return word.size() == 4 ? number_of(word, 4) : std::nullopt;
}

std::string month_name(unsigned number) {
    return capitalised(kMonths[number - 1]);
}

std::string weekday_name(unsigned number) {
    return capitalised(kWeekdays[number - 1]);
}

const std::vector<std::string>& known_date_words() {
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

}  // namespace dateline
