// What tells whether two articles are copies of one story: a sketch of the story's words.
//
// Words are runs of letters and digits, folded; each ideograph is a word. A shingle is three words
// in a row (all the words of a text of fewer). The resemblance of two texts is the share of their
// different shingles that both have: |A ∩ B| / |A ∪ B| (Broder, "On the resemblance and containment
// of documents", 1997). Only Zone::Body counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "common/article.h"

namespace dateline {

// A sketch holds the smallest hashes of a text's shingles. That is all of them, and resemblance is
// exact but for collisions of 32-bit hashes, up to this number; beyond, it is an estimate with a
// standard error of at most 0.031.
inline constexpr std::size_t kSketchSize = 256;

struct CopySignature {
    std::uint64_t exact = 0;            // hash of all words in order; 0 if there are none
    std::vector<std::uint32_t> sketch;  // rising, each once
    bool complete = true;               // the sketch holds every shingle
};

// Pure, linear in the text's length; for use by any thread.
CopySignature copy_signature(std::string_view body, const std::vector<ZoneSpan>& zones);

// 0 to 1; 0 if either has no words. `a` and `b` are sketches (rising).
double resemblance(const std::uint32_t* a, std::size_t a_size, bool a_complete,
                   const std::uint32_t* b, std::size_t b_size, bool b_complete);
double resemblance(const CopySignature& a, const CopySignature& b);

}  // namespace dateline
