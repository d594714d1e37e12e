// What was wrong with one input: one line for the user, while the work goes on.
#pragma once

#include <cstdint>
#include <string>

namespace dateline {

struct Problem {
    enum class Kind {
        Skipped,  // an article or a file is not in the index
        Ignored,  // a file in a folder or archive that might have held articles holds none, or a
                  // record of a file is none
        Warning,  // it is, but something about it was not as it should be
    };

    Kind kind = Kind::Skipped;
    std::string file;
    std::uint64_t line = 0;  // 0: the file as a whole
    std::string message;     // may quote input: printed through printable()
    std::string hint;        // what to try; may be empty
};

// A problem's message with what differs between articles left out: numbers and what is quoted.
std::string reason_of(const std::string& message);

// "1 file", "2 files"
std::string count_of(std::uint64_t count, const std::string& noun);

// "file:line: message (hint)", safe for a terminal.
std::string to_string(const Problem& problem);

}  // namespace dateline
