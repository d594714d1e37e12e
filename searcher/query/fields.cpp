#include "searcher/query/fields.h"

#include <algorithm>
#include <numeric>

#include "common/ascii.h"

namespace dateline {

namespace {

// Longer names are not compared.
constexpr std::size_t kLongest = 40;

// Optimal string alignment: each stretch is edited at most once.
std::size_t edit_distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(last.begin(), last.end(), 0);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

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
    if (name.empty() || name.size() > kLongest) {
        return "";
    }
    const std::string lower = lower_ascii(name);
    std::string nearest;
    // One edit in a short name, two from five bytes on, three from nine.
    std::size_t limit = name.size() >= 9 ? 4 : name.size() >= 5 ? 3 : 2;
    if (name.size() < 2) {
        limit = 0;
    }
    for (const std::string& candidate : candidates) {
        // The distance is at least the difference of the lengths.
        const std::size_t longer = std::max(candidate.size(), name.size());
        const std::size_t shorter = std::min(candidate.size(), name.size());
        if (candidate.size() > kLongest || longer - shorter >= limit) {
            continue;
        }
        const std::size_t distance = edit_distance(lower, lower_ascii(candidate));
        if (distance < limit) {
            limit = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

}  // namespace dateline
