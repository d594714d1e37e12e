#include "indexer/cleaning/authors.h"

#include <algorithm>

#include "common/text.h"
#include "indexer/cleaning/lines.h"

namespace dateline {
namespace {

std::string_view bare(std::string_view word) {
    while (!word.empty() && (word.back() == ',' || word.back() == ':')) {
        word.remove_suffix(1);
    }
    return word;
}

std::uint64_t name_hash(std::string_view first, std::string_view last) {
    return line_hash(fold(last), line_hash(fold(first)));
}

}  // namespace

void Authors::add(std::string_view byline) {
    constexpr std::size_t kMostNames = 1000;
    std::string_view before;
    for (std::size_t at = 0; at < byline.size() && names_.size() < kMostNames;) {
        const std::size_t stop = std::min(byline.find(' ', at), byline.size());
        const std::string_view word = bare(byline.substr(at, stop - at));
        if (!before.empty() && starts_upper(word)) {
            names_.insert(name_hash(before, word));
        }
        before = starts_upper(word) ? word : std::string_view();
        at = stop + 1;
    }
}

bool Authors::begin_line(std::string_view line) const {
    if (is_listed(line)) {
        line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
    }
    const std::size_t first = line.find(' ');
    if (first == std::string_view::npos || names_.empty()) {
        return false;
    }
    const std::size_t stop = std::min(line.find(' ', first + 1), line.size());
    return names_.count(name_hash(bare(line.substr(0, first)),
                                  bare(line.substr(first + 1, stop - first - 1)))) > 0;
}

}  // namespace dateline
