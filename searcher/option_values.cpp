#include "searcher/option_values.h"

#include <charconv>
#include <ctime>
#include <map>
#include <utility>

#include <CLI/CLI.hpp>

#include "common/text.h"
#include "searcher/query/dates.h"
#include "searcher/query/error.h"
#include "searcher/query/escape.h"
#include "searcher/query/parser.h"
#include "searcher/query/tree.h"

namespace dateline {
namespace {

Day local_today() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return *make_day(local.tm_year + 1900, static_cast<unsigned>(local.tm_mon + 1),
                     static_cast<unsigned>(local.tm_mday));
}

// A mistake in an option's value, which stands in quotes where the message does not.
CLI::ValidationError option_error(const std::string& option, const std::string& value,
                                  const QueryError& error) {
    std::string message = error.what();
    if (message.find(value) == std::string::npos)
        message = "\"" + printable(value) + "\": " + message;
    if (!error.suggestion().empty()) message += "; try " + error.suggestion();
    return CLI::ValidationError(option, message);
}

Query date_filter(std::optional<Day> first, std::optional<Day> last, const std::string& text) {
    Query days = make_query(Days{first, last, false, text}, 0, 0);
    return wrap(InField{Field::Date, "date"}, std::move(days), 0, 0);
}

}  // namespace

std::vector<Query> date_filters(const std::string& since, const std::string& until, Day now) {
    const auto read = [&](const std::string& option, const std::string& value) {
        try {
            const QueryDate date = parse_query_date(value, now);
            if (date.first && date.last && value.find("..") == std::string::npos) return date;
            throw CLI::ValidationError(
                option, "\"" + printable(value) + "\" is not one date" +
                            (date.undated ? "; try the query date:undated"
                                          : "; try --since and --until, or the query date:\"" +
                                                printable(value) + "\""));
        } catch (const QueryError& error) {
            throw option_error(option, value, error);
        }
    };
    std::vector<Query> filters;
    std::optional<Day> first;
    std::optional<Day> last;
    if (!since.empty()) {
        first = read("--since", since).first;
        filters.push_back(date_filter(first, std::nullopt, ">=" + since));
    }
    if (!until.empty()) {
        last = read("--until", until).last;
        filters.push_back(date_filter(std::nullopt, last, "<=" + until));
    }
    if (first && last && *last < *first) {
        throw CLI::ValidationError("--until",
                                   "\"" + printable(until) + "\" ends (" + format_day(*last) +
                                       ") before --since \"" + printable(since) + "\" begins (" +
                                       format_day(*first) + "); try the other way round: --since " +
                                       printable(until) + " --until " + printable(since));
    }
    return filters;
}

Day now_value(const std::string& text) {
    const Day today = local_today();
    if (text.empty()) return today;
    constexpr std::size_t kDay = 10;
    const bool timestamp = text.size() > kDay && (text[kDay] == 'T' || text[kDay] == ' ') &&
                           text.find(':') != text.npos;
    const std::string date = timestamp ? text.substr(0, kDay) : text;
    try {
        const QueryDate read = parse_query_date(date, today);
        if (read.first && read.last && date.find("..") == std::string::npos) return *read.last;
    } catch (const QueryError& error) {
        throw option_error("--now", text, error);
    }
    throw CLI::ValidationError(
        "--now", "\"" + printable(text) + "\" is not one day; try a day like 2024-02-08");
}

Query confidence_filter(const std::string& value) {
    const bool compared = value.find_first_of("<>=") == 0;
    try {
        return parse_query("date-confidence:" + quote((compared ? "" : ">=") + value), {});
    } catch (const QueryError&) {
        throw CLI::ValidationError("--date-confidence", "\"" + printable(value) +
                                                            "\" is not a number from 0 to 1; try "
                                                            "--date-confidence 0.9");
    }
}

double half_life_value(const std::string& text) {
    static const std::map<std::string, double> kUnits{
        {"", 1},       {"d", 1},         {"day", 1},       {"days", 1},      {"w", 7},
        {"week", 7},   {"weeks", 7},     {"m", 30.44},     {"month", 30.44}, {"months", 30.44},
        {"y", 365.25}, {"year", 365.25}, {"years", 365.25}};
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    const bool good = read.ec == std::errc() && number > 0 && number <= 1e6;
    std::string unit(read.ptr, end);
    unit.erase(0, unit.find_first_not_of(' '));
    const auto known = kUnits.find(unit);
    if (!good || known == kUnits.end()) {
        throw CLI::ValidationError("--recency",
                                   "\"" + printable(text) + "\" is not a time like 30d, 6m or 1y");
    }
    return number * known->second;
}

std::optional<DateField> timeline_value(const std::string& text) {
    if (text.empty()) return std::nullopt;
    if (text == "published") return DateField::Published;
    if (text == "mentioned") return DateField::Mentioned;
    throw CLI::ValidationError("--timeline",
                               "\"" + printable(text) + "\" is not published or mentioned");
}

ZoneName zones_value(const std::string& text) {
    const std::optional<ZoneName> zone = find_zone(text.empty() ? "all" : text);
    if (!zone) {
        throw CLI::ValidationError("--zones", "\"" + printable(text) +
                                                  "\" is not all, body, teaser, byline, "
                                                  "credit, comment-form or navigation");
    }
    return *zone;
}

TopicFields topic_fields_value(const std::string& text) {
    const std::optional<TopicFields> fields = parse_topic_fields(text);
    if (!fields) {
        throw CLI::ValidationError(
            "--topic-fields",
            "\"" + printable(text) + "\" is not title, desc, narr or several joined by +");
    }
    return *fields;
}

}  // namespace dateline
