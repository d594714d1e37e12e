// Where the project's own files lie: sample articles, the manual, the tests' data.
#pragma once

#include <string>

namespace dateline::testing {

// The checkout's folder, absolute, without a slash at its end.
std::string source_folder();

}  // namespace dateline::testing
