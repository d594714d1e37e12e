// What an index has to offer where a query is being typed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

namespace dateline {

struct TermList {
    std::vector<std::string> values;  // without the prefix, the most frequent first
    bool complete = true;             // false: there are more than were looked at
};

// Looks at up to this many terms.
inline constexpr std::size_t kMaxTermsScanned = 5000;

// The values of terms prefix + begin…; with an empty prefix the words of stories in the forms that
// stand there, no stems.
TermList terms_beginning(const Xapian::Database& database, std::string_view prefix,
                         std::string_view begin);

}  // namespace dateline
