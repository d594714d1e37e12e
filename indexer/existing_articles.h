// What an update asks about the articles that are in the index already.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace dateline {

// What becomes of an article of the input.
enum class Outcome {
    Added,
    Changed,
    Unchanged,
    Deleted,  // by its id, which the user gave: it is not written
    LeftOut,  // it is no article, though its file has others
};

class ExistingArticles {
public:
    virtual ~ExistingArticles() = default;

    // The article that was made of a record with this hash (ReadArticle::content_hash), so that it
    // need not be made again. Any thread may call.
    virtual std::optional<std::uint32_t> find(std::uint64_t content_hash) const = 0;

    // The two below: one thread at a time, in the order of the input.

    // The article that find() gave is in the input as it was: Unchanged or Deleted. Nothing if
    // another article of the input took its place before.
    virtual std::optional<Outcome> keep(std::uint32_t article) = 0;

    // Its id.
    virtual std::string id_of_existing(std::uint32_t article) const = 0;

    // An article with this id, of the input with this number, is about to be written, in place of
    // the one that is there: Added or Changed, or it is not written: Deleted. Nothing if it must
    // not: the one that is there comes first in the input, or is of a file that is no input now and
    // still there.
    virtual std::optional<Outcome> replace(const std::string& id, std::size_t file) = 0;

    // Of the article that replace() would not replace.
    struct Owner {
        std::string file;       // identity
        bool is_input = false;  // in this run
    };
    virtual Owner owner_of(const std::string& id) = 0;
};

}  // namespace dateline
