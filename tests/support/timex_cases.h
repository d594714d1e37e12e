// Tables of texts and the time expressions that the tagger is to find in them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "common/date.h"
#include "indexer/temporal/tagger.h"

namespace dateline::testing {

// "[last week] DATE 2013-W10 [now] DATE PRESENT_REF"
std::string tagged(std::string_view text, std::optional<Day> document_date,
                   TimexMode mode = TimexMode::Auto);

// "2013-W10 PRESENT_REF"
std::string values(std::string_view text, std::optional<Day> document_date,
                   TimexMode mode = TimexMode::Auto);

struct TimexCase {
    const char* text;
    const char* expected;
};

// Checks what `tagged` and what `values` say of each text.
void check_all(const std::vector<TimexCase>& cases, std::optional<Day> document_date,
               TimexMode mode = TimexMode::Auto);
void check_values(const std::vector<TimexCase>& cases, std::optional<Day> document_date,
                  TimexMode mode = TimexMode::Auto);

// Which must exist.
Day day(int year, unsigned month, unsigned number);

// A Friday, in week 11.
inline const Day kFriday = day(2013, 3, 15);

}  // namespace dateline::testing
