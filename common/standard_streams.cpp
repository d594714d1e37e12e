#include "common/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <string>

#include "common/error.h"

namespace dateline {

void occupy_standard_streams() {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
        // The wrong way round, on purpose. The lowest free number is the one that was closed.
        const int mode = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        if (open("/dev/null", mode) < 0) return;
    }
}

void flush_standard_output() {
    errno = 0;
    std::cout.flush();
    if (std::cout) return;
    const std::string reason = errno == 0 ? "" : std::string(": ") + std::strerror(errno);
    throw Error("cannot write to standard output" + reason);
}

}  // namespace dateline
