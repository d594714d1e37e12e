#include "indexer/cleaning/written_date.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "common/text.h"

namespace dateline {
namespace {

struct Name {
    std::string_view word;  // folded
    unsigned number;
};

constexpr Name kMonths[] = {
    {"january", 1},   {"jan", 1},        {"januar", 1},     {"janvier", 1},    {"enero", 1},
    {"gennaio", 1},   {"janeiro", 1},    {"januari", 1},    {"february", 2},   {"feb", 2},
    {"februar", 2},   {"fevrier", 2},    {"febrero", 2},    {"febbraio", 2},   {"fevereiro", 2},
    {"februari", 2},  {"march", 3},      {"mar", 3},        {"marz", 3},       {"mars", 3},
    {"marzo", 3},     {"marco", 3},      {"maart", 3},      {"april", 4},      {"apr", 4},
    {"avril", 4},     {"abril", 4},      {"aprile", 4},     {"may", 5},        {"mai", 5},
    {"mayo", 5},      {"maggio", 5},     {"maio", 5},       {"mei", 5},        {"june", 6},
    {"jun", 6},       {"juni", 6},       {"juin", 6},       {"junio", 6},      {"giugno", 6},
    {"junho", 6},     {"july", 7},       {"jul", 7},        {"juli", 7},       {"juillet", 7},
    {"julio", 7},     {"luglio", 7},     {"julho", 7},      {"august", 8},     {"aug", 8},
    {"aout", 8},      {"agosto", 8},     {"augustus", 8},   {"september", 9},  {"sep", 9},
    {"sept", 9},      {"septembre", 9},  {"septiembre", 9}, {"settembre", 9},  {"setembro", 9},
    {"october", 10},  {"oct", 10},       {"oktober", 10},   {"okt", 10},       {"octobre", 10},
    {"octubre", 10},  {"ottobre", 10},   {"outubro", 10},   {"november", 11},  {"nov", 11},
    {"novembre", 11}, {"noviembre", 11}, {"novembro", 11},  {"december", 12},  {"dec", 12},
    {"dezember", 12}, {"dez", 12},       {"decembre", 12},  {"diciembre", 12}, {"dicembre", 12},
    {"dezembro", 12}};

constexpr std::string_view kWeekdays[] = {
    "monday",   "mon",     "tuesday",  "tue",    "tues",     "wednesday", "wed",
    "thursday", "thu",     "thur",     "thurs",  "friday",   "fri",       "saturday",
    "sat",      "sunday",  "sun",      "montag", "dienstag", "mittwoch",  "donnerstag",
    "freitag",  "samstag", "sonntag",  "lundi",  "mardi",    "mercredi",  "jeudi",
    "vendredi", "samedi",  "dimanche", "lunes",  "martes",   "miercoles", "jueves",
    "viernes",  "sabado",  "domingo",  "lunedi", "martedi",  "mercoledi", "giovedi",
    "venerdi",  "sabato",  "domenica"};

// What may stand beside a date in a line of its own.
constexpr std::string_view kBeside[] = {
    "at",       "am",   "pm",   "a",        "m",   "p",   "gmt",     "utc",       "est",
    "edt",      "et",   "pst",  "pdt",      "pt",  "cst", "cdt",     "ct",        "mst",
    "bst",      "cet",  "cest", "ist",      "uhr", "h",   "hrs",     "z",         "on",
    "um",       "le",   "el",   "il",       "em",  "a",   "updated", "published", "posted",
    "modified", "last", "noon", "midnight", "the", "den", "local",   "time"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0xC3;
}

struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string folded;
};

// Reads on from a place in the text, and never past its end.
class Reader {
public:
    Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    std::size_t at() const { return at_; }
    bool done() const { return at_ >= text_.size(); }
    char peek() const { return done() ? '\0' : text_[at_]; }

    void skip(std::string_view any) {
        while (!done() && any.find(text_[at_]) != std::string_view::npos) {
            ++at_;
        }
    }
    // A run of letters, of at most 16 bytes; empty (and nothing taken) for others.
    std::string word() {
        std::size_t stop = at_;
        while (stop < text_.size() && stop - at_ <= 16 &&
               (is_letter(text_[stop]) ||
                (stop > at_ && static_cast<unsigned char>(text_[stop]) >= 0x80))) {
            ++stop;
        }
        if (stop == at_ || stop - at_ > 16) {
            return {};
        }
        const std::string_view letters = text_.substr(at_, stop - at_);
        at_ = stop;
        if (std::any_of(letters.begin(), letters.end(),
                        [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
            return fold(letters);
        }
        std::string result(letters);
        for (char& c : result) {
            c = static_cast<char>(c | 0x20);
        }
        return result;
    }
    // A run of at most eight digits.
    std::optional<std::pair<unsigned, std::size_t>> number() {
        std::size_t stop = at_;
        unsigned value = 0;
        while (stop < text_.size() && is_digit(text_[stop]) && stop - at_ < 9) {
            value = value * 10 + static_cast<unsigned>(text_[stop] - '0');
            ++stop;
        }
        const std::size_t length = stop - at_;
        if (length == 0 || length > 8) {
            return std::nullopt;
        }
        at_ = stop;
        return std::pair{value, length};
    }

private:
    std::string_view text_;
    std::size_t at_;
};

// The numbers of months, and kWeekday for weekdays, by name.
class NameTable {
public:
    static constexpr unsigned kWeekday = 13;

    NameTable() {
        names_.assign(std::begin(kMonths), std::end(kMonths));
        for (const std::string_view word : kWeekdays) {
            names_.push_back({word, kWeekday});
        }
        std::stable_sort(names_.begin(), names_.end(),
                         [](const Name& a, const Name& b) { return a.word < b.word; });
    }

    unsigned number(std::string_view word) const {
        const auto at =
            std::lower_bound(names_.begin(), names_.end(), word,
                             [](const Name& a, std::string_view b) { return a.word < b; });
        return at != names_.end() && at->word == word ? at->number : 0;
    }

private:
    std::vector<Name> names_;
};

unsigned name_number(std::string_view word) {
    static const NameTable table;
    return word.size() < 3 ? 0 : table.number(word);
}

unsigned month_number(std::string_view word) {
    const unsigned number = name_number(word);
    return number <= 12 ? number : 0;
}

bool is_weekday(std::string_view word) {
    return name_number(word) == NameTable::kWeekday;
}

bool is_year(unsigned value, std::size_t digits) {
    return digits == 4 && value >= 1600 && value <= 2199;
}

// " [,] [de] 2024" after a day and month: the year, and the reader moved behind it; else 0 and
// nothing taken.
int year_behind(std::string_view text, Reader& reader) {
    Reader ahead = reader;
    ahead.skip(" ,.\t");
    Reader after_word = ahead;
    const std::string word = after_word.word();
    if (word == "de" || word == "del" || word == "of") {
        ahead = after_word;
        ahead.skip(" ");
    }
    const auto number = ahead.number();
    if (!number || !is_year(number->first, number->second)) {
        return 0;
    }
    // "May 1, 2024,500" or "2024-25" is no year.
    if (ahead.peek() == ',' && ahead.at() + 1 < text.size() && is_digit(text[ahead.at() + 1])) {
        return 0;
    }
    reader = ahead;
    return static_cast<int>(number->first);
}

// "st", "nd", "rd", "th", "er", "." or "º" behind a day.
void skip_ordinal(Reader& reader) {
    Reader ahead = reader;
    const std::string word = ahead.word();
    if (word == "st" || word == "nd" || word == "rd" || word == "th" || word == "er" ||
        word == "o") {
        reader = ahead;
    }
    if (reader.peek() == '.') {
        reader.skip(".");
    }
}

std::optional<WrittenDate> month_first(std::string_view text, Reader reader, unsigned month) {
    WrittenDate date;
    date.month = month;
    reader.skip(".");
    const std::size_t month_end = reader.at();
    reader.skip(" \t");
    if (reader.at() == month_end && reader.peek() != '\0') {
        return std::nullopt;
    }
    Reader day_reader = reader;
    const auto number = day_reader.number();
    if (!number) {
        return std::nullopt;
    }
    if (is_year(number->first, number->second)) {
        date.year = static_cast<int>(number->first);
        date.end = day_reader.at();
        return date;
    }
    if (number->second > 2 || number->first < 1 || number->first > 31) {
        return std::nullopt;
    }
    const char behind = day_reader.peek();
    const bool decimal = (behind == '.' || behind == ',') && day_reader.at() + 1 < text.size() &&
                         is_digit(text[day_reader.at() + 1]);
    if (decimal || behind == '/' || behind == '%' || behind == ':') {
        return std::nullopt;
    }
    date.day = number->first;
    skip_ordinal(day_reader);
    date.end = day_reader.at();
    date.year = year_behind(text, day_reader);
    date.end = date.year != 0 ? day_reader.at() : date.end;
    return date;
}

// 2024-03-12, 2024/3/12, 12.3.2024, 13/3/2024, after the first number.
std::optional<WrittenDate> all_numbers(Reader reader, unsigned first, std::size_t digits) {
    const char separator = reader.peek();
    if (separator != '-' && separator != '/' && separator != '.') {
        return std::nullopt;
    }
    reader.skip(std::string_view(&separator, 1));
    const auto second = reader.number();
    if (!second || second->second > 2 || reader.peek() != separator) {
        return std::nullopt;
    }
    reader.skip(std::string_view(&separator, 1));
    const auto third = reader.number();
    if (!third) {
        return std::nullopt;
    }
    WrittenDate date;
    date.end = reader.at();
    if (is_year(first, digits) && third->second <= 2 && separator != '.') {
        date.year = static_cast<int>(first);
        date.month = second->first;
        date.day = third->first;
    } else if (digits <= 2 && is_year(third->first, third->second)) {
        date.year = static_cast<int>(third->first);
        const bool day_first = separator == '.' || first > 12;
        if (!day_first && second->first <= 12 && first != second->first) {
            return std::nullopt;  // 3/4/2024: March or April
        }
        date.day = day_first ? first : second->first;
        date.month = day_first ? second->first : first;
    } else {
        return std::nullopt;
    }
    return date.interval() ? std::optional(date) : std::nullopt;
}

std::optional<WrittenDate> number_first(std::string_view text, Reader reader) {
    const auto number = reader.number();
    if (!number) {
        return std::nullopt;
    }
    const auto [value, digits] = *number;
    if (digits == 8 && !is_letter(reader.peek())) {
        WrittenDate date{static_cast<int>(value / 10000), value / 100 % 100, value % 100, 0,
                         reader.at()};
        return is_year(value / 10000, 4) && date.interval() ? std::optional(date) : std::nullopt;
    }
    if (const auto date = all_numbers(reader, value, digits)) {
        return date;
    }
    if (digits > 2 || value < 1 || value > 31) {
        return std::nullopt;
    }
    skip_ordinal(reader);
    reader.skip(" \t");
    Reader ahead = reader;
    std::string word = ahead.word();
    if (word == "of" || word == "de" || word == "di") {
        ahead.skip(" ");
        word = ahead.word();
    }
    WrittenDate date;
    date.month = month_number(word);
    if (date.month == 0) {
        return std::nullopt;
    }
    date.day = value;
    if (ahead.peek() == '.') {
        ahead.skip(".");
    }
    date.end = ahead.at();
    date.year = year_behind(text, ahead);
    date.end = date.year != 0 ? ahead.at() : date.end;
    return date;
}

}  // namespace

std::optional<DateInterval> WrittenDate::interval() const {
    if (year == 0) {
        return std::nullopt;
    }
    if (month == 0) {
        return year_interval(year);
    }
    if (day == 0) {
        return month_interval(year, month);
    }
    const auto exact = make_day(year, month, day);
    return exact ? std::optional(day_interval(*exact)) : std::nullopt;
}

std::optional<WrittenDate> written_date_at(std::string_view text, std::size_t at) {
    Reader reader(text, at);
    std::optional<WrittenDate> date;
    Reader ahead = reader;
    const std::string word = ahead.word();
    if (word.empty()) {
        date = number_first(text, reader);
    } else if (is_weekday(word)) {
        ahead.skip(" ,.\t");
        Reader behind = ahead;
        const std::string article = behind.word();
        if (article == "the" || article == "den" || article == "le" || article == "el") {
            behind.skip(" ");
            ahead = behind;
        }
        Reader month_reader = ahead;
        const std::string next = month_reader.word();
        const unsigned month = month_number(next);
        date = next.empty() ? number_first(text, ahead)
               : month != 0 ? month_first(text, month_reader, month)
                            : std::nullopt;
    } else if (const unsigned month = month_number(word); month != 0) {
        date = month_first(text, ahead, month);
    }
    if (!date ||
        (date->end < text.size() && (is_letter(text[date->end]) || is_digit(text[date->end])) &&
         text[date->end] != 'T')) {
        return std::nullopt;
    }
    if (date->year != 0 && !date->interval()) {
        return std::nullopt;
    }
    if (date->year == 0 && date->day > (date->month == 2 ? 29U : 31U)) {
        return std::nullopt;
    }
    date->begin = at;
    return date;
}

std::optional<WrittenDate> find_written_date(std::string_view text, std::size_t from,
                                             std::size_t to) {
    const std::string_view head = text.substr(0, std::min(to, text.size()));
    // Every date has a digit, so none begins behind the last one.
    std::size_t behind_digits = head.size();
    while (behind_digits > from && !is_digit(head[behind_digits - 1]))
        --behind_digits;
    for (std::size_t at = from; at < behind_digits; ++at) {
        const bool begins = (is_letter(head[at]) || is_digit(head[at])) &&
                            (at == 0 || !(is_letter(head[at - 1]) || is_digit(head[at - 1]) ||
                                          static_cast<unsigned char>(head[at - 1]) >= 0x80));
        if (begins) {
            auto date = written_date_at(head, at);
            // "31 April 2024" is no day, so it is no month either.
            const std::size_t before =
                at == 0 ? std::string_view::npos : head.find_last_not_of(" \t.", at - 1);
            const bool after_number =
                before != std::string_view::npos && at - before <= 4 && is_digit(head[before]);
            if (date && (date->day != 0 || !after_number)) {
                return date;
            }
        }
    }
    return std::nullopt;
}

bool may_hold_date(std::string_view text) {
    return std::any_of(text.begin(), text.end(), is_digit);
}

std::optional<WrittenDate> only_written_date(std::string_view line) {
    if (line.size() > 100 || !may_hold_date(line)) {
        return std::nullopt;
    }
    const auto is_beside = [](std::string_view word) {
        return std::find(std::begin(kBeside), std::end(kBeside), word) != std::end(kBeside) ||
               is_weekday(word);
    };
    // Of most lines the first word shows that they are something else.
    if (!line.empty() && is_letter(line[0])) {
        const std::string first = Reader(line, 0).word();
        if (!is_beside(first) && month_number(first) == 0) return std::nullopt;
    }
    if (line.find("  ") != std::string_view::npos) {  // columns of a table
        return std::nullopt;
    }
    const auto date = find_written_date(line, 0, line.size());
    if (!date) {
        return std::nullopt;
    }
    std::size_t numbers = 0;
    for (std::size_t at = 0; at < line.size();) {
        if (at == date->begin) {
            at = date->end;
            continue;
        }
        Reader reader(line, at);
        if (is_letter(line[at])) {
            const std::string word = reader.word();
            if (!is_beside(word) && !(at == date->end && word == "t")) {
                return std::nullopt;
            }
            at = reader.at();
        } else if (is_digit(line[at])) {
            const auto number = reader.number();
            if (!number || ++numbers > 6 || (number->second > 2 && number->second != 4) ||
                number->first > 2400 || (number->second <= 2 && number->first > 59)) {
                return std::nullopt;
            }
            at = reader.at();
        } else {
            ++at;
        }
    }
    return date;
}

}  // namespace dateline
