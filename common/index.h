// The index directory: finding, opening and checking it, generations, locking.
//
//   DIR/XAPIANDB       stub database: names the generation in force, so every Xapian tool reads DIR
//   DIR/gen-000001/    a generation: one glass database
//   DIR/writer.lock    held (flock) by the one writer; its text says who: pid, host, since
#pragma once

#include <optional>
#include <string>

#include <xapian.h>

#include "common/error.h"

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

struct OpenIndex {
    Xapian::Database database;
    IndexInfo info;
};

// Opens for searching. Throws Error if the directory is missing, holds no index, holds a database
// that is not Dateline's or one of another schema version; the hint names the command that helps.
OpenIndex open_index(const std::string& directory);

// Another process writes the index.
class IndexLockedError : public Error {
public:
    using Error::Error;
};

// Excludes other writers while it lives. Creates the directory if need be.
class WriterLock {
public:
    // Throws IndexLockedError, naming the holder, if another process writes the index.
    explicit WriterLock(const std::string& directory);
    ~WriterLock();
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

private:
    int fd_ = -1;
};

// The generation that the stub names (a path), or nothing if there is no index. Throws Error for a
// stub that is not Dateline's.
std::optional<std::string> current_generation(const std::string& directory);

// A path for the next generation; removes leftovers of writers that died. Needs the lock.
std::string prepare_generation(const std::string& directory);

// Makes `generation` the one in force, by one atomic rename after syncing, then removes the one
// before it. A reader that has it open keeps reading: glass opens a database's files when it opens
// the database.
void publish_generation(const std::string& directory, const std::string& generation);

}  // namespace dateline
