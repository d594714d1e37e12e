// The sketches of an index's articles, and the stories that they make.
//
// The sketches are a file in the generation's folder. It only grows: the number of bytes that count
// is in the database (kMetaCopies), so that what a writer that died has added is as if it were not
// there. An article that is gone or was changed leaves its old sketch, which is passed over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/stories.h"
#include "indexer/copies/signature.h"

namespace dateline {

class IndexCopies {
public:
    // `state` is the database's kMetaCopies; empty: makes a new file. With `copy_of`, another folder,
    // the file of that one is copied first: for a trial. Throws Error.
    IndexCopies(std::string folder, const std::string& state, const std::string& copy_of = "");
    ~IndexCopies();
    IndexCopies(const IndexCopies&) = delete;
    IndexCopies& operator=(const IndexCopies&) = delete;

    // Adds a version of an article by its document id. Throws Error if it cannot be written.
    void add(std::uint32_t document, const CopySignature& signature);

    // The stories of the documents that there are, by id, each in its last version; those that
    // were never added (by a writer that died) have `signature_of` called for them. Makes the file
    // durable; after that nothing can be added.
    const StoryMap& finish(const std::vector<bool>& documents,
                           const std::function<CopySignature(std::uint32_t)>& signature_of);

    // What the database is to hold, by key; after finish().
    std::map<std::string, std::string> entries() const;

    // Removes files of sketches that the database no longer names: after its entries are written.
    void remove_others() const;

private:
    std::string path(const std::string& name) const { return folder_ + "/" + name; }
    void write();

    std::string folder_;
    std::string name_ = "copies.1";
    std::uint64_t bytes_ = 0;  // that count
    std::string buffer_;       // to be written behind them
    int fd_ = -1;
    StoryMap stories_;
};

}  // namespace dateline
