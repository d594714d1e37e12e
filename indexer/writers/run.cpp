#include "indexer/writers/run.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "common/error.h"
#include "common/glass/encoding.h"
#include "indexer/writers/glass_table.h"
#include "indexer/writers/position_code.h"
#include "indexer/writers/run_streams.h"

namespace dateline {
namespace {

using namespace glass;

constexpr std::uint64_t kMax32 = std::numeric_limits<std::uint32_t>::max();

// An entry of the stream: a word of 32 bits, the term's id below and its kind above, and for some
// kinds a second word. Most occurrences follow the one before at a distance of 0 or 1. The kinds
// from kWeightless on are of terms without position: what they are more than it is the wdf.
constexpr unsigned kTermBits = 28;
constexpr std::uint32_t kTermMask = (1u << kTermBits) - 1;
enum Kind : std::uint32_t {
    kNext = 0,        // occurrence, position that of the occurrence before + 1 (the first: 1)
    kSame = 1,        // occurrence, position that of the occurrence before
    kOccurrence = 2,  // occurrence, second word: Occurrence::position
    kWeight = 3,      // second word: wdf, no position
    kWeightless = 4,
};
constexpr std::uint32_t kMostInKind = 15 - kWeightless;  // wdf
constexpr std::uint32_t tag_kind(std::uint32_t kind) {
    return kind << kTermBits;
}

// A scattered entry, 64 bits: document (place in the run) << 33, and below either
// Occurrence::position or kWeightFlag and a wdf.
constexpr unsigned kDocumentShift = 33;
constexpr std::uint64_t kWeightFlag = std::uint64_t{1} << 32;

// An element of a document's term list before encoding: rank << 7 | wdf. A wdf that does not fit is
// kept aside.
constexpr unsigned kWdfBits = 7;
constexpr std::uint32_t kWdfAside = (1u << kWdfBits) - 1;
constexpr std::size_t kMaxTerms = std::size_t{1} << (32 - kWdfBits);

constexpr std::size_t kMaxStreamBytes = kMax32 * sizeof(std::uint32_t);

constexpr std::size_t kCopyAtOnce = 16;  // bytes that may be read and written beyond a term's end

constexpr std::size_t kAhead = 16;  // entries between a prefetch and its use

[[noreturn]] void refuse(DocumentId id, const std::string& what) {
    throw Error("document " + std::to_string(id) + ": " + what);
}

void check_tag(DocumentId id, std::size_t bytes, const char* what) {
    if (bytes > kMaxStoredTag) {
        refuse(id, std::string(what) + " of " + std::to_string(bytes) + " bytes, more than the " +
                       std::to_string(kMaxStoredTag) + " that an index can hold");
    }
}

// Whether the term's key in the position table, with this document's id, fits.
void check_position_key(std::string_view term, DocumentId id) {
    if (2 * term.size() + 1 + kMaxSortableBytes <= kMaxKeyBytes) return;
    const auto zeros = static_cast<std::size_t>(std::count(term.begin(), term.end(), '\0'));
    if (term.size() + zeros + 1 + sortable_bytes(id) > kMaxKeyBytes) {
        refuse(id, "a term of " + std::to_string(term.size()) + " bytes, " + std::to_string(zeros) +
                       " of them zero, is too long for the index");
    }
}

// Appends an entry of the stream of positions.
void put_position_list(ByteBuffer& out, DocumentId id, std::uint32_t step,
                       const std::uint32_t* positions, std::size_t count) {
    if (count == 1) {  // as most have
        std::uint8_t* const begin = put_uint(out.room(3 * kMaxUintBytes), step);
        std::uint8_t* const end = put_uint(begin + 1, positions[0]);
        *begin = static_cast<std::uint8_t>(end - begin - 1);
        out.end_at(end);
        return;
    }
    std::uint8_t* length_at = put_uint(out.room(2 * kMaxUintBytes + positions_room(count)), step);
    std::uint8_t* const tag = length_at + 1;
    std::uint8_t* end = put_positions(tag, positions, count);
    const auto length = static_cast<std::size_t>(end - tag);
    if (length < 0x80) {
        *length_at = static_cast<std::uint8_t>(length);
    } else {
        check_tag(id, length, "a position list");
        std::uint8_t* const moved = length_at + uint_bytes(length);
        std::memmove(moved, tag, length);
        put_uint(length_at, length);
        end = moved + length;
    }
    out.end_at(end);
}

template <typename T>
T* elements(ByteBuffer& buffer) {
    return reinterpret_cast<T*>(buffer.data());
}

template <typename Term>
std::uint32_t shared_prefix(const Term& a, const Term& b) {
    const std::uint32_t shorter = std::min(a.length, b.length);
    const std::uint64_t differ = a.prefix ^ b.prefix;
    if (differ != 0) {
        return std::min(shorter, static_cast<std::uint32_t>(std::countl_zero(differ)) / 8);
    }
    std::uint32_t shared = std::min(shorter, 8u);
    while (shared < shorter && a.bytes[shared] == b.bytes[shared])
        ++shared;
    return shared;
}

// Length in one byte, bytes: as the streams have a term.
template <typename Term>
void put_term(ByteBuffer& stream, const Term& term) {
    std::uint8_t* out = stream.room(1 + kMaxTermBytes);
    *out++ = static_cast<std::uint8_t>(term.length);
    stream.end_at(put_bytes(out, term.view()));
}

// Returns how many are left. Rare: not in line, where it would take registers from the loop.
[[gnu::noinline]] std::size_t sort_unique(std::uint32_t* positions, std::size_t count) {
    std::sort(positions, positions + count);
    return static_cast<std::size_t>(std::unique(positions, positions + count) - positions);
}

// What a document holds of a term.
struct Holding {
    std::uint32_t wdf = 0;
    std::size_t positions = 0;  // how many
};

// Takes a document's scattered entries at `at`, which moves behind them, and writes the positions
// among them, rising, each once.
Holding take_holding(const std::uint64_t*& at, const std::uint64_t* end, std::uint32_t* positions) {
    const std::uint64_t document = *at >> kDocumentShift;
    std::uint64_t wdf = 0;  // RunBuilder::add() checked the sum
    std::size_t count = 0;
    bool rising = true;
    do {
        const std::uint64_t entry = *at++;
        if ((entry & kWeightFlag) != 0) {
            wdf += entry & kMax32;
        } else {
            const std::uint32_t position = static_cast<std::uint32_t>(entry) & ~Occurrence::kNoWdf;
            wdf += (entry & Occurrence::kNoWdf) == 0;
            rising &= count == 0 || position > positions[count - 1];
            positions[count++] = position;
        }
    } while (at < end && *at >> kDocumentShift == document);
    if (!rising) count = sort_unique(positions, count);
    return {static_cast<std::uint32_t>(wdf), count};
}

// Encodes a term's postings.
class PostingEncoder {
public:
    // `out` has room for kMaxBytes a posting.
    explicit PostingEncoder(std::uint8_t* out) : begin_(out), end_(out) {}
    static constexpr std::size_t kMaxBytes = 2 * 5;  // two numbers of 32 bits

    // Ids rise.
    void add(DocumentId id, std::uint32_t wdf) {
        if (header_.frequency++ == 0) {
            header_.first = id;
            header_.first_wdf = wdf;
        } else {
            end_ = put_uint(put_uint(end_, id - header_.last - 1), wdf);
        }
        header_.last = id;
        header_.collection_frequency += wdf;
        largest_wdf_ = std::max(largest_wdf_, wdf);
    }

    // Appends what follows the term in the stream of postings.
    void write(ByteBuffer& stream) const {
        PostingsHeader header = header_;  // a copy, so that the loop's stays in registers
        header.further_bytes = static_cast<std::uint64_t>(end_ - begin_);
        std::uint8_t* const out =
            put_header(stream.room(kMaxPostingsHeader + header.further_bytes), header);
        std::memcpy(out, begin_, header.further_bytes);
        stream.end_at(out + header.further_bytes);
    }

    std::uint32_t largest_wdf() const { return largest_wdf_; }

private:
    std::uint8_t* begin_;  // all but the first
    std::uint8_t* end_;
    PostingsHeader header_;
    std::uint32_t largest_wdf_ = 0;
};

// The bytes of a term from `begin` on.
template <typename Term>
std::uint8_t* put_term_end(std::uint8_t* out, const Term& term, std::uint32_t begin) {
    const std::size_t length = term.length - begin;
    if (length <= kCopyAtOnce) {
        std::memcpy(out, term.bytes + begin, kCopyAtOnce);
    } else {
        std::memcpy(out, term.bytes + begin, length);
    }
    return out + length;
}

}  // namespace

void RunBuilder::reset() {
    terms_.clear();
    documents_.clear();
    term_lists_ = {};
    data_ = {};
    slot_lists_ = {};
    values_ = {};
    value_bytes_ = {};
    slots_ = {};
    stream_.clear();
    stream_begin_.clear();
    tallies_.clear();
    checked_terms_ = 0;
    entries_ = 0;
}

void RunBuilder::check_new_terms(DocumentId id) {
    const std::size_t count = terms_.size();
    for (; checked_terms_ < count; ++checked_terms_) {
        const std::size_t length = terms_.term(static_cast<TermId>(checked_terms_)).size();
        if (length == 0 || length > kMaxTermBytes) {
            refuse(id, "a term of " + std::to_string(length) + " bytes (1 to " +
                           std::to_string(kMaxTermBytes) + " are possible)");
        }
    }
    if (count > kMaxTerms) {
        refuse(id, "more than " + std::to_string(kMaxTerms) + " different terms in one run");
    }
    if (tallies_.size() < count) tallies_.resize(count);
}

void RunBuilder::add(DocumentId id, const PreparedDocument& document) {
    if (id == 0) throw Error("document ids begin at 1");
    if (!documents_.empty() && id <= documents_.back().id) {
        refuse(id, "its id does not follow " + std::to_string(documents_.back().id));
    }
    check_new_terms(id);
    RunDocument written;
    written.id = id;

    const std::size_t term_count = tallies_.size();
    const std::size_t most_bytes =
        (document.occurrences.size() + document.weighted.size()) * 2 * sizeof(std::uint32_t);
    if (most_bytes > kMaxStreamBytes - stream_.size()) {
        refuse(id, "more words than fit into one run");
    }
    std::size_t entries = document.occurrences.size();
    stream_begin_.push_back(static_cast<std::uint32_t>(stream_.size() / sizeof(std::uint32_t)));
    auto* out = reinterpret_cast<std::uint32_t*>(stream_.room(most_bytes));
    std::uint32_t position = 0;
    std::uint64_t length = 0;
    for (const Occurrence& occurrence : document.occurrences) {
        if (occurrence.term >= term_count) refuse(id, "a term that the run's table does not have");
        ++tallies_[occurrence.term].entries;
        if (occurrence.position == position + 1) {
            *out++ = occurrence.term | tag_kind(kNext);
            ++position;
            ++length;
        } else if (occurrence.position == position) {
            *out++ = occurrence.term | tag_kind(kSame);
            ++length;
        } else {
            *out++ = occurrence.term | tag_kind(kOccurrence);
            *out++ = occurrence.position;
            length += (occurrence.position & Occurrence::kNoWdf) == 0;
            position = occurrence.position & ~Occurrence::kNoWdf;
        }
    }
    // A stem often comes again: its wdf add up in the first entry, as far as that holds them.
    std::uint32_t* const stream = elements<std::uint32_t>(stream_);
    for (const WeightedTerm& weighted : document.weighted) {
        if (weighted.term >= term_count) refuse(id, "a term that the run's table does not have");
        Tally& tally = tallies_[weighted.term];
        length += weighted.wdf;
        if (tally.weight_end > stream_begin_.back()) {
            std::uint32_t& earlier = stream[tally.weight_end - 1];
            if ((earlier >> kTermBits) - kWeightless + std::uint64_t{weighted.wdf} <= kMostInKind) {
                earlier += tag_kind(weighted.wdf);
                continue;
            }
        }
        ++tally.entries;
        ++entries;
        if (weighted.wdf <= kMostInKind) {
            *out++ = weighted.term | tag_kind(kWeightless + weighted.wdf);
            tally.weight_end = static_cast<std::uint32_t>(out - stream);
        } else {
            *out++ = weighted.term | tag_kind(kWeight);
            *out++ = weighted.wdf;
        }
    }
    stream_.end_at(reinterpret_cast<std::uint8_t*>(out));
    entries_ += entries;
    if (length > kMaxLength) {
        refuse(id, "its length (the sum of all wdf) passes " + std::to_string(kMaxLength));
    }
    written.length = static_cast<std::uint32_t>(length);

    if (!document.data.empty()) {
        const std::string_view deflated = deflater_.deflate(document.data);
        const std::string_view tag = deflated.empty() ? document.data : deflated;
        check_tag(id, tag.size(), "data");
        data_.append(tag.data(), tag.size());
        written.data_bytes = static_cast<std::uint32_t>(tag.size());
        written.data_deflated = !deflated.empty();
    }
    if (!document.values.empty()) add_values(document, written);
    documents_.push_back(written);
}

void RunBuilder::add_values(const PreparedDocument& document, RunDocument& written) {
    slots_.clear();
    std::int64_t previous = -1;
    for (const auto& [slot, value] : document.values) {
        if (slot <= previous) {
            refuse(written.id, "value slots out of order: " + std::to_string(slot) + " after " +
                                   std::to_string(previous));
        }
        if (value.empty()) {
            refuse(written.id, "an empty value in slot " + std::to_string(slot));
        }
        check_tag(written.id, value.size(), "a value");
        slots_.end_at(put_uint(slots_.room(kMaxUintBytes), slot - previous - 1));
        previous = slot;
        values_.push_back({slot_order(slot), slot, static_cast<std::uint32_t>(documents_.size()),
                           value_bytes_.size(), static_cast<std::uint32_t>(value.size())});
        value_bytes_.append(value.data(), value.size());
    }
    // The list of slots is deflated like any tag of the table of term lists.
    const std::string_view deflated = deflater_.deflate(slots_.view());
    const std::string_view tag = deflated.empty() ? slots_.view() : deflated;
    check_tag(written.id, tag.size(), "a list of slots");
    slot_lists_.append(tag.data(), tag.size());
    written.slot_list_bytes = static_cast<std::uint32_t>(tag.size());
    written.slot_list_deflated = !deflated.empty();
}

Run RunBuilder::finish() {
    Run run;
    tallies_.resize(terms_.size());
    rank_terms();
    scatter();
    invert(run);
    write_term_lists();
    write_values(run);
    run.documents = std::move(documents_);
    run.term_lists = std::move(term_lists_);
    run.data = std::move(data_);
    run.slot_lists = std::move(slot_lists_);
    // The writer keeps these; the others come back with reuse().
    for (ByteBuffer* buffer : {&run.postings, &run.positions, &run.values})
        buffer->shrink();
    reset();
    return run;
}

void RunBuilder::reuse(Run& written) {
    term_lists_ = std::move(written.term_lists);
    data_ = std::move(written.data);
    slot_lists_ = std::move(written.slot_lists);
    for (ByteBuffer* buffer : {&term_lists_, &data_, &slot_lists_})
        buffer->clear();
    written = {};
}

// Orders the vocabulary and copies its bytes into that order, so that walking along it is kind to
// the cache.
void RunBuilder::rank_terms() {
    const std::size_t count = terms_.size();
    ranked_.clear();
    ranked_.reserve(count);
    std::size_t bytes = 0;
    for (TermId id = 0; id < count; ++id) {
        const std::string_view term = terms_.term(id);
        bytes += term.size();
        ranked_.push_back(
            {sort_prefix(term), term.data(), static_cast<std::uint32_t>(term.size()), id});
    }
    std::sort(ranked_.begin(), ranked_.end(), [](const RankedTerm& a, const RankedTerm& b) {
        return a.prefix != b.prefix ? a.prefix < b.prefix : a.view() < b.view();
    });
    vocabulary_.clear();
    std::uint8_t* out = vocabulary_.room(bytes + kCopyAtOnce);
    for (RankedTerm& term : ranked_) {
        const auto* begin = reinterpret_cast<const char*>(out);
        out = put_bytes(out, term.view());
        term.bytes = begin;
    }
    std::memset(out, 0, kCopyAtOnce);
    vocabulary_.end_at(out);
}

// Puts every entry of the stream into its term's place, ranks rising; within a term the order of
// the stream stays, so documents rise.
void RunBuilder::scatter() {
    cursor_.resize(tallies_.size());
    std::uint64_t begin = 0;
    for (const RankedTerm& term : ranked_) {
        cursor_[term.id] = begin;
        begin += tallies_[term.id].entries;
    }
    scattered_.clear();
    auto* out = reinterpret_cast<std::uint64_t*>(
        scattered_.room((entries_ + 2 * kAhead) * sizeof(std::uint64_t)));
    std::fill_n(out + entries_, 2 * kAhead, 0);  // what is looked at ahead
    const std::uint32_t* const stream = elements<std::uint32_t>(stream_);
    const std::uint32_t* const stream_end = stream + stream_.size() / sizeof(std::uint32_t);
    const std::uint32_t* in = stream;
    const std::uint64_t term_count = cursor_.size();
    for (std::size_t document = 0; document < documents_.size(); ++document) {
        const std::uint32_t* const end =
            document + 1 < documents_.size() ? stream + stream_begin_[document + 1] : stream_end;
        const std::uint64_t high = std::uint64_t{document} << kDocumentShift;
        std::uint32_t position = 0;
        while (in < end) {
            if (in + kAhead < end) {
                const std::uint32_t ahead = in[kAhead] & kTermMask;  // or half of a second word
                if (ahead < term_count) __builtin_prefetch(out + cursor_[ahead], 1);
            }
            const std::uint32_t word = *in++;
            std::uint64_t low = 0;
            switch (const std::uint32_t kind = word >> kTermBits) {
                case kNext:
                    low = ++position;
                    break;
                case kSame:
                    low = position;
                    break;
                case kOccurrence:
                    low = *in++;
                    position = static_cast<std::uint32_t>(low) & ~Occurrence::kNoWdf;
                    break;
                case kWeight:
                    low = kWeightFlag | *in++;
                    break;
                default:
                    low = kWeightFlag | (kind - kWeightless);
                    break;
            }
            out[cursor_[word & kTermMask]++] = high | low;
        }
    }
}

// Walks the terms in order: writes each one's postings and positions, and appends it to the list of
// every document that has it. The lists take the place of the stream: a document has no more terms
// than entries.
void RunBuilder::invert(Run& run) {
    const std::uint64_t* at = elements<std::uint64_t>(scattered_);
    auto* const lists = elements<std::uint32_t>(stream_);
    open_lists_.resize(documents_.size());
    for (std::size_t i = 0; i < documents_.size(); ++i) {
        open_lists_[i] = {documents_[i].id, stream_begin_[i]};
    }
    aside_.clear();
    std::uint32_t most = 0;
    for (const Tally& tally : tallies_)
        most = std::max(most, tally.entries);
    std::vector<std::uint32_t> positions(most);
    ByteBuffer encoded;

    for (std::uint32_t rank = 0; rank < ranked_.size(); ++rank) {
        const RankedTerm& term = ranked_[rank];
        const std::uint64_t* const end = at + tallies_[term.id].entries;
        if (at == end) continue;  // interned, but in no document
        PostingEncoder postings(
            encoded.room(static_cast<std::size_t>(end - at) * PostingEncoder::kMaxBytes));
        DocumentId previous = 0;  // of the position lists
        while (at < end) {
            __builtin_prefetch(&open_lists_[at[2 * kAhead] >> kDocumentShift], 1);
            __builtin_prefetch(lists + open_lists_[at[kAhead] >> kDocumentShift].end, 1);
            const auto document = static_cast<std::uint32_t>(*at >> kDocumentShift);
            const Holding holding = take_holding(at, end, positions.data());
            OpenList& list = open_lists_[document];
            postings.add(list.id, holding.wdf);
            lists[list.end++] = rank << kWdfBits | std::min(holding.wdf, kWdfAside);
            if (holding.wdf >= kWdfAside) put_aside(document, holding.wdf);

            if (holding.positions == 0) continue;
            if (previous == 0) {
                check_position_key(term.view(), list.id);
                put_term(run.positions, term);
            }
            put_position_list(run.positions, list.id, list.id - previous, positions.data(),
                              holding.positions);
            previous = list.id;
        }
        if (previous != 0) {
            check_position_key(term.view(), previous);
            run.positions.append("", 1);  // ends the list
        }
        put_term(run.postings, term);
        postings.write(run.postings);
        run.largest_wdf = std::max(run.largest_wdf, postings.largest_wdf());
    }
}

[[gnu::noinline]] void RunBuilder::put_aside(std::uint32_t document, std::uint32_t wdf) {
    aside_.push_back({document, wdf});
}

void RunBuilder::write_term_lists() {
    // By document, ranks rising within each: as the lists have them.
    std::stable_sort(aside_.begin(), aside_.end(),
                     [](const Aside& a, const Aside& b) { return a.document < b.document; });
    auto aside = aside_.begin();
    const std::uint32_t* const lists = elements<std::uint32_t>(stream_);
    ByteBuffer tag;
    for (std::size_t document = 0; document < documents_.size(); ++document) {
        RunDocument& written = documents_[document];
        const std::uint32_t* at = lists + stream_begin_[document];
        const std::uint32_t* const end = lists + open_lists_[document].end;
        if (at == end) continue;  // no terms: an empty tag
        tag.clear();
        std::uint8_t* out = tag.room(2 * kMaxUintBytes);
        out = put_uint(out, written.length);
        out = put_uint(out, static_cast<std::uint64_t>(end - at));
        tag.end_at(out);
        const RankedTerm* previous = nullptr;
        for (; at < end; ++at) {
            if (at + kAhead < end) {
                __builtin_prefetch(&ranked_[at[kAhead] >> kWdfBits]);
                __builtin_prefetch(ranked_[at[kAhead / 2] >> kWdfBits].bytes);
            }
            const RankedTerm& term = ranked_[*at >> kWdfBits];
            std::uint64_t wdf = *at & kWdfAside;
            if (wdf == kWdfAside) wdf = (aside++)->wdf;
            out = tag.room(kMaxTermBytes + kCopyAtOnce + 2 + kMaxUintBytes);
            if (previous == nullptr) {
                *out++ = static_cast<std::uint8_t>(term.length);
                out = put_term_end(out, term, 0);
                out = put_uint(out, wdf);
            } else {
                const std::uint32_t shared = shared_prefix(*previous, term);
                const std::uint64_t both = (wdf + 1) * (previous->length + 1) + shared;
                const bool packed = wdf < 127 && both <= 255;
                *out++ = static_cast<std::uint8_t>(packed ? both : shared);
                *out++ = static_cast<std::uint8_t>(term.length - shared);
                out = put_term_end(out, term, shared);
                if (!packed) out = put_uint(out, wdf);
            }
            tag.end_at(out);
            previous = &term;
        }
        const std::string_view deflated = deflater_.deflate(tag.view(), Deflater::Effort::Symbols);
        const std::string_view stored = deflated.empty() ? tag.view() : deflated;
        check_tag(written.id, stored.size(), "a term list");
        term_lists_.append(stored.data(), stored.size());
        written.term_list_bytes = static_cast<std::uint32_t>(stored.size());
        written.term_list_deflated = !deflated.empty();
    }
}

void RunBuilder::write_values(Run& run) {
    if (values_.empty()) return;
    // Documents rise within a slot, because they do in values_.
    std::stable_sort(values_.begin(), values_.end(),
                     [](const Value& a, const Value& b) { return a.order < b.order; });
    const auto bytes_of = [this](const Value& value) {
        return value_bytes_.view().substr(value.begin, value.length);
    };
    for (auto begin = values_.begin(); begin != values_.end();) {
        const auto end = std::find_if(begin, values_.end(), [begin](const Value& value) {
            return value.slot != begin->slot;
        });
        std::uint8_t* out = run.values.room(2 * kMaxUintBytes);
        out = put_uint(out, begin->slot);
        out = put_uint(out, static_cast<std::uint64_t>(end - begin));
        run.values.end_at(out);
        std::string_view least = bytes_of(*begin);
        std::string_view greatest = least;
        DocumentId previous = 0;
        for (auto at = begin; at != end; ++at) {
            const DocumentId id = documents_[at->document].id;
            const std::string_view bytes = bytes_of(*at);
            if (bytes < least) least = bytes;
            if (bytes > greatest) greatest = bytes;
            out = run.values.room(2 * kMaxUintBytes + bytes.size());
            out = put_uint(out, id - previous);
            out = put_uint(out, bytes.size());
            run.values.end_at(put_bytes(out, bytes));
            previous = id;
        }
        run.slots.push_back({begin->slot, static_cast<std::uint64_t>(end - begin),
                             std::string(least), std::string(greatest)});
        begin = end;
    }
}

}  // namespace dateline
