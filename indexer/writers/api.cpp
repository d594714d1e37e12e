#include "indexer/writers/api.h"

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

#include <zlib.h>

#include "common/error.h"
#include "common/glass/encoding.h"
#include "indexer/byte_buffer.h"
#include "indexer/writers/deflate.h"
#include "indexer/writers/run.h"

namespace dateline {
namespace {

// Runs `work`; Xapian's errors become ours.
template <typename Work>
auto translate(const std::string& folder, Work&& work) {
    try {
        return std::forward<Work>(work)();
    } catch (const Xapian::Error& error) {
        std::string message = folder + ": " + error.get_msg();
        if (const char* system = error.get_error_string()) {
            message += ": ";
            message += system;
        }
        throw Error(message);
    }
}

[[noreturn]] void refuse(Xapian::docid id, const std::string& what) {
    throw Error((id != 0 ? "document " + std::to_string(id) : std::string("new document")) + ": " +
                what);
}

}  // namespace

ApiWriter::ApiWriter(const std::string& folder, Mode mode) : folder_(folder) {
    database_ = translate(folder_, [&] {
        return Xapian::WritableDatabase(folder, mode == Mode::Create
                                                    ? Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS
                                                    : Xapian::DB_OPEN);
    });
}

Xapian::Document ApiWriter::make(Xapian::docid id, const PreparedDocument& document,
                                 const TermTable& terms) const {
    Xapian::Document made;
    std::uint64_t length = 0;
    const auto term_of = [&](TermId term) {
        if (term >= terms.size()) refuse(id, "a term that the table does not have");
        const std::string_view bytes = terms.term(term);
        if (bytes.empty() || bytes.size() > glass::kMaxTermBytes) {
            refuse(id, "a term of " + std::to_string(bytes.size()) + " bytes (1 to " +
                           std::to_string(glass::kMaxTermBytes) + " are possible)");
        }
        return std::string(bytes);
    };
    for (const Occurrence& occurrence : document.occurrences) {
        const Xapian::termcount wdf = (occurrence.position & Occurrence::kNoWdf) == 0 ? 1 : 0;
        length += wdf;
        made.add_posting(term_of(occurrence.term), occurrence.position & ~Occurrence::kNoWdf, wdf);
    }
    for (const WeightedTerm& weighted : document.weighted) {
        length += weighted.wdf;
        made.add_term(term_of(weighted.term), weighted.wdf);
    }
    if (length > kMaxLength) {
        refuse(id, "its length (the sum of all wdf) passes " + std::to_string(kMaxLength));
    }
    std::int64_t previous = -1;
    for (const auto& [slot, value] : document.values) {
        if (slot <= previous) {
            refuse(id, "value slots out of order: " + std::to_string(slot) + " after " +
                           std::to_string(previous));
        }
        if (value.empty()) refuse(id, "an empty value in slot " + std::to_string(slot));
        previous = slot;
        made.add_value(slot, value);
    }
    made.set_data(document.data);
    return made;
}

void ApiWriter::add(Xapian::docid id, const PreparedDocument& document, const TermTable& terms) {
    if (id == 0) throw Error("document ids begin at 1");
    const Xapian::Document made = make(id, document, terms);
    translate(folder_, [&] { database_.replace_document(id, made); });
}

Xapian::docid ApiWriter::replace(const std::string& unique_term, const PreparedDocument& document,
                                 const TermTable& terms) {
    const Xapian::Document made = make(find(unique_term).value_or(0), document, terms);
    return translate(folder_, [&] { return database_.replace_document(unique_term, made); });
}

Xapian::doccount ApiWriter::erase(const std::string& unique_term) {
    return translate(folder_, [&] {
        const Xapian::doccount before = database_.get_doccount();
        database_.delete_document(unique_term);
        return before - database_.get_doccount();
    });
}

std::optional<Xapian::docid> ApiWriter::find(const std::string& unique_term) const {
    return translate(folder_, [&]() -> std::optional<Xapian::docid> {
        const Xapian::PostingIterator first = database_.postlist_begin(unique_term);
        if (first == database_.postlist_end(unique_term)) return std::nullopt;
        return *first;
    });
}

void ApiWriter::set_metadata(const std::string& key, const std::string& value) {
    translate(folder_, [&] { database_.set_metadata(key, value); });
}

void ApiWriter::commit() {
    translate(folder_, [&] { database_.commit(); });
}

bool api_can_store(const std::string& tag) {
    constexpr std::size_t kAlwaysReadable = 8192;
    if (tag.size() < kAlwaysReadable) return true;
    // As the API deflates; the level does not matter to readers, but the stream it gives does.
    z_stream zlib = {};
    if (deflateInit2(&zlib, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        throw std::bad_alloc();
    }
    ByteBuffer stream;
    std::string_view left = tag;
    int result = Z_OK;
    do {
        constexpr std::size_t kPiece = std::size_t{1} << 30;
        const std::string_view piece = left.substr(0, kPiece);
        left.remove_prefix(piece.size());
        // zlib does not write to its input.
        zlib.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(piece.data()));
        zlib.avail_in = static_cast<uInt>(piece.size());
        do {
            constexpr std::size_t kRoom = std::size_t{1} << 16;
            zlib.next_out = stream.room(kRoom);
            zlib.avail_out = kRoom;
            result = ::deflate(&zlib, left.empty() ? Z_FINISH : Z_NO_FLUSH);
            stream.end_at(zlib.next_out);
        } while (result == Z_OK && zlib.avail_out == 0);
    } while (!left.empty());
    deflateEnd(&zlib);
    return stream.size() >= tag.size() || is_readable(stream.view(), tag.size());
}

}  // namespace dateline
