// What ends a command: caught once in main, printed as one line with what to try.
#pragma once

#include <stdexcept>
#include <string>

namespace dateline {

// `what()` says what was wrong and where, `hint()` (may be empty) what to try.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& message, std::string hint = "")
        : std::runtime_error(message), hint_(std::move(hint)) {}

    const std::string& hint() const { return hint_; }

private:
    std::string hint_;
};

}  // namespace dateline
