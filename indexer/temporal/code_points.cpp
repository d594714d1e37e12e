#include "indexer/temporal/code_points.h"

#include <algorithm>

#include "common/text.h"

namespace dateline {

std::vector<std::size_t> to_code_points(std::string_view text,
                                        const std::vector<std::size_t>& offsets) {
    std::vector<std::size_t> points;
    points.reserve(offsets.size());
    std::size_t at = 0;
    std::size_t count = 0;
    for (const std::size_t offset : offsets) {
        const std::size_t stop = std::min(offset, text.size());
        for (; at < stop; ++at) {
            count += is_continuation(text[at]) ? 0U : 1U;
        }
        points.push_back(count);
    }
    return points;
}

}  // namespace dateline
