#include <charconv>

#include "searcher/query/ast.h"
#include "searcher/query/characters.h"
#include "searcher/query/escape.h"

namespace dateline {

namespace {

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

// How tightly a node's text holds together, as the grammar in parser.h has it.
enum class Binding { Or, Maybe, All, Item, Near, Operand, Simple, Atom };

Binding binding(const Query& query) {
    return std::visit(Overloaded{
                          [](const Or&) { return Binding::Or; },
                          [](const Maybe&) { return Binding::Maybe; },
                          [](const And&) { return Binding::All; },
                          [](const Zoned&) { return Binding::All; },
                          [](const Not&) { return Binding::Item; },
                          [](const Near&) { return Binding::Near; },
                          [](const AtLeast&) { return Binding::Operand; },
                          [](const Weighted&) { return Binding::Operand; },
                          [](const InField&) { return Binding::Simple; },
                          [](const auto&) { return Binding::Atom; },
                      },
                      query.node);
}

std::string_view zone_name(const Zoned& zoned) {
    for (const ZoneName& name : kZoneNames) {
        if (name.zone == zoned.zone) {
            return name.name;
        }
    }
    return "all";
}

std::string decimal(double number) {
    char buffer[64];
    const auto result =
        std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed);
    return std::string(buffer, result.ptr);
}

std::string_view relation_sign(Relation relation) {
    switch (relation) {
        case Relation::Less:
            return "<";
        case Relation::LessOrEqual:
            return "<=";
        case Relation::Equal:
            return "=";
        case Relation::GreaterOrEqual:
            return ">=";
        case Relation::Greater:
            return ">";
    }
    return "";
}

std::string near_name(const Near& near) {
    switch (near.nearness) {
        case Nearness::Near:
            return "NEAR/" + std::to_string(near.distance);
        case Nearness::Ordered:
            return "ADJ/" + std::to_string(near.distance);
        case Nearness::Sentence:
            return "w/s";
        case Nearness::Paragraph:
            return "w/p";
    }
    return "";
}

std::string phrase_text(const Phrase& phrase) {
    return (phrase.stemmed ? "~" : "") + quote(phrase.text);
}

// ---- As a query

class Printer {
public:
    std::string take() { return std::move(text_); }

    // With parentheses if the query holds together less than `least`.
    void print(const Query& query, Binding least) {
        if (binding(query) < least) {
            text_ += '(';
            print_bare(query);
            text_ += ')';
        } else {
            print_bare(query);
        }
    }

private:
    void join(const Query& query, std::string_view between, Binding least) {
        for (std::size_t i = 0; i < query.parts.size(); ++i) {
            text_ += i == 0 ? "" : between;
            print(query.parts[i], least);
        }
    }

    void print_bare(const Query& query) {
        const auto part = [&]() -> const Query& { return query.parts.front(); };
        std::visit(
            Overloaded{
                [](const Nothing&) {},
                [&](const Everything&) { text_ += "*"; },
                [&](const Word& word) { text_ += escape_word(word.text); },
                [&](const Wildcard& wildcard) { text_ += wildcard.pattern; },
                [&](const Fuzzy& fuzzy) {
                    text_ += fuzzy.text + "~" + std::to_string(fuzzy.distance);
                },
                [&](const Phrase& phrase) { text_ += phrase_text(phrase); },
                [&](const Value& value) {
                    text_ += escape_value(value.text) + (value.prefix ? "*" : "");
                },
                [&](const Days& days) { text_ += escape_value(days.text); },
                [&](const Comparison& comparison) {
                    text_ += relation_sign(comparison.relation);
                    text_ += decimal(comparison.number);
                },
                [&](const And&) { join(query, " AND ", Binding::Item); },
                [&](const Or&) { join(query, " OR ", Binding::Maybe); },
                [&](const Not&) {
                    text_ += "NOT ";
                    print(part(), Binding::Item);
                },
                [&](const Maybe&) { join(query, " MAYBE ", Binding::All); },
                [&](const Near& near) { join(query, " " + near_name(near) + " ", Binding::Atom); },
                [&](const AtLeast& at_least) {
                    text_ += "ATLEAST" + std::to_string(at_least.count) + " ";
                    print(part(), Binding::Atom);
                },
                [&](const Weighted& weighted) {
                    print(part(), Binding::Simple);
                    text_ += "^" + decimal(weighted.weight);
                },
                [&](const InField& in) {
                    text_ += in.name + ":";
                    print(part(), Binding::Atom);
                },
                [&](const Zoned& zoned) {
                    const bool all = std::holds_alternative<And>(part().node);
                    print(part(), all ? Binding::All : Binding::Item);
                    text_ += " AND zone:";
                    text_ += zone_name(zoned);
                },
            },
            query.node);
    }

    std::string text_;
};

// ---- For tests

bool is_bare(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto c = query_characters::character_at(text, at);
        if (!query_characters::is_word(c.code) && !query_characters::is_mark(c.code) &&
            !(c.code < 0x80 && std::string_view("-._/:'*?$%&#,").find(static_cast<char>(c.code)) !=
                                   std::string_view::npos)) {
            return false;
        }
        at += c.length;
    }
    return !text.empty();
}

class DebugPrinter {
public:
    explicit DebugPrinter(bool offsets) : offsets_(offsets) {}

    std::string take() { return std::move(text_); }

    void print(const Query& query) {
        std::visit(
            Overloaded{
                [&](const Nothing&) { leaf(query, "(nothing)"); },
                [&](const Everything&) { leaf(query, "(all)"); },
                [&](const Word& word) { leaf(query, bare(word.text, "word")); },
                [&](const Wildcard& wild) { leaf(query, "(wild " + wild.pattern + ")"); },
                [&](const Fuzzy& fuzzy) {
                    leaf(query,
                         "(fuzzy " + fuzzy.text + " " + std::to_string(fuzzy.distance) + ")");
                },
                [&](const Phrase& phrase) { leaf(query, phrase_text(phrase)); },
                [&](const Value& value) {
                    leaf(query, "=" + quote(value.text) + (value.prefix ? "*" : ""));
                },
                [&](const Days& days) { leaf(query, days_text(days)); },
                [&](const Comparison& comparison) {
                    leaf(query, std::string(relation_sign(comparison.relation)) +
                                    decimal(comparison.number));
                },
                [&](const And&) { inner(query, "and"); },
                [&](const Or&) { inner(query, "or"); },
                [&](const Not&) { inner(query, "not"); },
                [&](const Maybe&) { inner(query, "maybe"); },
                [&](const Near& near) { inner(query, near_head(near)); },
                [&](const AtLeast& at_least) {
                    inner(query, "atleast " + std::to_string(at_least.count));
                },
                [&](const Weighted& weighted) {
                    inner(query, "weight " + decimal(weighted.weight));
                },
                [&](const InField& in) { inner(query, in.name + ":"); },
                [&](const Zoned& zoned) { inner(query, "zone " + std::string(zone_name(zoned))); },
            },
            query.node);
    }

private:
    static std::string bare(const std::string& text, const std::string& head) {
        return is_bare(text) ? text : "(" + head + " " + quote(text) + ")";
    }

    static std::string near_head(const Near& near) {
        switch (near.nearness) {
            case Nearness::Near:
                return "near " + std::to_string(near.distance);
            case Nearness::Ordered:
                return "adj " + std::to_string(near.distance);
            case Nearness::Sentence:
                return "sentence";
            case Nearness::Paragraph:
                return "paragraph";
        }
        return "";
    }

    static std::string days_text(const Days& days) {
        std::string text = "[";
        if (days.undated) {
            text += "none";
        } else {
            text += days.first ? format_day(*days.first) : "";
            if (days.first != days.last) {
                text += "..";
                text += days.last ? format_day(*days.last) : "";
            }
        }
        return text + " " + (is_bare(days.text) ? days.text : quote(days.text)) + "]";
    }

    void mark(const Query& query) {
        if (offsets_) {
            text_ += "@" + std::to_string(query.begin) + "-" + std::to_string(query.end);
        }
    }

    void leaf(const Query& query, const std::string& text) {
        text_ += text;
        mark(query);
    }

    void inner(const Query& query, const std::string& head) {
        text_ += "(" + head;
        for (const Query& part : query.parts) {
            text_ += ' ';
            print(part);
        }
        text_ += ')';
        mark(query);
    }

    bool offsets_;
    std::string text_;
};

}  // namespace

std::string to_string(const Query& query) {
    Printer printer;
    printer.print(query, Binding::Or);
    return printer.take();
}

std::string to_debug_string(const Query& query, bool offsets) {
    DebugPrinter printer(offsets);
    printer.print(query);
    return printer.take();
}

}  // namespace dateline
