// Stems by Snowball, through libstemmer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sb_stemmer;

namespace dateline {

// The names that `Stemmer` takes: Snowball's ("english", "french", …) and "none".
std::vector<std::string> stemmer_languages();

// One language's stemmer. Not for use by two threads at once: make one for each.
class Stemmer {
public:
    // Takes a name of stemmer_languages() or an ISO 639 code ("en"). Throws Error, naming the
    // choices, for another.
    explicit Stemmer(const std::string& language);

    // Snowball's name, also for a code.
    const std::string& language() const { return language_; }

    // The folded stem of a token. English stems the folded form; other languages, whose rules look
    // at diacritics, stem the lower-case form and fold the result.
    std::string stem(std::string_view lower, std::string_view folded);

private:
    struct Deleter {
        void operator()(sb_stemmer* stemmer) const;
    };
    std::string language_;
    std::unique_ptr<sb_stemmer, Deleter> stemmer_;  // null for "none"
};

}  // namespace dateline
