#include "searcher/compile/filters.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "common/schema.h"
#include "common/text.h"
#include "searcher/hits/stories.h"
#include "searcher/query/error.h"
#include "searcher/query/fields.h"

namespace dateline {
namespace {

Xapian::Query any_term(const std::vector<std::string>& terms) {
    if (terms.empty()) return Xapian::Query::MatchNothing;
    if (terms.size() == 1) return Xapian::Query(terms.front());
    return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

// The articles that have any of the terms, and all near-copies of these.
Xapian::Query with_copies(const Xapian::Database& database, const StoryMap& stories,
                          const std::vector<std::string>& terms) {
    std::vector<Xapian::docid> documents;
    for (const std::string& term : terms) {
        const auto end = database.postlist_end(term);
        for (auto at = database.postlist_begin(term); at != end; ++at) {
            const std::uint32_t story = stories.story_of(*at);
            if (story == StoryMap::kAlone) {
                documents.push_back(*at);
            } else {
                const auto members = stories.members(story);
                documents.insert(documents.end(), members.begin(), members.end());
            }
        }
    }
    std::sort(documents.begin(), documents.end());
    documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
    return documents_query(database, documents);
}

}  // namespace

Xapian::Query value_query(const Xapian::Database& database, const StoryMap& stories,
                          const InField& field, const Value& value, const Query& query) {
    const FieldSpec& spec = field_spec(field.field);
    std::string prefix(spec.prefix);
    if (field.field == Field::Facet) prefix += fold(field.name) + ":";
    const bool verbatim =
        field.field == Field::Id || field.field == Field::Url || field.field == Field::Story;
    const std::string text = verbatim ? value.text : fold(value.text);
    const auto with_terms = [&](const std::vector<std::string>& terms) {
        return field.field == Field::Story ? with_copies(database, stories, terms)
                                           : any_term(terms);
    };
    if (!value.prefix) return with_terms({make_term(prefix, text)});
    std::vector<std::string> terms;
    const std::string start = make_term(prefix, text, false);
    for (auto term = database.allterms_begin(start); term != database.allterms_end(start); ++term) {
        if (terms.size() == kMaxFieldValues) break;
        terms.push_back(*term);
    }
    if (terms.size() == kMaxFieldValues) {
        throw QueryError("\"" + value.text + "*\" stands for more than " +
                             std::to_string(kMaxFieldValues) + " values",
                         query.begin, query.end, "write more of its beginning");
    }
    if (terms.empty()) return Xapian::Query::MatchNothing;
    return with_terms(terms);
}

// Confidences are stored as two digits, "A0" being 100.
Xapian::Query confidence_query(const Xapian::Database& database, const Comparison& comparison) {
    const double percent = comparison.number * 100;
    int low = 0;
    int high = 100;
    switch (comparison.relation) {
        case Relation::Less:
            high = static_cast<int>(std::ceil(percent - 1e-9)) - 1;
            break;
        case Relation::LessOrEqual:
            high = static_cast<int>(std::floor(percent + 1e-9));
            break;
        case Relation::Equal:
            low = static_cast<int>(std::ceil(percent - 1e-9));
            high = static_cast<int>(std::floor(percent + 1e-9));
            break;
        case Relation::GreaterOrEqual:
            low = static_cast<int>(std::ceil(percent - 1e-9));
            break;
        case Relation::Greater:
            low = static_cast<int>(std::floor(percent + 1e-9)) + 1;
            break;
    }
    const std::string prefix(kConfidencePrefix);
    std::vector<std::string> terms;
    for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
         ++term) {
        const std::string value = (*term).substr(prefix.size());
        const int stored = value == "A0" ? 100 : std::stoi("0" + value);
        if (stored >= low && stored <= high) terms.push_back(*term);
    }
    return any_term(terms);
}

}  // namespace dateline
