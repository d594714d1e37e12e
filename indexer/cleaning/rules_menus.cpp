// Rules of rules.h: menus, and fields of databases.
#include <algorithm>
#include <cstddef>
#include <string_view>

#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/rules.h"

namespace dateline {
namespace {

// "Label: value", the label of one to four words.
bool is_field(const JudgedPage& page, std::size_t i) {
    constexpr std::size_t kMostWords = 30;
    constexpr std::size_t kMostLabelBytes = 40;
    const std::string_view line = page.text(i);
    const std::size_t colon = line.substr(0, kMostLabelBytes).find(": ");
    return page.lines[i].shape.words <= kMostWords && starts_upper(line) &&
           colon != std::string_view::npos && count_words(line.substr(0, colon)) <= 4;
}

}  // namespace

void judge_fields(JudgedPage& page) {
    constexpr std::size_t kLeastRow = 3;
    constexpr std::ptrdiff_t kLeastKnown = 2;
    const auto is_item = [](const JudgedLine& l) { return l.shape.hint == Hint::MenuItem; };
    if (std::count_if(page.lines.begin(), page.lines.end(), is_item) < kLeastKnown) {
        return;
    }
    for (std::size_t i = 0; i < page.lines.size();) {
        std::size_t stop = i;
        while (stop < page.lines.size() && is_field(page, stop)) {
            ++stop;
        }
        const auto known =
            std::count_if(page.lines.begin() + static_cast<std::ptrdiff_t>(i),
                          page.lines.begin() + static_cast<std::ptrdiff_t>(stop), is_item);
        for (std::size_t j = i; j < stop; ++j) {
            if (stop - i >= kLeastRow && known >= kLeastKnown && page.open(j) &&
                page.hint(j) != Hint::Content) {
                page.lines[j].zone = Zone::Navigation;
            }
        }
        i = std::max(stop, i + 1);
    }
}

void judge_menus(JudgedPage& page) {
    for (std::size_t i = 0; i < page.lines.size();) {
        std::size_t stop = i;
        std::size_t items = 0;
        while (stop < page.lines.size() &&
               (page.hint(stop) == Hint::MenuItem || page.lines[stop].zone == Zone::Navigation)) {
            items += page.hint(stop) == Hint::MenuItem ? 1 : 0;
            ++stop;
        }
        const bool edge = i < stop && (page.before_story(i) || page.after_story(i));
        const bool row = stop - i >= 3 && items >= 2;
        for (std::size_t j = i; j < stop && (edge || row); ++j) {
            if (page.open(j)) {
                page.lines[j].zone = Zone::Navigation;
            }
        }
        i = std::max(stop, i + 1);
    }
}

}  // namespace dateline
