#include "common/stemming.h"

#include <algorithm>
#include <utility>

#include <libstemmer.h>

#include "common/error.h"
#include "common/text.h"

namespace dateline {
namespace {

// ISO 639 codes, which libstemmer takes without telling the name.
constexpr std::pair<std::string_view, std::string_view> kCodes[] = {
    {"ar", "arabic"},     {"ca", "catalan"},  {"da", "danish"},     {"de", "german"},
    {"el", "greek"},      {"en", "english"},  {"es", "spanish"},    {"eu", "basque"},
    {"fi", "finnish"},    {"fr", "french"},   {"ga", "irish"},      {"hi", "hindi"},
    {"hu", "hungarian"},  {"hy", "armenian"}, {"id", "indonesian"}, {"it", "italian"},
    {"lt", "lithuanian"}, {"ne", "nepali"},   {"nl", "dutch"},      {"no", "norwegian"},
    {"pt", "portuguese"}, {"ro", "romanian"}, {"ru", "russian"},    {"sr", "serbian"},
    {"sv", "swedish"},    {"ta", "tamil"},    {"tr", "turkish"},    {"yi", "yiddish"}};

std::string language_name(const std::string& language) {
    for (const auto& [code, name] : kCodes) {
        if (code == language) return std::string(name);
    }
    return language;
}

}  // namespace

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

Stemmer::Stemmer(const std::string& language) : language_(language_name(language)) {
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
