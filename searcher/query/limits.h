// How much a query may ask for; what goes beyond is a QueryError that names the limit.
#pragma once

#include <cstddef>

namespace dateline {

inline constexpr std::size_t kMaxQueryBytes = 100 * 1024;
inline constexpr std::size_t kMaxQueryTerms = 4096;  // words, and words in phrases
// Of those, in operands of Near and AtLeast and in stemmed phrases: their places are compared in
// every article that has them, some 20 ms a frequent word and 20,000 articles.
inline constexpr std::size_t kMaxPositionalTerms = 128;
inline constexpr int kMaxQueryDepth = 200;
inline constexpr int kMaxDistance = 255;  // NEAR/n, ADJ/n
inline constexpr int kDefaultNearDistance = 10;
inline constexpr int kMaxOccurrences = 1000;     // ATLEASTn
inline constexpr double kMaxWeight = 1000;       // word^n
inline constexpr int kMaxSavedDepth = 10;        // saved queries within saved queries
inline constexpr std::size_t kMaxWildcards = 8;  // * and ? in one word

}  // namespace dateline
