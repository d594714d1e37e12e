#include "searcher/query/parts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "searcher/query/error.h"
#include "searcher/query/tree.h"

namespace dateline {

namespace {

// Takes the `zone:` out of the parts.
std::optional<Query> take_zone(std::vector<QueryPart>& parts) {
    std::optional<Query> zone;
    for (const QueryPart& part : parts) {
        if (part.zone_mark && zone) {
            throw QueryError("two zone: side by side", part.query.begin, part.query.end,
                             "one; or (aleppo zone:teaser) OR (aleppo zone:credit)");
        }
        if (part.zone_mark) {
            zone = part.query;
        }
    }
    std::erase_if(parts, [](const QueryPart& part) { return part.zone_mark; });
    if (parts.empty()) {
        throw QueryError("zone: without words to look for", zone->begin, zone->end,
                         "words side by side with it: aleppo zone:all");
    }
    return zone;
}

Query apply_zone(std::optional<Query> zone, Query query) {
    if (!zone) {
        return query;
    }
    const std::size_t begin = std::min(zone->begin, query.begin);
    const std::size_t end = std::max(zone->end, query.end);
    return wrap(zone->node, std::move(query), begin, end);
}

}  // namespace

void refuse_zone(const QueryPart& part, const std::string& beside) {
    if (part.zone_mark) {
        throw QueryError("zone: is no part for " + beside, part.query.begin, part.query.end,
                         "zone: side by side with the words it is for: (aleppo zone:all)");
    }
}

void refuse_plus(const QueryPart& part, const std::string& beside) {
    if (part.required) {
        throw QueryError("'+' beside " + beside, part.query.begin, part.query.begin + 1,
                         "+ among words side by side only");
    }
}

Query take_query(QueryPart part, const std::string& beside) {
    if (part.zone_mark) {
        throw QueryError("zone: without words to look for", part.query.begin, part.query.end,
                         "words side by side with it: aleppo zone:all");
    }
    if (!beside.empty()) {
        refuse_plus(part, beside);
    }
    return std::move(part.query);
}

Query combine_all(std::vector<QueryPart> parts) {
    std::optional<Query> zone = take_zone(parts);
    std::vector<Query> queries;
    queries.reserve(parts.size());
    for (QueryPart& part : parts) {
        queries.push_back(std::move(part.query));
    }
    return apply_zone(std::move(zone), join_flat(And{}, std::move(queries)));
}

Query combine_any(std::vector<QueryPart> parts) {
    std::optional<Query> zone = take_zone(parts);
    const bool plus = std::any_of(parts.begin(), parts.end(),
                                  [](const QueryPart& part) { return part.required; });
    std::vector<Query> must;
    std::vector<Query> any;
    for (QueryPart& part : parts) {
        const bool narrows =
            part.required || std::holds_alternative<Not>(part.query.node) || is_filter(part.query);
        (narrows ? must : any).push_back(std::move(part.query));
    }
    Query query;
    if (any.empty()) {
        query = join_flat(And{}, std::move(must));
    } else if (plus) {
        any.insert(any.begin(), join_flat(And{}, std::move(must)));
        query = join(Maybe{}, std::move(any));
    } else {
        must.insert(must.begin(), join_flat(Or{}, std::move(any)));
        query = join_flat(And{}, std::move(must));
    }
    return apply_zone(std::move(zone), std::move(query));
}

}  // namespace dateline
