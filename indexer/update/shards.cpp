#include "indexer/update/shards.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "common/error.h"
#include "common/index.h"
#include "indexer/writers/file.h"

namespace dateline {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVersionFile = "iamglass";
constexpr std::string_view kTableEnding = ".glass";

void copy_table(const fs::path& from, const fs::path& to) {
    std::error_code code;
    fs::copy_file(from, to, code);
    if (code) throw_file_error("write", to.string(), code.value());
}

// Links or copies the tables; the version file, which each folder has of its own, comes last.
void copy_tables(const fs::path& from, const fs::path& to, bool link) {
    std::error_code code;
    if (!fs::create_directory(to, code)) throw_file_error("create", to.string(), code.value());
    for (const auto& entry : fs::directory_iterator(from, code)) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(kTableEnding)) continue;
        if (link && ::link(entry.path().c_str(), (to / name).c_str()) == 0) continue;
        copy_table(entry.path(), to / name);
        OutputFile::sync((to / name).string());
    }
    if (code) throw_file_error("read", from.string(), code.value());
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

}  // namespace

void copy_shard_without(const std::string& from, const std::string& to,
                        const std::vector<Xapian::docid>& ids) {
    const bool link = ids.size() <= kMostLinkedRemovals;
    copy_tables(from, to, link);
    // Xapian must not commit by itself: links bear one commit.
    ::setenv("XAPIAN_FLUSH_THRESHOLD", "2000000000", 1);
    try {
        Xapian::WritableDatabase database(to, Xapian::DB_OPEN);
        std::size_t removed = 0;
        for (const Xapian::docid id : ids) {
            database.delete_document(id);
            if (!link && ++removed % kMostLinkedRemovals == 0) database.commit();
        }
        database.commit();
        database.close();
    } catch (const Xapian::Error& error) {
        throw shard_error(to, error);
    }
    sync_folder(to);
}

void merge_shards(const std::vector<std::string>& from, const std::string& to) {
    try {
        Xapian::Database all;
        for (const std::string& shard : from)
            all.add_database(Xapian::Database(shard));
        all.compact(to, Xapian::DB_BACKEND_GLASS);
    } catch (const Xapian::Error& error) {
        throw shard_error(to, error);
    }
    std::error_code code;
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
