#include "indexer/writers/run_streams.h"

#include <algorithm>

namespace dateline {

std::uint64_t slot_order(std::uint32_t slot) {
    std::uint8_t bytes[8] = {};
    glass::put_uint(bytes, slot);
    return glass::sort_prefix({reinterpret_cast<const char*>(bytes), sizeof(bytes)});
}

void StreamReader::fill(std::size_t bytes) {
    const auto kept = static_cast<std::size_t>(end_ - at_);
    const std::size_t wanted = std::max(bytes, window_);
    // at_ may point into buffer_: move what is kept to its beginning first.
    if (kept > 0 && at_ != buffer_.data()) std::memmove(buffer_.data(), at_, kept);
    buffer_.end_at(buffer_.data() + kept);
    const auto more = static_cast<std::size_t>(std::min<std::uint64_t>(wanted - kept, unread_));
    file_->read(offset_, buffer_.room(more), more);
    offset_ += more;
    unread_ -= more;
    if (const std::uint64_t read = forget_unit(offset_); read > forgotten_) {
        file_->forget(forgotten_, read);
        forgotten_ = read;
    }
    at_ = buffer_.data();
    end_ = at_ + kept + more;
}

std::uint8_t* put_header(std::uint8_t* out, const PostingsHeader& header) {
    out = glass::put_uint(out, header.frequency);
    out = glass::put_uint(out, header.collection_frequency);
    out = glass::put_uint(out, header.first);
    out = glass::put_uint(out, header.last - header.first);
    out = glass::put_uint(out, header.first_wdf);
    return glass::put_uint(out, header.further_bytes);
}

PostingsHeader take_header(StreamReader& stream) {
    const std::uint8_t* at = stream.need(kMaxPostingsHeader);
    PostingsHeader header;
    header.frequency = glass::take_uint(at);
    header.collection_frequency = glass::take_uint(at);
    header.first = static_cast<DocumentId>(glass::take_uint(at));
    header.last = header.first + static_cast<DocumentId>(glass::take_uint(at));
    header.first_wdf = static_cast<std::uint32_t>(glass::take_uint(at));
    header.further_bytes = glass::take_uint(at);
    stream.read_to(at);
    return header;
}

TermMerge::TermMerge(std::vector<StreamReader>& streams)
    : streams_(streams), terms_(streams.size()) {
    for (std::uint32_t source = 0; source < streams.size(); ++source)
        push(source);
}

bool TermMerge::before(const Head& a, const Head& b) const {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const int order = terms_[a.source].compare(terms_[b.source]);
    return order != 0 ? order < 0 : a.source < b.source;
}

void TermMerge::push(std::uint32_t source) {
    StreamReader& stream = streams_[source];
    if (stream.at_end()) return;
    const std::uint8_t* at = stream.need(1 + glass::kMaxTermBytes);
    const std::size_t length = *at++;
    terms_[source].assign(reinterpret_cast<const char*>(at), length);
    stream.read_to(at + length);
    heap_.push_back({glass::sort_prefix(terms_[source]), source});
    std::push_heap(heap_.begin(), heap_.end(),
                   [this](const Head& a, const Head& b) { return before(b, a); });
}

void TermMerge::pop() {
    std::pop_heap(heap_.begin(), heap_.end(),
                  [this](const Head& a, const Head& b) { return before(b, a); });
    heap_.pop_back();
}

bool TermMerge::next() {
    for (const std::uint32_t source : sources_)
        push(source);
    sources_.clear();
    if (heap_.empty()) return false;
    const std::uint64_t prefix = heap_.front().prefix;
    term_ = terms_[heap_.front().source];
    while (!heap_.empty() && heap_.front().prefix == prefix &&
           terms_[heap_.front().source] == term_) {
        sources_.push_back(heap_.front().source);
        pop();
    }
    return true;
}

}  // namespace dateline
