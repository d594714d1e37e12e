// Where a record comes from, and what its file says of all of its records.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/readers/csv.h"
#include "indexer/readers/format.h"
#include "indexer/readers/input.h"

namespace dateline {

// Metadata that came apart from the articles, by file.
class Manifest {
public:
    // Reads a table (CSV or TSV with a header row) or JSON Lines, told apart by name and content.
    // One column or field, "file", "path", "filename" or "name", names the article file; the others
    // are as in article files. Problems of single rows go to `problems`: of several rows for a file
    // the first counts. Throws Error if the file cannot be read or no row names a file.
    static Manifest read(const std::string& path, const FieldNames& fields,
                         std::vector<Problem>& problems);

    // By the input's name as in ids ("2024/a.txt", "a.zip!b.txt"), else by its path, else by its
    // identity (absolute), of which names in the manifest may also be relative to the manifest's
    // folder. "./a" and "b/../a" are "a". Null if it is not listed.
    std::shared_ptr<const Article> find(std::string_view name, std::string_view path,
                                        std::string_view identity = {}) const;

    // One warning that counts the rows that name none of the files, and names the first; nothing if
    // there are none. Members of an archive count as named with it.
    std::vector<Problem> find_unused(const std::vector<InputFile>& files) const;

    // Of all that it says of a file and, if that is an archive, of its members; 0 for nothing.
    std::uint64_t hash_for(const InputFile& file) const;

    std::size_t size() const { return rows_.size(); }

private:
    struct Row {
        std::shared_ptr<const Article> article;
        std::uint64_t line = 0;
    };

    std::string path_;                                       // of the manifest
    std::map<std::string, Row, std::less<>> rows_;           // by name
    std::map<std::string, std::string, std::less<>> names_;  // by absolute path
};

// What holds for all inputs.
struct ReadSettings {
    std::optional<Format> format;  // of every input, whatever its name; nothing: each is looked at
    FieldNames fields = default_field_names();
    std::shared_ptr<const Manifest> manifest;
    std::uint64_t salt = 0;  // of other options that articles depend on: part of RecordOrigin::hash
};

struct RecordOrigin {
    std::string path;  // for messages: the file, with "!member" in an archive
    std::string name;  // likewise, relative to the argument: begins the ids of its articles
    Format format = Format::Text;
    std::string charset;  // "UTF-16" by its bytes; detected or declared, of tables and feeds
    std::shared_ptr<const CsvColumns> columns;  // of a table
    std::string feed;                           // the title of a feed
    std::shared_ptr<const Article> given;       // from a sidecar or the manifest; may be null
    std::uint64_t hash =
        0;  // of whatever makes its articles besides a record's bytes; not of `path`
};

// What `hash` is to be. `identity` is the file's.
std::uint64_t hash_of(const RecordOrigin& origin, std::string_view identity, std::uint64_t salt);

// The metadata in a sidecar: one JSON object. Throws Error if it is not.
std::shared_ptr<const Article> read_sidecar(const std::string& path, const FieldNames& fields);

}  // namespace dateline
