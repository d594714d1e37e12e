// The index directory: generations, the stub, the lock, what is refused.
#include "common/index.h"

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "common/schema.h"
#include "tests/catch.h"
#include "tests/support/temporary_folder.h"

using namespace dateline;
using namespace dateline::testing;

namespace {

void make_generation(const std::string& path, const std::string& schema,
                     const std::string& language = "english") {
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE);
    database.add_document(Xapian::Document());
    if (!schema.empty()) database.set_metadata(std::string(kMetaSchema), schema);
    database.set_metadata(std::string(kMetaLanguage), language);
    database.commit();
}

std::string message_of(const std::string& directory) {
    try {
        open_index(directory);
    } catch (const Error& error) {
        return std::string(error.what()) + " / " + error.hint();
    }
    return "";
}

const std::string kSchema = std::to_string(kSchemaVersion);

}  // namespace

TEST_CASE("index: generations replace each other", "[index]") {
    const TemporaryFolder folder;
    const std::string directory = folder / "index";
    CHECK_FALSE(current_state(directory));
    const WriterLock lock(directory);
    const std::string first = prepare_generation(directory);
    CHECK(first == directory + "/gen-000001");
    CHECK_FALSE(current_state(directory));  // not in force before it is published
    make_generation(first, kSchema);
    publish_generation(directory, first);
    CHECK(current_state(directory)->shards == std::vector<std::string>{first});
    OpenIndex reader = open_index(directory);
    CHECK(reader.info.schema == kSchemaVersion);
    CHECK(reader.info.language == "english");

    // Left by a writer that died.
    make_generation(directory + "/gen-000007", kSchema);
    const std::string second = prepare_generation(directory);
    CHECK(second == directory + "/gen-000002");
    CHECK_FALSE(std::filesystem::exists(directory + "/gen-000007"));
    make_generation(second, kSchema, "german");
    CHECK(open_index(directory).info.language == "english");
    publish_generation(directory, second);
    CHECK(open_index(directory).info.language == "german");
    CHECK_FALSE(std::filesystem::exists(first));
    CHECK(reader.database.get_doccount() == 1);              // who has it open keeps reading
    CHECK(Xapian::Database(directory).get_doccount() == 1);  // any Xapian tool reads the stub
}

TEST_CASE("index: what is not an index for this program is refused", "[index]") {
    const TemporaryFolder folder;
    struct Case {
        std::string schema;
        std::string message;
        std::string hint;
    };
    for (const Case& c : std::vector<Case>{{"", "not a Dateline index", "another folder"},
                                           {"0", "version 0", "--rebuild"},
                                           {"999", "version 999", "--rebuild"},
                                           {"\x1b[2J", "schema", "--rebuild"}}) {
        const std::string directory = folder / ("schema" + std::to_string(c.message.size()));
        std::filesystem::create_directories(directory);
        make_generation(directory + "/gen-000001", c.schema);
        std::ofstream(directory + "/XAPIANDB") << "auto gen-000001\n";
        const std::string message = message_of(directory);
        CAPTURE(c.schema, message);
        CHECK(message.find(c.message) != std::string::npos);
        CHECK(message.find(c.hint) != std::string::npos);
        CHECK(message.find('\x1b') == std::string::npos);
    }
    for (const std::string stub : {"", "auto", "auto ../other", "auto gen-", "auto gen-1x",
                                   "remote host:1234", "auto /etc", "glass gen-000001"}) {
        CAPTURE(stub);
        const std::string directory = folder / "stub";
        std::filesystem::create_directories(directory);
        std::ofstream(directory + "/XAPIANDB") << stub << "\n";
        CHECK(message_of(directory).find("not a Dateline index") != std::string::npos);
        CHECK_THROWS_AS(prepare_generation(directory), Error);
    }
    std::ofstream(folder / "stub/XAPIANDB") << "auto gen-000005\n";  // which is not there
    CHECK(message_of(folder / "stub").find("--rebuild") != std::string::npos);
    CHECK(message_of(folder / "missing").find("dateline-index --index") != std::string::npos);
}

TEST_CASE("index: one writer at a time", "[index]") {
    const TemporaryFolder folder;
    const std::string directory = folder / "a/b/index";  // made if need be
    {
        const WriterLock lock(directory);
        const std::string number = std::to_string(getpid());
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            int status = 1;
            try {
                const WriterLock second(directory);
            } catch (const IndexLockedError& error) {
                status = std::string(error.what()).find(number) != std::string::npos ? 75 : 2;
            } catch (...) {
                status = 3;
            }
            _exit(status);
        }
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK(WEXITSTATUS(status) == 75);
    }
    const WriterLock again(directory);
    std::ofstream(folder / "file") << "x";
    CHECK_THROWS_AS(WriterLock(folder / "file/index"), Error);
}
