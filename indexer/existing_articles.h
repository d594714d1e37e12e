// What an update asks about the articles that are in the index already.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace dateline {

// What becomes of an article of the input.
enum class Outcome { Added, Changed, Unchanged };

class ExistingArticles {
public:
    virtual ~ExistingArticles() = default;

    // The article that was made of a record with this hash (ReadArticle::content_hash), so that it
    // need not be made again. Any thread may call.
    virtual std::optional<std::uint32_t> find(std::uint64_t content_hash) const = 0;

    // The two below: one thread at a time, in the order of the input.

    // The article that find() gave is in the input as it was, and stays. If another article of the
    // input took its place before: returns its id instead, and nothing is done.
    virtual std::optional<std::string> keep(std::uint32_t article) = 0;

    // An article with this id, of the input with this number, is about to be written, in place of the one that is
    // there: Added or Changed. Nothing if it must not: the one that is there comes first in the input.
    virtual std::optional<Outcome> replace(const std::string& id, std::size_t file) = 0;
};

}  // namespace dateline
