// Raw deflate for the tags of docdata and termlist tables.
#pragma once

#include <string_view>

#include "indexer/writers/byte_buffer.h"

struct libdeflate_compressor;

namespace dateline {

// Not for two threads at once. The same input gives the same output.
class Deflater {
public:
    Deflater();
    ~Deflater();
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    // The raw deflate stream of `tag`, valid until the next call; nothing (empty) if the tag is to
    // be stored as it is: it has at most 18 bytes, would not shrink, or would be unreadable (see
    // is_readable).
    std::string_view deflate(std::string_view tag);

private:
    libdeflate_compressor* compressor_;
    ByteBuffer out_;
};

// Whether every Xapian 1.4 reads back a tag deflated to `stream`, of which `size` bytes come out,
// however the stream is cut into items. Its reader inflates into pieces of 8192 bytes and gives up
// when the stream has been read to its end while output is still pending, which happens where a
// long repetition ends just behind a piece.
bool is_readable(std::string_view stream, std::size_t size);

}  // namespace dateline
