// Whether a line speaks of a site and to its readers, or tells a story: a look at its words alone.
//
// For lines of pages that were scraped whole, where notices of any wording stand beside stories.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dateline {

struct Wording {
    std::size_t words = 0;
    std::size_t function = 0;            // "the", "of", "was": what sentences are held together by
    std::vector<std::uint32_t> content;  // what content_words() gives
    std::size_t site = 0;     // "newsletter", "cookies", "subscribe"; an address counts as one
    std::size_t persons = 0;  // "we", "our", "you": who speaks to whom
    bool speech = false;      // "said"
    bool quoted = false;
    bool narrative = false;  // "she", "his", "I", "Mr": about persons
    bool address = false;    // of a page, or for mail
    bool age = false;        // of a few words: "3 hours ago", "5 comments", "2 min read"

    // A notice: it speaks of the site, or to the reader, and of no persons.
    bool is_notice() const {
        return !speech && (!narrative || site >= 4) && (!quoted || site >= 3) &&
               (site >= 2 || site + persons >= 2);
    }
};

// Looks at the first 1,200 bytes of `line` (valid UTF-8).
Wording wording_of(std::string_view line);

// Hashes of the beginnings of words that say what the line is about, rising, each once. Looks at as
// much of it.
std::vector<std::uint32_t> content_words(std::string_view line);

}  // namespace dateline
