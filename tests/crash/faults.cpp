// A library to preload: makes the n-th change of a file below a folder fail or be the process's
// last, or logs all of them.
//
//   DATELINE_FAULT_UNDER=FOLDER   what counts: calls on files below it
//   DATELINE_FAULT=kill:N         the N-th call (1, 2, …) does not happen: the process is killed
//   DATELINE_FAULT=eio:N          it fails with EIO, and so does every one after it
//   DATELINE_FAULT=enospc:N       likewise with ENOSPC, but only calls that need space
//   DATELINE_FAULT_LOG=FILE       a line for each call: "write PATH", "rename FROM TO", …
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <dlfcn.h>

namespace {

template <typename Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

struct Plan {
    std::string under;
    std::string kind;
    long number = 0;
    std::FILE* log = nullptr;

    Plan() {
        if (const char* folder = std::getenv("DATELINE_FAULT_UNDER")) under = folder;
        if (const char* text = std::getenv("DATELINE_FAULT")) {
            kind = text;
            const std::size_t colon = kind.find(':');
            if (colon != std::string::npos) number = std::atol(&kind[colon + 1]);
            kind = kind.substr(0, colon);
        }
        if (const char* path = std::getenv("DATELINE_FAULT_LOG")) log = std::fopen(path, "ae");
        if (log != nullptr) setvbuf(log, nullptr, _IOLBF, 0);
    }
};

const Plan& plan() {
    static const Plan made;
    return made;
}

std::atomic<long> calls{0};

bool is_ours(const std::string& path) {
    const std::string& under = plan().under;
    return !under.empty() && path.compare(0, under.size(), under) == 0;
}

std::string path_of(int fd) {
    char path[4096];
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    const ssize_t length = readlink(link.c_str(), path, sizeof path);
    return length > 0 ? std::string(path, static_cast<std::size_t>(length)) : "";
}

// True if the call is to fail, errno being set. Does not return where the process ends.
bool fails(const char* name, const std::string& path, bool needs_space,
           const std::string& other = "") {
    if (!is_ours(path)) return false;
    const Plan& todo = plan();
    if (todo.log != nullptr)
        std::fprintf(todo.log, "%s %s%s%s\n", name, path.c_str(), other.empty() ? "" : " ",
                     other.c_str());
    if (todo.kind.empty() || (todo.kind == "enospc" && !needs_space)) return false;
    if (++calls < todo.number) return false;
    if (todo.kind == "kill") raise(SIGKILL);
    errno = todo.kind == "eio" ? EIO : ENOSPC;
    return true;
}

int open_file(const char* function, const char* path, int flags, mode_t mode) {
    const bool makes = (flags & O_CREAT) != 0 && access(path, F_OK) != 0;
    if (makes && fails("create", path, true)) return -1;
    return real<int(const char*, int, ...)>(function)(path, flags, mode);
}

mode_t mode_of(int flags, va_list arguments) {
    return (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

}  // namespace

// The C library's functions, by the names that programs and libraries call.
extern "C" {

int open(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_file("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_file("open64", path, flags, mode);
}

ssize_t write(int fd, const void* bytes, size_t size) {
    if (fails("write", path_of(fd), true)) return -1;
    return real<ssize_t(int, const void*, size_t)>("write")(fd, bytes, size);
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
    if (fails("write", path_of(fd), true)) return -1;
    return real<ssize_t(int, const void*, size_t, off_t)>("pwrite")(fd, bytes, size, offset);
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
    if (fails("write", path_of(fd), true)) return -1;
    return real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64")(fd, bytes, size, offset);
}

int fsync(int fd) {
    if (fails("sync", path_of(fd), true)) return -1;
    return real<int(int)>("fsync")(fd);
}

int fdatasync(int fd) {
    if (fails("sync", path_of(fd), true)) return -1;
    return real<int(int)>("fdatasync")(fd);
}

int rename(const char* from, const char* to) {
    if (fails("rename", from, true, to)) return -1;
    return real<int(const char*, const char*)>("rename")(from, to);
}

int link(const char* from, const char* to) {
    if (fails("link", from, true, to)) return -1;
    return real<int(const char*, const char*)>("link")(from, to);
}

int mkdir(const char* path, mode_t mode) {
    if (fails("mkdir", path, true)) return -1;
    return real<int(const char*, mode_t)>("mkdir")(path, mode);
}

int unlink(const char* path) {
    if (fails("unlink", path, false)) return -1;
    return real<int(const char*)>("unlink")(path);
}

int unlinkat(int folder, const char* path, int flags) {
    if (fails("unlink", (path[0] == '/' ? "" : path_of(folder) + "/") + path, false)) return -1;
    return real<int(int, const char*, int)>("unlinkat")(folder, path, flags);
}

}  // extern "C"
