// Work that may crash, as reading damaged tables through a library may, in a process of its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace dateline {

// What `work` returns (texts without NUL), which runs in a copy of this process: nothing else of
// what it does is seen here. What it throws is thrown as Error; so is an end by a signal.
// Call it while there is one thread.
std::vector<std::string> run_apart(const std::function<std::vector<std::string>()>& work);

}  // namespace dateline
