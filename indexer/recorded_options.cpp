#include "indexer/recorded_options.h"

#include <map>

#include <nlohmann/json.hpp>
#include <xxhash.h>

namespace dateline {

std::string recorded_options(const IndexOptions& options) {
    const nlohmann::json json = {{"facet_fields", options.facet_fields}};
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> recorded_facet_fields(const std::string& recorded) {
    const nlohmann::json json = nlohmann::json::parse(recorded, nullptr, false);
    const auto fields = json.find("facet_fields");
    if (!json.is_object() || fields == json.end()) return {};
    return *fields;
}

std::uint64_t hash_of_options(const IndexOptions& options) {
    std::string text = std::to_string(static_cast<int>(options.timex_mode)) + '\0';
    if (!options.mentions) text += "no mentions";
    if (options.date_from_mtime) text += "dates of files";
    if (options.assumed_date) text += format_day(*options.assumed_date);
    if (options.reading.format)
        text += '\0' + std::to_string(static_cast<int>(*options.reading.format));
    std::map<std::string, std::string> fields(options.reading.fields.begin(),
                                              options.reading.fields.end());
    for (const auto& [name, target] : fields)
        text.append(1, '\0').append(name).append(1, '\0').append(target);
    return XXH3_64bits(text.data(), text.size());
}

}  // namespace dateline
