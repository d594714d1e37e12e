// The configuration file: what counts more than what, saved queries, mistakes.
#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"

using namespace dateline::testing;

namespace {

class Configured {
public:
    Configured() : index_({kCorpus}) {
        options_.environment["XDG_CONFIG_HOME"] = folder_ / "config";
    }

    void write(const std::string& text) const { write_file(path(), text); }
    std::string path() const { return folder_ / "config/dateline/config.toml"; }
    std::string index() const { return index_.directory(); }
    std::string folder() const { return folder_.path(); }

    ProcessResult search(const std::vector<std::string>& arguments,
                         const std::map<std::string, std::string>& environment = {}) const {
        ProcessOptions options = options_;
        for (const auto& [name, value] : environment)
            options.environment[name] = value;
        return dateline::testing::search(arguments, options);
    }

private:
    TemporaryFolder folder_;
    CliIndex index_;
    ProcessOptions options_;
};

}  // namespace

TEST_CASE("config: flag before environment before file", "[cli][config]") {
    const Configured home;
    home.write("index = '" + home.index() + "'\n[dateline-search]\nlimit = 3\n");
    const auto hits = [&](std::vector<std::string> arguments,
                          const std::map<std::string, std::string>& environment = {}) {
        arguments.insert(arguments.begin(), {"--format", "ids", "ferry"});
        const ProcessResult result = home.search(arguments, environment);
        INFO(result.text());
        CHECK(result.status == 0);
        return lines_of(result.out).size();
    };
    CHECK(hits({}) == 3);
    CHECK(hits({"-n", "5"}) == 5);
    CHECK(hits({"--no-config", "-d", home.index()}) > 5);
    // The folder of the file is left for that of the environment, and that for the flag.
    CHECK_STATUS(home.search({"ferry"}, {{"DATELINE_INDEX", home.folder() + "/none"}}), 2);
    CHECK(hits({"-d", home.index()}, {{"DATELINE_INDEX", home.folder() + "/none"}}) == 3);
    // NO_COLOR is the environment's.
    home.write("index = '" + home.index() + "'\n[dateline-search]\ncolor = 'always'\n");
    CHECK(home.search({"ferry"}).out.find("\033[") != std::string::npos);
    CHECK(home.search({"ferry"}, {{"NO_COLOR", "1"}}).out.find('\033') == std::string::npos);
    CHECK(home.search({"ferry", "--color", "never"}).out.find('\033') == std::string::npos);
    CHECK(home.search({"ferry", "--color", "always"}, {{"NO_COLOR", "1"}}).out.find("\033[") !=
          std::string::npos);
}

TEST_CASE("config: lists, flags, and a batch that keeps its format", "[cli][config]") {
    const Configured home;
    home.write("index = '" + home.index() +
               "'\n[dateline-search]\nfacet = ['year', 'source:1']\nplain = true\nformat = "
               "'text'\n");
    const ProcessResult result = home.search({"ferry nosuchword"});
    CHECK_STATUS(result, 0);
    CHECK(result.out.find("By year") != std::string::npos);
    CHECK(result.out.find("By source") != std::string::npos);
    CHECK_STATUS(home.search({"ferry nosuchword", "--plain=false"}), 1);
    ProcessOptions options;
    options.input = "ferry\n";
    options.environment["XDG_CONFIG_HOME"] = home.folder() + "/config";
    const ProcessResult batch = search({"--batch", "-"}, options);
    CHECK_STATUS(batch, 0);
    CHECK(batch.out.starts_with("{"));
}

TEST_CASE("config: a flag that may have a value", "[cli][config]") {
    const Configured home;
    struct Case {
        std::string value;
        std::vector<std::string> options;
        std::string heading;
    };
    const std::vector<Case> cases = {
        {"true", {}, "Published by "},
        {"'published'", {}, "Published by "},
        {"'mentioned'", {}, "Mentioned by "},
        {"'mentioned'", {"--timeline"}, "Published by "},
        {"false", {"--timeline=mentioned"}, "Mentioned by "},
    };
    for (const Case& c : cases) {
        CAPTURE(c.value, c.options);
        home.write("[dateline-search]\ntimeline = " + c.value + "\n");
        std::vector<std::string> arguments = {"-d", home.index(), "-n", "0", "ferry"};
        arguments.insert(arguments.end(), c.options.begin(), c.options.end());
        const ProcessResult result = home.search(arguments);
        INFO(result.text());
        CHECK(result.status == 0);
        CHECK(result.out.starts_with(c.heading));
    }
    home.write("[dateline-search]\ntimeline = false\n");
    CHECK(home.search({"-d", home.index(), "-n", "0", "ferry"}).out.find(" by ") ==
          std::string::npos);
}

TEST_CASE("config: saved queries", "[cli][config]") {
    const Configured home;
    home.write("index = '" + home.index() +
               "'\n[queries]\nboats = 'ferry OR ferries'\nlate = '@boats date:2024-06..'\nme = "
               "'a @me'\nbad = 'x NEAR/3'\n");
    const auto count = [&](const std::string& query) {
        const ProcessResult result = home.search({"--count", query});
        INFO(result.text());
        CHECK(result.err.empty());
        return result.out;
    };
    CHECK(count("@boats") == count("(ferry OR ferries)"));
    CHECK(count("@late strike") == count("(ferry OR ferries) date:2024-06.. strike"));
    CHECK(home.search({"--count", "strike", "--filter", "@late"}).out == count("@late strike"));
    struct Case {
        std::string query;
        std::string message;
        std::size_t caret;
    };
    const std::vector<Case> cases = {
        {"ferry @me", "uses itself", 6},
        {"ferry @none", "there is no saved query '@none'", 6},
        {"@bad ferry", "in the saved query @bad", 0},
    };
    for (const Case& mistake : cases) {
        const ProcessResult result = home.search({mistake.query});
        INFO(result.text());
        CHECK(result.status == 2);
        CHECK(result.err.find(mistake.message) != std::string::npos);
        const std::vector<std::string> lines = lines_of(result.err);
        REQUIRE(lines.size() >= 3);
        CHECK(lines[2].find('^') == mistake.caret + 2);
    }
}

TEST_CASE("config: a mistake is one line with its place", "[cli][config]") {
    const Configured home;
    struct Case {
        std::string text;
        std::string message;  // after the path
    };
    const std::vector<Case> cases = {
        {"[dateline-search]\n\nlimit = 'many'\n", ":3: \"limit\": "},
        {"[dateline-search]\nlimit = -1\n", ":2: \"limit\": "},
        {"[dateline-search]\nsort = 'size'\n", ":2: \"sort\": "},
        {"[dateline-search]\nlimits = 3\n", ":2: dateline-search has no option \"limits\""},
        {"[dateline-search]\nlimit = [3]\n", ":2: \"limit\" takes one value"},
        {"[dateline-search]\nplain = 'perhaps'\n", ":2: \"plain\" is true or false"},
        {"[dateline-search]\nbatch = 'x'\n", ":2: --batch belongs on the command line"},
        {"[dateline-search]\nno-config = true\n", ":2: --no-config belongs on the command line"},
        {"[dateline-search]\nhelp = true\n", ":2: --help belongs on the command line"},
        {"index = 'news'\n", ":1: index: \"news\" is not a whole path"},
        {"[dateline-serach]\n", ":1: there is no table [dateline-serach]"},
        {"limit = \n", ":1: "},
        {"[dateline-search]\ntimeline = ['mentioned']\n", ":2: \"timeline\" takes one value"},
        {"[queries]\n\nx = 1\n", ":3: the saved query \"x\" is not a text"},
    };
    for (const Case& mistake : cases) {
        home.write(mistake.text);
        const ProcessResult result = home.search({"-d", home.index(), "ferry"});
        INFO(result.text());
        CHECK(result.status == 2);
        CHECK(result.out.empty());
        const std::vector<std::string> lines = lines_of(result.err);
        REQUIRE_FALSE(lines.empty());
        CHECK(lines[0].starts_with("dateline-search: " + home.path() + mistake.message));
        CHECK(lines.size() <= 2);
        CHECK_STATUS(home.search({"-d", home.index(), "--no-config", "ferry"}), 0);
        CHECK_STATUS(home.search({"--version"}), 0);
    }
}

TEST_CASE("config: dateline-index has its own table", "[cli][config]") {
    const TemporaryFolder folder;
    write_file(folder / "in/a.jsonl", "{\"id\":\"one\",\"body\":\"Ferries.\",\"desk\":\"home\"}\n");
    write_file(folder / "config/dateline/config.toml",
               "index = '~/news'\nsort = 'newest'\n[dateline-index]\nfacet-field = ['desk']\n"
               "[dateline-search]\nno such thing = 3\n");
    ProcessOptions options;
    options.environment = {{"XDG_CONFIG_HOME", folder / "config"}, {"HOME", folder / "home"}};
    // Not TOML is everybody's matter, another program's table is not.
    const ProcessResult broken = index({folder / "in"}, options);
    CHECK_STATUS(broken, 2);
    CHECK(broken.err.find("config.toml:6: ") != std::string::npos);
    write_file(folder / "config/dateline/config.toml",
               "index = '~/news'\nsort = 'newest'\n[dateline-index]\nfacet-field = ['desk']\n"
               "[dateline-search]\nnothing = 3\n");
    CHECK_STATUS(index({folder / "in"}, options), 0);
    CHECK(search({"--no-config", "-d", folder / "home/news", "--count", "desk:home"}).out == "1\n");
    write_file(folder / "config/dateline/config.toml", "[dateline-index]\nrebuild = true\n");
    CHECK(index({folder / "in"}, options).err.find(":2: --rebuild belongs") != std::string::npos);
}
