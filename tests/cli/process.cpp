#include "tests/cli/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace dateline::testing {
namespace {

using Clock = std::chrono::steady_clock;

// A file descriptor that is closed in the end.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() { reset(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return fd_; }
    bool is_open() const { return fd_ >= 0; }
    void reset() {
        if (fd_ >= 0) close(fd_);
        fd_ = -1;
    }

private:
    int fd_;
};

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    return ends;
}

std::string shell_quoted(const std::string& argument) {
    if (!argument.empty() &&
        argument.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                   "-_./=:,+") == std::string::npos) {
        return argument;
    }
    std::string text = "'";
    for (const char byte : argument) {
        if (byte == '\'') {
            text += "'\\''";
        } else {
            text += byte;
        }
    }
    return text + "'";
}

// Control characters made visible.
std::string visible(const std::string& text) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string result;
    for (const char byte : text) {
        const auto code = static_cast<unsigned char>(byte);
        if ((code < 0x20 && byte != '\n') || code == 0x7f) {
            result += "\\x";
            result += kDigits[code >> 4];
            result += kDigits[code & 15];
        } else {
            result += byte;
        }
    }
    return result;
}

// Forks and executes; the descriptors become the child's standard ones.
int start(const std::string& program, const std::vector<std::string>& arguments,
          const ProcessOptions& options, const std::array<int, 3>& standard) {
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = environment_with(options.environment);
    const std::vector<char*> argv = exec_pointers(words);
    const std::vector<char*> environ = exec_pointers(variables);
    const pid_t pid = fork();
    if (pid < 0) throw std::runtime_error("cannot fork");
    if (pid > 0) return pid;
    // Only functions that are safe between fork and exec.
    for (int i = 0; i < 3; ++i)
        dup2(standard[static_cast<std::size_t>(i)], i);
    signal(SIGPIPE, SIG_DFL);
    if (options.file_size_limit) {
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{*options.file_size_limit, *options.file_size_limit};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (options.user && setuid(*options.user) != 0) _exit(126);
    execve(argv[0], argv.data(), environ.data());
    _exit(127);
}

int status_of(int raw) {
    return WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
}

int wait_for(int pid) {
    int raw = 0;
    while (waitpid(pid, &raw, 0) < 0 && errno == EINTR) {
    }
    return status_of(raw);
}

// Reads what there is; closes at the end.
void drain(Descriptor& descriptor, std::string& text) {
    std::array<char, 65536> buffer{};
    const ssize_t count = read(descriptor.get(), buffer.data(), buffer.size());
    if (count > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0 || errno != EINTR) {
        descriptor.reset();
    }
}

}  // namespace

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
    std::map<std::string, std::string> variables{{"HOME", "/nonexistent"}, {"LC_ALL", "C.UTF-8"}};
    for (const char* kept : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "TMPDIR"}) {
        if (const char* value = std::getenv(kept)) variables[kept] = value;
    }
    for (const auto& [name, value] : added)
        variables[name] = value;
    std::vector<std::string> result;
    for (const auto& [name, value] : variables) {
        if (!value.empty()) result.push_back(std::string(name).append("=").append(value));
    }
    return result;
}

std::vector<char*> exec_pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

std::string ProcessResult::text() const {
    return "$ " + visible(command) + "\nstatus " + std::to_string(status) + "\n--- stdout\n" +
           visible(out) + "--- stderr\n" + visible(err) + "---";
}

ProcessResult run(const std::string& program, const std::vector<std::string>& arguments,
                  const ProcessOptions& options) {
    ProcessResult result;
    result.command = shell_quoted(program);
    for (const std::string& argument : arguments)
        result.command += " " + shell_quoted(argument);

    const std::array<int, 2> in_pipe = make_pipe();
    const std::array<int, 2> out_pipe = make_pipe();
    const std::array<int, 2> err_pipe = make_pipe();
    Descriptor in(in_pipe[1]);
    Descriptor out(out_pipe[0]);
    Descriptor err(err_pipe[0]);
    const auto begin = Clock::now();
    int pid = -1;
    {
        const Descriptor child_in(in_pipe[0]);
        const Descriptor child_out(out_pipe[1]);
        const Descriptor child_err(err_pipe[1]);
        pid =
            start(program, arguments, options, {child_in.get(), child_out.get(), child_err.get()});
    }
    signal(SIGPIPE, SIG_IGN);  // a program need not read its input
    fcntl(in.get(), F_SETFL, O_NONBLOCK);
    std::size_t written = 0;
    if (options.input.empty()) in.reset();
    const auto deadline = begin + options.timeout;
    bool late = false;
    while (out.is_open() || err.is_open()) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) {
            late = true;
            kill(pid, SIGKILL);
            break;
        }
        std::array<pollfd, 3> polled{
            {{out.get(), POLLIN, 0}, {err.get(), POLLIN, 0}, {in.get(), POLLOUT, 0}}};
        if (poll(polled.data(), polled.size(), static_cast<int>(left)) < 0) continue;
        if (out.is_open() && polled[0].revents != 0) drain(out, result.out);
        if (err.is_open() && polled[1].revents != 0) drain(err, result.err);
        if (in.is_open() && polled[2].revents != 0) {
            const ssize_t count =
                write(in.get(), options.input.data() + written, options.input.size() - written);
            if (count > 0) written += static_cast<std::size_t>(count);
            const bool broken = count < 0 && errno != EAGAIN && errno != EINTR;
            if (broken || written == options.input.size()) in.reset();
        }
    }
    result.status = wait_for(pid);
    if (late) {
        result.status = -1;
        result.err += "(killed: not finished in time)\n";
    }
    result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    return result;
}

std::string index_program() {
    return DATELINE_INDEX_BINARY;
}

std::string search_program() {
    return DATELINE_SEARCH_BINARY;
}

ProcessResult index(const std::vector<std::string>& arguments, const ProcessOptions& options) {
    return run(index_program(), arguments, options);
}

ProcessResult search(const std::vector<std::string>& arguments, const ProcessOptions& options) {
    return run(search_program(), arguments, options);
}

BackgroundProcess::BackgroundProcess(const std::string& program,
                                     const std::vector<std::string>& arguments) {
    const Descriptor null(open("/dev/null", O_RDWR | O_CLOEXEC));
    pid_ = start(program, arguments, {}, {null.get(), null.get(), null.get()});
}

BackgroundProcess::~BackgroundProcess() {
    if (pid_ < 0) return;
    kill(pid_, SIGKILL);
    wait_for(pid_);
}

void BackgroundProcess::send(int signal) const {
    kill(pid_, signal);
}

int BackgroundProcess::wait() {
    const int status = wait_for(pid_);
    pid_ = -1;
    return status;
}

void write_file(const std::string& path, const std::string& bytes) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream file(path, std::ios::binary);
    file << bytes;
    if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::map<std::string, std::string> snapshot(const std::string& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files[entry.path().lexically_relative(folder).string()] =
                read_file(entry.path().string());
        }
    }
    return files;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::string shared_folder() {
    const char* folder = std::getenv("DATELINE_SHARED");
    return folder ? folder : "";
}

}  // namespace dateline::testing
