#include "searcher/query/tree.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dateline {

Query make_query(QueryNode node, std::size_t begin, std::size_t end) {
    Query query;
    query.node = std::move(node);
    query.begin = begin;
    query.end = end;
    return query;
}

Query join(QueryNode node, std::vector<Query> parts) {
    Query query;
    query.node = std::move(node);
    query.begin = parts.front().begin;
    query.end = parts.front().end;
    for (const Query& part : parts) {
        query.begin = std::min(query.begin, part.begin);
        query.end = std::max(query.end, part.end);
    }
    query.parts = std::move(parts);
    return query;
}

Query wrap(QueryNode node, Query part, std::size_t begin, std::size_t end) {
    Query query = make_query(std::move(node), begin, end);
    query.parts.push_back(std::move(part));
    return query;
}

Query join_flat(QueryNode node, std::vector<Query> parts) {
    if (parts.size() == 1) {
        return std::move(parts.front());
    }
    std::size_t begin = parts.front().begin;
    std::size_t end = parts.front().end;
    std::vector<Query> flat;
    for (Query& part : parts) {
        begin = std::min(begin, part.begin);
        end = std::max(end, part.end);
        if (part.node.index() == node.index()) {
            std::move(part.parts.begin(), part.parts.end(), std::back_inserter(flat));
        } else {
            flat.push_back(std::move(part));
        }
    }
    Query query = make_query(std::move(node), begin, end);
    query.parts = std::move(flat);
    return query;
}

bool is_filter(const Query& query) {
    if (const InField* in = std::get_if<InField>(&query.node)) {
        return field_spec(in->field).kind != FieldKind::Text;
    }
    if (std::holds_alternative<Everything>(query.node) ||
        std::holds_alternative<Value>(query.node) || std::holds_alternative<Days>(query.node) ||
        std::holds_alternative<Comparison>(query.node)) {
        return true;
    }
    const bool joint = std::holds_alternative<And>(query.node) ||
                       std::holds_alternative<Or>(query.node) ||
                       std::holds_alternative<Not>(query.node);
    return joint && std::all_of(query.parts.begin(), query.parts.end(), is_filter);
}

bool is_term(const Query& query) {
    return std::holds_alternative<Word>(query.node) ||
           std::holds_alternative<Wildcard>(query.node) ||
           std::holds_alternative<Fuzzy>(query.node) || std::holds_alternative<Phrase>(query.node);
}

void set_span(Query& query, std::size_t begin, std::size_t end) {
    query.begin = begin;
    query.end = end;
    for (Query& part : query.parts) {
        set_span(part, begin, end);
    }
}

}  // namespace dateline
