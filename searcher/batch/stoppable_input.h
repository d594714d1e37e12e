// A stream buffer over a file descriptor whose reads another thread can end.
//
// For a batch that reads a pipe with several threads: when it must stop (the output has gone, or
// --fail-fast) while the reader waits for a program that itself waits for an answer, stop() wakes
// it.
#pragma once

#include <array>
#include <streambuf>

namespace dateline {

class StoppableInput : public std::streambuf {
public:
    // Reads `fd` from where it stands, and does not close it. Throws Error if no pipe can be made.
    explicit StoppableInput(int fd);
    ~StoppableInput() override;
    StoppableInput(const StoppableInput&) = delete;
    StoppableInput& operator=(const StoppableInput&) = delete;

    // The input ends here: a read that waits returns, and all later ones find the end. From any
    // thread, also from several at once.
    void stop() noexcept;

protected:
    // Takes what is there; waits only while there is nothing. Throws Error if reading fails.
    int_type underflow() override;

private:
    int fd_;
    int wake_read_ = -1;  // a pipe: readable once stopped
    int wake_write_ = -1;
    std::array<char, 16384> buffer_;
};

}  // namespace dateline
