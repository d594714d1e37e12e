// Documents that were written before it was known what near-copies tell of their dates.
//
// What copies tell is known when all articles have been read, and may change whenever a copy comes
// or goes, while few articles have any of it. So documents are written without it, and those few
// are changed in shards that are not in force yet: their terms and values for the publication date,
// and the record, which has all evidence. (Written anew in a shard of their own, articles would
// change their numbers and a rebuild would make two shards; held back until all are read, they
// would take memory.)
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <xapian.h>

#include "common/article.h"
#include "indexer/copies/copied_dates.h"

namespace dateline {

// A document, and what its copies now tell; nothing: nothing.
struct Redated {
    Xapian::docid document = 0;
    std::optional<DateEvidence> evidence;
};

// Those of the documents of a new shard that copies date, given what they tell of one of so many
// shards (counted from 0).
std::vector<Redated> redated_in(const CopiedDates& dates, std::size_t shards, std::size_t shard);

// Leaves the document as DocumentBuilder makes it of an article with that evidence. Throws Error or
// Xapian::Error.
void redate(Xapian::WritableDatabase& database, const Redated& redated);

// Of a document: its article, and how that is dated by its own evidence (which takes no look at the
// record).
Article stored_article(const Xapian::Database& database, Xapian::docid document);
OwnDate stored_own_date(const Xapian::Database& database, Xapian::docid document);

}  // namespace dateline
