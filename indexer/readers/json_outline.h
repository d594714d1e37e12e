// Where the articles of a JSON response are: one object around a list of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/readers/fields.h"

namespace dateline {

// Follows JSON byte by byte, and knows by which keys one comes to the place at hand. Bytes that are
// no JSON are followed somehow.
class JsonOutline {
public:
    void take(char c);

    // Of the innermost open value: "response.docs". Keys below a few levels are not kept.
    const std::string& path() const { return path_; }

    // Open objects and lists.
    std::size_t depth() const { return depth_; }

    // Whether the last byte opened a list that is a member of an object, with objects alone around
    // it.
    bool opened_list() const { return opened_list_; }

    // Whether the last byte was the colon behind a key of the outermost object, then path().
    bool read_outer_key() const { return read_outer_key_; }

private:
    static constexpr std::size_t kMostLevels = 6;
    static constexpr std::size_t kLongestKey = 100;

    void open(bool is_list);
    void close();

    std::string path_;
    std::string word_;                      // the string at hand, or the last one
    std::size_t starts_[kMostLevels] = {};  // length of path_ at each open level
    std::size_t depth_ = 0;
    std::size_t list_depth_ = 0;  // of the outermost open list; 0: none
    bool in_string_ = false;
    bool escaped_ = false;
    bool opened_list_ = false;
    bool read_outer_key_ = false;
};

// The path of the list that holds the articles, if `head` begins with an object around one: a list
// of objects that have a text, or a title and a list's usual name ("articles", "results"), where
// the object itself has no text. Empty if there is none.
std::string find_article_list(std::string_view head, const FieldNames& fields);

}  // namespace dateline
