// What both programs do alike with CLI11.
#pragma once

#include <iostream>
#include <sstream>

#include <CLI/CLI.hpp>

#include "common/text.h"

namespace dateline {

// Prints what app.parse() threw: the help to standard output, a mistake to standard error, safe for a terminal even where it
// repeats what was typed. Returns 0 for the former.
inline int print_parse_result(const CLI::App& app, const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = app.exit(error, out, err);
    std::cout << out.str();
    std::cerr << printable(to_valid_utf8(err.str()), true);
    return status;
}

}  // namespace dateline
