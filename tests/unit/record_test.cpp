#include "common/record.h"

#include <cmath>

#include "common/error.h"
#include "tests/catch.h"

using namespace dateline;

namespace {

Article full_article() {
    Article article;
    article.id = "2024/05/01/002.txt";
    article.title = "Žalek’s “title”";
    article.title_origin = TitleOrigin::Heading;
    article.body = std::string(70000, 'x') + "\nend\n";
    article.zones = {{0, 5, Zone::Title}, {7, 300, Zone::Teaser}, {400, 70000, Zone::Navigation}};
    article.truncated = true;
    article.url = "https://example.org/?a=b&c";
    article.source = "The Globe";
    article.credits = {"Reuters", "AP"};
    article.language = "en";
    article.dates = {
        {day_interval(*make_day(2024, 5, 1)), DateSource::Given, 1.0, "2024-05-01T10:00:00Z"},
        {*week_interval(2024, 18), DateSource::Path, 0.25, ""},
        {*year_interval(1), DateSource::Copyright, 0.5, "© 1"},
        {*decade_interval(9990), DateSource::FileTime, 0, "x"}};
    article.yearless_dates = {{5, 31, DateSource::Dateline, 0.7, "CAIRO, May 31 (NP) "},
                              {2, 29, DateSource::OwnLine, 0.745, ""}};
    article.date_notes = {"\"Updated On\": no date follows", ""};
    article.mentions = {{3, 12, TimexType::Date, "2023-10-07", "date.day", 0.9},
                        {20, 30, TimexType::Duration, "P3D", "duration", 0.5},
                        {60000, 70001, TimexType::Set, "XXXX-WXX-3", "set", 1}};
    article.metadata = {{"tag", "a"}, {"tag", "b"}, {"", "empty key"}, {"empty value", ""}};
    return article;
}

void check_equal(const Article& a, const Article& b) {
    CHECK(a.id == b.id);
    CHECK(a.title == b.title);
    CHECK(a.title_origin == b.title_origin);
    CHECK(a.body == b.body);
    CHECK(a.zones == b.zones);
    CHECK(a.truncated == b.truncated);
    CHECK(a.url == b.url);
    CHECK(a.source == b.source);
    CHECK(a.credits == b.credits);
    CHECK(a.language == b.language);
    CHECK(a.mentions == b.mentions);
    CHECK(a.yearless_dates == b.yearless_dates);
    CHECK(a.date_notes == b.date_notes);
    CHECK(a.metadata == b.metadata);
    REQUIRE(a.dates.size() == b.dates.size());
    for (std::size_t i = 0; i < a.dates.size(); ++i) {
        CHECK(a.dates[i].interval == b.dates[i].interval);
        CHECK(a.dates[i].source == b.dates[i].source);
        CHECK(a.dates[i].text == b.dates[i].text);
        CHECK(std::abs(a.dates[i].confidence - b.dates[i].confidence) <= 0.005);
    }
}

}  // namespace

TEST_CASE("record: what is stored comes back", "[record]") {
    check_equal(decode_record(encode_record(full_article())), full_article());
    check_equal(decode_record(encode_record({})), {});
    Article one;
    one.body = "x";
    check_equal(decode_record(encode_record(one)), one);
}

TEST_CASE("record: encoding what was decoded gives the same bytes", "[record]") {
    const std::string record = encode_record(full_article());
    CHECK(encode_record(decode_record(record)) == record);
}

TEST_CASE("record: unknown tags are skipped", "[record]") {
    Article article;
    article.id = "a";
    article.body = "text";
    std::string record = encode_record(article);
    record.insert(0, std::string("\x70\x03new"));
    record += std::string("\x71\0", 2);
    check_equal(decode_record(record), article);
}

TEST_CASE("record: damaged ones are refused or read, never worse", "[record]") {
    Article small = full_article();
    small.body = "short body";
    small.zones = {{0, 5, Zone::Title}};
    const std::string record = encode_record(small);
    std::size_t refused = 0;
    const auto read = [&](const std::string& bytes) {
        try {
            decode_record(bytes);
        } catch (const Error&) {
            ++refused;
        }
    };
    for (std::size_t length = 0; length < record.size(); ++length)
        read(record.substr(0, length));
    for (std::size_t at = 0; at < record.size(); ++at) {
        for (const int change : {1, 0x7f, 0x80, 0xff}) {
            std::string changed = record;
            changed[at] = static_cast<char>(changed[at] ^ change);
            read(changed);
        }
    }
    CHECK(refused > record.size() / 2);
    CHECK_THROWS_AS(decode_record("no record at all"), Error);
    CHECK_THROWS_AS(decode_record(std::string(20, '\xff')), Error);
}
