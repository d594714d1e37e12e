#include "common/config.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "common/error.h"
#include "tests/catch.h"
#include "tests/support/temporary_folder.h"

using namespace dateline;
using dateline::testing::TemporaryFolder;

namespace {

void put(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string get(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("config: settings, lists and queries", "[config]") {
    const TemporaryFolder folder;
    const std::string path = folder / "config.toml";
    put(path,
        "# a comment\n"
        "index = \"/srv/news\"\n"
        "[dateline-search]\n"
        "limit = 20        # another\n"
        "facet = [\"month\",\n  'source:5']\n"
        "expand = true\n"
        "[dateline-index]\n"
        "assume-date = 2024-05-01\n"
        "max-ratio = 2.5\n"
        "[queries]\n"
        "aid = '(aid OR relief) \"north gate\"'\n"
        "\"fährt\" = \"a \\\"b c\\\"\"\n");
    const Config search = read_config(path, "dateline-search");
    CHECK(search.path == path);
    REQUIRE(search.settings.size() == 4);
    CHECK(search.settings[0].option == "index");
    CHECK(search.settings[0].is_common);
    CHECK(search.settings[0].line == 2);
    CHECK(search.settings[1].values == std::vector<std::string>{"20"});
    CHECK_FALSE(search.settings[1].is_common);
    CHECK(search.settings[2].values == std::vector<std::string>{"month", "source:5"});
    CHECK(search.settings[2].is_list);
    CHECK(search.settings[3].values == std::vector<std::string>{"true"});
    CHECK(search.queries.at("aid") == "(aid OR relief) \"north gate\"");
    CHECK(search.queries.at("fährt") == "a \"b c\"");
    const Config index = read_config(path, "dateline-index");
    REQUIRE(index.settings.size() == 3);
    CHECK(index.settings[1].values == std::vector<std::string>{"2024-05-01"});
    CHECK(index.settings[2].values == std::vector<std::string>{"2.5"});
    CHECK(read_config(folder / "none.toml", "dateline-search").path.empty());
    CHECK(read_config("", "dateline-search").settings.empty());
}

TEST_CASE("config: mistakes name file and line", "[config]") {
    const TemporaryFolder folder;
    const std::string path = folder / "config.toml";
    struct Case {
        std::string text;
        std::string place;  // after the path
    };
    const std::vector<Case> cases = {
        {"limit = \n", ":1: "},
        {"\n\nlimit 20\n", ":3: "},
        {"[dateline-search\nlimit = 2\n", ":1: "},
        {"a = 1\na = 2\n", ":2: "},
        {"[search]\nlimit = 2\n", ":1: there is no table [search]"},
        {"[queries]\na = 'x'\nb = 3\n", ":3: the saved query \"b\" is not a text"},
        {"[queries]\n'a b' = 'x'\n", ":2: \"a b\" is not the name"},
        {"[dateline-search]\nlimit = {a = 1}\n", ":2: \"limit\" takes"},
        {"[dateline-search]\nfacet = [\"a\",\n[\"b\"]]\n", ":3: \"facet\" takes"},
        {"[dateline-search]\nlimit = \"a\\u0000b\"\n", ":2: "},
        {"a = \"\xff\"\n", ":1: "},
        {"a = 'never closed\n", ":1: "},
    };
    for (const Case& mistake : cases) {
        CAPTURE(mistake.text);
        put(path, mistake.text);
        std::string message;
        try {
            read_config(path, "dateline-search");
        } catch (const Error& error) {
            message = error.what();
        }
        CHECK(message.substr(0, path.size() + mistake.place.size()) == path + mistake.place);
        CHECK(message.find('\n') == std::string::npos);
    }
    put(path, std::string(kMaxConfigBytes + 1, '#'));
    CHECK_THROWS_AS(read_config(path, "dateline-search"), Error);
    CHECK_THROWS_AS(read_config(folder.path(), "dateline-search"), Error);
}

TEST_CASE("config: saving a query leaves all else as it was", "[config]") {
    const TemporaryFolder folder;
    const std::string path = folder / "config.toml";
    struct Case {
        std::string before;
        std::string name;
        std::string query;
        std::string after;
    };
    const std::vector<Case> cases = {
        {"", "a", "b c", "[queries]\na = 'b c'\n"},
        {"limit = 3 # x", "a", "b", "limit = 3 # x\n\n[queries]\na = 'b'\n"},
        {"[queries]\n", "a", "b", "[queries]\na = 'b'\n"},
        {"[queries]", "a", "b", "[queries]\na = 'b'\n"},
        {"[queries]\na = 'x' # old\nz = 'z'\n[dateline-search]\nlimit = 3\n", "a", "it's \"b\"",
         "[queries]\na = \"it's \\\"b\\\"\" # old\nz = 'z'\n[dateline-search]\nlimit = 3\n"},
        {"[queries]\na = '''x\ny''' # é\n\n# end\n[dateline-index]\n", "new", "\\AND é",
         "[queries]\na = '''x\ny''' # é\nnew = '\\AND é'\n\n# end\n[dateline-index]\n"},
        {"[queries]\n'é' = 'ü' # ß\n", "é", "o", "[queries]\n'é' = 'o' # ß\n"},
        {"queries.b = 'x'\n", "b", "y", "queries.b = 'y'\n"},
    };
    for (const Case& saving : cases) {
        CAPTURE(saving.before, saving.name);
        put(path, saving.before);
        save_query(path, saving.name, saving.query);
        CHECK(get(path) == saving.after);
        CHECK(read_config(path, "dateline-search").queries.at(saving.name) == saving.query);
    }
    // What cannot be done changes nothing.
    for (const std::string& before :
         {std::string("queries = {a = 'x'}\n"), std::string("x = \n")}) {
        CAPTURE(before);
        put(path, before);
        CHECK_THROWS_AS(save_query(path, "b", "y"), Error);
        CHECK(get(path) == before);
    }
    CHECK_THROWS_AS(save_query(path, "a b", "y"), Error);
    CHECK_THROWS_AS(save_query("", "a", "y"), Error);
}

TEST_CASE("config: the file's mode and a link to it stay", "[config]") {
    const TemporaryFolder folder;
    put(folder / "real.toml", "");
    std::filesystem::permissions(folder / "real.toml", std::filesystem::perms(0640));
    std::filesystem::create_symlink(folder / "real.toml", folder / "config.toml");
    save_query(folder / "config.toml", "a", "b");
    CHECK(std::filesystem::is_symlink(folder / "config.toml"));
    CHECK(get(folder / "real.toml") == "[queries]\na = 'b'\n");
    CHECK(std::filesystem::status(folder / "real.toml").permissions() ==
          std::filesystem::perms(0640));
    // A new one is the user's alone, and its folder is made.
    save_query(folder / "new/dateline/config.toml", "a", "b");
    CHECK(std::filesystem::status(folder / "new/dateline/config.toml").permissions() ==
          std::filesystem::perms(0600));
}

TEST_CASE("config: queries saved at the same time are all there", "[config]") {
    const TemporaryFolder folder;
    const std::string path = folder / "config.toml";
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&path, i] {
            for (int j = 0; j < 5; ++j)
                save_query(path, "q" + std::to_string(i) + "-" + std::to_string(j), "x");
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(read_config(path, "dateline-search").queries.size() == 20);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}
