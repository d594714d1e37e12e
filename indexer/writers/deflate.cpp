#include "indexer/writers/deflate.h"

#include <new>
#include <stdexcept>

#include <libdeflate.h>
#include <zlib.h>

namespace dateline {
namespace {

constexpr std::size_t kNeverDeflated = 18;  // bytes; as the API has it
constexpr std::size_t kReaderPiece = 8192;  // what Xapian inflates at a time
constexpr int kLevel = 1;

}  // namespace

Deflater::Deflater() : compressor_(libdeflate_alloc_compressor(kLevel)) {
    if (compressor_ == nullptr) throw std::bad_alloc();
}

Deflater::~Deflater() {
    libdeflate_free_compressor(compressor_);
}

std::string_view Deflater::deflate(std::string_view tag) {
    if (tag.size() <= kNeverDeflated) return {};
    out_.clear();
    const std::size_t room = tag.size() - 1;  // must come out smaller
    const std::size_t length =
        libdeflate_deflate_compress(compressor_, tag.data(), tag.size(), out_.room(room), room);
    const std::string_view stream(reinterpret_cast<const char*>(out_.data()), length);
    if (length == 0) return {};
    if (tag.size() >= kReaderPiece && !is_readable(stream, tag.size())) return {};
    return stream;
}

bool is_readable(std::string_view stream, std::size_t size) {
    if (size < kReaderPiece) return true;
    if (stream.empty()) return false;
    // A reader can have all of the stream and miss some output only if output depends on the last
    // byte; so hold that back and count what comes out.
    z_stream zlib = {};
    if (inflateInit2(&zlib, -15) != Z_OK) throw std::bad_alloc();
    ByteBuffer piece;
    std::size_t left = stream.size() - 1;
    // zlib does not write to its input.
    zlib.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(stream.data()));
    std::size_t inflated = 0;
    int result = Z_OK;
    constexpr std::size_t kMostInput = std::size_t{1} << 30;
    constexpr std::size_t kPiece = std::size_t{1} << 16;
    do {
        if (zlib.avail_in == 0) {
            zlib.avail_in = static_cast<uInt>(left < kMostInput ? left : kMostInput);
            left -= zlib.avail_in;
        }
        zlib.next_out = piece.room(kPiece);
        zlib.avail_out = kPiece;
        result = inflate(&zlib, Z_SYNC_FLUSH);
        inflated += kPiece - zlib.avail_out;
    } while (result == Z_OK && (zlib.avail_out == 0 || zlib.avail_in > 0 || left > 0));
    inflateEnd(&zlib);
    return inflated == size;
}

}  // namespace dateline
