// Runs the installed programs as a user would: arguments and standard input in, status and both
// outputs out.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace dateline::testing {

struct ProcessOptions {
    std::string input;                               // standard input
    std::map<std::string, std::string> environment;  // added; an empty value removes the variable
    std::chrono::seconds timeout{120};
    std::optional<unsigned long> file_size_limit;  // RLIMIT_FSIZE with SIGXFSZ ignored: a full disk
    std::optional<unsigned> user;                  // run as this user id
};

struct ProcessResult {
    std::string command;  // as it would be typed
    int status = -1;      // of exit; 128 + number for a signal; -1 after a timeout
    std::string out;
    std::string err;
    double seconds = 0;

    // Everything, for a test's failure message.
    std::string text() const;
};

// What every program of the tests sees, "NAME=value" each: PATH and what sanitizers and temporary
// folders need, as they are here; HOME, a folder that does not exist; LC_ALL=C.UTF-8; and `added`,
// of which an empty value removes the variable.
std::vector<std::string> environment_with(const std::map<std::string, std::string>& added);

// For execve: the texts, which must stay where they are, and a null pointer.
std::vector<char*> exec_pointers(std::vector<std::string>& texts);

// Throws std::runtime_error if the program cannot be started.
ProcessResult run(const std::string& program, const std::vector<std::string>& arguments,
                  const ProcessOptions& options = {});

// dateline-index and dateline-search of this build: their paths, and a run of each.
std::string index_program();
std::string search_program();
ProcessResult index(const std::vector<std::string>& arguments, const ProcessOptions& options = {});
ProcessResult search(const std::vector<std::string>& arguments, const ProcessOptions& options = {});

// A process left running, for tests of locking; killed in the end.
class BackgroundProcess {
public:
    BackgroundProcess(const std::string& program, const std::vector<std::string>& arguments);
    ~BackgroundProcess();
    BackgroundProcess(const BackgroundProcess&) = delete;
    BackgroundProcess& operator=(const BackgroundProcess&) = delete;

    // Sends a signal.
    void send(int signal) const;

    // The exit status, as in ProcessResult.
    int wait();

private:
    int pid_ = -1;
};

void write_file(const std::string& path, const std::string& bytes);
std::string read_file(const std::string& path);

// Every file below a folder with its bytes: what a failed run must not change.
std::map<std::string, std::string> snapshot(const std::string& folder);

// The lines of a text, without their ends.
std::vector<std::string> lines_of(const std::string& text);

// $DATELINE_SHARED, the folder with sample articles that are not part of the project, or "".
std::string shared_folder();

}  // namespace dateline::testing

// Checks with the whole result shown on failure.
#define CHECK_STATUS(result, expected)        \
    do {                                      \
        INFO((result).text());                \
        CHECK((result).status == (expected)); \
    } while (false)
#define REQUIRE_STATUS(result, expected)        \
    do {                                        \
        INFO((result).text());                  \
        REQUIRE((result).status == (expected)); \
    } while (false)
