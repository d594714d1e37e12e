// An update leaves the index as a rebuild of the same inputs would make it, and touches only what
// changed.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include <nlohmann/json.hpp>
#include <xapian.h>

#include "common/record.h"
#include "common/schema.h"
#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"

using namespace dateline::testing;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

std::string article(const std::string& id, const std::string& body) {
    return json({{"id", id}, {"title", "Of " + id}, {"body", body}}).dump() + "\n";
}

// An index of the folder `in`, and what the last run did.
class Updated {
public:
    std::string in(const std::string& name) const { return folder_ / ("in/" + name); }
    std::string directory() const { return folder_ / "index"; }
    void write(const std::string& name, const std::string& bytes) const {
        write_file(in(name), bytes);
    }

    // Returns the summary; a status other than `expected` fails the test.
    json run(std::vector<std::string> options = {}, int expected = 0, bool inputs = true) {
        options.insert(options.begin(), {"-d", directory(), "--stats", "json"});
        if (inputs) options.push_back(folder_ / "in");
        last_ = index(options);
        CHECK_STATUS(last_, expected);
        return json::parse(last_.out, nullptr, false);
    }
    const ProcessResult& last() const { return last_; }

    // Every article's id and body, of the index and of one built anew from the same inputs.
    static std::map<std::string, std::string> articles(const std::string& index) {
        const Xapian::Database database(index);
        std::map<std::string, std::string> found;
        for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at) {
            const auto read = dateline::decode_record(database.get_document(*at).get_data());
            REQUIRE(found.emplace(read.id, read.title + "|" + read.body).second);
        }
        return found;
    }
    void check_as_rebuilt() {
        const std::string fresh = folder_ / ("fresh" + std::to_string(++fresh_));
        index({"-q", "-d", fresh, folder_ / "in"});
        CHECK(articles(directory()) == articles(fresh));
        // Frequencies are those of all shards together.
        const Xapian::Database a(directory());
        const Xapian::Database b(fresh);
        std::vector<std::string> differ;
        for (auto term = b.allterms_begin(); term != b.allterms_end(); ++term) {
            if (a.get_termfreq(*term) != b.get_termfreq(*term) ||
                a.get_collection_freq(*term) != b.get_collection_freq(*term)) {
                differ.push_back(*term);
            }
        }
        CHECK(differ.empty());
        CHECK(a.get_average_length() == b.get_average_length());
        CHECK_STATUS(index({"-d", directory(), "--check"}), 0);
    }

    std::size_t count(const std::string& query) const {
        const ProcessResult found = search({"-d", directory(), "--count", query});
        INFO(found.text());
        CHECK(found.status < 2);
        return std::stoul(found.out);
    }

    std::set<std::string> names() const {
        std::set<std::string> found;
        for (const auto& entry : fs::directory_iterator(directory()))
            found.insert(entry.path().filename().string());
        return found;
    }

private:
    TemporaryFolder folder_;
    ProcessResult last_;
    int fresh_ = 0;
};

}  // namespace

TEST_CASE("update: new, changed, gone", "[cli][update]") {
    Updated index;
    index.write("a.jsonl", article("a1", "ferry one") + article("a2", "ferry two"));
    index.write("b.txt", "Bridge\n\nThe bridge was closed.\n");
    index.write("c.txt", "Canal\n\nThe canal was open.\n");
    json did = index.run();
    CHECK(did["articles"] == 4);

    did = index.run();
    CHECK(did["unchanged_files"] == 3);
    CHECK(did["added"] == 0);
    CHECK(did["bytes_read"] == 0);

    // Appended to: what was there is not written again.
    index.write("a.jsonl", article("a1", "ferry one") + article("a2", "ferry two") +
                               article("a3", "ferry three"));
    did = index.run();
    CHECK(did["added"] == 1);
    CHECK(did["unchanged"] == 2);
    CHECK(did["unchanged_files"] == 2);
    CHECK(index.count("ferry") == 3);
    index.check_as_rebuilt();

    // Another beginning, so that every line is another one; one article changed.
    index.write("a.jsonl", article("a0", "ferry zero") + article("a1", "ferry one") +
                               article("a2", "barge two") + article("a3", "ferry three"));
    did = index.run();
    CHECK(did["added"] == 1);
    CHECK(did["changed"] == 1);
    CHECK(did["unchanged"] == 2);
    CHECK(index.count("ferry") == 3);
    CHECK(index.count("barge") == 1);
    index.check_as_rebuilt();

    // Gone: stays until it is asked for.
    fs::remove(index.in("b.txt"));
    index.write("a.jsonl", article("a0", "ferry zero") + article("a3", "ferry three"));
    did = index.run();
    CHECK(did["removed"] == 0);
    CHECK(did["articles"] == 6);
    did = index.run({"--prune"});
    CHECK(did["removed"] == 3);  // a1 and a2 as well, which a.jsonl had lost before
    index.write("a.jsonl", article("a3", "ferry three"));
    did = index.run({"--prune"});
    CHECK(did["removed"] == 1);
    index.check_as_rebuilt();

    did = index.run({"--delete", "c.txt", "--delete", "none"}, 1, false);
    CHECK(did["removed"] == 1);
    CHECK(did["skipped"] == 1);
    CHECK(index.last().err.find("\"none\"") != std::string::npos);
    CHECK(index.count("canal") == 0);
    CHECK(index.count("ferry") == 1);
    CHECK_STATUS(search({"-d", index.directory(), "--show", "c.txt"}), 2);
}

TEST_CASE("update: --delete beside inputs that have the article", "[cli][update]") {
    Updated index;
    const std::string report = index.directory() + ".report";
    const auto status_of = [&](const std::string& id) {
        for (const std::string& line : lines_of(read_file(report))) {
            const json entry = json::parse(line);
            if (entry["id"] == id) return entry["status"].get<std::string>();
        }
        return std::string();
    };
    index.write("a.jsonl", article("a1", "ferry one") + article("a2", "ferry two"));
    index.write("b.jsonl", article("b1", "barge one"));
    index.run();

    // Changed, unchanged in a file that changed, and new.
    index.write("a.jsonl", article("a1", "ferry rewritten") + article("a2", "ferry two") +
                               article("a3", "ferry three") + article("a4", "ferry four"));
    const std::vector<std::string> deletes{"--delete", "a1", "--delete", "a2",
                                           "--delete", "a3", "--delete", "a3"};
    std::vector<std::string> options = deletes;
    options.insert(options.end(), {"--report", report});
    json did = index.run(options);
    CHECK(did["removed"] == 2);
    CHECK(did["added"] == 1);
    CHECK(did["changed"] == 0);
    CHECK(did["unchanged"] == 0);
    CHECK(did["skipped"] == 0);
    CHECK(did["articles"] == 2);
    CHECK(status_of("a1") == "deleted");
    CHECK(status_of("a2") == "deleted");
    CHECK(status_of("a3") == "deleted");
    CHECK(status_of("a4") == "added");
    CHECK(Updated::articles(index.directory()).size() == 2);
    CHECK(index.count("ferry") == 1);
    CHECK_STATUS(dateline::testing::index({"-d", index.directory(), "--check"}), 0);

    // They stay away until their file changes, or an index is built anew.
    did = index.run();
    CHECK(did["unchanged_files"] == 2);
    CHECK(index.count("ferry") == 1);
    index.run(deletes, 1);  // they are not there any more
    CHECK(index.last().err.find("no article with the id \"a1\"") != std::string::npos);
    index.run({"--delete", "b1", "--rebuild"}, 2);
    CHECK(index.count("barge") == 1);
    index.write("a.jsonl", article("a1", "ferry rewritten") + article("a2", "ferry two"));
    did = index.run({"--prune"});
    CHECK(did["added"] == 2);
    CHECK(did["removed"] == 1);
    index.check_as_rebuilt();
}

TEST_CASE("update: a file with a new name keeps its articles", "[cli][update]") {
    Updated index;
    index.write("old.jsonl", article("a1", "ferry one") + article("a2", "ferry two"));
    index.write("other.txt", "Canal\n\nThe canal was open.\n");
    index.run();
    fs::rename(index.in("old.jsonl"), index.in("new.jsonl"));
    const json did = index.run({"--prune"});
    CHECK(did["articles"] == 3);
    CHECK(index.count("ferry") == 2);
    index.check_as_rebuilt();
    fs::remove(index.in("new.jsonl"));
    CHECK(index.run({"--prune"})["removed"] == 2);
    index.check_as_rebuilt();
}

TEST_CASE("update: --prune removes what is gone, not what is out of reach", "[cli][update]") {
    struct Case {
        std::string name;
        std::string shell;               // what happens to s, t and u, run in their folder
        std::vector<std::string> given;  // beside --prune
        int status;
        int left;             // of six articles
        std::string message;  // part of standard error
    };
    const std::vector<Case> cases = {
        {"a folder that was not named", "mv s gone", {"t"}, 0, 6, ""},
        {"a folder that is missing",
         "mv s gone",
         {"s", "t"},
         1,
         6,
         "s: nothing below it is pruned"},
        {"the same, given alone", "mv s gone", {"s/"}, 1, 6, "2 recorded files may only be out of"},
        {"an empty mount point", "mv s gone; mkdir s", {"s", "t"}, 1, 6, "s: nothing below it is"},
        {"files of other kinds", "rm s/*; touch s/.x s/readme.pdf", {"s"}, 1, 6, "recorded files"},
        {"one file", "rm s/a.txt", {"s", "t"}, 0, 5, ""},
        {"the same by a link", "rm s/a.txt; ln -s s link", {"link"}, 0, 5, ""},
        {"a folder in a folder", "rm -r s", {"."}, 0, 4, ""},
        {"an empty mount point deeper down", "rm s/*", {"."}, 0, 6, "/s: nothing below it is"},
        {"a file by its name", "rm t/c.jsonl", {"t/c.jsonl"}, 0, 4, ""},
        {"the same, but its folder is gone", "mv t gone", {"t/c.jsonl"}, 1, 6, "No such file"},
        {"a file that never was", "true", {"t/d.jsonl", "t"}, 1, 6, "t/d.jsonl: No such file"},
        {"a file in place of a folder", "rm -r s; echo Ferry > s", {"s"}, 0, 7, ""},
        {"nothing named", "mv s gone", {}, 2, 6, "PATH"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const TemporaryFolder folder;
        write_file(folder / "s/a.txt", "Ferry\n\nThe ferry of a sailed.\n");
        write_file(folder / "s/b.txt", "Barge\n\nThe barge of b sank.\n");
        write_file(folder / "t/c.jsonl", article("c1", "ferry one") + article("c2", "ferry two"));
        write_file(folder / "u/d.jsonl", article("d1", "barge one") + article("d2", "barge two"));
        const std::string program = "cd '" + folder.path() + "'; ";
        const auto shell = [&](const std::string& command) {
            return run("/bin/sh", {"-c", program + command});
        };
        const std::string indexer = std::string(index_program()) + " -d index ";
        const ProcessResult built = shell(indexer + ". && " + c.shell);
        REQUIRE_STATUS(built, 0);
        std::string command = indexer + "--prune";
        for (const std::string& path : c.given)
            command += " " + path;
        const ProcessResult pruned = shell(command);
        CHECK_STATUS(pruned, c.status);
        CHECK(Updated::articles(folder / "index").size() == static_cast<std::size_t>(c.left));
        CHECK(pruned.err.find(c.message) != std::string::npos);
        CHECK_STATUS(dateline::testing::index({"-d", folder / "index", "--check"}), 0);
    }
}

TEST_CASE("update: --prune removes what updates without it have left", "[cli][update]") {
    Updated index;
    index.write("a.txt", "Canal\n\nThe canal was open.\n");
    index.write("j.jsonl", article("j1", "ferry one") + article("j2", "ferry two"));
    index.run();
    index.write("j.jsonl", article("j2", "ferry two"));
    CHECK(index.run()["articles"] == 3);
    const json again = index.run();  // nothing has changed since
    CHECK(again["articles"] == 3);
    CHECK(again["unchanged_files"] == 2);
    const json pruned = index.run({"--prune"});
    CHECK(pruned["removed"] == 1);
    CHECK(pruned["unchanged_files"] == 1);
    index.check_as_rebuilt();
    CHECK(index.run({"--prune"})["unchanged_files"] == 2);
}

TEST_CASE("update: --prune knows files of which something was skipped", "[cli][update]") {
    Updated index;
    index.write("a.txt", "Canal\n\nThe canal was open.\n");
    index.write("j.jsonl", article("j1", "ferry one") + article("j2", "ferry two"));
    index.run();
    index.write("j.jsonl", article("j1", "ferry one") + "{broken\n");
    index.run({}, 1);
    CHECK(index.run({}, 1)["unchanged"] == 1);  // read again
    fs::remove(index.in("j.jsonl"));
    CHECK(index.run({"--prune"})["removed"] == 2);
    index.check_as_rebuilt();
}

TEST_CASE("update: touched files are read, and nothing is written", "[cli][update]") {
    Updated index;
    index.write("a.jsonl", article("a1", "ferry one") + article("a2", "ferry two"));
    index.run();
    const std::string file = index.in("a.jsonl");
    fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(5));
    json did = index.run();
    CHECK(did["unchanged"] == 2);
    CHECK(did["unchanged_files"] == 0);
    CHECK(index.names().contains("gen-000001"));
    CHECK(index.names().contains("stories-000001"));
    CHECK(index.names().size() == 5);
    did = index.run();
    CHECK(did["unchanged_files"] == 1);
    // Something else that articles are made of: a sidecar, an option.
    write_file(index.in("a.meta.json"), R"({"source":"The Evening Post"})");
    did = index.run();
    CHECK(did["changed"] == 2);
    CHECK(index.count("source:\"the evening post\"") == 2);
    did = index.run({"--assume-date", "2024-05-01"});
    CHECK(did["changed"] == 2);
    CHECK(index.count("date:2024-05-01") == 2);
}

TEST_CASE("update: a manifest that changes changes the articles of its files", "[cli][update]") {
    Updated index;
    index.write("a.txt", "Ferry\n\nThe ferry was late.\n");
    index.write("b.txt", "Barge\n\nThe barge was early.\n");
    index.run();
    const std::string manifest = index.directory() + ".csv";
    const auto run = [&](const std::string& rows) {
        write_file(manifest, "file,source\n" + rows);
        return index.run({"--manifest", manifest});
    };
    json did = run("a.txt,The Globe\n");  // given for the first time
    CHECK(did["changed"] == 1);
    CHECK(did["unchanged_files"] == 1);
    CHECK(index.count("source:\"the globe\"") == 1);
    did = run("a.txt,The Globe\n");
    CHECK(did["unchanged_files"] == 2);
    did = run("a.txt,The Evening Post\nb.txt,The Globe\n");
    CHECK(did["changed"] == 2);
    CHECK(index.count("source:\"the globe\" barge") == 1);
    did = run("b.txt,The Globe\n");
    CHECK(did["changed"] == 1);
    CHECK(index.count("source:\"the evening post\"") == 0);
    did = index.run();  // without it
    CHECK(did["changed"] == 1);
    CHECK(index.last().err.find("--manifest") != std::string::npos);
    index.check_as_rebuilt();
}

TEST_CASE("update: options of the index hold for updates that do not name them", "[cli][update]") {
    Updated index;
    const auto desk = [](const std::string& id, const std::string& name) {
        return json({{"id", id}, {"body", "Ferries sailing " + id}, {"desk", name}}).dump() + "\n";
    };
    index.write("a.jsonl", desk("a1", "foreign"));
    index.run({"--rebuild", "--facet-field", "desk", "--language", "german"});
    index.write("b.jsonl", desk("b1", "foreign"));
    CHECK(index.run()["added"] == 1);
    CHECK(index.count("desk:foreign") == 2);
    CHECK_STATUS(dateline::testing::index({"-d", index.directory(), "--check"}), 0);
    index.run({"--facet-field", "page"}, 2);
    index.run({"--language", "english"}, 2);
    index.run({"--facet-field", "desk", "--language", "german"});

    // What else shapes articles makes them anew, and says so.
    CHECK(index.run({"--assume-date", "2024-05-01"})["changed"] == 2);
    CHECK(index.last().err.find("note: 2 files read again, unchanged, for options") !=
          std::string::npos);
    CHECK(index.run({"--assume-date", "2024-05-01"})["unchanged_files"] == 2);
    index.write("b.jsonl", desk("b1", "home"));
    CHECK(index.run({"--assume-date", "2024-05-01"})["changed"] == 1);
    CHECK(index.last().err.find("note:") == std::string::npos);
    index.run();
    CHECK(index.last().err.find("--assume-date") != std::string::npos);
}

TEST_CASE("update: what changes nothing needs no room on the disk", "[cli][update]") {
    Updated index;
    index.write("a.txt", "Ferry\n\nThe ferry was late.\n");
    index.run();
    ProcessOptions full;
    full.file_size_limit = 0;
    const ProcessResult same =
        dateline::testing::index({"-d", index.directory(), index.in("")}, full);
    CHECK_STATUS(same, 0);
    CHECK(same.err.find("1 file not read again") != std::string::npos);
}

TEST_CASE("update: of two articles with one id the first stays, as in a rebuild", "[cli][update]") {
    Updated index;
    index.write("a.jsonl", article("same", "first"));
    index.write("b.jsonl", article("same", "second"));
    json did = index.run({}, 1);
    CHECK(did["skipped"] == 1);
    did = index.run({}, 1);  // b is read again, and refused again
    CHECK(did["skipped"] == 1);
    CHECK(did["changed"] == 0);
    index.check_as_rebuilt();
    CHECK(index.last().err.find("came before, in \"" + index.in("a.jsonl")) != std::string::npos);
    // One that comes before takes its place, but not one that is given alone, before it is removed.
    index.write("0.jsonl", article("same", "zeroth"));
    did = index.run({}, 1);
    CHECK(did["changed"] == 1);
    index.check_as_rebuilt();
    CHECK(index.run({index.in("b.jsonl")}, 1, false)["changed"] == 0);
    CHECK(index.last().err.find(index.in("0.jsonl") + "\", which is no input of this run") !=
          std::string::npos);
    CHECK(index.last().err.find("--delete") != std::string::npos);
    CHECK(index.count("zeroth") == 1);
    index.run({"--delete", "same"}, 0, false);
    CHECK(index.run({index.in("b.jsonl")}, 0, false)["added"] == 1);
    CHECK(index.count("second") == 1);
    CHECK(index.count("zeroth") == 0);
    // Two in one file, the first of them new.
    Updated one;
    one.write("a.jsonl", article("x", "kept") + article("y", "other"));
    one.run();
    one.write("a.jsonl", article("x", "newer") + article("x", "kept") + article("y", "other"));
    did = one.run({}, 1);
    CHECK(did["changed"] == 1);
    CHECK(did["unchanged"] == 1);
    one.check_as_rebuilt();
}

TEST_CASE("update: files of one name in several folders are all in the index", "[cli][update]") {
    struct Case {
        std::string name;
        std::vector<std::string> runs;  // PATHs, from their folder; "": with --rebuild
        int status;                     // of the last one
        std::set<std::string> ids;
        std::string message;
    };
    const std::set<std::string> kBoth{"2023/index.html", "2024/index.html"};
    const std::vector<Case> cases = {
        {"above both", {"w"}, 0, kBoth, ""},
        {"in one run", {"w/2023 w/2024"}, 0, kBoth, ""},
        {"by their names", {"w/2023/index.html w/2024/index.html"}, 0, kBoth, ""},
        {"with another",
         {"w/2023 w/2024 v"},
         0,
         {"2023/index.html", "2024/index.html", "a.txt"},
         ""},
        {"one alone", {"w/2023"}, 0, {"index.html"}, ""},
        {"one after the other", {"w/2023", "w/2024"}, 1, {"index.html"}, "/w/2023/index.html\""},
        {"and again", {"w/2023", "w/2024", "w/2023"}, 0, {"index.html"}, ""},
        {"from inside",
         {"-C w/2023", "-C w/2024"},
         1,
         {"index.html"},
         "give both files, or the folder above them, in one run"},
        {"then both", {"w/2023", "w/2024 w/2023"}, 0, {"index.html", "2024/index.html"}, ""},
        {"then above", {"w/2023", "w/2024", "w"}, 0, {"index.html", "2024/index.html"}, ""},
        {"lines", {"j/2023 j/2024"}, 0, {"2023/news.jsonl:1", "2024/news.jsonl:1"}, ""},
        {"then lines",
         {"j/2023", "j/2024/news.jsonl"},
         1,
         {"news.jsonl:1"},
         "news.jsonl:1: the id"},
        {"an id of its own", {"k/a", "k/b"}, 1, {"x"}, "--delete the other"},
        {"and in one run", {"k/a k/b"}, 1, {"x"}, "came before, in \"k/a/x.jsonl\""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const TemporaryFolder folder;
        for (const std::string year : {"2023", "2024"}) {
            write_file(folder / ("w/" + year + "/index.html"),
                       "<h1>Year</h1><p>The ferry of " + year + " sailed.</p>");
            write_file(folder / ("j/" + year + "/news.jsonl"),
                       "{\"body\":\"Barge " + year + "\"}\n");
        }
        write_file(folder / "v/a.txt", "Canal\n\nThe canal was open.\n");
        write_file(folder / "k/a/x.jsonl", article("x", "first"));
        write_file(folder / "k/b/y.jsonl", article("x", "second"));
        ProcessResult last;
        for (const std::string& paths : c.runs) {
            const bool inside = paths.starts_with("-C ");
            const std::string command =
                "cd '" + folder.path() + "'/" + (inside ? paths.substr(3) : "") + "; exec '" +
                index_program() + "' -d '" + folder.path() + "/index' " + (inside ? "." : paths);
            last = run("/bin/sh", {"-c", command});
            INFO(last.text());
            CHECK(last.status < 2);
        }
        CHECK_STATUS(last, c.status);
        CHECK(last.err.find(c.message) != std::string::npos);
        std::set<std::string> ids;
        for (const auto& [id, text] : Updated::articles(folder / "index"))
            ids.insert(id);
        CHECK(ids == c.ids);
    }
}

TEST_CASE("update: an id goes with its file to a long path", "[cli][update]") {
    Updated index;
    const std::string deep = std::string(200, 'd') + "/" + std::string(200, 'e') + "/";
    index.write(deep + "a.jsonl", article("x", "first"));
    index.run();
    index.write("b.jsonl", article("x", "second"));
    CHECK(index.run({index.in("b.jsonl")}, 1, false)["changed"] == 0);
    fs::remove_all(index.in(std::string(200, 'd')));
    CHECK(index.run({index.in("b.jsonl")}, 0, false)["changed"] == 1);
}

TEST_CASE("update: many small ones leave few shards", "[cli][update]") {
    Updated index;
    std::string text;
    for (int i = 0; i < 40; ++i)
        text += article("base" + std::to_string(i), "ferry word" + std::to_string(i));
    index.write("base.jsonl", text);
    index.run();
    for (int i = 0; i < 12; ++i) {
        index.write("more" + std::to_string(i) + ".jsonl",
                    article("more" + std::to_string(i), "ferry and barge"));
        index.run();
        std::size_t shards = 0;
        for (const std::string& name : index.names())
            shards += name.starts_with("gen-");
        CHECK(shards <= 4);
    }
    CHECK(index.count("ferry") == 52);
    CHECK(index.count("barge") == 12);
    // What is matched document by document, in every shard.
    CHECK(index.count("ferry w/s barge") == 12);
    CHECK(index.count("ferry w/s word7") == 1);
    CHECK(index.count("ferry w/s word3*") == 11);
    index.check_as_rebuilt();
    const ProcessResult vacuumed = dateline::testing::index({"-d", index.directory(), "--vacuum"});
    CHECK_STATUS(vacuumed, 0);
    CHECK(vacuumed.out.find("freed") != std::string::npos);
    CHECK(index.names().size() == 5);  // the stub, one shard, the files, the stories, the lock
    index.check_as_rebuilt();
    CHECK(index.run()["unchanged_files"] == 13);
    // Everything gone, each file by its name, is an empty index, still one of ours.
    std::vector<std::string> prune{"--prune"};
    for (const auto& entry : fs::directory_iterator(index.in("")))
        prune.push_back(entry.path());
    for (std::size_t i = 1; i < prune.size(); ++i)
        fs::remove(prune[i]);
    CHECK(index.run(prune, 0, false)["articles"] == 0);
    CHECK(index.count("ferry") == 0);
    index.write("base.jsonl", text);
    CHECK(index.run()["articles"] == 40);
    index.check_as_rebuilt();
}

TEST_CASE("update: facets and stories count the articles of every shard", "[cli][update]") {
    Updated index;
    const auto articles = [](const std::string& source, int count) {
        std::string text;
        for (int i = 0; i < count; ++i) {
            text += json({{"id", source + std::to_string(i)},
                          {"source", source},
                          {"body", "The red ferry of " + source + " was late, said witness" +
                                       std::to_string(i * 7 % 5)}})
                        .dump() +
                    "\n";
        }
        return text;
    };
    index.write("globe.jsonl", articles("globe", 41));
    index.run();
    index.write("courier.jsonl", articles("courier", 3));
    index.run();
    index.run({"--delete", "globe0", "--delete", "globe17"}, 0, false);
    const json info = json::parse(
        dateline::testing::index({"-d", index.directory(), "--info", "--stats", "json"}).out);
    REQUIRE(info["shards"].size() == 2);
    // Counted by walking posting lists, and by what a search is shown.
    for (const std::string query : {"ferry", "red AND ferry", "\"red ferry\"", "red w/s ferry"}) {
        CAPTURE(query);
        const json found = json::parse(search({"-d", index.directory(), "--format", "json", "-n",
                                               "50", "--all-copies", "--facet", "source", query})
                                           .out);
        CHECK(found["total"] == 42);
        REQUIRE(found["hits"].size() == 42);
        std::map<std::string, int> sources;
        std::set<std::string> stories;
        for (const json& hit : found["hits"]) {
            ++sources[hit["source"]];
            stories.insert(hit.contains("story") ? hit["story"] : hit["id"]);
        }
        CHECK(sources == std::map<std::string, int>{{"globe", 39}, {"courier", 3}});
        CHECK(found["stories"] == stories.size());
        CHECK(stories.size() < 42);
        for (const json& value : found["facets"]["source"]["values"])
            CHECK(value["count"] == sources[value["value"]]);
        CHECK(found["facets"]["source"]["values"].size() == 2);
        const json best = json::parse(
            search({"-d", index.directory(), "--format", "json", "-n", "50", query}).out);
        CHECK(best["hits"].size() == stories.size());
        CHECK(best["stories"] == stories.size());
    }
}

TEST_CASE("update: states that are damaged or missing cost a reading, no article",
          "[cli][update]") {
    Updated index;
    index.write("a.jsonl", article("a1", "ferry one") + article("a2", "ferry two"));
    index.run();
    const std::string states = index.directory() + "/files-000001";
    std::string bytes = read_file(states);
    bytes[bytes.size() / 2] ^= 1;
    write_file(states, bytes);
    const ProcessResult checked = dateline::testing::index({"-d", index.directory(), "--check"});
    CHECK_STATUS(checked, 2);
    CHECK(checked.err.find("files-000001") != std::string::npos);
    json did = index.run();
    CHECK(did["unchanged"] == 2);
    CHECK(index.last().err.find("damaged") != std::string::npos);
    did = index.run();
    CHECK(did["unchanged_files"] == 1);
    index.check_as_rebuilt();
}

TEST_CASE("update: long-lived searchers see every state whole", "[cli][update]") {
    // The same database handle through updates and a rebuild, as a batch that runs for hours.
    Updated index;
    index.write("a.jsonl", article("a1", "ferry one") + article("a2", "ferry two"));
    index.run();
    const std::string pipe = index.in("../queries");
    const std::string answers = index.in("../answers");
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    BackgroundProcess batch(
        "/bin/sh", {"-c", std::string("exec '") + search_program() + "' -d '" + index.directory() +
                              "' --batch - --format ids < '" + pipe + "' > '" + answers + "'"});
    const int fd = open(pipe.c_str(), O_WRONLY);
    REQUIRE(fd >= 0);
    const auto ask = [&](std::size_t answered) {
        const std::string query = "ferry\n";
        REQUIRE(write(fd, query.data(), query.size()) == static_cast<ssize_t>(query.size()));
        for (int i = 0; i < 2000; ++i) {
            if (fs::exists(answers) && lines_of(read_file(answers)).size() >= answered) return;
            usleep(5000);
        }
        FAIL("no answer");
    };
    ask(2);
    std::size_t lines = 2;
    for (int i = 0; i < 5; ++i) {
        // Replaces an article, so that the shard itself is changed each time.
        index.write("a.jsonl",
                    article("a1", "ferry one") + article("a2", "ferry " + std::to_string(i)));
        index.run();
        ask(lines += 2);
    }
    index.run({"--rebuild"});
    ask(lines + 2);
    close(fd);
    CHECK(batch.wait() == 0);
}
