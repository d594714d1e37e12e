// The index directory: finding, opening and checking it, generations, locking.
//
//   DIR/XAPIANDB       stub database: names the shards in force, so every Xapian tool reads DIR
//   DIR/gen-000001/    a shard: one glass database and the sketches of its articles
//                      (indexer/copies/sketches.h); an update adds small ones
//   DIR/files-000001   states of the input files (indexer/update/file_states.h); named in a comment
//                      of the stub
//   DIR/stories-000001 which articles are near-copies (stories.h); named likewise. None: the index
//                      does not tell
//   DIR/writer.lock    held (flock) by the one writer; its text says who: pid, host, since
//
// Nothing that the stub names is ever changed in a way that a reader could notice: a writer makes
// new folders and files beside them, and one rename of the stub puts all of them in force.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/error.h"
#include "common/glass/position_lists.h"
#include "common/stories.h"

namespace dateline {

// The directory by precedence: `given` (--index), $DATELINE_INDEX, $XDG_DATA_HOME/dateline/index,
// $HOME/.local/share/dateline/index.
std::string resolve_index_directory(const std::string& given);

// What the index says of itself.
struct IndexInfo {
    int schema = 0;
    std::string language;  // a name for Stemmer
    std::string tool;      // version that wrote it
    std::string options;   // JSON
};

// Not for two threads at once.
struct OpenIndex {
    Xapian::Database database;
    IndexInfo info;
    std::shared_ptr<const StoryMap> stories;  // of the documents of `database`; never null
    glass::PositionTables positions;          // of its shards, as far as they can be read
};

// Opens for searching: all shards and the stories as they are in force at one moment. Throws Error
// if the directory is missing, holds no index, holds a database that is not Dateline's or one of
// another schema version, or if the list of stories is damaged; the hint names the command that
// helps.
OpenIndex open_index(const std::string& directory);

// Another process writes the index.
class IndexLockedError : public Error {
public:
    using Error::Error;
};

// Excludes other writers while it lives. Creates the directory if need be.
class WriterLock {
public:
    // How long to wait for another writer; called again and again, it may also throw to give up.
    using KeepWaiting = std::function<bool(std::chrono::steady_clock::duration waited)>;

    // Throws IndexLockedError, naming the holder, if another process writes the index and
    // `keep_waiting` (if given) says no.
    explicit WriterLock(const std::string& directory, const KeepWaiting& keep_waiting = {});
    ~WriterLock();
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

private:
    int fd_ = -1;
};

// Who holds the writer's lock: "process 17 on host since 2024-05-01T10:00:00Z". Nothing if nobody
// does.
std::optional<std::string> lock_holder(const std::string& directory);

// What the stub names, as paths.
struct IndexState {
    std::vector<std::string> shards;  // the first one has the metadata
    std::string files;                // states of the input files; empty: not recorded
    std::string stories;              // of near-copies; empty: they are not told
    std::uint64_t serial = 0;         // counts up: tells states apart that name the same folders

    bool operator==(const IndexState&) const = default;
};

// Nothing if there is no index. Throws Error for a stub that is not Dateline's.
std::optional<IndexState> current_state(const std::string& directory);

// Generations, files beside them and stubs that are not in force: of writers that died. Paths.
std::vector<std::string> find_leftovers(const std::string& directory);

// Removes them. Needs the lock.
void remove_leftovers(const std::string& directory);

// A path for the next generation, which does not exist. Its number is above all others, so that
// the caller makes it before asking for another. Needs the lock.
std::string next_generation(const std::string& directory);

// The same, after remove_leftovers().
std::string prepare_generation(const std::string& directory);

// The same for a file of states.
std::string next_files(const std::string& directory);

// The same for a list of stories.
std::string next_stories(const std::string& directory);

// Puts `state` in force, by one atomic rename after syncing the folders (their files must have been
// synced), then removes what is no longer. Readers that have it open keep reading: glass opens a
// database's files when it opens the database, and open_index() looks again whether the stub is the
// same when it has opened everything. Sets the serial number itself.
void publish(const std::string& directory, const IndexState& state);

// The same for one shard alone.
void publish_generation(const std::string& directory, const std::string& generation);

// Removes what was written below a path in the index directory if it is not in force when the work
// ends.
class Unpublished {
public:
    explicit Unpublished(std::string path) : path_(std::move(path)) {}
    ~Unpublished();
    Unpublished(const Unpublished&) = delete;
    Unpublished& operator=(const Unpublished&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// Writes and syncs a new file. Throws Error.
void write_synced(const std::string& path, std::string_view bytes);

}  // namespace dateline
