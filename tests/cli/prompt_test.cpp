// The prompt, typed into on a terminal.
#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"
#include "tests/cli/pseudo_terminal.h"

using namespace dateline::testing;

namespace {

const std::string kPrompt = "dateline> ";

// An index of the sample articles, and homes for configuration and history.
class Home {
public:
    explicit Home(const std::vector<std::string>& paths = {kCorpus}) : built_(paths) {
        options_.environment = {{"NO_COLOR", "1"},
                                {"PAGER", "cat"},
                                {"XDG_CONFIG_HOME", folder_ / "config"},
                                {"XDG_STATE_HOME", folder_ / "state"}};
    }

    PseudoTerminal open(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), {"-d", built_.directory(), "-n", "2"});
        return {search_program(), arguments, options_};
    }

    std::string directory() const { return built_.directory(); }
    std::string config() const { return folder_ / "config/dateline/config.toml"; }
    std::string history() const { return folder_ / "state/dateline/history"; }
    TerminalOptions& options() { return options_; }

private:
    TemporaryFolder folder_;
    CliIndex built_;
    TerminalOptions options_;
};

}  // namespace

TEST_CASE("prompt: queries and commands, one after another", "[cli][prompt]") {
    const Home home;
    PseudoTerminal terminal = home.open();
    CHECK(terminal.expect(kPrompt).find("56 articles in ") != std::string::npos);
    terminal.type("ferry\n");
    CHECK(terminal.expect(kPrompt).find("shown 1 to 2") != std::string::npos);
    terminal.type(":more\n");
    CHECK(terminal.expect(kPrompt).find("shown 3 to 4") != std::string::npos);
    terminal.type(":show 3\n");
    CHECK(terminal.expect(kPrompt).find("id: ") != std::string::npos);
    terminal.type(":facet year\n");
    CHECK(terminal.expect(kPrompt).find("By year") != std::string::npos);
    terminal.type("ferry AND\n");
    const std::string mistake = terminal.expect(kPrompt);
    CHECK(mistake.find("  ferry AND\n        ^^^\n  try: ") != std::string::npos);
    terminal.type(":nonsense\n");
    CHECK(terminal.expect(kPrompt).find(":help lists the commands") != std::string::npos);
    terminal.type(":save boats\n");
    CHECK(terminal.expect(kPrompt).find("@boats is now: ferry") != std::string::npos);
    CHECK(read_file(home.config()) == "[queries]\nboats = 'ferry'\n");
    terminal.type("@boats strike\n");
    CHECK(terminal.expect(kPrompt).find("found") != std::string::npos);
    terminal.type(":quit\n");
    CHECK(terminal.wait() == 0);
    CHECK(lines_of(read_file(home.history())).size() == 9);
}

TEST_CASE("prompt: Tab completes fields, words and dates", "[cli][prompt]") {
    const Home home;
    PseudoTerminal terminal = home.open();
    terminal.expect(kPrompt);
    // The terminal is told to move its cursor, so what was completed is seen by what it finds.
    terminal.type("date-c\t>=0.1\n");
    CHECK(terminal.expect(kPrompt).find("found") != std::string::npos);
    terminal.type(":fac\tmentions:y\t\n");
    CHECK(terminal.expect(kPrompt).find("By mentions:year") != std::string::npos);
    // Several are listed under the line, which stays.
    terminal.type("date:2024-\t\t");
    terminal.expect("2024-05");
    terminal.type("\x15:q\n");  // Ctrl-U clears the line
    CHECK(terminal.wait() == 0);
    CHECK(lines_of(read_file(home.history())) ==
          std::vector<std::string>{"date-confidence:>=0.1", ":facet mentions:year ", ":q"});
}

TEST_CASE("prompt: Ctrl-C gives up the line, Ctrl-D ends", "[cli][prompt]") {
    const Home home;
    PseudoTerminal terminal = home.open();
    terminal.expect(kPrompt);
    for (int i = 0; i < 3; ++i) {
        terminal.type("half a que");
        terminal.expect("half a que");
        terminal.interrupt();
        terminal.expect(kPrompt);
    }
    terminal.type("ferry\n");
    CHECK(terminal.expect(kPrompt).find("found") != std::string::npos);
    terminal.type("\x04");
    CHECK(terminal.wait() == 0);
}

TEST_CASE("prompt: the history outlives the session", "[cli][prompt]") {
    const Home home;
    {
        PseudoTerminal terminal = home.open();
        terminal.expect(kPrompt);
        terminal.type("ferry strike\n");
        terminal.expect(kPrompt);
        terminal.type("\x04");
        CHECK(terminal.wait() == 0);
    }
    CHECK(read_file(home.history()) == "ferry strike\n");
    PseudoTerminal terminal = home.open();
    terminal.expect(kPrompt);
    terminal.type("\033[A");  // arrow up
    terminal.expect("ferry strike");
    terminal.type("\n");
    CHECK(terminal.expect(kPrompt).find("found") != std::string::npos);
    terminal.type("\x12");  // Ctrl-R
    terminal.type("stri");
    terminal.expect("ferry strike");
    terminal.type("\n");
    CHECK(terminal.expect(kPrompt).find("found") != std::string::npos);
    terminal.type("\x04");
    CHECK(terminal.wait() == 0);
}

TEST_CASE("prompt: an index that was rebuilt meanwhile is opened again", "[cli][prompt]") {
    const TemporaryFolder folder;
    write_file(folder / "in/a.txt", "The ferry sails.\n");
    const Home home({folder / "in"});
    PseudoTerminal terminal = home.open();
    terminal.expect(kPrompt);
    terminal.type("ferry\n");
    CHECK(terminal.expect(kPrompt).find("1 article found") != std::string::npos);
    write_file(folder / "in/b.txt", "Another ferry sails.\n");
    REQUIRE_STATUS(index({"-d", home.directory(), folder / "in"}), 0);
    terminal.type("ferry\n");
    CHECK(terminal.expect(kPrompt).find("2 articles found") != std::string::npos);
    write_file(folder / "in/c.txt", "A third ferry sails.\n");
    REQUIRE_STATUS(index({"-d", home.directory(), "--rebuild", folder / "in"}), 0);
    terminal.type("ferry\n");
    CHECK(terminal.expect(kPrompt).find("3 articles found") != std::string::npos);
    std::filesystem::remove_all(home.directory());
    terminal.type("ferry\n");
    CHECK(terminal.expect(kPrompt).find("no index") != std::string::npos);
    terminal.type(":q\n");
    CHECK(terminal.wait() == 0);
}

TEST_CASE("prompt: nothing dangerous of an article reaches the terminal", "[cli][prompt][safety]") {
    const TemporaryFolder folder;
    const std::string nasty = "\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m";
    write_file(folder / "in/a.jsonl", R"({"id":"a)" + nasty + R"(","title":"Rain )" + nasty +
                                          R"(","url":"https://x.example/)" + nasty +
                                          R"(","source":"s)" + nasty + R"(","body":"Rain )" +
                                          nasty + "fell.\"}\n");
    const Home home({folder / "in"});
    PseudoTerminal terminal = home.open({"--hyperlinks", "always"});
    terminal.expect(kPrompt);
    std::string seen;
    for (const std::string line : {"rain", ":show 1", ":facet source", "source:s\t", ":show a\t"}) {
        terminal.type(line + "\n");
        seen += terminal.expect(kPrompt);
    }
    CHECK(seen.find("\033]0") == std::string::npos);
    CHECK(seen.find("\033[2J") == std::string::npos);
    CHECK(seen.find("\xc2\x9b") == std::string::npos);
    CHECK(seen.find("\033]8;;https://x.example/%1B]0;owned%07%1B[2J%C2%9B31m\033\\") !=
          std::string::npos);
    terminal.type(":q\n");
    CHECK(terminal.wait() == 0);
}

TEST_CASE("prompt: without a query and without a terminal there is a message", "[cli][prompt]") {
    const ProcessResult result = search({"-d", "/nonexistent"});
    CHECK_STATUS(result, 2);
    CHECK(result.err.find("QUERY") != std::string::npos);
    const Home home;
    PseudoTerminal nowhere(search_program(), {"-d", "/nonexistent"}, {});
    CHECK(nowhere.wait() == 2);
    CHECK(nowhere.rest().find("there is no index") != std::string::npos);
}

TEST_CASE("prompt: Ctrl-C stops a search", "[cli][prompt]") {
    // Fifty words that each stand for nine hundred take some seconds, unless they are stopped.
    const TemporaryFolder folder;
    std::string text;
    for (int i = 0; i < 900; ++i)
        text += "aa" + std::to_string(i) + " ";
    for (int i = 0; i < 300; ++i)
        write_file(folder / ("in/" + std::to_string(i) + ".txt"), text + "\n");
    const Home home({folder / "in"});
    write_file(home.config(), [] {
        std::string query;
        for (int i = 0; i < 50; ++i)
            query += i == 0 ? "aa*" : " OR aa*";
        return "[queries]\nslow = '" + query + "'\n";
    }());
    PseudoTerminal terminal = home.open();
    terminal.expect(kPrompt);
    terminal.type("@slow\n");
    terminal.expect("\n");
    terminal.interrupt();
    CHECK(terminal.expect(kPrompt).find("stopped") != std::string::npos);
    terminal.type("aa1\n");
    CHECK(terminal.expect(kPrompt).find("found") != std::string::npos);
    terminal.type(":q\n");
    CHECK(terminal.wait() == 0);
}
