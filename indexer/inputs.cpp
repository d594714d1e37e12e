#include "indexer/inputs.h"

#include <memory>
#include <ostream>

#include "indexer/readers/input.h"

namespace dateline {

IndexOptions read_option_files(IndexOptions options, std::ostream& err) {
    if (!options.files0_from.empty()) {
        const std::vector<std::string> more =
            read_files0(options.files0_from, options.path_problems);
        options.paths.insert(options.paths.end(), more.begin(), more.end());
    }
    if (!options.manifest.empty()) {
        std::vector<Problem> problems;
        options.reading.manifest = std::make_shared<const Manifest>(
            Manifest::read(options.manifest, options.reading.fields, problems));
        for (const Problem& problem : problems)
            err << "dateline-index: " << to_string(problem) << '\n';
    }
    return options;
}

}  // namespace dateline
