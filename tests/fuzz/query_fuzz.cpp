// Any bytes as a query: it parses or fails with offsets within it; a tree prints as text that
// parses to the same tree with either implicit operator; what is shown of an error is safe for a
// terminal.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "searcher/query/characters.h"
#include "searcher/query/parser.h"

namespace {

using namespace dateline;

[[noreturn]] void fail(const char* what, const std::string& text) {
    std::fprintf(stderr, "%s: %s\n", what, text.c_str());
    std::abort();
}

ParseOptions options(Implicit implicit) {
    ParseOptions options;
    options.implicit = implicit;
    options.now = *make_day(2024, 5, 17);
    options.metadata_fields = {"section", "Author"};
    options.saved_query = [](std::string_view name) -> std::optional<std::string> {
        if (name == "war") {
            return "gaza OR (rafah -egypt)";
        }
        if (name == "twice") {
            return "@war @war zone:all";
        }
        if (name == "loop") {
            return "a @loop";
        }
        return std::nullopt;
    };
    return options;
}

void check_shown(std::string_view text, const QueryError& error) {
    if (error.begin() > error.end() || error.end() > text.size()) {
        fail("offsets outside the query", error.what());
    }
    for (const std::size_t width : {0, 33, 80}) {
        const std::string shown = show_error(text, error, width);
        for (std::size_t at = 0; at < shown.size();) {
            const auto c = query_characters::character_at(shown, at);
            if (c.code == query_characters::kInvalid || (query_characters::is_control(c.code))) {
                fail("shown error is not safe", shown);
            }
            at += c.length;
        }
    }
}

void check_fixpoint(const Query& query) {
    const std::string printed = to_string(query);
    to_debug_string(query, true);
    for (const Implicit implicit : {Implicit::And, Implicit::Or}) {
        try {
            const Query again = parse_query(printed, options(implicit));
            if (!(again == query)) {
                fail("another tree",
                     printed + " -> " + to_debug_string(query) + " -> " + to_debug_string(again));
            }
        } catch (const QueryError& error) {
            // Printing spells out what was implicit or came from a saved query.
            if (printed.size() <= kMaxQueryBytes) {
                fail(error.what(), printed);
            }
        }
    }
}

void check(std::string_view text, Implicit implicit) {
    try {
        check_fixpoint(parse_query(text, options(implicit)));
    } catch (const QueryError& error) {
        check_shown(text, error);
    }
    const Query plain = parse_plain(text, implicit);
    if (!std::holds_alternative<Nothing>(plain.node)) {
        check_fixpoint(plain);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check(text, Implicit::And);
    check(text, Implicit::Or);
    return 0;
}
