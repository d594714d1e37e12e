#include "indexer/maintenance/apart.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string_view>

#include <xapian.h>

#include "common/error.h"

namespace dateline {
namespace {

// The child's exit statuses.
constexpr int kReturned = 0;
constexpr int kThrew = 1;

Error system_error(const std::string& what) {
    return Error(what + ": " + std::strerror(errno));
}

void write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;  // the parent has gone
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string read_all(int fd) {
    std::string bytes;
    std::array<char, 1 << 16> piece{};
    for (;;) {
        const ssize_t count = read(fd, piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return bytes;
        bytes.append(piece.data(), static_cast<std::size_t>(count));
    }
}

// Texts with a NUL byte after each.
std::vector<std::string> split(std::string_view bytes) {
    std::vector<std::string> texts;
    while (!bytes.empty()) {
        const std::size_t end = std::min(bytes.find('\0'), bytes.size());
        texts.emplace_back(bytes.substr(0, end));
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
    return texts;
}

// Ends the child, without what ends the parent: it has nothing of its own to flush or to remove.
[[noreturn]] void run_child(int fd, const std::function<std::vector<std::string>()>& work) {
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    std::set_terminate([] { std::abort(); });
    int status = kThrew;
    std::string bytes;
    try {
        for (const std::string& text : work())
            bytes.append(text).append(1, '\0');
        status = kReturned;
    } catch (const Xapian::Error& error) {
        bytes = error.get_description();
    } catch (const std::exception& error) {
        bytes = error.what();
    }
    write_all(fd, bytes);
    std::_Exit(status);
}

}  // namespace

std::vector<std::string> run_apart(const std::function<std::vector<std::string>()>& work) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw system_error("cannot make a pipe");
    const pid_t child = fork();
    if (child < 0) {
        const int error = errno;
        close(ends[0]);
        close(ends[1]);
        errno = error;
        throw system_error("cannot start a process");
    }
    if (child == 0) {
        close(ends[0]);
        run_child(ends[1], work);
    }
    close(ends[1]);
    const std::string bytes = read_all(ends[0]);
    close(ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) throw system_error("cannot wait for a process");
    }
    if (WIFSIGNALED(status)) {
        throw Error("reading it ended by signal " + std::to_string(WTERMSIG(status)) + ", " +
                    strsignal(WTERMSIG(status)));
    }
    if (WEXITSTATUS(status) != kReturned) throw Error(bytes);
    return split(bytes);
}

}  // namespace dateline
