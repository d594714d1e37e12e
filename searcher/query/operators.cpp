#include "searcher/query/operators.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "common/ascii.h"
#include "searcher/query/error.h"
#include "searcher/query/limits.h"

namespace dateline {

namespace {

constexpr std::array<std::pair<std::string_view, TokenType>, 4> kOperators = {{
    {"AND", TokenType::And},
    {"OR", TokenType::Or},
    {"NOT", TokenType::Not},
    {"MAYBE", TokenType::Maybe},
}};
constexpr std::string_view kAtLeast = "ATLEAST";

struct NearForm {
    std::string_view name;
    Nearness nearness;
    bool word;  // of the language as well, and so an operator without a number in capitals only
};
constexpr std::array<NearForm, 4> kNearForms = {{
    {"near", Nearness::Near, true},
    {"adj", Nearness::Ordered, true},
    {"pre", Nearness::Ordered, false},
    {"w", Nearness::Near, false},
}};

constexpr std::size_t kMostDigits = 8;

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "5" in NEAR/5 and ATLEAST5.
int operator_number(std::string_view digits, int most, std::string_view example, std::size_t begin,
                    std::size_t end) {
    const std::string range =
        "a number from 1 to " + std::to_string(most) + ": " + std::string(example);
    if (digits.empty()) {
        throw QueryError("no number after '/'", begin, end, range);
    }
    if (!is_digits(digits)) {
        throw QueryError("'" + excerpt(digits) + "' is no number", begin, end, range);
    }
    int number = 0;
    for (const char c : digits.substr(0, kMostDigits)) {
        number = number * 10 + (c - '0');
    }
    if (digits.size() > kMostDigits || number < 1 || number > most) {
        throw QueryError(excerpt(digits) + " is out of range here", begin, end, range);
    }
    return number;
}

// w/s and w/p, in either case. Refuses these letters after other operators, and other letters after
// w/ except in w/o; nothing for all else.
std::optional<Nearness> unit_nearness(const NearForm& form, std::string_view run,
                                      std::size_t begin) {
    const std::size_t end = begin + run.size();
    const bool within = form.name == "w";
    const std::string unit = lower_ascii(run.substr(form.name.size() + 1));
    if (unit == "s" || unit == "p") {
        if (!within) {
            throw QueryError(
                "'" + std::string(run) + "' is no operator", begin, end,
                unit == "s" ? "w/s for the same sentence" : "w/p for the same paragraph");
        }
        return unit == "s" ? Nearness::Sentence : Nearness::Paragraph;
    }
    if (within && unit.size() == 1 && unit[0] >= 'a' && unit[0] <= 'z' && unit != "o") {
        throw QueryError("'" + std::string(run) + "' is no operator", begin, end,
                         "w/5, w/s or w/p; \\" + std::string(run) + " for the word itself");
    }
    return std::nullopt;
}

std::optional<QueryToken> near_operator(std::string_view run, std::size_t begin) {
    const auto* form =
        std::find_if(kNearForms.begin(), kNearForms.end(), [&](const NearForm& candidate) {
            return lower_ascii(run.substr(0, candidate.name.size())) == candidate.name;
        });
    if (form == kNearForms.end()) {
        return std::nullopt;
    }
    const std::string_view name = run.substr(0, form->name.size());
    const std::string_view rest = run.substr(name.size());
    const bool capitals = form->word && std::all_of(name.begin(), name.end(),
                                                    [](char c) { return c >= 'A' && c <= 'Z'; });
    QueryToken token;
    token.type = TokenType::Near;
    token.nearness = form->nearness;
    token.begin = begin;
    token.end = begin + run.size();
    if (rest.empty()) {
        if (!capitals) {
            return std::nullopt;
        }
        token.number = form->nearness == Nearness::Near ? kDefaultNearDistance : 1;
        return token;
    }
    if (rest[0] != '/') {
        if (capitals && is_digits(rest)) {
            throw QueryError("'/' missing in " + excerpt(run), begin, token.end,
                             std::string(name) + "/" + std::string(rest.substr(0, kMostDigits)));
        }
        return std::nullopt;
    }
    if (const auto unit = unit_nearness(*form, run, begin)) {
        token.nearness = *unit;
        return token;
    }
    const std::string_view number = rest.substr(1);
    const bool digit = !number.empty() && number[0] >= '0' && number[0] <= '9';
    if (!digit && !capitals) {
        return std::nullopt;  // w/o, pre/post
    }
    token.number =
        operator_number(number, kMaxDistance, std::string(name) + "/5", begin, token.end);
    return token;
}

// "/s", "/p", "/5": of other archives.
void refuse_foreign_operator(std::string_view run, std::size_t begin) {
    const std::string rest = lower_ascii(run.substr(1, 8));
    if (rest == "s" || rest == "p" || is_digits(rest)) {
        const std::string shown(run.substr(0, 40));
        throw QueryError("'" + shown + "' is no operator", begin, begin + run.size(),
                         "w/" + rest + "; \\" + shown + " for the word itself");
    }
}

// ATLEAST3; nothing for words that begin like it.
std::optional<QueryToken> at_least_operator(std::string_view run, std::size_t begin) {
    constexpr std::string_view kExample = "ATLEAST3 word";
    const std::size_t end = begin + run.size();
    std::string_view number = run.substr(kAtLeast.size());
    if (number.empty()) {
        throw QueryError("ATLEAST without a number", begin, end, std::string(kExample));
    }
    if (number[0] == '/') {
        number.remove_prefix(1);
        throw QueryError("no '/' in ATLEAST", begin, end,
                         is_digits(number) ? "ATLEAST" + std::string(number.substr(0, kMostDigits))
                                           : std::string(kExample));
    }
    if (number[0] < '0' || number[0] > '9') {
        return std::nullopt;
    }
    QueryToken token;
    token.type = TokenType::AtLeast;
    token.number = operator_number(number, kMaxOccurrences, kExample, begin, end);
    token.begin = begin;
    token.end = end;
    return token;
}

}  // namespace

std::optional<QueryToken> word_operator(std::string_view run, std::size_t begin) {
    for (const auto& [name, type] : kOperators) {
        if (run == name) {
            QueryToken token;
            token.type = type;
            token.begin = begin;
            token.end = begin + run.size();
            return token;
        }
    }
    if (run.starts_with('/')) {
        refuse_foreign_operator(run, begin);
        return std::nullopt;
    }
    return run.starts_with(kAtLeast) ? at_least_operator(run, begin) : near_operator(run, begin);
}

bool is_operator_like(std::string_view word) {
    try {
        return word_operator(word, 0).has_value();
    } catch (const QueryError&) {
        return true;
    }
}

}  // namespace dateline
