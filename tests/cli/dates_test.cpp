// Dates as the two programs show and take them: sources, evidence in words, filters, facets,
// timelines, recency.
#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"
#include "tests/support/temporary_folder.h"

using namespace dateline::testing;
using nlohmann::json;

namespace {

std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids)
        text += (text.empty() ? "" : " ") + id;
    return text;
}

// Six articles about a ferry, each dated in its own way.
void write_articles(const TemporaryFolder& folder) {
    write_file(folder / "in/given.jsonl",
               "{\"id\":\"given\",\"title\":\"A\",\"body\":\"The ferry sank on May 2, 2011.\","
               "\"date\":\"2024-05-17\"}\n"
               "{\"id\":\"month\",\"title\":\"B\",\"body\":\"The ferry sank in the 1990s.\","
               "\"date\":\"2024-04\"}\n"
               "{\"id\":\"none\",\"title\":\"C\",\"body\":\"The ferry sank on May 2, 2011.\"}\n");
    write_file(folder / "in/2024/05/16/path.txt",
               "Ferry news of the day\n\nUpdated: 3 March 2023\n\nThe ferry sank near the pier, "
               "with nobody on board.\n");
    write_file(folder / "in/line.txt",
               "PORT AMARA, May 10, 2024 (NP) - The ferry sank near the old customs pier, with "
               "nobody on board.\n");
    write_file(folder / "in/foot.txt",
               "Ferry news of the year\n\nThe ferry sank near the pier, with nobody on board.\n\n"
               "© 2009-2023 Valley Post. All rights reserved.\n");
}

}  // namespace

TEST_CASE("dates: hits say when and how that is known", "[cli][dates]") {
    const TemporaryFolder folder;
    write_articles(folder);
    const CliIndex index({folder / "in"});
    const std::string text = index.search({"ferry"}).out;
    INFO(text);
    for (const char* const line :
         {"2024-05-17, given · given", "2024-04, given · month", "undated · none",
          "2024-05-16, path · 2024/05/16/path.txt", "2024-05-10, dateline · line.txt",
          "2023, copyright · foot.txt"}) {
        CAPTURE(line);
        CHECK(text.find(line) != std::string::npos);
    }
    const std::string shown = index.search({"--show", "2024/05/16/path.txt"}).out;
    INFO(shown);
    CHECK(shown.find(
              "2024-05-16, from the URL, folder or file name \"2024/05/16\", confidence 91 %") !=
          std::string::npos);
    CHECK(shown.find("also 2023-03-03, from a line saying when it was published or updated") !=
          std::string::npos);
    CHECK(shown.find("conflict: 2024-05-16 from the URL, folder or file name, but 2023-03-03 from "
                     "a line saying when it was published or updated") != std::string::npos);
    CHECK(index.search({"--show", "none"}).out.find("undated: nothing tells") != std::string::npos);

    // Conflicts are in the index, not made up when shown: all evidence is stored.
    const json both =
        json::parse(index.search({"id:2024/05/16/path.txt", "--format", "json"}).out)["hits"][0];
    REQUIRE(both["date_evidence"].size() == 2);
    CHECK(both["date_evidence"][1]["date"] == "2023-03-03");

    const json found =
        json::parse(index.search({"id:given", "--format", "json", "--now", "2024-06-01"}).out);
    CHECK(found["now"] == "2024-06-01");
    const json& hit = found["hits"][0];
    CHECK(hit["date"] == "2024-05-17");
    CHECK(hit["date_granularity"] == "day");
    CHECK(hit["date_source"] == "given");
    CHECK(hit["date_confidence"] == 1.0);
    REQUIRE(hit["mentions"].size() == 1);
    CHECK(hit["mentions"][0]["text"] == "May 2, 2011");
    CHECK(hit["mentions"][0]["value"] == "2011-05-02");
    CHECK(hit["mentions"][0]["begin"] == 18);
    CHECK(hit["mentions"][0]["end"] == 29);
}

TEST_CASE("dates: what was seen and did not date an article is said", "[cli][dates]") {
    const TemporaryFolder folder;
    write_file(
        folder / "in/empty.txt",
        "Ferry crews return to work\n\nMara Lindqvist\nUpdated On\n\nThe ferry sank near the "
        "old customs pier on May 2, 2011, with nobody on board, the harbour office said.\n");
    write_file(folder / "in/yearless.txt",
               "PORT AMARA, May 10 (NP) - The ferry sank near the old customs pier, with nobody on "
               "board.\n");
    const CliIndex index({folder / "in"});
    CHECK(index.search({"date:undated", "--format", "ids"}).out.size() > 20);
    const std::string empty = index.search({"--show", "empty.txt"}).out;
    INFO(empty);
    CHECK(empty.find("date: undated") != std::string::npos);
    CHECK(empty.find("note: not dated by \"Updated On\": no date follows") != std::string::npos);
    const std::string yearless = index.search({"--show", "yearless.txt"}).out;
    INFO(yearless);
    CHECK(
        yearless.find("note: not dated by \"PORT AMARA, May 10 (NP) \": nothing tells the year") !=
        std::string::npos);
    const json hit =
        json::parse(index.search({"id:yearless.txt", "--format", "json"}).out)["hits"][0];
    CHECK(hit["date"].is_null());
    CHECK(hit["date_notes"].size() == 1);
}

TEST_CASE("dates: orders, filters and facets", "[cli][dates]") {
    const TemporaryFolder folder;
    write_articles(folder);
    const CliIndex index({folder / "in"});
    struct Row {
        std::vector<std::string> options;
        std::string ids;  // in order
    };
    const std::string path = "2024/05/16/path.txt";
    const Row rows[] = {
        {{"--sort", "newest"}, "given " + path + " line.txt month foot.txt none"},
        {{"--sort", "oldest"}, "foot.txt month line.txt " + path + " given none"},
        {{"--sort", "newest", "--since", "2024-05-11"}, "given " + path},
        {{"--sort", "newest", "--since", "2024-04", "--until", "2024-05-10"}, "line.txt month"},
        {{"--sort", "newest", "--until", "2023"}, "foot.txt"},
        {{"--sort", "newest", "--since", "last-week", "--now", "2024-05-22"}, "given " + path},
        {{"--sort", "newest", "--date-confidence", "0.9"}, "given " + path + " month"},
        {{"--sort", "newest", "--date-confidence", "<0.9"}, "line.txt foot.txt"},
        {{"--sort", "newest", "--date-confidence", "0.7", "--until", "2024-05-16"},
         path + " line.txt month"},
    };
    for (const Row& row : rows) {
        CAPTURE(joined(row.options));
        CHECK(joined(index.ranked("ferry", row.options)) == row.ids);
    }
    CHECK(joined(index.ranked("ferry mentions:1990s")) == "month");
    CHECK(joined(index.ranked("ferry mentions:1990..2000")) == "month");
    CHECK(index.ids("mentions:2011-w18") == std::set<std::string>{"given", "none"});
    CHECK(index.ids("ferry date:2024-w20") == std::set<std::string>{"given", path});

    const std::string text =
        index.search({"ferry", "-n", "0", "--facet", "date:week", "--facet", "mentions:decade"})
            .out;
    INFO(text);
    CHECK(text.find("2024-W20          2  ") != std::string::npos);
    CHECK(text.find("  1 inferred\n") != std::string::npos);
    CHECK(text.find("less exact        2") != std::string::npos);
    CHECK(text.find("undated           1") != std::string::npos);
    CHECK(text.find("1990s") != std::string::npos);
    CHECK(text.find("2010s") != std::string::npos);
}

TEST_CASE("dates: a timeline in the terminal and as JSON", "[cli][dates]") {
    const TemporaryFolder folder;
    std::string lines;
    const auto add = [&](const std::string& date, const std::string& body) {
        lines += "{\"id\":\"a" + std::to_string(lines.size()) + "\",\"body\":\"" + body +
                 "\",\"date\":\"" + date + "\"}\n";
    };
    int written = 0;
    const auto add_own = [&](const std::string& date, std::string body) {
        for (const char* const word : {"kelp", "lamp", "mast", "nets", "oars", "pier"})
            body += " " + (word + std::to_string(written));  // else it would be a copy
        ++written;
        add(date, body);
    };
    for (int i = 0; i < 5; ++i)
        add_own("2024-03-05", "The ferry struck an iceberg in fog.");
    for (int i = 0; i < 3; ++i)
        add("2024-03-05", "A walrus watched the ferry from a floe for most of the afternoon.");
    for (const char* const date : {"2024-03-01", "2024-03-02", "2024-03-07", "2024-03-12"}) {
        for (int i = 0; i < 3; ++i)
            add_own(date, "The ferry was full of apples.");
    }
    write_file(folder / "a.jsonl", lines);
    const CliIndex index({folder / "a.jsonl"});
    const std::string text = index.search({"ferry", "-n", "0", "--timeline"}).out;
    INFO(text);
    CHECK(text.find("Published by day") != std::string::npos);
    CHECK(text.find("2024-03-05        8  ██████████████████████████████  ") != std::string::npos);
    CHECK(text.find("iceberg") != std::string::npos);
    CHECK(text.find("apples") == std::string::npos);
    CHECK(text.find("walrus") == std::string::npos);        // one story, though told three times
    CHECK(text.find("..........\n") != std::string::npos);  // a run of empty days
    const json timeline = json::parse(
        index.search({"ferry", "--format", "json", "--timeline=published"}).out)["timeline"];
    CHECK(timeline["of"] == "published");
    CHECK(timeline["step"] == "day");
    CHECK(timeline["bars"].size() == 12);
    CHECK(timeline["bars"][4]["count"] == 8);
    CHECK(timeline["bars"][4]["filter"] == "date:2024-03-05");
    REQUIRE(timeline["peaks"].size() == 1);
    CHECK(timeline["peaks"][0]["value"] == "2024-03-05");
    CHECK_FALSE(timeline["peaks"][0]["terms"].empty());
    CHECK(json::parse(index.search({"ferry", "--format", "json", "--timeline=mentioned"})
                          .out)["timeline"]["bars"]
              .empty());
}

TEST_CASE("dates: assumed and file times, only when asked for", "[cli][dates]") {
    const TemporaryFolder folder;
    write_file(folder / "in/a.txt", "The ferry sank on Thursday, near the old customs pier.\n");
    const auto time = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 400);
    std::filesystem::last_write_time(folder / "in/a.txt", time);
    const auto article = [&](const std::vector<std::string>& options) {
        const CliIndex index({folder / "in"}, options);
        return json::parse(index.search({"--format", "json", "--show", "a.txt"}).out);
    };
    CHECK(article({})["date"].is_null());
    const json assumed = article({"--assume-date", "2024-02-08"});
    CHECK(assumed["date"] == "2024-02-08");
    CHECK(assumed["date_source"] == "assumed");
    CHECK(assumed["mentions"][0]["value"] == "2024-02-08");
    const json dated = article({"--date-from", "mtime", "--assume-date", "2024-02-08"});
    CHECK(dated["date_source"] == "file time");
    CHECK(dated["date"] < "2030");
    CHECK(dated["date_confidence"] < 0.5);
    CHECK(dated["mentions"][0]["value"] == "XXXX-WXX-4");  // too unsure to count from
}

TEST_CASE("dates: narrative and news are told apart, and may be told", "[cli][dates]") {
    const TemporaryFolder folder;
    write_file(
        folder / "a.jsonl",
        "{\"id\":\"a\",\"date\":\"2013-03-15\",\"body\":\"In 1941 the army moved. In June it "
        "crossed the river.\"}\n");
    const auto values = [&](const std::string& mode) {
        std::string list;
        const ProcessResult result =
            dateline::testing::index({"--timexes", "--timex-mode", mode, folder / "a.jsonl"});
        const json printed = json::parse(result.out);
        for (const json& timex : printed["timexes"])
            list += timex["value"].get<std::string>() + " ";
        return list;
    };
    CHECK(values("news") == "1941 2012-06 ");
    CHECK(values("narrative") == "1941 1941-06 ");
    CHECK(values("auto") == "1941 2012-06 ");
}

TEST_CASE("dates: near-copies date what nothing else does", "[cli][dates]") {
    const std::string story =
        "The harbour council voted on Thursday to keep the old ferry running through the winter, "
        "after a week of talks with the crews. The mayor said the town would pay for repairs that "
        "the operator had put off for years, and that fares stay as they are until March. Two "
        "members were against it, for the pier has not been inspected since a storm took its "
        "railings, and nobody could tell them who is to blame if it gives way under a crowd.\n";
    const TemporaryFolder folder;
    write_file(folder / "in/given.jsonl",
               json({{"id", "given"}, {"date", "2024-05-17"}, {"body", story}}).dump() + "\n");
    write_file(folder / "in/copy.txt", story + "\nThe vote was taken by show of hands.\n");
    write_file(folder / "in/weak.txt", story + "\n© 2009-2023 Valley Post. All rights reserved.\n");
    write_file(folder / "in/other.txt", "The ferry sank near the old customs pier on Thursday.\n");
    const std::string report = folder / "report.jsonl";
    const CliIndex index({folder / "in"}, {"--report", report, "-j", "1"});

    const std::string copy = index.search({"--show", "copy.txt"}).out;
    INFO(copy);
    CHECK(copy.find("date: 2024-05-17, from near-copies that are dated (1 article), confidence "
                    "75 %\n") != std::string::npos);
    const std::string weak = index.search({"--show", "weak.txt"}).out;
    INFO(weak);
    CHECK(weak.find("date: 2024-05-17, from near-copies that are dated (1 article)") !=
          std::string::npos);
    CHECK(weak.find("conflict: 2024-05-17 from near-copies that are dated, but 2023 from the "
                    "copyright line") != std::string::npos);
    CHECK(index.search({"ferry", "--all-copies"}).out.find("2024-05-17, copies · copy.txt") !=
          std::string::npos);

    CHECK(index.ids("date:2024-05-17") == std::set<std::string>{"given", "copy.txt", "weak.txt"});
    CHECK(index.ids("date:undated") == std::set<std::string>{"other.txt"});
    CHECK(index.ids("date:2023").empty());
    CHECK(index.ids("ferry", {"--date-confidence", "0.7"}) ==
          std::set<std::string>{"given", "copy.txt", "weak.txt"});
    CHECK(index.ids("ferry", {"--date-confidence", "0.8"}) == std::set<std::string>{"given"});
    const json found = json::parse(
        index.search({"ferry", "--all-copies", "--format", "json", "--facet", "date:day"}).out);
    for (const json& value : found["facets"]["date:day"]["values"]) {
        if (value["value"] != "2024-05-17") continue;
        CHECK(value["count"] == 3);
        CHECK(value["inferred"] == 2);
    }
    const auto shown = [](const std::string& directory, const std::string& id) {
        return json::parse(search({"-d", directory, "--format", "json", "--show", id}).out);
    };
    const json hit = shown(index.directory(), "copy.txt");
    CHECK(hit["date"] == "2024-05-17");
    CHECK(hit["date_granularity"] == "day");
    CHECK(hit["date_source"] == "copies");
    CHECK(hit["date_confidence"] == 0.75);
    CHECK(hit["date_evidence"][0]["text"] == "1 article");
    // Too unsure to count from.
    CHECK(hit["mentions"][0]["value"] == "XXXX-WXX-4");
    CHECK(shown(index.directory(), "given")["mentions"][0]["value"] == "2024-05-16");

    // What the report says; also of a run that writes nothing, or reads articles that are there.
    const auto check_report = [&](const std::string& what) {
        CAPTURE(what);
        std::size_t checked = 0;
        for (const std::string& line : lines_of(read_file(report))) {
            const json entry = json::parse(line);
            CAPTURE(line);
            if (entry["id"] == "copy.txt" || entry["id"] == "weak.txt") {
                ++checked;
                CHECK(entry["date"] == "2024-05-17");
                CHECK(entry["date_evidence"][0]["source"] == "copies");
                CHECK(entry["date_evidence"].size() == (entry["id"] == "weak.txt" ? 2 : 1));
                CHECK(entry["story"].is_string());
            }
            if (entry["id"] == "other.txt") CHECK(entry["date"].is_null());
        }
        CHECK(checked == 2);
    };
    check_report("of a new index");
    const std::string& directory = index.directory();
    const auto run = [&](std::vector<std::string> options) {
        options.insert(options.begin(), {"-q", "-d", directory});
        const ProcessResult result = dateline::testing::index(options);
        CHECK_STATUS(result, 0);
    };
    run({"--dry-run", "--rebuild", "--report", report, folder / "in"});
    check_report("of a trial");
    for (const char* const name : {"in/copy.txt", "in/weak.txt"})
        std::filesystem::last_write_time(
            folder / name, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
    run({"--report", report, folder / "in"});
    check_report("of articles that stay");
    write_file(folder / "in/copy.txt", story + "\nThe vote was taken in the customs house.\n");
    std::filesystem::last_write_time(
        folder / "in/weak.txt",
        std::filesystem::file_time_type::clock::now() + std::chrono::seconds(9));
    run({"--dry-run", "--report", report, folder / "in"});
    check_report("of an update's trial");
    run({"--report", report, folder / "in"});
    check_report("of an update");
    CHECK(shown(directory, "copy.txt")["date_source"] == "copies");

    // The reason goes, and the date with it; it comes back.
    run({"--delete", "given"});
    CHECK(shown(directory, "copy.txt")["date"].is_null());
    CHECK(shown(directory, "weak.txt")["date"] == "2023");
    CHECK(index.ids("date:2024-05-17").empty());
    CHECK(index.ids("date:undated") == std::set<std::string>{"copy.txt", "other.txt"});
    run({"--rebuild", "-j", "2", folder / "in"});
    CHECK(index.ids("date:2024-05-17") == std::set<std::string>{"given", "copy.txt", "weak.txt"});
    std::filesystem::remove(folder / "in/given.jsonl");
    run({"--prune", folder / "in"});
    CHECK(index.ids("date:undated") == std::set<std::string>{"copy.txt", "other.txt"});

    // An assumed date stays in front, for mentions count from it; without copies there is none.
    write_file(folder / "in/given.jsonl",
               json({{"id", "given"}, {"date", "2024-05-17"}, {"body", story}}).dump() + "\n");
    run({"--rebuild", "--assume-date", "2024-06-01", folder / "in"});
    const json assumed = shown(directory, "copy.txt");
    CHECK(assumed["date_source"] == "assumed");
    REQUIRE(assumed["date_evidence"].size() == 2);
    CHECK(assumed["date_evidence"][1]["source"] == "copies");
    CHECK(assumed["mentions"][0]["value"] == "2024-05-30");
    run({"--rebuild", "--copies", "off", folder / "in"});
    CHECK(index.ids("date:undated") == std::set<std::string>{"copy.txt", "other.txt"});
}

TEST_CASE("dates: --now takes what a query takes", "[cli][dates]") {
    const TemporaryFolder folder;
    write_file(folder / "a.jsonl",
               "{\"id\":\"a\",\"body\":\"A ferry.\",\"date\":\"2024-05-30\"}\n");
    const CliIndex index({folder / "a.jsonl"});
    struct Case {
        std::string now;
        std::string query;
        std::string count;
    };
    const std::vector<Case> cases = {
        {"2024-05-31", "date:yesterday", "1\n"},
        {"2024-05", "date:yesterday", "1\n"},
        {"2024-05-31T23:59:59Z", "date:yesterday", "1\n"},
        {"2024-05-31 07:00", "date:yesterday", "1\n"},
        {"31 May 2024", "date:yesterday", "1\n"},
        {"yesterday", "date:last-week", "0\n"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.now);
        CHECK(index.search({"--count", "--now", c.now, c.query}).out == c.count);
    }
}
