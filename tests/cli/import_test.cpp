// Auditing an import: --report, --dry-run; and near-copies in every output.
#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"

using namespace dateline::testing;
using nlohmann::json;

namespace {

const std::string kStory =
    "BERLIN, May 2 (Reuters) - The harbour council voted on Thursday to keep the old ferry running "
    "through the winter, after a week of talks with the crews. The mayor said the town would pay "
    "for repairs that the operator had put off for years. Fares stay as they are until March.\n";

// Three copies of one story and an article of its own.
void write_articles(const std::string& folder) {
    write_file(folder + "/a.txt", kStory + "\nLeave a Reply\nRequired fields are marked *\n");
    const json rows = json::array({
        {{"id", "b"}, {"title", "Ferry stays"}, {"body", kStory}, {"source", "Globe"}},
        {{"id", "c"}, {"body", kStory + "More follows.\n"}, {"source", "Courier"}},
        {{"id", "d"}, {"body", "The bakery will open an hour later on Sundays."}},
        {{"id", "b"}, {"body", "The same id again."}},
        {{"id", "e"}},
    });
    std::string lines;
    for (const json& row : rows)
        lines += row.dump() + "\n";
    write_file(folder + "/rows.jsonl", lines);
    write_file(folder + "/latin.txt",
               "Das Fr\xfchst\xfc"
               "ck im Caf\xe9 beginnt um acht Uhr.\n");
}

std::vector<json> report_of(const std::string& path) {
    std::vector<json> lines;
    for (const std::string& line : lines_of(read_file(path)))
        lines.push_back(json::parse(line));
    return lines;
}

json line_of(const std::vector<json>& report, const std::string& id) {
    for (const json& line : report) {
        if (line["id"] == id) return line;
    }
    FAIL("no line for " << id);
    return {};
}

}  // namespace

TEST_CASE("import: the report tells what was found in each input", "[cli][import]") {
    const TemporaryFolder folder;
    write_articles(folder / "in");
    write_file(folder / "in/fine.txt", "\n \n");
    const std::string path = folder / "report.jsonl";
    const CliIndex built({folder / "in"}, {"--report", path});
    const std::vector<json> report = report_of(path);
    REQUIRE(report.size() == 8);

    const json a = line_of(report, "a.txt");
    CHECK(a["file"] == folder / "in/a.txt");
    CHECK(a["status"] == "added");
    CHECK(a["format"] == "text");
    CHECK(a["charset"] == "UTF-8");
    CHECK(a["title"] == nullptr);
    CHECK(a["title_from"] == "none");
    CHECK(a["story"] == "a.txt");
    CHECK(a["story_articles"] == 3);
    CHECK(a["credits"] == json::array({"Reuters"}));
    CHECK(a["truncated"] == false);
    REQUIRE(a["zones"].size() == 1);
    CHECK(a["zones"][0]["zone"] == "comment-form");
    CHECK(a["zones"][0]["begin"].get<std::size_t>() >= kStory.size());
    CHECK(a["zones"][0]["text"].get<std::string>().starts_with("Leave a Reply"));
    REQUIRE(a["date_evidence"].size() == a["date_evidence"].size());
    CHECK(a["warnings"].empty());

    CHECK(line_of(report, "b")["title_from"] == "given");
    CHECK(line_of(report, "b")["line"] == 1);
    CHECK(line_of(report, "c")["story"] == "a.txt");
    CHECK(line_of(report, "d")["story"] == nullptr);
    CHECK(line_of(report, "d")["story_articles"] == 1);
    CHECK(line_of(report, "latin.txt")["charset"] != "UTF-8");
    CHECK(line_of(report, "latin.txt")["warnings"].size() == 1);
    // The second "b", "e" without text, and the empty file.
    std::size_t skipped = 0;
    for (const json& line : report) {
        if (line["status"] != "skipped") continue;
        ++skipped;
        CHECK(line["warnings"].size() == 1);
        CHECK_FALSE(line.contains("story"));
    }
    CHECK(skipped == 3);

    SECTION("of an update: articles as before, changed and new ones, stories with old articles") {
        write_file(folder / "in/a.txt", kStory + "\nShare this article\n");
        write_file(folder / "in/new.txt", kStory + "It is said that this is new.\n");
        CHECK(index({"-d", built.directory(), "--report", path, folder / "in"}).status == 1);
        const std::vector<json> second = report_of(path);
        CHECK(line_of(second, "a.txt")["status"] == "changed");
        CHECK(line_of(second, "b")["status"] == "unchanged");
        CHECK(line_of(second, "new.txt")["status"] == "added");
        // a.txt is written anew, behind those that stay.
        CHECK(line_of(second, "new.txt")["story"] == "b");
        CHECK(line_of(second, "b")["story_articles"] == 4);
        CHECK(line_of(second, "new.txt")["story_articles"] == 4);

        write_file(folder / "in/last.txt", kStory + "Nothing else is known yet.\n");
        CHECK(index({"-d", built.directory(), "--report", path, folder / "in/last.txt"}).status ==
              0);
        const std::vector<json> third = report_of(path);
        REQUIRE(third.size() == 1);
        CHECK(third[0]["story"] == "b");
        CHECK(third[0]["story_articles"] == 5);
    }
    SECTION("threads do not show in it") {
        const CliIndex other({folder / "in"}, {"--report", folder / "other.jsonl", "-j", "3"});
        CHECK(read_file(folder / "other.jsonl") == read_file(path));
    }
    SECTION("a file that cannot be written") {
        const ProcessResult result = index(
            {"-d", built.directory(), "--report", folder / "none/report.jsonl", folder / "in"});
        CHECK_STATUS(result, 2);
        CHECK(result.err.find("cannot write the report") != std::string::npos);
    }
}

TEST_CASE("import: files of a folder that might hold articles do not vanish", "[cli][import]") {
    const TemporaryFolder folder;
    write_file(folder / "in/a.txt", kStory);
    write_file(folder / "in/stories.csv", "ref,copy\n1,The ferry sailed.\n");
    write_file(folder / "in/export.json", "[{\"kopf\": \"Ferry\", \"rumpf\": \"It sailed.\"}]");
    write_file(folder / "in/page.html", "The ferry sailed.");
    write_file(folder / "in/empty.json", "");
    write_file(folder / "in/logo.png", "x");
    const std::string path = folder / "report.jsonl";
    const std::vector<std::string> arguments{"-d", folder / "index", "--report",
                                             path, "--rebuild",      folder / "in"};
    const ProcessResult built = index(arguments);
    CHECK_STATUS(built, 1);  // for the empty file
    CHECK(built.err.find("stories.csv: left out: a table without a column for title or text (") !=
          std::string::npos);
    CHECK(built.err.find("left out: 3 files in which no article was found") != std::string::npos);
    CHECK(built.err.find("ignored: 1 file, hidden") != std::string::npos);
    std::map<std::string, std::string> statuses;
    for (const json& line : report_of(path))
        statuses[std::filesystem::path(line["file"].get<std::string>()).filename()] =
            line["status"];
    CHECK(statuses == std::map<std::string, std::string>{{"a.txt", "added"},
                                                         {"empty.json", "skipped"},
                                                         {"export.json", "ignored"},
                                                         {"page.html", "ignored"},
                                                         {"stories.csv", "ignored"}});
    std::filesystem::remove(folder / "in/empty.json");
    CHECK_STATUS(index(arguments), 0);
    // By name it is an input that could not be read.
    CHECK_STATUS(index({"-d", folder / "index", "--rebuild", folder / "in/a.txt",
                        folder / "in/stories.csv"}),
                 1);
}

TEST_CASE("import: rows of a manifest that cannot be used are told", "[cli][import]") {
    const TemporaryFolder folder;
    write_file(folder / "in/a.txt", kStory);
    const auto run = [&](const std::string& rows) {
        write_file(folder / "m.csv", "file,title\n" + rows);
        return index(
            {"-d", folder / "index", "--rebuild", "--manifest", folder / "m.csv", folder / "in"});
    };
    CHECK_STATUS(run("a.txt,Ferry\n"), 0);
    const ProcessResult other = run("a.txt,Ferry\nb.txt,Boat\n");
    CHECK_STATUS(other, 0);  // it may be of another run
    CHECK(other.err.find("m.csv:3: a row names none of the inputs: \"b.txt\" (") !=
          std::string::npos);
    const ProcessResult twice = run("a.txt,Ferry\na.txt,Boat\n");
    CHECK_STATUS(twice, 1);
    CHECK(twice.err.find("m.csv:3: the row names \"a.txt\", as line 2 does (the first row") !=
          std::string::npos);
    CHECK_STATUS(run("a.txt,Ferry\n,Boat\n"), 1);
}

TEST_CASE("import: a dry run does everything but write", "[cli][import]") {
    const TemporaryFolder folder;
    write_articles(folder / "in");
    const std::string trial = folder / "trial.jsonl";
    const std::string real = folder / "real.jsonl";
    const std::string directory = folder / "index";
    const auto both = [&](const std::vector<std::string>& options, int status) {
        std::vector<std::string> arguments{"-d", directory, "--stats", "json"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        const auto files = [&] {
            return std::filesystem::exists(directory) ? snapshot(directory)
                                                      : std::map<std::string, std::string>();
        };
        const auto before = files();
        std::vector<std::string> tried = arguments;
        tried.insert(tried.end(), {"--dry-run", "--report", trial});
        const ProcessResult dry = index(tried);
        CHECK_STATUS(dry, status);
        CHECK(files() == before);
        std::vector<std::string> done = arguments;
        done.insert(done.end(), {"--report", real});
        const ProcessResult written = index(done);
        CHECK_STATUS(written, status);
        CHECK(read_file(trial) == read_file(real));
        json a = json::parse(dry.out);
        json b = json::parse(written.out);
        CHECK(a["dry_run"] == true);
        CHECK(b["dry_run"] == false);
        for (const char* const name :
             {"articles", "stories", "added", "changed", "unchanged", "removed", "skipped",
              "skipped_reasons", "warnings", "ignored_files", "bytes_read"}) {
            CAPTURE(name);
            CHECK(a[name] == b[name]);
        }
        CHECK(dry.err == written.err);
    };
    CHECK_FALSE(std::filesystem::exists(directory));
    both({folder / "in"}, 1);
    write_file(folder / "in/a.txt", kStory + "\nShare this article\n");
    write_file(folder / "in/new.txt", kStory);
    std::filesystem::remove(folder / "in/latin.txt");
    both({"--prune", folder / "in"}, 1);
    both({"--delete", "d", "--delete", "nowhere"}, 1);
    both({"--rebuild", folder / "in"}, 1);
    const ProcessResult text = index({"-d", directory, "--dry-run", "--rebuild", folder / "in"});
    CHECK(text.err.find("nothing was written") != std::string::npos);
}

TEST_CASE("import: near-copies in every output", "[cli][import]") {
    const TemporaryFolder folder;
    write_articles(folder / "in");
    const CliIndex built({folder / "in"});
    const auto find = [&](std::vector<std::string> arguments, const std::string& input = "") {
        arguments.insert(arguments.begin(), {"-d", built.directory()});
        ProcessOptions options;
        options.input = input;
        return search(arguments, options);
    };
    const std::string text = find({"ferry"}).out;
    CHECK(text.find("3 articles in 1 story found") != std::string::npos);
    CHECK(text.find("+2 similar (") != std::string::npos);
    CHECK(find({"--all-copies", "ferry"}).out.find("similar") == std::string::npos);
    CHECK(find({"--all-copies", "ferry"}).out.find("3 articles in 1 story found") !=
          std::string::npos);
    CHECK(find({"--count", "ferry"}).out == "3\n");

    const json one = json::parse(find({"--format", "json", "ferry"}).out);
    CHECK(one["total"] == 3);
    CHECK(one["stories"] == 1);
    REQUIRE(one["hits"].size() == 1);
    CHECK(one["hits"][0]["story"] == "a.txt");
    CHECK(one["hits"][0]["similar"] == 2);
    CHECK(one["hits"][0]["similar_articles"].size() == 2);
    CHECK(json::parse(find({"--format", "json", "bakery"}).out)["hits"][0].contains("story") ==
          false);
    const json line = json::parse(find({"--format", "jsonl", "ferry"}).out);
    CHECK(line["stories"] == 1);
    CHECK(line["similar"] == 2);

    const auto count = [&](const std::vector<std::string>& arguments, const std::string& input) {
        return lines_of(find(arguments, input).out).size();
    };
    CHECK(count({"--format", "ids", "ferry"}, "") == 1);
    CHECK(count({"--format", "ids", "--all-copies", "ferry"}, "") == 3);
    CHECK(count({"--format", "ids", "story:c"}, "") == 1);
    CHECK(count({"--format", "ids", "--all-copies", "story:c"}, "") == 3);
    // A run is judged article by article.
    CHECK(count({"--format", "trec", "ferry"}, "") == 3);
    CHECK(count({"--format", "trec", "--one-per-story", "ferry"}, "") == 1);
    CHECK(count({"--batch", "-", "--format", "trec"}, "1\tferry\n") == 3);
    CHECK(count({"--batch", "-", "--format", "trec", "--one-per-story"}, "1\tferry\n") == 1);
    CHECK(count({"--batch", "-", "--format", "ids"}, "1\tferry\n") == 1);
    CHECK(count({"--batch", "-", "--format", "ids", "--all-copies"}, "1\tferry\n") == 3);
    const json batch = json::parse(find({"--batch", "-"}, "1\tferry\n").out);
    CHECK(batch["total"] == 3);
    CHECK(batch["stories"] == 1);
    CHECK(batch["similar"] == 2);
    CHECK_STATUS(find({"--all-copies", "--one-per-story", "ferry"}), 2);

    const CliIndex without({folder / "in"}, {"--copies", "off"});
    const ProcessResult all = search({"-d", without.directory(), "--format", "json", "ferry"});
    CHECK(json::parse(all.out)["stories"] == 3);
    CHECK(json::parse(all.out)["hits"].size() == 3);
}

TEST_CASE("import: zones are shown, and searched when asked for", "[cli][import]") {
    const TemporaryFolder folder;
    write_file(folder / "a.txt", "By Asif Karimi\n" + kStory +
                                     "\nCheck Also\n\nBakery burns down\n\nThe bakery on the "
                                     "square burned down on Monday …\n");
    const CliIndex built({folder / "a.txt"});
    CHECK(built.ids("bakery").empty());
    CHECK(built.ids("bakery", {"--zones", "all"}) == std::set<std::string>{"a.txt"});
    CHECK(built.ids("bakery", {"--zones"}) == std::set<std::string>{"a.txt"});
    CHECK(built.ids("bakery", {"--zones", "teaser"}) == std::set<std::string>{"a.txt"});
    CHECK(built.ids("bakery", {"--zones", "byline"}).empty());
    CHECK(built.ids("karimi ferry", {"--zones", "all"}) == std::set<std::string>{"a.txt"});
    CHECK(built.ids("karimi ferry", {"--zones", "byline"}).empty());
    CHECK(built.ids("\"asif karimi\" zone:byline", {"--zones", "teaser"}) ==
          std::set<std::string>{"a.txt"});
    CHECK_STATUS(built.search({"--zones", "ferry", "ferry"}), 2);
    CHECK(lines_of(
              search({"-d", built.directory(), "--zones", "all", "--batch", "-", "--format", "ids"},
                     [] {
                         ProcessOptions options;
                         options.input = "1\tbakery\n";
                         return options;
                     }())
                  .out)
              .size() == 1);

    const std::string text = built.search({"--show", "a.txt", "--zones"}).out;
    CHECK(text.find("‹byline› By Asif Karimi ‹/byline›\nBERLIN") != std::string::npos);
    CHECK(text.find("‹teaser› Check Also\n\nBakery burns down\n") != std::string::npos);
    CHECK(text.find("Monday … ‹/teaser›\n") != std::string::npos);
    CHECK(built.search({"--show", "a.txt"}).out.find("‹") == std::string::npos);
    const json shown =
        json::parse(built.search({"--show", "a.txt", "--zones", "--format", "json"}).out);
    REQUIRE(shown["zones"].size() >= 3);
    std::string body;
    for (const json& zone : shown["zones"])
        body += zone["text"].get<std::string>();
    CHECK(body == shown["body"]);
    CHECK(shown["zones"][0]["zone"] == "byline");
    CHECK(shown["zones"][1]["zone"] == "body");
}

TEST_CASE("import: lines that a source repeats are not the story", "[cli][import]") {
    const TemporaryFolder folder;
    const auto article = [](int number, const std::string& line) {
        const std::string name(1, static_cast<char>('a' + number % 26));
        const json row = {
            {"id", std::to_string(number)},
            {"source", "Valley Post"},
            {"body", "Story " + name + name + std::to_string(number) +
                         " was told to the council on Monday evening.\n" + line +
                         "\nNobody had heard of number " + std::to_string(number) + " before.\n"}};
        return row.dump() + "\n";
    };
    std::string lines;
    for (int i = 0; i < 40; ++i)
        lines += article(i, i < 30 ? "Ferry tickets by the dozen" : "Bread by the loaf");
    write_file(folder / "in.jsonl", lines);
    write_file(folder / "other.jsonl",
               "{\"id\":\"o\",\"source\":\"Other\",\"body\":\"It was a day like any other.\\nFerry "
               "tickets by the dozen\\nThat was all.\"}\n");
    const CliIndex built({folder / "in.jsonl", folder / "other.jsonl"});
    CHECK(built.ids("tickets") == std::set<std::string>{"o"});
    CHECK(built.ids("tickets", {"--zones", "all"}).size() == 31);
    CHECK(built.ids("council").size() == 40);
    CHECK(built.ids("loaf").empty());
    const CliIndex without({folder / "in.jsonl", folder / "other.jsonl"},
                           {"--repeated-lines", "off"});
    CHECK(without.ids("tickets").size() == 31);

    // An update goes by what the rebuild found, whatever the threads.
    write_file(folder / "more.jsonl",
               article(50, "Ferry tickets by the dozen") + article(51, "Ferry tickets for two"));
    CHECK(index({"-d", built.directory(), "-j", "3", folder / "more.jsonl"}).status == 0);
    CHECK(built.ids("tickets") == std::set<std::string>{"o", "51"});
    CHECK(index({"-d", without.directory(), folder / "more.jsonl"}).status == 0);
    CHECK(without.ids("tickets").size() == 33);
}
