#include "searcher/batch/stoppable_input.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "common/error.h"

namespace dateline {

namespace {

[[noreturn]] void fail(const std::string& what) {
    throw Error(what + ": " + std::generic_category().message(errno));
}

}  // namespace

StoppableInput::StoppableInput(int fd) : fd_(fd) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) fail("cannot make a pipe");
    wake_read_ = ends[0];
    wake_write_ = ends[1];
    setg(buffer_.data(), buffer_.data(), buffer_.data());
}

StoppableInput::~StoppableInput() {
    ::close(wake_read_);
    ::close(wake_write_);
}

void StoppableInput::stop() noexcept {
    // Fails only when the pipe is full: then it is readable already. The byte is never taken out.
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(wake_write_, &byte, 1);
}

StoppableInput::int_type StoppableInput::underflow() {
    for (;;) {
        std::array<pollfd, 2> files{};
        files[0] = {wake_read_, POLLIN, 0};
        files[1] = {fd_, POLLIN, 0};
        if (::poll(files.data(), files.size(), -1) < 0) {
            if (errno == EINTR) continue;
            fail("cannot wait for input");
        }
        if (files[0].revents != 0) return traits_type::eof();
        const ssize_t size = ::read(fd_, buffer_.data(), buffer_.size());
        if (size > 0) {
            setg(buffer_.data(), buffer_.data(), buffer_.data() + size);
            return traits_type::to_int_type(buffer_.front());
        }
        if (size == 0) return traits_type::eof();
        if (errno != EINTR && errno != EAGAIN) fail("cannot read the input");
    }
}

}  // namespace dateline
