// Writes documents through Xapian's API: what an update uses, and a rebuild where BulkWriter does
// not write the format of the Xapian that is installed.
//
// Takes the same documents as RunBuilder and makes the same database of them.
#pragma once

#include <optional>
#include <string>

#include <xapian.h>

#include "indexer/document/document.h"
#include "indexer/document/term_table.h"

namespace dateline {

// For one thread. All functions throw Error: Xapian's own errors come as "database: what Xapian
// said".
class ApiWriter {
public:
    enum class Mode {
        Create,  // a new database; the folder is made or must hold none
        Update,  // one that exists
    };

    ApiWriter(const std::string& folder, Mode mode);

    // Writes the document under this id, above 0, in place of what was there. The limits are those
    // of RunBuilder::add.
    void add(Xapian::docid id, const PreparedDocument& document, const TermTable& terms);

    // Replaces the documents that have `unique_term`: one keeps its id, others are removed. If
    // there is none, adds under the next free id. The document must have the term. Returns its id.
    Xapian::docid replace(const std::string& unique_term, const PreparedDocument& document,
                          const TermTable& terms);

    // The documents that have the term are no more. Returns their number.
    Xapian::doccount erase(const std::string& unique_term);

    // The lowest id of the documents that have the term.
    std::optional<Xapian::docid> find(const std::string& unique_term) const;

    // An empty value removes the entry.
    void set_metadata(const std::string& key, const std::string& value);

    // Makes everything so far durable and visible. Xapian does so by itself as well, after every
    // 10,000 changes, to bound its memory. What is not committed when the writer is destroyed is
    // dropped.
    void commit();

    // For reading while it is being written: sees what is not committed yet.
    const Xapian::WritableDatabase& database() const { return database_; }

private:
    Xapian::Document make(Xapian::docid id, const PreparedDocument& document,
                          const TermTable& terms) const;

    std::string folder_;
    Xapian::WritableDatabase database_;
};

// Whether Xapian's API writes `tag` so that it can read it again: see is_readable() in deflate.h. A
// record that is not must be changed (a few varied bytes at its end do) before an update writes it.
bool api_can_store(const std::string& tag);

}  // namespace dateline
