// Made articles whose day of publication is known: every kind of evidence for it in many shapes,
// and traps that must date nothing.
//
// How often a kind of evidence is wrong is taken from what was measured on real news (published.cpp
// names the figures): a story dated yesterday in its dateline, a page that was updated later, an
// archive's folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/date.h"

namespace dateline::testing {

struct DatedArticle {
    enum class Form { Text, Page, FrontMatter, FeedItem };

    std::string kind;  // "folder day", "dateline", "trap: event dates" …
    std::string url;
    std::string path;
    std::string body;  // of other forms than Text the whole file, mark-up and all
    Form form = Form::Text;
    Day published;          // the truth, of traps too
    bool datable = true;    // false: what it says must not date it
    bool conflict = false;  // two pieces of evidence contradict each other
};

// The same articles for the same seed; `each` of every kind.
std::vector<DatedArticle> make_dated_articles(std::size_t each, std::uint32_t seed = 2024);

}  // namespace dateline::testing
