#include "searcher/prompt/interrupt.h"

#include <csignal>

namespace dateline {
namespace {

std::atomic<bool> interrupt_seen = false;
std::atomic<bool> resize_seen = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // else a handler may not touch it

struct sigaction interrupt_before {};
struct sigaction resize_before {};

void on_interrupt(int) {
    interrupt_seen = true;
}

void on_resize(int) {
    resize_seen = true;
}

}  // namespace

InterruptHandler::InterruptHandler() {
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    sigaction(SIGINT, &action, &interrupt_before);
    action.sa_handler = on_resize;
    sigaction(SIGWINCH, &action, &resize_before);
}

InterruptHandler::~InterruptHandler() {
    sigaction(SIGINT, &interrupt_before, nullptr);
    sigaction(SIGWINCH, &resize_before, nullptr);
}

const std::atomic<bool>& interrupt_flag() {
    return interrupt_seen;
}

bool interrupted() {
    return interrupt_seen;
}

void clear_interrupt() {
    interrupt_seen = false;
}

bool take_resized() {
    return resize_seen.exchange(false);
}

}  // namespace dateline
