// Runs a program on a terminal of its own and types into it, as a person would.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace dateline::testing {

struct TerminalOptions {
    std::map<std::string, std::string> environment;  // added; an empty value removes the variable
    unsigned short rows = 24;
    unsigned short columns = 80;
    std::chrono::seconds patience{60};  // of expect() and wait(): only a failing test takes so long
};

class PseudoTerminal {
public:
    // The environment is that of run() (process.h), with TERM=xterm.
    PseudoTerminal(const std::string& program, const std::vector<std::string>& arguments,
                   const TerminalOptions& options = {});
    ~PseudoTerminal();
    PseudoTerminal(const PseudoTerminal&) = delete;
    PseudoTerminal& operator=(const PseudoTerminal&) = delete;

    void type(const std::string& keys);
    // What Ctrl-C does, except that a terminal also throws away what was just printed.
    void interrupt();
    void resize(unsigned short rows, unsigned short columns);

    // Reads until `text` is there; returns everything from the end of the last expect() to the end
    // of `text`, as the program wrote it, with line ends as "\n". Throws std::runtime_error with
    // what was read if it does not come.
    std::string expect(const std::string& text);

    // Reads to the end. Returns the exit status, 128 + number for a signal.
    int wait();

    // What was read and not yet expected.
    const std::string& rest() const { return unread_; }

private:
    bool read_some(std::chrono::steady_clock::time_point deadline);

    int terminal_ = -1;
    int pid_ = -1;
    std::chrono::seconds patience_;
    std::string unread_;
};

// The text without escape sequences of colour, cursor and links.
std::string without_escapes(const std::string& text);

}  // namespace dateline::testing
