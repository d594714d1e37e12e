// Results as text, JSON and JSON Lines: equal consumers of the same plain values.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "common/article.h"
#include "searcher/search.h"

namespace dateline {

// Of the JSON documents (schema.md beside this file): raised when a member changes its meaning or
// goes. New members may come any time.
inline constexpr int kFormatVersion = 1;

// How a terminal is to be written to.
struct TextStyle {
    bool colour = false;
    bool hyperlinks = false;  // OSC 8: titles lead to the articles' addresses, else to their files
    std::size_t width = 80;   // columns; at least 20 are used
};

// What the output is about, besides the results.
struct ResultContext {
    std::string query;           // as typed
    std::string index;           // its directory
    std::uint64_t articles = 0;  // in the index
    Day now;                     // what relative dates counted from
    std::size_t offset = 0;
};

// For people: per hit its rank, title (or first words), date, source, id and passages with the
// matching words marked; facets as bars; the total. Nothing that articles contain reaches the
// terminal but printable text.
void print_text(const SearchResults& results, const ResultContext& context, const TextStyle& style,
                std::ostream& out);

// One JSON document with everything.
void print_json(const SearchResults& results, const ResultContext& context, std::ostream& out);

// One JSON object a hit.
void print_json_lines(const SearchResults& results, const ResultContext& context,
                      std::ostream& out);

// One document, indented, its control characters escaped.
void print_json_document(const nlohmann::ordered_json& json, std::ostream& out);

// The member `facets`.
nlohmann::ordered_json facets_json(const std::vector<Facet>& facets);

// The object that both JSON outputs have for a hit.
nlohmann::ordered_json hit_json(const Hit& hit);

// A hit's rank, score, date and title, tab-separated: what follows the id in the tsv format.
std::string tsv_fields(const Hit& hit);

// A whole article with all that is known of it. `zones`: with what is not the story dimmed and
// named; in JSON every stretch with its text.
void print_article(const Article& article, const TextStyle& style, std::ostream& out,
                   bool zones = false);
void print_article_json(const Article& article, std::ostream& out, bool zones = false,
                        bool one_line = false);

// "2024-02-08, dateline", "2024-02, given", "undated".
std::string date_text(const Article& article);

// What stands before passage `i` of a hit's snippet, or for the number of passages behind the last
// one: "… ", " … " or " …" where text is left out or a sentence is cut, else a blank between
// passages.
std::string passage_joint(const Article& article, const Snippet& snippet, std::size_t i);

// "AP, Globe".
std::string joined(const std::vector<std::string>& parts);

// "+3 similar (AP, Globe)": who has the near-copies of a hit, by source, else by credit.
std::string similar_text(const Hit& hit);

// What the publication date rests on, in words, the evidence that counts first, and what
// contradicts it:
//   2024-02-08, from the dateline "RAFAH, Feb. 8 (Reuters)", confidence 61 %
//   also 2024-01-09, from the URL, folder or file name "2024/01/09", confidence 91 %
//   conflict: 2024-02-08 from the dateline, but 2024-01-09 from the URL, folder or file name
std::vector<std::string> evidence_words(const Article& article);

// Names for people and JSON: "day", "month", …
std::string_view granularity_name(Granularity granularity);

}  // namespace dateline
