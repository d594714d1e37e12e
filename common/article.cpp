#include "common/article.h"

namespace dateline {

std::optional<DateInterval> mentioned_interval(const Timex& timex) {
    if (timex.type != TimexType::Date && timex.type != TimexType::Time) return std::nullopt;
    std::string_view value = timex.value;
    value = value.substr(0, value.find('T'));  // the time of day
    if (value.size() == 3 || (value.size() == 4 && value[3] == 'X')) {
        return parse_date(std::string(value.substr(0, 3)) + "0s");
    }
    if (value.ends_with("-WE")) value.remove_suffix(3);  // a weekend counts as its week
    return parse_date(value);
}

std::string_view timex_type_name(TimexType type) {
    switch (type) {
        case TimexType::Date:
            return "DATE";
        case TimexType::Time:
            return "TIME";
        case TimexType::Duration:
            return "DURATION";
        case TimexType::Set:
            return "SET";
    }
    return "unknown";
}

}  // namespace dateline
