#include "common/glass/position_lists.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>

#include "common/glass/encoding.h"

namespace dateline::glass {
namespace {

// Reads what the writer's BitWriter wrote (indexer/writers/position_code.cpp): bits from the lowest
// of each byte upwards. Behind the end there are zeros.
class BitReader {
public:
    BitReader(const std::uint8_t* begin, const std::uint8_t* end)
        : begin_(begin), bytes_(static_cast<std::size_t>(end - begin)) {}

    // One of the numbers below `choices`, which is at most 2^32.
    std::uint32_t code(std::uint64_t choices) {
        if (choices <= 1) return 0;
        // What the low bits are is as good as random: no branches.
        const auto low_bits = static_cast<unsigned>(std::bit_width(choices - 1)) - 1;
        const std::uint64_t half = std::uint64_t{1} << low_bits;
        const std::uint64_t middle = choices - half;  // below it one bit more follows
        const std::uint64_t ahead = peek();
        const std::uint64_t low = ahead & (half - 1);
        const std::uint64_t longer = low < middle ? 1 : 0;
        at_ += low_bits + longer;
        return static_cast<std::uint32_t>(low + (half & (0 - (longer & ahead >> low_bits))));
    }

    // The positions strictly between those at `low` and `high`.
    void interpolate(std::uint32_t* positions, std::size_t low, std::size_t high) {
        while (high - low > 1) {
            const std::size_t middle = low + (high - low) / 2;
            const auto lowest = static_cast<std::uint32_t>(positions[low] + (middle - low));
            const std::uint64_t choices = positions[high] - positions[low] - (high - low) + 1;
            positions[middle] = lowest + code(choices);
            interpolate(positions, low, middle);
            low = middle;
        }
    }

    bool ran_out() const { return at_ > bytes_ * 8; }

private:
    std::uint64_t peek() const {  // 57 bits or more
        const std::size_t byte = at_ / 8;
        std::uint64_t bits = 0;
        if (byte + 8 <= bytes_) {
            bits = load_le64(begin_ + byte);
        } else if (byte < bytes_) {
            std::uint8_t last[8] = {};
            std::memcpy(last, begin_ + byte, bytes_ - byte);
            bits = load_le64(last);
        }
        return bits >> at_ % 8;
    }

    const std::uint8_t* begin_;
    std::size_t bytes_;
    std::size_t at_ = 0;  // in bits
};

}  // namespace

bool take_positions(std::string_view bytes, std::vector<std::uint32_t>& positions) {
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const std::uint8_t* const end = in + bytes.size();
    const auto last = take_uint(in, end);
    if (!last || *last > ~std::uint32_t{0}) return false;
    if (in == end) {
        positions.push_back(static_cast<std::uint32_t>(*last));
        return true;
    }
    BitReader bits(in, end);
    const std::uint32_t first = bits.code(*last);
    if (first >= *last) return false;
    const std::size_t count = std::size_t{bits.code(*last - first)} + 2;
    if (count > kMostPositions) return false;
    const std::size_t begin = positions.size();
    positions.resize(begin + count);
    positions[begin] = first;
    positions[begin + count - 1] = static_cast<std::uint32_t>(*last);
    bits.interpolate(positions.data() + begin, 0, count - 1);
    if (!bits.ran_out()) return true;
    positions.resize(begin);
    return false;
}

PositionCursor::PositionCursor(std::shared_ptr<TableReader> table, std::string_view term)
    : table_(std::move(table)) {
    std::string key(2 * term.size() + 1, '\0');
    auto* const begin = reinterpret_cast<std::uint8_t*>(key.data());
    std::uint8_t* const end = put_sortable_term(begin, term);
    key.resize(static_cast<std::size_t>(end - begin) + 1);
    key.back() = '\0';
    key_ = std::move(key);
    prefix_ = key_.size();
}

// Of an item of the term.
std::uint32_t PositionCursor::document_of(std::string_view key) const {
    const auto document =
        key.size() > prefix_ ? get_sortable(key.substr(prefix_)) : std::optional<std::uint32_t>();
    if (!document) table_->damaged(place_.leaf);
    return *document;
}

std::uint64_t PositionCursor::descend(std::uint64_t document) {
    std::uint8_t number[kMaxSortableBytes];
    const std::uint8_t* const number_end =
        put_sortable(number, static_cast<std::uint32_t>(document));
    key_.resize(prefix_);
    key_.append(reinterpret_cast<const char*>(number),
                static_cast<std::size_t>(number_end - number));
    const auto place = table_->seek(key_);
    from_ = document;
    at_ = kNone;
    if (!place) return at_;
    place_ = *place;
    const TableReader::Leaf leaf = table_->leaf(place_.leaf);
    if (!leaf.key(place_.index).starts_with({key_.data(), prefix_})) return at_;
    // Behind the term's items come those of terms that go on with a zero byte, which is 00 ff.
    key_.resize(prefix_);
    key_ += '\xff';
    end_ = leaf.lower_bound(key_, 1, place_.index);
    if (end_ == place_.index) return at_;
    at_ = document_of(leaf.key(place_.index));
    if (at_ < document) table_->damaged(place_.leaf);
    return at_;
}

std::uint64_t PositionCursor::seek(std::uint64_t document) {
    if (document >= kNone) return kNone;
    if (at_ == 0 || document < from_) return descend(document);
    if (document <= at_) return at_;
    const TableReader::Leaf leaf = table_->leaf(place_.leaf);
    if (end_ > leaf.size()) table_->damaged(place_.leaf);
    // What is near is walked to. Beyond that the leaf is searched: it may hold thousands of lists.
    constexpr std::size_t kSteps = 6;
    std::size_t index = place_.index + 1;
    const std::size_t walked = std::min(index + kSteps, end_);
    std::uint64_t here = 0;
    while (index < walked && (here = document_of(leaf.key(index))) < document)
        ++index;
    if (index == walked) {
        std::size_t end = end_;
        while (index < end) {
            const std::size_t middle = index + (end - index) / 2;
            const std::uint32_t there = document_of(leaf.key(middle));
            if (there < document) {
                index = middle + 1;
            } else {
                end = middle;
                here = there;
            }
        }
        if (index >= end_) return descend(document);
    }
    place_.index = index;
    from_ = document;
    return at_ = here;
}

void PositionCursor::read(std::vector<std::uint32_t>& positions) {
    const TableReader::Leaf leaf = table_->leaf(place_.leaf);
    if (place_.index >= leaf.size()) table_->damaged(place_.leaf);
    const TableReader::Item item = leaf[place_.index];
    if ((item.flags & (kFlagFirst | kFlagDeflated)) != kFlagFirst) table_->damaged(place_.leaf);
    const std::string_view list = item.is_last() ? item.data : read_long(item);
    if (!take_positions(list, positions)) table_->damaged(place_.leaf);
}

// A list that was cut into components.
std::string_view PositionCursor::read_long(const TableReader::Item& first) {
    const std::string key(first.key);
    joined_ = first.data;
    bool whole = false;
    for (std::size_t component = 2; !whole; ++component) {
        const auto place = table_->seek(key, component);
        if (!place) table_->damaged(place_.leaf);
        const TableReader::Item item = table_->leaf(place->leaf)[place->index];
        if (item.key != key || item.component != component) table_->damaged(place->leaf);
        joined_ += item.data;
        whole = item.is_last();
    }
    return joined_;
}

void add_position_table(const std::string& folder, PositionTables& tables) {
    const auto version = read_version(folder);
    if (!version) return;
    tables.insert_or_assign(version->uuid, std::make_shared<TableReader>(
                                               folder + "/" + kTableFiles[kPosition],
                                               version->tables[kPosition], version->revision));
}

}  // namespace dateline::glass
