// Manual pages and completions, as the build makes them, are complete and right.
#include "tests/catch.h"
#include "tests/cli/cli_index.h"
#include "tests/cli/process.h"
#include "tests/cli/pseudo_terminal.h"

using namespace dateline::testing;

namespace {

struct Program {
    std::string name;
    std::string path;
    std::string manual_template;
};

std::vector<Program> programs() {
    return {
        {"dateline-search", search_program(), source_folder() + "/searcher/dateline-search.1.in"},
        {"dateline-index", index_program(), source_folder() + "/indexer/dateline-index.1.in"}};
}

std::string generated(const Program& program, const std::string& kind) {
    ProcessOptions options;
    if (kind == "man") options.input = read_file(program.manual_template);
    const ProcessResult result = run(program.path, {"--generate", kind}, options);
    INFO(result.text());
    REQUIRE(result.status == 0);
    REQUIRE(result.err.empty());
    return result.out;
}

// Long names of options in --help.
std::set<std::string> options_of(const Program& program) {
    std::set<std::string> names;
    for (const std::string& line : lines_of(run(program.path, {"--help"}).out)) {
        if (!line.starts_with("  -")) continue;
        const std::string head = line.substr(0, line.find("  ", 3));
        for (std::size_t at = head.find("--"); at != std::string::npos;
             at = head.find("--", at + 2)) {
            names.insert(head.substr(at, head.find_first_of(" ,=[{", at) - at));
        }
    }
    return names;
}

// The path of a program, or "" if it is not installed.
std::string installed(const std::string& name) {
    const ProcessResult result = run("/bin/sh", {"-c", "command -v " + name});
    return result.status == 0 ? lines_of(result.out).at(0) : "";
}

}  // namespace

TEST_CASE("documentation: every option is in the manual page and the completions",
          "[cli][manual]") {
    for (const Program& program : programs()) {
        CAPTURE(program.name);
        const std::set<std::string> options = options_of(program);
        CHECK(options.size() > 10);
        CHECK(options.count("--index") == 1);
        CHECK(options.count("--generate") == 0);
        const std::string manual = generated(program, "man");
        const std::string bash = generated(program, "bash");
        const std::string zsh = generated(program, "zsh");
        const std::string fish = generated(program, "fish");
        CHECK(manual.find("\n@") == std::string::npos);  // every place was filled
        for (const std::string& option : options) {
            CAPTURE(option);
            std::string name = option.substr(2);
            CHECK(fish.find(" -l " + name + " ") != std::string::npos);
            CHECK(zsh.find(option) != std::string::npos);
            CHECK(bash.find(option) != std::string::npos);
            for (std::size_t at = name.find('-'); at != std::string::npos;
                 at = name.find('-', at + 2))
                name.insert(at, "\\");
            CHECK((manual.find("Fl Fl " + name + " ") != std::string::npos ||
                   manual.find("Fl Fl " + name + "\n") != std::string::npos));
        }
        for (const char* section : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "CONFIGURATION",
                                    "ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES", "SEE ALSO"})
            CHECK(manual.find(std::string(".Sh ") + section + "\n") != std::string::npos);
    }
}

TEST_CASE("documentation: names of arguments are whole", "[cli][manual]") {
    const Program search = programs().front();
    CHECK(generated(search, "man").find(" Ar FIELD[:N]\n") != std::string::npos);
    CHECK(generated(search, "zsh").find(":FIELD[\\:N]:") != std::string::npos);
    CHECK(generated(search, "man").find(" Fl Fl limit Ar N\n") != std::string::npos);
    CHECK(generated(search, "man").find(" Fl Fl zones Ar [NAME]\n") != std::string::npos);
}

TEST_CASE("documentation: groff and mandoc find no fault with the pages", "[cli][manual]") {
    const TemporaryFolder folder;
    std::vector<std::string> pages{source_folder() + "/searcher/query/dateline-query.7"};
    for (const Program& program : programs()) {
        write_file(folder / (program.name + ".1"), generated(program, "man"));
        pages.push_back(folder / (program.name + ".1"));
    }
    const std::string groff = installed("groff");
    const std::string mandoc = installed("mandoc");
    if (groff.empty() && mandoc.empty()) WARN("neither groff nor mandoc is installed");
    for (const std::string& page : pages) {
        CAPTURE(page);
        if (!groff.empty()) {
            const ProcessResult result =
                run(groff, {"-mandoc", "-Tutf8", "-ww", "-b", "-z", "-Kutf8", page});
            INFO(result.text());
            CHECK(result.status == 0);
            CHECK(result.err.empty());
        }
        if (!mandoc.empty()) {
            const ProcessResult result = run(mandoc, {"-T", "lint", "-W", "warning", page});
            INFO(result.text());
            // A page of this project that is not installed is no fault of the page.
            std::string faults;
            for (const std::string& line : lines_of(result.out)) {
                if (line.find("referenced manual not found") == std::string::npos)
                    faults += line + "\n";
            }
            CHECK(faults.empty());
        }
    }
}

TEST_CASE("documentation: completion in bash", "[cli][completion]") {
    const std::string bash = installed("bash");
    if (bash.empty()) {
        WARN("bash is not installed");
        return;
    }
    const TemporaryFolder folder;
    std::string script;
    for (const Program& program : programs())
        script += generated(program, "bash");
    write_file(folder / "completions", script);
    write_file(folder / "news one.jsonl", "x");
    std::filesystem::create_directories(folder / "newsroom");
    struct Case {
        std::string line;
        std::string expected;
    };
    const std::vector<Case> cases = {
        {"dateline-search --lim", "dateline-search --limit "},
        {"dateline-search --sort old", "dateline-search --sort oldest "},
        {"dateline-search --sort=old", "dateline-search --sort=oldest "},
        {"dateline-search --facet sou", "dateline-search --facet source "},
        {"dateline-search titl", "dateline-search title:"},
        {"dateline-search -d newsr", "dateline-search -d newsroom/"},
        {"dateline-search --batch news\\ o", "dateline-search --batch news\\ one.jsonl "},
        {"dateline-index --reb", "dateline-index --rebuild "},
        {"dateline-index news\\ o", "dateline-index news\\ one.jsonl "},
        {"dateline-index --writer b", "dateline-index --writer bulk "},
    };
    TerminalOptions options;
    options.columns = 200;
    options.environment = {{"PS1", "ready> "}, {"HISTFILE", ""}, {"INPUTRC", "/dev/null"}};
    PseudoTerminal terminal(bash, {"--norc", "--noprofile", "-i"}, options);
    terminal.expect("ready> ");
    terminal.type("cd '" + folder.path() +
                  "' && . ./completions && bind 'set bell-style none' && "
                  "bind 'set enable-bracketed-paste off'\n");
    terminal.expect("ready> ");
    for (const Case& completion : cases) {
        CAPTURE(completion.line);
        // What is completed is shown, then made a comment and done with.
        terminal.type(completion.line + "\t|\x01# \n");
        const std::string seen = terminal.expect("ready> ");
        CAPTURE(seen);
        CHECK(without_escapes(seen).find(completion.expected + "|") != std::string::npos);
    }
    terminal.type("exit\n");
    terminal.wait();
}

TEST_CASE("documentation: zsh and fish take the completions", "[cli][completion]") {
    const TemporaryFolder folder;
    for (const Program& program : programs()) {
        write_file(folder / ("_" + program.name), generated(program, "zsh"));
        write_file(folder / (program.name + ".fish"), generated(program, "fish"));
        if (const std::string zsh = installed("zsh"); !zsh.empty()) {
            const ProcessResult result = run(zsh, {"-n", folder / ("_" + program.name)});
            INFO(result.text());
            CHECK(result.status == 0);
            CHECK(result.err.empty());
        }
        const std::string fish = installed("fish");
        if (fish.empty()) continue;
        ProcessOptions options;
        options.environment = {{"HOME", folder.path()}};
        const auto completed = [&](const std::string& line) {
            const ProcessResult result = run(fish,
                                             {"--no-config", "-c",
                                              "source '" + (folder / (program.name + ".fish")) +
                                                  "'; complete -C '" + line + "'"},
                                             options);
            INFO(result.text());
            CHECK(result.status == 0);
            CHECK(result.err.empty());
            return result.out;
        };
        CHECK(completed(program.name + " --ind").find("--index\t") != std::string::npos);
        if (program.name == "dateline-search") {
            CHECK(completed("dateline-search --sort old") == "oldest\tOrder of hits\n");
            CHECK(completed("dateline-search tit").starts_with("title:"));
        }
    }
}
