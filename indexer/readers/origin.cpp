#include "indexer/readers/origin.h"

#include <algorithm>

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

}  // namespace

std::shared_ptr<const Article> Manifest::find(std::string_view name, std::string_view path) const {
    auto found = articles_.find(name);
    if (found == articles_.end()) found = articles_.find(path);
    return found == articles_.end() ? nullptr : found->second;
}

std::uint64_t Manifest::hash_for(std::string_view name, std::string_view path) const {
    std::uint64_t hash = 0;
    const auto add = [&hash](std::string_view bytes) {
        hash = XXH3_64bits_withSeed(bytes.data(), bytes.size(), hash);
    };
    for (const std::string_view key : {name, path}) {
        const std::string members = std::string(key) + "!";
        for (auto found = articles_.lower_bound(key); found != articles_.end(); ++found) {
            if (!found->first.starts_with(key)) break;
            if (found->first != key && !found->first.starts_with(members)) continue;
            add(found->first);
            add(encode_record(*found->second));
        }
    }
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
    BatchReader reader(files, {}, settings);
    Batch batch;
    while (reader.next(batch)) {
        problems.insert(problems.end(), batch.problems.begin(), batch.problems.end());
        if (!batch.failed_files.empty()) {
            throw Error("the manifest " + path +
                        " cannot be read: " + batch.problems.back().message);
        }
        for (const RawRecord& record : batch.records) {
            ParsedArticle parsed = parse_record(batch.bytes.data() + record.begin, record.size,
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
            std::string name = std::move(named->second);
            metadata.erase(named);
            parsed.article.body.clear();
            manifest.articles_.insert_or_assign(
                std::move(name), std::make_shared<const Article>(std::move(parsed.article)));
        }
    }
    if (manifest.articles_.empty()) {
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
    if (origin.given) add(encode_record(*origin.given));
    return XXH3_64bits_withSeed(text.data(), text.size(), salt);
}

}  // namespace dateline
