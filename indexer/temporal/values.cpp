#include "indexer/temporal/values.h"

#include <array>

namespace dateline::temporal {
namespace {

std::string padded(int number, std::size_t width) {
    std::string digits = std::to_string(number);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

// The letter of a unit and whether it stands after T.
struct UnitCode {
    const char* letter;
    bool time;
    int times;  // units of that letter in one of these
};

UnitCode unit_code(Unit unit) {
    switch (unit) {
        case Unit::Second:
            return {"S", true, 1};
        case Unit::Minute:
            return {"M", true, 1};
        case Unit::Hour:
            return {"H", true, 1};
        case Unit::Day:
            return {"D", false, 1};
        case Unit::Weekend:
            return {"D", false, 2};
        case Unit::Week:
            return {"W", false, 1};
        case Unit::Fortnight:
            return {"W", false, 2};
        case Unit::Month:
            return {"M", false, 1};
        case Unit::Quarter:
            return {"Q", false, 1};
        case Unit::Year:
            return {"Y", false, 1};
        case Unit::Decade:
            return {"Y", false, 10};
        case Unit::Century:
            return {"Y", false, 100};
        case Unit::Millennium:
            return {"Y", false, 1000};
        case Unit::None:
            break;
    }
    return {"", false, 1};
}

std::string decimal(std::int64_t thousandths) {
    std::string text = std::to_string(thousandths / 1000);
    std::string part = padded(static_cast<int>(thousandths % 1000), 3);
    while (!part.empty() && part.back() == '0')
        part.pop_back();
    return part.empty() ? text : text + "." + part;
}

// The next smaller unit and how many make up one, where halves are written with it.
struct Smaller {
    const char* letter;
    int count;
    bool time;
};

std::optional<Smaller> smaller_unit(Unit unit) {
    switch (unit) {
        case Unit::Minute:
            return Smaller{"S", 60, true};
        case Unit::Hour:
            return Smaller{"M", 60, true};
        case Unit::Day:
            return Smaller{"H", 24, true};
        case Unit::Year:
            return Smaller{"M", 12, false};
        default:
            return std::nullopt;
    }
}

}  // namespace

std::string four_digits(int year) {
    return padded(year, 4);
}

std::string two_digits(int number) {
    return padded(number, 2);
}

std::string year_month(int year, int month) {
    return padded(year, 4) + "-" + padded(month, 2);
}

std::string week_value(Day day) {
    const IsoWeek week = iso_week(day);
    return padded(week.year, 4) + "-W" + padded(static_cast<int>(week.week), 2);
}

std::string quarter_text(int year, int quarter) {
    return padded(year, 4) + "-Q" + std::to_string(quarter);
}

std::string season_code(int season) {
    constexpr std::array<const char*, 5> codes = {"", "SP", "SU", "FA", "WI"};
    return codes[static_cast<std::size_t>(season)];
}

std::string part_code(DayPart part) {
    constexpr std::array<const char*, 6> codes = {"", "MO", "MI", "AF", "EV", "NI"};
    return codes[static_cast<std::size_t>(part)];
}

std::string clock_text(const Clock& clock) {
    std::string text = padded(clock.hour, 2);
    text += ":" + padded(clock.minute < 0 ? 0 : clock.minute, 2);
    if (clock.second >= 0) text += ":" + padded(clock.second, 2);
    return text;
}

std::string shifted_quarter(int year, int quarter, int shift) {
    const int index = year * 4 + quarter - 1 + shift;
    return quarter_text(index / 4, index % 4 + 1);
}

std::string unknown_value(Unit unit) {
    switch (unit) {
        case Unit::Week:
        case Unit::Fortnight:
            return "XXXX-WXX";
        case Unit::Weekend:
            return "XXXX-WXX-WE";
        case Unit::Month:
            return "XXXX-XX";
        case Unit::Quarter:
            return "XXXX-QX";
        case Unit::Year:
            return "XXXX";
        case Unit::Decade:
            return "XXX";
        case Unit::Century:
        case Unit::Millennium:
            return "XX";
        default:
            return "XXXX-XX-XX";
    }
}

const char* reference_value(int shift) {
    if (shift < 0) return "PAST_REF";
    return shift > 0 ? "FUTURE_REF" : "PRESENT_REF";
}

std::string duration_value(const Quantity& q, Unit unit) {
    const UnitCode code = unit_code(unit);
    const std::string prefix = code.time ? "PT" : "P";
    if (q.vague) {
        if (unit == Unit::Decade) return "PXE";
        if (unit == Unit::Century) return "PXC";
        return prefix + "X" + code.letter;
    }
    const std::int64_t thousandths = q.thousandths * code.times;
    const auto smaller = thousandths % 1000 == 500 ? smaller_unit(unit) : std::nullopt;
    if (!smaller || code.times != 1) return prefix + decimal(thousandths) + code.letter;
    std::string value =
        thousandths >= 1000 ? prefix + decimal(thousandths / 1000 * 1000) + code.letter : prefix;
    if (smaller->time && !code.time) value += "T";
    return value + std::to_string(smaller->count / 2) + smaller->letter;
}

bool is_year(std::int64_t year) {
    return year >= 1 && year <= 9999;
}

int quarter_of(int month) {
    return (month + 2) / 3;
}

bool has_digits(const std::string& value, std::size_t from, std::size_t count) {
    if (value.size() < from + count) return false;
    for (std::size_t i = from; i < from + count; ++i) {
        if (value[i] < '0' || value[i] > '9') return false;
    }
    return true;
}

int number_at(const std::string& value, std::size_t from, std::size_t count) {
    int number = 0;
    for (std::size_t i = from; i < from + count; ++i)
        number = number * 10 + (value[i] - '0');
    return number;
}

Calendar calendar(Day day) {
    const std::chrono::year_month_day date{day};
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day()))};
}

Calendar shifted_month(int year, int month, int shift) {
    const int index = year * 12 + month - 1 + shift;
    return {index / 12, index % 12 + 1, 0};
}

}  // namespace dateline::temporal
