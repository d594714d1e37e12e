#include "common/stemming.h"

#include <algorithm>

#include <libstemmer.h>

#include "common/error.h"
#include "common/text.h"

namespace dateline {

std::vector<std::string> stemmer_languages() {
    std::vector<std::string> names;
    for (const char** name = sb_stemmer_list(); *name; ++name)
        names.emplace_back(*name);
    names.emplace_back("none");
    std::sort(names.begin(), names.end());
    return names;
}

void Stemmer::Deleter::operator()(sb_stemmer* stemmer) const {
    sb_stemmer_delete(stemmer);
}

Stemmer::Stemmer(const std::string& language) : language_(language == "en" ? "english" : language) {
    if (language_ == "none") return;
    stemmer_.reset(sb_stemmer_new(language_.c_str(), "UTF_8"));
    if (stemmer_) return;
    std::string choices;
    for (const std::string& name : stemmer_languages())
        choices += (choices.empty() ? "" : ", ") + name;
    throw Error("no stemmer for language \"" + printable(language) + "\"",
                "choose one of: " + choices);
}

std::string Stemmer::stem(std::string_view lower, std::string_view folded) {
    if (!stemmer_) return std::string(folded);
    const bool english = language_ == "english" || language_ == "porter";
    const std::string_view word = english ? folded : lower;
    const sb_symbol* stem =
        sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                        static_cast<int>(word.size()));
    if (!stem) throw Error("out of memory while stemming");
    const std::string_view result(reinterpret_cast<const char*>(stem),
                                  static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
    return english ? std::string(result) : fold(result);
}

}  // namespace dateline
