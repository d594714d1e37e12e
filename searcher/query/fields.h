// The fields of the query language: one table for the parser, the compiler, the help text and the
// manual (a test compares).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "common/schema.h"

namespace dateline {

enum class Field : std::uint8_t {
    Title,
    Source,
    Credit,
    Id,
    Url,
    Language,
    Story,
    Date,
    Mentions,
    DateConfidence,
    Zone,
    Facet,  // any field named at indexing: terms are kFacetPrefix + name + ":" + value
};

enum class FieldKind : std::uint8_t {
    Text,    // words with positions: takes every kind of query over words
    Exact,   // one whole value (a filter)
    Date,    // days and ranges (a filter)
    Number,  // a comparison (a filter)
    Zone,    // says where the words beside it are looked for
};

struct FieldSpec {
    Field field;
    std::string_view name;  // as typed before the colon, in lower case
    FieldKind kind;
    std::string_view prefix;  // of its terms (of the days, for a date); empty if it has none
    std::string_view meaning;
    std::string_view example;
};

// Field::Facet stands last, with a name that cannot be typed.
inline constexpr std::array<FieldSpec, 12> kFields = {{
    {Field::Title, "title", FieldKind::Text, kTitlePrefix, "words of the title", "title:ceasefire"},
    {Field::Source, "source", FieldKind::Exact, kSourcePrefix, "site or publisher",
     "source:\"The Globe\""},
    {Field::Credit, "credit", FieldKind::Exact, kCreditPrefix, "wire service credited",
     "credit:reuters"},
    {Field::Id, "id", FieldKind::Exact, kIdPrefix, "the article's id", "id:2024/05/01/002.txt"},
    {Field::Url, "url", FieldKind::Exact, kUrlPrefix, "web address, or its start with *",
     "url:https://example.org/world/*"},
    {Field::Language, "lang", FieldKind::Exact, kLanguagePrefix, "language code", "lang:en"},
    {Field::Story, "story", FieldKind::Exact, kIdPrefix,
     "the article with this id and its near-copies", "story:002"},
    {Field::Date, "date", FieldKind::Date, kDayPrefix, "when the article was published",
     "date:2024-05"},
    {Field::Mentions, "mentions", FieldKind::Date, kMentionDayPrefix,
     "a date that the article mentions", "mentions:2023-10-07"},
    {Field::DateConfidence, "date-confidence", FieldKind::Number, "",
     "how sure the publication date is, 0 to 1", "date-confidence:>=0.9"},
    {Field::Zone, "zone", FieldKind::Zone, kZonePrefix,
     "where the words beside it are looked for: body, all, teaser and more", "aleppo zone:all"},
    {Field::Facet, "NAME", FieldKind::Exact, kFacetPrefix, "a metadata field named when indexing",
     "section:world"},
}};

constexpr const FieldSpec& field_spec(Field field) {
    for (const FieldSpec& spec : kFields) {
        if (spec.field == field) {
            return spec;
        }
    }
    return kFields.back();
}

// What may follow `zone:`; nothing as the zone is all of them. Zone::Title is not among them: it
// only repeats the title.
struct ZoneName {
    std::string_view name;
    std::optional<Zone> zone;
};
inline constexpr std::array<ZoneName, 7> kZoneNames = {{
    {"all", std::nullopt},
    {"body", Zone::Body},
    {"teaser", Zone::Teaser},
    {"byline", Zone::Byline},
    {"credit", Zone::Credit},
    {"comment-form", Zone::CommentForm},
    {"navigation", Zone::Navigation},
}};

// In either case; nothing if there is none of the name.
std::optional<ZoneName> find_zone(std::string_view name);

// The field of a name in either case: one of the table, else one of `metadata_fields`, where the
// exact spelling wins. `spelling` receives the name as the table or the list has it.
std::optional<Field> find_field(std::string_view name,
                                const std::vector<std::string>& metadata_fields,
                                std::string& spelling);

// The candidate nearest to `name` in edits (insert, delete, replace, swap neighbours; bytes, either
// case), if one is near enough for a typing mistake; else "". The first of several.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace dateline
