// The positions of words in one document after the other.
//
// They are read from the index's position tables where that can be done
// (common/glass/position_lists.h), else through Xapian's API, which looks up each list from the
// root of the table.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/glass/position_lists.h"

namespace dateline {

using Position = Xapian::termpos;

// Any of these terms at one position.
using AnyTerm = std::vector<std::string>;

// Where positions are read.
struct PositionSource {
    Xapian::Database database;
    std::shared_ptr<glass::TableReader> table;  // of this database; null: it cannot be read
};

// The lists of one term.
class TermPositions {
public:
    static constexpr std::uint64_t kNone = glass::PositionCursor::kNone;

    virtual ~TermPositions() = default;

    // The first document from this one on that may have positions of the term; kNone: there is
    // none. Cheap as long as documents rise.
    virtual std::uint64_t seek(std::uint64_t document) = 0;

    // Appends those in the document where seek() came to, rising.
    virtual void read(std::vector<Position>& positions) = 0;
};

// The lists of several terms as one.
class AnyTermPositions {
public:
    AnyTermPositions(const PositionSource& source, const AnyTerm& terms);

    // Sets `positions` to those of any of the terms in the document, rising, each once. Cheap as
    // long as documents rise; terms that the document lacks cost nothing then.
    void read(Xapian::docid document, std::vector<Position>& positions);

private:
    struct Entry {
        std::uint64_t at = 0;  // where the term comes next
        std::unique_ptr<TermPositions> term;

        bool operator>(const Entry& other) const { return at > other.at; }
    };

    std::vector<Entry> terms_;  // a heap, the least document in front
    Xapian::docid last_ = 0;    // that was asked for
};

// How often any of some terms occurs in documents, all together.
class AnyTermFrequency {
public:
    AnyTermFrequency(Xapian::Database database, AnyTerm terms)
        : database_(std::move(database)), terms_(std::move(terms)) {}

    // Cheap as long as documents rise.
    std::uint64_t in(Xapian::docid document);

private:
    Xapian::Database database_;
    AnyTerm terms_;
    std::vector<Xapian::PostingIterator> lists_;
    Xapian::docid last_ = 0;  // that was asked for; 0: the lists are not open
};

}  // namespace dateline
