#include "searcher/output/analysis.h"

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "common/text.h"

namespace dateline {
namespace {

using Json = nlohmann::ordered_json;

class Sections {
public:
    Sections(std::ostream& out, bool colour) : out_(out), colour_(colour) {}

    void title(std::string_view text) {
        if (colour_) out_ << "\033[1m";
        out_ << text;
        if (colour_) out_ << "\033[0m";
        out_ << '\n';
    }
    void line(const std::string& text) { out_ << "  " << printable(text) << '\n'; }

private:
    std::ostream& out_;
    bool colour_;
};

std::string fixed(double number, int digits) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(digits) << number;
    return text.str();
}

std::string padded(const std::string& text, std::size_t width) {
    const std::size_t columns = display_width(text);
    return text + std::string(columns < width ? width - columns : 0, ' ');
}

std::string plural(std::uint64_t count, const std::string& one, const std::string& many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

void print_leaf(const AnalyzedLeaf& leaf, Sections& sections) {
    std::string text = leaf.label + (leaf.where.empty() ? "" : ", " + leaf.where);
    if (leaf.dropped) text += ": too common, not searched";
    sections.line(text);
    if (leaf.dropped) return;
    if (leaf.terms.empty()) sections.line("  no term of the index");
    for (const AnalyzedTerm& term : leaf.terms) {
        sections.line("  " + padded(term.term, 24) + "  " +
                      plural(term.documents, "article", "articles") + ", " +
                      plural(term.occurrences, "occurrence", "occurrences"));
    }
    if (leaf.terms_total > leaf.terms.size()) {
        sections.line("  and " + std::to_string(leaf.terms_total - leaf.terms.size()) +
                      " more terms, " + plural(leaf.postings, "posting", "postings") + " in all");
    }
}

void print_node(const ExplainedNode& node, const std::string& first, const std::string& rest,
                Sections& sections) {
    sections.line(std::string(node.dropped   ? "."
                              : node.matches ? "+"
                                             : "-") +
                  " " + first + node.label + (node.dropped ? "  (too common, not searched)" : ""));
    for (std::size_t i = 0; i < node.parts.size(); ++i) {
        const bool last = i + 1 == node.parts.size();
        print_node(node.parts[i], rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "),
                   sections);
    }
}

Json node_json(const ExplainedNode& node) {
    Json json;
    json["label"] = node.label;
    json["matches"] = node.matches;
    if (node.dropped) json["dropped"] = true;
    if (!node.parts.empty()) {
        json["parts"] = Json::array();
        for (const ExplainedNode& part : node.parts)
            json["parts"].push_back(node_json(part));
    }
    return json;
}

}  // namespace

void print_analysis(const Analysis& analysis, const std::string& query, const TextStyle& style,
                    std::ostream& out) {
    Sections sections(out, style.colour);
    sections.title("Query");
    sections.line(query);
    sections.title("In full");
    sections.line(analysis.text.empty() ? "(nothing)" : analysis.text);
    for (const std::string& filter : analysis.filters)
        sections.line("filter: " + filter);
    sections.title("Tree");
    for (const std::string& line : analysis.drawn)
        sections.line(line);
    if (!analysis.dates.empty()) {
        sections.title("Dates");
        for (const ResolvedDate& date : analysis.dates) {
            sections.line(date.field + ":" + date.text + " is " +
                          (date.first.empty() ? "…" : date.first) + " to " +
                          (date.last.empty() ? "…" : date.last));
        }
    }
    sections.title("Terms");
    for (const AnalyzedLeaf& leaf : analysis.leaves)
        print_leaf(leaf, sections);
    if (!analysis.unknown_words.empty())
        sections.line("not in the index: " + joined(analysis.unknown_words));
    sections.title("Xapian query");
    sections.line(analysis.xapian);
    sections.title("Cost");
    sections.line(plural(analysis.terms, "term", "terms") + ", at most " +
                  plural(analysis.postings, "posting", "postings") + " to read in an index of " +
                  plural(analysis.documents, "article", "articles") +
                  (analysis.positions ? "; positions are read as well" : ""));
    sections.title("Ranking");
    sections.line(analysis.model);
    if (analysis.bm25.k1 > 0) {
        sections.line("this query: verbosity " + fixed(analysis.verbosity, 2) + ", so k1 " +
                      fixed(analysis.bm25.k1, 3) + " and b " + fixed(analysis.bm25.b, 3));
    }
    for (const AnalyzedWeight& weight : analysis.weights) {
        sections.line(padded(weight.term, 24) + "  factor " + fixed(weight.factor, 3) +
                      (weight.idf > 0 ? ", idf " + fixed(weight.idf, 3) : ""));
    }
}

void print_analysis_json(const Analysis& analysis, const std::string& query, std::ostream& out) {
    Json json;
    json["format_version"] = kFormatVersion;
    json["query"] = query;
    json["text"] = analysis.text;
    json["tree"] = analysis.tree;
    json["tree_lines"] = analysis.drawn;
    json["filters"] = analysis.filters;
    json["dates"] = Json::array();
    for (const ResolvedDate& date : analysis.dates) {
        json["dates"].push_back({{"field", date.field},
                                 {"text", date.text},
                                 {"first", date.first.empty() ? Json(nullptr) : Json(date.first)},
                                 {"last", date.last.empty() ? Json(nullptr) : Json(date.last)}});
    }
    json["leaves"] = Json::array();
    for (const AnalyzedLeaf& leaf : analysis.leaves) {
        Json terms = Json::array();
        for (const AnalyzedTerm& term : leaf.terms) {
            terms.push_back({{"term", term.term},
                             {"articles", term.documents},
                             {"occurrences", term.occurrences}});
        }
        json["leaves"].push_back({{"label", leaf.label},
                                  {"where", leaf.where},
                                  {"begin", leaf.begin},
                                  {"end", leaf.end},
                                  {"dropped", leaf.dropped},
                                  {"terms", std::move(terms)},
                                  {"terms_total", leaf.terms_total},
                                  {"postings", leaf.postings}});
    }
    json["xapian"] = analysis.xapian;
    json["cost"] = {{"terms", analysis.terms},
                    {"postings", analysis.postings},
                    {"positions", analysis.positions},
                    {"articles", analysis.documents}};
    Json weights = Json::array();
    for (const AnalyzedWeight& weight : analysis.weights) {
        weights.push_back({{"term", weight.term}, {"factor", weight.factor}, {"idf", weight.idf}});
    }
    json["ranking"] = {{"model", analysis.model}, {"verbosity", analysis.verbosity}};
    if (analysis.bm25.k1 > 0) {
        json["ranking"]["k1"] = analysis.bm25.k1;
        json["ranking"]["b"] = analysis.bm25.b;
    }
    json["ranking"]["weights"] = std::move(weights);
    if (!analysis.dropped_words.empty()) json["dropped_words"] = analysis.dropped_words;
    if (!analysis.unknown_words.empty()) json["unknown_words"] = analysis.unknown_words;
    print_json_document(json, out);
}

void print_explanation(const Explanation& explanation, const Article& article,
                       const TextStyle& style, std::ostream& out) {
    Sections sections(out, style.colour);
    sections.title(printable(article.title.empty() ? "(untitled)" : article.title));
    sections.line(article.id);
    sections.title(explanation.matches ? "It matches" : "It does not match");
    print_node(explanation.tree, "", "", sections);
    for (const ExplainedNode& filter : explanation.filters) {
        sections.line("filter");
        print_node(filter, "", "", sections);
    }
    if (!explanation.matches) return;
    sections.title("Score");
    std::size_t width = 0;
    for (const ScorePart& part : explanation.parts)
        width = std::max(width, std::min<std::size_t>(display_width(printable(part.what)), 40));
    for (const ScorePart& part : explanation.parts) {
        std::ostringstream text;
        text << std::setw(12) << fixed(part.score, 6) << "  "
             << padded(std::string(score_part_name(part.kind)), 14) << "  "
             << padded(printable(part.what), width);
        if (part.occurrences > 0) text << "  counts " << part.occurrences << " here";
        if (part.documents > 0) text << ", in " << plural(part.documents, "article", "articles");
        sections.line(text.str());
    }
    std::ostringstream sum;
    sum << std::setw(12) << fixed(explanation.score, 6) << "  in all: rank " << explanation.rank;
    sections.line(sum.str());
    sections.line("by " + explanation.model + "; length " + std::to_string(explanation.length) +
                  ", mean " + fixed(explanation.average_length, 1));
}

void print_explanation_json(const Explanation& explanation, const Article& article,
                            const std::string& query, std::ostream& out) {
    Json json;
    json["format_version"] = kFormatVersion;
    json["query"] = query;
    json["id"] = article.id;
    json["title"] = article.title.empty() ? Json(nullptr) : Json(article.title);
    json["matches"] = explanation.matches;
    json["tree"] = node_json(explanation.tree);
    json["filters"] = Json::array();
    for (const ExplainedNode& filter : explanation.filters)
        json["filters"].push_back(node_json(filter));
    if (explanation.matches) {
        json["rank"] = explanation.rank;
        json["score"] = explanation.score;
        json["score_parts"] = Json::array();
        for (const ScorePart& part : explanation.parts) {
            json["score_parts"].push_back({{"kind", score_part_name(part.kind)},
                                           {"what", part.what},
                                           {"score", part.score},
                                           {"occurrences", part.occurrences},
                                           {"articles", part.documents}});
        }
        json["model"] = explanation.model;
        json["length"] = explanation.length;
        json["average_length"] = explanation.average_length;
    }
    print_json_document(json, out);
}

}  // namespace dateline
