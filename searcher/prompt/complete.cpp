#include "searcher/prompt/complete.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "common/schema.h"
#include "common/text.h"
#include "searcher/prompt/command.h"
#include "searcher/query/escape.h"
#include "searcher/query/fields.h"

namespace dateline {
namespace {

constexpr std::array<std::string_view, 16> kDateWords = {
    "today",        "yesterday",    "tomorrow",     "this-week", "last-week",  "this-month",
    "last-month",   "this-year",    "last-year",    "past-week", "past-month", "past-year",
    "last-weekend", "last-quarter", "this-quarter", "undated"};

// Compares ASCII letters in either case.
bool begins_with(std::string_view text, std::string_view begin) {
    return text.size() >= begin.size() && std::equal(begin.begin(), begin.end(), text.begin(),
                                                     [](unsigned char a, unsigned char b) {
                                                         return std::tolower(a) == std::tolower(b);
                                                     });
}

void add(Completion& completion, std::string_view text, std::string_view ending) {
    completion.candidates.push_back({std::string(text), std::string(ending)});
}

template <typename List>
void add_matching(Completion& completion, const List& names, std::string_view typed,
                  std::string_view ending) {
    for (const auto& name : names) {
        if (begins_with(name, typed)) add(completion, name, ending);
    }
}

// The way it was typed goes on with the term, where it is only capitals that differ.
std::string in_typed_case(std::string_view typed, const std::string& term) {
    if (begins_with(term, typed)) return std::string(typed) + term.substr(typed.size());
    return term;
}

void add_words(Completion& completion, std::string_view prefix, std::string_view typed,
               const CompletionSource& source) {
    const std::string begin = fold(to_valid_utf8(typed));
    if (begin.empty()) return;
    const TermList list = source.terms(prefix, begin);
    for (const std::string& term : list.values)
        add(completion, in_typed_case(typed, term), " ");
    completion.complete = list.complete;
}

// Operators, where capitals are typed.
void add_operators(Completion& completion, std::string_view typed) {
    static constexpr std::pair<std::string_view, std::string_view> kOperators[] = {
        {"AND", " "},  {"OR", " "},  {"NOT", " "},   {"MAYBE", " "},
        {"NEAR/", ""}, {"ADJ/", ""}, {"ATLEAST", ""}};
    if (typed.empty()) return;
    for (const auto& [name, ending] : kOperators) {
        if (name.starts_with(typed)) add(completion, name, ending);
    }
}

// What stands between the quotes.
std::string escaped(std::string_view value) {
    const std::string quoted = quote(value);
    return quoted.substr(1, quoted.size() - 2);
}

// Values stored as they are; `quoted`: a quote is open before the value.
void add_values(Completion& completion, std::string_view prefix, std::string_view typed,
                bool folded, bool quoted, const CompletionSource& source) {
    const TermList list =
        source.terms(prefix, folded ? fold(to_valid_utf8(typed)) : std::string(typed));
    for (const std::string& value : list.values) {
        if (printable(value) != value) continue;
        if (quoted) {
            add(completion, escaped(value), "\" ");
        } else if (escape_value(value) != value) {
            add(completion, '"' + escaped(value), "\" ");
        } else {
            add(completion, value, " ");
        }
    }
    completion.complete = list.complete;
}

std::string digits_of(std::string_view date) {
    std::string digits;
    for (const char byte : date) {
        if (byte != '-') digits += byte;
    }
    return digits;
}

// "2024-0": what the index has of years, months and days that begin so. After ".." a second date is
// typed.
void add_dates(Completion& completion, bool mentions, std::string_view typed,
               const CompletionSource& source) {
    const std::size_t range = typed.rfind("..");
    if (range != std::string_view::npos) {
        completion.begin += range + 2;
        typed.remove_prefix(range + 2);
    }
    const std::string digits = digits_of(typed);
    const bool numeric = std::all_of(typed.begin(), typed.end(), [](unsigned char byte) {
        return std::isdigit(byte) != 0 || byte == '-';
    });
    if (numeric && digits.size() <= 8) {
        const std::string_view prefix =
            digits.size() < 4   ? (mentions ? kMentionYearPrefix : kYearPrefix)
            : digits.size() < 6 ? (mentions ? kMentionMonthPrefix : kMonthPrefix)
                                : (mentions ? kMentionDayPrefix : kDayPrefix);
        TermList list = source.terms(prefix, digits);
        std::sort(list.values.begin(), list.values.end());
        for (const std::string& value : list.values) {
            if (value.find_first_not_of("0123456789") != std::string::npos) continue;
            std::string date = value.substr(0, 4);
            if (value.size() > 4) date += "-" + value.substr(4, 2);
            if (value.size() > 6) date += "-" + value.substr(6, 2);
            // A month or day may follow: no blank.
            if (begins_with(date, typed)) add(completion, date, value.size() == 8 ? " " : "");
        }
        completion.complete = list.complete;
    }
    if (range != std::string_view::npos) return;
    for (const std::string_view word : kDateWords) {
        if (begins_with(word, typed) && !(mentions && word == "undated"))
            add(completion, word, " ");
    }
}

void add_field_values(Completion& completion, const std::string& name, std::string_view typed,
                      const CompletionSource& source) {
    std::string spelling;
    const std::optional<Field> field = find_field(name, source.metadata_fields, spelling);
    if (!field) return;
    const FieldSpec& spec = field_spec(*field);
    const bool quoted = typed.starts_with('"');
    const bool closed = quoted && typed.size() > 1 && typed.ends_with('"');
    if (closed) return;
    if (quoted) {
        typed.remove_prefix(1);
        ++completion.begin;
    }
    switch (spec.kind) {
        case FieldKind::Text:
            if (!quoted) add_words(completion, spec.prefix, typed, source);
            break;
        case FieldKind::Exact: {
            const bool folded =
                *field != Field::Id && *field != Field::Url && *field != Field::Story;
            const std::string prefix = *field == Field::Facet
                                           ? std::string(kFacetPrefix) + fold(spelling) + ":"
                                           : std::string(spec.prefix);
            add_values(completion, prefix, typed, folded, quoted, source);
            break;
        }
        case FieldKind::Date:
            if (!quoted) add_dates(completion, *field == Field::Mentions, typed, source);
            break;
        case FieldKind::Zone:
            for (const ZoneName& zone : kZoneNames) {
                if (begins_with(zone.name, typed)) add(completion, zone.name, " ");
            }
            break;
        case FieldKind::Number:
            break;
    }
}

// Where the piece of a query that the cursor stands in begins; `quoted`: within quotes that are not
// a field's value.
struct Piece {
    std::size_t begin = 0;
    bool in_phrase = false;
};

Piece piece_at(std::string_view text) {
    Piece piece;
    bool quote = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char byte = text[at];
        if (byte == '\\' && at + 1 < text.size()) {
            ++at;
        } else if (byte == '"') {
            const bool after_colon = at > 0 && text[at - 1] == ':';
            quote = !quote;
            piece.in_phrase = quote && !after_colon;
            if (piece.in_phrase || !quote) {
                // A value in quotes keeps its field; a phrase begins a piece of its own.
                if (piece.in_phrase) piece.begin = at + 1;
            }
        } else if ((byte == ' ' || byte == '\t') && (!quote || piece.in_phrase)) {
            piece.begin = at + 1;
        } else if (!quote && (byte == '(' || byte == ')')) {
            // The values of a field may stand in parentheses; their field is not looked for.
            piece.begin = at + 1;
        }
    }
    return piece;
}

void complete_query(Completion& completion, std::string_view line, const CompletionSource& source) {
    const Piece piece = piece_at(line);
    std::string_view typed = line.substr(piece.begin);
    completion.begin = piece.begin;
    if (piece.in_phrase) {
        add_words(completion, "", typed, source);
        for (auto& candidate : completion.candidates)
            candidate.ending.clear();
        return;
    }
    while (!typed.empty() && (typed[0] == '-' || typed[0] == '+')) {
        typed.remove_prefix(1);
        ++completion.begin;
    }
    if (typed.starts_with('@')) {
        ++completion.begin;
        add_matching(completion, source.saved_queries, typed.substr(1), " ");
        return;
    }
    const std::size_t colon = typed.find(':');
    if (colon != std::string_view::npos) {
        completion.begin += colon + 1;
        add_field_values(completion, std::string(typed.substr(0, colon)), typed.substr(colon + 1),
                         source);
        return;
    }
    for (const FieldSpec& spec : kFields) {
        if (spec.field != Field::Facet && begins_with(spec.name, typed))
            add(completion, std::string(spec.name) + ":", "");
    }
    for (const std::string& name : source.metadata_fields) {
        if (begins_with(name, typed)) add(completion, name + ":", "");
    }
    add_operators(completion, typed);
    add_words(completion, "", typed, source);
}

void complete_command(Completion& completion, std::string_view line, std::size_t colon,
                      const CompletionSource& source) {
    const std::size_t blank = line.find(' ', colon);
    if (blank == std::string_view::npos) {
        completion.begin = colon + 1;
        const std::string_view typed = line.substr(colon + 1);
        for (const CommandSpec& spec : kCommands) {
            if (begins_with(spec.name, typed))
                add(completion, spec.name, spec.takes == ArgumentKind::None ? "" : " ");
        }
        return;
    }
    completion.begin = line.rfind(' ') + 1;
    const std::string_view typed = line.substr(completion.begin);
    const std::string_view name = line.substr(colon + 1, blank - colon - 1);
    for (const CommandSpec& spec : kCommands) {
        if (name.empty() || !spec.name.starts_with(name)) continue;
        if (spec.takes == ArgumentKind::Facets) add_matching(completion, source.facets, typed, " ");
        if (spec.takes == ArgumentKind::QueryName)
            add_matching(completion, source.saved_queries, typed, "");
    }
}

}  // namespace

Completion complete(std::string_view line, std::size_t cursor, const CompletionSource& source) {
    Completion completion;
    line = line.substr(0, cursor);
    if (is_command(line)) {
        complete_command(completion, line, line.find(':'), source);
    } else {
        complete_query(completion, line, source);
    }
    return completion;
}

std::string common_begin(const Completion& completion) {
    if (!completion.complete || completion.candidates.empty()) return "";
    std::string begin = completion.candidates.front().text;
    for (const auto& candidate : completion.candidates) {
        const std::string& text = candidate.text;
        std::size_t same = 0;
        while (same < begin.size() && same < text.size() && begin[same] == text[same])
            ++same;
        begin.resize(same);
    }
    // Not within a character.
    begin.resize(utf8_prefix_length(begin, begin.size()));
    while (!begin.empty() && !is_valid_utf8(begin))
        begin.pop_back();
    return begin;
}

}  // namespace dateline
