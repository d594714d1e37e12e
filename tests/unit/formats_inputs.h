// Reads inputs as dateline-index does, without an index: what the tests of the formats share.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

#include "indexer/readers/batch_reader.h"
#include "indexer/readers/parse.h"

namespace dateline::test {

// A folder that goes when the test ends.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "dateline-formats-XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }
    ~ScratchFolder() {
        std::error_code code;
        std::filesystem::remove_all(path_, code);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::string path(const std::string& name = "") const {
        return name.empty() ? path_.string() : (path_ / name).string();
    }
    std::string write(const std::string& name, std::string_view bytes) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << bytes;
        return path(name);
    }

private:
    std::filesystem::path path_;
};

struct Member {
    std::string name;
    std::string bytes;
    unsigned type = AE_IFREG;
};

// Writes an archive; `format` and `filter` as libarchive numbers them. With a passphrase it is
// encrypted (zip).
inline void write_archive(const std::string& path, int format, int filter,
                          const std::vector<Member>& members, const char* passphrase = nullptr) {
    archive* const out = archive_write_new();
    archive_write_set_format(out, format);
    archive_write_add_filter(out, filter);
    if (passphrase != nullptr) {
        archive_write_set_options(out, "zip:encryption=traditional");
        archive_write_set_passphrase(out, passphrase);
    }
    archive_write_open_filename(out, path.c_str());
    for (const Member& member : members) {
        archive_entry* const entry = archive_entry_new();
        archive_entry_set_pathname(entry, member.name.c_str());
        archive_entry_set_filetype(entry, member.type);
        archive_entry_set_perm(entry, 0644);
        if (member.type == AE_IFLNK) archive_entry_set_symlink(entry, "/etc/passwd");
        archive_entry_set_size(entry, static_cast<la_int64_t>(member.bytes.size()));
        archive_write_header(out, entry);
        archive_write_data(out, member.bytes.data(), member.bytes.size());
        archive_entry_free(entry);
    }
    archive_write_close(out);
    archive_write_free(out);
}

inline std::string compressed(int filter, const std::string& bytes) {
    const ScratchFolder folder;
    const std::string path = folder.path("packed");
    write_archive(path, ARCHIVE_FORMAT_RAW, filter, {{"content", bytes}});
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct ReadResult {
    std::vector<Article> articles;
    std::vector<std::string> ids;  // as dateline-index gives them
    std::vector<std::string>
        problems;  // "W name:line: message", "S …", "I …"; names without folder
    std::uint64_t ignored = 0;
    std::size_t batches = 0;
};

inline ReadResult read_inputs(const std::vector<std::string>& paths, ReadLimits limits = {},
                              const ReadSettings& settings = {}) {
    ReadResult result;
    const InputList list = find_inputs(paths, settings.format.has_value());
    const auto add = [&](const Problem& problem) {
        Problem named = problem;
        const std::size_t member = named.file.find('!');
        const std::size_t slash = named.file.rfind('/', member);
        if (slash != std::string::npos) named.file.erase(0, slash + 1);
        result.problems.push_back((problem.kind == Problem::Kind::Warning   ? "W "
                                   : problem.kind == Problem::Kind::Ignored ? "I "
                                                                            : "S ") +
                                  to_string(named));
    };
    for (const Problem& problem : list.problems)
        add(problem);
    result.ignored = list.ignored;
    BatchReader reader(list.files, std::move(limits), settings);
    Batch batch;
    while (reader.next(batch)) {
        ++result.batches;
        result.ignored += batch.ignored;
        for (const Problem& problem : batch.problems)
            add(problem);
        for (const RawRecord& record : batch.records) {
            const RecordOrigin& origin = *batch.origins[record.origin];
            ParsedArticle parsed =
                parse_record(batch.begin_of(record), record.size, origin, settings.fields);
            for (Problem& problem : parsed.problems) {
                problem.file = origin.path;
                problem.line = record.line;
                add(problem);
            }
            if (!parsed.ok) continue;
            result.ids.push_back(parsed.article.id.empty() ? id_of_place(origin.name, record)
                                                           : parsed.article.id);
            result.articles.push_back(std::move(parsed.article));
        }
    }
    return result;
}

}  // namespace dateline::test
