#include "indexer/writers/merge.h"

#include <algorithm>
#include <limits>
#include <queue>

#include "common/error.h"
#include "common/glass/encoding.h"

namespace dateline {
namespace {

using namespace glass;

constexpr std::size_t kChunkBytes = 2000;   // a chunk that has as many takes no more entries
constexpr std::size_t kMaxEntryBytes = 10;  // two numbers of 32 bits

std::string_view view(const std::uint8_t* begin, const std::uint8_t* end) {
    return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(end - begin)};
}

// A key made of a fixed beginning and an end that changes.
class Key {
public:
    void set_beginning(std::string_view bytes) {
        if (bytes.size() > kMaxKeyBytes) throw_too_long();
        length_ = static_cast<std::size_t>(put_bytes(bytes_, bytes) - bytes_);
    }

    // A term, followed by the byte that separates it from what comes behind.
    void set_term(std::string_view term) {
        length_ = static_cast<std::size_t>(put_sortable_term(bytes_, term) - bytes_);
        bytes_[length_++] = 0;
    }

    // The beginning alone, without its last `drop` bytes.
    std::string_view beginning(std::size_t drop = 0) const {
        return view(bytes_, bytes_ + length_ - drop);
    }

    // The beginning and a sortable id.
    std::string_view with_id(DocumentId id) {
        return view(bytes_, put_sortable(bytes_ + length_, id));
    }

private:
    [[noreturn]] static void throw_too_long() { throw Error("a key of more than 255 bytes"); }

    std::uint8_t bytes_[2 * kMaxTermBytes + 1 + kMaxSortableBytes + kMaxKeyBytes];
    std::size_t length_ = 0;
};

// Cuts a list of postings into chunks.
class ChunkWriter {
public:
    explicit ChunkWriter(TableWriter& table) : table_(table) {}

    // Begins a list. The key of its first chunk is key.beginning(drop), that of others
    // key.with_id().
    void begin(Key& key, std::size_t drop, std::uint64_t frequency, std::uint64_t collection) {
        key_ = &key;
        drop_ = drop;
        frequency_ = frequency;
        collection_ = collection;
        first_chunk_ = true;
        last_id_ = 0;
        end_ = entries();
    }

    void add(DocumentId id, std::uint32_t number) {
        if (last_id_ == 0) {
            first_id_ = id;
        } else if (size() >= kChunkBytes) {
            flush(false);
            first_id_ = id;
        } else {
            end_ = put_uint(end_, id - last_id_ - 1);
        }
        end_ = put_uint(end_, number);
        last_id_ = id;
    }

    // Adds the entries between `at` and `end`, and moves `at` behind the last one that is complete.
    void add_encoded(const std::uint8_t*& at, const std::uint8_t* end, bool complete) {
        // An entry that begins before `safe` ends before `end`.
        const std::uint8_t* const safe = complete ? end : end - kMaxEntryBytes;
        while (at < safe) {
            if (size() >= kChunkBytes) {
                const auto id = static_cast<DocumentId>(last_id_ + take_uint(at) + 1);
                add(id, static_cast<std::uint32_t>(take_uint(at)));
                continue;
            }
            const std::uint8_t* const begin = at;
            const std::uint8_t* const full = begin + (kChunkBytes - size());
            const std::uint8_t* const stop = std::min(safe, full);
            std::uint64_t id = last_id_;
            while (at < stop) {
                id += take_uint(at) + 1;
                while (*at++ >= 0x80) {
                }
            }
            last_id_ = static_cast<DocumentId>(id);
            end_ = put_bytes(end_, view(begin, at));
        }
    }

    void finish() { flush(true); }

private:
    static constexpr std::size_t kHeaderRoom = 40;

    std::uint8_t* entries() { return chunk_ + kHeaderRoom; }
    std::size_t size() { return static_cast<std::size_t>(end_ - entries()); }

    void flush(bool last) {
        std::uint8_t header[kHeaderRoom];
        std::uint8_t* out = header;
        if (first_chunk_) {
            out = put_uint(out, frequency_);
            out = put_uint(out, collection_);
            out = put_uint(out, first_id_ - 1);
        }
        *out++ = last ? '1' : '0';
        out = put_uint(out, last_id_ - first_id_);
        const auto length = static_cast<std::size_t>(out - header);
        std::uint8_t* const tag = entries() - length;
        std::memcpy(tag, header, length);
        const std::string_view key =
            first_chunk_ ? key_->beginning(drop_) : key_->with_id(first_id_);
        table_.add(key, view(tag, end_));
        first_chunk_ = false;
        end_ = entries();
    }

    TableWriter& table_;
    Key* key_ = nullptr;
    std::size_t drop_ = 0;
    std::uint64_t frequency_ = 0;
    std::uint64_t collection_ = 0;
    bool first_chunk_ = true;
    DocumentId first_id_ = 0;  // of the open chunk
    DocumentId last_id_ = 0;   // 0: none yet
    std::uint8_t chunk_[kHeaderRoom + kChunkBytes + 4 * kMaxEntryBytes];
    std::uint8_t* end_ = nullptr;
};

}  // namespace

void PostingList::add(DocumentId id, std::uint32_t number) {
    if (first == 0) {
        first = id;
        first_number = number;
    } else {
        std::uint8_t* out = further.room(kMaxEntryBytes);
        out = put_uint(out, id - last - 1);
        further.end_at(put_uint(out, number));
    }
    last = id;
}

void write_metadata(TableWriter& table, const std::map<std::string, std::string>& entries) {
    for (const auto& [key, value] : entries)
        table.add(std::string("\0\xc0", 2) + key, value);
}

void write_slot_statistics(TableWriter& table,
                           const std::map<std::uint64_t, SlotStatistics>& slots) {
    // Ordered by the bytes of the slot's number, lowest byte first.
    std::vector<std::pair<std::string, const SlotStatistics*>> ordered;
    ordered.reserve(slots.size());
    for (const auto& [order, slot] : slots) {
        std::uint8_t bytes[8];
        const std::uint8_t* end = put_uint_last(bytes, slot.slot);
        ordered.emplace_back(std::string("\0\xd0", 2).append(view(bytes, end)), &slot);
    }
    std::sort(ordered.begin(), ordered.end());
    ByteBuffer tag;
    for (const auto& [key, slot] : ordered) {
        tag.clear();
        std::uint8_t* out =
            tag.room(2 * kMaxUintBytes + slot->least.size() + slot->greatest.size());
        out = put_uint(out, slot->documents);
        out = put_uint(out, slot->least.size());
        out = put_bytes(out, slot->least);
        if (slot->greatest != slot->least) out = put_bytes(out, slot->greatest);
        tag.end_at(out);
        table.add(key, tag.view());
    }
}

void write_values(TableWriter& table, std::vector<StreamReader>& streams) {
    using Head = std::pair<std::uint64_t, std::uint32_t>;  // slot_order, stream
    std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
    std::vector<std::uint32_t> slots(streams.size());
    const auto push = [&](std::uint32_t source) {
        StreamReader& stream = streams[source];
        if (stream.at_end()) return;
        const std::uint8_t* at = stream.need(kMaxUintBytes);
        slots[source] = static_cast<std::uint32_t>(take_uint(at));
        stream.read_to(at);
        heads.emplace(slot_order(slots[source]), source);
    };
    for (std::uint32_t source = 0; source < streams.size(); ++source)
        push(source);

    Key key;
    ByteBuffer chunk;
    while (!heads.empty()) {
        const std::uint32_t slot = slots[heads.top().second];
        std::uint8_t beginning[2 + kMaxUintBytes] = {0, 0xd8};
        key.set_beginning(view(beginning, put_uint(beginning + 2, slot)));
        chunk.clear();
        DocumentId first = 0;
        DocumentId previous = 0;
        while (!heads.empty() && slots[heads.top().second] == slot) {
            const std::uint32_t source = heads.top().second;
            heads.pop();
            StreamReader& stream = streams[source];
            const std::uint8_t* at = stream.need(kMaxUintBytes);
            std::uint64_t count = take_uint(at);
            stream.read_to(at);
            DocumentId id = 0;
            for (; count > 0; --count) {
                at = stream.need(2 * kMaxUintBytes);
                id += static_cast<DocumentId>(take_uint(at));
                const std::size_t length = take_uint(at);
                stream.read_to(at);
                at = stream.need(length);
                std::uint8_t* out = chunk.room(2 * kMaxUintBytes + length);
                if (chunk.empty()) {
                    first = id;
                } else {
                    out = put_uint(out, id - previous - 1);
                }
                out = put_uint(out, length);
                chunk.end_at(put_bytes(out, view(at, at + length)));
                stream.read_to(at + length);
                previous = id;
                if (chunk.size() >= kChunkBytes) {
                    table.add(key.with_id(first), chunk.view());
                    chunk.clear();
                }
            }
            push(source);
        }
        if (!chunk.empty()) table.add(key.with_id(first), chunk.view());
    }
}

void write_lengths(TableWriter& table, const PostingList& lengths) {
    if (lengths.first == 0) return;
    Key key;
    key.set_beginning({"\0\xe0", 2});
    ChunkWriter chunks(table);
    chunks.begin(key, 0, 0, 0);
    chunks.add(lengths.first, lengths.first_number);
    const std::uint8_t* at = lengths.further.data();
    chunks.add_encoded(at, at + lengths.further.size(), true);
    chunks.finish();
}

std::uint64_t write_postings(TableWriter& table, std::vector<StreamReader>& streams) {
    constexpr std::size_t kWindow = 4096;  // read at a time: many entries
    TermMerge merge(streams);
    Key key;
    ChunkWriter chunks(table);
    std::vector<PostingsHeader> headers;
    std::uint64_t terms = 0;
    while (merge.next()) {
        ++terms;
        headers.clear();
        std::uint64_t frequency = 0;
        std::uint64_t collection = 0;
        for (const std::uint32_t source : merge.sources()) {
            headers.push_back(take_header(streams[source]));
            frequency += headers.back().frequency;
            collection += headers.back().collection_frequency;
        }
        if (collection > std::numeric_limits<std::uint32_t>::max()) {
            throw Error("document " + std::to_string(headers.back().last) +
                        ": with it the term \"" + merge.term() +
                        "\" occurs more often than 32 bits can count");
        }
        key.set_term(merge.term());
        chunks.begin(key, 1, frequency, collection);
        for (std::size_t part = 0; part < headers.size(); ++part) {
            const PostingsHeader& header = headers[part];
            StreamReader& stream = streams[merge.sources()[part]];
            chunks.add(header.first, header.first_wdf);
            for (std::uint64_t left = header.further_bytes; left > 0;) {
                const std::uint8_t* at =
                    stream.need(static_cast<std::size_t>(std::min<std::uint64_t>(left, kWindow)));
                const std::uint8_t* const begin = at;
                const auto available = static_cast<std::uint64_t>(stream.end() - at);
                const bool complete = available >= left;
                chunks.add_encoded(at, complete ? at + left : stream.end(), complete);
                stream.read_to(at);
                left -= static_cast<std::uint64_t>(at - begin);
            }
        }
        chunks.finish();
    }
    return terms;
}

void write_positions(TableWriter& table, std::vector<StreamReader>& streams) {
    TermMerge merge(streams);
    Key key;
    while (merge.next()) {
        key.set_term(merge.term());
        for (const std::uint32_t source : merge.sources()) {
            StreamReader& stream = streams[source];
            DocumentId id = 0;
            while (true) {
                const std::uint8_t* at = stream.need(2 * kMaxUintBytes);
                const std::uint64_t step = take_uint(at);
                if (step == 0) {
                    stream.read_to(at);
                    break;
                }
                id += static_cast<DocumentId>(step);
                const std::size_t length = take_uint(at);
                stream.read_to(at);
                at = stream.need(length);
                table.add(key.with_id(id), view(at, at + length));
                stream.read_to(at + length);
            }
        }
    }
}

}  // namespace dateline
