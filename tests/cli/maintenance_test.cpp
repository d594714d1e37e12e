// --wait, --check, --info, --vacuum, interrupts, progress: what looks after an index.
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>
#include <xapian.h>

#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"

using namespace dateline::testing;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

// Holds the lock as a writer does, for so many seconds.
class LockHolder {
public:
    LockHolder(const TemporaryFolder& folder, const std::string& directory,
               const std::string& seconds)
        : ready_(folder / "ready"),
          process_("/bin/sh",
                   {"-c", "exec 9>>'" + directory +
                              "/writer.lock'; flock 9; printf 'process 4711 on elsewhere since "
                              "2024-05-01T10:00:00Z' >&9; : > '" +
                              ready_ + "'; exec sleep " + seconds}) {
        for (int i = 0; i < 1000 && !fs::exists(ready_); ++i)
            usleep(5000);
    }
    bool holds() const { return fs::exists(ready_); }

private:
    std::string ready_;
    BackgroundProcess process_;
};

bool has_flock() {
    if (run("/bin/sh", {"-c", "command -v flock"}).status == 0) return true;
    WARN("not tested: there is no flock");
    return false;
}

std::string generation_of(const std::string& directory) {
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(directory, missing)) {
        if (entry.path().filename().string().starts_with("gen-")) return entry.path().string();
    }
    return "";
}

}  // namespace

TEST_CASE("maintenance: --wait waits for a while, or until the other has finished",
          "[cli][maintenance]") {
    if (!has_flock()) return;
    const TemporaryFolder folder;
    write_file(folder / "a.txt", "Ferries ran on time.\n");
    const std::string directory = folder / "index";
    REQUIRE(index({"-d", directory, folder / "a.txt"}).status == 0);
    {
        const LockHolder holder(folder, directory, "60");
        REQUIRE(holder.holds());
        for (const std::vector<std::string>& given :
             std::vector<std::vector<std::string>>{{folder / "a.txt"}, {"--vacuum"}}) {
            std::vector<std::string> arguments{"-d", directory};
            arguments.insert(arguments.end(), given.begin(), given.end());
            const ProcessResult refused = index(arguments);
            CHECK_STATUS(refused, 75);
            CHECK(refused.err.find("process 4711 on elsewhere since 2024") != std::string::npos);
            CHECK(refused.err.find("--wait") != std::string::npos);
        }
        const ProcessResult tired = index({"-d", directory, "--wait=0", folder / "a.txt"});
        CHECK_STATUS(tired, 75);
        const ProcessResult told = index({"-d", directory, "--info", "--stats", "json"});
        CHECK(json::parse(told.out)["writer"].get<std::string>().starts_with("process 4711"));
    }
    fs::remove(folder / "ready");
    const LockHolder holder(folder, directory, "0.3");
    REQUIRE(holder.holds());
    const ProcessResult waited = index({"-d", directory, "--wait", folder / "a.txt"});
    CHECK_STATUS(waited, 0);
    CHECK_STATUS(index({"-d", directory, "--wait=many", folder / "a.txt"}), 2);
}

TEST_CASE("maintenance: --check finds what is broken", "[cli][maintenance]") {
    const TemporaryFolder folder;
    const auto built = [&](const std::string& name) {
        const std::string directory = folder / name;
        REQUIRE(index({"-d", directory, kCorpus}).status == 0);
        return directory;
    };
    const std::string whole = built("whole");
    const ProcessResult good = index({"-d", whole, "--check"});
    CHECK_STATUS(good, 0);
    CHECK(good.out.find("no error found: 56 articles") == 0);
    const ProcessResult quiet = index({"-d", whole, "--check", "-q"});
    CHECK(quiet.out.empty());
    CHECK(quiet.err.empty());
    const json told = json::parse(index({"-d", whole, "--check", "--stats", "json"}).out);
    CHECK(told["errors"].empty());
    CHECK(told["articles"] == 56);

    // A byte in the middle of every table in turn, each in a branch, a leaf or an item.
    for (const std::string table : {"postlist", "docdata", "termlist", "position"}) {
        CAPTURE(table);
        const std::string directory = built(table);
        const std::string path = generation_of(directory) + "/" + table + ".glass";
        std::string bytes = read_file(path);
        // The root is the last block; its count of entries stands at its begin.
        for (std::size_t i = bytes.size() - 8192 + 4; i < bytes.size() - 8192 + 20; ++i)
            bytes[i] = static_cast<char>(~bytes[i]);
        write_file(path, bytes);
        const ProcessResult bad = index({"-d", directory, "--check"});
        CHECK_STATUS(bad, 2);
        CHECK(bad.err.find("--rebuild") != std::string::npos);
        CHECK_STATUS(index({"-q", "-d", directory, "--rebuild", kCorpus}), 0);
        CHECK_STATUS(index({"-d", directory, "--check"}), 0);
    }

    // Sound for Xapian, but not for us: an article that is there twice.
    const std::string twice = built("twice");
    {
        Xapian::WritableDatabase database(generation_of(twice), Xapian::DB_OPEN);
        database.add_document(database.get_document(7));
        database.commit();
    }
    const ProcessResult doubled = index({"-d", twice, "--check"});
    CHECK_STATUS(doubled, 2);
    CHECK(doubled.err.find("has 2 articles") != std::string::npos);
    {
        Xapian::WritableDatabase database(generation_of(twice), Xapian::DB_OPEN);
        Xapian::Document document = database.get_document(7);
        document.set_data("\xff\xff\xff nonsense");
        database.replace_document(7, document);
        database.commit();
    }
    CHECK(index({"-d", twice, "--check"}).err.find("document 7") != std::string::npos);

    // Sketches that are cut, and none; a list of stories that is damaged, and one of another index.
    const std::string sketches = generation_of(whole) + "/sketches";
    const std::string bytes = read_file(sketches);
    write_file(sketches, bytes.substr(0, bytes.size() - 100));
    CHECK(index({"-d", whole, "--check"}).err.find("damaged") != std::string::npos);
    write_file(sketches, bytes.substr(0, 16));
    CHECK(index({"-d", whole, "--check"}).err.find("56 articles have no sketch") !=
          std::string::npos);
    fs::remove(sketches);
    CHECK_STATUS(index({"-d", whole, "--check"}), 2);
    const auto ids = lines_of(search({"-d", whole, "--format", "ids", "truce"}).out);
    REQUIRE_FALSE(ids.empty());
    CHECK_STATUS(index({"-d", whole, "--delete", ids[0]}), 2);
    CHECK(lines_of(search({"-d", whole, "--format", "ids", "truce"}).out) == ids);
    write_file(sketches, bytes);
    CHECK_STATUS(index({"-d", whole, "--check"}), 0);
    const std::string stories = whole + "/stories-000001";
    std::string list = read_file(stories);
    list[list.size() / 2] ^= 1;
    write_file(stories, list);
    for (const ProcessResult& refused :
         {index({"-d", whole, "--check"}), search({"-d", whole, "ferry"})}) {
        CHECK_STATUS(refused, 2);
        CHECK(refused.err.find("stories-000001") != std::string::npos);
        CHECK(refused.err.find("--rebuild") != std::string::npos);
    }
    CHECK_STATUS(index({"-q", "-d", whole, "--rebuild", kCorpus}), 0);
    CHECK_STATUS(index({"-d", whole, "--check"}), 0);

    // Bits here and there, of what has a hash of its own.
    for (std::size_t i = 0; i < bytes.size(); i += bytes.size() / 12) {
        CAPTURE(i);
        const std::string now = generation_of(whole) + "/sketches";
        std::string flipped = read_file(now);
        const std::string sound = flipped;
        flipped[i] ^= 4;
        write_file(now, flipped);
        CHECK(index({"-d", whole, "--check"}).err.find("damaged") != std::string::npos);
        write_file(now, sound);
    }
    CHECK_STATUS(index({"-d", whole, "--check"}), 0);

    CHECK_STATUS(index({"-d", folder / "none", "--check"}), 2);
    CHECK_STATUS(index({"-d", whole, "--check", "--info"}), 2);
    CHECK_STATUS(index({"-d", whole, "--check", kCorpus}), 2);
}

TEST_CASE("maintenance: --check says what damage Xapian does not survive", "[cli][maintenance]") {
    const CliIndex built({kCorpus});
    const std::string path = generation_of(built.directory()) + "/termlist.glass";
    const std::string sound = read_file(path);
    // Offsets that were seen to end Xapian's check by a signal, and others.
    for (std::size_t i = 602; i < sound.size(); i += 2357) {
        CAPTURE(i);
        std::string bytes = sound;
        bytes[i] = static_cast<char>(~bytes[i]);
        write_file(path, bytes);
        const ProcessResult checked = index({"-d", built.directory(), "--check"});
        INFO(checked.text());
        CHECK((checked.status == 0 || checked.status == 2));
        if (checked.status == 2) CHECK(checked.err.find("--rebuild") != std::string::npos);
    }
}

TEST_CASE("maintenance: --check of an index that may only be read", "[cli][maintenance]") {
    if (geteuid() != 0) {
        WARN("not tested: files are hidden from another user by root only");
        return;
    }
    const CliIndex built({kCorpus});
    ProcessOptions nobody;
    nobody.user = 65534;
    REQUIRE(run("/bin/sh", {"-c", "chmod -R a+rX '" + built.directory() + "'/.."}).status == 0);
    const ProcessResult good = index({"-d", built.directory(), "--check"}, nobody);
    CHECK_STATUS(good, 0);
    CHECK(good.out.starts_with("no error found: 56 articles"));
    CHECK(good.out.find("by who may write them") != std::string::npos);
    const ProcessResult own = index({"-d", built.directory(), "--check"});
    CHECK(own.out.find("may write") == std::string::npos);
    const json told =
        json::parse(index({"-d", built.directory(), "--check", "--stats", "json"}, nobody).out);
    CHECK(told["structure_checked"] == false);
    CHECK(told["errors"].empty());
    for (const std::string table : {"postlist", "docdata", "termlist", "position"}) {
        CAPTURE(table);
        const std::string path = generation_of(built.directory()) + "/" + table + ".glass";
        const std::string sound = read_file(path);
        std::string bytes = sound;
        for (std::size_t i = bytes.size() - 8192 + 4; i < bytes.size() - 8192 + 20; ++i)
            bytes[i] = static_cast<char>(~bytes[i]);
        write_file(path, bytes);
        CHECK_STATUS(index({"-d", built.directory(), "--check"}, nobody), 2);
        write_file(path, sound);
    }
}

TEST_CASE("maintenance: --info tells what the index is", "[cli][maintenance]") {
    const CliIndex built({kCorpus}, {"--facet-field", "section"});
    const ProcessResult text = index({"-d", built.directory(), "--info"});
    CHECK_STATUS(text, 0);
    for (const std::string part : {"56, 39 of them undated", "2024-01-01 to 2024-09-03", "english",
                                   "section", "53 recorded", "1 shard"}) {
        CAPTURE(part);
        CHECK(text.out.find(part) != std::string::npos);
    }
    const json told =
        json::parse(index({"-d", built.directory(), "--info", "--stats", "json"}).out);
    CHECK(told["articles"] == 56);
    CHECK(told["options"]["facet_fields"] == json({"section"}));
    CHECK(told["shards"].size() == 1);
    CHECK(told["writer"].is_null());
    CHECK(told["leftover_bytes"] == 0);
}

TEST_CASE("maintenance: an index of another schema names the command that helps",
          "[cli][maintenance]") {
    const CliIndex built({kCorpus});
    {
        Xapian::WritableDatabase database(generation_of(built.directory()), Xapian::DB_OPEN);
        database.set_metadata("dateline.schema", "0");
        database.commit();
    }
    const std::string command = "dateline-index --rebuild --index " + built.directory() + " PATH";
    for (const std::vector<std::string>& given :
         std::vector<std::vector<std::string>>{{"--check"}, {"--info"}, {"--vacuum"}, {kCorpus}}) {
        std::vector<std::string> arguments{"-d", built.directory()};
        arguments.insert(arguments.end(), given.begin(), given.end());
        const ProcessResult refused = index(arguments);
        CHECK_STATUS(refused, 2);
        CHECK(refused.err.find(command) != std::string::npos);
    }
    CHECK(built.search({"ferry"}).err.find(command) != std::string::npos);
    CHECK_STATUS(index({"-q", "-d", built.directory(), "--rebuild", kCorpus}), 0);
    CHECK_STATUS(index({"-d", built.directory(), "--check"}), 0);
}

TEST_CASE("maintenance: what a dead writer left is seen and goes", "[cli][maintenance]") {
    const CliIndex built({kCorpus});
    const std::string directory = built.directory();
    const auto leave = [&] {
        write_file(directory + "/gen-000099/postlist.glass", std::string(100000, 'x'));
        write_file(directory + "/files-000077", "half");
        write_file(directory + "/stories-000078", "half");
        write_file(directory + "/XAPIANDB.new", "auto gen-0");
    };
    leave();
    write_file(directory + "/notes.txt", "not ours");
    CHECK(index({"-d", directory, "--info"}).out.find("left over   0.10 MB") != std::string::npos);
    CHECK_STATUS(index({"-d", directory, "--check"}), 0);
    const ProcessResult vacuumed = index({"-d", directory, "--vacuum", "--stats", "json"});
    CHECK_STATUS(vacuumed, 0);
    CHECK(json::parse(vacuumed.out)["shards"] == 1);
    CHECK_FALSE(fs::exists(directory + "/gen-000099"));
    CHECK_FALSE(fs::exists(directory + "/files-000077"));
    CHECK_FALSE(fs::exists(directory + "/stories-000078"));
    CHECK_FALSE(fs::exists(directory + "/XAPIANDB.new"));
    leave();
    CHECK_STATUS(index({"-q", "-d", directory, kCorpus}), 0);
    CHECK_FALSE(fs::exists(directory + "/gen-000099"));
    CHECK_FALSE(fs::exists(directory + "/XAPIANDB.new"));
    CHECK(read_file(directory + "/notes.txt") == "not ours");
    CHECK(built.ids("ferry").size() > 5);
}

TEST_CASE("maintenance: an interrupt ends a run that waits for its standard input",
          "[cli][maintenance]") {
    const TemporaryFolder folder;
    const std::string directory = folder / "index";
    // Half an article comes, the rest would come in ten seconds.
    BackgroundProcess waiting(
        "/bin/sh",
        {"-c", "cd '" + folder.path() +
                   "' && mkfifo in && { { printf '{\"id\": \"a\", '; exec sleep 10; } > in & "
                   "exec '" +
                   index_program() + "' -d index - < in 2> err; }"});
    for (int i = 0; i < 2000 && generation_of(directory).empty(); ++i)
        usleep(5000);
    REQUIRE_FALSE(generation_of(directory).empty());
    waiting.send(SIGINT);
    CHECK(waiting.wait() == 2);
    const std::string said = read_file(folder / "err");
    CHECK(said == "dateline-index: interrupted; the index is as it was before\n");
    CHECK(generation_of(directory).empty());
}
