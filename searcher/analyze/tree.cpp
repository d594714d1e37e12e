#include "searcher/analyze/tree.h"

#include <algorithm>

#include "searcher/query/fields.h"

namespace dateline {
namespace {

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

// 2 as "2", 1.5 as "1.5".
std::string number_text(double number) {
    std::string text = std::to_string(number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

struct Labels {
    std::string operator()(const Nothing&) const { return "nothing"; }
    std::string operator()(const Everything&) const { return "every article"; }
    std::string operator()(const Word& word) const { return "word " + word.text; }
    std::string operator()(const Wildcard& wildcard) const {
        return "wildcard " + wildcard.pattern;
    }
    std::string operator()(const Fuzzy& fuzzy) const {
        return "fuzzy " + fuzzy.text + ", " + std::to_string(fuzzy.distance) +
               (fuzzy.distance == 1 ? " edit" : " edits");
    }
    std::string operator()(const Phrase& phrase) const {
        return (phrase.stemmed ? "stemmed phrase " : "phrase ") + quoted(phrase.text);
    }
    std::string operator()(const Value& value) const {
        return (value.prefix ? "begins with " : "is ") + quoted(value.text);
    }
    std::string operator()(const Days& days) const {
        if (days.undated) return "undated";
        std::string text = "days " + (days.first ? format_day(*days.first) : "") + ".." +
                           (days.last ? format_day(*days.last) : "");
        return text + ", from " + quoted(days.text);
    }
    std::string operator()(const Comparison& comparison) const {
        static constexpr const char* kSigns[] = {"<", "<=", "=", ">=", ">"};
        return std::string(kSigns[static_cast<std::size_t>(comparison.relation)]) + " " +
               number_text(comparison.number);
    }
    std::string operator()(const And&) const { return "and"; }
    std::string operator()(const Or&) const { return "or"; }
    std::string operator()(const Not&) const { return "not"; }
    std::string operator()(const Maybe&) const { return "maybe"; }
    std::string operator()(const Near& near) const {
        switch (near.nearness) {
            case Nearness::Near:
                return "near " + std::to_string(near.distance);
            case Nearness::Ordered:
                return "in order, near " + std::to_string(near.distance);
            case Nearness::Sentence:
                return "in one sentence";
            case Nearness::Paragraph:
                return "in one paragraph";
        }
        return "near";
    }
    std::string operator()(const AtLeast& at_least) const {
        return "at least " + std::to_string(at_least.count) + " times";
    }
    std::string operator()(const Weighted& weighted) const {
        return "weight " + number_text(weighted.weight);
    }
    std::string operator()(const InField& field) const { return "in " + field.name; }
    std::string operator()(const Zoned& zoned) const {
        for (const ZoneName& name : kZoneNames) {
            if (name.zone == zoned.zone) return "in zone " + std::string(name.name);
        }
        return "in zone";
    }
};

void draw(const Query& query, const std::string& first, const std::string& rest,
          std::vector<std::string>& lines) {
    lines.push_back(first + node_label(query));
    for (std::size_t i = 0; i < query.parts.size(); ++i) {
        const bool last = i + 1 == query.parts.size();
        draw(query.parts[i], rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), lines);
    }
}

}  // namespace

std::string node_label(const Query& query) {
    return std::visit(Labels{}, query.node);
}

std::vector<std::string> draw_tree(const Query& query) {
    std::vector<std::string> lines;
    draw(query, "", "", lines);
    return lines;
}

bool is_context(const Query& query) {
    return std::holds_alternative<InField>(query.node) || std::holds_alternative<Zoned>(query.node);
}

Query in_context(const Query& part, const std::vector<const Query*>& around) {
    Query query = part;
    for (auto outer = around.rbegin(); outer != around.rend(); ++outer) {
        Query wrapped;
        wrapped.node = (*outer)->node;
        wrapped.begin = (*outer)->begin;
        wrapped.end = (*outer)->end;
        wrapped.parts.push_back(std::move(query));
        query = std::move(wrapped);
    }
    return query;
}

}  // namespace dateline
