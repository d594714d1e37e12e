#include "indexer/update/shards.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "common/error.h"
#include "common/index.h"
#include "indexer/copies/sketches.h"
#include "indexer/writers/file.h"

namespace dateline {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVersionFile = "iamglass";
constexpr std::string_view kTableEnding = ".glass";

void copy_synced(const fs::path& from, const fs::path& to) {
    std::error_code code;
    fs::copy_file(from, to, code);
    if (code) throw_file_error("write", to.string(), code.value());
    OutputFile::sync(to.string());
}

// Links a file that is never changed.
void link_or_copy(const fs::path& from, const fs::path& to) {
    if (::link(from.c_str(), to.c_str()) != 0) copy_synced(from, to);
}

// Links or copies the tables; the version file, which each folder has of its own, comes last.
void copy_tables(const fs::path& from, const fs::path& to, bool link) {
    std::error_code code;
    if (!fs::create_directory(to, code)) throw_file_error("create", to.string(), code.value());
    for (const auto& entry : fs::directory_iterator(from, code)) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(kTableEnding)) continue;
        if (link) {
            link_or_copy(entry.path(), to / name);
        } else {
            copy_synced(entry.path(), to / name);
        }
    }
    if (code) throw_file_error("read", from.string(), code.value());
    const std::string sketches = sketches_of(from.string());
    if (fs::exists(sketches, code)) link_or_copy(sketches, sketches_of(to.string()));
    std::ifstream version(from / kVersionFile, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(version),
                            std::istreambuf_iterator<char>()};
    if (!version || bytes.empty()) {
        throw_file_error("read", (from / kVersionFile).string(), errno);
    }
    write_synced((to / kVersionFile).string(), bytes);
}

Error shard_error(const std::string& folder, const Xapian::Error& error) {
    std::string message = folder + ": " + error.get_msg();
    if (const char* system = error.get_error_string()) message += std::string(": ") + system;
    return Error(message);
}

// By commits of at most kMostLinkedChanges: one if the tables are links.
void change(const std::string& shard, const ShardChanges& changes) {
    // Xapian must not commit by itself: links bear one commit.
    ::setenv("XAPIAN_FLUSH_THRESHOLD", "2000000000", 1);
    try {
        Xapian::WritableDatabase database(shard, Xapian::DB_OPEN);
        std::size_t changed = 0;
        const auto count = [&] {
            if (++changed % kMostLinkedChanges == 0 && changed < changes.size()) database.commit();
        };
        for (const Xapian::docid id : changes.removed) {
            database.delete_document(id);
            count();
        }
        for (const Redated& document : changes.redated) {
            redate(database, document);
            count();
        }
        database.commit();
        database.close();
    } catch (const Xapian::Error& error) {
        throw shard_error(shard, error);
    }
}

// Numbers of `documents` to those of as many that follow from `next` on.
std::vector<Xapian::docid> numbers_of(const std::vector<Xapian::docid>& documents,
                                      std::vector<Xapian::docid>::const_iterator next) {
    std::vector<Xapian::docid> numbers(documents.empty() ? 0 : documents.back() + std::size_t{1});
    for (const Xapian::docid document : documents)
        numbers[document] = *next++;
    return numbers;
}

// Of `from`, merged into `to`. Documents that are gone leave their sketches behind.
void merge_sketches(const std::vector<std::string>& from, const std::string& to) {
    const std::vector<Xapian::docid> merged = documents_of(Xapian::Database(to));
    SketchWriter writer(to);
    auto next = merged.begin();
    const auto fail = [&] {
        throw Error(to + ": not the articles of the shards it was made of",
                    "the index is as it was before; please report this");
    };
    for (const std::string& shard : from) {
        const std::vector<Xapian::docid> documents = documents_of(Xapian::Database(shard));
        if (documents.size() > static_cast<std::size_t>(merged.end() - next)) fail();
        const std::vector<Xapian::docid> numbers = numbers_of(documents, next);
        next += static_cast<std::ptrdiff_t>(documents.size());
        for_each_sketch(sketches_of(shard), [&](std::uint32_t document, std::string_view record) {
            if (document < numbers.size() && numbers[document] != 0)
                writer.add_record(numbers[document], record);
        });
    }
    if (next != merged.end()) fail();
    writer.finish();
}

}  // namespace

std::vector<Xapian::docid> documents_of(const Xapian::Database& shard) {
    std::vector<Xapian::docid> documents;
    documents.reserve(shard.get_doccount());
    for (auto at = shard.postlist_begin(""); at != shard.postlist_end(""); ++at)
        documents.push_back(*at);
    return documents;
}

StoryMap moved_stories(const StoryMap& stories,
                       const std::vector<std::vector<Xapian::docid>>& before,
                       const std::vector<std::string>& after) {
    std::vector<Xapian::docid> now;  // numbers in a database of all
    for (std::size_t shard = 0; shard < after.size(); ++shard) {
        for (const Xapian::docid document : documents_of(Xapian::Database(after[shard])))
            now.push_back(number_among(after.size(), shard, document));
    }
    std::vector<std::vector<Xapian::docid>> numbers;
    auto next = now.cbegin();
    for (const std::vector<Xapian::docid>& documents : before) {
        if (static_cast<std::size_t>(now.cend() - next) < documents.size())
            throw Error("articles were lost", "the index is as it was before; please report this");
        numbers.push_back(numbers_of(documents, next));
        next += static_cast<std::ptrdiff_t>(documents.size());
    }
    if (next != now.cend())
        throw Error("articles came back", "the index is as it was before; please report this");
    return stories.renumbered(
        static_cast<std::uint32_t>(after.size()), [&](std::uint32_t document) {
            return numbers[(document - 1) % before.size()][(document - 1) / before.size() + 1];
        });
}

void copy_shard_changed(const std::string& from, const std::string& to,
                        const ShardChanges& changes) {
    const bool link = changes.size() <= kMostLinkedChanges;
    copy_tables(from, to, link);
    change(to, changes);
    sync_folder(to);
}

bool redate_documents(const std::string& shard, const std::vector<Redated>& redated) {
    if (redated.empty()) return false;
    change(shard, {{}, redated});
    return true;
}

void merge_shards(const std::vector<std::string>& from, const std::string& to) {
    std::error_code code;
    try {
        Xapian::Database all;
        for (const std::string& shard : from)
            all.add_database(Xapian::Database(shard));
        all.compact(to, Xapian::DB_BACKEND_GLASS);
        if (std::all_of(from.begin(), from.end(), [&](const std::string& shard) {
                return fs::exists(sketches_of(shard), code);
            })) {
            merge_sketches(from, to);
        }
    } catch (const Xapian::Error& error) {
        throw shard_error(to, error);
    }
    for (const auto& entry : fs::directory_iterator(to, code))
        OutputFile::sync(entry.path().string());
    if (code) throw_file_error("read", to, code.value());
    sync_folder(to);
}

std::size_t shards_to_merge(const std::vector<std::size_t>& documents) {
    constexpr std::size_t kMostShards = 8;
    constexpr std::size_t kMostMerged = 100000;  // documents, unless there are too many shards
    constexpr std::size_t kGrowth = 3;
    if (documents.size() < 2) return 0;
    std::size_t count = 1;
    std::size_t merged = documents.back();
    while (count < documents.size()) {
        const std::size_t next = documents[documents.size() - 1 - count];
        const bool too_many = documents.size() - count + 1 > kMostShards;
        if (!too_many && (next > kGrowth * merged || merged + next > kMostMerged)) break;
        merged += next;
        ++count;
    }
    return count > 1 ? count : 0;
}

}  // namespace dateline
