#include "searcher/terminal/pager.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "common/error.h"
#include "common/text.h"
#include "searcher/terminal/wrap.h"

namespace dateline {
namespace {

// A signal ignored for a while.
class Ignored {
public:
    explicit Ignored(int signal) : signal_(signal) {
        struct sigaction ignore {};
        ignore.sa_handler = SIG_IGN;
        sigaction(signal_, &ignore, &before_);
    }
    ~Ignored() { sigaction(signal_, &before_, nullptr); }
    Ignored(const Ignored&) = delete;
    Ignored& operator=(const Ignored&) = delete;

private:
    int signal_;
    struct sigaction before_ {};
};

// False if nobody reads any more.
bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = write(fd, text.data(), text.size());
        if (count >= 0) {
            text.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EPIPE) {
            return false;
        } else if (errno != EINTR) {
            throw Error(std::string("cannot write the output: ") + std::strerror(errno));
        }
    }
    return true;
}

// The exit status of the pager, 127 if it could not be started.
int run_pager(std::string_view text, const std::string& command) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return 127;
    const Ignored broken_pipe(SIGPIPE);
    const Ignored interrupt(SIGINT);
    const pid_t pid = fork();
    if (pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return 127;
    }
    if (pid == 0) {
        dup2(ends[0], STDIN_FILENO);
        signal(SIGPIPE, SIG_DFL);
        signal(SIGINT, SIG_DFL);
        setenv("LESS", "FRX", 0);
        setenv("LV", "-c", 0);
        execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
        _exit(127);
    }
    close(ends[0]);
    try {
        write_all(ends[1], text);
    } catch (const Error&) {
        // The pager shows what it got.
    }
    close(ends[1]);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

}  // namespace

std::string pager_command(const Environment& environment) {
    for (const char* name : {"DATELINE_PAGER", "PAGER"}) {
        if (const char* command = environment(name)) {
            return std::string_view(command) == "cat" ? "" : command;
        }
    }
    const char* term = environment("TERM");
    return !term || !*term || std::string_view(term) == "dumb" ? "" : "less";
}

std::size_t rows_of(std::string_view text, std::size_t columns) {
    std::size_t rows = 0;
    for (std::size_t begin = 0; begin < text.size(); ++rows) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::size_t width = 0;
        for (std::size_t at = begin; at < end;) {
            const std::size_t escape = std::min(text.find('\033', at), end);
            width += display_width(text.substr(at, escape - at));
            at = escape < end ? std::min(after_escape(text, escape), end) : end;
        }
        if (columns > 0 && width > columns) rows += (width - 1) / columns;
        begin = end + 1;
    }
    return rows;
}

void page(std::string_view text, const std::string& command, const TerminalSize& size) {
    const bool fits = size.rows == 0 || rows_of(text, size.columns) < size.rows;
    if (!command.empty() && !fits) {
        const int status = run_pager(text, command);
        if (status != 126 && status != 127) return;
    }
    write_all(STDOUT_FILENO, text);
}

}  // namespace dateline
