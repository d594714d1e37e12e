#include "tests/support/source_folder.h"

namespace dateline::testing {

std::string source_folder() {
    return DATELINE_SOURCE_DIR;
}

}  // namespace dateline::testing
