// Dates by near-copies: the rule, how often it is right, and that updates leave what a rebuild
// makes.
#include "indexer/copies/copied_dates.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include <nlohmann/json.hpp>
#include <zlib.h>

#include "common/index.h"
#include "common/record.h"
#include "common/schema.h"
#include "indexer/cleaning/published.h"
#include "indexer/document/document.h"
#include "indexer/update/redate.h"
#include "indexer/writers/api.h"
#include "tests/catch.h"
#include "tests/support/dated_articles.h"
#include "tests/support/made_stories.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_index.h"
#include "tests/unit/compare_databases.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

namespace fs = std::filesystem;

PackedDate packed(const std::string& text) {
    const DateInterval interval = *parse_date(text);
    return {interval.first, interval.granularity, false};
}

// "2024-05-01 copies, 2024 copyright" by id.
using Dates = std::map<std::string, std::string>;

std::string words(const std::vector<DateEvidence>& dates) {
    std::string text;
    for (const DateEvidence& date : dates) {
        text += (text.empty() ? "" : ", ") + format_date(date.interval) + " " +
                std::string(date_source_name(date.source));
        if (date.source == DateSource::Copies) text += " of " + date.text;
    }
    return text;
}

// What the index says of each article's date; terms and values must agree with the record.
Dates dates_of(const std::string& directory) {
    const OpenIndex open = open_index(directory);
    Dates dates;
    for (auto at = open.database.postlist_begin(""); at != open.database.postlist_end(""); ++at) {
        const Xapian::Document document = open.database.get_document(*at);
        const Article article = decode_record(document.get_data());
        CAPTURE(article.id);
        dates[article.id] = words(article.dates);
        std::set<std::string> found;
        for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
            const std::string name = *term;
            if (name == kUndatedTerm || name.starts_with(kConfidencePrefix) ||
                name.starts_with("XPW") || (name.find_first_of("DMY") == 0))
                found.insert(name);
        }
        const PublicationParts parts = publication_parts(article.dates);
        CHECK(found == std::set<std::string>(parts.terms.begin(), parts.terms.end()));
        for (const unsigned slot :
             {unsigned(kSlotPublished), unsigned(kSlotConfidence), kSlotDate}) {
            const auto value = std::find_if(parts.values.begin(), parts.values.end(),
                                            [&](const auto& pair) { return pair.first == slot; });
            CHECK(document.get_value(slot) == (value == parts.values.end() ? "" : value->second));
        }
    }
    return dates;
}

// A text that resembles the one of the same seed by about (300 - changed) / (300 + changed).
std::string text(std::uint32_t seed, std::size_t changed = 0) {
    std::vector<std::string> all = made_words(seed, 300 - changed);
    const std::vector<std::string> other =
        made_words(seed + 7919 * std::uint32_t(changed), changed);
    all.insert(all.end(), other.begin(), other.end());
    return joined(all, 0, all.size());
}

}  // namespace

TEST_CASE("copied dates: the rule", "[copied_dates]") {
    struct Copy {
        const char* date;
        double resemblance = 1;
    };
    struct Row {
        std::vector<Copy> copies;
        std::string expected;  // "": nothing
        std::size_t shingles = 256;
    };
    const Row rows[] = {
        {{}, ""},
        {{{"2024-05-01"}}, "2024-05-01"},
        {{{"2024-05-01", 0.7}}, "2024-05-01"},
        {{{"2024-05-01", 0.69}}, ""},
        {{{"2024-05-01"}}, "2024-05-01", 50},
        {{{"2024-05-01"}}, "", 49},
        {{{"2024-05-01"}, {"2024-05-01", 0.5}, {"2024-05-01"}}, "2024-05-01"},
        // Neighbouring days: what holds both.
        {{{"2024-05-01"}, {"2024-05-02"}}, "2024-W18"},
        {{{"2024-04-30"}, {"2024-05-01"}}, "2024-W18"},
        {{{"2024-05-05"}, {"2024-05-06"}}, "2024-05"},  // Sunday and Monday
        {{{"2024-06-30"}, {"2024-07-01"}}, ""},
        {{{"2020-12-31"}, {"2021-01-01"}}, "2020-W53"},
        // One that is further off, however little it resembles the article, is a contradiction.
        {{{"2024-05-01"}, {"2024-05-03"}}, ""},
        {{{"2024-05-01"}, {"2024-05-02"}, {"2024-05-03"}}, ""},
        {{{"2024-05-01"}, {"2023-05-01", 0.5}}, ""},
        {{{"2024-05-01", 0.6}, {"2024-05-01", 0.8}}, "2024-05-01"},
        // Dates that are no days do not date, but must not contradict.
        {{{"2024-05"}}, ""},
        {{{"2024-05"}, {"2024-05-01", 0.6}}, ""},
        {{{"2024-05"}, {"2024"}, {"2020s"}, {"2024-W18"}, {"2024-05-01"}}, "2024-05-01"},
        {{{"2024-04"}, {"2024-05-01"}}, ""},
        {{{"2024-06"}, {"2024-05-01"}}, ""},
        {{{"2024-06"}, {"2024-05-31"}, {"2024-06-01"}}, "2024-W22"},
        {{{"2023"}, {"2024-05-01"}}, ""},
        {{{"2024-W19"}, {"2024-05-01"}}, ""},
    };
    std::mt19937 random(1);
    for (const Row& row : rows) {
        std::vector<Copy> copies = row.copies;
        for (int order = 0; order < 6; ++order) {
            CopiesAgreement agreement;
            CopiesAgreement some;  // those of one text
            std::size_t days = 0;
            for (std::size_t i = 0; i < copies.size(); ++i) {
                CAPTURE(copies[i].date);
                days += packed(copies[i].date).granularity() == Granularity::Day;
                if (i % 2 == 0) {
                    agreement.add(packed(copies[i].date), copies[i].resemblance);
                } else {
                    some = {};
                    some.add(packed(copies[i].date), 1);
                    agreement.add(some, copies[i].resemblance);
                }
            }
            const std::optional<DateEvidence> found = agreement.evidence(row.shingles);
            CAPTURE(row.expected, row.copies.size(), order);
            CHECK((found ? format_date(found->interval) : "") == row.expected);
            if (found) {
                CHECK(found->source == DateSource::Copies);
                CHECK(found->confidence == kCopiesConfidence);
                CHECK(found->text == std::to_string(days) + (days == 1 ? " article" : " articles"));
            }
            std::shuffle(copies.begin(), copies.end(), random);
        }
    }
    CHECK(kCopiesConfidence < kSureDate);  // or mentions would have to be resolved again
}

TEST_CASE("copied dates: beside other evidence", "[copied_dates]") {
    struct Row {
        std::vector<DateEvidence> dates;
        std::string expected;
    };
    const auto evidence = [](const char* date, DateSource source, double confidence) {
        return DateEvidence{*parse_date(date), source, confidence, ""};
    };
    const DateEvidence dateline = evidence("2024-05-02", DateSource::Dateline, 0.7);
    const DateEvidence copyright = evidence("2024", DateSource::Copyright, 0.6);
    const DateEvidence folder = evidence("2024-05", DateSource::Path, 0.9);
    const Row rows[] = {
        {{}, "2024-05-01 copies of 2 articles"},
        {{copyright}, "2024-05-01 copies of 2 articles, 2024 copyright"},
        // A day that copies confirm, and one that they contradict.
        {{dateline, copyright},
         "2024-05-02 dateline, 2024-05-01 copies of 2 articles, 2024 copyright"},
        {{evidence("2024-05-03", DateSource::Dateline, 0.7), copyright},
         "2024-05-01 copies of 2 articles, 2024-05-03 dateline, 2024 copyright"},
        // What is surer, and what it says more exactly.
        {{evidence("2024-04-02", DateSource::UpdatedLine, 0.8), copyright},
         "2024-04-02 updated line, 2024-05-01 copies of 2 articles, 2024 copyright"},
        {{folder}, "2024-05-01 copies of 2 articles, 2024-05 path"},
        {{dateline, evidence("2023-05", DateSource::Path, 0.9)},
         "2024-05-02 dateline, 2023-05 path, 2024-05-01 copies of 2 articles"},
        {{evidence("2024-05-03", DateSource::OwnLine, 0.75)},
         "2024-05-03 own line, 2024-05-01 copies of 2 articles"},
        // Mentions were counted from an assumed date; not from the file's.
        {{evidence("2024-02-08", DateSource::Assumed, 0.5)},
         "2024-02-08 assumed, 2024-05-01 copies of 2 articles"},
        {{evidence("2024-02-08", DateSource::FileTime, 0.2)},
         "2024-05-01 copies of 2 articles, 2024-02-08 file time"},
    };
    DateEvidence copies = evidence("2024-05-01", DateSource::Copies, kCopiesConfidence);
    for (const Row& row : rows) {
        Article article;
        article.dates = row.dates;
        copies.text = "1 article";
        set_date_by_copies(article, copies);
        copies.text = "2 articles";
        set_date_by_copies(article, copies);
        CHECK(words(article.dates) == row.expected);
        CHECK(date_by_copies(article.dates) == copies);
        set_date_by_copies(article, std::nullopt);
        CHECK(article.dates == row.dates);
        CHECK_FALSE(date_by_copies(article.dates));
    }
}

TEST_CASE("copied dates: they tell the year of datelines without one", "[copied_dates]") {
    struct Row {
        std::vector<YearlessDate> yearless;
        const char* copies;
        std::string expected;
        std::vector<DateEvidence> own = {};
    };
    const auto dateline = [](unsigned month, unsigned day) {
        return YearlessDate{month, day, DateSource::Dateline, 0.7, "CAIRO, some day (NP) "};
    };
    const YearlessDate published{4, 30, DateSource::UpdatedLine, 0.9, "Published April 30"};
    const DateEvidence assumed{*parse_date("2023-02-01"), DateSource::Assumed, 0.5, ""};
    const DateEvidence mtime{*parse_date("2023-02-01"), DateSource::FileTime, 0.2, ""};
    const Row rows[] = {
        {{dateline(5, 1)}, "2024-05-01", "2024-05-01 dateline, 2024-05-01 copies of 2 articles"},
        {{dateline(4, 30)}, "2024-05-01", "2024-04-30 dateline, 2024-05-01 copies of 2 articles"},
        // Copies of two neighbouring days do not tell which; the dateline does.
        {{dateline(5, 1)}, "2024-W18", "2024-05-01 dateline, 2024-W18 copies of 2 articles"},
        {{dateline(12, 31)}, "2024-01-01", "2023-12-31 dateline, 2024-01-01 copies of 2 articles"},
        {{dateline(1, 1)}, "2023-12-31", "2024-01-01 dateline, 2023-12-31 copies of 2 articles"},
        {{dateline(2, 29)}, "2024-03-01", "2024-02-29 dateline, 2024-03-01 copies of 2 articles"},
        // Farther than a day off it contradicts, farther than a week it is another year's.
        {{dateline(5, 5)}, "2024-05-01", "2024-05-01 copies of 2 articles, 2024-05-05 dateline"},
        {{dateline(5, 9)}, "2024-05-01", "2024-05-01 copies of 2 articles"},
        {{dateline(2, 29)}, "2023-03-01", "2023-03-01 copies of 2 articles"},
        // No surer than the copies.
        {{dateline(5, 1), published},
         "2024-05-01",
         "2024-04-30 updated line, 2024-05-01 dateline, 2024-05-01 copies of 2 articles"},
        {{dateline(5, 1)},
         "2024-05-01",
         "2023-02-01 assumed, 2024-05-01 dateline, 2024-05-01 copies of 2 articles",
         {assumed}},
        {{dateline(5, 1)},
         "2024-05-01",
         "2024-05-01 dateline, 2024-05-01 copies of 2 articles, 2023-02-01 file time",
         {mtime}},
    };
    for (const Row& row : rows) {
        Article article;
        article.dates = row.own;
        article.yearless_dates = row.yearless;
        const std::vector<std::string> notes = all_date_notes(article);
        CHECK(notes.size() == row.yearless.size());
        const DateEvidence copies{*parse_date(row.copies), DateSource::Copies, kCopiesConfidence,
                                  "2 articles"};
        set_date_by_copies(article, copies);
        set_date_by_copies(article, copies);
        CAPTURE(row.copies);
        CHECK(words(article.dates) == row.expected);
        // What has a year now is no longer said to have none; and it is not sure.
        CHECK(all_date_notes(article).size() + article.dates.size() ==
              row.own.size() + row.yearless.size() + 1);
        for (const DateEvidence& date : article.dates)
            CHECK(date.confidence < kSureDate);
        set_date_by_copies(article, std::nullopt);
        CHECK(article.dates == row.own);
        CHECK(all_date_notes(article) == notes);
    }
}

TEST_CASE("copied dates: a document that is changed is as if made so", "[copied_dates]") {
    std::vector<Article> articles;
    for (int i = 0; i < 40; ++i) {
        // Some of a size and monotony that Xapian's API cannot read again as they are.
        std::string body = i % 4 == 0 ? "The ferry sank on Monday." : text(std::uint32_t(i));
        if (i % 4 == 1) body.assign(8190 + std::size_t(i) * 3, '-');
        Article article = make_article("a" + std::to_string(i), i % 3 == 0 ? "Title" : "", body);
        if (i % 5 == 1)
            article.dates = {{*year_interval(2024), DateSource::Copyright, 0.6, "© 2024"}};
        if (i % 5 == 2)
            article.yearless_dates = {{4, 30, DateSource::Dateline, 0.7, "AMARA, April 30 (NP) "}};
        articles.push_back(std::move(article));
    }
    const std::vector<std::optional<DateEvidence>> evidence = {
        DateEvidence{*parse_date("2024-05-01"), DateSource::Copies, 0.75, "1 article"},
        DateEvidence{*parse_date("2020-W53"), DateSource::Copies, 0.75, "3 articles"},
        DateEvidence{*parse_date("2024-05"), DateSource::Copies, 0.75, "2 articles"}, std::nullopt};
    const TemporaryFolder folder;
    const auto write = [&](const std::string& name, const std::vector<Article>& all) {
        ApiWriter writer(folder / name, ApiWriter::Mode::Create);
        DocumentBuilder builder("english", {});
        TermTable terms;
        builder.use_terms(terms);
        PreparedDocument document;
        for (std::size_t i = 0; i < all.size(); ++i) {
            builder.build(all[i], "/in/file.txt", i + 1, document);
            for (unsigned seed = 0; !api_can_store(document.data); ++seed) {
                document.data = encode_record(all[i]);
                add_padding(document.data, seed);
            }
            writer.add(static_cast<Xapian::docid>(i + 1), document, terms);
        }
        writer.commit();
    };
    std::vector<Article> dated = articles;
    for (std::size_t i = 0; i < dated.size(); ++i)
        set_date_by_copies(dated[i], evidence[i / 10]);
    write("plain", articles);
    write("changed", articles);
    write("dated", dated);
    const std::set<Xapian::valueno> slots = {kSlotPublished, kSlotConfidence, kSlotContent,
                                             kSlotDate, kSlotMentions};
    const auto redate_all = [&](bool back) {
        Xapian::WritableDatabase database(folder / "changed", Xapian::DB_OPEN);
        for (std::size_t i = 0; i < articles.size(); ++i) {
            redate(database,
                   {static_cast<Xapian::docid>(i + 1), back ? std::nullopt : evidence[i / 10]});
        }
        database.commit();
    };
    const auto difference = [&](const char* other, const std::set<Xapian::valueno>& compared) {
        const Xapian::Database a(folder / "changed");
        const Xapian::Database b(folder / other);
        return DatabaseComparison(a, b).run(compared, {Xapian::Query("ferry")});
    };
    redate_all(false);
    CHECK(difference("dated", slots) == "");
    CHECK(difference("plain", slots) != "");
    redate_all(true);
    CHECK(difference("plain", {}) == "");  // bounds of values stay wider
}

TEST_CASE("copied dates: updates leave what a rebuild makes", "[copied_dates]") {
    const std::string one = "1 article";
    const std::string by_copies = "2024-05-01 copies of 1 article";
    const std::string given = "2024-05-01 given";
    struct Step {
        std::string what;
        std::vector<Input> inputs;  // the whole of the input file
        Dates expected;
        std::vector<std::string> options = {};
    };
    const std::string s = text(1);
    const std::string near = text(1, 20);
    const std::string other = text(900);
    const Input lone{"lone", text(5), "", ""};
    const Input u{"u", near, "", ""};
    const Input d{"d", s};
    const Input y{"y", "PORT AMARA, May 1 (NP) -- " + near, "", ""};
    const Step steps[] = {
        {"nothing dates", {u, lone}, {{"u", ""}, {"lone", ""}}},
        {"a dated copy comes", {u, lone, d}, {{"u", by_copies}, {"lone", ""}, {"d", given}}},
        {"another undated one, which is not dated by the first",
         {u, lone, d, {"v", text(1, 40), "", ""}},
         {{"u", by_copies}, {"lone", ""}, {"d", given}, {"v", by_copies}}},
        {"a second copy of another day",
         {u, lone, d, {"v", text(1, 40), "", ""}, {"e", s, "", "2024-05-02"}},
         {{"u", "2024-W18 copies of 2 articles"},
          {"lone", ""},
          {"d", given},
          {"e", "2024-05-02 given"},
          {"v", "2024-W18 copies of 2 articles"}}},
        {"that copy's date changes: they disagree",
         {u, lone, d, {"v", text(1, 40), "", ""}, {"e", s, "", "2023-05-01"}},
         {{"u", ""}, {"lone", ""}, {"d", given}, {"e", "2023-05-01 given"}, {"v", ""}}},
        {"it changes its text as well",
         {u, lone, d, {"v", text(1, 40), "", ""}, {"e", other, "", "2023-05-01"}},
         {{"u", by_copies},
          {"lone", ""},
          {"d", given},
          {"e", "2023-05-01 given"},
          {"v", by_copies}}},
        {"nothing changes",
         {u, lone, d, {"v", text(1, 40), "", ""}, {"e", other, "", "2023-05-01"}},
         {{"u", by_copies},
          {"lone", ""},
          {"d", given},
          {"e", "2023-05-01 given"},
          {"v", by_copies}},
         {"--prune"}},
        {"an undated one joins another story",
         {{"u", other, "", ""},
          lone,
          d,
          {"v", text(1, 40), "", ""},
          {"e", other, "", "2023-05-01"}},
         {{"u", "2023-05-01 copies of 1 article"},
          {"lone", ""},
          {"d", given},
          {"e", "2023-05-01 given"},
          {"v", by_copies}}},
        {"the reason is gone, the article alone",
         {{"u", other, "", ""}, lone, {"v", text(1, 40), "", ""}, {"e", other, "", "2023-05-01"}},
         {{"u", "2023-05-01 copies of 1 article"},
          {"lone", ""},
          {"e", "2023-05-01 given"},
          {"v", ""}},
         {"--prune"}},
        {"a month is no day",
         {u, lone, {"v", text(1, 40), "", ""}, {"d", s, "", "2024-05"}},
         {{"u", ""}, {"lone", ""}, {"d", "2024-05 given"}, {"v", ""}},
         {"--prune"}},
        {"a dateline without a year", {y, lone}, {{"y", ""}, {"lone", ""}}, {"--prune"}},
        {"a copy tells its year",
         {y, lone, {"e", s, "", "2024-05-02"}},
         {{"y", "2024-05-01 dateline, 2024-05-02 copies of 1 article"},
          {"lone", ""},
          {"e", "2024-05-02 given"}}},
        {"another of the day after",
         {y, lone, {"e", s, "", "2024-05-02"}, {"f", near, "", "2024-05-03"}},
         {{"y", "2024-05-01 dateline, 2024-W18 copies of 2 articles"},
          {"lone", ""},
          {"e", "2024-05-02 given"},
          {"f", "2024-05-03 given"}}},
        {"they go", {y, lone}, {{"y", ""}, {"lone", ""}}, {"--prune"}},
        {"a dated article comes to be undated, and is dated by its copy",
         {{"u", near, "", "2024-05-01"}, lone, {"d", s, "", ""}},
         {{"u", given}, {"lone", ""}, {"d", by_copies}},
         {"--prune"}},
    };
    const TemporaryFolder folder;
    const std::string input = folder / "in.jsonl";
    for (const Step& step : steps) {
        CAPTURE(step.what);
        write_inputs(input, step.inputs);
        std::vector<std::string> options = step.options;
        options.push_back(input);
        index(folder / "updated", options);
        CHECK(dates_of(folder / "updated") == step.expected);
        CHECK(index(folder / "updated", {"--check"}) == 0);
        for (const char* const writer : {"bulk", "api"}) {
            index(folder / "rebuilt", {"--rebuild", "--writer", writer, input});
            CHECK(dates_of(folder / "rebuilt") == step.expected);
        }
        index(folder / "off", {"--rebuild", "--copies", "off", input});
        for (const auto& [id, dates] : dates_of(folder / "off"))
            CHECK(dates.find("copies") == std::string::npos);
    }
    // An article that says nothing itself, deleted copies, and what --vacuum joins.
    index(folder / "updated", {"--vacuum"});
    CHECK(dates_of(folder / "updated").at("d") == by_copies);
    index(folder / "updated", {"--delete", "u"});
    CHECK(dates_of(folder / "updated") == Dates{{"lone", ""}, {"d", ""}});
}

TEST_CASE("copied dates: only copies of the article itself count", "[copied_dates]") {
    // Left and right resemble the middle but not each other: one story.
    const std::vector<std::string> all = made_words(300, 300);
    const std::string left = joined(all, 0, 200);
    const std::string middle = joined(all, 30, 230);
    const std::string right = joined(all, 80, 280);
    const TemporaryFolder folder;
    write_inputs(folder / "in.jsonl", {{"left", left, "", ""},
                                       {"middle", middle, "", ""},
                                       {"right", right, "", "2024-05-01"},
                                       // Short forms, and texts that are alike in half.
                                       {"form 1", joined(all, 0, 30), "", ""},
                                       {"form 2", joined(all, 0, 30), "", "2024-05-01"},
                                       {"half 1", joined(made_words(7, 240), 0, 180), "", ""},
                                       {"half 2", joined(made_words(7, 240), 50, 230)}});
    index(folder / "index", {folder / "in.jsonl"});
    const OpenIndex open = open_index(folder / "index");
    CHECK(open.stories->repeats() == 4);
    const Dates dates = dates_of(folder / "index");
    CHECK(dates.at("middle") == "");  // resembles right by 0.6
    CHECK(dates.at("left") == "");
    CHECK(dates.at("form 1") == "");
    CHECK(dates.at("half 1") == "");

    // A chain that comes close enough: still not left, which does not resemble right.
    write_inputs(folder / "in.jsonl", {{"left", joined(all, 0, 200), "", ""},
                                       {"middle", joined(all, 60, 260), "", ""},
                                       {"right", joined(all, 80, 280)}});
    index(folder / "index", {"--rebuild", folder / "in.jsonl"});
    CHECK(dates_of(folder / "index").at("middle") == "2024-05-01 copies of 1 article");
    CHECK(dates_of(folder / "index").at("left") == "");
}

// Many stories of articles dated well, weakly or not at all, in shards that come and go.
TEST_CASE("copied dates: the same whatever the order, the threads and the memory",
          "[copied_dates]") {
    std::mt19937 random(17);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    std::map<std::string, Input> now;
    const auto make = [&](const std::string& id) {
        const std::uint32_t story = below(40);
        Input input{id, text(story * 31 + 1, below(8) * 9), "", ""};
        const std::string day = format_day(*make_day(2024, 3, 1) + std::chrono::days(story * 9));
        switch (below(6)) {
            case 0:
            case 1:
                input.date = day;
                break;
            case 2:
                if (below(3) == 0) {
                    input.date = format_day(*make_day(2024, 3, 1) + std::chrono::days(below(400)));
                } else {
                    input.body += "\n\n© 2009-2023 Valley Post. All rights reserved.";
                }
                break;
            case 3:
                input.date = day.substr(0, 7);
                break;
            default:
                break;
        }
        return input;
    };
    const TemporaryFolder folder;
    const auto write = [&](const std::string& path) {
        std::vector<Input> inputs;
        for (const auto& [id, input] : now)
            inputs.push_back(input);
        std::shuffle(inputs.begin(), inputs.end(), random);
        write_inputs(path, inputs);
    };
    std::size_t dated = 0;
    std::size_t conflicts = 0;
    for (int round = 0; round < 12; ++round) {
        for (int change = round == 0 ? -120 : 0; change < 25; ++change) {
            const std::string id = "a" + std::to_string(below(260));
            if (below(4) == 0) {
                now.erase(id);
            } else {
                now[id] = make(id);
            }
        }
        write(folder / "in.jsonl");
        index(folder / "updated", {"--prune", "-j", "2", folder / "in.jsonl"});
        write(folder / "other.jsonl");  // in another order
        index(folder / "one", {"--rebuild", "-j", "1", "--memory", "64M", folder / "other.jsonl"});
        index(folder / "two", {"--rebuild", "-j", "2", folder / "other.jsonl"});
        CAPTURE(round);
        const Dates dates = dates_of(folder / "updated");
        CHECK(dates == dates_of(folder / "one"));
        CHECK(DatabaseComparison(Xapian::Database(folder / "one"), Xapian::Database(folder / "two"))
                  .run({kSlotPublished, kSlotConfidence, kSlotContent, kSlotDate, kSlotMentions},
                       {}) == "");
        CHECK(open_index(folder / "one").stories->shards() == 1);
        for (const auto& [id, text] : dates) {
            dated += text.starts_with("2024") && text.find(" copies") < 14;
            conflicts += text.find("copies") != std::string::npos &&
                         text.find("2023 copyright") != std::string::npos;
        }
    }
    CHECK(dated > 100);
    CHECK(conflicts > 20);
}

TEST_CASE("copied dates: stories in very many versions cost no more", "[copied_dates][hostile]") {
    // 600 dated versions and as many undated ones of one text: each is compared with kMostTexts of
    // them.
    std::vector<Input> inputs;
    for (std::uint32_t i = 0; i < 1200; ++i) {
        std::vector<std::string> all = made_words(3, 120);
        all.push_back("version" + std::to_string(i));
        inputs.push_back(
            {std::to_string(i), joined(all, 0, all.size()), "", i % 2 == 0 ? "2024-05-01" : ""});
    }
    const TemporaryFolder folder;
    write_inputs(folder / "in.jsonl", inputs);
    index(folder / "index", {folder / "in.jsonl"});
    std::size_t dated = 0;
    for (const auto& [id, dates] : dates_of(folder / "index"))
        dated += dates == "2024-05-01 copies of " + std::to_string(kMostTexts) + " articles";
    CHECK(dated == 600);
}

TEST_CASE("made articles: copies date no trap", "[copied_dates]") {
    const TemporaryFolder folder;
    const std::vector<DatedArticle> articles = make_dated_articles(200);
    std::map<std::string, const DatedArticle*> by_id;
    for (std::size_t i = 0; i < articles.size(); ++i) {
        // Each in its file below folders of its own, so that no path dates another.
        const DatedArticle& article = articles[i];
        const std::string root = "n" + std::to_string(i);
        const std::string path = root + "/" + (article.path.empty() ? "text.txt" : article.path);
        fs::create_directories(fs::path(folder / ("in/" + path)).parent_path());
        std::ofstream(folder / ("in/" + path))
            << (article.url.empty() ? "" : "url: " + article.url + "\n\n") << article.body;
        by_id[path] = &article;
    }
    index(folder / "index", {folder / "in"});
    std::size_t articles_dated = 0;
    std::size_t found = 0;
    for (const auto& [id, dates] : dates_of(folder / "index")) {
        REQUIRE(by_id.contains(id));
        articles_dated += !dates.empty();
        if (dates.find("copies") == std::string::npos) continue;
        CAPTURE(id, dates, by_id.at(id)->body);
        ++found;
        CHECK(by_id.at(id)->datable);
    }
    CAPTURE(found);
    CHECK(articles_dated > 2000);
}

TEST_CASE("made stories: copies are right as often as they say, and so are datelines by them",
          "[copied_dates]") {
    // As often wrong as wire copy and newspapers are: printed a day later, datelines a day older.
    std::mt19937 random(4242);
    const auto number = [&](unsigned below) { return static_cast<unsigned>(random()) % below; };
    const auto chance = [&](unsigned percent) { return number(100) < percent; };
    const std::chrono::days one{1};
    std::vector<Input> inputs;
    std::map<std::string, Day> truth;
    for (std::uint32_t i = 0; i < 400; ++i) {
        const Day day = *make_day(1990 + int(number(30)), 1 + number(12), 1 + number(28));
        const std::string id = "undated " + std::to_string(i);
        truth[id] = day;
        std::string body = text(1000 + i, 20);
        if (i % 2 == 0) {
            const std::chrono::year_month_day said(chance(24) ? day - one : day);
            static constexpr const char* kMonths[] = {"Jan.",  "Feb.", "March", "April",
                                                      "May",   "June", "July",  "Aug.",
                                                      "Sept.", "Oct.", "Nov.",  "Dec."};
            body = "PORT AMARA, " + std::string(kMonths[unsigned(said.month()) - 1]) + " " +
                   std::to_string(unsigned(said.day())) + " (NP) -- " + body;
        }
        inputs.push_back({id, body, "", ""});
        const unsigned copies = 1 + number(3);
        for (unsigned n = 0; n < copies; ++n) {
            inputs.push_back({"dated " + std::to_string(i) + "." + std::to_string(n),
                              text(1000 + i, 5 * n), "",
                              format_date(day_interval(chance(18) ? day + one : day))});
        }
    }
    const TemporaryFolder folder;
    write_inputs(folder / "in.jsonl", inputs);
    index(folder / "index", {"--mentions", "off", folder / "in.jsonl"});
    std::size_t found = 0;
    std::size_t right = 0;
    std::size_t datelines = 0;
    std::size_t datelines_right = 0;
    const OpenIndex open = open_index(folder / "index");
    for (auto at = open.database.postlist_begin(""); at != open.database.postlist_end(""); ++at) {
        const Article article = decode_record(open.database.get_document(*at).get_data());
        if (!truth.contains(article.id)) continue;
        for (const DateEvidence& date : article.dates) {
            const Day day = truth.at(article.id);
            const bool holds = date.interval.first <= day && day <= date.interval.last;
            const bool by_copies = date.source == DateSource::Copies;
            CHECK((by_copies || date.source == DateSource::Dateline));
            CHECK(date.confidence == Approx(by_copies ? kCopiesConfidence : 0.7));
            ++(by_copies ? found : datelines);
            (by_copies ? right : datelines_right) += holds;
        }
    }
    CAPTURE(found, right, datelines, datelines_right);
    CHECK(found >= 300);
    CHECK(static_cast<double>(right) >= kCopiesConfidence * static_cast<double>(found));
    CHECK(datelines >= 180);
    CHECK(static_cast<double>(datelines_right) >= 0.7 * static_cast<double>(datelines));
}

TEST_CASE("shared: copies of wire stories date as often rightly as they say",
          "[copied_dates][shared]") {
    const char* const shared = std::getenv("DATELINE_SHARED");
    const std::string path =
        shared ? std::string(shared) + "/data/reuters/reuters21578.jsonl.gz" : std::string();
    if (path.empty() || !fs::exists(path)) {
        WARN("NOT TESTED: set DATELINE_SHARED to the folder with data/reuters");
        return;
    }
    std::vector<Input> all;
    gzFile file = gzopen(path.c_str(), "rb");
    REQUIRE(file != nullptr);
    std::string line(std::size_t{1} << 20, '\0');
    while (gzgets(file, line.data(), static_cast<int>(line.size())) != nullptr) {
        const nlohmann::json json = nlohmann::json::parse(line.c_str());
        if (!json["body"].is_string() || json["body"].empty()) continue;
        const std::string dateline =
            json["dateline"].is_string() ? json["dateline"].get<std::string>() + " " : "";
        all.push_back({json["id"], dateline + json["body"].get<std::string>(), "",
                       json["date"].get<std::string>().substr(0, 10)});
    }
    gzclose(file);
    CHECK(all.size() > 19'000);
    std::mt19937 random(21578);
    double stated = 0;
    for (const double hidden : {0.1, 0.3, 0.5, 0.7}) {
        std::map<std::string, Day> truth;
        std::vector<Input> inputs = all;
        for (Input& input : inputs) {
            if (std::generate_canonical<double, 32>(random) >= hidden) continue;
            truth[input.id] = parse_date(input.date)->first;
            input.date.clear();
        }
        const TemporaryFolder folder;
        write_inputs(folder / "in.jsonl", inputs);
        index(folder / "index", {"--mentions", "off", folder / "in.jsonl"});
        std::size_t found = 0;
        std::size_t right = 0;
        std::size_t near = 0;
        std::size_t with_dateline = 0;
        std::size_t dateline_right = 0;
        const OpenIndex open = open_index(folder / "index");
        for (auto at = open.database.postlist_begin(""); at != open.database.postlist_end("");
             ++at) {
            const Article article = decode_record(open.database.get_document(*at).get_data());
            const std::optional<DateEvidence> date = date_by_copies(article.dates);
            if (!date) continue;
            const Day day = truth.at(article.id);
            const DateInterval& interval = date->interval;
            const std::chrono::days one{1};
            ++found;
            right += interval.first <= day && day <= interval.last;
            near += interval.first - one <= day && day <= interval.last + one;
            for (const DateEvidence& other : article.dates) {
                if (other.source != DateSource::Dateline) continue;
                ++with_dateline;
                dateline_right += other.interval.first == day;
                stated = std::max(stated, other.confidence);
            }
        }
        CAPTURE(hidden, found, right, near, with_dateline, dateline_right);
        // Datelines whose year copies tell.
        CHECK(with_dateline > 50);
        CHECK(static_cast<double>(dateline_right) >= stated * static_cast<double>(with_dateline));
        CHECK(found > 60);
        CHECK(static_cast<double>(right) >= kCopiesConfidence * static_cast<double>(found));
        CHECK(static_cast<double>(near) >= 0.95 * static_cast<double>(found));
    }
}
