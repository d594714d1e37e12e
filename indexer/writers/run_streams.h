// The sorted streams that a run hands to the merge, and how to read them from memory or from a
// spill file.
//
// Numbers are put_uint() of common/glass/encoding.h.
//   postings   per term in byte order: length in one byte, bytes; PostingsHeader;
//              then for each further document: id - previous id - 1, wdf: as in the glass table
//   positions  per term that has positions, in byte order: length in one byte, bytes; for each
//              document: id - previous id (of the first: the id), bytes of the tag, tag; ended by 0
//   values     per slot, in the order of slot_order(): slot, number of documents; for each:
//              id - previous id, length, bytes
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/glass/encoding.h"
#include "indexer/byte_buffer.h"
#include "indexer/writers/file.h"
#include "indexer/writers/run.h"

namespace dateline {

// Slots compare in tables as the bytes of put_uint do: as this number does.
std::uint64_t slot_order(std::uint32_t slot);

// A stream, or part of one, read forwards through a window.
class StreamReader {
public:
    // All of it in memory, which must stay.
    explicit StreamReader(std::string_view bytes)
        : at_(reinterpret_cast<const std::uint8_t*>(bytes.data())), end_(at_ + bytes.size()) {}

    // `length` bytes at `offset` of a file, which must stay, through a window of `window` bytes,
    // which grows to what `need` asks for.
    StreamReader(const SpillFile& file, std::uint64_t offset, std::uint64_t length,
                 std::size_t window)
        : file_(&file),
          offset_(offset),
          unread_(length),
          forgotten_(forget_unit(offset + SpillFile::kForgetUnit - 1)),
          window_(window) {}

    bool at_end() const { return at_ == end_ && unread_ == 0; }

    // Where to read: at least `bytes` bytes or all that is left, up to end().
    const std::uint8_t* need(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - at_) < bytes && unread_ > 0) fill(bytes);
        return at_;
    }
    const std::uint8_t* end() const { return end_; }

    // Everything before `at`, which need() gave or lies behind it, has been read.
    void read_to(const std::uint8_t* at) { at_ = at; }

private:
    void fill(std::size_t bytes);
    static std::uint64_t forget_unit(std::uint64_t offset) {
        return offset / SpillFile::kForgetUnit * SpillFile::kForgetUnit;
    }

    const std::uint8_t* at_ = nullptr;
    const std::uint8_t* end_ = nullptr;
    const SpillFile* file_ = nullptr;
    std::uint64_t offset_ = 0;
    std::uint64_t unread_ = 0;
    std::uint64_t forgotten_ = 0;  // the file need not keep what is before
    std::size_t window_ = 0;
    ByteBuffer buffer_;
};

// What follows a term in the stream of postings, before all of them but the first: numbers in this
// order, `last` as its distance from `first`.
struct PostingsHeader {
    std::uint64_t frequency = 0;
    std::uint64_t collection_frequency = 0;
    DocumentId first = 0;
    DocumentId last = 0;
    std::uint32_t first_wdf = 0;
    std::uint64_t further_bytes = 0;
};
inline constexpr std::size_t kMaxPostingsHeader = 6 * glass::kMaxUintBytes;

// Writes at `out`, which has room for kMaxPostingsHeader; returns the end.
std::uint8_t* put_header(std::uint8_t* out, const PostingsHeader& header);

PostingsHeader take_header(StreamReader& stream);

// Streams of terms, one for each run in order, visited term by term in byte order.
class TermMerge {
public:
    explicit TermMerge(std::vector<StreamReader>& streams);

    // Moves to the next term; false at the end. The reader of every stream of sources() must have
    // been read to the end of the term's part before.
    bool next();

    const std::string& term() const { return term_; }

    // The streams that have the term, rising; each stands just behind the term's bytes.
    const std::vector<std::uint32_t>& sources() const { return sources_; }

private:
    struct Head {
        std::uint64_t prefix = 0;
        std::uint32_t source = 0;
    };
    bool before(const Head& a, const Head& b) const;
    void push(std::uint32_t source);
    void pop();

    std::vector<StreamReader>& streams_;
    std::vector<std::string> terms_;  // by stream: the term that its reader stands behind
    std::vector<Head> heap_;          // the least on top
    std::string term_;
    std::vector<std::uint32_t> sources_;
};

}  // namespace dateline
