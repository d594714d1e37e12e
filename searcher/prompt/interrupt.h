// Ctrl-C at the prompt: stops what runs, ends nothing.
#pragma once

#include <atomic>

namespace dateline {

// While it lives, SIGINT sets a flag, and so does a change of the terminal's size; neither restarts
// system calls.
class InterruptHandler {
public:
    InterruptHandler();
    ~InterruptHandler();
    InterruptHandler(const InterruptHandler&) = delete;
    InterruptHandler& operator=(const InterruptHandler&) = delete;
};

// The flag, for those that look at it while they work.
const std::atomic<bool>& interrupt_flag();

bool interrupted();
void clear_interrupt();

// Whether the terminal's size changed since the last call.
bool take_resized();

}  // namespace dateline
