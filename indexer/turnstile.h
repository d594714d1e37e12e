// Lets threads pass one after another in the order of their numbers.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace dateline {

class Turnstile {
public:
    // Runs `action` when all lower numbers, from 0 on, have passed; then the next may pass. If the
    // turnstile is broken, before or by an exception of `action`, nobody passes any more: returns
    // false, or throws what `action` threw.
    template <typename Action>
    bool pass(std::uint64_t number, Action action) {
        std::unique_lock lock(mutex_);
        turn_.wait(lock, [&] { return broken_ || next_ == number; });
        if (broken_) return false;
        try {
            action();
        } catch (...) {
            broken_ = true;
            turn_.notify_all();
            throw;
        }
        ++next_;
        turn_.notify_all();
        return true;
    }

    void break_it() {
        const std::lock_guard lock(mutex_);
        broken_ = true;
        turn_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable turn_;
    std::uint64_t next_ = 0;
    bool broken_ = false;
};

}  // namespace dateline
