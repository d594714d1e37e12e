// The words that dates are written in. Internal to searcher/query.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dateline {

// A run of characters between blanks, commas, '-' and '_'.
struct DateWord {
    std::string text;  // lower case
    std::size_t begin = 0;
    std::size_t end = 0;
};

// Those of the bytes [begin, end) of `text`; their offsets are offsets in `text`.
std::vector<DateWord> date_words(std::string_view text, std::size_t begin, std::size_t end);

// Leaves out blanks and commas at both ends of the bytes [begin, end) of `text`.
void trim_date(std::string_view text, std::size_t& begin, std::size_t& end);

// ---- What a word (in lower case) means; nothing for all others

// 1 to 12; the name, or its first three to five letters ("sept"), also with a point.
std::optional<unsigned> month_number(std::string_view word);
// 1 (Monday) to 7, likewise.
std::optional<unsigned> weekday_number(std::string_view word);
// "q2" -> 2.
std::optional<unsigned> quarter_number(std::string_view word);

enum class DateUnit { Day, Week, Month, Quarter, Year, Decade };

// In singular or plural.
std::optional<DateUnit> date_unit(std::string_view word);

// "3", "three" (up to twenty), "a": at most six digits.
std::optional<int> count_of(std::string_view word);
// A day of a month, 0 to 99: "5", "5th", "21st".
std::optional<unsigned> day_of(std::string_view word);
// Four digits.
std::optional<int> year_of(std::string_view word);
// Digits and nothing else, at most so many.
std::optional<int> number_of(std::string_view word, std::size_t most_digits);

// ---- For messages

std::string month_name(unsigned number);    // 1 to 12; "January"
std::string weekday_name(unsigned number);  // 1 to 7; "Monday"

// What a misspelt word may have been.
const std::vector<std::string>& known_date_words();

}  // namespace dateline
