#include "searcher/prompt/vocabulary.h"

#include <algorithm>
#include <utility>

namespace dateline {

TermList terms_beginning(const Xapian::Database& database, std::string_view prefix,
                         std::string_view begin) {
    TermList list;
    const std::string start = std::string(prefix) + std::string(begin);
    std::vector<std::pair<Xapian::doccount, std::string>> found;
    std::size_t scanned = 0;
    for (auto term = database.allterms_begin(start); term != database.allterms_end(start); ++term) {
        if (++scanned > kMaxTermsScanned) {
            list.complete = false;
            break;
        }
        std::string value = (*term).substr(prefix.size());
        // Words are folded: whatever begins with a capital is a prefix, of stems among others.
        if (value.empty() || (value[0] >= 'A' && value[0] <= 'Z' && prefix.size() <= 1)) continue;
        found.emplace_back(term.get_termfreq(), std::move(value));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto& [frequency, value] : found)
        list.values.push_back(std::move(value));
    return list;
}

}  // namespace dateline
