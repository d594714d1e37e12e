#include "searcher/query/fields.h"

#include "common/ascii.h"
#include "searcher/query/edit_distance.h"

namespace dateline {

namespace {

// Longer names are not compared.
constexpr std::size_t kLongest = 40;

}  // namespace

std::optional<ZoneName> find_zone(std::string_view name) {
    const std::string lower = lower_ascii(name);
    for (const ZoneName& zone : kZoneNames) {
        if (zone.name == lower) {
            return zone;
        }
    }
    return std::nullopt;
}

std::optional<Field> find_field(std::string_view name,
                                const std::vector<std::string>& metadata_fields,
                                std::string& spelling) {
    const std::string lower = lower_ascii(name);
    for (const FieldSpec& spec : kFields) {
        if (spec.field != Field::Facet && spec.name == lower) {
            spelling = lower;
            return spec.field;
        }
    }
    const std::string* found = nullptr;
    for (const std::string& field : metadata_fields) {
        if (field == name) {
            found = &field;
            break;
        }
        if (found == nullptr && lower_ascii(field) == lower) {
            found = &field;
        }
    }
    if (found == nullptr) {
        return std::nullopt;
    }
    spelling = *found;
    return Field::Facet;
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
    if (name.size() < 2 || name.size() > kLongest) {
        return "";
    }
    const std::string lower = lower_ascii(name);
    std::string nearest;
    // One edit in a short name, two from five bytes on, three from nine.
    std::size_t limit = name.size() >= 9 ? 4 : name.size() >= 5 ? 3 : 2;
    EditDistance edit_distance;
    for (const std::string& candidate : candidates) {
        if (limit == 0) {
            break;
        }
        if (candidate.size() > kLongest) {
            continue;
        }
        const std::size_t distance = edit_distance(lower, lower_ascii(candidate), limit - 1);
        if (distance < limit) {
            limit = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

}  // namespace dateline
