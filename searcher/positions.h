// The positions of words in many documents at once.
//
// Xapian's table of positions is in order of terms, then of documents: what one term has in
// documents that rise stands side by side, and each block of the table is read once. To turn from
// term to term in every document reads blocks anew each time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <xapian.h>

namespace dateline {

using Position = Xapian::termpos;

// Any of these terms at one position.
using AnyTerm = std::vector<std::string>;

// A list for each of some documents, numbered from 0.
template <typename Item>
class ListsByDocument {
public:
    std::span<const Item> operator[](std::size_t document) const {
        return {items_.data() + begins_[document], begins_[document + 1] - begins_[document]};
    }

    // The lists are made in order: `add` to the one at hand, until `end_list`.
    void add(const Item& item) { items_.push_back(item); }
    void end_list() { begins_.push_back(items_.size()); }

private:
    std::vector<Item> items_;
    std::vector<std::size_t> begins_{0};
};

// Reads from posting lists that stay open as long as documents rise: what a document lacks then
// costs no look-up in the table of positions, and most documents lack most forms of a word.
class PositionReader {
public:
    explicit PositionReader(const Xapian::Database& database) : database_(database) {}

    // The positions of any of the terms in each of the documents, which rise, as do positions.
    // `terms` must stay where they are as long as the reader.
    ListsByDocument<Position> positions(const std::vector<Xapian::docid>& documents,
                                        const AnyTerm& terms);

    // How often the terms occur in each, all together.
    std::vector<std::uint64_t> frequencies(const std::vector<Xapian::docid>& documents,
                                           const AnyTerm& terms);

private:
    struct OpenLists {
        std::vector<Xapian::PostingIterator> lists;
        Xapian::docid last = 0;  // that they were asked for
    };

    std::vector<Xapian::PostingIterator>& lists(const std::vector<Xapian::docid>& documents,
                                                const AnyTerm& terms);

    Xapian::Database database_;
    std::map<const AnyTerm*, OpenLists> open_;
};

}  // namespace dateline
