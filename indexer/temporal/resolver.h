// Gives expressions their values: resolver.cpp says which computation each form needs and remembers
// what was mentioned, resolve_days.cpp and resolve_periods.cpp compute.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "common/article.h"
#include "common/date.h"
#include "indexer/temporal/expression.h"

namespace dateline::temporal {

// Remembers what was mentioned before: give it the expressions of one text in order.
class Resolver {
public:
    // `narrative`: dates without a year belong to the year mentioned last, not to the document's.
    Resolver(std::optional<Day> document_date, bool narrative)
        : document_date_(document_date), narrative_(narrative) {}

    // The expression with type and value; nothing if it turns out to be none.
    std::optional<Timex> resolve(const Expression& e);

private:
    // A calendar date as far as it is known: month and day may be 0.
    struct Mention {
        int year = 0;
        int month = 0;
        int day = 0;
        bool season = false;  // the month is the one in which it begins
        std::size_t position = 0;
        std::size_t sentence = 0;

        // The first day of it.
        std::optional<Day> first_day() const {
            return make_day(year, static_cast<unsigned>(month == 0 ? 1 : month),
                            static_cast<unsigned>(day == 0 ? 1 : day));
        }
    };
    struct Period {
        int year = 0;
        int quarter = 0;  // 0: a whole year or most of one
        std::size_t position = 0;
    };

    // How far back, in bytes, a date still is what "earlier" or "the following year" refers to.
    static constexpr std::size_t kMentionReach = 1000;

    std::string value_of(const Expression& e);
    std::string decade_value(const Expression& e) const;
    std::string day_offset_value(const Expression& e) const;
    std::string weekday_value(const Expression& e) const;
    std::optional<Day> last_day() const;
    std::optional<Day> weekday_day(const Expression& e) const;
    std::string month_day_value(const Expression& e);
    std::string day_alone_value(const Expression& e) const;
    std::string month_value(const Expression& e);
    std::string nth_weekday_value(const Expression& e);
    std::string unit_value(Unit unit, int shift, std::optional<Day> from) const;
    std::string unit_of_last_value(const Expression& e);
    const std::optional<Mention>& anchor(Unit unit) const;
    std::string current_unit_value(const Expression& e);
    std::string week_of_value(const Expression& e);
    std::string half_value(const Expression& e) const;
    std::string quarter_value(const Expression& e);
    std::string quarter_ended_value(const Expression& e);
    std::string last_period_value(const Expression& e);
    std::string year_before_value(const Expression& e);
    std::string season_value(const Expression& e);
    std::string holiday_value(const Expression& e);
    std::string offset_value(const Expression& e);
    std::optional<std::string> just_named_value(const Expression& e) const;
    std::optional<std::string> year_earlier_value(const Expression& e) const;
    std::optional<Day> offset_anchor(const Expression& e) const;
    std::string day_of_year_value(const Expression& e) const;
    std::string clock_value(const Expression& e);
    std::optional<Day> near_month_day(int month, int day, const Expression& e) const;
    std::optional<int> narrative_year(int month) const;
    bool goes_on(const Expression& e) const;
    std::optional<int> entry_year(const Expression& e) const;
    const Period* recent_period(const Expression& e) const;
    void remember(const Expression& e, const Timex& timex);

    std::optional<Day> document_date_;
    bool narrative_;
    std::optional<Mention> last_;
    std::optional<Mention> last_day_;
    std::optional<Mention> last_entry_;
    std::optional<Period> period_;
};

}  // namespace dateline::temporal
