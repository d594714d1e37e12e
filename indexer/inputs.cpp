#include "indexer/inputs.h"

#include <memory>
#include <vector>

namespace dateline {

IndexOptions read_option_files(IndexOptions options) {
    if (!options.files0_from.empty()) {
        const std::vector<std::string> more =
            read_files0(options.files0_from, options.file_problems);
        options.paths.insert(options.paths.end(), more.begin(), more.end());
    }
    if (!options.manifest.empty()) {
        options.reading.manifest = std::make_shared<const Manifest>(
            Manifest::read(options.manifest, options.reading.fields, options.file_problems));
    }
    return options;
}

InputList find_inputs(const IndexOptions& options) {
    InputList inputs = find_inputs(options.paths, options.reading.format.has_value());
    const auto add = [&](const std::vector<Problem>& problems) {
        inputs.problems.insert(inputs.problems.end(), problems.begin(), problems.end());
    };
    add(options.file_problems);
    if (options.reading.manifest) add(options.reading.manifest->find_unused(inputs.files));
    return inputs;
}

}  // namespace dateline
