// Facets of dates, date filters and timelines against counts made by walking through the articles.
#include "searcher/counts/facets.h"

#include <cmath>
#include <map>
#include <random>
#include <set>

#include "searcher/query/parser.h"
#include "searcher/timeline/timeline.h"
#include "tests/catch.h"
#include "tests/support/test_index.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

const std::vector<std::string> kSteps = {"day", "week", "month", "quarter", "year", "decade"};

// A date of any granularity, mostly near the turns of years and quarters, where weeks lie across.
std::optional<DateInterval> random_date(std::mt19937& random) {
    const auto pick = [&](int most) { return static_cast<int>(random() % unsigned(most)); };
    const int year = 1988 + pick(4) * (1 + pick(9));
    const Day day =
        *make_day(year, pick(2) == 0 ? 1 : unsigned(1 + pick(12)), unsigned(1 + pick(28)));
    const std::chrono::year_month_day date(day);
    switch (pick(8)) {
        case 0:
            return std::nullopt;
        case 1: {
            const IsoWeek week = iso_week(day);
            return week_interval(week.year, week.week);
        }
        case 2:
            return month_interval(int(date.year()), unsigned(date.month()));
        case 3:
            return quarter_interval(int(date.year()), (unsigned(date.month()) + 2) / 3);
        case 4:
            return year_interval(int(date.year()));
        case 5:
            return decade_interval(int(date.year()) / 10 * 10);
        default:
            return day_interval(day);
    }
}

std::vector<Article> random_articles(std::size_t count) {
    std::mt19937 random(20241);
    std::vector<Article> articles;
    for (std::size_t i = 0; i < count; ++i) {
        Article article =
            make_article("a" + std::to_string(i), "ferry", i % 3 ? "strike" : "truce");
        if (const auto date = random_date(random)) {
            const DateSource sources[] = {DateSource::Given, DateSource::Markup, DateSource::Path,
                                          DateSource::Dateline};
            const DateSource source = sources[random() % 4];
            article.dates.push_back({*date, source, source <= DateSource::Markup ? 1.0 : 0.25, ""});
        }
        for (unsigned n = random() % 4; n > 0; --n) {
            if (const auto date = random_date(random)) {
                Timex timex;
                timex.end = 6;
                timex.value = format_date(*date);
                if (date->granularity == Granularity::Decade) timex.value.resize(3);
                article.mentions.push_back(timex);
            }
        }
        articles.push_back(std::move(article));
    }
    return articles;
}

// The value of a step that holds the whole interval, as facets show it.
std::string holder(const DateInterval& date, const std::string& step) {
    const std::chrono::year_month_day first(date.first);
    const int year = int(first.year());
    std::optional<DateInterval> unit;
    if (step == "day") unit = day_interval(date.first);
    const IsoWeek week = iso_week(date.first);
    if (step == "week") unit = week_interval(week.year, week.week);
    if (step == "month") unit = month_interval(year, unsigned(first.month()));
    if (step == "quarter") unit = quarter_interval(year, (unsigned(first.month()) + 2) / 3);
    if (step == "year") unit = year_interval(year);
    if (step == "decade") unit = decade_interval(year / 10 * 10);
    return unit && date.last <= unit->last ? format_date(*unit) : "less exact";
}

SearchRequest request_for(const std::string& query, const std::vector<std::string>& facets = {}) {
    SearchRequest request;
    ParseOptions parse;
    parse.now = *make_day(2024, 9, 10);
    request.query = parse_query(query, parse);
    for (const std::string& facet : facets)
        request.facets.push_back(parse_facet(facet, {}));
    return request;
}

}  // namespace

TEST_CASE("facets of dates and the filters they name agree with the articles", "[facets]") {
    const std::vector<Article> articles = random_articles(600);
    TestIndex index(articles);
    for (const std::string query : {"ferry", "truce", "NOT truce"}) {
        const auto matches = [&](const Article& article) {
            return query == "ferry" || (query == "truce") == (article.body == "truce");
        };
        for (const std::string& step : kSteps) {
            CAPTURE(query, step);
            std::map<std::string, std::uint64_t> published;
            std::map<std::string, std::uint64_t> inferred;
            std::map<std::string, std::uint64_t> mentioned;
            for (const Article& article : articles) {
                if (!matches(article)) continue;
                const std::string value = article.dates.empty()
                                              ? "undated"
                                              : holder(article.dates.front().interval, step);
                ++published[value];
                if (!article.dates.empty() && article.dates.front().source > DateSource::Markup)
                    ++inferred[value];
                std::set<std::string> values;
                for (const Timex& mention : article.mentions)
                    values.insert(holder(*mentioned_interval(mention), step));
                values.erase("less exact");
                for (const std::string& mention : values)
                    ++mentioned[mention];
            }
            const SearchResults results =
                index.searcher().search(request_for(query, {"date:" + step, "mentions:" + step}));
            const auto check = [&](const Facet& facet,
                                   const std::map<std::string, std::uint64_t>& expected) {
                REQUIRE(facet.values.size() == expected.size());
                CHECK(facet.values_total == expected.size());
                for (const FacetValue& value : facet.values) {
                    CAPTURE(facet.name, value.value, value.filter);
                    const auto at = expected.find(value.value);
                    REQUIRE(at != expected.end());
                    CHECK(value.count == at->second);
                    if (value.value == "less exact") continue;
                    SearchRequest filtered = request_for("(" + query + ") " + value.filter);
                    filtered.limit = 0;
                    CHECK(index.searcher().search(filtered).total == value.count);
                }
            };
            REQUIRE(results.facets.size() == 2);
            check(results.facets[0], published);
            check(results.facets[1], mentioned);
            for (const FacetValue& value : results.facets[0].values) {
                CAPTURE(value.value);
                CHECK(value.inferred == inferred[value.value]);
            }
        }
    }
}

TEST_CASE("what a facet's line adds to the query finds just these, whatever the value is",
          "[facets]") {
    const std::vector<std::string> values = {
        "ap",     "two words", "quo\"te", "back\\slash", "\\",      "\"",
        "-minus", "+plus",     "a:b",     "star*",       "*",       "NOT",
        "x OR y", "(sic)",     "@at",     "~t^2",        "“curly”", "comma, points…",
        "..",     "日本 語",   "apos'",   "#1 & co",     "2024"};
    std::vector<Article> articles;
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t n = 0; n <= i % 3; ++n) {
            articles.push_back(
                make_article(std::to_string(i) + "-" + std::to_string(n), "", "ferry"));
            articles.back().source = values[i];
            articles.back().metadata = {{"section", values[i]}};
        }
    }
    TestIndex index(articles, "english", {"section"});
    for (const std::string name : {"source", "section"}) {
        SearchRequest request = request_for("ferry");
        request.facets = {parse_facet(name + ":1000", {"section"})};
        const SearchResults results = index.searcher().search(request);
        REQUIRE(results.facets.size() == 1);
        CHECK(results.facets[0].values.size() == values.size());
        for (const FacetValue& value : results.facets[0].values) {
            CAPTURE(name, value.value, value.filter);
            CHECK(index.ids("ferry " + value.filter).size() == value.count);
        }
    }
}

TEST_CASE("certain dates alone", "[facets]") {
    TestIndex index(random_articles(200));
    std::uint64_t certain = 0;
    for (const Article& article : index.articles())
        certain += !article.dates.empty() && article.dates.front().confidence > 0.9;
    for (const char* const filter : {"date-confidence:>=0.9", "date-confidence:>0.25",
                                     "date-confidence:=1", "date-confidence:>=1"}) {
        CAPTURE(filter);
        CHECK(index.searcher().search(request_for(filter)).total == certain);
    }
    CHECK(index.searcher().search(request_for("date-confidence:>1")).total == 0);
    CHECK(index.searcher().search(request_for("date-confidence:<0.25")).total == 0);
}

TEST_CASE("names of facets", "[facets]") {
    CHECK(parse_facet("week", {}).step == DateStep::Week);
    CHECK(parse_facet("date:decade", {}).step == DateStep::Decade);
    CHECK(parse_facet("mentions:quarter:5", {}).most == 5);
    CHECK(parse_facet("mentions:quarter:5", {}).field == DateField::Mentioned);
    CHECK(parse_facet("source:3", {}).most == 3);
    CHECK_FALSE(parse_facet("year", {"year"}).is_date);
    CHECK(parse_facet("date:year", {"year"}).is_date);
    for (const char* const wrong : {"", "weeks", "date", "date:", "mentions", "mentions:source",
                                    "date:century", "3", ":3", "Week"}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS(parse_facet(wrong, {}), Error);
    }
}

TEST_CASE("the step of a timeline follows from its span", "[timeline]") {
    struct Row {
        const char* first;
        const char* last;
        DateStep step;
    };
    const Row rows[] = {
        {"2024-02-08", "2024-02-08", DateStep::Day},
        {"2024-02-08", "2024-03-18", DateStep::Day},
        {"2024-02-08", "2024-03-19", DateStep::Week},
        {"2024-01-01", "2024-10-06", DateStep::Week},
        {"2024-01-01", "2024-10-07", DateStep::Month},
        {"2020-01-01", "2023-04-30", DateStep::Month},
        {"2020-01-01", "2023-05-01", DateStep::Quarter},
        {"2010-01-01", "2019-12-31", DateStep::Quarter},
        {"2010-01-01", "2020-01-01", DateStep::Year},
        {"1960-12-31", "1999-01-01", DateStep::Year},
        {"1960-01-01", "2000-01-01", DateStep::Decade},
        {"0001-01-01", "9999-12-31", DateStep::Decade},
        {"1969-12-29", "1970-02-06", DateStep::Day},
        {"1969-01-01", "1969-10-05", DateStep::Week},
    };
    for (const Row& row : rows) {
        CAPTURE(row.first, row.last);
        CHECK(automatic_step(parse_date(row.first)->first, parse_date(row.last)->first) ==
              row.step);
    }
}

TEST_CASE("peaks of a timeline", "[timeline]") {
    struct Row {
        std::vector<std::uint64_t> counts;
        std::vector<std::size_t> peaks;
    };
    const Row rows[] = {
        {{}, {}},
        {{9}, {}},
        {{1, 9}, {}},
        {{5, 5, 5, 5}, {}},
        {{0, 2, 0, 0}, {}},  // too few articles
        {{0, 3, 0, 0}, {1}},
        {{9, 0, 0, 0}, {0}},
        {{0, 0, 0, 9}, {3}},
        {{0, 9, 9, 0, 0, 0}, {1}},     // a plateau is one peak
        {{1, 2, 9, 8, 1, 1, 1}, {2}},  // its shoulder is none
        {{0, 8, 0, 9, 0, 0, 0, 0, 7, 0, 0, 0}, {1, 3, 8}},
    };
    for (const Row& row : rows) {
        std::vector<TimelineBar> bars;
        for (const std::uint64_t count : row.counts)
            bars.push_back({{}, "", count, 0, ""});
        CAPTURE(row.counts);
        CHECK(find_peaks(bars) == row.peaks);
    }
}

TEST_CASE("a timeline counts articles, fills gaps and explains its peak", "[timeline]") {
    std::vector<Article> articles;
    const auto add = [&](const char* date, const std::string& body) {
        Article article = make_article("t" + std::to_string(articles.size()), "ferry", body);
        if (date != nullptr)
            article.dates.push_back({*parse_date(date), DateSource::Given, 1.0, ""});
        articles.push_back(std::move(article));
    };
    for (int i = 0; i < 12; ++i)
        add("2024-03-05",
            "The ferries collided in fog; divers searched the harbour. copy " + std::to_string(i));
    const char* const days[] = {"2024-03-01", "2024-03-02", "2024-03-03", "2024-03-08",
                                "2024-03-11", "2024-03-12", "2024-03-14"};
    for (const char* const day : days) {
        add(day, "The ferry left on time with flour and letters.");
        add(day, "A timetable of the ferry and its fares.");
    }
    add("2024-03", "A ferry in March.");
    add("2024", "A ferry in a year.");
    add(nullptr, "A ferry at some time.");
    TestIndex index(articles);
    SearchRequest request = request_for("ferry");
    request.timeline = DateField::Published;
    const SearchResults results = index.searcher().search(request);
    REQUIRE(results.timeline);
    const Timeline& timeline = *results.timeline;
    CHECK(timeline.step == DateStep::Day);
    CHECK(timeline.bars.size() == 14);
    CHECK(timeline.bars.front().value == "2024-03-01");
    CHECK(timeline.bars[3].count == 0);
    CHECK(timeline.bars[4].count == 12);
    CHECK(timeline.bars.back().value == "2024-03-14");
    CHECK(timeline.less_exact == 2);
    CHECK(timeline.undated == 1);
    CHECK(timeline.before + timeline.after == 0);
    REQUIRE(timeline.peaks.size() == 1);
    const TimelinePeak& peak = timeline.peaks.front();
    CHECK(peak.bar == 4);
    CHECK(peak.stories == 12);
    std::set<std::string> words;
    for (const PeakTerm& term : peak.terms) {
        words.insert(term.word);
        CHECK(term.share == 1);
        CHECK(term.share_elsewhere == 0);
    }
    // Words of the query, function words and numbers explain nothing.
    CHECK(words.size() == 4);
    for (const char* const word : {"ferry", "ferries", "the", "in", "copy"})
        CHECK(words.count(word) == (std::string(word) == "copy" ? words.count("copy") : 0));

    request.timeline = DateField::Mentioned;
    const SearchResults none = index.searcher().search(request);
    REQUIRE(none.timeline);
    CHECK(none.timeline->bars.empty());
    CHECK(none.timeline->undated == 0);
}

TEST_CASE("recency mixes age into the order, and what is undated comes behind", "[recency]") {
    std::vector<Article> articles;
    const auto add = [&](const char* id, const char* date, const char* body) {
        Article article = make_article(id, "news", body);
        if (date != nullptr)
            article.dates.push_back({*parse_date(date), DateSource::Given, 1.0, ""});
        articles.push_back(std::move(article));
    };
    add("old", "2014-09-10", "The ferry sank.");
    add("undated", nullptr, "The ferry sank.");
    add("new", "2024-09-10", "The ferry sank.");
    add("ahead", "2025-01-01", "The ferry sank.");
    add("month", "2024-08-11", "The ferry sank.");
    TestIndex index(articles);
    SearchRequest request = request_for("ferry");
    request.now = *make_day(2024, 9, 10);
    const SearchResults plain = index.searcher().search(request);
    request.half_life = 30;
    const SearchResults mixed = index.searcher().search(request);
    std::map<std::string, double> share;
    std::vector<std::string> order;
    for (const Hit& hit : mixed.hits) {
        order.push_back(hit.article.id);
        for (const Hit& before : plain.hits) {
            if (before.article.id == hit.article.id)
                share[hit.article.id] = hit.score / before.score;
        }
    }
    CHECK(order == std::vector<std::string>{"new", "ahead", "month", "old", "undated"});
    CHECK(std::abs(share["new"] - 1) < 0.01);
    CHECK(std::abs(share["ahead"] - 1) < 0.01);
    CHECK(std::abs(share["month"] - 0.75) < 0.01);
    CHECK(std::abs(share["undated"] - 0.5) < 0.01);
}
