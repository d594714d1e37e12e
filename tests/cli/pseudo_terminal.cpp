#include "tests/cli/pseudo_terminal.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <pty.h>

namespace dateline::testing {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> environment_of(const TerminalOptions& options) {
    std::map<std::string, std::string> variables{
        {"HOME", "/nonexistent"}, {"LC_ALL", "C.UTF-8"}, {"TERM", "xterm"}};
    for (const char* kept : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "TMPDIR"}) {
        if (const char* value = std::getenv(kept)) variables[kept] = value;
    }
    for (const auto& [name, value] : options.environment)
        variables[name] = value;
    std::vector<std::string> result;
    for (const auto& [name, value] : variables) {
        if (!value.empty()) result.push_back(name + "=" + value);
    }
    return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

}  // namespace

PseudoTerminal::PseudoTerminal(const std::string& program,
                               const std::vector<std::string>& arguments,
                               const TerminalOptions& options)
    : patience_(options.patience) {
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = environment_of(options);
    const std::vector<char*> argv = pointers(words);
    const std::vector<char*> environ = pointers(variables);
    const winsize size{options.rows, options.columns, 0, 0};
    pid_ = forkpty(&terminal_, nullptr, nullptr, &size);
    if (pid_ < 0) throw std::runtime_error("no terminal");
    if (pid_ == 0) {
        execve(argv[0], argv.data(), environ.data());
        _exit(127);
    }
}

PseudoTerminal::~PseudoTerminal() {
    if (terminal_ >= 0) close(terminal_);
    if (pid_ < 0) return;
    kill(pid_, SIGKILL);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

void PseudoTerminal::type(const std::string& keys) {
    std::size_t written = 0;
    while (written < keys.size()) {
        const ssize_t count = write(terminal_, keys.data() + written, keys.size() - written);
        if (count < 0 && errno != EINTR) throw std::runtime_error("cannot type");
        if (count > 0) written += static_cast<std::size_t>(count);
    }
}

void PseudoTerminal::interrupt() {
    kill(pid_, SIGINT);
}

void PseudoTerminal::resize(unsigned short rows, unsigned short columns) {
    const winsize size{rows, columns, 0, 0};
    ioctl(terminal_, TIOCSWINSZ, &size);
}

bool PseudoTerminal::read_some(Clock::time_point deadline) {
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) throw std::runtime_error("not in time; so far: " + unread_);
        pollfd polled{terminal_, POLLIN, 0};
        if (poll(&polled, 1, static_cast<int>(left)) <= 0) continue;
        std::array<char, 4096> buffer{};
        const ssize_t count = read(terminal_, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;  // EIO: the program has ended
        const auto end = buffer.begin() + count;
        std::copy_if(buffer.begin(), end, std::back_inserter(unread_),
                     [](char byte) { return byte != '\r'; });
        return true;
    }
}

std::string PseudoTerminal::expect(const std::string& text) {
    const auto deadline = Clock::now() + patience_;
    for (;;) {
        const std::size_t at = unread_.find(text);
        if (at != std::string::npos) {
            std::string seen = unread_.substr(0, at + text.size());
            unread_.erase(0, seen.size());
            return seen;
        }
        if (!read_some(deadline))
            throw std::runtime_error("ended without \"" + text + "\": " + unread_);
    }
}

int PseudoTerminal::wait() {
    const auto deadline = Clock::now() + patience_;
    while (read_some(deadline)) {
    }
    int raw = 0;
    while (waitpid(pid_, &raw, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
}

std::string without_escapes(const std::string& text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '\033') {
            result += text[at++];
            continue;
        }
        const char kind = at + 1 < text.size() ? text[at + 1] : '\0';
        at += 2;
        if (kind == '[') {
            while (at < text.size() && (text[at] < 0x40 || text[at] > 0x7e))
                ++at;
            ++at;
        } else if (kind == ']') {
            at = std::min(text.find("\033\\", at), text.size()) + 2;
        }
    }
    return result;
}

}  // namespace dateline::testing
