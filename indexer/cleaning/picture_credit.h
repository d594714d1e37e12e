// Who made a picture: lines that say nothing else, and captions that end with it.
#pragma once

#include <cstddef>
#include <string_view>

namespace dateline {

// True if agencies and words that go with them ("via", "images") are all that the key (line_key)
// holds: "Reuters", "AFP via Getty Images".
bool is_agency_line(std::string_view key);

// What is known of a line's words, so that most lines are told by that alone.
struct CreditClues {
    std::size_t words = 0;     // of the line
    bool agency_word = false;  // one of an agency's name
    bool credit_word = false;  // one of "photo", "credit", "via", …
    bool sentence = false;     // ends_sentence
};

// True for a picture's credit or a caption that ends with one: "REUTERS/Ana Mota", "Jo Lind/The
// Post", "The bridge. (Photo: Jo Lind)", "On Saturday.Credit...Jo Lind", "In May. — File photo".
// `key` is the line's.
bool is_picture_credit(std::string_view line, std::string_view key, const CreditClues& clues);

}  // namespace dateline
