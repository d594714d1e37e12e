// Calls a function again and again, from a thread of its own, while it lives.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace dateline {

class Ticker {
public:
    // `tick` must not throw. An empty one is never called.
    Ticker(std::chrono::milliseconds interval, std::function<void()> tick)
        : tick_(std::move(tick)) {
        if (tick_) thread_ = std::thread([this, interval] { run(interval); });
    }
    ~Ticker() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        changed_.notify_all();
        if (thread_.joinable()) thread_.join();
    }
    Ticker(const Ticker&) = delete;
    Ticker& operator=(const Ticker&) = delete;

private:
    void run(std::chrono::milliseconds interval) {
        std::unique_lock lock(mutex_);
        while (!changed_.wait_for(lock, interval, [this] { return ended_; }))
            tick_();
    }

    const std::function<void()> tick_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace dateline
