// A run: a contiguous range of documents, inverted and encoded, as one thread makes it.
//
// RunBuilder takes documents and remembers them as a compact stream; finish() turns that into a
// Run, which holds finished tags (term lists, records) and two sorted streams of postings and
// positions for the merge. Everything expensive happens here, so runs built by several threads
// scale with them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/byte_buffer.h"
#include "indexer/document/document.h"
#include "indexer/document/term_table.h"
#include "indexer/writers/deflate.h"

namespace dateline {

using DocumentId = std::uint32_t;  // 1 and up

// The most that a document's wdf add up to. The next number means a deleted posting to Xapian's
// API.
inline constexpr std::uint32_t kMaxLength = 0xfffffffe;

// What a document costs to write: sizes of its finished tags in the run's buffers.
struct RunDocument {
    DocumentId id = 0;
    std::uint32_t length = 0;  // sum of all wdf
    std::uint32_t term_list_bytes = 0;
    std::uint32_t data_bytes = 0;
    std::uint32_t slot_list_bytes = 0;  // 0: no values
    bool term_list_deflated = false;
    bool data_deflated = false;
    bool slot_list_deflated = false;
};

// What the documents of a run hold in a value slot.
struct SlotStatistics {
    std::uint32_t slot = 0;
    std::uint64_t documents = 0;
    std::string least;  // in the order of bytes
    std::string greatest;
};

// Formats of the streams are in run_streams.h.
struct Run {
    std::vector<RunDocument> documents;  // ids rising
    ByteBuffer term_lists;               // tags of the documents, one after another
    ByteBuffer data;
    ByteBuffer slot_lists;
    ByteBuffer postings;
    ByteBuffer positions;
    ByteBuffer values;
    std::vector<SlotStatistics> slots;  // in the order of slot_order()
    std::uint32_t largest_wdf = 0;
};

// For one thread. The order of calls: terms() and add(), in turn, then finish().
class RunBuilder {
public:
    // Interns the terms of the documents added. Emptied by finish().
    TermTable& terms() { return terms_; }
    const TermTable& terms() const { return terms_; }

    // Adds a document. Throws Error, naming the document, if ids do not rise, the document's length
    // or a wdf passes 32 bits, slots do not rise, a term has no or more than 245 bytes, or
    // something is too large for the index. After an Error the builder is of no more use.
    void add(DocumentId id, const PreparedDocument& document);

    std::size_t document_count() const { return documents_.size(); }

    // Leaves the builder empty, ready for the next run.
    Run finish();

    // Takes the memory that a run which was written has left; what is in it is lost.
    void reuse(Run& written);

private:
    struct Value {
        std::uint64_t order = 0;  // slot_order()
        unsigned slot = 0;
        std::uint32_t document = 0;  // place in documents_
        std::size_t begin = 0;       // of the bytes in value_bytes_
        std::uint32_t length = 0;
    };
    struct RankedTerm {
        std::uint64_t prefix = 0;  // sort_prefix() of the term
        const char* bytes = nullptr;
        std::uint32_t length = 0;
        TermId id = 0;

        std::string_view view() const { return {bytes, length}; }
    };
    // Of a term, while documents are added.
    struct Tally {
        std::uint32_t entries = 0;
        std::uint32_t weight_end = 0;  // of its last entry without position in stream_; 0: none
    };
    // What the inversion needs of a document, close together.
    struct OpenList {
        DocumentId id = 0;
        std::uint32_t end = 0;  // of its list in stream_, in words
    };
    struct Aside {
        std::uint32_t document = 0;
        std::uint32_t wdf = 0;
    };

    void check_new_terms(DocumentId id);
    void add_values(const PreparedDocument& document, RunDocument& written);
    void rank_terms();
    void scatter();
    void invert(Run& run);
    void put_aside(std::uint32_t document, std::uint32_t wdf);
    void write_term_lists();
    void write_values(Run& run);
    void reset();

    TermTable terms_;
    std::vector<RunDocument> documents_;
    Deflater deflater_;
    // Finished tags.
    ByteBuffer term_lists_;
    ByteBuffer data_;
    ByteBuffer slot_lists_;
    std::vector<Value> values_;
    ByteBuffer value_bytes_;
    ByteBuffer slots_;  // of the document being added

    // The documents' entries, see run.cpp. stream_begin_[i] is where document i begins.
    ByteBuffer stream_{ByteBuffer::Pages::Huge};
    std::vector<std::uint32_t> stream_begin_;
    std::vector<Tally> tallies_;  // by term id
    std::size_t checked_terms_ = 0;
    std::uint64_t entries_ = 0;

    // While finishing.
    std::vector<RankedTerm> ranked_;                  // in byte order
    ByteBuffer vocabulary_{ByteBuffer::Pages::Huge};  // their bytes
    std::vector<std::uint64_t> cursor_;               // by term id: where its next entry goes
    ByteBuffer scattered_{ByteBuffer::Pages::Huge};   // entries by rank, then document
    std::vector<OpenList> open_lists_;                // by document
    std::vector<Aside> aside_;                        // wdf too large for their place in a list
};

}  // namespace dateline
