// What a colon within a word means: the end of a field's name, or a plain character. Reading and
// writing of words go by the same answer. Internal to searcher/query.
#pragma once

#include <string_view>

namespace dateline {

// Fed with the characters of a word one after the other.
class FieldPrefix {
public:
    void add(char32_t code);
    // A backslash: what it is in is no name.
    void spoil();

    // Whether a colon right after the characters so far, which are `name`, ends the name of a
    // field: letters, digits, marks, - and _, a letter first. With `rest`, what follows the colon,
    // it may be a URL instead: http, https or ftp before "//".
    bool ends_at_colon(std::string_view name, std::string_view rest) const;

private:
    bool first_ = true;
    bool name_ = false;
};

}  // namespace dateline
