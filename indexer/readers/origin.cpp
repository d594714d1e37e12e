#include "indexer/readers/origin.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <unordered_set>
#include <utility>

#include <xxhash.h>

#include "common/error.h"
#include "common/record.h"
#include "common/text.h"
#include "indexer/readers/batch_reader.h"
#include "indexer/readers/parse.h"

namespace dateline {
namespace {

bool names_file(std::string_view key) {
    const std::string lower = fold(key);
    return lower == "file" || lower == "path" || lower == "filename" || lower == "name";
}

// The path without "./" and the like.
std::string normal(std::string_view path) {
    return std::filesystem::path(path).lexically_normal().string();
}

}  // namespace

std::shared_ptr<const Article> Manifest::find(std::string_view name, std::string_view path,
                                              std::string_view identity) const {
    auto found = rows_.find(name);
    if (found == rows_.end()) found = rows_.find(normal(path));
    if (found == rows_.end()) {
        const auto absolute = names_.find(identity);
        if (absolute != names_.end()) found = rows_.find(absolute->second);
    }
    return found == rows_.end() ? nullptr : found->second.article;
}

std::vector<Problem> Manifest::find_unused(const std::vector<InputFile>& files) const {
    std::unordered_set<std::string> known;
    for (const InputFile& file : files) {
        known.insert(file.name);
        known.insert(normal(file.path));
        known.insert(file.identity);
    }
    const auto is_known = [&](const std::string& name) {
        for (std::size_t end = name.size(); end != std::string::npos && end > 0;
             end = name.rfind('!', end - 1)) {
            if (known.contains(name.substr(0, end))) return true;
        }
        return false;
    };
    std::unordered_set<std::string> used;
    for (const auto& [absolute, name] : names_) {
        if (is_known(absolute)) used.insert(name);
    }
    std::uint64_t unused = 0;
    std::pair<std::uint64_t, std::string> first;
    for (const auto& [name, row] : rows_) {
        if (used.contains(name) || is_known(name)) continue;
        if (unused++ == 0 || row.line < first.first) first = {row.line, name};
    }
    if (unused == 0) return {};
    return {{Problem::Kind::Warning, path_, first.first,
             (unused == 1 ? std::string("a row names") : std::to_string(unused) + " rows name") +
                 " none of the inputs" + (unused == 1 ? ": \"" : ", the first one \"") +
                 first.second + "\"",
             "files are named as in ids, as given, or from the manifest's folder on"}};
}

std::uint64_t Manifest::hash_for(const InputFile& file) const {
    std::uint64_t hash = 0;
    const auto add = [&hash](std::string_view bytes) {
        hash = XXH3_64bits_withSeed(bytes.data(), bytes.size(), hash);
    };
    // Calls use(name of a row) for what `table` has under the key or as its members.
    const auto each = [](const auto& table, const std::string& key, auto use) {
        for (auto found = table.lower_bound(key); found != table.end(); ++found) {
            if (!found->first.starts_with(key)) break;
            if (found->first.size() == key.size() || found->first[key.size()] == '!') use(*found);
        }
    };
    const auto add_row = [&](const std::string& name, const Row& row) {
        add(name);
        add(encode_record(*row.article));
    };
    for (const std::string& key : {file.name, normal(file.path)}) {
        each(rows_, key, [&](const auto& row) { add_row(row.first, row.second); });
    }
    each(names_, file.identity,
         [&](const auto& name) { add_row(name.second, rows_.at(name.second)); });
    return hash;
}

Manifest Manifest::read(const std::string& path, const FieldNames& fields,
                        std::vector<Problem>& problems) {
    InputFile file;
    file.path = file.name = path;
    const std::vector<InputFile> files{file};
    ReadSettings settings;
    // Any column may do: a manifest need not give titles.
    const NameKind kind = kind_of_name(path);
    settings.fields = fields;
    settings.format =
        kind.format == Format::Csv || kind.format == Format::Tsv ? *kind.format : Format::JsonLines;
    Manifest manifest;
    manifest.path_ = path;
    std::error_code code;
    const std::filesystem::path folder = std::filesystem::canonical(path, code).parent_path();
    BatchReader reader(files, {}, settings);
    Batch batch;
    while (reader.next(batch)) {
        problems.insert(problems.end(), batch.problems.begin(), batch.problems.end());
        if (!batch.failed_files.empty()) {
            throw Error("the manifest " + path +
                        " cannot be read: " + batch.problems.back().message);
        }
        for (const RawRecord& record : batch.records) {
            ParsedArticle parsed = parse_fields(batch.begin_of(record), record.size,
                                                *batch.origins[record.origin], settings.fields);
            for (Problem& problem : parsed.problems) {
                problem.file = path;
                problem.line = record.line;
                problems.push_back(std::move(problem));
            }
            if (!parsed.ok) continue;
            Metadata& metadata = parsed.article.metadata;
            const auto named =
                std::find_if(metadata.begin(), metadata.end(),
                             [](const auto& entry) { return names_file(entry.first); });
            if (named == metadata.end()) {
                problems.push_back({Problem::Kind::Skipped, path, record.line,
                                    "the row names no file", "a manifest has a column \"file\""});
                continue;
            }
            const std::string name = normal(named->second);
            metadata.erase(named);
            parsed.article.body.clear();
            Row row{std::make_shared<const Article>(std::move(parsed.article)), record.line};
            const auto [known, added] = manifest.rows_.emplace(name, std::move(row));
            if (!added) {
                problems.push_back({Problem::Kind::Skipped, path, record.line,
                                    "the row names \"" + name + "\", as line " +
                                        std::to_string(known->second.line) + " does",
                                    "the first row counts"});
                continue;
            }
            manifest.names_.emplace((folder / name).lexically_normal().string(), name);
        }
    }
    if (manifest.rows_.empty()) {
        throw Error("the manifest " + path + " names no file",
                    "it is a table or JSON Lines with a column \"file\"");
    }
    return manifest;
}

std::shared_ptr<const Article> read_sidecar(const std::string& path, const FieldNames& fields) {
    constexpr std::size_t kLargest = std::size_t{1} << 20;
    constexpr std::size_t kPiece = std::size_t{1} << 14;
    const OpenedInput input = open_input(path);
    if (!input.source) throw Error("an archive, not metadata");
    std::string bytes;
    for (std::size_t count = 1; count > 0;) {
        const std::size_t used = bytes.size();
        bytes.resize(used + kPiece);
        count = input.source->read(bytes.data() + used, kPiece);
        bytes.resize(used + count);
        if (bytes.size() > kLargest) throw Error("metadata larger than 1 MiB; not used");
    }
    ParsedArticle parsed = parse_json_article(bytes.data(), bytes.size(), fields);
    if (!parsed.ok) {
        throw Error(
            "metadata not used: " + (parsed.problems.empty() ? "" : parsed.problems.back().message),
            "a sidecar holds one JSON object");
    }
    return std::make_shared<const Article>(std::move(parsed.article));
}

std::uint64_t hash_of(const RecordOrigin& origin, std::string_view identity, std::uint64_t salt) {
    std::string text(identity);
    const auto add = [&text](std::string_view part) {
        text += '\0';
        text += part;
    };
    add(origin.name);
    add(std::to_string(static_cast<int>(origin.format)));
    add(origin.charset);
    if (origin.columns) {
        add(std::string_view(&origin.columns->separator, 1));
        for (const std::string& name : origin.columns->names)
            add(name);
    }
    if (!origin.feed.empty()) add(origin.feed);
    if (origin.given) add(encode_record(*origin.given));
    return XXH3_64bits_withSeed(text.data(), text.size(), salt);
}

}  // namespace dateline
