// The states of input files as they were when their articles were written: an update reads again
// only what has changed since.
//
// A file of its own in the index directory: a line "Dateline files 1", then for each input its
// state, a blank, its identity (a path, as bytes), NUL (common/checked_file.h), in the order of
// identities.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/readers/input.h"

namespace dateline {

// What tells whether an input must be read again: sizes and times of the file and its sidecar, and
// `salt`, a hash of the options that articles depend on. Text without blanks or NUL.
std::string state_of(const InputFile& file, std::uint64_t salt);

// Whether the same file is to be read again only because `salt` is another one.
bool differs_by_options(std::string_view before, std::string_view now);

// The state of a file of which something was skipped: none that state_of() gives. It keeps the file
// known, whose other articles may be in the index.
inline constexpr std::string_view kReadAgain = "again";

// Before the state of a file that had articles once which are still in the index: --prune reads it
// again to find them.
inline constexpr char kHasLeft = '+';

// States by identity. 50 ns a file to read and to find, if they are asked for in about their order:
// most runs do no more.
class FileStates {
public:
    // An empty path gives no states. A file that is missing or damaged gives none either, and sets
    // `damaged`.
    static FileStates read(const std::string& path, bool& damaged);

    // Writes and syncs a new file. Throws Error.
    void write(const std::string& path) const;

    // "" if there is none. One thread at a time.
    std::string_view find(std::string_view identity) const;

    // True if something is another than before.
    bool set(const std::string& identity, const std::string& state);
    bool erase(const std::string& identity);

    // In the order of identities.
    void for_each(
        const std::function<void(std::string_view identity, std::string_view state)>& use) const;

    std::size_t size() const;

private:
    struct Entry {
        std::string_view identity;
        std::string_view state;
    };

    std::shared_ptr<const std::string> bytes_;                 // as read
    std::vector<Entry> read_;                                  // of it, in order
    mutable std::size_t next_ = 0;                             // where the next one is likely
    std::map<std::string, std::string, std::less<>> changed_;  // in place of those read; "": none
};

}  // namespace dateline
