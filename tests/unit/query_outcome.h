// Queries parsed as in a shell on 2024-05-17 with a few saved queries, and what becomes of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "searcher/query/parser.h"
#include "tests/catch.h"

namespace dateline::testing {

// What the query becomes.
struct Row {
    const char* query;
    const char* expected;
};

inline std::optional<std::string> saved_query(std::string_view name) {
    if (name.starts_with("deep")) {
        return "@deep" + std::to_string(std::stoi(std::string(name.substr(4))) + 1);
    }
    static constexpr std::pair<std::string_view, std::string_view> kSaved[] = {
        {"war", "gaza OR rafah"}, {"zoned", "aleppo zone:all"},
        {"nested", "@war x"},     {"loop", "a @loop"},
        {"mutual", "b @mutual2"}, {"mutual2", "@mutual"},
        {"bad", "a AND"},         {"empty", ""},
        {"fielded", "source:x"},
    };
    for (const auto& [saved, text] : kSaved) {
        if (saved == name) {
            return std::string(text);
        }
    }
    return std::nullopt;
}

inline ParseOptions options(Implicit implicit = Implicit::And) {
    ParseOptions options;
    options.implicit = implicit;
    options.now = *make_day(2024, 5, 17);  // a Friday
    options.metadata_fields = {"section", "Author"};
    options.saved_query = saved_query;
    return options;
}

inline std::string outcome(std::string_view query, Implicit implicit = Implicit::And,
                           bool offsets = false) {
    try {
        return to_debug_string(parse_query(query, options(implicit)), offsets);
    } catch (const QueryError& error) {
        return std::to_string(error.begin()) + "-" + std::to_string(error.end()) + ": " +
               error.what();
    }
}

// What is printed parses to the same tree, whatever the implicit operator, and prints the same.
inline void check_printed(const Query& query) {
    const std::string printed = to_string(query);
    CAPTURE(printed);
    for (const Implicit implicit : {Implicit::And, Implicit::Or}) {
        const Query again = parse_query(printed, options(implicit));
        CHECK(to_debug_string(again) == to_debug_string(query));
        CHECK(again == query);
        CHECK(to_string(again) == printed);
    }
}

inline QueryError error_of(std::string_view query) {
    try {
        parse_query(query, options());
    } catch (const QueryError& error) {
        return error;
    }
    FAIL("no error in " << query);
    throw;  // not reached
}

inline std::string repeat(std::string_view text, std::size_t times) {
    std::string repeated;
    for (std::size_t i = 0; i < times; ++i) {
        repeated += text;
    }
    return repeated;
}

}  // namespace dateline::testing
