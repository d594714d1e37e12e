// Bad input, one kind after the other: a clear line on standard error, the rest goes on, the exit
// status says it, and an index that was there before stays as it was.
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include <xapian.h>
#include <zlib.h>

#include "common/schema.h"
#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

const std::string kGood = "Ferries ran on time.\n\nThe harbour was calm all day long.\n";

std::string gzip(const std::string& text) {
    std::string bytes(compressBound(text.size()) + 64, '\0');
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return "";
    std::string input = text;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    deflate(&stream, Z_FINISH);
    bytes.resize(stream.total_out);
    deflateEnd(&stream);
    return bytes;
}

// Lines of standard error that name the file, by the end of its path.
std::vector<std::string> lines_about(const ProcessResult& result, const std::string& name) {
    std::vector<std::string> found;
    for (const std::string& line : lines_of(result.err)) {
        if (line.starts_with("dateline-index: ") && line.find(name) != std::string::npos)
            found.push_back(line);
    }
    return found;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// A folder with one good article, and what it should find besides the bad one.
class BadInput {
public:
    BadInput() { write_file(input() / "good.txt", kGood); }

    std::filesystem::path input() const { return folder_ / "input"; }
    std::string directory() const { return folder_ / "index"; }
    std::string path(const std::string& name) const { return folder_ / name; }

    ProcessResult build(const std::vector<std::string>& options = {}) const {
        std::vector<std::string> arguments{"-d", directory()};
        arguments.insert(arguments.end(), options.begin(), options.end());
        arguments.push_back(input().string());
        return index(arguments);
    }
    std::string count(const std::string& query) const {
        return search({"-d", directory(), "--count", query}).out;
    }

private:
    TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("bad input: what is wrong with one file costs one line, and the rest is indexed",
          "[cli][bad-input]") {
    struct Case {
        std::string name;
        std::string bytes;
        std::string message;  // part of the line
        int status;           // 0: the article is in the index all the same
    };
    const std::string json = "{\"id\":\"a\",\"body\":\"rain\"}\n";
    const std::string nul = std::string("Rain fell over the town") + '\0' + " and over the sea.\n";
    const std::string cut = gzip(std::string(200000, 'x') + kGood + std::string(200000, 'y'));
    const std::vector<Case> cases = {
        {"empty.txt", "", "empty", 1},
        {"blank.txt", " \n\t\r\n", "empty", 1},
        {"latin.txt", "Caf\xe9 \x93rain\x94\n", "Windows-1252", 0},
        {"nul.txt", nul, "NUL", 0},
        {"cut.txt.gz", cut.substr(0, cut.size() / 2), "cut", 1},
        {"crc.txt.gz", cut.substr(0, cut.size() - 8) + "crc." + cut.substr(cut.size() - 4),
         "damaged", 1},
        {"notgzip.jsonl.gz", "\x1f\x8b\x08 this is no gzip at all", "gzip", 1},
        {"list.jsonl", json + "[1,2]\n", "list.jsonl:2: ", 1},
        {"broken.jsonl", json + "\n{\"id\":\"b\",\"body\":\"rain}\n", "broken.jsonl:3: column ", 1},
        {"text.jsonl", "rain fell\n", "text.jsonl:1: column 1", 1},
        {"same.jsonl", json + json, "same.jsonl:2: ", 1},
        {"nothing.jsonl", "{\"id\":\"b\",\"weather\":\"rain\"}\n", "nothing.jsonl:1: ", 1},
        {"deep.jsonl", "{\"id\":\"b\",\"x\":" + std::string(5000, '[') + "\n", "deep.jsonl:1: ", 1},
        {"date.jsonl", "{\"id\":\"b\",\"body\":\"rain\",\"date\":\"someday\"}\n", "\"someday\"", 0},
    };
    for (const Case& bad : cases) {
        const BadInput folder;
        write_file(folder.input() / bad.name, bad.bytes);
        const ProcessResult built = folder.build();
        INFO(built.text());
        CHECK(built.status == bad.status);
        const std::vector<std::string> lines = lines_about(built, bad.name);
        REQUIRE(lines.size() == 1);
        CAPTURE(bad.message);
        CHECK(contains(lines[0], bad.message));
        CHECK(folder.count("harbour") == "1\n");
        CHECK(
            contains(built.err, bad.status == 0 ? "2 articles indexed, 0 skipped" : " 1 skipped"));
    }
}

TEST_CASE("bad input: bytes that are not UTF-8 are read as Windows-1252", "[cli][bad-input]") {
    const BadInput folder;
    write_file(folder.input() / "latin.txt", "Caf\xe9 \x93rain\x94 \x80 5\n");
    CHECK_STATUS(folder.build(), 0);
    CHECK(folder.count("cafe") == "1\n");
    CHECK(
        contains(search({"-d", folder.directory(), "--show", "latin.txt"}).out, "Café “rain” € 5"));
}

TEST_CASE("bad input: the column of a JSON error is where the error is", "[cli][bad-input]") {
    const BadInput folder;
    write_file(folder.input() / "bad.jsonl", "{\"id\":\"b\",\"body\":\"rain\",}\n");
    const ProcessResult built = folder.build();
    INFO(built.text());
    CHECK(contains(built.err, "bad.jsonl:1: column 25"));
}

TEST_CASE("bad input: missing, unreadable and odd files", "[cli][bad-input]") {
    const BadInput folder;
    std::filesystem::create_symlink("nowhere", folder.input() / "dangling.txt");
    mkfifo((folder.input() / "pipe.txt").c_str(), 0600);
    ProcessResult built =
        index({"-d", folder.directory(), folder.input(), folder.path("no-such-file.txt")});
    INFO(built.text());
    CHECK(built.status == 1);
    CHECK(lines_about(built, "dangling.txt").size() == 1);
    CHECK(lines_about(built, "pipe.txt").size() == 1);
    CHECK(lines_about(built, "no-such-file.txt").size() == 1);
    CHECK(folder.count("harbour") == "1\n");
}

TEST_CASE("bad input: a file that may not be read", "[cli][bad-input]") {
    const BadInput folder;
    write_file(folder.input() / "secret.txt", "Rain fell.\n");
    std::filesystem::permissions(folder.input() / "secret.txt", std::filesystem::perms::none);
    ProcessOptions options;
    if (geteuid() == 0) {
        // The superuser may read everything: run as nobody, in folders that nobody may use.
        options.user = 65534;
        std::filesystem::permissions(folder.path(""), std::filesystem::perms::all);
    }
    const ProcessResult built = index({"-d", folder.directory(), folder.input().string()}, options);
    if (built.status == 126 || built.status == 127) {
        WARN("not tested: cannot run the program as another user");
        return;
    }
    INFO(built.text());
    CHECK(built.status == 1);
    const std::vector<std::string> lines = lines_about(built, "secret.txt");
    REQUIRE(lines.size() == 1);
    CHECK(contains(lines[0], "Permission denied"));
    CHECK(folder.count("harbour") == "1\n");
}

TEST_CASE("bad input: a folder without articles", "[cli][bad-input]") {
    const BadInput folder;
    std::filesystem::create_directories(folder.path("empty"));
    write_file(folder.path("pictures/a.png"), "no text");
    for (const std::string name : {"empty", "pictures"}) {
        const ProcessResult alone = index({"-d", folder.directory(), folder.path(name)});
        INFO(alone.text());
        CHECK(alone.status == 2);
        CHECK(lines_about(alone, "/" + name + ": no articles").size() == 1);
        const ProcessResult beside =
            index({"-d", folder.directory(), folder.path(name), folder.input().string()});
        CHECK_STATUS(beside, 1);
        CHECK(folder.count("harbour") == "1\n");
    }
}

TEST_CASE("bad input: a text file of 200 MB is refused at once", "[cli][bad-input]") {
    const BadInput folder;
    const std::string text(std::size_t{1} << 17, 'x');  // more than is looked at to tell what it is
    write_file(folder.input() / "huge.txt", text);
    write_file(folder.input() / "huge.jsonl", "{\"body\":\"" + text);
    std::filesystem::resize_file(folder.input() / "huge.txt", std::uintmax_t{200} << 20);
    std::filesystem::resize_file(folder.input() / "huge.jsonl", std::uintmax_t{200} << 20);
    const ProcessResult built = folder.build({"--max-size", "1M"});
    INFO(built.text());
    CHECK(built.status == 1);
    for (const std::string name : {"huge.txt", "huge.jsonl:1"}) {
        const std::vector<std::string> lines = lines_about(built, name);
        REQUIRE(lines.size() == 1);
        CHECK(contains(lines[0], "1 MiB"));
        CHECK(contains(lines[0], "--max-size"));
    }
    CHECK(built.seconds < 20);
    CHECK(folder.count("harbour") == "1\n");
}

TEST_CASE("bad input: no index, or something that is not ours", "[cli][bad-input]") {
    const TemporaryFolder folder;
    const auto expect = [&](const std::string& directory, const std::string& message,
                            const std::string& hint) {
        const ProcessResult result = search({"-d", directory, "rain"});
        INFO(result.text());
        CHECK(result.status == 2);
        CHECK(result.out.empty());
        CHECK(contains(result.err, message));
        CHECK(contains(result.err, directory));
        CHECK(contains(result.err, hint));
        CHECK(lines_of(result.err).size() <= 2);
    };
    expect(folder / "missing", "no index", "dateline-index");
    std::filesystem::create_directories(folder / "empty");
    expect(folder / "empty", "no index", "dateline-index");
    write_file(folder / "file", "no folder");
    expect(folder / "file", "no index", "dateline-index");
    // Databases of other programs, plain and behind a stub.
    {
        Xapian::WritableDatabase foreign(folder / "foreign", Xapian::DB_CREATE);
        foreign.add_document(Xapian::Document());
        foreign.commit();
    }
    expect(folder / "foreign", "not a Dateline index", "another folder");
    write_file(folder / "stub/XAPIANDB", "auto ../foreign\n");
    expect(folder / "stub", "not a Dateline index", "another folder");
    // An indexing run must not touch them either.
    for (const std::string name : {"foreign", "stub"}) {
        const auto before = snapshot(folder / name);
        write_file(folder / "good.txt", kGood);
        const ProcessResult built = index({"-d", folder / name, folder / "good.txt"});
        INFO(built.text());
        CHECK(built.status == 2);
        CHECK(contains(built.err, "not a Dateline index"));
        for (const auto& [file, bytes] : before) {
            CAPTURE(file);
            CHECK(read_file(folder / name + "/" + file) == bytes);
        }
    }
}

TEST_CASE("bad input: an index of another schema version, and a damaged one", "[cli][bad-input]") {
    const BadInput folder;
    REQUIRE_STATUS(folder.build(), 0);
    const auto generation = [&] {
        std::string stub = read_file(folder.directory() + "/XAPIANDB");
        stub.erase(0, stub.find("gen-"));
        return folder.directory() + "/" + stub.substr(0, stub.find('\n'));
    };
    {
        Xapian::WritableDatabase database(generation(), Xapian::DB_OPEN);
        database.set_metadata(std::string(kMetaSchema), "987");
        database.commit();
    }
    ProcessResult result = search({"-d", folder.directory(), "rain"});
    {
        INFO(result.text());
        CHECK(result.status == 2);
        CHECK(contains(result.err, "987"));
        CHECK(contains(result.err, "schema"));
        CHECK(contains(result.err, "dateline-index --rebuild"));
    }
    CHECK_STATUS(folder.build({"--rebuild"}), 0);
    CHECK(folder.count("harbour") == "1\n");

    write_file(generation() + "/iamglass", "nothing of the kind");
    result = search({"-d", folder.directory(), "rain"});
    {
        INFO(result.text());
        CHECK(result.status == 2);
        CHECK(contains(result.err, folder.directory()));
        CHECK(contains(result.err, "dateline-index --rebuild"));
    }
    CHECK_STATUS(folder.build({"--rebuild"}), 0);
    CHECK(folder.count("harbour") == "1\n");
}

TEST_CASE("bad input: a run that fails leaves the index as it was", "[cli][bad-input]") {
    const BadInput folder;
    REQUIRE_STATUS(folder.build(), 0);
    const auto unharmed = [&] {
        CHECK(folder.count("harbour") == "1\n");
        CHECK(folder.count("rain") == "0\n");
        std::size_t generations = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder.directory()))
            generations += entry.path().filename().string().starts_with("gen-");
        CHECK(generations == 1);  // nothing is left lying about
    };
    write_file(folder.path("bad/broken.jsonl"), "{\"body\": rain}\n");
    for (const std::string writer : {"bulk", "api"}) {
        CAPTURE(writer);
        const ProcessResult nothing =
            index({"-d", folder.directory(), "--rebuild", "--writer", writer, folder.path("bad")});
        CHECK_STATUS(nothing, 2);
        unharmed();
        // A disk that is full: no file may grow beyond so many bytes.
        std::string text;
        for (int i = 0; i < 20000; ++i)
            text += "rain" + std::to_string(i * 7919 % 100003) + " ";
        write_file(folder.path("big/rain.txt"), "rain " + text);
        for (const unsigned long limit : {0ul, 100ul, 8192ul, 40000ul, 100000ul}) {
            CAPTURE(limit);
            ProcessOptions full;
            full.file_size_limit = limit;
            const ProcessResult built = index(
                {"-d", folder.directory(), "--rebuild", "--writer", writer, folder.path("big")},
                full);
            INFO(built.text());
            CHECK(built.status == 2);
            CHECK_FALSE(built.err.empty());
            CHECK(lines_of(built.err).size() <= 2);
            CHECK((contains(built.err, "File too large") || contains(built.err, "cannot write") ||
                   contains(built.err, "write")));
            unharmed();
        }
    }
    CHECK_STATUS(index({"-d", folder.directory(), "--rebuild", folder.path("big")}), 0);
    CHECK(folder.count("rain") == "1\n");
}

TEST_CASE("bad input: malformed queries point at the place", "[cli][bad-input]") {
    const BadInput folder;
    REQUIRE_STATUS(folder.build(), 0);
    struct Case {
        std::string query;
        std::size_t caret;  // column under the query
    };
    const std::vector<Case> cases = {
        {"harbour (calm", 8},         {"harbour \"calm", 8}, {"titel:harbour", 0},
        {"harbour date:2024-13", 13}, {"harbour AND", 8},    {"harbour)", 7},
        {"ATLEAST0 harbour", 0},
    };
    for (const Case& bad : cases) {
        const ProcessResult result = search({"-d", folder.directory(), "--", bad.query});
        INFO(result.text());
        CHECK(result.status == 2);
        CHECK(result.out.empty());
        const std::vector<std::string> lines = lines_of(result.err);
        REQUIRE(lines.size() >= 3);
        CHECK(lines[0].starts_with("dateline-search: "));
        CHECK(lines[1] == "  " + bad.query);
        CHECK(lines[2].find_first_not_of(' ') == bad.caret + 2);
        CHECK(lines[2][bad.caret + 2] == '^');
        // The same as a filter: the place is shown in the filter, not in the query.
        const ProcessResult filter =
            search({"-d", folder.directory(), "--filter=" + bad.query, "harbour or something"});
        INFO(filter.text());
        CHECK(filter.status == 2);
        const std::vector<std::string> filter_lines = lines_of(filter.err);
        REQUIRE(filter_lines.size() >= 3);
        CHECK(filter_lines[0].starts_with("dateline-search: in --filter: "));
        CHECK(filter_lines[1] == lines[1]);
        CHECK(filter_lines[2] == lines[2]);
    }
}

TEST_CASE("bad input: an empty name in a list of files costs one line", "[cli][bad-input]") {
    const BadInput folder;
    const std::string good = (folder.input() / "good.txt").string();
    write_file(folder.path("list"), std::string(1, '\0') + good + '\0');
    const ProcessResult built =
        index({"-d", folder.directory(), "--files0-from", folder.path("list")});
    CHECK_STATUS(built, 1);
    CHECK(contains(built.err, "list:1: an empty file name"));
    CHECK(folder.count("harbour") == "1\n");
    const ProcessResult missing =
        index({"-d", folder.directory(), "--files0-from", "no-such-list"});
    CHECK_STATUS(missing, 2);
    CHECK(contains(missing.err, "no-such-list: "));
}

TEST_CASE("bad input: standard streams that are closed or full", "[cli][bad-input]") {
    const BadInput folder;
    CHECK_STATUS(folder.build(), 0);
    const auto shell = [&](const std::string& program, const std::string& arguments) {
        return run("/bin/sh",
                   {"-c", "exec '" + program + "' -d '" + folder.directory() + "' " + arguments});
    };
    struct Case {
        bool indexer;
        std::string arguments;
        int status;
        std::string message;
    };
    const std::string input = "'" + folder.input().string() + "'";
    for (const Case& c : std::vector<Case>{
             {true, "--rebuild - <&-", 2, "Bad file descriptor"},
             {true, "- <&-", 1, "Bad file descriptor"},
             {true, "--rebuild " + input + " <&- >&- 2>&-", 0, ""},
             {true, "--stats json " + input + " > /dev/full", 2, "No space left"},
             {true, "--stats json " + input + " >&-", 2, "standard output"},
             {true, "--info > /dev/full", 2, "No space left"},
             {true, "--check > /dev/full", 2, "No space left"},
             {true, "--help > /dev/full", 2, "standard output"},
             {true, "--timexes " + input + " > /dev/full", 2, "No space left"},
             {false, "harbour > /dev/full", 2, "No space left"},
             {false, "--help > /dev/full", 2, "standard output"},
             {false, "--batch - <&-", 2, ""},
             {false, "--count harbour <&-", 0, ""},
         }) {
        const ProcessResult result =
            shell(c.indexer ? index_program() : search_program(), c.arguments);
        CHECK_STATUS(result, c.status);
        INFO(result.text());
        CHECK(contains(result.err, c.message));
        CHECK(folder.count("harbour") == "1\n");
    }
}

TEST_CASE("bad input: a table of a thousand broken rows costs ten lines and one",
          "[cli][bad-input]") {
    const BadInput folder;
    std::string rows = "title,body\n";
    for (int i = 0; i < 1000; ++i)
        rows += "Row " + std::to_string(i) + ",rain,more\n";
    write_file(folder.input() / "rows.csv", rows);
    std::string lines;
    for (int i = 0; i < 1000; ++i)
        lines += "{\"headline_of_it\":\"rain\"}\n";
    write_file(folder.input() / "lines.jsonl", lines);
    const ProcessResult built = folder.build({"--report", folder.path("report")});
    CHECK_STATUS(built, 1);
    CHECK(lines_about(built, "rows.csv").size() == 11);
    CHECK(lines_about(built, "lines.jsonl").size() == 11);
    CHECK(contains(built.err, "rows.csv: … and 990 more: "));
    CHECK(contains(built.err, "1000 skipped"));
    CHECK(lines_of(read_file(folder.path("report"))).size() == 2001);
}

TEST_CASE("bad input: inputs that hold no article", "[cli][bad-input]") {
    const BadInput folder;
    for (const auto& [name, bytes] : std::map<std::string, std::string>{
             {"empty.jsonl", ""}, {"blank.jsonl", "\n \n"}, {"head.csv", "title,body\n"}}) {
        CAPTURE(name);
        write_file(folder.path(name), bytes);
        const ProcessResult built = index({"-d", folder.directory(), folder.path(name)});
        CHECK_STATUS(built, 2);
        CHECK(contains(built.err, "no article could be read"));
        CHECK(contains(built.err, "try: "));
        CHECK_FALSE(contains(built.err, "messages above"));
    }
    // Nothing is made for what fails.
    const ProcessResult deleted = index({"-d", folder.path("nosuch"), "--delete", "x"});
    CHECK_STATUS(deleted, 2);
    CHECK_FALSE(std::filesystem::exists(folder.path("nosuch")));
}
