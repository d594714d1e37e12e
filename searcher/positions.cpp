#include "searcher/positions.h"

#include <algorithm>
#include <utility>

namespace dateline {
namespace {

// Calls visit(number) for each of the documents that the list comes to, which then stands there.
template <typename Visit>
void for_each_found(const std::vector<Xapian::docid>& documents, Xapian::PostingIterator& list,
                    Visit visit) {
    const Xapian::PostingIterator end;
    if (list == end) return;
    Xapian::docid at = *list;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        if (documents[i] > at) {
            list.skip_to(documents[i]);
            if (list == end) return;
            at = *list;
        }
        if (documents[i] == at) visit(i);
    }
}

// Of the document with this number.
struct Place {
    std::size_t document;
    Position position;

    auto operator<=>(const Place&) const = default;
};

}  // namespace

std::vector<Xapian::PostingIterator>& PositionReader::lists(
    const std::vector<Xapian::docid>& documents, const AnyTerm& terms) {
    OpenLists& open = open_[&terms];
    // Posting lists do not go back.
    const bool opens = open.last == 0 || (!documents.empty() && documents.front() <= open.last);
    if (!documents.empty()) open.last = documents.back();
    if (opens) {
        open.lists.clear();
        for (const std::string& term : terms) {
            auto begin = database_.postlist_begin(term);
            if (begin != database_.postlist_end(term)) open.lists.push_back(std::move(begin));
        }
    }
    return open.lists;
}

ListsByDocument<Position> PositionReader::positions(const std::vector<Xapian::docid>& documents,
                                                    const AnyTerm& terms) {
    std::vector<Place> places;
    for (Xapian::PostingIterator& list : lists(documents, terms)) {
        const auto merged = static_cast<std::ptrdiff_t>(places.size());
        for_each_found(documents, list, [&](std::size_t document) {
            const auto end = list.positionlist_end();
            for (auto at = list.positionlist_begin(); at != end; ++at)
                places.push_back({document, *at});
        });
        std::inplace_merge(places.begin(), places.begin() + merged, places.end());
    }
    places.erase(std::unique(places.begin(), places.end()), places.end());
    ListsByDocument<Position> lists;
    auto place = places.begin();
    for (std::size_t i = 0; i < documents.size(); ++i) {
        for (; place != places.end() && place->document == i; ++place)
            lists.add(place->position);
        lists.end_list();
    }
    return lists;
}

std::vector<std::uint64_t> PositionReader::frequencies(const std::vector<Xapian::docid>& documents,
                                                       const AnyTerm& terms) {
    std::vector<std::uint64_t> counts(documents.size());
    for (Xapian::PostingIterator& list : lists(documents, terms)) {
        for_each_found(documents, list,
                       [&](std::size_t document) { counts[document] += list.get_wdf(); });
    }
    return counts;
}

}  // namespace dateline
