// dateline-search on a terminal: colour, width, links, pager.
#include <algorithm>
#include <filesystem>

#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"
#include "tests/cli/pseudo_terminal.h"

using namespace dateline::testing;

namespace {

struct Outcome {
    int status = -1;
    std::string text;
};

Outcome on_terminal(const CliIndex& index, std::vector<std::string> arguments,
                    const TerminalOptions& options = {}) {
    arguments.insert(arguments.begin(), {"-d", index.directory()});
    PseudoTerminal terminal(search_program(), arguments, options);
    const int status = terminal.wait();
    return {status, terminal.rest()};
}

TerminalOptions with(std::map<std::string, std::string> environment) {
    TerminalOptions options;
    options.environment = std::move(environment);
    return options;
}

const std::string kLines =
    "{\"id\":\"one\",\"title\":\"Ferry strike ends\",\"url\":"
    "\"https://x.example/a b\",\"body\":\"The ferry sails again, and so "
    "does everything else that floats on this sea of ours.\"}\n";

}  // namespace

TEST_CASE("terminal: colour and hyperlinks by wish and environment", "[cli][terminal]") {
    const TemporaryFolder folder;
    write_file(folder / "a.jsonl", kLines);
    const CliIndex index({folder / "a.jsonl"});
    struct Case {
        std::vector<std::string> options;
        std::map<std::string, std::string> environment;
        bool colour;
        bool links;
    };
    const std::vector<Case> cases = {
        {{}, {}, true, false},
        {{}, {{"NO_COLOR", "1"}}, false, false},
        {{"--color", "always"}, {{"NO_COLOR", "1"}}, true, false},
        {{}, {{"TERM", "dumb"}}, false, false},
        {{}, {{"TERM", ""}}, false, false},
        {{"--color", "never"}, {}, false, false},
        {{}, {{"VTE_VERSION", "6800"}}, true, true},
        {{}, {{"VTE_VERSION", "4000"}}, true, false},
        {{}, {{"TERM", "xterm-kitty"}}, true, true},
        {{}, {{"TERM", "xterm-kitty"}, {"TMUX", "/tmp/x"}}, true, false},
        {{"--hyperlinks", "never"}, {{"TERM", "xterm-kitty"}}, true, false},
        {{"--hyperlinks", "always"}, {{"TERM", "dumb"}}, false, true},
    };
    for (const Case& wish : cases) {
        std::vector<std::string> arguments = wish.options;
        arguments.emplace_back("ferry");
        const Outcome outcome = on_terminal(index, arguments, with(wish.environment));
        CAPTURE(wish.options, wish.environment, outcome.text);
        CHECK(outcome.status == 0);
        CHECK((outcome.text.find("\033[1") != std::string::npos) == wish.colour);
        CHECK((outcome.text.find("\033]8;;https://x.example/a%20b\033\\") != std::string::npos) ==
              wish.links);
        CHECK(without_escapes(outcome.text).find("1 article found") != std::string::npos);
    }
    // Not on a terminal: neither, unless asked for.
    CHECK(index.search({"ferry"}).out.find('\033') == std::string::npos);
    CHECK(
        index.search({"ferry", "--hyperlinks", "always"}).out.find("\033]8;;https://x.example/") !=
        std::string::npos);
}

TEST_CASE("terminal: what has no address on the web links to its file", "[cli][terminal]") {
    const TemporaryFolder folder;
    const std::string page = "\n\nThe ferry sails again.\n";
    write_file(folder / "a b;c.txt", "Ferry one" + page);
    write_file(folder / "local.jsonl",
               "{\"id\":\"a\",\"url\":\"javascript:alert(1)\",\"body\":\"A ferry.\"}\n"
               "{\"id\":\"b\",\"url\":\"file:///etc/passwd\",\"body\":\"A ferry.\"}\n");
    const CliIndex index({folder / "a b;c.txt", folder / "local.jsonl"});
    const std::string text = index.search({"ferry", "--hyperlinks", "always"}).out;
    CAPTURE(text);
    const auto links_to = [&](const std::string& name) {
        const std::string end = "/" + name + "\033\\";
        const std::size_t at = text.find(end);
        const std::size_t begin = text.rfind("\033]8;;file:///", at);
        return at != std::string::npos && begin != std::string::npos && text.find('\n', begin) > at;
    };
    CHECK(links_to("a%20b%3Bc.txt"));
    CHECK(links_to("local.jsonl"));
    CHECK(text.find("javascript") == std::string::npos);
    CHECK(text.find("passwd") == std::string::npos);
    CHECK(index.search({"ferry"}).out.find("file://") == std::string::npos);

    // Of a path too long for a term the index knows no more than the beginning.
    const std::string deep = folder / std::string(200, 'd');
    std::filesystem::create_directory(deep);
    write_file(deep + "/" + std::string(100, 'f') + ".txt", "Ferry four" + page);
    const CliIndex long_names({deep});
    const ProcessResult found = long_names.search({"ferry", "--hyperlinks", "always"});
    CHECK(found.status == 0);
    CHECK(found.out.find("\033]8;;") == std::string::npos);
}

TEST_CASE("terminal: lines are as wide as the terminal", "[cli][terminal]") {
    const TemporaryFolder folder;
    write_file(folder / "a.jsonl", kLines);
    const CliIndex index({folder / "a.jsonl"});
    for (const int columns : {30, 50, 200}) {
        TerminalOptions options = with({{"NO_COLOR", "1"}});
        options.columns = static_cast<unsigned short>(columns);
        const Outcome outcome = on_terminal(index, {"ferry"}, options);
        CAPTURE(columns, outcome.text);
        std::size_t longest = 0;
        for (const std::string& line : lines_of(outcome.text))
            longest = std::max(longest, line.size());
        CHECK(longest <= static_cast<std::size_t>(columns));
        if (columns == 200) CHECK(longest > 80);
    }
}

TEST_CASE("terminal: prose is broken at words, whatever prints it", "[cli][terminal]") {
    const TemporaryFolder folder;
    const std::string words =
        "The ferry strike that ended on Monday after nine days left the islands without mail and "
        "fruit while the harbour board and the dockers spoke of nothing but the quay.";
    write_file(folder / "a.jsonl", "{\"id\":\"one\",\"title\":\"" + words + "\",\"body\":\"" +
                                       words + "\",\"summary\":\"" + words + "\"}\n");
    const CliIndex index({folder / "a.jsonl"});
    const std::vector<std::vector<std::string>> commands = {
        {"ferry"},
        {"--show", "one"},
        {"--explain", "one", "(ferry OR strike OR islands OR harbour OR dockers) AND monday"},
        {"--facet", "colour", "ferry"},
        {"Breaking:ferry"},
    };
    for (const std::vector<std::string>& arguments : commands) {
        for (const int columns : {60, 72, 90}) {
            TerminalOptions options = with({{"NO_COLOR", "1"}, {"PAGER", "cat"}});
            options.columns = static_cast<unsigned short>(columns);
            const Outcome outcome = on_terminal(index, arguments, options);
            CAPTURE(arguments, columns, outcome.text);
            CHECK(lines_of(outcome.text).size() > 2);
            for (const std::string& line : lines_of(outcome.text)) {
                const std::string shown = line.substr(0, line.find('\r'));
                const auto characters = std::count_if(shown.begin(), shown.end(), [](char byte) {
                    return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
                });
                CAPTURE(shown);
                CHECK(characters <= columns);
            }
        }
    }
    // Not for programs.
    CHECK(index.search({"--show", "one"}).out.find("\n" + words + "\n") != std::string::npos);
}

TEST_CASE("terminal: what does not fit goes through the pager", "[cli][terminal]") {
    const CliIndex index({kCorpus});
    const std::string mark = "sed s/^/PAGED:/";
    struct Case {
        std::string what;
        std::vector<std::string> options;
        std::map<std::string, std::string> environment;
        bool paged;
    };
    const std::vector<Case> cases = {
        {"$PAGER", {"-n", "20"}, {{"PAGER", mark}}, true},
        {"$DATELINE_PAGER first", {"-n", "20"}, {{"DATELINE_PAGER", mark}, {"PAGER", "cat"}}, true},
        {"short output", {"-n", "1"}, {{"PAGER", mark}}, false},
        {"--no-pager", {"-n", "20", "--no-pager"}, {{"PAGER", mark}}, false},
        {"cat is none", {"-n", "20"}, {{"PAGER", "cat"}}, false},
        {"a pager that is not there", {"-n", "20"}, {{"PAGER", "/nonexistent/pager"}}, false},
        {"JSON too", {"-n", "20", "--format", "json"}, {{"PAGER", mark}}, true},
        {"an article", {"--show", "npa-2024-06-01-signed"}, {{"PAGER", mark}}, false},
    };
    for (const Case& paging : cases) {
        CAPTURE(paging.what);
        std::vector<std::string> arguments = paging.options;
        if (paging.what != "an article") arguments.emplace_back("the ferry OR ceasefire");
        const Outcome outcome = on_terminal(index, arguments, with(paging.environment));
        INFO(outcome.text);
        CHECK(outcome.status == 0);
        CHECK((outcome.text.find("PAGED:") != std::string::npos) == paging.paged);
        CHECK(outcome.text.size() > 100);
    }
    // What less is told, and that leaving it early is no error.
    const Outcome told =
        on_terminal(index, {"-n", "20", "ferry"}, with({{"PAGER", "echo LESS=$LESS LV=$LV"}}));
    CHECK(told.text.find("LESS=FRX LV=-c") != std::string::npos);
    CHECK(told.status == 0);
    const Outcome own = on_terminal(index, {"-n", "20", "ferry"},
                                    with({{"PAGER", "echo LESS=$LESS"}, {"LESS", "-S"}}));
    CHECK(own.text.find("LESS=-S") != std::string::npos);
    CHECK(on_terminal(index, {"-n", "20", "nosuchwordatall"}, with({{"PAGER", mark}})).status == 1);
}

TEST_CASE("terminal: a reader that leaves early is no error", "[cli][terminal]") {
    const CliIndex index({kCorpus});
    const ProcessResult result =
        run("/bin/sh", {"-c", "'" + search_program() + "' -d '" + index.directory() +
                                  "' -n 60 --format json the OR ferry | head -n 1"});
    INFO(result.text());
    CHECK(result.status == 0);
    CHECK(result.out == "{\n");
    CHECK(result.err.empty());
}
