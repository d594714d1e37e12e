#include "searcher/compile/repeats.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "searcher/compile/typed_tokens.h"
#include "searcher/query/tree.h"

namespace dateline {
namespace {

// Whether matching it reads the places of words.
bool reads_positions(const Query& query) {
    if (std::holds_alternative<Phrase>(query.node) || std::holds_alternative<Near>(query.node) ||
        std::holds_alternative<AtLeast>(query.node)) {
        return true;
    }
    if (const auto* word = std::get_if<Word>(&query.node))
        return typed_tokens(word->text).size() > 1;
    return std::any_of(query.parts.begin(), query.parts.end(), reads_positions);
}

}  // namespace

Query without_repeats(const Query& query) {
    std::map<std::string, std::size_t> places;
    Query result = make_query(query.node, query.begin, query.end);
    std::vector<int> times;
    for (const Query& part : query.parts) {
        if (reads_positions(part)) {
            const auto [place, fresh] =
                places.try_emplace(to_debug_string(part), result.parts.size());
            if (!fresh) {
                ++times[place->second];
                continue;
            }
        }
        result.parts.push_back(part);
        times.push_back(1);
    }
    for (std::size_t i = 0; i < times.size(); ++i) {
        Query& part = result.parts[i];
        if (times[i] == 1 || std::holds_alternative<Not>(part.node)) continue;
        const std::size_t begin = part.begin;
        const std::size_t end = part.end;
        part = wrap(Weighted{static_cast<double>(times[i])}, std::move(part), begin, end);
    }
    return result;
}

}  // namespace dateline
