#include "indexer/cleaning/line_statistics.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "common/error.h"
#include "indexer/cleaning/line_shape.h"
#include "indexer/cleaning/lines.h"
#include "indexer/cleaning/zones.h"

namespace dateline {
namespace {

// Longer lines are a story's.
constexpr std::size_t kLongestLine = 300;
// Of one article: what lies beyond says little of its source.
constexpr std::size_t kMostLines = 2000;

std::uint64_t source_hash(std::string_view source) {
    return line_hash(source, 1) | 1;
}

std::uint64_t hash_in_source(std::string_view key, std::uint64_t source) {
    return line_hash(key, source) | 1;
}

}  // namespace

std::vector<std::uint64_t> article_line_hashes(std::string_view source, std::string_view body) {
    const std::uint64_t of_source = source_hash(source);
    std::vector<std::uint64_t> hashes;
    std::string key;
    for (const Line& line : split_head(body, kMostLines)) {
        const std::string_view text = line.of(body);
        if (text.size() <= kLongestLine) {
            line_key(text, key);
            if (!key.empty()) {
                hashes.push_back(hash_in_source(key, of_source));
            }
        }
    }
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    hashes.insert(hashes.begin(), of_source);
    return hashes;
}

LineStatistics::LineStatistics(std::size_t capacity)
    : slots_(std::bit_ceil(std::max<std::size_t>(capacity, 1024))) {}

const LineStatistics::Slot* LineStatistics::find(std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash >> 8 & mask;; at = (at + 1) & mask) {
        if (slots_[at].hash == hash || slots_[at].hash == 0) {
            return &slots_[at];
        }
    }
}

void LineStatistics::count(std::uint64_t hash) {
    if (used_ * 4 >= slots_.size() * 3) {
        forget_rare();
    }
    Slot& slot = slots_[static_cast<std::size_t>(find(hash) - slots_.data())];
    if (slot.hash == 0) {
        slot.hash = hash;
        ++used_;
    }
    slot.articles += slot.articles < UINT32_MAX ? 1 : 0;
}

// Drops the lines seen least often, until half the table is free.
void LineStatistics::forget_rare() {
    std::vector<Slot> kept;
    std::uint32_t least = 1;
    do {
        ++least;
        kept.clear();
        std::copy_if(slots_.begin(), slots_.end(), std::back_inserter(kept),
                     [&](const Slot& slot) { return slot.articles >= least; });
    } while (kept.size() * 2 > slots_.size() && least < UINT32_MAX);
    std::fill(slots_.begin(), slots_.end(), Slot{});
    used_ = kept.size();
    for (const Slot& slot : kept) {
        slots_[static_cast<std::size_t>(find(slot.hash) - slots_.data())] = slot;
    }
}

void LineStatistics::add(const std::vector<std::uint64_t>& hashes) {
    for (const std::uint64_t hash : hashes) {
        count(hash);
    }
}

// Pairs of a hash and a count, lowest byte first, by rising hash.
std::string LineStatistics::encode() const {
    std::vector<Slot> kept;
    std::copy_if(slots_.begin(), slots_.end(), std::back_inserter(kept),
                 [](const Slot& slot) { return slot.articles >= Limits().articles; });
    std::sort(kept.begin(), kept.end(),
              [](const Slot& a, const Slot& b) { return a.hash < b.hash; });
    std::string bytes;
    for (const Slot& slot : kept) {
        for (unsigned shift = 0; shift < 64; shift += 8)
            bytes += static_cast<char>(slot.hash >> shift);
        for (unsigned shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(slot.articles >> shift);
    }
    return bytes;
}

LineStatistics LineStatistics::decode(std::string_view bytes) {
    constexpr std::size_t kPair = 12;
    if (bytes.size() % kPair != 0) {
        throw Error("the index's list of repeated lines is damaged", "use --rebuild");
    }
    LineStatistics statistics(bytes.size() / kPair * 2);
    for (std::size_t at = 0; at < bytes.size(); at += kPair) {
        const auto number = [&](std::size_t begin, std::size_t size) {
            std::uint64_t value = 0;
            for (std::size_t i = size; i > 0; --i)
                value = value << 8 | static_cast<unsigned char>(bytes[at + begin + i - 1]);
            return value;
        };
        const std::uint64_t hash = number(0, 8);
        if (hash == 0)
            throw Error("the index's list of repeated lines is damaged", "use --rebuild");
        Slot& slot =
            statistics
                .slots_[static_cast<std::size_t>(statistics.find(hash) - statistics.slots_.data())];
        statistics.used_ += slot.hash == 0 ? 1 : 0;
        slot = {hash, static_cast<std::uint32_t>(number(8, 4))};
    }
    return statistics;
}

std::vector<ZoneSpan> LineStatistics::add_repeated(std::string_view source, std::string_view body,
                                                   std::vector<ZoneSpan> zones,
                                                   const Limits& limits) const {
    const std::uint64_t of_source = source_hash(source);
    const double articles = find(of_source)->articles;
    std::vector<ZoneSpan> added;
    ShapeScratch scratch;
    bool story_left = false;
    for (const Line& line : split_head(body, kMostLines)) {
        if (zone_at(zones, line.begin) != Zone::Body) {
            continue;
        }
        const std::string_view text = line.of(body);
        bool repeated = false;
        if (text.size() <= kLongestLine) {
            const LineShape shape = line_shape(text, scratch);
            const Slot* const slot =
                scratch.key.empty() ? nullptr : find(hash_in_source(scratch.key, of_source));
            const std::uint32_t count = slot == nullptr ? 0 : slot->articles;
            const bool sentence = shape.sentence || shape.words > 15;
            repeated = count >= (sentence ? limits.sentence_articles : limits.articles) &&
                       count >= (sentence ? limits.sentence_share : limits.share) * articles &&
                       shape.hint != Hint::Content && !shape.table;
        }
        if (repeated) {
            added.push_back({line.begin, line.end, Zone::Navigation});
        }
        story_left = story_left || !repeated;
    }
    if (added.empty() || !story_left) {
        return zones;
    }
    zones.insert(zones.end(), added.begin(), added.end());
    std::sort(zones.begin(), zones.end(),
              [](const ZoneSpan& a, const ZoneSpan& b) { return a.begin < b.begin; });
    return zones;
}

}  // namespace dateline
