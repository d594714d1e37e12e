// How text must be written in a query to be taken as it is: what the lexer reads, turned round.
#pragma once

#include <string>
#include <string_view>

namespace dateline {

// How a word must be written so that it is read as that Word, with as few backslashes as that
// takes.
std::string escape_word(std::string_view word);

// How a value must be written: bare where that is safe, else in quotes.
std::string escape_value(std::string_view value);

// "text" with quotes, and backslashes before those inside.
std::string quote(std::string_view text);

}  // namespace dateline
