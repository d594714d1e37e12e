// Finds the time expressions of English news text and resolves them (TIMEX3).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/article.h"

namespace dateline {

enum class TimexMode {
    News,       // relative to the document date
    Narrative,  // relative to the date mentioned last
    Auto,       // decided from the text
};

// The expressions of `text` (valid UTF-8), rising, not overlapping; offsets in bytes. Without a
// document date only absolute expressions are resolved; others keep unresolved values
// ("XXXX-WXX-3", "XXXX-10-07"). Linear in the text's length, whatever the text.
std::vector<Timex> tag_timexes(std::string_view text, std::optional<Day> document_date,
                               TimexMode mode = TimexMode::Auto);

}  // namespace dateline
