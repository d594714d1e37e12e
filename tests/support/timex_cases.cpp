#include "tests/support/timex_cases.h"

#include "tests/catch.h"

namespace dateline::testing {

std::string tagged(std::string_view text, std::optional<Day> document_date, TimexMode mode) {
    std::string line;
    for (const Timex& t : tag_timexes(text, document_date, mode)) {
        if (!line.empty()) line += ' ';
        line += '[';
        line += text.substr(t.begin, t.end - t.begin);
        line += "] ";
        line += timex_type_name(t.type);
        line += ' ' + t.value;
    }
    return line;
}

std::string values(std::string_view text, std::optional<Day> document_date, TimexMode mode) {
    std::string line;
    for (const Timex& t : tag_timexes(text, document_date, mode)) {
        if (!line.empty()) line += ' ';
        line += t.value;
    }
    return line;
}

Day day(int year, unsigned month, unsigned number) {
    return *make_day(year, month, number);
}

void check_all(const std::vector<TimexCase>& cases, std::optional<Day> document_date,
               TimexMode mode) {
    for (const TimexCase& c : cases) {
        CAPTURE(c.text);
        CHECK(tagged(c.text, document_date, mode) == c.expected);
    }
}

void check_values(const std::vector<TimexCase>& cases, std::optional<Day> document_date,
                  TimexMode mode) {
    for (const TimexCase& c : cases) {
        CAPTURE(c.text);
        CHECK(values(c.text, document_date, mode) == c.expected);
    }
}

}  // namespace dateline::testing
