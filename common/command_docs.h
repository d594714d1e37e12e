// Manual pages and completions of shells, from the options' own names and descriptions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace dateline {

// What the options do not know of themselves.
struct CommandHints {
    std::map<std::string, std::vector<std::string>> values;  // by long name: words to offer
    std::vector<std::string> words;                          // to offer where there is no option
    bool files = false;                                      // arguments are files
    std::map<std::string, std::string> texts;  // of the manual: "@COMMANDS@" and its replacement
};

// A hidden option --generate KIND for building the project: man (the template is read from standard
// input), bash, zsh, fish.
void add_generate_option(CLI::App& app, std::string& kind);

// What was asked for. For man: `manual_template` with the line "@OPTIONS@" replaced by an mdoc list
// of all options, and the lines that the hints name by what they say.
std::string generate(const CLI::App& app, std::string_view kind, const CommandHints& hints,
                     std::string_view manual_template = "");

// Prints it to standard output; the template of a manual page is read from standard input.
void print_generated(const CLI::App& app, const std::string& kind, const CommandHints& hints);

// A text as mdoc takes it: special characters escaped, each sentence on a line of its own, a full
// stop at the end.
std::string mdoc_text(std::string_view text);

}  // namespace dateline
