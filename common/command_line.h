// What both programs do alike with CLI11.
#pragma once

#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "common/config.h"

namespace dateline {

// Prints what app.parse() threw: the help to standard output, a mistake to standard error, safe for
// a terminal even where it repeats what was typed. Returns 0 for the former.
int print_parse_result(const CLI::App& app, const CLI::ParseError& error);

// --no-config, which sets `no_config`.
void add_config_option(CLI::App& app, bool& no_config);

// Options that take one value may be given again, and the last one counts: what an alias of a shell
// says can be changed behind it.
void let_last_count(CLI::App& app);

// Gives options their values of the configuration file, after app.parse(): those that are neither
// on the command line nor set by the environment (CLI11's envname). Options that are not
// configurable() may not stand there. Of a flag that may have a value (--timeline=mentioned) `true`
// is that without one. Folders and files (type names DIR and FILE) are whole paths
// or begin with ~/. Throws Error "FILE:LINE: what is wrong".
void apply_config(CLI::App& app, const Config& config);

// The choices of an option that takes one of a few words (CLI::IsMember), else nothing.
std::vector<std::string> choices_of(const CLI::Option& option);

}  // namespace dateline
