#include "common/date_terms.h"

#include <string>

#include "tests/catch.h"

using namespace dateline;

TEST_CASE("packed dates come back, and their bytes are in order of time") {
    std::string before;
    for (Day day = *make_day(1, 1, 1); day <= *make_day(9999, 12, 1);
         day += std::chrono::days(97)) {
        for (const Granularity granularity :
             {Granularity::Day, Granularity::Week, Granularity::Month, Granularity::Quarter,
              Granularity::Year, Granularity::Decade, Granularity::Range}) {
            for (const bool inferred : {false, true}) {
                const PackedDate date(day, granularity, inferred);
                std::string bytes = "x";
                date.append_to(bytes);
                REQUIRE(bytes.size() == 1 + PackedDate::kBytes);
                const PackedDate read = PackedDate::read(bytes, 1);
                REQUIRE(read == date);
                REQUIRE(read.first() == day);
                REQUIRE(read.granularity() == granularity);
                REQUIRE(read.inferred() == inferred);
                REQUIRE(before < bytes);
                before = bytes;
            }
        }
    }
}

TEST_CASE("packed dates know their last day, but for ranges and centuries") {
    for (const char* const text : {"2024-05-01", "2024-02", "2023-02", "2024-12", "2024-Q1",
                                   "2024-Q4", "2020-W53", "2024", "1990s", "9999-12-31", "9999"}) {
        CAPTURE(text);
        const DateInterval interval = *parse_date(text);
        CHECK(PackedDate(interval.first, interval.granularity, true).last() == interval.last);
    }
    const Day day = *make_day(1900, 1, 1);
    CHECK_FALSE(PackedDate(day, Granularity::Range, false).last());
    CHECK_FALSE(PackedDate(day, Granularity::Century, false).last());
}
